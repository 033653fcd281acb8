package site

import (
	"portal/content"
	"portal/locales"
	"portal/templates"
)

// newest is how many updates the home page shows.
const newest = 3

func (l *language) homePage() error {
	title, err := l.p.T("site.tagline")
	if err != nil {
		return err
	}
	about, err := l.p.T("site.summary")
	if err != nil {
		return err
	}
	v := &templates.Home{Letter: l.paths.page(l.lang, "glossary")}
	if v.Frame, err = l.frame(title, about, l.paths.home, locales.All); err != nil {
		return err
	}
	// Readers whose language is not known start at the chooser.
	v.Alternates[len(v.Alternates)-1].URL = l.BaseURL + "/"
	v.Suggests = true
	if v.Urgent, err = l.urgent(); err != nil {
		return err
	}
	lines, err := l.lines()
	if err != nil {
		return err
	}
	all := l.announced()
	for _, u := range all[:min(len(all), newest)] {
		v.Updates = append(v.Updates, lines[u.ID])
	}
	return l.page(l.paths.home(l.lang), l.lang, v)
}

func (l *language) sectionPage(s *content.Section) error {
	path := func(lang locales.Lang) string { return l.paths.section(lang, s) }
	f, err := l.frame(s.Title[l.lang], l.sectionSummary(s), path, locales.All)
	if err != nil {
		return err
	}
	v := &templates.Section{Frame: f, Heading: s.Title[l.lang], Summary: s.Summary[l.lang]}
	if err := l.under(&v.Frame, nil); err != nil {
		return err
	}
	for i := range v.Menu {
		v.Menu[i].Current = v.Menu[i].URL == path(l.lang)
	}
	for _, id := range s.Pages {
		p := l.tree.Pages[id]
		if l.status(p) != content.Live {
			continue
		}
		summary, err := l.text.Text(p.Text(l.lang).Summary)
		if err != nil {
			return err
		}
		v.Pages = append(v.Pages, templates.Link{Text: p.Text(l.lang).Title, URL: l.paths.page(l.lang, id), Note: summary})
	}
	if v.JSONLD, err = linked(l.breadcrumbs(v.Frame, v.Heading)); err != nil {
		return err
	}
	return l.page(path(l.lang), l.lang, v)
}

// sectionSummary describes a section to search engines: its subjects and where.
func (l *language) sectionSummary(s *content.Section) string {
	about, _ := l.p.T("site.tagline")
	return s.Title[l.lang] + ": " + s.Summary[l.lang] + ". " + about + "."
}

// chooser is what / answers to a reader who names none of our languages.
func (b *build) chooser() error {
	l := b.snapshot.frames[locales.EN]
	title, err := l.p.T("chooser.title")
	if err != nil {
		return err
	}
	about, err := l.p.T("site.summary")
	if err != nil {
		return err
	}
	f, err := l.frame(title, about, l.paths.home, locales.All)
	if err != nil {
		return err
	}
	f.Canonical = b.BaseURL + "/"
	f.Alternates[len(f.Alternates)-1].URL = b.BaseURL + "/"
	return b.page("/", locales.EN, &templates.Chooser{Frame: f})
}

// errorPages renders what a reader sees when something went wrong.
func (l *language) errorPages() error {
	for _, status := range []int{400, 404, 405, 429, 500, 503} {
		v, err := l.errorView(status)
		if err != nil {
			return err
		}
		html, err := l.snapshot.Templates.Render(l.lang, v)
		if err != nil {
			return err
		}
		r := &Resource{ContentType: htmlType, Cache: "no-store", Status: status, body: html}
		r.finish()
		l.mu.Lock()
		l.snapshot.errors[errorKey{l.lang, status}] = r
		l.mu.Unlock()
	}
	return nil
}
