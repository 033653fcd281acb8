package feed

import (
	"encoding/xml"
	"errors"

	"portal/locales"
)

// Group is the feeds of one language in a list of feeds.
type Group struct {
	Title string
	Lang  locales.Lang
	Feeds []Listed
}

// Listed is one feed of a list. Addresses are absolute.
type Listed struct {
	Title   string
	Address string // of the feed, without the ending of a format
	Home    string // the page for people
}

type opml struct {
	XMLName xml.Name  `xml:"opml"`
	Version string    `xml:"version,attr"`
	Title   string    `xml:"head>title"`
	Groups  []outline `xml:"body>outline"`
}

type outline struct {
	Type     string    `xml:"type,attr,omitempty"`
	Text     string    `xml:"text,attr"`
	Title    string    `xml:"title,attr"`
	XMLURL   string    `xml:"xmlUrl,attr,omitempty"`
	HTMLURL  string    `xml:"htmlUrl,attr,omitempty"`
	Language string    `xml:"language,attr,omitempty"`
	Outlines []outline `xml:"outline"`
}

// OPML writes a list of feeds, each by its Atom address, as OPML 2.0.
func OPML(title string, groups []Group) ([]byte, error) {
	c := checker{where: "list of feeds"}
	c.need("title", title)
	root := opml{Version: "2.0", Title: text(title)}
	for _, g := range groups {
		c.need("title of a group", g.Title)
		c.lang(g.Lang)
		group := outline{Text: text(g.Title), Title: text(g.Title), Language: string(g.Lang)}
		for _, l := range g.Feeds {
			c.need("title of a feed", l.Title)
			c.address("feed", l.Address)
			c.address("home", l.Home)
			group.Outlines = append(group.Outlines, outline{
				Type:     "rss", // of every format, by the specification
				Text:     text(l.Title),
				Title:    text(l.Title),
				XMLURL:   Atom.Of(l.Address),
				HTMLURL:  l.Home,
				Language: string(g.Lang),
			})
		}
		root.Groups = append(root.Groups, group)
	}
	if err := errors.Join(c.faults...); err != nil {
		return nil, err
	}
	data, err := xml.MarshalIndent(root, "", "  ")
	if err != nil {
		return nil, err
	}
	return append([]byte(xml.Header), append(data, '\n')...), nil
}
