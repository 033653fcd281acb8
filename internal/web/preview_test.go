package web

import (
	"bufio"
	"encoding/json"
	"io"
	"log/slog"
	"net"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"testing"
	"time"

	"portal/content"
	"portal/internal/site"
)

// state is a preview whose state the test sets.
type state struct {
	mu       sync.Mutex
	version  string
	problems []content.Problem
	changed  chan struct{}
}

func (s *state) get() (string, []content.Problem, <-chan struct{}) {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.version, s.problems, s.changed
}

func (s *state) set(version string, problems ...content.Problem) {
	s.mu.Lock()
	defer s.mu.Unlock()
	close(s.changed)
	s.version, s.problems, s.changed = version, problems, make(chan struct{})
}

// TestPreviewIsPrivate: whatever a preview answers is kept nowhere and found
// by no search engine, and the policy of the browser is as strict as ever.
func TestPreviewIsPrivate(t *testing.T) {
	s, err := snapshot()
	if err != nil {
		t.Fatal(err)
	}
	live := &site.Live{}
	live.Swap(s)
	st := &state{version: "one", changed: make(chan struct{})}
	app := New(Options{Live: live, Log: slog.New(slog.DiscardHandler), Preview: &Preview{State: st.get}})
	for _, path := range []string{"/en/", "/en/nothing", "/p/contacts", "/", "/robots.txt", "/en/feeds/all.atom", "/nl/search?q=visum", "/healthz"} {
		res := do(t, app, httptest.NewRequest("GET", path, nil))
		if got := res.Header.Get("Cache-Control"); got != "no-store" {
			t.Errorf("%s: Cache-Control %q", path, got)
		}
		if res.Header.Get("X-Robots-Tag") != "noindex, nofollow" || res.Header.Get("ETag") != "" || res.Header.Get("Content-Security-Policy") != security {
			t.Errorf("%s: %v", path, res.Header)
		}
	}
	if res := do(t, testApp(t), httptest.NewRequest("GET", "/preview/events", nil)); res.StatusCode != 404 {
		t.Errorf("a public site answers events: %d", res.StatusCode)
	}
}

// TestPreviewOfNothing: while nothing was ever good the page is the list of
// mistakes, escaped.
func TestPreviewOfNothing(t *testing.T) {
	st := &state{problems: []content.Problem{{File: "pages/a/b/en.md", Line: 7, Msg: "<script>alert(1)</script> is wrong"}}, changed: make(chan struct{})}
	app := New(Options{Live: &site.Live{}, Log: slog.New(slog.DiscardHandler), Preview: &Preview{State: st.get}})
	res := do(t, app, httptest.NewRequest("GET", "/en/", nil))
	if res.StatusCode != 503 || !strings.Contains(res.body, "pages/a/b/en.md:7") || strings.Contains(res.body, "<script>") {
		t.Errorf("%d %s", res.StatusCode, res.body)
	}
}

// TestPreviewEvents: a page hears the state at once and every change of it,
// and the stream ends with the program.
func TestPreviewEvents(t *testing.T) {
	st := &state{version: "one", changed: make(chan struct{})}
	done := make(chan struct{})
	app := New(Options{Live: &site.Live{}, Log: slog.New(slog.DiscardHandler), Preview: &Preview{State: st.get, Done: done}})
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	go app.Listener(listener)
	defer app.Shutdown()
	client := &http.Client{Timeout: time.Minute}
	res, err := client.Get("http://" + listener.Addr().String() + "/preview/events")
	if err != nil {
		t.Fatal(err)
	}
	defer res.Body.Close()
	lines := bufio.NewReader(res.Body)
	next := func() (got struct {
		Version  string
		Problems []problem
	}) {
		t.Helper()
		for {
			line, err := lines.ReadString('\n')
			if err != nil {
				t.Fatal(err)
			}
			if data, ok := strings.CutPrefix(line, "data: "); ok {
				if err := json.Unmarshal([]byte(data), &got); err != nil {
					t.Fatal(err)
				}
				return got
			}
		}
	}
	if got := next(); got.Version != "one" || len(got.Problems) != 0 {
		t.Errorf("at first %+v", got)
	}
	st.set("one", content.Problem{File: "a", Line: 3, Msg: "</script>\nwrong"})
	if got := next(); len(got.Problems) != 1 || got.Problems[0] != (problem{"a", 3, "</script>\nwrong"}) {
		t.Errorf("after a mistake %+v", got)
	}
	st.set("two")
	if got := next(); got.Version != "two" || len(got.Problems) != 0 {
		t.Errorf("mended %+v", got)
	}
	close(done)
	if rest, err := io.ReadAll(lines); err != nil {
		t.Errorf("the stream did not end with the program: %q, %v", rest, err)
	}
}
