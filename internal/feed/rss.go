package feed

import (
	"cmp"
	"html"
	"time"

	"github.com/gorilla/feeds"
)

type rss struct {
	*feeds.RssFeedXml
	AtomNamespace string     `xml:"xmlns:atom,attr"`
	DCNamespace   string     `xml:"xmlns:dc,attr"`
	Channel       rssChannel `xml:"channel"`
}

type rssChannel struct {
	*feeds.RssFeed
	Creators []string   `xml:"dc:creator"`
	Links    []atomLink `xml:"atom:link"`
	Items    []rssItem  `xml:"item"`
}

type rssItem struct {
	*feeds.RssItem
	Source     *rssSource `xml:"source"`
	Categories []string   `xml:"category"`
	Creators   []string   `xml:"dc:creator"`
	Language   string     `xml:"dc:language"`
	Updated    string     `xml:"atom:updated"`
}

type rssSource struct {
	URL   string `xml:"url,attr"`
	Title string `xml:",chardata"`
}

// RSS writes the feed as RSS 2.0. Authors are dc:creator, because RSS itself
// wants an e-mail address for them.
func (f *Feed) RSS() ([]byte, error) {
	if err := f.Check(); err != nil {
		return nil, err
	}
	var creators []string
	for _, a := range f.Authors {
		creators = append(creators, text(a.Name))
	}
	root := rss{
		RssFeedXml:    &feeds.RssFeedXml{Version: "2.0", ContentNamespace: "http://purl.org/rss/1.0/modules/content/"},
		AtomNamespace: "http://www.w3.org/2005/Atom",
		DCNamespace:   "http://purl.org/dc/elements/1.1/",
		Channel: rssChannel{
			RssFeed: &feeds.RssFeed{
				Title:         text(f.Title),
				Link:          f.Home,
				Description:   html.EscapeString(text(cmp.Or(f.Subtitle, f.Title))),
				Language:      string(f.Lang),
				Copyright:     text(f.Rights),
				PubDate:       f.published().Format(time.RFC1123Z),
				LastBuildDate: f.updated().Format(time.RFC1123Z),
				Ttl:           60,
			},
			Creators: creators,
			Links:    f.links(RSS),
		},
	}
	for i := range f.Entries {
		root.Channel.Items = append(root.Channel.Items, f.rssItem(&f.Entries[i], creators))
	}
	s, err := feeds.ToXML(document{root})
	if err != nil {
		return nil, err
	}
	return weigh(RSS, []byte(s))
}

// rssItem escapes the summary once more than Atom: a description is HTML.
func (f *Feed) rssItem(e *Entry, creators []string) rssItem {
	item := rssItem{
		RssItem: &feeds.RssItem{
			Title:       text(e.Title),
			Link:        e.URL,
			Description: html.EscapeString(text(e.Summary)),
			Content:     &feeds.RssContent{Content: e.Content.s},
			Guid:        &feeds.RssGuid{Id: e.ID, IsPermaLink: "false"},
			PubDate:     e.Published.Format(time.RFC1123Z),
		},
		Creators: creators,
		Language: f.lang(e),
		Updated:  e.Updated.Format(time.RFC3339),
	}
	if e.Via != nil {
		item.Source = &rssSource{URL: e.Via.URL, Title: text(e.Via.Title)}
	}
	for _, c := range e.Categories {
		item.Categories = append(item.Categories, text(cmp.Or(c.Label, c.Term)))
	}
	return item
}
