package site

import (
	"slices"
	"strconv"
	"strings"

	"portal/content"
	"portal/internal/feed"
	"portal/locales"
	"portal/search"
	"portal/templates"
)

// visible are the pages that answer with their text, in menu order.
func (l *language) visible() []*content.Page {
	var all []*content.Page
	for _, s := range l.tree.Sections {
		for _, id := range s.Pages {
			p := l.tree.Pages[id]
			if st := l.status(p); st == content.Live || st == content.Withdrawn {
				all = append(all, p)
			}
		}
	}
	return all
}

// status is what a page is to the readers of this build.
func (b *build) status(p *content.Page) content.Status {
	if s := p.Status(b.now); s != content.Hidden || !b.preview {
		return s
	}
	return content.Live
}

// guide builds one page and adds its text to the index.
func (l *language) guide(p *content.Page) error {
	l = l.asOf(p.PublishAt)
	t := p.Text(l.lang)
	r, err := l.renderer(t).Body(t)
	if err != nil {
		return err
	}
	v, err := l.guideView(p, t, r)
	if err != nil {
		return err
	}
	if l.status(p) == content.Live {
		if err := l.document(p, t, r); err != nil {
			return err
		}
	}
	return l.later(l.paths.page(l.lang, p.ID), l.lang, v)
}

func (l *language) guideView(p *content.Page, t *content.Text, r *content.Rendered) (*templates.Guide, error) {
	summary, err := l.renderer(t).Text(t.Summary)
	if err != nil {
		return nil, err
	}
	v := &templates.Guide{Heading: t.Title, Help: p.Kind == "help" || p.Kind == "directory"}
	steps := []func() error{
		func() (err error) { v.Frame, err = l.guideFrame(p, t, summary); return },
		func() (err error) { v.Notices, err = l.notices(p, t, r); return },
		func() (err error) { v.Glance, err = l.glance(t); return },
		func() (err error) { v.Terms, err = l.terms(r.Terms); return },
		func() (err error) { v.Changes, err = l.changes(p.Changes); return },
		func() (err error) { v.Errors, err = l.errorsTo(); return },
		func() (err error) { return l.directory(p, v) },
		func() error { return l.touching(p, v) },
	}
	for _, step := range steps {
		if err := step(); err != nil {
			return nil, err
		}
	}
	v.Answer, v.Body = r.Answer(), r.Body()
	v.Sources = l.sources(l.tree.SourcesOf(p, l.lang))
	v.Checked = l.text.Date(l.tree.Checked(p, l.lang))
	if p.Kind != "directory" { // as large as a page may be; its head names the feed
		v.Feed = feed.Atom.Of(l.BaseURL + l.paths.feed(l.lang, channel{page: p.ID}.name()))
	}
	v.ShortLink = l.BaseURL + l.paths.short(p)
	v.Unreviewed = t.Lang == l.lang && t.Lang != p.SourceLang && !t.IsReviewed()
	v.TextLang = string(l.foreign(t))
	for _, h := range r.Headings {
		if h.Level == 2 {
			v.Contents = append(v.Contents, templates.Heading{ID: h.ID, Text: h.Text})
		}
	}
	for _, id := range p.Related {
		v.Related = append(v.Related, templates.Link{Text: l.tree.Pages[id].Text(l.lang).Title, URL: l.paths.page(l.lang, id)})
	}
	return v, nil
}

func (l *language) guideFrame(p *content.Page, t *content.Text, summary string) (templates.Frame, error) {
	f, err := l.frame(t.Tab(), summary, func(lang locales.Lang) string { return l.paths.page(lang, p.ID) }, written(p.Texts))
	if err != nil {
		return f, err
	}
	if f.Preview != nil {
		if f.Preview.Banner, err = l.pageBanner(p); err != nil {
			return f, err
		}
	}
	f.Sensitive = p.Sensitive
	f.OpenGraph.Type = "article"
	if t.Lang != l.lang {
		f.Canonical = l.BaseURL + l.paths.page(t.Lang, p.ID)
	}
	if l.status(p) == content.Withdrawn {
		f.NoIndex = true
	}
	if err := l.under(&f, l.paths.sectionOf(p)); err != nil {
		return f, err
	}
	own := []channel{{page: p.ID}}
	if p.Kind != "directory" { // which is about no law more than another
		own = append(own, about(p.Topics, p.Jurisdictions)...)
	}
	if f.Feeds, err = l.announce(own...); err != nil {
		return f, err
	}
	things := []map[string]any{l.breadcrumbs(f, t.Tab())}
	if p.Kind == "guide" {
		things = append(things, map[string]any{
			"@type": "GovernmentService", "name": t.Tab(), "description": summary,
			"url": l.BaseURL + l.paths.page(l.lang, p.ID), "availableLanguage": locales.All,
			"provider": l.publishers(),
		})
	}
	f.JSONLD, err = linked(things...)
	return f, err
}

