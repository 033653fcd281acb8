package websub

import (
	"context"
	"errors"
	"log/slog"
	"maps"
	"net/http"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"sync"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"go.uber.org/goleak"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

func TestPingOncePerChangedFeed(t *testing.T) {
	h := newHub(t)
	p, _ := run(t, h.URL, "")
	change(p, feeds())
	if got, want := h.next(t, 4), slices.Sorted(maps.Keys(feeds())); !slices.Equal(got, want) {
		t.Errorf("at first got pings for %q, want %q", got, want)
	}
	// Nothing changed, nothing is told: the next pings are those of the next
	// change.
	change(p, feeds())
	change(p, feeds("all.atom", "all.rss"))
	if got, want := h.next(t, 2), []string{site + "/en/feeds/all.atom", site + "/en/feeds/all.rss"}; !slices.Equal(got, want) {
		t.Errorf("after a change got pings for %q, want %q", got, want)
	}
	change(p, feeds("all.atom", "all.rss", "new.atom"))
	if got, want := h.next(t, 1), []string{site + "/en/feeds/new.atom"}; !slices.Equal(got, want) {
		t.Errorf("after a new feed got pings for %q, want %q", got, want)
	}
}

// TestRetry: a hub that fails, hangs, turns away or sends elsewhere is asked
// again, less and less often, until it takes the ping.
func TestRetry(t *testing.T) {
	h := newHub(t)
	hang := make(chan struct{})
	defer close(hang)
	codes := []int{500, 0, 429, 302, 408, 503, 204}
	var mu sync.Mutex
	tries := 0
	h.answers(func(string) int {
		mu.Lock()
		code := codes[min(tries, len(codes)-1)]
		tries++
		mu.Unlock()
		if code == 0 {
			<-hang
			code = 200
		}
		return code
	})
	p, err := New(h.URL, "", slog.New(slog.DiscardHandler))
	if err != nil {
		t.Fatal(err)
	}
	p.shortest, p.longest, p.client.Timeout = 20*time.Millisecond, 10*time.Second, 100*time.Millisecond
	ctx, cancel := context.WithCancel(context.Background())
	done := make(chan struct{})
	go func() { p.Run(ctx); close(done) }()
	defer func() { cancel(); <-done }()
	change(p, map[string]string{"a": "1"})
	h.next(t, len(codes)-1) // the one that hangs is never counted
	change(p, map[string]string{"a": "1", "b": "1"})
	if got := h.next(t, 1); got[0] != "b" {
		t.Errorf("a feed was told again: %q", got)
	}
	h.mu.Lock()
	defer h.mu.Unlock()
	for i := range codes[1:] {
		if got, want := h.times[i+1].Sub(h.times[i]), p.shortest<<i/2; got < want {
			t.Errorf("try %d came %v after the one before, want %v at least", i+2, got, want)
		}
	}
}

// TestWaits: with a hub that stays down the waits double up to an hour, no two
// publishers alike.
func TestWaits(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		p, err := New("https://hub.example/", "", slog.New(slog.DiscardHandler))
		if err != nil {
			t.Fatal(err)
		}
		var tries []time.Time
		p.client.Transport = roundTrip(func(*http.Request) (*http.Response, error) {
			tries = append(tries, time.Now())
			return nil, errors.New("no route to host")
		})
		ctx, cancel := context.WithTimeout(t.Context(), 24*time.Hour)
		defer cancel()
		change(p, map[string]string{"a": "1"})
		p.Run(ctx)
		if len(tries) < 30 || len(tries) > 65 {
			t.Errorf("%d tries in a day", len(tries))
		}
		jitter := map[time.Duration]bool{}
		for i := range tries[1:] {
			most := min(2*time.Second<<min(i, 20), time.Hour)
			got := tries[i+1].Sub(tries[i])
			if got < most/2 || got > most {
				t.Errorf("wait %d is %v, want %v to %v", i+1, got, most/2, most)
			}
			jitter[got] = true
		}
		if len(jitter) < len(tries)/2 {
			t.Errorf("only %d of %d waits differ", len(jitter), len(tries)-1)
		}
		t.Logf("%d tries in a day, the last after %v", len(tries), tries[len(tries)-1].Sub(tries[len(tries)-2]))
	})
}

type roundTrip func(*http.Request) (*http.Response, error)

func (f roundTrip) RoundTrip(r *http.Request) (*http.Response, error) { return f(r) }

// TestHubDown: a hub that fails is not asked for every feed in turn.
func TestHubDown(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		p, err := New("https://hub.example/", "", slog.New(slog.DiscardHandler))
		if err != nil {
			t.Fatal(err)
		}
		var pings atomic.Int32
		p.client.Transport = roundTrip(func(*http.Request) (*http.Response, error) {
			pings.Add(1)
			return &http.Response{StatusCode: 503, Body: http.NoBody}, nil
		})
		ctx, cancel := context.WithTimeout(t.Context(), p.shortest/2)
		defer cancel()
		change(p, many())
		p.Run(ctx)
		if got := pings.Load(); got > parallel {
			t.Errorf("%d pings before the first wait, want %d", got, parallel)
		}
	})
}

// many are the feeds of a large site.
func many() map[string]string {
	all := map[string]string{}
	for i := range 2000 {
		all[site+"/"+strconv.Itoa(i)] = "1"
	}
	return all
}

