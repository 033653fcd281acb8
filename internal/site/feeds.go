package site

import (
	"slices"
	"strconv"
	"strings"
	"time"

	"portal/content"
	"portal/internal/feed"
	"portal/locales"
)

// laws are those whose feeds and lists there are, whatever stands in them.
var laws = []string{"be", "az", "eu"}

// channel is what a feed is about: everything, a topic, a law, a topic under a
// law, or one page. Its address and its id come from it and never change.
type channel struct{ topic, law, page string }

// name is the channel in addresses and ids.
func (c channel) name() string {
	switch {
	case c.page != "":
		return "page/" + c.page
	case c.topic != "" && c.law != "":
		return "topic/" + c.topic + "/" + c.law
	case c.topic != "":
		return "topic/" + c.topic
	case c.law != "":
		return "law/" + c.law
	}
	return "all"
}

// holds tells whether an entry stands in the feed.
func (c channel) holds(e *entry) bool {
	if c.page != "" {
		return e.page == c.page
	}
	return !e.pageOnly &&
		(c.topic == "" || slices.Contains(e.topics, c.topic)) &&
		(c.law == "" || slices.Contains(e.laws, c.law))
}

// allChannels lists the feeds that there are, the same in every language. A
// topic has one under a law from the first entry on that stands in it in any
// language.
func (b *build) allChannels() []channel {
	all := []channel{{}}
	for _, law := range laws {
		all = append(all, channel{law: law})
	}
	subjects := b.subjects()
	for _, t := range b.tree.Topics {
		all = append(all, channel{topic: t.Key})
	}
	for _, t := range b.tree.Topics {
		for _, law := range laws {
			if c := (channel{topic: t.Key, law: law}); subjects[c] {
				all = append(all, c)
			}
		}
	}
	for _, id := range sortedKeys(b.tree.Pages) {
		if b.tree.Pages[id].Status(b.now) != content.Hidden {
			all = append(all, channel{page: id})
		}
	}
	return all
}

// subjects are the topics under laws that have an entry.
func (b *build) subjects() map[channel]bool {
	used := map[channel]bool{}
	use := func(topics, laws []string) {
		for _, topic := range topics {
			for _, law := range laws {
				used[channel{topic: topic, law: law}] = true
			}
		}
	}
	for _, u := range b.announced() {
		use(u.Topics, u.Jurisdictions)
	}
	for _, p := range b.tree.Pages {
		shared := func(c content.Change) bool { return b.tells(c) && c.Update == "" && len(c.Note) > 0 }
		if p.Status(b.now) != content.Hidden && slices.ContainsFunc(p.Changes, shared) {
			use(p.Topics, p.Jurisdictions)
		}
	}
	return used
}

// feeds builds all feeds of the language. What could be wrong with them is
// found here; they are written when somebody asks or the snapshot is finished,
// because all of them take as long as all pages.
func (l *language) feeds() error {
	entries, err := l.feedEntries()
	if err != nil {
		return err
	}
	for _, c := range l.channels() {
		f, err := l.feed(c)
		if err != nil {
			return err
		}
		for i := range entries {
			if c.holds(&entries[i]) {
				f.Entries = append(f.Entries, entries[i].Entry)
			}
		}
		for _, page := range f.Pages() {
			if err := l.addFeed(page); err != nil {
				return err
			}
		}
	}
	return l.calendar()
}

// feed is the feed of a channel before it has entries.
func (l *language) feed(c channel) (*feed.Feed, error) {
	f := &feed.Feed{
		ID:      l.tag("feed/" + c.name() + "/" + string(l.lang)),
		Lang:    l.lang,
		Address: l.BaseURL + l.paths.feed(l.lang, c.name()),
		Home:    l.BaseURL + l.channelHome(c),
		Rights:  l.tree.Site.Licence.Name + ", " + l.tree.Site.Licence.URL,
		Hub:     l.Hub,
		Since:   l.oldest(),
	}
	var err error
	if f.Title, err = l.channelTitle(c); err != nil {
		return nil, err
	}
	if f.Subtitle, err = l.p.T("feed.subtitle"); err != nil {
		return nil, err
	}
	for _, p := range l.tree.Site.Publishers {
		f.Authors = append(f.Authors, feed.Author{Name: p.Name[l.lang], URL: p.URL})
	}
	for _, lang := range locales.All {
		if lang != l.lang {
			f.Related = append(f.Related, feed.Related{Lang: lang, Title: lang.Endonym(), Address: l.BaseURL + l.paths.feed(lang, c.name())})
		}
	}
	return f, nil
}

// channelName says what a feed is about, in a list of its kind.
func (l *language) channelName(c channel) (string, error) {
	switch {
	case c.page != "":
		return l.tree.Pages[c.page].Text(l.lang).Tab(), nil
	case c.topic != "" && c.law != "":
		law, err := l.p.T("law." + c.law)
		return l.topic(c.topic).Name[l.lang] + " (" + law + ")", err
	case c.topic != "":
		return l.topic(c.topic).Name[l.lang], nil
	case c.law != "":
		return l.p.T("law." + c.law)
	}
	return l.p.T("feed.all")
}

// channelTitle tells a feed apart from all others of its reader.
func (l *language) channelTitle(c channel) (string, error) {
	name, err := l.channelName(c)
	if err != nil {
		return "", err
	}
	switch {
	case c.page != "":
		return l.p.T("feed.name_page", "site", l.tree.Site.Name, "title", name)
	case c == channel{}:
		return l.p.T("feed.name_all", "site", l.tree.Site.Name)
	}
	return l.p.T("feed.name_of", "site", l.tree.Site.Name, "name", name)
}

// channelHome is the page for people.
func (l *language) channelHome(c channel) string {
	switch {
	case c.page != "":
		return l.paths.page(l.lang, c.page)
	case c.topic != "":
		return l.paths.choice(l.lang, "topic", c.topic, 1)
	case c.law != "":
		return l.paths.choice(l.lang, "law", c.law, 1)
	}
	return l.paths.home(l.lang)
}

// addFeed puts a feed at its addresses, one for each format.
func (l *language) addFeed(f *feed.Feed) error {
	if err := f.Check(); err != nil {
		return err
	}
	modified := f.Since
	if len(f.Entries) > 0 {
		modified = f.Entries[0].Updated
	}
	for _, format := range feed.Formats {
		r := &Resource{
			Status: 200, ContentType: format.Type() + "; charset=utf-8", Cache: feedCache, Modified: modified, Link: f.LinkHeader(format),
			render: func() ([]byte, error) { return f.Bytes(format) },
		}
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

// oldest is the time of the first change: that of a feed without entries.
func (b *build) oldest() time.Time {
	var first time.Time
	earlier := func(at time.Time) {
		if first.IsZero() || at.Before(first) {
			first = at
		}
	}
	for _, p := range b.tree.Pages {
		for _, c := range p.Changes {
			earlier(c.At)
		}
	}
	for _, u := range b.tree.Updates {
		earlier(u.AnnouncedAt)
	}
	return first
}
