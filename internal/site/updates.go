package site

import (
	"cmp"
	"html/template"
	"slices"

	"portal/content"
	"portal/locales"
	"portal/search"
	"portal/templates"
)

// announced are the updates that readers may know of, newest first.
func (b *build) announced() []*content.Update {
	var all []*content.Update
	for _, u := range b.tree.Updates {
		if b.preview || !u.AnnouncedAt.After(b.now) {
			all = append(all, u)
		}
	}
	slices.SortFunc(all, func(a, b *content.Update) int {
		return cmp.Or(b.AnnouncedAt.Compare(a.AnnouncedAt), cmp.Compare(a.ID, b.ID))
	})
	return all
}

// updateLines are the updates as they stand in lists, by id.
func (l *language) updateLines() (map[string]templates.UpdateLine, error) {
	lines := map[string]templates.UpdateLine{}
	for _, u := range l.announced() {
		line, err := l.updateLine(u)
		if err != nil {
			return nil, err
		}
		lines[u.ID] = line
	}
	return lines, nil
}

func (l *language) updateLine(u *content.Update) (templates.UpdateLine, error) {
	t, state := u.Text(l.lang), l.tree.State(u, l.now)
	day := u.AnnouncedAt.In(l.tree.Zone(u.Jurisdictions[0]))
	summary, err := l.text.Text(t.Summary)
	if err != nil {
		return templates.UpdateLine{}, err
	}
	line := templates.UpdateLine{
		Title: t.Title, URL: l.paths.update(l.lang, u.ID), Summary: summary, State: state, NotLaw: u.Stage != "adopted",
		Date: l.p.Date(day.Year(), day.Month(), day.Day()), Datetime: day.Format("2006-01-02"),
	}
	if line.StateText, err = l.p.T("state." + state); err != nil {
		return line, err
	}
	if line.Period, err = l.period(u); err != nil {
		return line, err
	}
	for _, law := range u.Jurisdictions {
		name, err := l.p.T("law." + law)
		if err != nil {
			return line, err
		}
		line.Laws = append(line.Laws, name)
	}
	for _, key := range u.Topics {
		line.Topics = append(line.Topics, l.topic(key).Name[l.lang])
	}
	return line, nil
}

// period is from when until when a rule applies; empty for a plan.
func (l *language) period(u *content.Update) (string, error) {
	start := u.Start()
	switch {
	case u.Stage == "proposed" || start == nil && u.Until == nil:
		return "", nil
	case u.Until == nil:
		return l.p.T("upd.span_from", "from", l.text.Date(start.On))
	case start == nil:
		return l.p.T("upd.span_until", "until", l.text.Date(u.Until.On))
	}
	return l.p.T("upd.span", "from", l.text.Date(start.On), "until", l.text.Date(u.Until.On))
}

func (b *build) topic(key string) content.Topic {
	i := slices.IndexFunc(b.tree.Topics, func(t content.Topic) bool { return t.Key == key })
	return b.tree.Topics[i]
}

// update builds the page of one update and adds its text to the index.
func (l *language) update(u *content.Update) error {
	t := u.Text(l.lang)
	text := *l.renderer(t) // an update explains its terms in the glossary
	text.Term = l.termPath
	r, err := text.Body(t)
	if err != nil {
		return err
	}
	v, err := l.updateView(u, t, r)
	if err != nil {
		return err
	}
	v.Body = r.Answer() + r.Body()
	d := search.Document{
		ID: "update/" + u.ID, Kind: "update", Section: "updates", Title: t.Title, Summary: v.Line.Summary,
		Keywords: append([]string{u.OriginalTitle}, t.Keywords...), Alt: alternatives(u.Texts, l.lang), Modified: u.AnnouncedAt,
	}
	if t.Lang == l.lang {
		d.Headings, d.Body = plain(r)
	}
	register, err := l.p.T("upd.title")
	if err != nil {
		return err
	}
	l.documents = append(l.documents, d)
	l.entries[d.ID] = Entry{
		ID: u.ID, Title: t.Title, URL: l.paths.update(l.lang, u.ID), TextLang: l.foreign(t),
		Section: register, SectionKey: "updates",
	}
	return l.later(l.paths.update(l.lang, u.ID), l.lang, v)
}

