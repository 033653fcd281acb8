package web

import (
	"encoding/json"
	"io"
	"log/slog"
	"net/http/httptest"
	"net/url"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/gofiber/fiber/v2"
	"golang.org/x/tools/txtar"

	"portal/content"
	"portal/internal/site"
	"portal/locales"
)

// small is a site of one page and one update that a test may change.
func small(t testing.TB, b *site.Builder) *content.Tree {
	t.Helper()
	archive, err := txtar.ParseFile("../../content/testdata/small.txtar")
	if err != nil {
		t.Fatal(err)
	}
	fsys, err := txtar.FS(archive)
	if err != nil {
		t.Fatal(err)
	}
	tree, problems := content.Load(fsys, b.Catalog, now)
	if len(problems) > 0 {
		t.Fatal(problems)
	}
	return tree
}

// smallApp serves the small site after a change.
func smallApp(t testing.TB, change func(*content.Tree)) *fiber.App {
	t.Helper()
	b, err := site.NewBuilder(base)
	if err != nil {
		t.Fatal(err)
	}
	tree := small(t, b)
	change(tree)
	s, err := b.Build(tree, "small", now)
	if err != nil {
		t.Fatal(err)
	}
	if err := s.Finish(t.Context()); err != nil {
		t.Fatal(err)
	}
	live := &site.Live{}
	live.Swap(s)
	t.Cleanup(func() { live.Swap(nil) })
	return New(Options{Live: live, Log: slog.New(slog.NewTextHandler(io.Discard, nil))})
}

func get(t *testing.T, app *fiber.App, path, query string) *response {
	t.Helper()
	return do(t, app, httptest.NewRequest("GET", path+"?q="+url.QueryEscape(query), nil))
}

// TestResultInAnotherLanguage: a page without a text in the reader's language
// is found, leads to its address in that language, and says in which language
// the reader will find it.
func TestResultInAnotherLanguage(t *testing.T) {
	app := smallApp(t, func(tree *content.Tree) { delete(tree.Pages["visit"].Texts, locales.NL) })
	page := get(t, app, "/nl/search", "tourist").body
	for _, want := range []string{
		`lang="en" hreflang="en">A short visit</a>`, "Taal van de tekst: Engels", `<p lang="en">`, `<a href="/nl/naar-belgie/`,
	} {
		if !strings.Contains(page, want) {
			t.Errorf("the results do not have %s", want)
		}
	}
	for _, tt := range []struct{ lang, query, want string }{{"nl", "tourist", "en"}, {"fr", "touriste", "fr"}} {
		var answer struct{ Results []struct{ ID, Lang string } }
		body := get(t, app, "/api/v1/"+tt.lang+"/search", tt.query).body
		if err := json.Unmarshal([]byte(body), &answer); err != nil || len(answer.Results) == 0 {
			t.Fatalf("%s: %v: %s", tt.lang, err, body)
		}
		if r := answer.Results[0]; r.ID != "visit" || r.Lang != tt.want {
			t.Errorf("%s finds %+v, want visit in %s", tt.lang, r, tt.want)
		}
	}
}

// TestExitAmongResults: results carry the exit when one of them is sensitive,
// those of other languages too, and only then.
func TestExitAmongResults(t *testing.T) {
	const exit = "data-exit"
	for _, sensitive := range []bool{true, false} {
		app := smallApp(t, func(tree *content.Tree) {
			tree.Pages["visit"].Sensitive = sensitive
			for _, text := range tree.Pages["visit"].Texts {
				text.TabTitle = text.Title
			}
		})
		for _, query := range []string{"tourist", "takes"} { // takes stands in the English text only
			page := get(t, app, "/fr/search", query).body
			if !strings.Contains(page, "/fr/en-belgique/") {
				t.Fatalf("%q does not find the page", query)
			}
			if strings.Contains(page, exit) != sensitive {
				t.Errorf("sensitive %v, %q: the page has the exit: %v", sensitive, query, !sensitive)
			}
		}
		if strings.Contains(get(t, app, "/fr/search", "zzzz").body, exit) {
			t.Error("a page without results has the exit")
		}
	}
}

// TestNoResult: the page repeats the query and leads on: to the sections, the
// contacts, and what the other languages have.
func TestNoResult(t *testing.T) {
	app := smallApp(t, func(*content.Tree) {})
	page := get(t, app, "/fr/search", "takes").body
	for _, want := range []string{
		"Aucun résultat pour", `value="takes"`, "Dans d’autres langues", "Une courte visite", `href="/fr/en-belgique/"`, `href="/fr/aide/`,
	} {
		if !strings.Contains(page, want) {
			t.Errorf("the page does not have %s", want)
		}
	}
	if strings.Contains(page, "A short visit") {
		t.Error("the other language's title is shown, though the page is there in French")
	}
}

