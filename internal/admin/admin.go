// Package admin tells an operator how the site does: what is live, what waits,
// and how much is asked. It counts answers and never readers: no address of a
// reader, no question to the search, no page that somebody looked at.
//
// Its answers are for those who run the site. The listener stays on an address
// that only they reach: profiles show what the program holds in memory.
package admin

import (
	"encoding/json"
	"log/slog"
	"net/http"
	"net/http/pprof"
	"time"

	"github.com/prometheus/client_golang/prometheus/promhttp"

	"portal/internal/publish"
)

// Options are what the answers are made of.
type Options struct {
	Status func() publish.Status
	Log    *slog.Logger
	Now    func() time.Time // nil: the clock of the machine
}

// Admin answers an operator and counts what the site answers. It is safe for
// concurrent use.
type Admin struct {
	Options
	metrics *metrics
}

// New makes the answers.
func New(o Options) *Admin {
	if o.Now == nil {
		o.Now = time.Now
	}
	return &Admin{o, newMetrics(o)}
}

// Handler answers /, /status, /metrics and /debug/pprof/.
func (a *Admin) Handler() http.Handler {
	mux := http.NewServeMux()
	mux.HandleFunc("GET /{$}", a.page)
	mux.HandleFunc("GET /status", a.status)
	mux.Handle("GET /metrics", promhttp.HandlerFor(a.metrics.registry, promhttp.HandlerOpts{ErrorLog: slog.NewLogLogger(a.Log.Handler(), slog.LevelError)}))
	mux.HandleFunc("GET /debug/pprof/", pprof.Index)
	mux.HandleFunc("GET /debug/pprof/cmdline", pprof.Cmdline)
	mux.HandleFunc("GET /debug/pprof/profile", pprof.Profile)
	mux.HandleFunc("GET /debug/pprof/symbol", pprof.Symbol)
	mux.HandleFunc("GET /debug/pprof/trace", pprof.Trace)
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Cache-Control", "no-store")
		w.Header().Set("X-Content-Type-Options", "nosniff")
		w.Header().Set("Content-Security-Policy", "default-src 'none'; frame-ancestors 'none'")
		mux.ServeHTTP(w, r)
	})
}

// status is publish.Status as JSON.
func (a *Admin) status(w http.ResponseWriter, _ *http.Request) {
	w.Header().Set("Content-Type", "application/json")
	out := json.NewEncoder(w)
	out.SetIndent("", "  ")
	if err := out.Encode(a.Status()); err != nil {
		a.Log.Error("status not sent", "error", err)
	}
}
