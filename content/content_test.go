package content

import (
	"flag"
	"fmt"
	"html/template"
	"io/fs"
	"os"
	"regexp"
	"slices"
	"strings"
	"testing"
	"testing/fstest"
	"time"

	"golang.org/x/tools/txtar"

	"portal/locales"
)

var update = flag.Bool("update", false, "write the golden files")

// now is when the tests take place: content has dates, tests do not age.
var now = time.Date(2026, 11, 22, 12, 0, 0, 0, time.UTC)

var catalog = func() *locales.Catalog {
	c, err := locales.Load()
	if err != nil {
		panic(err)
	}
	return c
}()

// small is the tree of testdata/small.txtar.
func small(t testing.TB) fstest.MapFS {
	t.Helper()
	archive, err := txtar.ParseFile("testdata/small.txtar")
	if err != nil {
		t.Fatal(err)
	}
	fsys := fstest.MapFS{}
	for _, f := range archive.Files {
		fsys[f.Name] = &fstest.MapFile{Data: f.Data}
	}
	return fsys
}

// real is a copy of the committed content that a test may damage.
func real(t testing.TB) fstest.MapFS {
	t.Helper()
	fsys := fstest.MapFS{}
	err := fs.WalkDir(Embedded(), ".", func(name string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		data, err := fs.ReadFile(Embedded(), name)
		fsys[name] = &fstest.MapFile{Data: data}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return fsys
}

// replace changes one place of a file and gives the line of the change.
func replace(t testing.TB, fsys fstest.MapFS, name, old, new string) int {
	t.Helper()
	f, ok := fsys[name]
	if !ok || !strings.Contains(string(f.Data), old) {
		t.Fatalf("%s does not hold %q", name, old)
	}
	src := string(f.Data)
	at := strings.Index(src, old)
	fsys[name] = &fstest.MapFile{Data: []byte(strings.Replace(src, old, new, 1))}
	return 1 + strings.Count(src[:at], "\n")
}

func load(t testing.TB, fsys fs.FS) *Tree {
	t.Helper()
	tree, problems := Load(fsys, catalog, now)
	for _, p := range problems {
		t.Error(p)
	}
	if len(problems) > 0 {
		t.FailNow()
	}
	return tree
}

func printed(tree *Tree, lang locales.Lang) *Renderer {
	address := func(kind string) func(string) string {
		return func(id string) string { return "/" + string(lang) + "/" + kind + "/" + id }
	}
	return &Renderer{
		Tree: tree, Printer: catalog.Printer(lang), Now: now,
		Page: address("page"), Update: address("update"), Term: func(key string) string { return "#term-" + key },
		Card: func(c *Contact) (template.HTML, error) {
			return template.HTML("<div class=\"card\">" + c.Key + "</div>\n"), nil
		},
		Chart: func(c *Chart) (template.HTML, error) {
			return template.HTML(fmt.Sprintf("<figure>%s: %v</figure>\n", c.Key, c.Rows)), nil
		},
	}
}

// TestFormat freezes the page format: what one page with everything in it
// becomes in each language.
func TestFormat(t *testing.T) {
	tree := load(t, small(t))
	for _, lang := range locales.All {
		r := printed(tree, lang)
		body, err := r.Body(tree.Pages["visit"].Text(lang))
		if err != nil {
			t.Fatal(err)
		}
		summary, err := r.Text(tree.Pages["visit"].Text(lang).Summary)
		if err != nil {
			t.Fatal(err)
		}
		got := fmt.Sprintf("%s\n\n%s\n%s\n%v\n", summary, body.Answer(), body.Body(), plain(body))
		golden(t, "testdata/visit."+string(lang)+".golden", got)
	}
}

type passage struct{ id, heading, text string }

// plain is a body without its markup.
func plain(r *Rendered) (all []passage) {
	for _, p := range r.Passages {
		all = append(all, passage{p.ID, p.Heading, p.Text})
	}
	return all
}

func golden(t *testing.T, name, got string) {
	t.Helper()
	if *update {
		if err := os.WriteFile(name, []byte(got), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	if got != string(want) {
		t.Errorf("%s differs (go test -update writes it):\n%s", name, got)
	}
}

// TestRealContent walks what is committed: it checks, it renders, and every
// page and update stands in every language, followed and current.
func TestRealContent(t *testing.T) {
	tree := load(t, Embedded())
	left := regexp.MustCompile(`\{\{|\}\}|page:|update:|&amp;(amp|lt|quot);|style=`)
	for _, lang := range locales.All {
		r := printed(tree, lang)
		texts := map[string]*Text{}
		for id, p := range tree.Pages {
			texts[id] = p.Texts[lang]
			if tr := p.Translation(lang); !tr.Current() {
				t.Errorf("%s in %s: %+v", id, lang, tr)
			}
		}
		for id, u := range tree.Updates {
			texts[id] = u.Texts[lang]
			if tr := u.Translation(lang); !tr.Current() {
				t.Errorf("%s in %s: %+v", id, lang, tr)
			}
		}
		for id, text := range texts {
			if text == nil {
				t.Errorf("%s has no text in %s", id, lang)
				continue
			}
			body, err := r.Body(text)
			if err != nil {
				t.Errorf("%s in %s: %v", id, lang, err)
				continue
			}
			if m := left.FindString(string(body.Answer() + body.Body())); m != "" {
				t.Errorf("%s in %s prints %q", id, lang, m)
			}
		}
	}
	if len(tree.Pages) < 14 || len(tree.Updates) < 12 || len(tree.Terms) < 40 {
		t.Errorf("got %d pages, %d updates, %d terms; the site needs 14, 12 and 40", len(tree.Pages), len(tree.Updates), len(tree.Terms))
	}
}

// TestProblems: each mistake is named with its file, its line and advice.
func TestProblems(t *testing.T) {
	const page = "pages/to-belgium/visit/page.yaml"
	const en = "pages/to-belgium/visit/en.md"
	for _, tt := range []struct{ name, file, old, new, want string }{
		{"unknown field", page, "kind: guide", "kind: guide\nkinds: guide", "unknown field “kinds”"},
		{"missing field", page, "kind: guide\n", "", "the field “kind” is missing"},
		{"wrong type", page, "code: 101", "code: abc", "must be a whole number"},
		{"list wanted", page, "topics: [fees]", "topics: fees", "must be a list"},
		{"twice", page, "kind: guide", "kind: guide\nkind: risk", "stands twice"},
		{"unknown choice", page, "kind: guide", "kind: gide", "write one of guide"},
		{"nobody to ask", page, "contacts: [office]", "contacts: []", "somebody to ask"},
		{"unknown topic", page, "[fees]", "[feez]", "“feez” is not known here"},
		{"unknown source", page, "[agreement]", "[agreemnt]", "did you mean “agreement”?"},
		{"bad date", page, "2027-05-22", "22.05.2027", "is no date"},
		{"bad time", page, "2026-11-22T09:00:01+01:00", "2026-11-22", "no time with zone"},
		{"yaml", page, "topics: [fees]", "topics: [fees", "not readable as YAML"},
		{"language missing", "sections.yaml", "nl: naar-belgie, ", "", "the text in nl is missing"},
		{"no front matter", en, "---\ntitle", "title", "no front matter"},
		{"short summary", en, "You need a visa for a visit. It costs {{fact visa-fee}} and takes some days.", "A visa.", "40 to 200"},
		{"keywords", en, "[visa, visit, schengen, tourist, family visit, виза]", "[visa]", "six keywords"},
		{"bad slug", en, "short-visit", "Short Visit", "a-z, digits"},
		{"raw HTML", en, "You need a visa. It", "You need a <b>visa</b>. It", "HTML is not used"},
		{"comment", en, "Read [the page", "<!-- later -->\n\nRead [the page", "HTML is not used"},
		{"picture", en, "Read [the page again](page:visit#steps)", "![map](map.png)", "pictures are not used"},
		{"bad insert", en, "Call {{contact office}}", "Call {{contac office}}", "that is no insert"},
		{"half an insert", en, "Call {{contact office}}", "Call {{contact office}", "that is no insert"},
		{"unknown fact", en, "| {{fact stay}} |", "| {{fact stays}} |", "there is no fact “stays”"},
		{"unknown mode", en, "{{fact visa-fee number}}", "{{fact visa-fee bare}}", "“bare” is not known"},
		{"amount without date", en, " ({{fact visa-fee asof}})", "", "needs its date"},
		{"unknown page", en, "page:visit#steps", "page:vist#steps", "there is no page “vist”"},
		{"unknown anchor", en, "page:visit#steps", "page:visit#step", "has no heading {#step}"},
		{"bad link", en, "page:visit#steps", "http://example.org/", "leads nowhere"},
		{"heading without id", en, "## Steps {#steps}", "## Steps", "needs an id"},
		{"heading text", en, "## Steps {#steps}", "## The steps {#steps}", "reads “Steps” in en"},
		{"heading level", en, "### After", "#### After", "skips a level"},
		{"steps", en, "1. **Ask.**", "- **Ask.**", "ordered list"},
		{"heading order", "pages/to-belgium/visit/nl.md", "## Stappen {#steps}", "## Stap {#step}", "headings are not those of"},
		{"wrong word", en, "Read [the", "An illegal migrant may read [the", "person in an irregular situation"},
		{"wrong letter", "pages/to-belgium/visit/az.md", "Viza lazımdır. Qiyməti {{fact visa-fee}} (", "Viza lazimdır. Qiymǝti {{fact visa-fee}} (", "U+01DD"},
		{"two alphabets", en, "You need a visa. It", "You need a vіsa. It", "mixes Latin and Cyrillic"},
		{"hidden hyphen", en, "You need a visa. It", "You need a vi\u00adsa. It", "hidden hyphen"},
		{"source host", "sources/hosts.yaml", "eur-lex.europa.eu", "example.org", "is not in sources/hosts.yaml"},
		{"source address", "sources/eu.yaml", "https://eur-lex", "http://eur-lex", "beginning with https://"},
		{"number in prose", en, "You need a visa. It", "You need 2 visas. It", "the number “2” stands in the text"},
		{"long sentences", en, "You need a visa. It costs", "You need a visa " + strings.Repeat("and a paper ", 9) + "and it costs", "more than 25 words"},
		{"long paragraph", en, "You need a visa. It", strings.Repeat("You need a visa. ", 25) + "It", "divide it, 80 are the most"},
		{"chart rows", "data/fees.csv", "2026,35", "2026,about 35", "is not a number"},
		{"chart head", "data/fees.csv", "az,nl,fr,en,value", "az,nl,fr,en,number", "begins with the line"},
		{"chart source", "data/fees.yaml", "[agreement]", "[agremeent]", "there is no source"},
		{"chart in a sentence", en, "Read [the page", "See {{chart fees}}. Read [the page", "stands alone"},
		{"unknown chart", en, "{{chart fees}}", "{{chart fee}}", "there is no chart “fee”"},
		{"phone", "contacts/belgium.yaml", "+3224888000", "02 488 80 00", "international form"},
		{"fact unit", "facts/fees.yaml", "unit: EUR", "unit: euro", "write one of EUR"},
		{"fact value", "facts/fees.yaml", "value: 35", "value: about 35", "must be a number"},
		{"menu", "sections.yaml", "pages: [visit]", "pages: []", "stands in no section"},
		{"term page", "terms/letters.yaml", "page: visit", "page: visits", "there is no page “visits”"},
		{"update year", "updates/2026/be-1/update.yaml", "2026-01-15T12", "2025-01-15T12", "the year it was announced"},
		{"newer form", "site.yaml", "schema: 1", "schema: 2", "update the portal first"},
		{"follows", "pages/to-belgium/visit/fr.md", "follows:", "folows:", "unknown field “folows”"},
	} {
		fsys := small(t)
		replace(t, fsys, tt.file, tt.old, tt.new)
		_, problems := Load(fsys, catalog, now)
		if !slices.ContainsFunc(problems, func(p Problem) bool { return strings.Contains(p.String(), tt.want) }) {
			t.Errorf("%s: got %v, want %q", tt.name, problems, tt.want)
		}
	}
}

// TestTwelveMistakes plants twelve different mistakes in a copy of the real
// content. All are named at once, each with its file and its line.
func TestTwelveMistakes(t *testing.T) {
	fsys := real(t)
	const dir = "pages/return/voluntary-return/"
	type mistake struct{ place, msg string }
	var want []mistake
	plant := func(name, old, new, msg string) {
		want = append(want, mistake{fmt.Sprintf("%s:%d: ", name, replace(t, fsys, name, old, new)), msg})
	}
	plant("topics.yaml", "key: work", "kee: work", "unknown field “kee”")
	plant(dir+"page.yaml", "kind: guide", "kind: gide", "“gide” is not known here")
	plant(dir+"page.yaml", "[return-steps, contacts]", "[return-stepps, contacts]", "there is no page “return-stepps”")
	plant(dir+"en.md", "{{fact return-second-help}}", "{{fact return-second-hlep}}", "there is no fact")
	plant(dir+"en.md", "## Papers {#papers}", "## Paper {#papers}", "the heading {#papers} reads")
	plant(dir+"nl.md", "page:return-steps#papers", "page:return-steps#paper", "has no heading")
	plant(dir+"fr.md", "{{contact immigration-office-return}}", "{{contact immigration-office-return", "“{{” or “}}” that is no insert")
	plant(dir+"az.md", "Fikrinizi dəyişmisiniz", "Fikrinizi dǝyişmisiniz", "U+01DD")
	plant("facts/return.yaml", "unit: hour", "unit: hours", "“hours” is not known here")
	plant("sources/return.yaml", "official: true", "official: yess", "true or false")
	plant("contacts/belgium.yaml", `number: "+`, `number: "00`, "international form")
	plant("updates/2026/be-32-flemish-permit-fee/en.md", "## Who is affected {#who}", "<b>Who</b>\n\n## Who is affected {#who}", "HTML is not used")
	_, problems := Load(fsys, catalog, now)
	for _, w := range want {
		if !slices.ContainsFunc(problems, func(p Problem) bool {
			return strings.HasPrefix(p.String(), w.place) && strings.Contains(p.Msg, w.msg)
		}) {
			t.Errorf("not named: %s … %s", w.place, w.msg)
		}
	}
	if t.Failed() {
		for _, p := range problems {
			t.Log(p)
		}
	}
}

// TestLaterBoundary: a commit that would break at some midnight is refused
// today, with the date.
func TestLaterBoundary(t *testing.T) {
	fsys := small(t)
	replace(t, fsys, "facts/fees.yaml", "    as_of: 2026-02\n", "    as_of: 2026-02\n    valid_from: 2027-01-01\n")
	replace(t, fsys, "pages/to-belgium/visit/page.yaml", "kind: guide", "publish_at: 2026-12-01T00:00:00+01:00\nkind: guide")
	_, problems := Load(fsys, catalog, now)
	if !slices.ContainsFunc(problems, func(p Problem) bool {
		return strings.Contains(p.Msg, "has no value yet from 1 December 2026 00:00")
	}) {
		t.Errorf("got %v", problems)
	}
}

func TestStateFollowsDates(t *testing.T) {
	tree := load(t, small(t))
	u := tree.Updates["be-1"]
	for _, tt := range []struct{ at, want string }{
		{"2026-01-31T22:59:59Z", "future"},
		{"2026-01-31T23:00:00Z", "in-force"}, // midnight in Brussels
		{"2026-12-31T22:59:59Z", "in-force"},
		{"2026-12-31T23:00:00Z", "ended"},
	} {
		at, _ := time.Parse(time.RFC3339, tt.at)
		if got := tree.State(u, at); got != tt.want {
			t.Errorf("State(%s) = %s, want %s", tt.at, got, tt.want)
		}
		if next := tree.NextBoundary(at); !next.IsZero() && !next.After(at) {
			t.Errorf("NextBoundary(%s) = %s", tt.at, next)
		}
	}
}

func TestFactPeriods(t *testing.T) {
	fsys := small(t)
	replace(t, fsys, "facts/fees.yaml", "  - value: 35\n", "  - {value: 30, unit: EUR, law: eu, valid_until: 2026-06-30, source: agreement, checked_on: 2026-11-22, confidence: official}\n  - value: 35\n    valid_from: 2026-07-01\n")
	r := printed(load(t, fsys), locales.EN)
	for _, tt := range []struct {
		now  time.Time
		mode string
		want string
	}{
		{now, "", "35 euros"},
		{now, "at 2026-01-01", "30 euros"},
		{now, "number", "35"},
		{now, "asof", "as of February 2026"},
		{time.Date(2026, 6, 30, 21, 59, 59, 0, time.UTC), "", "30 euros"},
		{time.Date(2026, 6, 30, 22, 0, 0, 0, time.UTC), "", "35 euros"},
	} {
		r.Now = tt.now
		got, err := r.Fact("visa-fee", tt.mode)
		if got != tt.want || err != nil {
			t.Errorf("Fact(%s) at %s = %q, %v, want %q", tt.mode, tt.now, got, err, tt.want)
		}
	}
}

// TestExpiredFact: an amount without successor says that it is old.
func TestExpiredFact(t *testing.T) {
	fsys := small(t)
	replace(t, fsys, "facts/fees.yaml", "    as_of: 2026-02\n", "    as_of: 2026-02\n    valid_until: 2026-06-30\n")
	got, err := printed(load(t, fsys), locales.EN).Fact("visa-fee", "")
	if want := "35 euros (Old amount, valid until 30 June 2026. Check the new one on the official site.)"; got != want || err != nil {
		t.Errorf("got %q, %v, want %q", got, err, want)
	}
}

// TestTranslationState: a translation lags in the sections whose source words
// changed. Wrapping and list style are not words.
func TestTranslationState(t *testing.T) {
	fsys := small(t)
	const en = "pages/to-belgium/visit/en.md"
	replace(t, fsys, en, "You need a visa. It costs", "You need a visa.\nIt costs")
	replace(t, fsys, en, "|---|---:|", "| --- | ------: |")
	if tr := load(t, fsys).Pages["visit"].Translation(locales.NL); !tr.Current() {
		t.Errorf("after a change of style: %+v", tr)
	}
	replace(t, fsys, en, "| Time |", "| Waiting time |")
	if tr := load(t, fsys).Pages["visit"].Translation(locales.NL); !slices.Equal(tr.Behind, []string{"cost"}) {
		t.Errorf("after a change of words: %+v, want cost behind", tr)
	}
	delete(fsys, "pages/to-belgium/visit/nl.md")
	if tr := load(t, fsys).Pages["visit"].Translation(locales.NL); !tr.Missing {
		t.Errorf("without the file: %+v, want missing", tr)
	}
}

func TestStamp(t *testing.T) {
	fsys := small(t)
	const en, nl = "pages/to-belgium/visit/en.md", "pages/to-belgium/visit/nl.md"
	replace(t, fsys, en, "| Time |", "| Waiting time |")
	stamps := load(t, fsys).Stamps()
	stamped, err := Stamp(string(fsys[nl].Data), stamps[nl])
	if err != nil {
		t.Fatal(err)
	}
	fsys[nl] = &fstest.MapFile{Data: []byte(stamped)}
	if tr := load(t, fsys).Pages["visit"].Translation(locales.NL); !tr.Current() {
		t.Errorf("after the stamp: %+v", tr)
	}
}

// TestTextForms: a byte order mark, Windows line ends and decomposed letters
// change nothing.
func TestTextForms(t *testing.T) {
	fsys := small(t)
	for name, f := range fsys {
		text := "\ufeff" + strings.ReplaceAll(strings.ReplaceAll(string(f.Data), "\n", "\r\n"), "é", "e\u0301")
		fsys[name] = &fstest.MapFile{Data: []byte(text)}
	}
	tree := load(t, fsys)
	if got := tree.Pages["visit"].Texts[locales.FR].body.headings[1].Text; got != "Prix et délai" {
		t.Errorf("heading %q", got)
	}
}

// TestStrangers: a file nobody reads is a mistake, those of hosts are not.
func TestStrangers(t *testing.T) {
	fsys := small(t)
	fsys["pages/to-belgium/visit/EN.md"] = &fstest.MapFile{}
	fsys[".github/workflows/check.yml"] = &fstest.MapFile{}
	fsys["README.md"] = &fstest.MapFile{}
	_, problems := Load(fsys, catalog, now)
	if len(problems) != 1 || problems[0].File != "pages/to-belgium/visit/EN.md" {
		t.Errorf("got %v", problems)
	}
}

func FuzzFrontMatter(f *testing.F) {
	f.Add("---\ntitle: A\nsummary: B\nslug: c\n---\nText")
	f.Add("---\nfollows: {_top: 1}\nglance: 3\n---\n")
	f.Add("---\n&a title: *a\n? [b]\n---\n## X {#x}")
	f.Add("\ufeff---\r\n\x00: {{\r\n---\r\n")
	f.Fuzz(func(t *testing.T, src string) {
		fsys := small(t)
		fsys["pages/to-belgium/visit/en.md"] = &fstest.MapFile{Data: []byte(src)}
		_, problems := Load(fsys, catalog, now)
		for _, p := range problems {
			if p.File == "" || p.Msg == "" {
				t.Errorf("problem without place or advice: %+v", p)
			}
		}
	})
}

func FuzzMarkdown(f *testing.F) {
	for _, seed := range []string{
		"{{fact visa-fee}}", "{{fact }}", "{{", "| a |\n|:-:|\n| {{contact office}} |", "[x](javascript:alert(1))",
		"<script>alert(1)</script>", "## A {#a onclick=alert(1)}", "[{{term annex-13}}](page:visit)", "![x](y)", "# {{fact stay}} {#x}",
	} {
		f.Add(seed)
	}
	tree := load(f, small(f))
	f.Fuzz(func(t *testing.T, src string) {
		fsys := small(t)
		old := string(fsys["pages/to-belgium/visit/en.md"].Data)
		head, _, _ := cutFrontMatter(old)
		fsys["pages/to-belgium/visit/en.md"] = &fstest.MapFile{Data: []byte("---\n" + head + "\n---\n" + src)}
		read, problems := Load(fsys, catalog, now)
		if len(problems) > 0 {
			return
		}
		body, err := printed(read, locales.EN).Body(read.Pages["visit"].Texts[locales.EN])
		if err != nil {
			t.Fatal(err)
		}
		out := strings.ToLower(string(body.Answer() + body.Body()))
		for _, bad := range []string{"<script", "javascript:", " onclick", "style=", "{{"} {
			if strings.Contains(out, bad) && !strings.Contains(strings.ToLower(src), "&") {
				t.Errorf("%q renders %q", src, out)
			}
		}
	})
	_ = tree
}

func BenchmarkLoad(b *testing.B) {
	for b.Loop() {
		if _, problems := Load(Embedded(), catalog, now); len(problems) > 0 {
			b.Fatal(problems)
		}
	}
}
