package admin

import (
	"encoding/json"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"os"
	"regexp"
	"strings"
	"testing"
	"time"

	"golang.org/x/tools/txtar"

	"portal/content"
	"portal/internal/publish"
	"portal/internal/site"
	"portal/internal/web"
)

var now = time.Date(2026, 11, 22, 12, 0, 0, 0, time.UTC)

func id(digit string) publish.ID { return publish.ID(strings.Repeat(digit, 40)) }

// blocked is a site whose head is refused.
var blocked = publish.Status{
	Ready: true,
	Live: publish.Live{
		Version: "aaaabbbbcccc", BuiltAt: now.Add(-time.Hour), BuildSeconds: 1.5, From: "git", Pages: 54, Updates: 74,
		Commit: &publish.Commit{ID: id("a"), Author: "Aynur", At: now.Add(-2 * time.Hour), Subject: "visa: new fee"},
	},
	LastAttempt: publish.Attempt{
		At: now.Add(-time.Minute), Version: "ddddeeeeffff", Commit: &publish.Commit{ID: id("c"), Author: "Jan"},
		Problems: []string{"pages/help/contacts/nl.md:7: <b>wrong</b>: mend it"},
	},
	Attempts: publish.Attempts{OK: 3, Refused: 2, Failed: 1},
	Source:   publish.Origin{Kind: "git", Remote: "https://git.example/site", Branch: "main"},
	Waiting: &publish.Waiting{
		Since: now.Add(-90 * time.Second), Commits: 2,
		Head:   publish.Commit{ID: id("c"), Author: "Jan", Subject: "more"},
		Blocks: publish.Commit{ID: id("b"), Author: "Eva", Subject: "broken <i>link</i>"},
	},
	Urgent: []publish.Urgent{},
}

func admin(s publish.Status) *Admin {
	return New(Options{Status: func() publish.Status { return s }, Log: slog.New(slog.DiscardHandler), Now: func() time.Time { return now }})
}

func get(t *testing.T, h http.Handler, path string) (*http.Response, string) {
	t.Helper()
	w := httptest.NewRecorder()
	h.ServeHTTP(w, httptest.NewRequest("GET", path, nil))
	return w.Result(), w.Body.String()
}

// TestStatus: programs find the fields under the names they were promised.
func TestStatus(t *testing.T) {
	res, body := get(t, admin(blocked).Handler(), "/status")
	var got struct {
		Live struct {
			Version string    `json:"version"`
			BuiltAt time.Time `json:"built_at"`
		} `json:"live"`
		LastAttempt struct {
			Version  string   `json:"version"`
			OK       *bool    `json:"ok"`
			Problems []string `json:"problems"`
		} `json:"last_attempt"`
		Waiting struct {
			Head, Blocks struct{ ID string }
		} `json:"waiting"`
	}
	if err := json.Unmarshal([]byte(body), &got); err != nil {
		t.Fatal(err)
	}
	if got.Live.Version != "aaaabbbbcccc" || !got.Live.BuiltAt.Equal(now.Add(-time.Hour)) || got.LastAttempt.Version != "ddddeeeeffff" ||
		got.LastAttempt.OK == nil || *got.LastAttempt.OK || len(got.LastAttempt.Problems) != 1 ||
		got.Waiting.Head.ID != string(id("c")) || got.Waiting.Blocks.ID != string(id("b")) {
		t.Errorf("got %s", body)
	}
	if res.Header.Get("Content-Type") != "application/json" || res.Header.Get("Cache-Control") != "no-store" {
		t.Errorf("headers %v", res.Header)
	}
}

// TestPage: people read what is live, what waits, since when and whose commit
// blocks; what authors wrote is text, not markup.
func TestPage(t *testing.T) {
	_, body := get(t, admin(blocked).Handler(), "/")
	for _, want := range []string{
		"aaaabbbbcccc", "54 pages and 74 updates", "Aynur", "for 1m30s; 2 commits wait", "Eva: broken &lt;i&gt;link&lt;/i&gt;",
		"refused. What was live stays.", "pages/help/contacts/nl.md:7: &lt;b&gt;wrong&lt;/b&gt;", "3 published, 2 refused, 1 failed",
	} {
		if !strings.Contains(body, want) {
			t.Errorf("the page lacks %q", want)
		}
	}
	for _, s := range []publish.Status{{}, {LastAttempt: publish.Attempt{At: now, Error: "disk <full>"}}} {
		if res, body := get(t, admin(s).Handler(), "/"); res.StatusCode != 200 || strings.Contains(body, "<full>") || !strings.Contains(body, "Nothing is live yet") {
			t.Errorf("%+v: %d %s", s, res.StatusCode, body)
		}
	}
}

