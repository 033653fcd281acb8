package main

import (
	"fmt"
	"os"

	"portal/internal/site"
)

// proofCommand writes pages to be read before they are published.
type proofCommand struct {
	Dir     string `arg:"" help:"Folder to write to; it is made, or must be empty."`
	Since   string `placeholder:"REV" help:"Only the pages that read otherwise than at this revision."`
	BaseURL string `help:"Public origin of the site, as https://example.org: links to other pages lead there. Default: http://127.0.0.1:8080."`
	Content string `default:"./content" help:"Folder of the content."`
}

func (c proofCommand) Run(std streams) error {
	base, err := origin(c.BaseURL, "127.0.0.1:8080")
	if err != nil {
		return err
	}
	if old, _ := os.ReadDir(c.Dir); len(old) > 0 {
		return fmt.Errorf("the folder %s is not empty", c.Dir) // old proofs would look like new ones
	}
	fsys, err := folder(c.Content)
	if err != nil {
		return err
	}
	before, err := c.before(base)
	if err != nil {
		return err
	}
	tree, snapshot, problems, err := build(fsys, base)
	if err != nil {
		return err
	}
	if len(problems) > 0 {
		print(problems, std.out)
		return errProblems
	}
	proofs := site.Edition{Tree: tree, Snapshot: snapshot}.Proofs(before)
	if err := snapshot.WriteProofs(c.Dir, proofs); err != nil {
		return err
	}
	fmt.Fprintf(std.out, "%s: proofs of %d pages and updates: open index.html\n", c.Dir, len(proofs))
	return nil
}

// before is the site that --since names; nil without it, and where the content
// of then does not check: nothing is known of what its readers saw.
func (c proofCommand) before(base string) (*site.Edition, error) {
	if c.Since == "" {
		return nil, nil
	}
	h, err := openHistory(c.Content)
	if err != nil {
		return nil, err
	}
	fsys, err := h.base(c.Since, "HEAD")
	if err != nil {
		return nil, err
	}
	tree, snapshot, _, err := build(fsys, base)
	if err != nil || snapshot == nil {
		return nil, err
	}
	return &site.Edition{Tree: tree, Snapshot: snapshot}, nil
}
