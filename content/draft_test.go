package content

import (
	"slices"
	"strings"
	"testing"
	"testing/fstest"
)

// A draft is committed before it is finished: its mistakes are told to its
// author, and everybody else goes on publishing.
func TestDraftStopsNobody(t *testing.T) {
	fsys := small(t)
	fsys["pages/to-belgium/soon/page.yaml"] = &fstest.MapFile{Data: []byte("draft: true\ncode: 101\nknid: guide\n")}
	fsys["pages/to-belgium/soon/en.md"] = &fstest.MapFile{Data: []byte("---\ntitle:\n---\nTODO: the answer.\n\n{{fact nothing}}\n")}
	fsys["updates/2026/be-2/update.yaml"] = &fstest.MapFile{Data: []byte("draft: true\nannounced_at: 2026-01-15T12:00:01+01:00\n")}
	replace(t, fsys, "sections.yaml", "[visit]", "[visit, soon]")
	tree, problems := Load(fsys, catalog, now)
	for _, p := range problems {
		t.Error(p)
	}
	if tree.Pages["soon"].Status(now) != Hidden || tree.Updates["be-2"] != nil || tree.Drafts["be-2"] == nil {
		t.Error("the drafts can be seen")
	}
	var all []string
	for _, p := range tree.Unfinished {
		all = append(all, p.String())
	}
	for _, want := range []string{
		"pages/to-belgium/soon/page.yaml:3: unknown field “knid”",
		"pages/to-belgium/soon/en.md:2: “title” is empty",
		"pages/to-belgium/soon/en.md:4: still to be written: the answer.",
		"pages/to-belgium/soon/en.md:6: there is no fact “nothing”",
		"updates/2026/be-2/update.yaml:1: the field “act_kind” is missing",
	} {
		if !slices.ContainsFunc(all, func(p string) bool { return strings.HasPrefix(p, want) }) {
			t.Errorf("no %q in\n%s", want, strings.Join(all, "\n"))
		}
	}
}

// What readers see may not lean on a draft, and of two that collide the draft
// is the one to change.
func TestDraftIsNotForReaders(t *testing.T) {
	fsys := small(t)
	for name, f := range fsys {
		if rest, ok := strings.CutPrefix(name, "updates/2026/be-1/"); ok {
			fsys["updates/2026/a-draft/"+rest] = &fstest.MapFile{Data: slices.Clone(f.Data)}
		}
	}
	replace(t, fsys, "updates/2026/a-draft/update.yaml", "stage:", "draft: true\nstage:")
	line := replace(t, fsys, "pages/to-belgium/visit/en.md", "(update:be-1)", "(update:a-draft)")
	tree, problems := Load(fsys, catalog, now)
	if len(problems) != 1 || problems[0].Line != line {
		t.Errorf("got %v, want one problem on line %d", problems, line)
	}
	if len(tree.Unfinished) == 0 || !strings.Contains(tree.Unfinished[0].File, "a-draft") {
		t.Errorf("got %v, want the draft to be named", tree.Unfinished)
	}
}

// No reader has seen a draft: it may go.
func TestDraftMayVanish(t *testing.T) {
	before, after := small(t), small(t)
	before["updates/2026/be-2/update.yaml"] = &fstest.MapFile{Data: []byte("draft: true\nannounced_at: 2026-01-15T12:00:01+01:00\n")}
	before["pages/to-belgium/soon/page.yaml"] = &fstest.MapFile{Data: []byte("draft: true\ncode: 102\n")}
	tree, _ := Load(before, catalog, now)
	for what, old := range map[string]*Tree{"tree": tree, "outline": Outline(before)} {
		if lost := Vanished(old, Outline(after), now); len(lost) > 0 {
			t.Errorf("%s: %v", what, lost)
		}
	}
}
