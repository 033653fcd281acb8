package report

import (
	"bytes"
	"context"
	"encoding/json"
	"flag"
	"fmt"
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"testing/fstest"
	"time"

	"golang.org/x/tools/txtar"

	"portal/content"
	"portal/internal/site"
	"portal/locales"
)

var update = flag.Bool("update", false, "write the golden files")

// now is when the tests take place, between two days of the changed fact.
var now = time.Date(2026, 11, 22, 12, 0, 0, 0, time.UTC)

var catalog = func() *locales.Catalog {
	c, err := locales.Load()
	if err != nil {
		panic(err)
	}
	return c
}()

// small is the tree of a small site, changed.
func small(t testing.TB, change ...func(fstest.MapFS)) (*content.Tree, []content.Problem) {
	t.Helper()
	archive, err := txtar.ParseFile("../../content/testdata/small.txtar")
	if err != nil {
		t.Fatal(err)
	}
	fsys := fstest.MapFS{}
	for _, f := range archive.Files {
		fsys[f.Name] = &fstest.MapFile{Data: f.Data}
	}
	for _, c := range change {
		c(fsys)
	}
	return content.Load(fsys, catalog, now)
}

// with changes one place of a file.
func with(t testing.TB, name, old, new string) func(fstest.MapFS) {
	return func(fsys fstest.MapFS) {
		t.Helper()
		if fsys[name] == nil || !bytes.Contains(fsys[name].Data, []byte(old)) {
			t.Fatalf("%s does not hold %q", name, old)
		}
		fsys[name] = &fstest.MapFile{Data: bytes.Replace(fsys[name].Data, []byte(old), []byte(new), 1)}
	}
}

// add is a new update in two languages, and with it a note of a page.
func add(fsys fstest.MapFS) {
	archive := txtar.Parse([]byte(`
-- updates/2026/be-2/update.yaml --
jurisdictions: [be]
act_kind: law
stage: adopted
original_title: Loi sur les frais
original_lang: fr
announced_at: 2026-11-22T12:30:01+01:00
in_force: {on: 2027-01-01, basis: read}
topics: [fees]
pages: [visit]
sources: [agreement]
confidence: official
-- updates/2026/be-2/en.md --
---
title: Visas cost 40 euros from 1 January 2027
summary: From 1 January 2027 a visa costs 40 euros. Apply before, and you pay less.
slug: visa-fee-2027
---
From 1 January 2027 a visa costs 40 euros.
-- updates/2026/be-2/nl.md --
---
title: Een visum kost 40 euro vanaf 1 januari 2027
summary: Vanaf 1 januari 2027 kost een visum 40 euro. Vraag het eerder aan.
slug: visumkosten-2027
follows: {_meta: 5f1ac37f, _top: 00000000}
---
Vanaf 1 januari 2027 kost een visum 40 euro.
`))
	for _, f := range archive.Files {
		fsys[f.Name] = &fstest.MapFile{Data: f.Data}
	}
}

const (
	page = "pages/to-belgium/visit/page.yaml"
	en   = "pages/to-belgium/visit/en.md"
)

