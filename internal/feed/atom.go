package feed

import (
	"time"

	"github.com/gorilla/feeds"
)

// The types below embed those of gorilla/feeds and hide their fields that
// hold too little: one link, one author, a category without a term, no
// language. encoding/xml takes the outer of two fields with one name.

type atomFeed struct {
	*feeds.AtomFeed
	Lang    string             `xml:"xml:lang,attr"`
	Authors []feeds.AtomPerson `xml:"author"`
	Links   []atomLink         `xml:"link"`
	Entries []atomEntry        `xml:"entry"`
}

type atomEntry struct {
	*feeds.AtomEntry
	Lang       string         `xml:"xml:lang,attr"`
	Categories []atomCategory `xml:"category"`
	Links      []atomLink     `xml:"link"`
}

type atomCategory struct {
	Term  string `xml:"term,attr"`
	Label string `xml:"label,attr,omitempty"`
}

type atomLink struct {
	Rel      string `xml:"rel,attr"`
	Type     string `xml:"type,attr,omitempty"`
	Hreflang string `xml:"hreflang,attr,omitempty"`
	Title    string `xml:"title,attr,omitempty"`
	Href     string `xml:"href,attr"`
}

// document makes a value writable by [feeds.ToXML].
type document struct{ root any }

func (d document) FeedXml() any { return d.root }

// Atom writes the feed as Atom 1.0.
func (f *Feed) Atom() ([]byte, error) {
	if err := f.Check(); err != nil {
		return nil, err
	}
	root := atomFeed{
		AtomFeed: &feeds.AtomFeed{
			Xmlns:    "http://www.w3.org/2005/Atom",
			Title:    text(f.Title),
			Id:       f.ID,
			Updated:  f.updated().Format(time.RFC3339),
			Rights:   text(f.Rights),
			Subtitle: text(f.Subtitle),
		},
		Lang:  string(f.Lang),
		Links: f.links(Atom),
	}
	for _, a := range f.Authors {
		root.Authors = append(root.Authors, feeds.AtomPerson{Name: text(a.Name), Uri: a.URL})
	}
	for i := range f.Entries {
		root.Entries = append(root.Entries, f.atomEntry(&f.Entries[i]))
	}
	s, err := feeds.ToXML(document{root})
	if err != nil {
		return nil, err
	}
	return weigh(Atom, []byte(s))
}

// links are those of the feed as a whole. There is one alternate only: of
// several, readers take any for the home page.
func (f *Feed) links(format Format) []atomLink {
	links := []atomLink{{Rel: "self", Type: format.Type(), Href: format.Of(f.Address)}}
	if format == Atom {
		links = append(links, atomLink{Rel: "alternate", Type: htmlType, Hreflang: string(f.Lang), Href: f.Home})
	}
	if f.Next != "" {
		links = append(links, atomLink{Rel: "next", Type: format.Type(), Href: format.Of(f.Next)})
	}
	if f.Hub != "" {
		links = append(links, atomLink{Rel: "hub", Href: f.Hub})
	}
	for _, r := range f.Related {
		links = append(links, atomLink{"related", format.Type(), string(r.Lang), text(r.Title), format.Of(r.Address)})
	}
	return links
}

func (f *Feed) atomEntry(e *Entry) atomEntry {
	entry := atomEntry{
		AtomEntry: &feeds.AtomEntry{
			Title:     text(e.Title),
			Updated:   e.Updated.Format(time.RFC3339),
			Id:        e.ID,
			Content:   &feeds.AtomContent{Content: e.Content.s, Type: "html"},
			Published: e.Published.Format(time.RFC3339),
			Summary:   &feeds.AtomSummary{Content: text(e.Summary), Type: "text"},
		},
		Lang:  f.lang(e),
		Links: []atomLink{{Rel: "alternate", Type: htmlType, Hreflang: f.lang(e), Href: e.URL}},
	}
	if e.Via != nil {
		entry.Links = append(entry.Links, atomLink{Rel: "via", Title: text(e.Via.Title), Href: e.Via.URL})
	}
	for _, c := range e.Categories {
		entry.Categories = append(entry.Categories, atomCategory{text(c.Term), text(c.Label)})
	}
	return entry
}
