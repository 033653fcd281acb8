package publish

import (
	"fmt"
	"path/filepath"
)

// Folder gives the name in the repository of a folder of its work tree, in the
// form that Content takes it; "" is the whole work tree.
func (r *Repository) Folder(dir string) (string, error) {
	tree, err := r.git.Worktree()
	if err != nil {
		return "", fmt.Errorf("publish: the repository of %s has no work tree: %w", dir, err)
	}
	root, err := filepath.EvalSymlinks(tree.Filesystem.Root())
	if err == nil {
		dir, err = filepath.Abs(dir)
	}
	if err == nil {
		dir, err = filepath.EvalSymlinks(dir)
	}
	if err == nil {
		dir, err = filepath.Rel(root, dir)
	}
	if err != nil {
		return "", fmt.Errorf("publish: looking for the folder: %w", err)
	}
	if dir == "." {
		return "", nil
	}
	return filepath.ToSlash(dir), nil
}
