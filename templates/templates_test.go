package templates

import (
	"bytes"
	"compress/gzip"
	"flag"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"sync"
	"testing"

	"golang.org/x/net/html"

	"portal/locales"
	"portal/static"
)

var update = flag.Bool("update", false, "write the golden pages anew")

func mustNew(t testing.TB) *Set {
	t.Helper()
	catalog, err := locales.Load()
	if err != nil {
		t.Fatal(err)
	}
	assets, err := static.Load()
	if err != nil {
		t.Fatal(err)
	}
	s, err := New(catalog, assets, Site{Name: "Yol", Licence: "CC BY 4.0"})
	if err != nil {
		t.Fatal(err)
	}
	return s
}

func render(t testing.TB, s *Set, l locales.Lang, v View) string {
	t.Helper()
	b, err := s.Render(l, v)
	if err != nil {
		t.Fatal(err)
	}
	return string(b)
}

func TestEscaping(t *testing.T) {
	s := mustNew(t)
	const evil = `"><script>alert(1)</script>' onload=x & javascript:alert(1)`
	search := &Search{Frame: Frame{Lang: "en", Title: evil, Description: evil, Query: evil}, Asked: evil,
		DidYouMean: Link{Text: evil, URL: "javascript:alert(1)"}}
	card, err := s.Card("en", Contact{Name: evil, Phones: []Phone{{Display: evil, Tel: evil}}, Web: []Link{{Text: evil, URL: "javascript:alert(1)"}}, Mail: []string{evil}})
	if err != nil {
		t.Fatal(err)
	}
	for name, got := range map[string]string{"search": render(t, s, "en", search), "card": string(card)} {
		doc, err := html.Parse(strings.NewReader(got))
		if err != nil {
			t.Fatal(err)
		}
		for n := range doc.Descendants() {
			if n.Type == html.ElementNode {
				checkElementIsOurs(t, name, n)
			}
		}
		if !strings.Contains(got, "&lt;script&gt;") {
			t.Errorf("%s: the words are not shown", name)
		}
	}
}

func checkElementIsOurs(t *testing.T, name string, n *html.Node) {
	for _, a := range n.Attr {
		if strings.HasPrefix(a.Key, "on") || a.Key == "href" && strings.HasPrefix(a.Val, "javascript:") {
			t.Errorf("%s: <%s %s=%q>", name, n.Data, a.Key, a.Val)
		}
	}
	if n.Data == "script" && attr(n, "src") == "" {
		t.Errorf("%s: a script came in with the words", name)
	}
}

func TestRenderRefuses(t *testing.T) {
	s := mustNew(t)
	for name, tt := range map[string]struct {
		lang locales.Lang
		view View
	}{
		"a view of another language": {locales.NL, &Home{Frame: Frame{Lang: locales.EN}}},
		"a language that is not":     {"de", &Home{Frame: Frame{Lang: "de"}}},
		"a text that is not":         {locales.EN, &Search{Frame: Frame{Lang: locales.EN}, Total: 1, Results: []Result{{TextLang: "xx"}}}},
	} {
		if b, err := s.Render(tt.lang, tt.view); err == nil || b != nil {
			t.Errorf("%s: got %d bytes, error %v", name, len(b), err)
		}
	}
	if _, err := s.Card("de", Contact{}); err == nil {
		t.Error("a card in a language that is not: no error")
	}
}

// TestGolden shows in review what a change of the templates does to a page.
func TestGolden(t *testing.T) {
	s := mustNew(t)
	for name, v := range map[string]View{
		"guide-az": sampleGuide(locales.AZ), "sensitive-fr": sampleSensitive(locales.FR), "update-nl": sampleUpdate(locales.NL),
	} {
		got := normal(render(t, s, v.frame().Lang, v))
		file := filepath.Join("testdata", name+".golden")
		if *update {
			if err := os.WriteFile(file, []byte(got), 0o644); err != nil {
				t.Fatal(err)
			}
		}
		want, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		if got != string(want) {
			t.Errorf("%s is not as written (go test -update ./templates):\n%s", file, firstDifference(got, string(want)))
		}
	}
}

var (
	blanks = regexp.MustCompile(`[ \t]*\n\s*`)
	hashes = regexp.MustCompile(`(/static/\w+)\.[0-9a-f]+\.`)
)

// normal leaves out what no reader sees: blank lines, and the hashes of
// assets, so that a new colour does not change every golden page.
func normal(page string) string {
	return hashes.ReplaceAllString(blanks.ReplaceAllString(page, "\n"), "$1.HASH.")
}

func firstDifference(got, want string) string {
	g, w := strings.Split(got, "\n"), strings.Split(want, "\n")
	for i := range min(len(g), len(w)) {
		if g[i] != w[i] {
			return "got  " + g[i] + "\nwant " + w[i]
		}
	}
	return "one is longer than the other"
}

