package main

import (
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"time"

	"portal/content"
	"portal/internal/publish"
	"portal/internal/site"
	"portal/locales"
)

// checkCommand loads and builds a tree without serving it.
type checkCommand struct {
	Dir string `arg:"" optional:"" default:"./content" help:"Folder of the content."`
}

func (c checkCommand) Run(std streams) error {
	fsys, err := folder(c.Dir)
	if err != nil {
		return err
	}
	tree, _, err := build(fsys, "http://localhost", std.out)
	if err != nil {
		return err
	}
	for _, name := range sortedNames(tree.Stamps()) {
		fmt.Fprintf(std.out, "%s: note: behind its source; once it says the same, write: %s\n", name, tree.Stamps()[name])
	}
	fmt.Fprintf(std.out, "%s: good: %s\n", c.Dir, count(tree))
	return nil
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
	_, snapshot, err := build(fsys, base, std.out)
	if err != nil {
		return err
	}
	if err := snapshot.Export(c.Dir); err != nil {
		return err
	}
	fmt.Fprintf(std.out, "%s: %d addresses of content %s\n", c.Dir, len(snapshot.Paths()), snapshot.Version)
	return nil
}

// build makes a snapshot of a tree, or prints the tree's problems.
func build(fsys fs.FS, base string, out io.Writer) (*content.Tree, *site.Snapshot, error) {
	builder, err := site.NewBuilder(base)
	if err != nil {
		return nil, nil, err
	}
	now := time.Now()
	tree, problems := content.Load(fsys, builder.Catalog, now)
	if len(problems) > 0 {
		print(problems, out)
		return nil, nil, errProblems
	}
	version, err := publish.Version(fsys)
	if err != nil {
		return nil, nil, err
	}
	snapshot, err := builder.Build(tree, version, now)
	if err == nil {
		err = snapshot.Finish()
	}
	if err != nil {
		fmt.Fprintln(out, err)
		return nil, nil, errProblems
	}
	return tree, snapshot, nil
}

func print(problems []content.Problem, out io.Writer) {
	for _, p := range problems {
		fmt.Fprintln(out, p)
	}
	fmt.Fprintf(out, "%d problems: nothing is published\n", len(problems))
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

// translationsCommand keeps translations and their sources together.
type translationsCommand struct {
	Stamp stampCommand `cmd:"" help:"Write into every translation that it follows its source as it stands now."`
}

type stampCommand struct {
	Dir string `arg:"" optional:"" default:"./content" help:"Folder of the content."`
}

func (c stampCommand) Run(std streams) error {
	fsys, err := folder(c.Dir)
	if err != nil {
		return err
	}
	catalog, err := locales.Load()
	if err != nil {
		return err
	}
	tree, _ := content.Load(fsys, catalog, time.Now())
	stamps := tree.Stamps()
	for name, line := range stamps {
		if err := stamp(filepath.Join(c.Dir, filepath.FromSlash(name)), line); err != nil {
			return err
		}
	}
	fmt.Fprintf(std.out, "%s: %d translations stamped\n", c.Dir, len(stamps))
	return nil
}

func stamp(name, line string) error {
	src, err := os.ReadFile(name)
	if err != nil {
		return err
	}
	text, err := content.Stamp(string(src), line)
	if err != nil {
		return fmt.Errorf("%s: %w", name, err)
	}
	return os.WriteFile(name, []byte(text), 0o644)
}
