package main

import (
	"fmt"
	"io/fs"

	"portal/content"
	"portal/internal/publish"
)

// history is what git knows of a folder of content.
type history struct {
	*publish.Repository
	folder string // in the repository
}

func openHistory(dir string) (*history, error) {
	repository, err := publish.OpenRepository(dir)
	if err != nil {
		return nil, fmt.Errorf("%s lies in no git repository", dir)
	}
	folder, err := repository.Folder(dir)
	return &history{repository, folder}, err
}

// at gives the content at a revision.
func (h *history) at(rev string) (fs.FS, publish.Commit, error) {
	commit, err := h.commit(rev)
	if err != nil {
		return nil, commit, err
	}
	fsys, err := h.Content(commit.ID, h.folder)
	if err != nil {
		return nil, commit, fmt.Errorf("the commit %s has no folder %s", commit.ID.Short(), h.folder)
	}
	return fsys, commit, nil
}

func (h *history) commit(rev string) (publish.Commit, error) {
	commit, err := h.Resolve(rev)
	switch {
	case err != nil && h.Shallow():
		return commit, fmt.Errorf("the repository has no revision %q, but it is a shallow clone: git fetch --unshallow brings the rest", rev)
	case err != nil:
		return commit, fmt.Errorf("the repository has no revision %q", rev)
	}
	return commit, nil
}

// base gives the content from which rev and a branch parted: what was done on
// rev since is no change of the branch.
func (h *history) base(rev, branch string) (fs.FS, error) {
	head, err := h.commit(branch)
	if err != nil {
		return nil, err
	}
	commit, err := h.commit(rev)
	if err != nil {
		return nil, err
	}
	if base, common, err := h.Base(head.ID, commit.ID); err == nil && common {
		commit = base
	}
	fsys, _, err := h.at(string(commit.ID))
	return fsys, err
}

// text reads one text at a commit, wherever its page lay.
func (h *history) text(id publish.ID, s subject, name string) (*content.Text, bool) {
	if fsys, err := h.Content(id, h.join(s.dir)); err == nil {
		return content.ReadText(fsys, name)
	}
	fsys, err := h.Content(id, h.join("pages"))
	if err != nil {
		return nil, false
	}
	found, _ := fs.Glob(fsys, "*/"+s.id+"/"+name)
	if len(found) == 0 {
		return nil, false
	}
	return content.ReadText(fsys, found[0])
}

// tree names the files among which text looks.
func (h *history) tree(id publish.ID, s subject) publish.ID {
	tree, err := h.Tree(id, h.join(s.dir))
	if err != nil {
		tree, _ = h.Tree(id, h.join("pages"))
	}
	return tree
}

func (h *history) join(name string) string {
	if h.folder == "" {
		return name
	}
	return h.folder + "/" + name
}
