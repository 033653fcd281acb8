package main

import (
	"context"
	"fmt"
	"io/fs"
	"os"
	"time"

	"portal/content"
	"portal/internal/publish"
	"portal/internal/site"
	"portal/locales"
)

// checkCommand loads and builds a tree without serving it.
type checkCommand struct {
	Dir    string `arg:"" optional:"" default:"./content" help:"Folder of the content."`
	Format string `enum:"text,json,github" default:"text" help:"How to print what is found: text, json, or github for its annotations."`
	Since  string `placeholder:"REV" help:"Also hold the content against this revision: change notes, translations of critical pages, dates that moved alone, ids and feeds that vanished."`
}

func (c checkCommand) Run(std streams) error {
	fsys, err := folder(c.Dir)
	if err != nil {
		return err
	}
	before, err := c.before()
	if err != nil {
		return err
	}
	tree, _, problems, err := build(fsys, "http://localhost")
	if err != nil {
		return err
	}
	if before != nil {
		now := time.Now()
		if len(problems) == 0 { // what did not read has not vanished
			problems = content.Vanished(before, tree, now)
		}
		problems = append(problems, content.Since(before, tree, now)...)
	}
	f := findings{Dir: c.Dir, Problems: problems}
	if len(problems) == 0 {
		f.Good = count(tree)
	}
	f.Notes = notes(tree)
	if err := f.print(std.out, c.Format); err != nil {
		return err
	}
	if len(problems) > 0 {
		return errProblems
	}
	return nil
}

// before is the content that --since names; nil without it.
func (c checkCommand) before() (*content.Tree, error) {
	if c.Since == "" {
		return nil, nil
	}
	h, err := openHistory(c.Dir)
	if err != nil {
		return nil, err
	}
	fsys, err := h.base(c.Since, "HEAD")
	if err != nil {
		return nil, err
	}
	tree, _, err := read(fsys)
	return tree, err
}

// notes tell which translations are behind, with the line to write, and what
// drafts still lack.
func notes(tree *content.Tree) []content.Problem {
	unfinished := map[string]bool{}
	for _, p := range tree.Unfinished {
		unfinished[p.File] = true
	}
	var all []content.Problem
	for _, name := range sortedNames(tree.Stamps()) {
		if unfinished[name] {
			continue
		}
		all = append(all, content.Problem{File: name, Msg: "behind its source; once it says the same, write: " + tree.Stamps()[name]})
	}
	for _, p := range tree.Unfinished {
		p.Msg = "draft: " + p.Msg
		all = append(all, p)
	}
	return all
}

// count says how much guidance there is and how far its translations follow.
// Pages about the site itself are no guidance.
func count(tree *content.Tree) string {
	pages, missing, behind := 0, 0, 0
	for _, s := range tree.Sections {
		if s.Hidden {
			continue
		}
		for _, id := range s.Pages {
			if tree.Pages[id].Draft {
				continue
			}
			pages++
			for _, lang := range locales.All {
				switch tr := tree.Pages[id].Translation(lang); {
				case tr.Missing:
					missing++
				case !tr.Current():
					behind++
				}
			}
		}
	}
	return fmt.Sprintf("%d pages, %d languages, %d updates, %d missing, %d behind, 0 problems", pages, len(locales.All), len(tree.Updates), missing, behind)
}

// exportCommand writes the site as files.
type exportCommand struct {
	Dir     string `arg:"" help:"Folder to write to."`
	BaseURL string `default:"http://127.0.0.1:8080" help:"Public origin of the site, as https://example.org."`
	Content string `help:"Folder of the content. Default: the content in the program."`
}

func (c exportCommand) Run(std streams) error {
	base, err := origin(c.BaseURL, "")
	if err != nil {
		return err
	}
	fsys, err := source(c.Content)
	if err != nil {
		return err
	}
	_, snapshot, problems, err := build(fsys, base)
	if err != nil {
		return err
	}
	if len(problems) > 0 {
		print(problems, std.out)
		return errProblems
	}
	if err := snapshot.Export(c.Dir); err != nil {
		return err
	}
	fmt.Fprintf(std.out, "%s: %d addresses of content %s\n", c.Dir, len(snapshot.Paths()), snapshot.Version)
	return nil
}

// build makes a snapshot of a tree; there is none if it has problems.
func build(fsys fs.FS, base string) (*content.Tree, *site.Snapshot, []content.Problem, error) {
	builder, err := site.NewBuilder(base)
	if err != nil {
		return nil, nil, nil, err
	}
	now := time.Now()
	tree, problems := content.Load(fsys, builder.Catalog, now)
	if len(problems) > 0 {
		return tree, nil, problems, nil
	}
	version, err := publish.Version(fsys)
	if err != nil {
		return nil, nil, nil, err
	}
	snapshot, err := builder.Build(tree, version, now)
	if err == nil {
		err = snapshot.Finish(context.Background())
	}
	if err != nil {
		return tree, nil, []content.Problem{{Msg: err.Error()}}, nil
	}
	return tree, snapshot, nil, nil
}

// load reads a folder of content, with or without problems.
func load(dir string) (*content.Tree, []content.Problem, error) {
	fsys, err := folder(dir)
	if err != nil {
		return nil, nil, err
	}
	return read(fsys)
}

func read(fsys fs.FS) (*content.Tree, []content.Problem, error) {
	catalog, err := locales.Load()
	if err != nil {
		return nil, nil, err
	}
	tree, problems := content.Load(fsys, catalog, time.Now())
	return tree, problems, nil
}

// folder opens a folder of content.
func folder(dir string) (fs.FS, error) {
	info, err := os.Stat(dir)
	switch {
	case err != nil:
		return nil, fmt.Errorf("the folder %s cannot be read", dir)
	case !info.IsDir():
		return nil, fmt.Errorf("%s is not a folder", dir)
	}
	return os.DirFS(dir), nil
}