// TestReport: one publication with everything that people must see before it.
func TestReport(t *testing.T) {
	before, _ := small(t)
	after, problems := small(t, add,
		with(t, page, "changes:\n", "changes:\n  - id: fee-2027\n    at: 2026-11-22T12:40:00+01:00\n    kind: changed\n    section: cost\n    update: be-2\n    note: {nl: Het visum wordt duurder., en: The visa will cost more.}\n"+
			"  - id: tips\n    at: 2026-11-22T12:35:00+01:00\n    kind: changed\n    note: {en: Hints for families.}\n"),
		with(t, en, "| Time | {{fact stay}} |", "| Time | {{fact stay}} |\n\nThe visa will cost more. Ask [now](page:nowhere), @all_of*you.\n"),
		with(t, en, "slug: short-visit", "slug: visit"),
		with(t, "facts/fees.yaml", "    as_of: 2026-02\n", "    valid_until: 2026-12-31\n    as_of: 2026-02\n"),
		with(t, "facts/fees.yaml", "stay:\n", "  - {value: 40, unit: EUR, law: eu, valid_from: 2027-01-01, source: agreement, checked_on: 2026-11-22, confidence: official}\nstay:\n"),
		with(t, "facts/fees.yaml", "    law: be\n", "    law: be\n    valid_until: 2027-01-20\n"),
		with(t, "facts/fees.yaml", "{min: 3, max: 5}", "{min: 3, max: 6}"),
		with(t, "contacts/belgium.yaml", `from: "09:30"`, `from: "10:00"`),
		with(t, "updates/2026/be-1/en.md", "Visitors. See", "All visitors. See"),
		with(t, "pages/help/contacts/page.yaml", "sources: [agreement]", "sources: []"),
		func(fsys fstest.MapFS) { delete(fsys, "pages/help/glossary/fr.md") },
	)
	r := Make(before, after, problems, catalog, now)
	golden(t, "testdata/change.md", []byte(r.Markdown("https://yol.example/")))
	data, err := json.MarshalIndent(r, "", "  ")
	if err != nil {
		t.Fatal(err)
	}
	golden(t, "testdata/change.json", append(data, '\n'))
}

func golden(t *testing.T, name string, got []byte) {
	t.Helper()
	if *update {
		if err := os.WriteFile(name, got, 0o644); err != nil {
			t.Fatal(err)
		}
	}
	if want, err := os.ReadFile(name); err != nil || !bytes.Equal(got, want) {
		t.Errorf("%s differs (%v); with -update it is written anew. Got\n%s", name, err, got)
	}
}

// TestWhat names what becomes of a page.
func TestWhat(t *testing.T) {
	fate := func(kind string) func(fstest.MapFS) {
		return with(t, page, "changes:", "fate: {kind: "+kind+", to: privacy, reason: {az: a, nl: a, fr: a, en: a}}\nchanges:")
	}
	draft := with(t, page, "changes:", "draft: true\nchanges:")
	remove := func(fsys fstest.MapFS) {
		maps.DeleteFunc(fsys, func(name string, _ *fstest.MapFile) bool { return filepath.Dir(name) == filepath.Dir(page) })
	}
	same := func(fstest.MapFS) {}
	for _, tt := range []struct {
		what       string
		was, is    func(fstest.MapFS)
		want, line string
	}{
		{"nothing", same, same, "", "Nothing changes."},
		{"a new page", remove, same, "new", ""},
		{"a draft", remove, draft, "draft", ""},
		{"a draft that stays one", draft, draft, "", "Nothing changes."},
		{"a draft published", draft, same, "new", ""},
		{"a draft given up", draft, remove, "", ""},
		{"a date of review", same, with(t, page, "review_by: 2027-05-22", "review_by: 2027-06-22"), "changed", ""},
		{"a page put off", same, with(t, page, "changes:", "publish_at: 2027-01-01T00:00:00+01:00\nchanges:"), "hidden", ""},
		{"a page withdrawn", same, fate("withdrawn"), "withdrawn", ""},
		{"a page moved", same, fate("redirect"), "moved", ""},
		{"a page taken away", same, fate("gone"), "gone", ""},
		{"a page deleted", same, remove, "deleted", ""},
	} {
		before, _ := small(t, tt.was)
		after, _ := small(t, tt.is)
		r, got := Make(before, after, nil, catalog, now), ""
		for _, p := range r.Pages {
			if p.ID == "visit" {
				got = p.What
			}
		}
		if got != tt.want {
			t.Errorf("%s: got %q, want %q", tt.what, got, tt.want)
		}
		if tt.line != "" && r.Summary() != tt.line {
			t.Errorf("%s: got %q, want %q", tt.what, r.Summary(), tt.line)
		}
	}
}