// TestMetrics: what the site answers is counted, by pattern and not by page.
func TestMetrics(t *testing.T) {
	a := admin(blocked)
	app := web.New(web.Options{Live: small(t), Log: slog.New(slog.DiscardHandler), Observe: a.Observe})
	for _, path := range []string{
		"/en/to-belgium/short-visit", "/en/", "/p/101", "/en/nothing-here", "/az/feeds/all.atom", "/az/feeds/all.rss", "/az/feeds/topic/secret.atom",
		"/nl/search?q=verysecretquery", "/api/v1/fr/search?q=verysecretquery", "/en/search?q=visa", "/en/search", "/api/v1/en/suggest?q=v",
	} {
		res, err := app.Test(httptest.NewRequest("GET", path, nil), -1)
		if err != nil {
			t.Fatal(err)
		}
		io.Copy(io.Discard, res.Body)
		res.Body.Close()
	}
	res, body := get(t, a.Handler(), "/metrics")
	if res.StatusCode != 200 {
		t.Fatal(res.StatusCode, body)
	}
	for _, want := range []string{
		`portal_requests_total{route="/*",status="2xx"} 4`, // two pages and two feeds
		`portal_requests_total{route="/*",status="4xx"} 2`,
		`portal_requests_total{route="/p/:id",status="3xx"} 1`,
		`portal_requests_total{route="/:lang/search",status="2xx"} 3`,
		`portal_request_seconds_count{route="/*"} 6`,
		`portal_feed_fetches_total{format="atom",kind="all"} 1`,
		`portal_feed_fetches_total{format="rss",kind="all"} 1`,
		`portal_searches_without_result_total{lang="nl"} 1`,
		`portal_searches_without_result_total{lang="fr"} 1`,
		`portal_publish_attempts_total{result="ok"} 3`,
		`portal_publish_attempts_total{result="refused"} 2`,
		`portal_publish_attempts_total{result="failed"} 1`,
		`portal_publish_waiting_seconds 90`,
		`portal_publish_waiting_commits 2`,
		`portal_content_age_seconds 7200`,
		`portal_build_seconds 1.5`,
		`portal_ready 1`,
	} {
		if !strings.Contains(body, want+"\n") {
			t.Errorf("no line %s in\n%s", want, lines(body, want[:strings.IndexAny(want, "{ ")]))
		}
	}
	if private := regexp.MustCompile(`verysecret|short-visit|nothing-here|secret|/p/101|0\.0\.0\.0|lang="en"`); private.MatchString(body) {
		t.Errorf("the metrics tell %q", private.FindString(body))
	}
}

func lines(body, with string) string {
	var all []string
	for line := range strings.Lines(body) {
		if strings.Contains(line, with) {
			all = append(all, line)
		}
	}
	return strings.Join(all, "")
}

// small is the small site, live.
func small(t *testing.T) *site.Live {
	t.Helper()
	data, err := os.ReadFile("../../content/testdata/small.txtar")
	if err != nil {
		t.Fatal(err)
	}
	fsys, err := txtar.FS(txtar.Parse(data))
	if err != nil {
		t.Fatal(err)
	}
	builder, err := site.NewBuilder("https://yol.example")
	if err != nil {
		t.Fatal(err)
	}
	tree, problems := content.Load(fsys, builder.Catalog, now)
	if len(problems) > 0 {
		t.Fatal(problems)
	}
	s, err := builder.Build(tree, "small", now)
	if err != nil {
		t.Fatal(err)
	}
	if err := s.Finish(t.Context()); err != nil {
		t.Fatal(err)
	}
	live := &site.Live{}
	live.Swap(s)
	t.Cleanup(func() { live.Swap(nil) })
	return live
}
