// Package report says in plain words what a publication changes: for people
// who read a pull request or look at the status, and for programs.
package report

import (
	"path"
	"slices"
	"time"

	"portal/content"
	"portal/locales"
)

// Report is what one version of the content changes of another. Its lists are
// in the order of folders and languages, so that the same change gives the same
// report.
type Report struct {
	Problems  []content.Problem `json:"problems"`  // what keeps it from being published
	Omissions []content.Problem `json:"omissions"` // what its authors left out, see [content.Since]
	Pages     []Page            `json:"pages"`     // pages and updates that change
	Stale     []Stale           `json:"stale"`
	Entries   []Entry           `json:"entries"` // what subscribers will get
	Values    []Value           `json:"values"`
	Expiring  []Expiring        `json:"expiring"`
}

// Page is a page or an update that changes.
type Page struct {
	ID      string   `json:"id"`
	Kind    string   `json:"kind"` // page | update
	Folder  string   `json:"folder"`
	Title   string   `json:"title"`
	What    string   `json:"what"`             // new | changed | draft | hidden | withdrawn | moved | gone | deleted
	Fields  []string `json:"fields,omitempty"` // of its YAML file
	Texts   []Text   `json:"texts,omitempty"`
	Missing []string `json:"missing,omitempty"` // contacts or sources it ought to have
}

// Text is one language of a page that changes.
type Text struct {
	Lang    locales.Lang `json:"lang"`
	File    string       `json:"file"`
	Address string       `json:"address,omitempty"` // path of the site
	New     bool         `json:"new,omitempty"`
	Fields  []string     `json:"fields,omitempty"` // of its front matter, title and summary apart
	Parts   []Part       `json:"parts,omitempty"`

	Average       float64           `json:"average_sentence"` // words
	MostAverage   int               `json:"average_sentence_limit"`
	Longest       content.Paragraph `json:"longest_paragraph"`
	MostParagraph int               `json:"longest_paragraph_limit"`
}

// Part is a part of a text that changes, with the sentences that go and come.
type Part struct {
	ID      string   `json:"id"`
	Name    string   `json:"name"`
	Line    int      `json:"line,omitempty"`
	Address string   `json:"address,omitempty"`
	Was     []string `json:"was,omitempty"`
	Now     []string `json:"now,omitempty"`
}

// Stale is a translation that does not follow a change of its source.
type Stale struct {
	ID      string       `json:"id"`
	Lang    locales.Lang `json:"lang"`
	File    string       `json:"file"`
	Missing bool         `json:"missing,omitempty"` // there is no text in the language
	Parts   []Part       `json:"parts,omitempty"`   // of the source
}

// Make compares two trees as of now. problems are those of after; with them a
// report is as good as what could be read.
func Make(before, after *content.Tree, problems []content.Problem, catalog *locales.Catalog, now time.Time) Report {
	m := maker{before: before, after: after, english: catalog.Printer(locales.EN), now: now}
	r := Report{Pages: []Page{}, Stale: []Stale{}}
	r.Problems = append([]content.Problem{}, problems...)
	r.Omissions = append([]content.Problem{}, content.Since(before, after, now)...)
	old, all := subjects(before, now), subjects(after, now)
	for _, folder := range sortedKeys(old, all) {
		was, is := old[folder], all[folder]
		if p := m.page(was, is); p.What != "" {
			r.Pages = append(r.Pages, p)
		}
		if is != nil && !is.hidden() {
			r.Stale = append(r.Stale, stale(was, is)...)
		}
	}
	r.Entries = append([]Entry{}, m.entries()...)
	r.Values = append([]Value{}, m.values()...)
	r.Expiring = append([]Expiring{}, m.expiring()...)
	return r
}

type maker struct {
	before, after *content.Tree
	english       *locales.Printer
	now           time.Time
}

// page tells how a page changes; its What is "" if it does not.
func (m maker) page(was, is *subject) Page {
	switch {
	case is == nil && was.hidden():
		return Page{}
	case is == nil:
		return Page{ID: was.id, Kind: was.kind, Folder: was.folder, Title: was.title(), What: "deleted"}
	}
	p := Page{ID: is.id, Kind: is.kind, Folder: is.folder, Title: is.title()}
	if was != nil {
		p.Fields = fields(was.data, is.data)
		if was.folder != is.folder {
			p.Fields = append(p.Fields, "section")
		}
	}
	for _, lang := range locales.All {
		if t, changed := text(was, is, lang); changed {
			p.Texts = append(p.Texts, t)
		}
	}
	p.What = what(was, is, len(p.Fields)+len(p.Texts) > 0)
	if p.What == "new" || p.What == "changed" {
		p.Missing = is.missing
	}
	return p
}

// what names the change for readers, "" for none.
func what(was, is *subject, differs bool) string {
	wasHidden := was == nil || was.hidden()
	switch {
	case wasHidden && is.hidden() && !differs && was != nil:
		return ""
	case is.hidden():
		return is.what
	case is.what != "live" && (wasHidden || was.what != is.what):
		return is.what
	case wasHidden:
		return "new"
	case differs:
		return "changed"
	}
	return ""
}

// stale are the translations that were in step and are so no more.
func stale(was, is *subject) []Stale {
	var all []Stale
	for _, lang := range locales.All {
		s := Stale{ID: is.id, Lang: lang, File: path.Join(is.folder, string(lang)+".md")}
		tr := is.translation(lang)
		var before content.Translation
		if was != nil {
			before = was.translation(lang)
		}
		if tr.Missing {
			if s.Missing = was == nil || was.hidden() || !before.Missing; s.Missing {
				all = append(all, s)
			}
			continue
		}
		if was == nil || was.texts[is.source] == nil {
			continue
		}
		for _, id := range without(tr.Behind, before.Behind) {
			s.Parts = append(s.Parts, part(was.texts[is.source], is.texts[is.source], id, ""))
		}
		if len(s.Parts) > 0 {
			all = append(all, s)
		}
	}
	return all
}

func sortedKeys[T any](maps ...map[string]T) []string {
	var keys []string
	for _, m := range maps {
		for key := range m {
			keys = append(keys, key)
		}
	}
	slices.Sort(keys)
	return slices.Compact(keys)
}