// TestDidYouMean shows the spelling of the site, and a link to ask for it.
func TestDidYouMean(t *testing.T) {
	app := smallApp(t, func(*content.Tree) {})
	page := get(t, app, "/az/search", "səfrə haqqında").body
	if !strings.Contains(page, "Bəlkə, “səfər haqqında” axtarırsınız?") || !strings.Contains(page, "/az/search?q=s%C9%99f%C9%99r&#43;haqq%C4%B1nda") {
		t.Errorf("no better spelling: %s", page)
	}
}

// TestHostileQueries: whatever is asked, the answer is an honest page within
// 200 ms. A machine that is busy with something else does not count.
func TestHostileQueries(t *testing.T) {
	const limit = 200 * time.Millisecond
	app := testApp(t)
	var slowest time.Duration
	for name, q := range map[string]string{
		"quotation mark": `"visa`, "fuzzy": `visa~9`, "range": `>5`, "regular expression": `/re(.*)+$/`, "wildcards": `*`, "a wildcard": `?`,
		"many wildcards": strings.Repeat("*a", 100), "operators": `+-&&||!(){}[]^"~*?:\/`, "words that are operators": "visa AND NOT study OR",
		"field": "title:visa _all:*", "NUL": "\x00", "NUL in a word": "vi\x00sa", "control characters": "\x01\x02\x1b[31m\x7f\r\n", "direction": "\u202evisa",
		"script": "<script>alert(1)</script>", "200 letters": strings.Repeat("ə", 200), "201 letters": strings.Repeat("ə", 201), "5,000 characters": strings.Repeat("a", 5000),
		"5,000 letters": strings.Repeat("ə", 5000), "12 words": strings.Repeat("visa qiyməti ", 6), "500 words": strings.Repeat("visa qiyməti ", 250),
		"percent": "%", "no UTF-8": "\xff\xfe", "SQL": "' OR 1=1 --", "template": "{{.}}",
	} {
		for _, path := range []string{"/az/search", "/api/v1/nl/search", "/api/v1/fr/suggest"} {
			var res *response
			quickest := time.Hour
			for tries := 0; tries < 5 && quickest > limit; tries++ {
				began := time.Now()
				res = get(t, app, path, q)
				quickest = min(quickest, time.Since(began))
			}
			slowest = max(slowest, quickest)
			if res.StatusCode != 200 || quickest > limit {
				t.Errorf("%s %s: %d after %v", path, name, res.StatusCode, quickest)
			}
			if strings.Contains(res.body, "<script>alert") {
				t.Errorf("%s %s comes back unescaped", path, name)
			}
			if path == "/az/search" && !strings.Contains(res.body, `role="status"`) {
				t.Errorf("%s %s: the page does not say what was found", path, name)
			}
		}
	}
	t.Logf("the slowest took %v", slowest)
}

// TestSearchDuringSwaps: readers who search while the site is published never
// meet an error. Package site does the same a thousand times, without pages.
func TestSearchDuringSwaps(t *testing.T) {
	b, err := site.NewBuilder(base)
	if err != nil {
		t.Fatal(err)
	}
	tree := small(t, b)
	publish := func(live *site.Live) {
		s, err := b.Build(tree, "small", now)
		if err != nil {
			t.Error(err)
			return
		}
		live.Swap(s)
		if err := s.Finish(t.Context()); err != nil {
			t.Error(err)
		}
	}
	live := &site.Live{}
	publish(live)
	app := New(Options{Live: live, Log: slog.New(slog.NewTextHandler(io.Discard, nil))})
	done := make(chan struct{})
	var readers sync.WaitGroup
	for _, path := range []string{"/az/search", "/nl/search", "/api/v1/en/search", "/api/v1/fr/suggest"} {
		readers.Go(func() {
			for {
				select {
				case <-done:
					return
				case <-time.After(time.Millisecond):
				}
				if res := get(t, app, path, "visa"); res.StatusCode != 200 || !strings.Contains(res.body, "is") {
					t.Errorf("%s: %d", path, res.StatusCode)
					return
				}
			}
		})
	}
	for range 12 {
		publish(live)
	}
	close(done)
	readers.Wait()
	live.Swap(nil)
}

// TestBusySearch: when all places are taken the reader is asked to wait.
func TestBusySearch(t *testing.T) {
	s, err := snapshot()
	if err != nil {
		t.Fatal(err)
	}
	live := &site.Live{}
	live.Swap(s)
	h := &handler{Options: Options{Live: live, Log: slog.Default()}, searching: make(chan struct{})}
	app := fiber.New(fiber.Config{ErrorHandler: h.fail})
	app.Get("/:lang/search", h.search)
	res := do(t, app, httptest.NewRequest("GET", "/fr/search?q=visa", nil))
	if res.StatusCode != 429 || res.Header.Get("Retry-After") == "" || !strings.Contains(res.body, `lang="fr"`) {
		t.Errorf("got %d, Retry-After %q", res.StatusCode, res.Header.Get("Retry-After"))
	}
}
