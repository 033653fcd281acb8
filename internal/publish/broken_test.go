package publish

import (
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

// TestBrokenCommits: each kind of broken commit is refused with the file, the
// line and what to do, and readers notice nothing.
func TestBrokenCommits(t *testing.T) {
	const be1 = "updates/2026/be-1/"
	edit := func(name, old, new string) func(*author) {
		return func(a *author) { a.replace(name, old, new) }
	}
	remove := func(name string) func(*author) {
		return func(a *author) {
			if err := os.RemoveAll(filepath.Join(a.dir, "content", name)); err != nil {
				a.t.Fatal(err)
			}
		}
	}
	kinds := []struct {
		what string
		do   func(*author)
		want string // one of the problems: file, line and a part of the advice
	}{
		{"no front matter", edit(visit+"nl.md", "---\n", ""), `visit/nl.md:1: no front matter: begin with`},
		{"broken YAML", edit(visit+"page.yaml", "code: 101", "code: [101"), `visit/page.yaml:\d+: not readable as YAML`},
		{"an unknown field", edit(visit+"page.yaml", "code: 101", "code: 101\ncolour: red"), `visit/page.yaml:2: unknown field “colour”; known here`},
		{"a field missing", edit(visit+"page.yaml", "kind: guide\n", ""), `visit/page.yaml:1: the field “kind” is missing`},
		{"an unknown choice", edit(visit+"page.yaml", "kind: guide", "kind: guidance"), `visit/page.yaml:2: “guidance” is not known here: write one of`},
		{"a wrong type", edit(visit+"page.yaml", "code: 101", "code: many"), `visit/page.yaml:1: “code” must be a whole number`},
		{"a text in one language missing", edit("topics.yaml", "nl: kosten, ", ""), `topics.yaml:2: .*the text in nl is missing`},
		{"an unknown topic", edit(visit+"page.yaml", "topics: [fees]", "topics: [feed]"), `visit/page.yaml:5: .*“feed”`},
		{"an unknown contact", edit(visit+"page.yaml", "contacts: [office]", "contacts: [offices]"), `visit/page.yaml:6: there is no contact “offices”: did you mean “office”`},
		{"an unknown fact", edit(visit+"en.md", "{{fact visa-fee}} ({{", "{{fact visa-cost}} ({{"), `visit/en.md:8: .*visa-cost`},
		{"an unknown page link", edit(be1+"en.md", "page:visit", "page:visits"), `be-1/en.md:10: .*visits`},
		{"an unknown section link", edit(visit+"en.md", "(#cost)", "(#costs)"), `visit/en.md:\d+: .*costs`},
		{"raw HTML", edit(visit+"en.md", "You need a visa. It", "You <b>need</b> a visa. It"), `visit/en.md:8: .*HTML`},
		{"a heading without id", edit(visit+"en.md", "## Steps {#steps}", "## Steps"), `visit/en.md:10: the heading “Steps” needs an id, as`},
		{"headings that differ", edit(visit+"fr.md", "{#cost}", "{#price}"), `visit/fr.md:\d+: the headings are not those of`},
		{"a loose number", edit(visit+"en.md", "You need a visa. It", "You need 2 visas. It"), `visit/en.md:8: .*2`},
		{"a forbidden expression", edit(visit+"en.md", "You need a visa. It", "An illegal migrant needs a visa. It"), `visit/en.md:8: .*person in an irregular situation`},
		{"a letter of another alphabet", edit(visit+"en.md", "You need a visa. It", "You need a vіsa. It"), `visit/en.md:8: .*Cyrillic`},
		{"no UTF-8", func(a *author) { a.write(visit+"nl.md", "---\ntitle: \xff\n---\n") }, `visit/nl.md: is not UTF-8 text: save it`},
		{"a strange file", func(a *author) { a.write(visit+"Notes final.docx", "x") }, `visit/Notes final.docx: is not a file this site reads: check its name`},
		{"a summary too short", edit(visit+"en.md", "summary: You need a visa for a visit. It costs {{fact visa-fee}} and takes some days.", "summary: A visa."), `visit/en.md:3: .*summary`},
		{"a slug that is taken", edit("pages/help/glossary/en.md", "slug: glossary", "slug: contacts"), `(glossary|contacts)/en.md:\d+: .*has the same slug: change one`},
		{"a code that is taken", edit("pages/help/glossary/page.yaml", "code: ", "code: 101 # "), `visit/page.yaml:1: the code 101 belongs to the page “glossary”: take another`},
		{"a time that is taken", edit(be1+"update.yaml", "2026-01-15T12:00:01+01:00", "2026-11-22T09:00:01+01:00"), `be-1/update.yaml:\d+: the time is taken by .*: the next free second is`},
		{"a page in no section", edit("sections.yaml", "pages: [visit]", "pages: []"), `visit/page.yaml: the page stands in no section: add`},
		{"facts that overlap", edit("facts/fees.yaml", "visa-fee:\n", "visa-fee:\n  - {value: 30, unit: EUR, law: eu, source: agreement, checked_on: 2026-11-22, confidence: official}\n"), `facts/fees.yaml:\d+: the times of entries 1 and 2`},
		{"a fact that has no value yet", edit("facts/fees.yaml", "    as_of: 2026-02\n", "    as_of: 2026-02\n    valid_from: 2099-01-01\n"), `visit/(az|en|fr|nl).md:\d+: the fact “visa-fee” has no value yet`},
		{"a host nobody looked at", edit("sources/eu.yaml", "https://eur-lex.europa.eu/", "https://example.com/"), `sources/eu.yaml:4: the host “example.com” is not in sources/hosts.yaml: add it`},
		{"a newer form", edit("site.yaml", "schema: 1", "schema: 2"), `site.yaml:1: .*update the portal first`},
		{"no content", remove(""), `content: the folder of the content is not there: put it back`},
		{"a file missing", remove("words.yaml"), `words.yaml: the file is missing`},
		{"a page that vanished", func(a *author) {
			remove(visit)(a)
			a.replace("sections.yaml", "pages: [visit]", "pages: []")
			for _, lang := range []string{"az", "nl", "fr", "en"} {
				a.write(be1+lang+".md", strings.ReplaceAll(a.read(be1+lang+".md"), "](page:visit)", "](page:contacts)"))
			}
			a.replace(be1+"update.yaml", "pages: [visit]", "pages: []")
			a.replace("terms/letters.yaml", "  page: visit\n", "")
		}, `visit/page.yaml:1: the page “visit” is gone: put its folder back`},
		{"a change note that vanished", edit(visit+"page.yaml", "id: published", "id: first"), `visit/page.yaml:11: the change “published” or its note`},
	}
	a := newAuthor(t)
	good := a.head()
	p := follow(t, GitOptions{Remote: a.dir})
	if err := p.Start(); err != nil {
		t.Fatal(err)
	}
	liveIs(t, step(t, p), good)
	before, release := p.Live.Get()
	defer release()
	for _, kind := range kinds {
		kind.do(a)
		bad := a.commit(kind.what)
		s := step(t, p)
		if s.LastAttempt.OK || s.LastAttempt.Commit.ID != bad {
			t.Errorf("%s: not refused: %+v", kind.what, s.LastAttempt)
		}
		if !regexp.MustCompile(`(?m)^(\S*/)?` + kind.want).MatchString(strings.Join(s.LastAttempt.Problems, "\n")) {
			t.Errorf("%s: got\n%s\nwant %s", kind.what, strings.Join(s.LastAttempt.Problems, "\n"), kind.want)
		}
		liveIs(t, s, good)
		now, release := p.Live.Get()
		release()
		if now != before {
			t.Fatalf("%s: readers get another snapshot", kind.what)
		}
		a.reset(good)
	}
	t.Logf("%d kinds of broken commits refused", len(kinds))
}
