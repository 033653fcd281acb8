package content

import (
	"fmt"
	"strings"
	"testing"
	"testing/fstest"
)

// TestSince: what an author left out is said before it is merged.
func TestSince(t *testing.T) {
	const (
		page  = "pages/to-belgium/visit/page.yaml"
		en    = "pages/to-belgium/visit/en.md"
		nl    = "pages/to-belgium/visit/nl.md"
		minor = "changes:\n  - {id: form, at: 2026-11-22T10:00:00+01:00, kind: minor}\n"
	)
	edit := func(name, old, new string) func(fstest.MapFS) {
		return func(fsys fstest.MapFS) { replace(t, fsys, name, old, new) }
	}
	all := func(do ...func(fstest.MapFS)) func(fstest.MapFS) {
		return func(fsys fstest.MapFS) {
			for _, d := range do {
				d(fsys)
			}
		}
	}
	stamp := func(name string) func(fstest.MapFS) {
		return func(fsys fstest.MapFS) {
			tree, _ := Load(fsys, catalog, now)
			src, err := Stamp(string(fsys[name].Data), tree.Pages["visit"].Texts["en"].FollowsLine())
			if err != nil {
				t.Fatal(err)
			}
			fsys[name] = &fstest.MapFile{Data: []byte(src)}
		}
	}
	source, note := edit(en, "You need a visa. It", "You need a visa now. It"), edit(page, "changes:\n", minor)
	critical := edit(page, "kind: guide", "kind: guide\ncritical: true")
	for _, tt := range []struct {
		what    string
		already func(fstest.MapFS) // done before
		do      func(fstest.MapFS)
		want    []string
	}{
		{"nothing", all(), all(), nil},
		{"a text without a note", all(), source, []string{page + ":11: " + en + " changed (_top), but no one is told"}},
		{"a text wrapped otherwise", all(), edit(en, "You need a visa. It", "You need a visa.\nIt"), nil},
		{"a text with a minor change", all(), all(source, note), nil},
		{"a translation that follows", all(source, note), all(edit(nl, "U hebt een visum", "U hebt nu een visum"), stamp(nl)), nil},
		{"a translation of its own accord", all(), edit(nl, "U hebt een visum", "U hebt nu een visum"), []string{page + ":11: " + nl + " changed (_top)"}},
		{"a heading taken out", all(), edit(en, "### After {{fact stay}} {#after}\n", ""), []string{page + ":11: " + en + " changed (cost, after)"}},
		{"a draft", edit(page, "kind: guide", "kind: guide\ndraft: true"), source, nil},
		{"an update without a note", all(), edit("updates/2026/be-1/en.md", "Visitors. See", "All visitors. See"), []string{"updates/2026/be-1/update.yaml: updates/2026/be-1/en.md changed (who)"}},
		{"a critical page called minor", critical, all(source, note), []string{
			page + ":12: this page is critical and its text in az", page + ":12: this page is critical and its text in fr", page + ":12: this page is critical and its text in nl"}},
		{"a critical page with one translation", critical, all(source, note, stamp(nl), stamp("pages/to-belgium/visit/az.md")), []string{page + ":12: this page is critical and its text in fr"}},
		{"a critical page in a hurry", critical, all(source, edit(page, "changes:\n", strings.Replace(minor, "minor}", "minor, urgent: number closed}", 1))), nil},
		{"one date of review", all(), edit(page, "review_by: 2027-05-22", "review_by: 2027-11-22"), nil},
		{"many dates of review", copies(12), later(t, 12), []string{"pages/to-belgium/visit-0/page.yaml:9: “review_by” moved on 12 pages or sources and nothing else did (visit-0, visit-1, visit-10 …)"}},
		{"some dates of review", copies(12), later(t, 10), nil},
		{"many sources checked in one minute", sources(12, "2026-11-22"), sources(12, "2026-11-23"), []string{"sources/many.yaml:7: “checked_on” moved on 12 pages or sources"}},
		{"some sources checked", sources(10, "2026-11-22"), sources(10, "2026-11-23"), nil},
		{"a broken file", all(), edit(page, "kind: guide", "kind: [guide"), nil}, // the check of the tree says so
	} {
		fsys := small(t)
		tt.already(fsys)
		before, _ := Load(fsys, catalog, now)
		tt.do(fsys)
		after, _ := Load(fsys, catalog, now)
		got := Since(before, after, now)
		if len(got) != len(tt.want) {
			t.Errorf("%s: got %v, want %d problems", tt.what, got, len(tt.want))
			continue
		}
		for i, p := range got {
			if !strings.HasPrefix(p.String(), tt.want[i]) {
				t.Errorf("%s: got %q, want %q …", tt.what, p, tt.want[i])
			}
		}
	}
}

// copies adds pages like the first.
func copies(n int) func(fstest.MapFS) {
	return func(fsys fstest.MapFS) {
		for name, f := range fsys {
			if rest, ok := strings.CutPrefix(name, "pages/to-belgium/visit/"); ok {
				for i := range n {
					fsys[fmt.Sprintf("pages/to-belgium/visit-%d/%s", i, rest)] = f
				}
			}
		}
	}
}

func later(t *testing.T, n int) func(fstest.MapFS) {
	return func(fsys fstest.MapFS) {
		for i := range n {
			replace(t, fsys, fmt.Sprintf("pages/to-belgium/visit-%d/page.yaml", i), "review_by: 2027-05-22", "review_by: 2027-11-22")
		}
	}
}

func sources(n int, checked string) func(fstest.MapFS) {
	return func(fsys fstest.MapFS) {
		var all strings.Builder
		for i := range n {
			fmt.Fprintf(&all, "many-%d:\n  title: Agreement\n  lang: en\n  url: https://eur-lex.europa.eu/\n  publisher: European Union\n  official: true\n  checked_on: %s\n", i, checked)
		}
		fsys["sources/many.yaml"] = &fstest.MapFile{Data: []byte(all.String())}
	}
}
