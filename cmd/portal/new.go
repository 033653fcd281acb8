package main

import (
	"bytes"
	"embed"
	"fmt"
	"maps"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"text/template"
	"time"

	"portal/content"
	"portal/locales"
)

// newCommand begins pages and updates: every file, the fields that are needed,
// and hints where to write what. What it writes is a draft.
type newCommand struct {
	Page   newPageCommand   `cmd:"" help:"Begin a page: its files in all languages, and its place in sections.yaml."`
	Update newUpdateCommand `cmd:"" help:"Begin a change in the law: its files in all languages."`
}

type newPageCommand struct {
	Page string `arg:"" name:"section/id" help:"Where it belongs and its permanent id, as to-belgium/au-pair."`
	Kind string `enum:"guide,risk,help" default:"guide" help:"Kind of page: guide, risk or help."`
	Dir  string `default:"./content" help:"Folder of the content."`
}

type newUpdateCommand struct {
	ID        string `arg:"" name:"id" help:"Its permanent id, as be-2026-fees."`
	Published string `placeholder:"DATE" help:"Day on which the act was published, as 2026-01-31. Default: it is news now."`
	Dir       string `default:"./content" help:"Folder of the content."`
}

//go:embed fresh
var freshFiles embed.FS

// {{ and }} stand in what is written, so that only what is filled in is code.
var fresh = template.Must(template.ParseFS(freshFiles, "fresh/*"))

// heading is a heading with a meaning and what to write under it.
type heading struct{ ID, Text, Hint string }

var (
	pageHints = []heading{
		{ID: "who", Hint: "who can use this, and who cannot."},
		{ID: "steps", Hint: "**Short title.** What to do, in up to three sentences."},
		{ID: "papers", Hint: "the papers, and where the reader gets each."},
		{ID: "cost", Hint: "what it costs and how long it takes, with facts."},
		{ID: "problems", Hint: "what to do after a refusal or a delay."},
		{ID: "legal-ways", Hint: "a link to each page that shows a legal way."},
		{ID: "ask", Hint: "the contacts, each in a line of its own."},
	}
	updateHints = []heading{
		{ID: "who", Hint: "who is affected, and who is not."},
		{ID: "now", Hint: "what the reader does now."},
		{ID: "before", Hint: "the rule before this change."},
	}
)

// draft is what the files of a new page or update are written from.
type draft struct {
	dir    string // of the content
	tree   *content.Tree
	folder string            // of the page or update, in dir
	files  map[string][]byte // by name in folder
}

func (c newPageCommand) Run(std streams) error {
	section, id, _ := strings.Cut(c.Page, "/")
	d, err := newDraft(c.Dir)
	if err != nil {
		return err
	}
	switch {
	case !content.IsName(section) || !content.IsName(id):
		return fmt.Errorf("%q is no page: write section/id, in small letters, digits and “-”", c.Page)
	case !slices.ContainsFunc(d.tree.Sections, func(s *content.Section) bool { return s.Key == section }):
		return fmt.Errorf("there is no section %q: sections.yaml has %s", section, strings.Join(sectionKeys(d.tree), ", "))
	case d.tree.Pages[id] != nil:
		return fmt.Errorf("the page %q is there already: pages/%s/%s", id, d.tree.Pages[id].Section, id)
	}
	now := time.Now().In(d.zone())
	d.folder = path.Join("pages", section, id)
	err = d.write("page", id, headingsOf(c.Kind), map[string]any{
		"Code": d.tree.FreeCode(section), "Kind": c.Kind, "Topics": d.topics(),
		"Day": now.Format(time.DateOnly), "ReviewBy": now.AddDate(0, 6, 0).Format(time.DateOnly),
		"At": d.tree.FreeMoment(now).Format(time.RFC3339),
	})
	if err != nil {
		return err
	}
	if err := d.save(std); err != nil {
		return err
	}
	return d.addToMenu(section, id)
}

