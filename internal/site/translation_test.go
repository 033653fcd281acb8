package site

import (
	"bytes"
	"strings"
	"testing"
	"testing/fstest"
	"time"

	"golang.org/x/net/html"
	"golang.org/x/tools/txtar"

	"portal/content"
	"portal/locales"
)

// visitEN is the source text that the variants below change.
const visitEN = "pages/to-belgium/visit/en.md"

// variant is the small site with places of its files changed: file, old, new
// in turn.
func variant(t testing.TB, changes ...string) fstest.MapFS {
	t.Helper()
	archive, err := txtar.ParseFile("../../content/testdata/small.txtar")
	if err != nil {
		t.Fatal(err)
	}
	fsys := fstest.MapFS{}
	for _, f := range archive.Files {
		fsys[f.Name] = &fstest.MapFile{Data: f.Data}
	}
	for i := 0; i < len(changes); i += 3 {
		name, old, new := changes[i], []byte(changes[i+1]), []byte(changes[i+2])
		if !bytes.Contains(fsys[name].Data, old) {
			t.Fatalf("%s does not hold %q", name, old)
		}
		fsys[name] = &fstest.MapFile{Data: bytes.Replace(fsys[name].Data, old, new, 1)}
	}
	return fsys
}

// document is a page as a browser has it.
func document(t testing.TB, s *Snapshot, path string) *html.Node {
	t.Helper()
	r, ok := s.Resource(path)
	if !ok || r.Status != 200 {
		t.Fatalf("nothing at %s", path)
	}
	doc, err := html.Parse(bytes.NewReader(r.plain()))
	if err != nil {
		t.Fatal(err)
	}
	return doc
}

func attribute(n *html.Node, key string) string {
	for _, a := range n.Attr {
		if a.Key == key {
			return a.Val
		}
	}
	return ""
}

// elements are those of a class, or of a tag.
func elements(n *html.Node, tagOrClass string) (all []*html.Node) {
	for d := range n.Descendants() {
		if d.Type == html.ElementNode && (d.Data == tagOrClass || strings.Contains(" "+attribute(d, "class")+" ", " "+tagOrClass+" ")) {
			all = append(all, d)
		}
	}
	return all
}

func text(n *html.Node) string {
	var s strings.Builder
	for d := range n.Descendants() {
		if d.Type == html.TextNode {
			s.WriteString(d.Data)
		}
	}
	return strings.Join(strings.Fields(s.String()), " ")
}

// above is the element before n.
func above(n *html.Node) *html.Node {
	for n = n.PrevSibling; n != nil && n.Type != html.ElementNode; n = n.PrevSibling {
	}
	return n
}

// TestBehind: each section that lags has its source folded under its heading,
// in the language of the source, and one line above the text says so.
func TestBehind(t *testing.T) {
	s := built(t, base, variant(t,
		visitEN, "Call {{contact office}} or read", "Call {{contact office}} first, or read",
		visitEN, "Read [the page again]", "Please read [the page again]",
		visitEN, "You need a visa. It costs", "You need a visa sticker. It costs",
		visitEN, "title: A short visit", "title: A visit of some days",
	))
	for lang, want := range map[locales.Lang]struct{ line, fold, steps string }{
		locales.AZ: {"Burada hələ köhnədir: başlıq və xülasə, səhifənin əvvəli, Addımlar, 3–5 gün (mənbə: European Union) sonra", "Mətnin dili: ingilis dili", "Soruşun."},
		locales.NL: {"Hier nog niet aangepast: titel en samenvatting, begin van de pagina, Stappen, Na 3–5 dagen", "Lees hem in het Engels", "Vraag."},
		locales.FR: {"Pas encore adapté ici : titre et résumé, début de la page, Les étapes, Après 3–5 jours", "Le lire en anglais", "Demandez."},
	} {
		path, _ := s.Short("visit", lang)
		doc := document(t, s, path)
		notices := elements(doc, "notice")
		if len(notices) != 1 || !strings.Contains(text(notices[0]), want.line) {
			t.Fatalf("%s: the line says %q, want %q", lang, text(doc), want.line)
		}
		link := elements(notices[0], "a")[0]
		if attribute(link, "href") != "/en/to-belgium/short-visit" || attribute(link, "hreflang") != "en" {
			t.Errorf("%s: the line leads to %v", lang, link.Attr)
		}
		folds := elements(doc, "newer")
		if len(folds) != 4 {
			t.Fatalf("%s: %d folds, want 4", lang, len(folds))
		}
		for i, now := range []string{"A visit of some days You need a visa for a visit. It costs 35 euros", "You need a visa sticker. It costs 35 euros", "Steps Ask. Call 02 488 80 00 first", "Please read the page again"} {
			inside := elements(folds[i], "div")[0]
			if folds[i].Data != "details" || attribute(inside, "lang") != "en" || !strings.Contains(text(inside), now) {
				t.Errorf("%s: fold %d in %q says %q, want %q", lang, i, attribute(inside, "lang"), text(inside), now)
			}
			if summary := elements(folds[i], "summary"); len(summary) != 1 || !strings.Contains(text(summary[0]), want.fold) {
				t.Errorf("%s: fold %d is called %q", lang, i, text(folds[i]))
			}
		}
		if h := above(folds[2]); h == nil || attribute(h, "id") != "steps" {
			t.Errorf("%s: the fold of the steps does not stand under their heading", lang)
		}
		if attribute(folds[1].Parent, "class") != "answer" {
			t.Errorf("%s: the fold of the answer stands in %q", lang, attribute(folds[1].Parent, "class"))
		}
		body := text(elements(doc, "body")[len(elements(doc, "body"))-1])
		if !strings.Contains(body, want.steps) {
			t.Errorf("%s: the translation itself is gone: %q", lang, body)
		}
		r, _ := s.Resource(path)
		page := walk(r.plain())
		for id, n := range page.ids {
			if n > 1 {
				t.Errorf("%s: the id %s stands %d times", lang, id, n)
			}
		}
		for _, to := range page.links {
			follow(t, s, nil, path, to)
		}
	}
	if doc := document(t, s, "/en/to-belgium/short-visit"); len(elements(doc, "newer"))+len(elements(doc, "notice")) > 0 {
		t.Error("the source text is marked itself")
	}
	if doc := document(t, s, "/nl/updates/visumkosten-2026"); len(elements(doc, "newer")) > 0 {
		t.Error("a current update is marked")
	}
}