// TestCard shows every field of a contact that has something in it, and
// nothing of one that has not.
func TestCard(t *testing.T) {
	s := mustNew(t)
	full, err := s.Card("en", sampleContact)
	if err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{
		"Fedasil &lt;return&gt;", "Advice &amp; help", `href="tel:&#43;3280032745"`, "0800 32 745", "free", "9:00 to 12:30",
		"Dutch, French, English", "Closed on holidays", "We called it on 22 November 2026", `href="tel:1700"`, "Number from the Office",
		"Monday, 10:00 to 13:00; Tuesday", "by appointment", "Pacheco", "https://www.retourvolontaire.be/", "in French", "mailto:info@fedasil.be",
	} {
		if !strings.Contains(string(full), want) {
			t.Errorf("the card lacks %q:\n%s", want, full)
		}
	}
	wellFormed(t, string(full))
	bare, err := s.Card("en", Contact{Name: "Other"})
	if err != nil {
		t.Fatal(err)
	}
	if got, want := strings.Join(strings.Fields(string(bare)), " "), `<div class="card"> <p class="who">Other</p> </div>`; got != want {
		t.Errorf("the empty card is %s, want %s", got, want)
	}
}

// TestWeight keeps what surrounds a text light: a page must reach a reader in
// the first packets of a slow connection.
func TestWeight(t *testing.T) {
	s := mustNew(t)
	for _, l := range locales.All {
		frame := sampleFrame(l)
		page := render(t, s, l, &Guide{Frame: frame, Heading: "Heading", Checked: "22 November 2026"})
		if got := gzipped(t, page); got > 4<<10 {
			t.Errorf("%s: an empty guide has %d bytes compressed, want 4,096 at most", l, got)
		}
	}
}

func gzipped(t testing.TB, s string) int {
	var b bytes.Buffer
	w := gzip.NewWriter(&b)
	if _, err := w.Write([]byte(s)); err != nil {
		t.Fatal(err)
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return b.Len()
}

// TestSearchList pins what machines and screen readers rely on: results are
// an ordered list that is absent when there are none, and the count is said.
func TestSearchList(t *testing.T) {
	s := mustNew(t)
	all := samples(locales.EN)
	for name, want := range map[string]bool{"search": true, "nothing": false, "no query": false} {
		page := render(t, s, locales.EN, all[name])
		if got := strings.Contains(page, `<ol class="results">`); got != want {
			t.Errorf("%s: list of results shown: %v, want %v", name, got, want)
		}
		if !strings.Contains(page, `<div role="status">`) {
			t.Errorf("%s: no status", name)
		}
	}
	page := render(t, s, locales.EN, all["search"])
	for _, want := range []string{`name="robots" content="noindex"`, "12 results", "<mark>visa</mark>", `value="visa &#34;refused&#34; &lt;b&gt;"`, `lang="nl"`} {
		if !strings.Contains(page, want) {
			t.Errorf("the results lack %s", want)
		}
	}
}

// TestExit: on sensitive pages the way out is the first thing after the skip
// link, a plain link that tells the other site nothing.
func TestExit(t *testing.T) {
	s := mustNew(t)
	const exit = `<a href="https://www.meteo.be/" rel="noreferrer nofollow" data-exit>`
	page := render(t, s, locales.EN, sampleSensitive(locales.EN))
	_, rest, _ := strings.Cut(page, "<body>")
	links := regexp.MustCompile(`<(a|button|input|summary)\b[^>]*>`).FindAllString(rest, 2)
	if len(links) != 2 || !strings.Contains(links[0], `class="skip"`) || links[1] != exit {
		t.Errorf("the first controls are %q, want the skip link and the exit", links)
	}
	if header, _, _ := strings.Cut(rest, "</header>"); !strings.Contains(header, exit) {
		t.Error("the exit does not stand in the header")
	}
	if page := render(t, s, locales.EN, sampleGuide(locales.EN)); strings.Contains(page, "data-exit") {
		t.Error("an ordinary page has an exit")
	}
}

func TestRenderIsSafeForConcurrentUse(t *testing.T) {
	s := mustNew(t)
	want := render(t, s, locales.AZ, sampleGuide(locales.AZ))
	var wg sync.WaitGroup
	for range 8 {
		wg.Go(func() {
			if got, err := s.Render(locales.AZ, sampleGuide(locales.AZ)); err != nil || string(got) != want {
				t.Errorf("another page, or the error %v", err)
			}
		})
	}
	wg.Wait()
}

func BenchmarkRender(b *testing.B) {
	s := mustNew(b)
	g := sampleGuide(locales.AZ)
	for b.Loop() {
		if _, err := s.Render(locales.AZ, g); err != nil {
			b.Fatal(err)
		}
	}
}
