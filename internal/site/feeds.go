package site

import (
	"cmp"
	"html"
	"html/template"
	"slices"
	"strconv"
	"strings"
	"time"

	"portal/content"
	"portal/internal/feed"
	"portal/locales"
	"portal/templates"
)

// feeds builds the feed of all changes of the language.
func (l *language) feeds() error {
	entries, err := l.feedEntries()
	if err != nil {
		return err
	}
	f := &feed.Feed{
		ID:      l.tag("feed/all/" + string(l.lang)),
		Lang:    l.lang,
		Address: l.BaseURL + l.paths.feed(l.lang, "all"),
		Home:    l.BaseURL + l.paths.home(l.lang),
		Rights:  l.tree.Site.Licence.Name + ", " + l.tree.Site.Licence.URL,
		Since:   l.began(),
	}
	if f.Title, err = l.feedTitle(); err != nil {
		return err
	}
	if f.Subtitle, err = l.p.T("feed.subtitle"); err != nil {
		return err
	}
	for _, p := range l.tree.Site.Publishers {
		f.Authors = append(f.Authors, feed.Author{Name: p.Name[l.lang], URL: p.URL})
	}
	for _, lang := range locales.All {
		if lang != l.lang {
			f.Related = append(f.Related, feed.Related{Lang: lang, Title: lang.Endonym(), Address: l.BaseURL + l.paths.feed(lang, "all")})
		}
	}
	f.Entries = entries
	for _, page := range f.Pages() {
		if err := l.addFeed(page); err != nil {
			return err
		}
	}
	return nil
}

// addFeed puts a feed at its addresses, one for each format.
func (l *language) addFeed(f *feed.Feed) error {
	for _, format := range feed.Formats {
		data, err := f.Bytes(format)
		if err != nil {
			return err
		}
		modified := f.Since
		if len(f.Entries) > 0 {
			modified = f.Entries[0].Updated
		}
		r := &Resource{Status: 200, ContentType: format.Type() + "; charset=utf-8", Cache: feedCache, Modified: modified, body: data}
		if err := l.add(strings.TrimPrefix(format.Of(f.Address), l.BaseURL), r); err != nil {
			return err
		}
	}
	return nil
}

// tag makes an id that no move of the site changes, RFC 4151.
func (b *build) tag(specific string) string {
	t := b.tree.Site.Tag
	return "tag:" + t.Authority + "," + strconv.Itoa(t.Year) + ":" + specific
}

// began is the time of the oldest change: that of a feed without entries.
func (b *build) began() time.Time {
	var first time.Time
	for _, p := range b.tree.Pages {
		for _, c := range p.Changes {
			if first.IsZero() || c.At.Before(first) {
				first = c.At
			}
		}
	}
	return first
}

// feedEntries are all changes that have a text in the language, newest first.
func (l *language) feedEntries() ([]feed.Entry, error) {
	var all []feed.Entry
	for _, id := range sortedKeys(l.tree.Pages) {
		p := l.tree.Pages[id]
		if p.Status(l.now) == content.Hidden {
			continue
		}
		for _, c := range p.Changes {
			if c.Kind == "minor" || c.Update != "" || c.Note[l.lang] == "" || c.At.After(l.now) {
				continue
			}
			e, err := l.pageEntry(p, c)
			if err != nil {
				return nil, err
			}
			all = append(all, e)
		}
	}
	for _, u := range l.announced() {
		if u.Texts[l.lang] == nil {
			continue
		}
		e, err := l.updateEntry(u)
		if err != nil {
			return nil, err
		}
		all = append(all, e)
	}
	slices.SortFunc(all, func(a, b feed.Entry) int { return b.Updated.Compare(a.Updated) })
	return all, nil
}

// pageEntry is a change note of a page. It holds no text of the page, which
// would change under an unchanged date.
func (l *language) pageEntry(p *content.Page, c content.Change) (feed.Entry, error) {
	address := l.BaseURL + l.paths.page(l.lang, p.ID)
	if c.Section != "" {
		address += "#" + c.Section
	}
	kind, err := l.p.T("change." + c.Kind)
	if err != nil {
		return feed.Entry{}, err
	}
	open, err := l.p.T("feed.open")
	if err != nil {
		return feed.Entry{}, err
	}
	t := p.Text(l.lang)
	body, err := feed.Clean("<p>" + html.EscapeString(c.Note[l.lang]) + "</p><p><a href=\"" + html.EscapeString(address) + "\">" + html.EscapeString(open) + "</a></p>")
	if err != nil {
		return feed.Entry{}, err
	}
	e := feed.Entry{
		ID: l.tag("change/" + p.ID + "/" + c.ID + "/" + string(l.lang)), Lang: l.lang,
		Title: t.Tab() + " (" + kind + ")", Summary: c.Note[l.lang], Content: body, URL: address,
		Published: c.At.UTC(), Updated: c.At.UTC(),
	}
	e.Categories, err = l.categories(p.Topics, p.Jurisdictions, feed.Category{Term: "kind/" + c.Kind, Label: kind})
	return e, err
}

