//go:build verify

package verify

import (
	"encoding/json"
	"fmt"
	"net/url"
	"strings"
	"testing"
	"time"
)

// results are an answer of the search for programs.
type results struct {
	Query   string `json:"query"`
	Total   int    `json:"total"`
	Results []struct {
		URL, ID, Title, Lang string
	} `json:"results"`
}

func find(t *testing.T, lang, query string) results {
	t.Helper()
	a := served.get(t, "/api/v1/"+lang+"/search?q="+url.QueryEscape(query))
	var r results
	if err := json.Unmarshal(a.body, &r); err != nil || a.status != 200 {
		t.Fatalf("%s %q: %d, %v: %s", lang, query, a.status, err, a.body)
	}
	return r
}

// TestSearchFinds types words as people on a foreign keyboard and people with
// Caps Lock do.
func TestSearchFinds(t *testing.T) {
	for _, query := range []string{"qayidis", "QAYIDIŞIN"} {
		want := served.get(t, "/p/voluntary-return", "Accept-Language", "az").location()
		r := find(t, "az", query)
		if len(r.Results) == 0 || r.Results[0].ID != "voluntary-return" || r.Results[0].URL != served.base+want {
			t.Errorf("az %q: %+v, want voluntary-return first", query, r.Results)
		}
		path := "/az/search?q=" + url.QueryEscape(query)
		p, err := parse(path, served.get(t, path).body)
		if err != nil {
			t.Fatal(err)
		}
		if got := p.firstResult(); got != want {
			t.Errorf("%s: first result %q, want %q", path, got, want)
		}
		if !strings.Contains(strings.Join(strings.Fields(p.raw), " "), "<mark>") || p.indexable() {
			t.Errorf("%s: no hit marked, or the page may be indexed", path)
		}
	}
}

func (p *page) firstResult() string {
	for _, list := range p.find("ol") {
		if attr(list, "class") != "results" {
			continue
		}
		for _, a := range within(list, "a") {
			return attr(a, "href")
		}
	}
	return ""
}

// TestSearchFindsTitles asks for every page by its title, as it stands and as
// a keyboard without the letters of the language types it.
func TestSearchFindsTitles(t *testing.T) {
	asked := 0
	for id := range permanent {
		for _, lang := range languages {
			path := served.get(t, "/p/"+id, "Accept-Language", lang).location()
			title := words(crawled(t).page(path).find("h1")[0])
			for _, query := range []string{title, plain(title), strings.ToLower(title)} {
				asked++
				if !among(find(t, lang, query), path, 3) {
					t.Errorf("%s %q: %s is not among the first three", lang, query, path)
				}
			}
		}
	}
	t.Logf("%d queries", asked)
}

func among(r results, path string, n int) bool {
	for i, hit := range r.Results {
		if i < n && hit.URL == served.base+path {
			return true
		}
	}
	return false
}

var plain = strings.NewReplacer(
	"ə", "e", "Ə", "E", "ı", "i", "İ", "I", "ş", "s", "Ş", "S", "ç", "c", "Ç", "C", "ğ", "g", "ö", "o", "Ö", "O", "ü", "u", "Ü", "U",
	"é", "e", "É", "E", "è", "e", "ê", "e", "à", "a", "À", "A", "â", "a", "î", "i", "ï", "i", "ô", "o", "û", "u", "ë", "e", "œ", "oe", "’", "'",
).Replace

// TestNoResult repeats the query, says so in a status, and offers ways on.
func TestNoResult(t *testing.T) {
	for _, lang := range languages {
		path := "/" + lang + "/search?q=xqzwvk"
		a := served.get(t, path)
		p, err := parse(path, a.body)
		if err != nil {
			t.Fatal(err)
		}
		if p.firstResult() != "" || strings.Contains(p.raw, `class="results"`) {
			t.Errorf("%s: a list of results where nothing is found", path)
		}
		if !strings.Contains(p.title(), "xqzwvk") {
			t.Errorf("%s: title %q does not repeat the query", path, p.title())
		}
		if !strings.Contains(p.raw, `role="status"`) {
			t.Errorf("%s: the count has no role=status", path)
		}
		ways := 0
		for _, link := range within(p.find("main")[0], "a") {
			if strings.HasPrefix(attr(link, "href"), "/"+lang+"/") {
				ways++
			}
		}
		if ways < 2 {
			t.Errorf("%s: %d ways on, want at least 2", path, ways)
		}
		if got := a.header.Get("Cache-Control"); got != "no-store" {
			t.Errorf("%s: Cache-Control %q, want no-store", path, got)
		}
	}
}