func (l *language) updateView(u *content.Update, t *content.Text, r *content.Rendered) (*templates.Update, error) {
	lines, err := l.lines()
	if err != nil {
		return nil, err
	}
	line := lines[u.ID]
	v := &templates.Update{
		Line: line, Heading: t.Title, Original: u.OriginalTitle, OrigLang: u.OriginalLang, Reference: u.Reference,
		Secondary: u.Confidence == "secondary", NotLaw: u.Stage == "proposed",
	}
	path := func(lang locales.Lang) string { return l.paths.update(lang, u.ID) }
	if v.Frame, err = l.frame(t.Title, line.Summary, path, written(u.Texts)); err != nil {
		return nil, err
	}
	if v.Frame.Feeds, err = l.announce(about(u.Topics, u.Jurisdictions)...); err != nil {
		return nil, err
	}
	if v.Preview != nil {
		if v.Preview.Banner, err = l.updateBanner(u); err != nil {
			return nil, err
		}
	}
	v.OpenGraph.Type = "article"
	if v.TextLang = string(l.foreign(t)); v.TextLang != "" {
		v.Canonical = l.BaseURL + l.paths.update(t.Lang, u.ID)
	}
	if err := l.underUpdates(&v.Frame); err != nil {
		return nil, err
	}
	if v.JSONLD, err = l.legislation(u, v); err != nil {
		return nil, err
	}
	v.Notices, err = l.standing(u.Translation(l.lang), t, u.Text(u.SourceLang), r, path(u.SourceLang))
	if err != nil {
		return nil, err
	}
	if v.Dates, err = l.dates(u); err != nil {
		return nil, err
	}
	v.Sources = l.sources(u.Sources)
	for _, id := range u.Pages {
		if p := l.tree.Pages[id]; l.status(p) == content.Live {
			v.Pages = append(v.Pages, templates.Link{Text: p.Text(l.lang).Title, URL: l.paths.page(l.lang, id)})
		}
	}
	for _, other := range l.announced() {
		link := templates.Link{Text: other.Text(l.lang).Title, URL: l.paths.update(l.lang, other.ID)}
		if slices.Contains(u.Supersedes, other.ID) {
			v.Supersedes = append(v.Supersedes, link)
		}
		if slices.Contains(other.Supersedes, u.ID) {
			v.Superseded = append(v.Superseded, link)
		}
	}
	return v, nil
}

func (l *language) underUpdates(f *templates.Frame) error {
	if err := l.under(f, nil); err != nil {
		return err
	}
	title, err := l.p.T("upd.title")
	f.Crumbs = append(f.Crumbs, templates.Link{Text: title, URL: l.paths.updates(l.lang)})
	return err
}

// legislation is the update for machines: the news, and the act it is about.
func (l *language) legislation(u *content.Update, v *templates.Update) (template.JS, error) {
	act := map[string]any{"@type": "Legislation", "name": u.OriginalTitle, "inLanguage": u.OriginalLang, "legislationIdentifier": cmp.Or(u.Reference, u.ID)}
	if u.InForce != nil {
		act["legislationDateVersion"] = u.InForce.On.String()
	}
	return linked(l.breadcrumbs(v.Frame, v.Heading), map[string]any{
		"@type": "NewsArticle", "headline": v.Heading, "description": v.Line.Summary, "inLanguage": l.lang,
		"datePublished": u.AnnouncedAt.Format("2006-01-02T15:04:05Z07:00"), "publisher": l.publishers(), "about": act,
	})
}

// dates are the dates of an act in the order of its life.
func (l *language) dates(u *content.Update) ([]templates.UpdateDate, error) {
	var all []templates.UpdateDate
	for _, row := range []struct {
		id    string
		d     *content.Dated
		since bool // the label says from or until when
	}{
		{"adopted", u.Adopted, false}, {"published", u.Published, false},
		{"in_force", u.InForce, true}, {"applies", u.Applies, true}, {"until", u.Until, true},
	} {
		if row.d == nil {
			continue
		}
		id := "upd." + row.id
		if row.since && !row.d.On.Whole() {
			id += "_period" // "à partir du janvier" would be no French
		}
		label, err := l.p.T(id)
		if err != nil {
			return nil, err
		}
		basis, err := l.p.T("basis." + row.d.Basis)
		if err != nil {
			return nil, err
		}
		on := row.d.On
		all = append(all, templates.UpdateDate{
			Label: label, Date: l.text.Date(on), Datetime: on.String(), Basis: basis,
			Future: on.In(l.tree.Zone(u.Jurisdictions[0])).After(l.now),
		})
	}
	return all, nil
}
