package admin

import (
	"strconv"
	"time"

	"github.com/prometheus/client_golang/prometheus"
	"github.com/prometheus/client_golang/prometheus/collectors"

	"portal/internal/publish"
	"portal/internal/web"
)

// metrics are what is counted. Labels have few values, all of them ours.
type metrics struct {
	registry *prometheus.Registry
	requests *prometheus.CounterVec
	latency  *prometheus.HistogramVec
	feeds    *prometheus.CounterVec
	empty    *prometheus.CounterVec
}

// buckets of the latency, in seconds: a page takes less than a millisecond, a
// search some, and two seconds are the most.
var buckets = []float64{.0005, .001, .0025, .005, .01, .025, .05, .1, .25, .5, 1, 2.5}

func newMetrics(o Options) *metrics {
	m := &metrics{
		registry: prometheus.NewRegistry(),
		requests: prometheus.NewCounterVec(prometheus.CounterOpts{
			Name: "portal_requests_total", Help: "Answers by pattern of the address and class of the status.",
		}, []string{"route", "status"}),
		latency: prometheus.NewHistogramVec(prometheus.HistogramOpts{
			Name: "portal_request_seconds", Help: "Time until an answer was made, by pattern of the address.", Buckets: buckets,
		}, []string{"route"}),
		feeds: prometheus.NewCounterVec(prometheus.CounterOpts{
			Name: "portal_feed_fetches_total", Help: "Fetches of feeds and calendars by kind and format.",
		}, []string{"kind", "format"}),
		empty: prometheus.NewCounterVec(prometheus.CounterOpts{
			Name: "portal_searches_without_result_total", Help: "Searches that found nothing, by language.",
		}, []string{"lang"}),
	}
	m.registry.MustRegister(m.requests, m.latency, m.feeds, m.empty, publishing{o},
		collectors.NewGoCollector(), collectors.NewProcessCollector(collectors.ProcessCollectorOpts{}))
	return m
}

// Observe counts an answer of the site.
func (a *Admin) Observe(answer web.Answer) {
	m := a.metrics
	m.requests.WithLabelValues(answer.Route, strconv.Itoa(answer.Status/100)+"xx").Inc()
	m.latency.WithLabelValues(answer.Route).Observe(answer.Took.Seconds())
	if f := answer.Feed; f.Kind != "" {
		m.feeds.WithLabelValues(f.Kind, f.Format).Inc()
	}
	if answer.Empty != "" {
		m.empty.WithLabelValues(string(answer.Empty)).Inc()
	}
}

// publishing reads the state of publishing when it is asked for.
type publishing struct{ Options }

func describe(name, help string, labels ...string) *prometheus.Desc {
	return prometheus.NewDesc(name, help, labels, nil)
}

var (
	ready    = describe("portal_ready", "1 if what is live is content of the source, not only that in the program.")
	build    = describe("portal_build_seconds", "How long the build of the live content took.")
	age      = describe("portal_content_age_seconds", "Time since the live content was committed, or built where there are no commits.")
	attempts = describe("portal_publish_attempts_total", "Attempts to publish by result.", "result")
	waiting  = describe("portal_publish_waiting_seconds", "How long the head of the branch waits unpublished; 0 if it is live.")
	commits  = describe("portal_publish_waiting_commits", "How many commits wait unpublished.")
)

// Describe is of prometheus.Collector.
func (p publishing) Describe(out chan<- *prometheus.Desc) { prometheus.DescribeByCollect(p, out) }

// Collect is of prometheus.Collector.
func (p publishing) Collect(out chan<- prometheus.Metric) {
	s, now := p.Status(), p.Now()
	gauge := func(d *prometheus.Desc, value float64) {
		out <- prometheus.MustNewConstMetric(d, prometheus.GaugeValue, value)
	}
	gauge(ready, map[bool]float64{true: 1}[s.Ready])
	gauge(build, s.Live.BuildSeconds)
	gauge(age, since(now, committed(s.Live)))
	for result, n := range map[string]int{"ok": s.Attempts.OK, "refused": s.Attempts.Refused, "failed": s.Attempts.Failed} {
		out <- prometheus.MustNewConstMetric(attempts, prometheus.CounterValue, float64(n), result)
	}
	if s.Waiting == nil {
		s.Waiting = &publish.Waiting{Since: now}
	}
	gauge(waiting, since(now, s.Waiting.Since))
	gauge(commits, float64(s.Waiting.Commits))
}

// committed is when the live content was written.
func committed(l publish.Live) time.Time {
	if l.Commit != nil {
		return l.Commit.At
	}
	return l.BuiltAt
}

// since is in seconds; what never was is 0, and so is a clock that went back.
func since(now, then time.Time) float64 {
	if then.IsZero() {
		return 0
	}
	return max(now.Sub(then).Seconds(), 0)
}
