package publish

import (
	"errors"
	"time"

	"portal/content"
	"portal/internal/site"
)

// lookback is how many ancestors a commit is held against, and reach how many
// commits may wait before the newest publishable one.
const (
	lookback = 50
	reach    = 200
)

// verdict is what was found about a commit.
type verdict struct {
	publishable bool
	problems    []content.Problem
	version     string
}

// walk looks for the newest publishable commit of a branch.
//
// A commit is publishable when somebody who may has signed it, its content
// checks and builds, and nothing permanent vanished against its nearest
// publishable ancestor. Content equal to that of a publishable ancestor is a
// rollback and may let things vanish. Ancestors are the last 50 by first
// parents: what a commit merges is vouched for by the merge. Nothing else
// counts, not even what is live, so that every replica finds the same commit.
type walk struct {
	repo    *Repository
	folder  string
	signers *Signers // nil: everybody may publish
	builder *site.Builder
	now     time.Time

	commits  []Commit       // of the branch, newest first
	verdicts map[ID]verdict // known already; the walk adds to it
}

// newest gives the newest publishable commit, built unless it is the commit
// live or has the same content; what is newer waits.
func (w *walk) newest(live ID) (Found, error) {
	var f Found
	for i := range w.commits[:min(reach, len(w.commits))] {
		at, err := w.candidate(i, live)
		if err != nil {
			return Found{}, err
		}
		if i == 0 {
			f.Tried, f.Version, f.Problems = &w.commits[0], at.Version, at.Problems
		}
		if len(at.Problems) == 0 {
			f.Commit, f.Tree, f.Files, f.Snapshot, f.Took, f.From = &w.commits[i], at.Tree, at.Files, at.Snapshot, at.Took, "git"
			return f, nil
		}
		first := w.commits[i]
		f.Waiting = &Waiting{Since: first.At, Commits: i + 1, Head: w.commits[0], Blocks: first}
		if first.At.After(w.now) {
			f.Waiting.Since = w.now
		}
	}
	return f, nil
}

// candidate judges a commit that may go live, and builds it if it must be.
func (w *walk) candidate(i int, live ID) (Found, error) {
	c := &w.commits[i]
	v, known := w.verdicts[c.ID]
	if known && !v.publishable {
		return Found{Problems: v.problems, Version: v.version}, nil
	}
	if known && c.ID == live {
		return Found{Version: v.version}, nil
	}
	same, err := w.untouched(i, live)
	if err != nil {
		return Found{}, err
	}
	if same {
		w.verdicts[c.ID] = w.verdicts[live]
		return Found{Version: w.verdicts[live].version}, nil
	}
	f, err := w.judge(i)
	if err == nil {
		w.verdicts[c.ID] = verdict{len(f.Problems) == 0, f.Problems, f.Version}
	}
	return f, err
}

// untouched reports whether a commit that its author may publish leaves the
// content as it was in the commit live.
func (w *walk) untouched(i int, live ID) (bool, error) {
	if !w.verdicts[live].publishable || len(w.signed(i)) > 0 {
		return false, nil
	}
	for _, k := range w.before(i) {
		if w.commits[k].ID == live {
			return w.equal(i, k)
		}
	}
	return false, nil
}

// equal reports whether two commits have the same content.
func (w *walk) equal(i, k int) (bool, error) {
	one, err := w.repo.Tree(w.commits[i].ID, w.folder)
	if err != nil {
		return false, notProblems(err)
	}
	other, err := w.repo.Tree(w.commits[k].ID, w.folder)
	return one == other, notProblems(err)
}

// notProblems leaves out what an author has to mend.
func notProblems(err error) error {
	if errors.As(err, new(Problems)) {
		return nil
	}
	return err
}

