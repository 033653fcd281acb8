//go:build verify

package verify

import (
	"bytes"
	"strings"
	"testing"

	"golang.org/x/net/html"
)

func TestRoot(t *testing.T) {
	for _, tt := range []struct{ accept, want string }{
		{"az", "/az/"},
		{"nl-BE", "/nl/"},
		{"tr", "/az/"},
		{"ru-RU,ru;q=0.9,en;q=0.8", "/az/"},
		{"fr-BE,fr;q=0.9,en;q=0.5", "/fr/"},
		{"en-US,en;q=0.9", "/en/"},
		{"ja,nl;q=0.3", "/nl/"},
	} {
		a := served.get(t, "/", "Accept-Language", tt.accept)
		if a.status != 302 || a.location() != tt.want || !strings.Contains(a.header.Get("Vary"), "Accept-Language") {
			t.Errorf("Accept-Language %q: %d to %q, Vary %q, want 302 to %q by Accept-Language",
				tt.accept, a.status, a.location(), a.header.Get("Vary"), tt.want)
		}
	}
	a := served.get(t, "/", "Accept-Language", "ja")
	p := chooser(t, a)
	for _, lang := range languages {
		if !strings.Contains(p.raw, `href="/`+lang+`/"`) {
			t.Errorf("Accept-Language ja: the chooser has no link to /%s/", lang)
		}
	}
}

func chooser(t *testing.T, a answer) *page {
	t.Helper()
	p, err := parse("/", a.body)
	if err != nil || a.status != 200 {
		t.Fatalf("Accept-Language ja: %d, %v, want the chooser", a.status, err)
	}
	return p
}

// permanent are the pages that must always be there, by id and by code.
var permanent = map[string]string{
	"short-stay-visa": "101", "visa-fees": "102", "single-permit": "104", "study": "108", "family-reunification": "110",
	"arrival-registration": "201", "evisa-azerbaijan": "302", "registration-azerbaijan": "303",
	"smuggling-risks": "407", "trafficking-help": "412", "voluntary-return": "501", "return-steps": "502",
	"contacts": "601", "glossary": "605", "about-memorandum": "606", "accessibility": "901", "privacy": "902",
}

// TestShortLinks leads by id and by code to the page in the reader's language,
// which stands in the sitemap.
func TestShortLinks(t *testing.T) {
	c := crawled(t)
	listed := map[string]bool{}
	for _, e := range c.sitemap {
		listed[e.Loc] = true
	}
	for id, code := range permanent {
		for _, lang := range languages {
			a := served.get(t, "/p/"+id, "Accept-Language", lang)
			if a.status != 302 || !strings.HasPrefix(a.location(), "/"+lang+"/") || !listed[served.base+a.location()] {
				t.Errorf("/p/%s in %s: %d to %q, want 302 to a page of the sitemap", id, lang, a.status, a.location())
			}
			if b := served.get(t, "/p/"+code, "Accept-Language", lang); b.location() != a.location() {
				t.Errorf("/p/%s in %s: to %q, but /p/%s to %q", code, lang, b.location(), id, a.location())
			}
		}
		if a := served.get(t, "/p/"+id, "Accept-Language", "ja"); !strings.HasPrefix(a.location(), "/en/") {
			t.Errorf("/p/%s for a reader of another language: to %q, want English", id, a.location())
		}
	}
	t.Logf("%d pages in %d languages by id and by code", len(permanent), len(languages))
}

// TestErrorPages speak the language of the address, or else of the reader, and
// offer ways on.
func TestErrorPages(t *testing.T) {
	for _, tt := range []struct {
		method, path, accept string
		status               int
		lang                 string
	}{
		{"GET", "/nl/naar-belgie/bestaat-niet", "fr", 404, "nl"},
		{"GET", "/az/yoxdur", "", 404, "az"},
		{"GET", "/fr/rien/du/tout", "az", 404, "fr"},
		{"GET", "/en/updates/nothing", "nl", 404, "en"},
		{"GET", "/en/feeds/nothing.atom", "", 404, "en"},
		{"GET", "/nothing", "nl-BE", 404, "nl"},
		{"GET", "/nothing", "tr", 404, "az"},
		{"GET", "/nothing", "ja", 404, "en"},
		{"GET", "/p/nothing", "fr", 404, "fr"},
		{"GET", "/static/nothing.0000000000.css", "az", 404, "az"},
		{"POST", "/az/", "", 405, "az"},
		{"DELETE", "/fr/contacts/", "", 405, "fr"},
		{"PUT", "/", "nl", 405, "nl"},
	} {
		a := served.send(t, tt.method, tt.path, "Accept-Language", tt.accept)
		if a.status != tt.status {
			t.Errorf("%s %s: %d, want %d", tt.method, tt.path, a.status, tt.status)
			continue
		}
		for _, fault := range errorPage(t, tt.path, a) {
			t.Errorf("%s %s: %s", tt.method, tt.path, fault)
		}
		if got := rootLang(t, a); got != tt.lang {
			t.Errorf("%s %s for %q: page in %q, want %q", tt.method, tt.path, tt.accept, got, tt.lang)
		}
		if allow := a.header.Get("Allow"); tt.status == 405 && allow != "GET, HEAD" {
			t.Errorf("%s %s: Allow %q, want GET, HEAD", tt.method, tt.path, allow)
		}
	}
}

func errorPage(t *testing.T, path string, a answer) (faults []string) {
	t.Helper()
	p, err := parse(path, a.body)
	if err != nil {
		t.Fatal(err)
	}
	if !p.offersSearch() {
		faults = append(faults, "no search form and no link to the search page")
	}
	if p.indexable() {
		faults = append(faults, "may be indexed")
	}
	for _, lang := range languages {
		if !strings.Contains(p.raw, `href="/`+lang+`/`) {
			faults = append(faults, "no link to "+lang)
		}
	}
	for _, check := range []func(*page) []string{headings, ids, inline, leftovers, title} {
		faults = append(faults, check(p)...)
	}
	return faults
}

func (p *page) offersSearch() bool {
	for _, l := range p.links {
		if (l.element == "form" || l.element == "a") && strings.HasSuffix(l.path, "/search") {
			return true
		}
	}
	return false
}

func rootLang(t *testing.T, a answer) string {
	t.Helper()
	doc, err := html.Parse(bytes.NewReader(a.body))
	if err != nil {
		t.Fatal(err)
	}
	return attr(within(doc, "html")[0], "lang")
}
