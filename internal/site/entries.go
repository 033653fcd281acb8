package site

import (
	"html"
	"html/template"
	"slices"
	"strings"
	"time"

	"portal/content"
	"portal/internal/feed"
)

// entry is an entry of feeds, and what decides in which of them it stands.
type entry struct {
	feed.Entry
	topics, laws []string
	page         string // id of the page whose change it is
	pageOnly     bool   // a note about an update, which has an entry of its own
}

// tells reports whether readers hear of a change by now.
func (b *build) tells(c content.Change) bool { return c.Kind != "minor" && !c.At.After(b.now) }

// feedEntries are all changes that have a text in the language, newest first.
func (l *language) feedEntries() ([]entry, error) {
	var all []entry
	add := func(e entry, err error) error {
		all = append(all, e)
		return err
	}
	for _, id := range sortedKeys(l.tree.Pages) {
		p := l.tree.Pages[id]
		if p.Status(l.now) == content.Hidden || p.Texts[l.lang] == nil {
			continue
		}
		for _, c := range p.Changes {
			if l.tells(c) && c.Note[l.lang] != "" {
				if err := add(l.pageEntry(p, c)); err != nil {
					return nil, err
				}
			}
		}
	}
	starts := l.tree.Starts()
	for _, u := range l.announced() {
		if u.Texts[l.lang] == nil {
			continue
		}
		if err := add(l.updateEntry(u)); err != nil {
			return nil, err
		}
		if start, ok := starts[u.ID]; ok && !start.After(l.now) && u.Came(start) {
			if err := add(l.startEntry(u, start)); err != nil {
				return nil, err
			}
		}
	}
	slices.SortFunc(all, func(a, b entry) int { return b.Updated.Compare(a.Updated) })
	return all, nil
}

// pageEntry is a change note of a page. It holds no text of the page, which
// would change under an unchanged date.
func (l *language) pageEntry(p *content.Page, c content.Change) (entry, error) {
	address := l.BaseURL + l.paths.page(l.lang, p.ID)
	if c.Section != "" {
		address += "#" + c.Section
	}
	kind, err := l.p.T("change." + c.Kind)
	if err != nil {
		return entry{}, err
	}
	open, err := l.p.T("feed.open")
	if err != nil {
		return entry{}, err
	}
	links := []feed.Link{{Title: open, URL: address}}
	if u := l.tree.Updates[c.Update]; u != nil && u.Texts[l.lang] != nil {
		links = append(links, feed.Link{Title: u.Texts[l.lang].Title, URL: l.BaseURL + l.paths.update(l.lang, u.ID)})
	}
	e := entry{topics: p.Topics, laws: p.Jurisdictions, page: p.ID, pageOnly: c.Update != ""}
	e.Entry = feed.Entry{
		ID: l.tag("change/" + p.ID + "/" + c.ID + "/" + string(l.lang)), Lang: l.lang,
		Title: p.Text(l.lang).Tab() + " (" + kind + ")", Summary: c.Note[l.lang], URL: address,
		Published: c.At.UTC(), Updated: c.At.UTC(),
	}
	if e.Content, err = feed.Clean("<p>" + html.EscapeString(c.Note[l.lang]) + "</p>" + list(links)); err != nil {
		return entry{}, err
	}
	e.Categories, err = l.categories(p.Topics, p.Jurisdictions, feed.Category{Term: "kind/" + c.Kind, Label: kind})
	return e, err
}

// list is links as HTML; nothing where there are none.
func list(links []feed.Link) string {
	var b strings.Builder
	for _, link := range links {
		b.WriteString(`<li><a href="` + html.EscapeString(link.URL) + `">` + html.EscapeString(link.Title) + "</a></li>")
	}
	if b.Len() == 0 {
		return ""
	}
	return "<ul>" + b.String() + "</ul>"
}