// judge holds one commit against the rule.
func (w *walk) judge(i int) (Found, error) {
	if problems := w.signed(i); len(problems) > 0 {
		return Found{Problems: problems}, nil
	}
	files, err := w.repo.Content(w.commits[i].ID, w.folder)
	var problems Problems
	if errors.As(err, &problems) {
		return Found{Problems: problems}, nil
	}
	if err != nil {
		return Found{}, err
	}
	// What vanished is looked up first, because the whole tree is large, but
	// counts last: what does not read seems to have vanished.
	lost, err := w.vanished(i, content.Outline(files))
	if err != nil {
		return Found{}, err
	}
	f, err := load(w.builder, files, w.now)
	if err != nil || len(f.Problems) > 0 {
		return f, err
	}
	if f.Problems = lost; len(lost) == 0 {
		f.build(w.builder, w.now)
	}
	return f, nil
}

// signed reports what is wrong with the signature of a commit.
func (w *walk) signed(i int) []content.Problem {
	c := &w.commits[i]
	if w.signers == nil {
		return nil
	}
	signer, err := w.repo.signer(*c, w.signers)
	if err != nil {
		return []content.Problem{{File: "commit " + c.String(), Msg: err.Error()}}
	}
	c.Signer = signer
	return nil
}

// vanished reports what permanent a commit takes away.
func (w *walk) vanished(i int, tree *content.Tree) ([]content.Problem, error) {
	before := w.before(i)
	lost, err := w.lost(before, i, tree)
	if err != nil || len(lost) == 0 {
		return nil, err
	}
	back, err := w.rollback(before, i)
	if err != nil || back {
		return nil, err
	}
	return lost, nil
}

// before are the places of the ancestors that a commit is held against.
func (w *walk) before(i int) []int {
	var all []int
	for k := i + 1; k < len(w.commits) && k <= i+lookback; k++ {
		all = append(all, k)
	}
	return all
}

// lost compares a commit with its nearest publishable ancestor.
func (w *walk) lost(before []int, i int, tree *content.Tree) ([]content.Problem, error) {
	for n, k := range before {
		if v, known := w.verdicts[w.commits[k].ID]; known {
			if v.publishable {
				return w.compare(k, i, tree)
			}
			continue
		}
		// What keeps everything that any ancestor has, keeps what the
		// publishable one has: no need to build them to know which that is.
		keeps, err := w.keeps(before[n:], i, tree)
		if err != nil || keeps {
			return nil, err
		}
		publishable, err := w.publishable(k)
		if err != nil {
			return nil, err
		}
		if publishable {
			return w.compare(k, i, tree)
		}
	}
	return nil, nil
}

func (w *walk) keeps(before []int, i int, tree *content.Tree) (bool, error) {
	for _, k := range before {
		if lost, err := w.compare(k, i, tree); err != nil || len(lost) > 0 {
			return false, err
		}
	}
	return true, nil
}

// compare reports what commit i lacks of commit k. The moment that counts is
// that of the commit, not now: it is the same for every replica.
func (w *walk) compare(k, i int, tree *content.Tree) ([]content.Problem, error) {
	files, err := w.repo.files(w.commits[k].ID, w.folder, content.InOutline)
	if errors.As(err, new(Problems)) {
		return nil, nil // no content, nothing to lose
	}
	if err != nil {
		return nil, err
	}
	return content.Vanished(content.Outline(files), tree, w.commits[i].At), nil
}

// rollback reports whether a commit has the content of a publishable ancestor.
func (w *walk) rollback(before []int, i int) (bool, error) {
	for _, k := range before {
		equal, err := w.equal(i, k)
		if err != nil {
			return false, err
		}
		if !equal {
			continue
		}
		if publishable, err := w.publishable(k); err != nil || publishable {
			return publishable, err
		}
	}
	return false, nil
}

// publishable judges an ancestor. What it was built to is thrown away.
func (w *walk) publishable(k int) (bool, error) {
	id := w.commits[k].ID
	if v, known := w.verdicts[id]; known {
		return v.publishable, nil
	}
	f, err := w.judge(k)
	if err != nil {
		return false, err
	}
	if f.Snapshot != nil {
		f.Snapshot.Discard()
	}
	w.verdicts[id] = verdict{len(f.Problems) == 0, f.Problems, f.Version}
	return len(f.Problems) == 0, nil
}