// hostile are queries that broke other search pages.
var hostile = []string{
	"", " ", "*", "?", "+", "-", `"`, `""`, "(", ")", "((((", "[a TO z]", "{x", "~", "a~9", "^", "a^99999999999", "\\", "\\\\", "/", "//", "/.*/", "/(a+)+$/",
	"AND", "OR NOT", "title:x", "_all:*", "+a -b", "a* b? *c", "*a*", "viza~2", "%", "%00", "\x00", "a\x00b", "\r\nSet-Cookie: x=1", "\x1b[31m",
	"<script>alert(1)</script>", "<img src=x onerror=alert(1)>", "\"><svg onload=alert(1)>", "{{.}}", "{{7*7}}", "${7*7}", "%s%n%d", "../../etc/passwd",
	"'; DROP TABLE pages; --", "\u202e\u2066", "\u200b\u200d", "İIıi", "\ufeffviza", "𝓿𝓲𝔃𝓪", "e\u0301\u0301\u0301\u0301\u0301\u0301\u0301",
	strings.Repeat("a", 5000), strings.Repeat("ə ", 2500), strings.Repeat("viza OR ", 600), strings.Repeat("*", 5000), strings.Repeat("(", 3000), strings.Repeat("\u0301", 3000),
}

func TestHostileQueries(t *testing.T) {
	const limit = 2 * time.Second
	var slowest time.Duration
	var asked int
	queries := []string{"q=%ff%fe", "q=%", "q=%zz", "q", "q=a&q=b", "q[]=x", "q=viza&page=-1", "q=viza&page=99999999999999999999", "q=viza&section=%00&kind=*"}
	for _, q := range hostile {
		queries = append(queries, "q="+url.QueryEscape(q))
	}
	for _, query := range queries {
		for _, lang := range languages {
			for _, path := range []string{"/" + lang + "/search?", "/api/v1/" + lang + "/search?", "/api/v1/" + lang + "/suggest?"} {
				began := time.Now()
				a := served.get(t, path+query)
				took := time.Since(began)
				slowest, asked = max(slowest, took), asked+1
				if fault := unsafe(a); fault != "" || took > limit {
					t.Errorf("%s%.80s: %s, after %v", path, query, fault, took)
				}
			}
		}
	}
	t.Logf("%d queries, the slowest %v", asked, slowest.Round(time.Millisecond))
}

// leaks are words of our insides.
var leaks = []string{"goroutine ", "panic", ".go:", "runtime error", "fasthttp", "gofiber", "blevesearch", "/tmp/", "/home/", "/root/"}

// unsafe tells what is wrong with an answer to a hostile request: nothing is,
// if it is no failure of ours, tells nothing of us, and holds no live script.
func unsafe(a answer) string {
	if a.status >= 500 {
		return fmt.Sprintf("answers %d", a.status)
	}
	body := string(a.body)
	for _, word := range leaks {
		if i := strings.Index(body, word); i >= 0 {
			return fmt.Sprintf("answers %d and says …%s…", a.status, body[max(0, i-40):min(len(body), i+60)])
		}
	}
	if a.header.Get("Set-Cookie") != "" || a.header.Get("Server") != "" {
		return fmt.Sprintf("sends Set-Cookie %q, Server %q", a.header.Get("Set-Cookie"), a.header.Get("Server"))
	}
	for _, live := range []string{"<script>alert", "<img src=x", "<svg onload"} {
		if strings.Contains(body, live) && strings.HasPrefix(a.header.Get("Content-Type"), "text/html") {
			return "holds the live " + live
		}
	}
	return ""
}