// TestEntriesAreThoseOfTheFeeds: what is promised to subscribers is what the
// feeds of the site then have.
func TestEntriesAreThoseOfTheFeeds(t *testing.T) {
	before, _ := small(t)
	after, problems := small(t, add, with(t, page, "changes:\n", "changes:\n"+
		"  - id: fee-2027\n    at: 2026-11-22T12:40:00+01:00\n    kind: changed\n    update: be-2\n    note: {nl: Het visum wordt duurder., en: The visa will cost more.}\n"+
		"  - id: tips\n    at: 2026-11-22T12:35:00+01:00\n    kind: changed\n    note: {fr: Conseils., en: Hints for families.}\n"))
	if len(problems) > 0 {
		t.Fatal(problems)
	}
	r := Make(before, after, nil, catalog, now)
	was, is := export(t, before), export(t, after)
	for _, lang := range locales.All {
		var want []string
		for _, e := range r.Entries {
			if e.Lang == lang && slices.Contains(e.Feeds, "all") && !e.Pending {
				want = append(want, e.ID)
			}
		}
		got := slices.DeleteFunc(feedIDs(t, is, lang), func(id string) bool { return slices.Contains(feedIDs(t, was, lang), id) })
		slices.Sort(want)
		if !slices.Equal(got, want) {
			t.Errorf("%s: the feed gets %q, the report says %q", lang, got, want)
		}
	}
}

// export is the site of a tree as files.
func export(t *testing.T, tree *content.Tree) fs.FS {
	t.Helper()
	builder, err := site.NewBuilder("https://yol.example")
	if err != nil {
		t.Fatal(err)
	}
	snapshot, err := builder.Build(tree, "test", now)
	if err == nil {
		err = snapshot.Finish(context.Background())
	}
	if err != nil {
		t.Fatal(err)
	}
	dir := t.TempDir()
	if err := snapshot.Export(dir); err != nil {
		t.Fatal(err)
	}
	return os.DirFS(dir)
}

// feedIDs are the ids in the feed of all changes, without the tag.
func feedIDs(t *testing.T, site fs.FS, lang locales.Lang) []string {
	t.Helper()
	data, err := fs.ReadFile(site, string(lang)+"/feeds/all.json")
	if err != nil {
		t.Fatal(err)
	}
	var feed struct{ Items []struct{ ID string } }
	if err := json.Unmarshal(data, &feed); err != nil {
		t.Fatal(err)
	}
	var ids []string
	for _, item := range feed.Items {
		_, id, _ := strings.Cut(item.ID, ":")
		_, id, _ = strings.Cut(id, ":")
		ids = append(ids, id)
	}
	slices.Sort(ids)
	return ids
}

// A tree that does not read is reported all the same, and a report fits into a
// comment whatever it holds.
func TestReportOfAnything(t *testing.T) {
	before, _ := small(t)
	archive, err := txtar.ParseFile("../../content/testdata/small.txtar")
	if err != nil {
		t.Fatal(err)
	}
	damages := []string{"", "a: [", "---\n---\n", "null\n"}
	for i, f := range archive.Files {
		if strings.HasPrefix(f.Name, "pages/site/") || strings.HasPrefix(f.Name, "pages/help/") {
			continue // like the others
		}
		damage := damages[i%len(damages)]
		after, problems := small(t, func(fsys fstest.MapFS) { fsys[f.Name] = &fstest.MapFile{Data: []byte(damage)} })
		if text := Make(before, after, problems, catalog, now).Markdown(""); !strings.Contains(text, "cannot be published yet") {
			t.Errorf("%s as %q: nothing is said", f.Name, damage)
		}
		Make(after, before, nil, catalog, now)
	}
	var many []content.Problem
	for i := range 5000 {
		many = append(many, content.Problem{File: "a.yaml", Line: i, Msg: strings.Repeat("x", 100)})
	}
	var changes []func(fstest.MapFS)
	for i := range 300 {
		changes = append(changes, with(t, en, "You need a visa.", fmt.Sprintf("You need a visa. This is sentence %d.", i)))
	}
	after, _ := small(t, changes...)
	if n := len(Make(before, after, many, catalog, now).Markdown("https://yol.example")); n > 65536 {
		t.Errorf("the comment has %d bytes", n)
	}
}
