package site

import (
	"portal/content"
	"portal/locales"
	"portal/templates"
)

// qualityPage tells readers how current the texts are and what nobody has
// checked.
func (l *language) qualityPage() error {
	title, err := l.p.T("quality.title")
	if err != nil {
		return err
	}
	lead, err := l.p.T("quality.lead")
	if err != nil {
		return err
	}
	v := &templates.Quality{Heading: title}
	if v.Frame, err = l.frame(title, lead, l.paths.quality, locales.All); err != nil {
		return err
	}
	if err := l.under(&v.Frame, nil); err != nil {
		return err
	}
	if v.JSONLD, err = linked(l.breadcrumbs(v.Frame, title)); err != nil {
		return err
	}
	if err := l.qualityFigures(v); err != nil {
		return err
	}
	return l.page(l.paths.quality(l.lang), l.lang, v)
}

func (l *language) qualityFigures(v *templates.Quality) error {
	q := l.tree.Quality(l.now)
	v.Pages = q.Pages
	for _, lang := range locales.All {
		row, err := l.coverage(lang, q)
		if err != nil {
			return err
		}
		v.Rows = append(v.Rows, row)
	}
	if q.Oldest != nil {
		v.Oldest = l.pageLink(q.Oldest)
		v.Checked = l.text.Date(q.Checked)
		v.Next = l.text.Date(q.Review[0].ReviewBy)
	}
	var err error
	if v.Due, err = l.due(q.Review); err != nil {
		return err
	}
	v.Phones, v.Tried = l.count(q.Phones), l.count(q.Tried)
	v.Facts, v.Secondary = l.count(q.Facts), l.count(q.Secondary)
	v.Share, err = l.share(q.Secondary, q.Facts)
	return err
}

func (l *language) coverage(lang locales.Lang, q content.Quality) (templates.Coverage, error) {
	c := q.Languages[lang]
	row := templates.Coverage{
		Lang: string(lang), Current: l.count(c.Current), Behind: l.count(c.Behind), Missing: l.count(c.Missing), Unreviewed: l.count(c.Unreviewed),
	}
	var err error
	if row.Name, err = l.p.T("lang." + string(lang)); err != nil {
		return row, err
	}
	row.Share, err = l.share(c.Current, q.Pages)
	return row, err
}

// due lists the pages that are late or will soon have to be checked.
func (l *language) due(review []*content.Page) ([]templates.Link, error) {
	var all []templates.Link
	for _, p := range review {
		id := "quality.due_by"
		switch {
		case l.tree.Overdue(p, l.now):
			id = "quality.late"
		case !l.tree.DueSoon(p, l.now):
			return all, nil
		}
		note, err := l.p.T(id, "date", l.text.Date(p.ReviewBy))
		if err != nil {
			return nil, err
		}
		link := l.pageLink(p)
		link.Note = note
		all = append(all, link)
	}
	return all, nil
}

// pageLink leads to a page.
func (l *language) pageLink(p *content.Page) templates.Link {
	return templates.Link{Text: p.Text(l.lang).Title, URL: l.paths.page(l.lang, p.ID)}
}

func (l *language) count(n int) string { return l.p.Number(float64(n)) }

// share is a part in whole per cent. It rounds down, so that only all is 100 %.
func (l *language) share(part, of int) (string, error) {
	return l.p.Amount(float64(100*part/max(of, 1)), "percent")
}
