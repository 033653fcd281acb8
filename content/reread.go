package content

import (
	"io/fs"
	"maps"
	"path"
	"slices"
	"strconv"
	"time"

	"portal/locales"
)

// Reread gives a tree in which some pages and updates are as their folders in
// fsys say now, named as "pages/to-belgium/visit". Everything else is as it is
// in t, which must be free of problems and does not change. Only what was read
// is checked, and the text of a critical page may come before its translations:
// an editor sees the page at once, and [Load] tells whether it may go live and
// the rest of the tree agrees. Folders of pages or updates that t does not have
// cannot be read this way: ok is then false.
func (t *Tree) Reread(fsys fs.FS, catalog *locales.Catalog, now time.Time, folders []string) (tree *Tree, problems []Problem, ok bool) {
	next := *t
	next.Pages, next.Updates = maps.Clone(t.Pages), maps.Clone(t.Updates)
	l := newLoader(fsys, catalog)
	l.tree, l.words, l.names, l.early = &next, wrongWords(t.Words), t.numbered(), true
	for _, dir := range folders {
		if !t.has(dir) {
			return nil, nil, false
		}
		l.forget(dir)
	}
	for _, dir := range folders {
		l.folder(dir)
	}
	for _, dir := range folders {
		l.checkFolder(dir, now)
	}
	return &next, sorted(l.found.problems), true
}

// split takes the name of a folder apart.
func split(dir string) (top, group, id string) {
	group, id = path.Split(dir)
	top, group = path.Split(path.Clean(group))
	return path.Clean(top), group, id
}

// has reports whether the folder is one of a page or update.
func (t *Tree) has(dir string) bool {
	switch top, group, id := split(dir); top {
	case "pages":
		return t.Pages[id] != nil && t.Pages[id].Section == group
	case "updates":
		return t.Updates[id] != nil && strconv.Itoa(t.Updates[id].Year) == group
	}
	return false
}

func (l *loader) forget(dir string) {
	if top, _, id := split(dir); top == "pages" {
		delete(l.tree.Pages, id)
	} else {
		delete(l.tree.Updates, id)
	}
}

func (l *loader) folder(dir string) {
	if top, group, id := split(dir); top == "pages" {
		l.page(group, id, dir)
	} else {
		l.update(group, id, dir)
	}
}

func (l *loader) checkFolder(dir string, now time.Time) {
	top, _, id := split(dir)
	if top == "updates" {
		l.checkUpdate(l.tree.Updates[id])
		return
	}
	p := l.tree.Pages[id]
	l.checkPage(p)
	if s := p.Status(now); slices.Contains([]Status{Live, Withdrawn}, s) {
		l.checkMoment(p, now, true)
	}
}
