package websub

import (
	"context"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"slices"
	"sync"
	"testing"
	"time"
)

// hub is a server that takes pings and answers as it is told to.
type hub struct {
	*httptest.Server
	pings chan string // addresses, as they come
	busy  chan struct{}

	mu     sync.Mutex
	answer func(address string) int // nil: 202
	times  []time.Time
	most   int // at one time
}

func newHub(t *testing.T) *hub {
	h := &hub{pings: make(chan string, 10_000), busy: make(chan struct{}, 100)}
	h.Server = httptest.NewServer(h)
	t.Cleanup(h.Close)
	return h
}

func (h *hub) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	h.busy <- struct{}{}
	defer func() { <-h.busy }()
	h.mu.Lock()
	answer := h.answer
	h.times = append(h.times, time.Now())
	h.most = max(h.most, len(h.busy))
	h.mu.Unlock()
	if r.Method != "POST" || r.Header.Get("Content-Type") != "application/x-www-form-urlencoded" || r.FormValue("hub.mode") != "publish" {
		http.Error(w, "no ping", http.StatusBadRequest)
		return
	}
	code := http.StatusAccepted
	if answer != nil {
		code = answer(r.FormValue("hub.url"))
	}
	h.pings <- r.FormValue("hub.url")
	w.Header().Set("Location", "/elsewhere")
	w.WriteHeader(code)
	io.WriteString(w, "thank you")
}

func (h *hub) answers(f func(address string) int) {
	h.mu.Lock()
	defer h.mu.Unlock()
	h.answer = f
}

// next gives the addresses of the next n pings, sorted.
func (h *hub) next(t *testing.T, n int) []string {
	t.Helper()
	var got []string
	for range n {
		select {
		case address := <-h.pings:
			got = append(got, address)
		case <-time.After(20 * time.Second):
			t.Fatalf("%d pings came, want %d: %q", len(got), n, got)
		}
	}
	slices.Sort(got)
	return got
}

// run starts a pinger whose waits are short; stop ends it and is bounded.
func run(t *testing.T, hub, file string) (p *Pinger, stop func()) {
	t.Helper()
	p, err := New(hub, file, slog.New(slog.DiscardHandler))
	if err != nil {
		t.Fatal(err)
	}
	p.shortest, p.longest = 10*time.Millisecond, 100*time.Millisecond
	ctx, cancel := context.WithCancel(context.Background())
	done := make(chan struct{})
	go func() { p.Run(ctx); close(done) }()
	stop = sync.OnceFunc(func() {
		cancel()
		select {
		case <-done:
		case <-time.After(2 * time.Second):
			t.Error("the pinger does not end")
		}
	})
	t.Cleanup(stop)
	return p, stop
}

const site = "https://yol.example"

// feeds are all digests of a site; with changes those of another.
func feeds(changes ...string) map[string]string {
	all := map[string]string{}
	for _, name := range []string{"all.atom", "all.rss", "all.json", "all.2.atom"} {
		all[site+"/en/feeds/"+name] = "1"
	}
	for _, name := range changes {
		all[site+"/en/feeds/"+name] += "2"
	}
	return all
}

func change(p *Pinger, feeds map[string]string) {
	p.Changed(func() map[string]string { return feeds })
}