func (c newUpdateCommand) Run(std streams) error {
	d, err := newDraft(c.Dir)
	if err != nil {
		return err
	}
	known := d.tree.Updates[c.ID]
	if known == nil {
		known = d.tree.Drafts[c.ID]
	}
	switch {
	case !content.IsName(c.ID):
		return fmt.Errorf("%q is no id: write small letters, digits and “-”", c.ID)
	case known != nil:
		return fmt.Errorf("the update %q is there already: updates/%d/%s", c.ID, known.Year, c.ID)
	}
	at := time.Now().In(d.zone())
	if c.Published != "" { // news of another day stands at its noon
		day, err := time.ParseInLocation(time.DateOnly, c.Published, d.zone())
		if err != nil {
			return fmt.Errorf("--published %q is no day: write it as 2026-01-31", c.Published)
		}
		at = day.Add(12 * time.Hour)
	}
	at = d.tree.FreeMoment(at)
	d.folder = path.Join("updates", strconv.Itoa(at.Year()), c.ID)
	err = d.write("update", c.ID, updateHints, map[string]any{
		"Topics": d.topics(), "Day": at.Format(time.DateOnly), "At": at.Format(time.RFC3339),
	})
	if err != nil {
		return err
	}
	return d.save(std)
}

func newDraft(dir string) (*draft, error) {
	tree, _, err := load(dir)
	return &draft{files: map[string][]byte{}, tree: tree, dir: dir}, err
}

// headingsOf are those of a kind of page: only risk pages need the legal ways.
func headingsOf(kind string) []heading {
	if kind == "risk" {
		return pageHints
	}
	return slices.DeleteFunc(slices.Clone(pageHints), func(h heading) bool { return h.ID == "legal-ways" })
}

// zone is the one in which the entries of the site are dated.
func (d *draft) zone() *time.Location {
	if zone := d.tree.Zone("be"); zone != nil {
		return zone
	}
	return time.UTC
}

func (d *draft) topics() string {
	var keys []string
	for _, t := range d.tree.Topics {
		keys = append(keys, t.Key)
	}
	return strings.Join(keys, ", ")
}

func sectionKeys(tree *content.Tree) []string {
	var keys []string
	for _, s := range tree.Sections {
		keys = append(keys, s.Key)
	}
	return keys
}

// write makes the files of a page or update in all languages.
func (d *draft) write(what, id string, hints []heading, values map[string]any) error {
	if err := d.fill(what+".yaml", what+".yaml", values); err != nil {
		return err
	}
	catalog, err := locales.Load()
	if err != nil {
		return err
	}
	prefix := map[string]string{"page": "heading.", "update": "upd."}[what]
	for _, lang := range locales.All {
		headings := slices.Clone(hints)
		for i := range headings {
			if headings[i].Text, err = catalog.Printer(lang).T(prefix + headings[i].ID); err != nil {
				return err
			}
		}
		text := map[string]any{"Headings": headings, "Source": lang == locales.EN, "From": locales.EN, "Slug": ""}
		if lang == locales.EN {
			text["Slug"] = id
		}
		if err := d.fill(string(lang)+".md", what+".md", text); err != nil {
			return err
		}
	}
	return nil
}

func (d *draft) fill(name, from string, values map[string]any) error {
	var buf bytes.Buffer
	if err := fresh.ExecuteTemplate(&buf, from, values); err != nil {
		return fmt.Errorf("writing %s: %w", name, err)
	}
	d.files[name] = buf.Bytes()
	return nil
}

// addToMenu puts a page at the end of its section.
func (d *draft) addToMenu(section, id string) error {
	name := filepath.Join(d.dir, "sections.yaml")
	src, err := os.ReadFile(name)
	if err != nil {
		return err
	}
	text, err := content.AddPage(string(src), section, id)
	if err != nil {
		return err
	}
	return os.WriteFile(name, []byte(text), 0o644)
}

// save puts the files on disk, in a folder that was not there, and tells what
// comes next.
func (d *draft) save(std streams) error {
	folder := filepath.Join(d.dir, filepath.FromSlash(d.folder))
	if err := os.MkdirAll(filepath.Dir(folder), 0o755); err != nil {
		return err
	}
	if err := os.Mkdir(folder, 0o755); err != nil {
		return fmt.Errorf("%s is there already: nothing is written over it", folder)
	}
	for _, name := range slices.Sorted(maps.Keys(d.files)) {
		file := filepath.Join(folder, name)
		if err := os.WriteFile(file, d.files[name], 0o644); err != nil {
			return err
		}
		fmt.Fprintln(std.out, filepath.ToSlash(file))
	}
	_, err := fmt.Fprintln(std.out, "It is a draft: fill in what “portal check” names, then take the line “draft: true” out.")
	return err
}