// TestManyFeeds: a hub that fails now and then is told of every feed, of few
// at one time.
func TestManyFeeds(t *testing.T) {
	h := newHub(t)
	var pings atomic.Int32
	h.answers(func(string) int {
		if pings.Add(1)%500 == 1 {
			return 500
		}
		return 202
	})
	file := filepath.Join(t.TempDir(), "websub.json")
	p, stop := run(t, h.URL, file)
	all := many()
	change(p, all)
	awaitTold(t, p, len(all))
	stop()
	if again := len(h.pings) - len(all); again < 1 || again > 10 {
		t.Errorf("%d pings for %d feeds", len(h.pings), len(all))
	}
	if told, err := p.store.load(); err != nil || !maps.Equal(told, all) {
		t.Errorf("%d of %d feeds are kept as told, %v", len(told), len(all), err)
	}
	h.mu.Lock()
	defer h.mu.Unlock()
	if h.most > parallel {
		t.Errorf("%d pings at one time, want %d", h.most, parallel)
	}
	t.Logf("%d pings for %d feeds, %d at one time", len(h.pings), len(all), h.most)
}

// awaitTold waits until the hub knows so many feeds.
func awaitTold(t *testing.T, p *Pinger, want int) {
	t.Helper()
	told := func() int {
		p.mu.Lock()
		defer p.mu.Unlock()
		return len(p.told)
	}
	for end := time.Now().Add(20 * time.Second); time.Now().Before(end); time.Sleep(time.Millisecond) {
		if told() == want {
			return
		}
	}
	t.Fatalf("the hub is told of %d feeds, want %d", told(), want)
}

// TestRefusedFeed: the other feeds do not suffer.
func TestRefusedFeed(t *testing.T) {
	h := newHub(t)
	bad := site + "/en/feeds/all.2.atom"
	h.answers(func(address string) int {
		if address == bad {
			return 404
		}
		return 202
	})
	p, _ := run(t, h.URL, "")
	change(p, feeds())
	h.next(t, 4)
	if got := h.next(t, 2); !slices.Equal(got, []string{bad, bad}) {
		t.Errorf("got %q again, want only what was refused", got)
	}
}

// TestRestart: what was told is not told again, what changed meanwhile is;
// another hub knows nothing.
func TestRestart(t *testing.T) {
	h, other := newHub(t), newHub(t)
	file := filepath.Join(t.TempDir(), "data", "websub.json")
	p, stop := run(t, h.URL, file)
	change(p, feeds())
	awaitTold(t, p, 4)
	stop()
	h.next(t, 4)

	p, stop = run(t, h.URL, file)
	change(p, feeds())
	change(p, feeds("all.rss"))
	if got := h.next(t, 1); got[0] != site+"/en/feeds/all.rss" {
		t.Errorf("after a restart got a ping for %q", got)
	}
	stop()
	if len(h.pings) > 0 {
		t.Errorf("after a restart got pings for %q", h.next(t, len(h.pings)))
	}

	p, stop = run(t, other.URL, file)
	change(p, feeds())
	other.next(t, 4)
	stop()
	if names, err := filepath.Glob(filepath.Join(filepath.Dir(file), "*")); err != nil || len(names) != 1 {
		t.Errorf("left behind: %q, %v", names, err)
	}
}

// TestEndInTime: a hub that hangs does not hold the program, and what was told
// before is kept.
func TestEndInTime(t *testing.T) {
	h := newHub(t)
	hang := make(chan struct{})
	defer close(hang)
	h.answers(func(address string) int {
		if address != "a" {
			<-hang
		}
		return 202
	})
	file := filepath.Join(t.TempDir(), "websub.json")
	p, stop := run(t, h.URL, file)
	began := time.Now()
	change(p, map[string]string{"a": "1", "b": "1", "c": "1"})
	if took := time.Since(began); took > 100*time.Millisecond {
		t.Errorf("a hub that hangs holds the publication for %v", took)
	}
	awaitTold(t, p, 1)
	stop()
	if told, err := p.store.load(); err != nil || !maps.Equal(told, map[string]string{"a": "1"}) {
		t.Errorf("kept %v, %v, want a", told, err)
	}
}

// TestUnreadableFile: a file cut off begins anew, a folder that cannot be
// written to is the operator's to mend.
func TestUnreadableFile(t *testing.T) {
	h := newHub(t)
	dir := t.TempDir()
	file := filepath.Join(dir, "websub.json")
	for _, text := range []string{"", "{", "[]", `{"told": 3}`, `{"hub":"` + h.URL + `"}`} {
		if err := os.WriteFile(file, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
		p, stop := run(t, h.URL, file)
		change(p, feeds())
		h.next(t, 4)
		stop()
	}
	if _, err := New(h.URL, filepath.Join(file, "websub.json"), slog.New(slog.DiscardHandler)); err == nil {
		t.Error("a file is taken for a folder")
	}
}

func TestHubAddress(t *testing.T) {
	for hub, want := range map[string]bool{
		"https://hub.example.org/":        true,
		"http://127.0.0.1:8081/hub?key=1": true,
		"":                                false,
		"hub.example.org":                 false,
		"//hub.example.org/":              false,
		"ftp://hub.example.org/":          false,
		"https://":                        false,
		"https://name:word@hub.example/":  false,
		"https://hub.example/#part":       false,
		"https://hub.example/a b":         false,
		"https://hub.example/?>;rel=self": false,
		"https://hub.example/ə":           false,
		"https://hub.example/\r\nX: y":    false,
	} {
		if err := CheckHub(hub); (err == nil) != want {
			t.Errorf("%q: got %v", hub, err)
		}
	}
}
