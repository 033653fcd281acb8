package main

import (
	"cmp"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"strings"
	"time"

	"portal/content"
	"portal/internal/report"
	"portal/locales"
)

// reportCommand says in plain words what commits change for readers.
type reportCommand struct {
	Range   string `arg:"" name:"from..to" help:"The two revisions, as HEAD~3..HEAD; with three dots, as origin/main...HEAD, from where the branch parted. Without the second: the files as they are now."`
	Format  string `enum:"markdown,json" default:"markdown" help:"How to print it: markdown or json."`
	BaseURL string `help:"Public origin of the site, as https://example.org: the report links to it."`
	Dir     string `default:"./content" help:"Folder of the content."`
}

func (c reportCommand) Run(std streams) error {
	from, to, ok := strings.Cut(c.Range, "..")
	to, parted := strings.CutPrefix(to, ".")
	if !ok || from == "" {
		return errors.New("name the two revisions, as origin/main..HEAD")
	}
	if c.BaseURL != "" {
		base, err := origin(c.BaseURL, "")
		if err != nil {
			return err
		}
		c.BaseURL = base
	}
	before, err := c.tree(from)
	if parted {
		before, err = c.base(from, to)
	}
	if err != nil {
		return err
	}
	after, err := c.tree(to)
	if err != nil {
		return err
	}
	r, err := c.report(before, after)
	if err != nil {
		return err
	}
	if c.Format == "json" {
		e := json.NewEncoder(std.out)
		e.SetEscapeHTML(false)
		e.SetIndent("", "  ")
		return e.Encode(r)
	}
	_, err = fmt.Fprint(std.out, r.Markdown(c.BaseURL))
	return err
}

// tree gives the files of a revision; "" is those in the folder.
func (c reportCommand) tree(rev string) (fs.FS, error) {
	if rev == "" {
		return folder(c.Dir)
	}
	h, err := openHistory(c.Dir)
	if err != nil {
		return nil, err
	}
	fsys, _, err := h.at(rev)
	return fsys, err
}

// base gives the files of the commit at which two revisions parted.
func (c reportCommand) base(from, to string) (fs.FS, error) {
	h, err := openHistory(c.Dir)
	if err != nil {
		return nil, err
	}
	return h.base(from, cmp.Or(to, "HEAD"))
}

func (c reportCommand) report(from, to fs.FS) (report.Report, error) {
	before, _, err := read(from)
	if err != nil {
		return report.Report{}, err
	}
	after, _, problems, err := build(to, "http://localhost")
	if err != nil {
		return report.Report{}, err
	}
	now := time.Now()
	if len(problems) == 0 {
		problems = content.Vanished(before, after, now)
	}
	catalog, err := locales.Load()
	return report.Make(before, after, problems, catalog, now), err
}
