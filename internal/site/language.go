package site

import (
	"encoding/json"
	"fmt"
	"html/template"
	"slices"
	"sync"

	"portal/content"
	"portal/locales"
	"portal/search"
	"portal/templates"
)

// language builds everything of one language.
type language struct {
	*build
	lang locales.Lang
	p    *locales.Printer
	text *content.Renderer

	// Made once, when first asked for.
	glossary func() [][]templates.Letter
	lines    func() (map[string]templates.UpdateLine, error)

	documents []search.Document
	entries   map[string]Entry // by id of the search document
}

func (b *build) language(lang locales.Lang) *language {
	l := &language{build: b, lang: lang, p: b.Catalog.Printer(lang), entries: map[string]Entry{}}
	l.glossary = sync.OnceValue(l.alphabet)
	l.lines = sync.OnceValues(l.updateLines)
	l.text = &content.Renderer{
		Tree: b.tree, Printer: l.p, Now: b.now,
		Page:   func(id string) string { return b.paths.page(lang, id) },
		Update: func(id string) string { return b.paths.update(lang, id) },
		Term:   func(key string) string { return "#" + termID(key) },
		Card: func(c *content.Contact) (template.HTML, error) {
			card, err := l.contact(c)
			if err != nil {
				return "", err
			}
			return b.snapshot.Templates.Card(lang, card)
		},
		Chart: func(c *content.Chart) (template.HTML, error) {
			return b.snapshot.Templates.Chart(lang, l.chart(c))
		},
	}
	return l
}

// jobs are the parts of a language that can be built side by side.
func (l *language) jobs() []func() error { return append(l.others(), l.guidance) }

// others are the jobs besides the texts.
func (l *language) others() []func() error {
	return []func() error{l.lists, l.feeds, l.errorPages, l.openSearch}
}

// guidance builds pages and updates and collects their texts for search.
func (l *language) guidance() error {
	for _, p := range l.visible() {
		if err := l.guide(p); err != nil {
			return err
		}
	}
	for _, u := range l.announced() {
		if err := l.update(u); err != nil {
			return err
		}
	}
	if err := l.fates(); err != nil {
		return err
	}
	slices.SortFunc(l.documents, func(a, b search.Document) int { return compare(a.ID, b.ID) })
	return nil
}

// fates answers for pages that guide no longer, and for old addresses.
func (l *language) fates() error {
	for _, p := range l.tree.Pages {
		if err := l.fate(p); err != nil {
			return err
		}
	}
	return nil
}

// lists builds the pages that lead to others.
func (l *language) lists() error {
	if err := l.homePage(); err != nil {
		return err
	}
	for _, s := range l.tree.Sections {
		if err := l.sectionPage(s); err != nil {
			return err
		}
	}
	if err := l.register(); err != nil {
		return err
	}
	if err := l.glossaryParts(); err != nil {
		return err
	}
	if err := l.qualityPage(); err != nil {
		return err
	}
	return l.feedsPage()
}

// frame is what stands around a page. Path gives its address in each language
// in which it exists, for the switcher; indexed lists the languages in which
// its own text exists, for search engines.
func (l *language) frame(title, description string, path func(locales.Lang) string, indexed []locales.Lang) (templates.Frame, error) {
	f := templates.Frame{
		Lang:        l.lang,
		Title:       title,
		Description: description,
		Links: templates.Links{
			Home: l.paths.home(l.lang), Search: l.paths.search(l.lang), Suggest: l.paths.suggest(l.lang), Updates: l.paths.updates(l.lang),
			Feeds: l.paths.feeds(l.lang), Glossary: l.paths.page(l.lang, "glossary"), Contacts: l.paths.page(l.lang, "contacts"),
			Memorandum:    l.paths.page(l.lang, "about-memorandum"),
			Accessibility: l.paths.page(l.lang, "accessibility"), Privacy: l.paths.page(l.lang, "privacy"),
			Quality: l.paths.quality(l.lang),
		},
		Exit:    l.tree.Site.Exit,
		NoIndex: !slices.Contains(indexed, l.lang),

		OpenSearch: l.paths.openSearch(l.lang),
	}
	if l.preview {
		f.Preview = &templates.Preview{Version: l.snapshot.Version}
	}
	for _, lang := range locales.All {
		f.Languages = append(f.Languages, templates.Language{Lang: lang, Name: lang.Endonym(), URL: path(lang), Current: lang == l.lang})
		if slices.Contains(indexed, lang) {
			f.Alternates = append(f.Alternates, templates.Alternate{Lang: string(lang), URL: l.BaseURL + path(lang)})
		}
	}
	if slices.Contains(indexed, locales.EN) {
		f.Alternates = append(f.Alternates, templates.Alternate{Lang: "x-default", URL: l.BaseURL + path(locales.EN)})
	}
	if !f.NoIndex {
		f.Canonical = l.BaseURL + path(l.lang)
	} else {
		f.Alternates = nil
	}
	for _, s := range l.tree.Sections {
		if !s.Hidden {
			f.Menu = append(f.Menu, templates.MenuItem{Title: s.Title[l.lang], Summary: s.Summary[l.lang], URL: l.paths.section(l.lang, s)})
		}
	}
	var err error
	f.Feeds, err = l.announce()
	if err != nil {
		return f, err
	}
	image, err := l.assets.URL("og.png")
	if err != nil {
		return f, err
	}
	f.OpenGraph = templates.OpenGraph{Title: title, Description: description, Type: "website", URL: l.BaseURL + path(l.lang), Image: l.BaseURL + image}
	return f, nil
}

// under sets the way from the home page to a page of a section.
func (l *language) under(f *templates.Frame, s *content.Section) error {
	home, err := l.p.T("nav.home")
	if err != nil {
		return err
	}
	f.Crumbs = []templates.Link{{Text: home, URL: l.paths.home(l.lang)}}
	if s == nil {
		return nil
	}
	f.Crumbs = append(f.Crumbs, templates.Link{Text: s.Title[l.lang], URL: l.paths.section(l.lang, s)})
	for i := range f.Menu {
		f.Menu[i].Current = f.Menu[i].URL == l.paths.section(l.lang, s)
	}
	return nil
}

// breadcrumbs is the way to a page for machines, schema.org BreadcrumbList.
func (l *language) breadcrumbs(f templates.Frame, title string) map[string]any {
	var items []any
	for i, c := range append(slices.Clone(f.Crumbs), templates.Link{Text: title}) {
		item := map[string]any{"@type": "ListItem", "position": i + 1, "name": c.Text}
		if c.URL != "" {
			item["item"] = l.BaseURL + c.URL
		}
		items = append(items, item)
	}
	return map[string]any{"@type": "BreadcrumbList", "itemListElement": items}
}

// linked is data for machines in a page, JSON-LD. Encoding escapes < and &.
func linked(things ...map[string]any) (template.JS, error) {
	data, err := json.Marshal(map[string]any{"@context": "https://schema.org", "@graph": things})
	if err != nil {
		return "", fmt.Errorf("encoding JSON-LD: %w", err)
	}
	return template.JS(data), nil
}

func compare(a, b string) int {
	switch {
	case a < b:
		return -1
	case a > b:
		return 1
	}
	return 0
}