// written are the languages in which a text exists, in menu order.
func written(texts map[locales.Lang]*content.Text) []locales.Lang {
	return slices.DeleteFunc(slices.Clone(locales.All), func(lang locales.Lang) bool { return texts[lang] == nil })
}

func (l *language) publishers() []any {
	var all []any
	for _, p := range l.tree.Site.Publishers {
		all = append(all, map[string]any{"@type": "GovernmentOrganization", "name": p.Name[l.lang], "url": p.URL})
	}
	return all
}

// notices tell a reader what is unusual about the text.
func (l *language) notices(p *content.Page, t *content.Text, r *content.Rendered) ([]templates.Notice, error) {
	var all []templates.Notice
	text, err := l.age(p)
	if err != nil {
		return nil, err
	}
	if text != "" {
		all = append(all, templates.Notice{Text: text})
	}
	standing, err := l.standing(p.Translation(l.lang), t, p.Text(p.SourceLang), r, l.paths.page(p.SourceLang, p.ID))
	return append(all, standing...), err
}

// age says that a page guides no longer, or was not checked in time.
func (l *language) age(p *content.Page) (string, error) {
	switch {
	case p.Status(l.now) == content.Withdrawn:
		return l.withdrawn(p)
	case l.tree.Overdue(p, l.now):
		return l.p.T("page.overdue", "date", l.text.Date(p.ReviewBy))
	}
	return "", nil
}

func (l *language) withdrawn(p *content.Page) (string, error) {
	if p.Fate == nil {
		return l.p.T("page.archive")
	}
	return l.p.T("page.withdrawn", "reason", p.Fate.Reason[l.lang])
}

func (l *language) glance(t *content.Text) ([]templates.Glance, error) {
	if t.Glance == nil {
		return nil, nil
	}
	var all []templates.Glance
	for _, row := range [][2]string{{"who", t.Glance.Who}, {"time", t.Glance.Time}, {"cost", t.Glance.Cost}, {"where", t.Glance.Where}} {
		label, err := l.p.T("glance." + row[0])
		if err != nil {
			return nil, err
		}
		value, err := l.text.HTML(row[1])
		if err != nil {
			return nil, err
		}
		all = append(all, templates.Glance{Label: label, Value: value})
	}
	return all, nil
}

// terms explains the terms of a text at its foot, each once.
func (l *language) terms(keys []string) ([]templates.TermCard, error) {
	var all []templates.TermCard
	for i, key := range keys {
		if slices.Contains(keys[:i], key) {
			continue
		}
		all = append(all, l.term(l.tree.Terms[key]))
	}
	return all, nil
}

// termID is the fragment under which a term is explained.
func termID(key string) string { return "term-" + key }

func (l *language) term(t *content.Term) templates.TermCard {
	card := templates.TermCard{
		ID: termID(t.Key), Name: t.Name[l.lang], Definition: t.Definition[l.lang], Letters: t.Letters,
		Proposed: slices.Contains(t.Proposed, l.lang),
	}
	for _, lang := range locales.All {
		if lang != l.lang {
			card.Others = append(card.Others, templates.Foreign{Lang: string(lang), Name: t.Name[lang]})
		}
	}
	if p := l.tree.Pages[t.Page]; p != nil && l.status(p) == content.Live {
		card.Page = templates.Link{Text: p.Text(l.lang).Title, URL: l.paths.page(l.lang, t.Page)}
	}
	return card
}

func (l *language) changes(changes []content.Change) ([]templates.Change, error) {
	var all []templates.Change
	for _, c := range changes {
		if c.Kind == "minor" || c.At.After(l.now) || c.Note[l.lang] == "" {
			continue
		}
		kind, err := l.p.T("change." + c.Kind)
		if err != nil {
			return nil, err
		}
		day := c.At.In(l.tree.Zone("be"))
		all = append(all, templates.Change{
			ID: c.ID, Time: c.At, Kind: kind, Note: c.Note[l.lang],
			Date: l.p.Date(day.Year(), day.Month(), day.Day()),
		})
	}
	return all, nil
}

func (l *language) sources(keys []string) []templates.Source {
	var all []templates.Source
	for _, key := range keys {
		s := l.tree.Sources[key]
		all = append(all, templates.Source{
			Title: s.Title, Lang: s.Lang, URL: s.URL, Publisher: s.Publisher, Official: s.Official,
			Checked: l.text.Date(s.CheckedOn),
		})
	}
	return all
}