// TestBehindAll: where nearly everything lags, the line does not list it.
func TestBehindAll(t *testing.T) {
	s := built(t, base, variant(t,
		"pages/to-belgium/visit/fr.md", "follows: {_meta: 101363c7, _top: 81c28406, steps: 641f7e94, cost: 4aa4d7cc, after: 67d8b34f, ask: 988c489f}", "follows: {ask: 988c489f}",
		"updates/2026/be-1/fr.md", "_top: aab3c75a", "_top: 00000000",
	))
	doc := document(t, s, "/fr/en-belgique/courte-visite")
	if got := text(elements(doc, "notice")[0]); !strings.HasPrefix(got, "Le texte d’origine est plus récent que cette traduction. Lire le texte d’origine (anglais)") {
		t.Errorf("the line says %q", got)
	}
	if n := len(elements(doc, "newer")); n != 5 {
		t.Errorf("%d folds, want 5", n)
	}
	update := document(t, s, "/fr/updates/frais-visa-2026")
	if n := len(elements(update, "newer")); n != 1 || len(elements(update, "notice")) == 0 {
		t.Errorf("an update that lags has %d folds", n)
	}
}

// TestMissingInItsLanguage: a text that stands in for a missing one is wholly
// in its own language, amounts and cards included, and leads to pages of the
// reader's.
func TestMissingInItsLanguage(t *testing.T) {
	fsys := variant(t)
	delete(fsys, "pages/to-belgium/visit/az.md")
	s := built(t, base, fsys)
	path, _ := s.Short("visit", locales.AZ)
	doc := document(t, s, path)
	answer := elements(doc, "answer")[0]
	if attribute(answer, "lang") != "en" || !strings.Contains(text(answer), "It costs 35 euros (as of February 2026)") {
		t.Errorf("in %q: %q", attribute(answer, "lang"), text(answer))
	}
	if r, _ := s.Resource(path); !bytes.Contains(r.plain(), []byte(`href="`+path+`#steps"`)) {
		t.Error("its links leave the reader's language")
	}
}

// TestAge: a page says when it guides no longer, and when the day has passed
// by which it was to be checked.
func TestAge(t *testing.T) {
	const name = "pages/to-belgium/visit/page.yaml"
	for _, tt := range []struct {
		about    string
		old, new string
		at       time.Time
		want     string // the only notice; empty for none
	}{
		{"in time", "review_by: 2027-05-22", "review_by: 2026-11-22", time.Date(2026, 11, 22, 22, 59, 0, 0, time.UTC), ""},
		{"overdue", "review_by: 2027-05-22", "review_by: 2026-11-22", time.Date(2026, 11, 22, 23, 0, 0, 0, time.UTC), "We planned to check this page again by 22 November 2026. We have not done so yet."},
		{"withdrawn", "review_by: 2027-05-22", "review_by: 2026-11-21\nfate: {kind: withdrawn, reason: {az: a, nl: b, fr: c, en: The law ended.}}", now, "This page is no longer valid. Reason: The law ended."},
		{"archived", "review_by: 2027-05-22", "review_by: 2026-11-21\nwithdraw_at: 2026-11-22T10:00:00+01:00", now, "This page is no longer updated. It stays as an archive."},
	} {
		b := builder(t, base)
		fsys := variant(t, name, tt.old, tt.new,
			"terms/letters.yaml", "  page: visit\n", "",
			visitEN, "[the page again](page:visit#steps)", "[the page again](#steps)",
			"pages/to-belgium/visit/az.md", "(page:visit#steps)", "(#steps)",
			"pages/to-belgium/visit/nl.md", "(page:visit#steps)", "(#steps)",
			"pages/to-belgium/visit/fr.md", "(page:visit#steps)", "(#steps)",
		)
		tree, _ := content.Load(fsys, b.Catalog, tt.at) // updates still link to it
		s, err := b.Build(tree, "test", tt.at)
		if err != nil {
			t.Fatalf("%s: %v", tt.about, err)
		}
		path, _ := s.Short("visit", locales.EN)
		got := ""
		for _, n := range elements(document(t, s, path), "notice") {
			got += text(n)
		}
		if got != tt.want && (tt.want == "" || !strings.HasPrefix(got, tt.want)) {
			t.Errorf("%s: the page says %q, want %q", tt.about, got, tt.want)
		}
		if tt.about == "in time" && !s.ValidUntil.Equal(tt.at.Add(time.Minute)) {
			t.Errorf("the page is overdue at midnight, the snapshot is valid until %s", s.ValidUntil)
		}
	}
}
