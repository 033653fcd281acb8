package site

import (
	"net/url"

	"portal/locales"
	"portal/templates"
)

// Entry is what a result shows of a page or update.
type Entry struct {
	ID         string
	Title, URL string
	Section    string // its title; of updates that of the register
	SectionKey string
	Checked    string       // the day its facts were checked, in words; empty for updates
	CheckedOn  string       // the same as 2026-11-22
	TextLang   locales.Lang // of the text, where it is missing in the reader's language
	Sensitive  bool
}

// Entry gives what a search document stands for.
func (s *Snapshot) Entry(lang locales.Lang, id string) (Entry, bool) {
	if s.parts != nil {
		s.parts.mu.Lock()
		defer s.parts.mu.Unlock()
	}
	e, ok := s.frames[lang].entries[id]
	return e, ok
}

// SearchPath is the address of the results in a language.
func (s *Snapshot) SearchPath(lang locales.Lang) string { return s.frames[lang].paths.search(lang) }

// Absolute gives the whole address of a path.
func (s *Snapshot) Absolute(path string) string { return s.frames[locales.EN].BaseURL + path }

// Sections are what results can be narrowed to: those of the menu, and the
// updates.
func (s *Snapshot) Sections(lang locales.Lang) []Choice {
	l := s.frames[lang]
	var all []Choice
	for _, section := range l.tree.Sections {
		if !section.Hidden {
			all = append(all, Choice{section.Key, section.Title[lang]})
		}
	}
	title, _ := l.p.T("upd.title") // the register was built with it
	return append(all, Choice{"updates", title})
}

// Kinds are what else results can be narrowed to: the kinds of pages.
func (s *Snapshot) Kinds(lang locales.Lang) []Choice {
	var all []Choice
	for _, kind := range []Choice{
		{"guide", "kind.guide"}, {"risk", "kind.risk"}, {"help", "kind.help"}, {"directory", "kind.directory"}, {"update", "upd.title"},
	} {
		name, _ := s.frames[lang].p.T(kind.Text) // that no text is missing is tested in locales
		all = append(all, Choice{kind.Key, name})
	}
	return all
}

// Choice is a key and what it is called.
type Choice struct{ Key, Text string }

// Text is a text of the interface.
func (s *Snapshot) Text(lang locales.Lang, id string) (string, error) { return s.frames[lang].p.T(id) }

// SearchFrame is what stands around the results of a query. The switcher keeps
// the query.
func (s *Snapshot) SearchFrame(lang locales.Lang, query string) (templates.Frame, error) {
	l := s.frames[lang]
	title, err := l.p.T("search.title")
	if query != "" {
		title, err = l.p.T("search.title_for", "q", query)
	}
	if err != nil {
		return templates.Frame{}, err
	}
	about, err := l.p.T("site.summary")
	if err != nil {
		return templates.Frame{}, err
	}
	again := ""
	if query != "" {
		again = "?" + url.Values{"q": {query}}.Encode()
	}
	f, err := l.frame(title, about, func(lang locales.Lang) string { return l.paths.search(lang) + again }, nil)
	f.Query, f.Suggests = query, true
	return f, err
}
