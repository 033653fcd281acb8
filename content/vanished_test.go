package content

import (
	"maps"
	"strings"
	"testing"
	"testing/fstest"
	"time"
)

// TestVanished: what readers keep must not go, and an editor is told where it
// stood and what to do.
func TestVanished(t *testing.T) {
	const visit, be1 = "pages/to-belgium/visit/page.yaml", "updates/2026/be-1/update.yaml"
	now := time.Date(2026, 11, 23, 0, 0, 0, 0, time.UTC)
	remove := func(prefix string) func(fstest.MapFS) {
		return func(fsys fstest.MapFS) {
			maps.DeleteFunc(fsys, func(name string, _ *fstest.MapFile) bool { return strings.HasPrefix(name, prefix) })
		}
	}
	edit := func(name, old, new string) func(fstest.MapFS) {
		return func(fsys fstest.MapFS) { replace(t, fsys, name, old, new) }
	}
	for _, tt := range []struct {
		what string
		do   func(fstest.MapFS)
		at   time.Time
		want []string // beginnings of the problems
	}{
		{"nothing", func(fstest.MapFS) {}, now, nil},
		{"a page", remove("pages/to-belgium/visit/"), now, []string{visit + ":1: the page “visit” is gone"}},
		{"a page made a draft", edit(visit, "code: 101", "code: 101\ndraft: true"), now, []string{visit + ":1: the page “visit” is gone"}},
		{"a page put off", edit(visit, "code: 101", "code: 101\npublish_at: 2027-01-01T00:00:00+01:00"), now, []string{visit + ":1: the page “visit” is gone"}},
		{"a page with a fate", edit(visit, "code: 101", "code: 101\nfate: {kind: gone, reason: {az: a, nl: a, fr: a, en: a}}"), now, nil},
		{"an update", remove("updates/2026/be-1/"), now, []string{be1 + ":1: the update “be-1” is gone"}},
		{"an update no reader has seen", remove("updates/2026/be-1/"), now.AddDate(-1, 0, 0), nil},
		{"a note no reader has seen", edit(visit, "id: published", "id: first"), now.AddDate(0, 0, -2), nil},
		{"a change note", edit(visit, "id: published", "id: first"), now, []string{visit + ":11: the change “published”"}},
		{"a note in one language", edit(visit, "fr: Nouvelle page., ", ""), now, []string{visit + ":11: the change “published”"}},
		{"a code", edit(visit, "code: 101", "code: 102"), now, []string{visit + ":1: the code 101"}},
		{"a topic", edit("topics.yaml", "key: fees", "key: costs"), now, []string{"topics.yaml:1: the topic “fees”"}},
		{"a law of the only entry", edit(visit, "jurisdictions: [eu]", "jurisdictions: [az]"), now, []string{visit + ":5: nothing is left of the topic “fees” under the law “eu”"}},
		{"the tag", edit("site.yaml", "year: 2026", "year: 2027"), now, []string{"site.yaml:3: the “tag” names"}},
		{"a slug", edit("pages/to-belgium/visit/en.md", "slug: short-visit", "slug: a-visit"), now, nil},
	} {
		before, after := small(t), small(t)
		tt.do(after)
		for kind, read := range map[string]func(fstest.MapFS) *Tree{
			"tree":    func(fsys fstest.MapFS) *Tree { return load(t, fsys) },
			"outline": func(fsys fstest.MapFS) *Tree { return Outline(fsys) },
		} {
			old := read(before)
			tree := Outline(after)
			got := Vanished(old, tree, tt.at)
			if len(got) != len(tt.want) {
				t.Errorf("%s (%s): got %v, want %d problems", tt.what, kind, got, len(tt.want))
				continue
			}
			for i, p := range got {
				if !strings.HasPrefix(p.String(), tt.want[i]) {
					t.Errorf("%s (%s): got %s, want %s", tt.what, kind, p, tt.want[i])
				}
			}
		}
	}
}

// TestOutlineFiles: an outline needs no other file than those it names.
func TestOutlineFiles(t *testing.T) {
	whole := small(t)
	part := maps.Clone(whole)
	maps.DeleteFunc(part, func(name string, _ *fstest.MapFile) bool { return !InOutline(name) })
	if len(part) == len(whole) {
		t.Fatal("every file is in the outline")
	}
	at := time.Date(2026, 11, 23, 0, 0, 0, 0, time.UTC)
	if lost := Vanished(load(t, whole), Outline(part), at); len(lost) > 0 {
		t.Errorf("the outline lacks %v", lost)
	}
}
