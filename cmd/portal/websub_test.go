package main

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"maps"
	"net"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"
)

// TestHub publishes a site to a hub. Every feed names it; it hears of each
// feed that changed and of no other. While it hangs readers get what is new no
// later and the program ends as soon; it then hears of it from the next start,
// and of nothing twice.
func TestHub(t *testing.T) {
	h := newHub(t)
	dir, data := smallSite(t), filepath.Join(t.TempDir(), "data")
	args := []string{"--content", dir, "--data", data, "--websub-hub", h.URL}
	s := serveSite(t, args...)
	s.await(t, "/en/feeds/all.atom", "<entry ")
	feeds := slices.Sorted(maps.Keys(h.take(t, 12))) // four languages, three formats
	before := s.read(t, feeds)
	for address, document := range before {
		if !strings.Contains(document.body, h.URL) || document.link != "<"+h.URL+`>; rel="hub", <`+address+`>; rel="self"` {
			t.Errorf("%s does not name the hub: Link %q", address, document.link)
		}
	}

	addNote(t, dir, "second")
	quick := s.await(t, "/en/feeds/all.atom", "second")
	told := s.read(t, feeds)
	h.expect(t, changedFeeds(before, told))

	up := h.hang()
	limit, slow := quick+5*time.Second, time.Hour
	for _, id := range []string{"third", "fourth", "fifth"} { // other work on the machine is no fault of the hub
		addNote(t, dir, id)
		if slow = min(slow, s.await(t, "/en/feeds/all.atom", id)); slow <= limit {
			break
		}
	}
	if slow > limit {
		t.Errorf("published after %v while the hub hangs, want %v", slow, limit)
	}
	if took := s.stop(); took > 3*time.Second {
		t.Errorf("ended after %v while the hub hangs", took)
	} else {
		t.Logf("%d feeds; published after %v, after %v while the hub hangs; ended after %v", len(feeds), quick, slow, took)
	}
	up()
	h.take(t, 0) // nobody waits for these any more

	s = serveSite(t, args...)
	h.expect(t, changedFeeds(told, s.read(t, feeds)))
}

// hub counts the pings it gets.
type hub struct {
	*httptest.Server

	mu    sync.Mutex
	pings map[string]int
	wait  chan struct{} // closed when the hub answers
}

func newHub(t *testing.T) *hub {
	h := &hub{pings: map[string]int{}, wait: make(chan struct{})}
	close(h.wait)
	h.Server = httptest.NewServer(h)
	t.Cleanup(h.Close)
	return h
}

func (h *hub) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	address := r.FormValue("hub.url")
	h.mu.Lock()
	wait := h.wait
	h.mu.Unlock()
	<-wait
	h.mu.Lock()
	h.pings[address]++
	h.mu.Unlock()
	w.WriteHeader(http.StatusNoContent)
}

// hang lets all pings wait until up is called.
func (h *hub) hang() (up func()) {
	h.mu.Lock()
	defer h.mu.Unlock()
	wait := make(chan struct{})
	h.wait = wait
	return func() { close(wait) }
}

// take gives the pings since it was called last, once no more come and there
// are enough.
func (h *hub) take(t *testing.T, enough int) map[string]int {
	t.Helper()
	last := -1
	for end := time.Now().Add(time.Minute); time.Now().Before(end); time.Sleep(300 * time.Millisecond) {
		h.mu.Lock()
		got := h.pings
		if len(got) == last && last >= enough {
			h.pings = map[string]int{}
			h.mu.Unlock()
			return got
		}
		last = len(got)
		h.mu.Unlock()
	}
	t.Fatalf("%d feeds are pinged, want %d", last, enough)
	return nil
}

// expect wants one ping for each of the feeds and no other.
func (h *hub) expect(t *testing.T, feeds []string) {
	t.Helper()
	want := map[string]int{}
	for _, address := range feeds {
		want[address] = 1
	}
	if got := h.take(t, len(feeds)); !maps.Equal(got, want) || len(want) == 0 {
		t.Errorf("pings %v, want %v", got, want)
	}
}

// server is portal serve in this process.
type server struct {
	addr string
	stop func() time.Duration // gives how long it took
}

const publicOrigin = "https://yol.example"

func serveSite(t *testing.T, args ...string) *server {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	s := &server{addr: l.Addr().String()}
	l.Close()
	ctx, cancel := context.WithCancel(context.Background())
	ended := make(chan int, 1)
	var log bytes.Buffer
	go func() {
		args := append([]string{"serve", "--addr", s.addr, "--base-url", publicOrigin}, args...)
		ended <- run(ctx, args, streams{strings.NewReader(""), &log, &log})
	}()
	s.stop = sync.OnceValue(func() time.Duration {
		began := time.Now()
		cancel()
		if code := <-ended; code != 0 {
			t.Errorf("portal serve ends with %d: %s", code, &log)
		}
		return time.Since(began)
	})
	t.Cleanup(func() { s.stop() })
	s.await(t, "/readyz", "ok")
	return s
}

// document is one form of a feed.
type document struct{ link, body string }

func (s *server) get(path string) (document, error) {
	resp, err := http.Get("http://" + s.addr + path)
	if err != nil {
		return document{}, err
	}
	defer resp.Body.Close()
	body, err := io.ReadAll(resp.Body)
	if err == nil && resp.StatusCode != http.StatusOK {
		err = fmt.Errorf("%s: %s", path, resp.Status)
	}
	return document{resp.Header.Get("Link"), string(body)}, err
}

// await waits until an address answers with a text and gives how long it took.
func (s *server) await(t *testing.T, path, text string) time.Duration {
	t.Helper()
	began := time.Now()
	for time.Since(began) < time.Minute {
		if d, err := s.get(path); err == nil && strings.Contains(d.body, text) {
			return time.Since(began)
		}
		time.Sleep(10 * time.Millisecond)
	}
	t.Fatalf("%s does not hold %q", path, text)
	return 0
}

func (s *server) read(t *testing.T, addresses []string) map[string]document {
	t.Helper()
	all := map[string]document{}
	for _, address := range addresses {
		d, err := s.get(strings.TrimPrefix(address, publicOrigin))
		if err != nil {
			t.Fatal(err)
		}
		all[address] = d
	}
	return all
}

// changedFeeds lists the documents that have other bytes.
func changedFeeds(before, after map[string]document) []string {
	var all []string
	for address := range after {
		if before[address] != after[address] {
			all = append(all, address)
		}
	}
	return all
}

// addNote publishes a change of a page.
func addNote(t *testing.T, dir, id string) {
	t.Helper()
	name := filepath.Join(dir, "pages/to-belgium/visit/page.yaml")
	data, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	note := fmt.Sprintf("changes:\n  - id: %s\n    at: %s\n    kind: changed\n    note: {az: %[1]s, nl: %[1]s, fr: %[1]s, en: %[1]s}\n", id, time.Now().Format(time.RFC3339))
	if err := os.WriteFile(name, bytes.Replace(data, []byte("changes:\n"), []byte(note), 1), 0o644); err != nil {
		t.Fatal(err)
	}
}