// updateEntry is a change in the law, whole. A correction of the update keeps
// the id and raises the time. What its dates make of it stands nowhere: that
// would change by itself.
func (l *language) updateEntry(u *content.Update) (entry, error) {
	t := u.Texts[l.lang]
	body, err := l.updateBody(u, t)
	if err != nil {
		return entry{}, err
	}
	e := entry{topics: u.Topics, laws: u.Jurisdictions}
	e.Entry = feed.Entry{
		ID: l.tag("update/" + u.ID + "/" + string(l.lang)), Lang: l.lang,
		Content: body, URL: l.BaseURL + l.paths.update(l.lang, u.ID), Via: l.legalSource(u),
		Published: u.AnnouncedAt.UTC(), Updated: l.revised(u).UTC(),
	}
	if e.Title, err = l.marked(u, t.Title); err != nil {
		return entry{}, err
	}
	if e.Summary, err = l.text.Text(t.Summary); err != nil {
		return entry{}, err
	}
	stage, err := l.p.T("state." + u.Stage)
	if err != nil {
		return entry{}, err
	}
	e.Categories, err = l.categories(u.Topics, u.Jurisdictions, feed.Category{Term: "state/" + u.Stage, Label: stage})
	return e, err
}

// updateBody is the text of an update and the pages that it touches.
func (l *language) updateBody(u *content.Update, t *content.Text) (feed.HTML, error) {
	r, err := l.absolute().Body(t)
	if err != nil {
		return feed.HTML{}, err
	}
	body := string(r.Answer() + r.Body())
	var pages []feed.Link
	for _, id := range u.Pages {
		if p := l.tree.Pages[id]; p.Status(l.now) == content.Live && p.Texts[l.lang] != nil {
			pages = append(pages, feed.Link{Title: p.Text(l.lang).Tab(), URL: l.BaseURL + l.paths.page(l.lang, id)})
		}
	}
	if len(pages) > 0 {
		heading, err := l.p.T("upd.pages")
		if err != nil {
			return feed.HTML{}, err
		}
		body += "<h2>" + html.EscapeString(heading) + "</h2>" + list(pages)
	}
	return feed.Clean(body)
}

// marked says in a title what is no law, or none at present.
func (l *language) marked(u *content.Update, title string) (string, error) {
	if u.Stage == "adopted" {
		return title, nil
	}
	return l.p.T("feed.marked_"+u.Stage, "title", title)
}

// revised is the time of the last correction of an update, or of the update.
func (b *build) revised(u *content.Update) time.Time {
	last := u.AnnouncedAt
	for _, c := range u.Changes {
		if b.tells(c) && c.At.After(last) {
			last = c.At
		}
	}
	return last
}

// legalSource is the first source that can be opened.
func (b *build) legalSource(u *content.Update) *feed.Link {
	for _, key := range u.Sources {
		if s := b.tree.Sources[key]; s.URL != "" {
			return &feed.Link{Title: s.Title, URL: s.URL}
		}
	}
	return nil
}

// startEntry tells that an announced rule now applies.
func (l *language) startEntry(u *content.Update, start time.Time) (entry, error) {
	title, address := u.Texts[l.lang].Title, l.BaseURL+l.paths.update(l.lang, u.ID)
	date := u.Start()
	e := entry{topics: u.Topics, laws: u.Jurisdictions}
	e.Entry = feed.Entry{
		ID: l.tag("update/" + u.ID + "/applies/" + string(l.lang)), Lang: l.lang,
		URL: address, Via: l.legalSource(u), Published: start.UTC(), Updated: start.UTC(),
	}
	var err error
	if e.Title, err = l.p.T("feed.starts", "title", title); err != nil {
		return entry{}, err
	}
	if e.Summary, err = l.p.T("feed.started", "date", l.text.Date(date.On)); err != nil {
		return entry{}, err
	}
	if e.Content, err = feed.Clean("<p>" + html.EscapeString(e.Summary) + "</p>" + list([]feed.Link{{Title: title, URL: address}})); err != nil {
		return entry{}, err
	}
	kind, err := l.p.T("state.in-force")
	if err != nil {
		return entry{}, err
	}
	e.Categories, err = l.categories(u.Topics, u.Jurisdictions, feed.Category{Term: "kind/applies", Label: kind})
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