// updateEntry is a change in the law, whole. A correction of the update keeps
// the id and raises the time.
func (l *language) updateEntry(u *content.Update) (feed.Entry, error) {
	t, state := u.Text(l.lang), l.tree.State(u, u.AnnouncedAt)
	r, err := l.absolute().Body(t)
	if err != nil {
		return feed.Entry{}, err
	}
	body, err := feed.Clean(string(r.Answer + r.Body))
	if err != nil {
		return feed.Entry{}, err
	}
	summary, err := l.text.Text(t.Summary)
	if err != nil {
		return feed.Entry{}, err
	}
	label, err := l.p.T("state." + state)
	if err != nil {
		return feed.Entry{}, err
	}
	e := feed.Entry{
		ID: l.tag("update/" + u.ID + "/" + string(l.lang)), Lang: l.lang,
		Title: t.Title, Summary: summary, Content: body, URL: l.BaseURL + l.paths.update(l.lang, u.ID),
		Published: u.AnnouncedAt.UTC(), Updated: u.AnnouncedAt.UTC(),
	}
	for _, c := range u.Changes {
		if c.Kind != "minor" && !c.At.After(l.now) && c.At.After(e.Updated) {
			e.Updated = c.At.UTC()
		}
	}
	for _, key := range u.Sources {
		if s := l.tree.Sources[key]; s.URL != "" {
			e.Via = &feed.Link{Title: s.Title, URL: s.URL}
			break
		}
	}
	e.Categories, err = l.categories(u.Topics, u.Jurisdictions, feed.Category{Term: "state/" + state, Label: label})
	return e, err
}

// absolute renders for readers outside the site: whole addresses, no cards.
func (l *language) absolute() *content.Renderer {
	r := *l.text
	r.Page = func(id string) string { return l.BaseURL + l.paths.page(l.lang, id) }
	r.Update = func(id string) string { return l.BaseURL + l.paths.update(l.lang, id) }
	r.Term = func(key string) string { return l.BaseURL + l.termPath(key) }
	r.Chart = func(c *content.Chart) (template.HTML, error) {
		return template.HTML("<p>" + html.EscapeString(c.Title[l.lang]) + "</p>"), nil
	}
	r.Card = func(c *content.Contact) (template.HTML, error) {
		text := c.Name[l.lang]
		if len(c.Phones) > 0 {
			text += ": " + c.Phones[0].Display
		}
		return template.HTML("<p>" + html.EscapeString(text) + "</p>"), nil
	}
	return &r
}

func (l *language) categories(topics, laws []string, kind feed.Category) ([]feed.Category, error) {
	var all []feed.Category
	for _, key := range topics {
		all = append(all, feed.Category{Term: "topic/" + key, Label: l.topic(key).Name[l.lang]})
	}
	for _, law := range laws {
		name, err := l.p.T("law." + law)
		if err != nil {
			return nil, err
		}
		all = append(all, feed.Category{Term: "law/" + law, Label: name})
	}
	return append(all, kind), nil
}

func (l *language) feedTitle() (string, error) {
	return l.p.T("feed.name_all", "site", l.tree.Site.Name)
}

// feedLinks announce the feeds of the language in the head of a page.
func (l *language) feedLinks() ([]templates.FeedLink, error) {
	title, err := l.feedTitle()
	if err != nil {
		return nil, err
	}
	var all []templates.FeedLink
	for _, format := range feed.Formats {
		all = append(all, templates.FeedLink{Title: title, Type: format.Type(), URL: format.Of(l.BaseURL + l.paths.feed(l.lang, "all"))})
	}
	return all, nil
}

// feedsPage explains feeds to people and lists them.
func (l *language) feedsPage() error {
	title, err := l.p.T("feed.title")
	if err != nil {
		return err
	}
	about, err := l.p.T("feed.what")
	if err != nil {
		return err
	}
	v := &templates.Feeds{Heading: title}
	if v.Frame, err = l.frame(title, about, l.paths.feeds, locales.All); err != nil {
		return err
	}
	if err := l.under(&v.Frame, nil); err != nil {
		return err
	}
	if v.JSONLD, err = linked(l.breadcrumbs(v.Frame, title)); err != nil {
		return err
	}
	all, err := l.p.T("feed.all")
	if err != nil {
		return err
	}
	address := l.BaseURL + l.paths.feed(l.lang, "all")
	v.Groups = []templates.FeedGroup{{Title: all, Feeds: []templates.FeedRow{{
		Title: cmp.Or(v.Frame.Feeds[0].Title, all), Atom: feed.Atom.Of(address), RSS: feed.RSS.Of(address), JSON: feed.JSON.Of(address),
	}}}}
	return l.page(l.paths.feeds(l.lang), l.lang, v)
}