// chart is a chart with bars in per cent of the longest.
func (l *language) chart(c *content.Chart) templates.Chart {
	v := templates.Chart{ID: "chart-" + c.Key, Title: c.Title[l.lang], Unit: c.Unit[l.lang]}
	longest := 0.0
	for _, r := range c.Rows {
		longest = max(longest, r.Value)
	}
	for _, r := range c.Rows {
		v.Rows = append(v.Rows, templates.ChartRow{
			Label: r.Label[l.lang], Value: l.p.Number(r.Value), Share: strconv.FormatFloat(100*r.Value/longest, 'f', 1, 64),
		})
	}
	v.Sources = l.sources(c.Sources)
	return v
}

// errorsTo are the pages of the two services where a reader reports an error.
func (l *language) errorsTo() ([]templates.Link, error) {
	var all []templates.Link
	for _, p := range l.tree.Site.Publishers {
		if c := l.tree.Contacts[p.Contact]; len(c.Web) > 0 {
			all = append(all, templates.Link{Text: p.Name[l.lang], URL: c.Web[0]})
		}
	}
	return all, nil
}

// mostTouching is how many updates a page lists: the newest say most.
const mostTouching = 5

// touching are the newest updates that name the page, those in force first.
func (l *language) touching(p *content.Page, v *templates.Guide) error {
	lines, err := l.lines()
	if err != nil {
		return err
	}
	all := filter(l.announced(), func(u *content.Update) bool { return slices.Contains(u.Pages, p.ID) })
	inForce := func(u *content.Update) int {
		if l.tree.State(u, l.now) == "in-force" {
			return 0
		}
		return 1
	}
	slices.SortStableFunc(all, func(a, b *content.Update) int { return inForce(a) - inForce(b) })
	for _, u := range all[:min(len(all), mostTouching)] {
		v.Updates = append(v.Updates, lines[u.ID])
	}
	if len(all) > mostTouching && len(p.Topics) > 0 {
		v.OlderUpdates = l.paths.choice(l.lang, "topic", p.Topics[0], 1)
	}
	return nil
}

// fate answers for a page that guides no longer.
func (l *language) fate(p *content.Page) error {
	address := l.paths.page(l.lang, p.ID)
	for _, old := range p.Text(l.lang).OldPaths {
		if err := l.add(old, moved(address)); err != nil {
			return err
		}
	}
	switch l.status(p) {
	case content.Moved:
		return l.add(address, moved(l.paths.page(l.lang, p.Fate.To)))
	case content.Gone:
		v, err := l.errorView(410, "reason", p.Fate.Reason[l.lang])
		if err != nil {
			return err
		}
		html, err := l.snapshot.Templates.Render(l.lang, v)
		if err != nil {
			return err
		}
		return l.add(address, &Resource{ContentType: htmlType, Cache: revalidate, Status: 410, body: html})
	}
	return nil
}

func moved(to string) *Resource { return &Resource{Status: 301, Location: to, Cache: revalidate} }

// document is what search knows of a page.
func (l *language) document(p *content.Page, t *content.Text, r *content.Rendered) error {
	summary, err := l.text.Text(t.Summary)
	if err != nil {
		return err
	}
	d := search.Document{
		ID: "page/" + p.ID, Kind: p.Kind, Section: p.Section, Title: t.Title, Summary: summary, Keywords: t.Keywords,
	}
	if t.Lang == l.lang {
		d.Headings, d.Body = plain(r)
	}
	d.Alt = alternatives(p.Texts, l.lang)
	l.documents = append(l.documents, d)
	checked := l.tree.Checked(p, l.lang)
	l.entries[d.ID] = Entry{
		ID: p.ID, Title: t.Title, URL: l.paths.page(l.lang, p.ID), Sensitive: p.Sensitive, TextLang: l.foreign(t),
		Section: l.paths.sectionOf(p).Title[l.lang], SectionKey: p.Section,
		Checked: l.text.Date(checked), CheckedOn: checked.String(),
	}
	return nil
}

// plain is the text of a body for search.
func plain(r *content.Rendered) (headings []string, body string) {
	var text strings.Builder
	for _, p := range r.Passages {
		if p.Heading != "" {
			headings = append(headings, p.Heading)
		}
		text.WriteString(p.Text + "\n")
	}
	return headings, text.String()
}

// alternatives are titles and keywords in the other languages.
func alternatives(texts map[locales.Lang]*content.Text, own locales.Lang) []string {
	var all []string
	for _, lang := range locales.All {
		if t := texts[lang]; t != nil && lang != own {
			all = append(append(all, t.Title), t.Keywords...)
		}
	}
	return all
}

// synonyms are the names of one thing, from the terms.
func (l *language) synonyms() []search.Synonym {
	var all []search.Synonym
	for _, key := range sortedKeys(l.tree.Terms) {
		t := l.tree.Terms[key]
		names := slices.Concat(t.Letters, t.RU, t.TR)
		for _, lang := range locales.All {
			names = append(names, t.Name[lang])
		}
		all = append(all, search.Synonym{Names: names})
	}
	return all
}
