package content

import (
	"cmp"
	"path"
	"slices"
)

// A draft may be committed before it is finished: what it still lacks is told
// to its author and keeps nobody else from publishing. Readers see no draft.

// setAside takes draft updates out of the tree, so that nothing leads to them.
// Draft pages stay: their status hides them, and a preview shows them.
func (l *loader) setAside() {
	for id, u := range l.tree.Updates {
		if u.Draft {
			l.tree.Drafts[id] = u
			delete(l.tree.Updates, id)
		}
	}
}

// divide parts the problems of what readers see from those of drafts.
func (l *loader) divide() []Problem {
	drafts := map[string]bool{}
	for _, p := range l.tree.Pages {
		drafts[path.Dir(p.file.name)] = p.Draft
	}
	for _, u := range l.tree.Drafts {
		drafts[path.Dir(u.file.name)] = true
	}
	var problems []Problem
	for _, p := range sorted(l.found.problems) {
		if drafts[path.Dir(p.File)] {
			l.tree.Unfinished = append(l.tree.Unfinished, p)
		} else {
			problems = append(problems, p)
		}
	}
	return problems
}

// draftsLast are the pages in order of their ids, drafts at the end: of two
// that collide, the draft is the one to change.
func (t *Tree) draftsLast() []*Page {
	var all []*Page
	for _, id := range sortedKeys(t.Pages) {
		all = append(all, t.Pages[id])
	}
	slices.SortStableFunc(all, func(p, q *Page) int { return cmp.Compare(rank(p.Draft), rank(q.Draft)) })
	return all
}

func rank(draft bool) int {
	if draft {
		return 1
	}
	return 0
}

// everyUpdate are the updates in order of their ids, drafts at the end.
func (t *Tree) everyUpdate() []*Update {
	var all []*Update
	for _, some := range []map[string]*Update{t.Updates, t.Drafts} {
		for _, id := range sortedKeys(some) {
			all = append(all, some[id])
		}
	}
	return all
}
