package site

import (
	"time"

	"portal/internal/feed"
	"portal/locales"
	"portal/templates"
)

// announce lists feeds for the head of a page: the main feed first, in all
// formats, then those of the channels, in the first.
func (l *language) announce(channels ...channel) ([]templates.FeedLink, error) {
	var all []templates.FeedLink
	add := func(c channel, formats []feed.Format) error {
		title, err := l.channelTitle(c)
		for _, format := range formats {
			all = append(all, templates.FeedLink{Title: title, Type: format.Type(), URL: format.Of(l.BaseURL + l.paths.feed(l.lang, c.name()))})
		}
		return err
	}
	if err := add(channel{}, feed.Formats); err != nil {
		return nil, err
	}
	for _, c := range channels {
		if err := add(c, feed.Formats[:1]); err != nil {
			return nil, err
		}
	}
	return all, nil
}

// about are the channels of a page with these subjects.
func about(topics, laws []string) []channel {
	var all []channel
	for _, topic := range topics {
		all = append(all, channel{topic: topic})
	}
	for _, law := range laws {
		all = append(all, channel{law: law})
	}
	return all
}

// announceLists adds the calendar and the list of all feeds.
func (l *language) announceLists(links []templates.FeedLink) ([]templates.FeedLink, error) {
	if l.hasDates() {
		title, err := l.p.T("feed.name_calendar", "site", l.tree.Site.Name)
		if err != nil {
			return nil, err
		}
		links = append(links, templates.FeedLink{Title: title, Type: feed.CalendarType, URL: l.BaseURL + l.paths.dates(l.lang)})
	}
	title, err := l.p.T("feed.opml")
	return append(links, templates.FeedLink{Title: title, Type: feed.OPMLType, URL: l.BaseURL + opmlPath}), err
}

// shared are the channels but those of single pages, by kind.
func (b *build) shared() (all, laws, topics, topicLaws []channel) {
	for _, c := range b.channels() {
		switch {
		case c.page != "":
		case c.topic != "" && c.law != "":
			topicLaws = append(topicLaws, c)
		case c.topic != "":
			topics = append(topics, c)
		case c.law != "":
			laws = append(laws, c)
		default:
			all = append(all, c)
		}
	}
	return all, laws, topics, topicLaws
}

// feedsPage explains feeds to people and lists them.
func (l *language) feedsPage() error {
	title, err := l.p.T("feed.title")
	if err != nil {
		return err
	}
	description, err := l.p.T("feed.what")
	if err != nil {
		return err
	}
	all, laws, topics, topicLaws := l.shared()
	v := &templates.Feeds{Heading: title, OPML: l.BaseURL + opmlPath, Licence: templates.Link{Text: l.tree.Site.Licence.Name, URL: l.tree.Site.Licence.URL}}
	if l.hasDates() {
		v.Calendar = l.BaseURL + l.paths.dates(l.lang)
	}
	if v.Frame, err = l.frame(title, description, l.paths.feeds, locales.All); err != nil {
		return err
	}
	if err := l.under(&v.Frame, nil); err != nil {
		return err
	}
	if v.JSONLD, err = linked(l.breadcrumbs(v.Frame, title)); err != nil {
		return err
	}
	var announced []channel
	for _, group := range []struct {
		id       string
		channels []channel
		folded   bool
	}{{"all", all, false}, {"law", laws, false}, {"topic", topics, false}, {"topic_law", topicLaws, true}} {
		if len(group.channels) == 0 {
			continue
		}
		g := templates.FeedGroup{Folded: group.folded}
		if g.Title, err = l.p.T("feed." + group.id); err != nil {
			return err
		}
		if g.Feeds, err = l.feedRows(group.channels); err != nil {
			return err
		}
		v.Groups = append(v.Groups, g)
		if group.id != "all" {
			announced = append(announced, group.channels...)
		}
	}
	if v.Frame.Feeds, err = l.announce(announced...); err != nil {
		return err
	}
	if v.Frame.Feeds, err = l.announceLists(v.Frame.Feeds); err != nil {
		return err
	}
	return l.page(l.paths.feeds(l.lang), l.lang, v)
}

func (l *language) feedRows(channels []channel) ([]templates.FeedRow, error) {
	var rows []templates.FeedRow
	for _, c := range channels {
		name, err := l.channelName(c)
		if err != nil {
			return nil, err
		}
		address := l.BaseURL + l.paths.feed(l.lang, c.name())
		rows = append(rows, templates.FeedRow{Title: name, Atom: feed.Atom.Of(address), RSS: feed.RSS.Of(address), JSON: feed.JSON.Of(address)})
	}
	return rows, nil
}

// opml lists every feed of every language, for readers that take them at once.
func (b *build) opml() error {
	var groups []feed.Group
	for _, lang := range locales.All {
		l := b.snapshot.frames[lang]
		g := feed.Group{Title: lang.Endonym(), Lang: lang}
		for _, c := range b.channels() {
			title, err := l.channelTitle(c)
			if err != nil {
				return err
			}
			g.Feeds = append(g.Feeds, feed.Listed{Title: title, Address: b.BaseURL + b.paths.feed(lang, c.name()), Home: b.BaseURL + l.channelHome(c)})
		}
		groups = append(groups, g)
	}
	body, err := feed.OPML(b.tree.Site.Name, groups)
	if err != nil {
		return err
	}
	return b.add(opmlPath, &Resource{
		Status: 200, ContentType: feed.OPMLType + "; charset=utf-8", Cache: feedCache, Modified: b.newest(), body: body,
	})
}

// newest is the time of the last change by now.
func (b *build) newest() time.Time {
	last := b.oldest()
	for _, p := range b.tree.Pages {
		if at := newestChange(p.Changes, b.now); at.After(last) {
			last = at
		}
	}
	for _, u := range b.announced() {
		if at := b.revised(u); at.After(last) {
			last = at
		}
	}
	return last
}
