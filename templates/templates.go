// Package templates turns views into pages. A view says what stands on a
// page, its template how; the words of the interface come from locales.
package templates

import (
	"bytes"
	"embed"
	"fmt"
	"html/template"
	"slices"
	"strings"
	"sync"
	"time"

	"portal/locales"
	"portal/static"
)

//go:embed *.html
var files embed.FS

// shared are the templates that every page is parsed with.
var shared = []string{"base.html", "icons.html", "parts.html", "card.html"}

// views has one view of each kind, for the names of their templates.
var views = []View{
	&Home{}, &Section{}, &Guide{}, &Updates{}, &Update{}, &Search{}, &Feeds{}, &Quality{}, &Error{}, &Chooser{},
}

// Site is what is the same on all pages.
type Site struct {
	Name    string // the word beside the mark and behind each title
	Licence string // name of the licence of the texts; may be empty
}

// Set renders views in all languages. It never changes and is safe for
// concurrent use.
type Set struct {
	pages map[locales.Lang]map[string]*template.Template
	parts map[locales.Lang]*template.Template // what stands inside texts
}

// New parses all templates once for each language, with the functions of that
// language fixed, so that no page can be given the words of another language.
func New(catalog *locales.Catalog, assets *static.Assets, site Site) (*Set, error) {
	s := &Set{
		pages: map[locales.Lang]map[string]*template.Template{},
		parts: map[locales.Lang]*template.Template{},
	}
	for _, lang := range locales.All {
		funcs := functions(catalog, lang, assets, site)
		parts, err := template.New("parts").Funcs(funcs).ParseFS(files, "card.html", "chart.html", "icons.html", "newer.html")
		if err != nil {
			return nil, fmt.Errorf("templates: parsing card, chart and newer: %w", err)
		}
		s.parts[lang] = parts
		s.pages[lang] = map[string]*template.Template{}
		for _, v := range views {
			page, err := template.New("base").Funcs(funcs).ParseFS(files, slices.Concat(shared, []string{v.template() + ".html"})...)
			if err != nil {
				return nil, fmt.Errorf("templates: parsing %s: %w", v.template(), err)
			}
			s.pages[lang][v.template()] = page
		}
	}
	return s, nil
}

// functions are what templates may call. Those that can fail stop the page:
// a missing text or file never leaves a hole.
func functions(catalog *locales.Catalog, lang locales.Lang, assets *static.Assets, site Site) template.FuncMap {
	p := catalog.Printer(lang)
	return template.FuncMap{
		"t":      p.T,
		"n":      p.N,
		"asset":  assets.URL,
		"lang":   func() string { return string(lang) },
		"site":   func() Site { return site },
		"months": func() string { return months(p) },
		"join":   func(words []string) string { return strings.Join(words, ", ") },
		// The text in another language, for what is marked as such.
		"in": func(l locales.Lang, id string) (string, error) { return catalog.Printer(l).T(id) },
		// Fills a block that a page leaves out: package template ignores the
		// definition of an empty one.
		"none": func() string { return "" },
	}
}

// months are the names of the twelve months, each one word.
func months(p *locales.Printer) string {
	var names []string
	for m := time.January; m <= time.December; m++ {
		name, _, _ := strings.Cut(p.Date(2000, m, 0), " ")
		names = append(names, name)
	}
	return strings.Join(names, " ")
}

// Render makes the whole page of a view, which must be in the given language.
// The page is either complete or an error.
func (s *Set) Render(lang locales.Lang, v View) ([]byte, error) {
	if got := v.frame().Lang; got != lang {
		return nil, fmt.Errorf("templates: rendering %s in %q: the view is in %q", v.template(), lang, got)
	}
	page, ok := s.pages[lang][v.template()]
	if !ok {
		return nil, fmt.Errorf("templates: rendering %s: no language %q", v.template(), lang)
	}
	b := buffers.Get().(*bytes.Buffer)
	defer buffers.Put(b)
	b.Reset()
	if err := page.Execute(b, v); err != nil {
		return nil, fmt.Errorf("templates: rendering %s in %s: %w", v.template(), lang, err)
	}
	return bytes.Clone(b.Bytes()), nil
}

// buffers are kept: a page grows in them many times before it is whole.
var buffers = sync.Pool{New: func() any { return new(bytes.Buffer) }}

// Card makes the card of one contact, as it stands inside the text of a page.
func (s *Set) Card(lang locales.Lang, c Contact) (template.HTML, error) {
	return s.part(lang, "card", c)
}

// Chart makes the figure of one chart, as it stands inside the text of a page.
func (s *Set) Chart(lang locales.Lang, c Chart) (template.HTML, error) {
	return s.part(lang, "chart", c)
}

// Newer makes the fold with the newer source of a section that lags behind it.
func (s *Set) Newer(lang locales.Lang, n Newer) (template.HTML, error) {
	return s.part(lang, "newer", n)
}

func (s *Set) part(lang locales.Lang, name string, data any) (template.HTML, error) {
	parts, ok := s.parts[lang]
	if !ok {
		return "", fmt.Errorf("templates: %s: no language %q", name, lang)
	}
	var b strings.Builder
	if err := parts.ExecuteTemplate(&b, name, data); err != nil {
		return "", fmt.Errorf("templates: %s in %s: %w", name, lang, err)
	}
	return template.HTML(b.String()), nil
}
