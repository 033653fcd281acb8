// Package feed turns lists of changes into what feed readers and calendars
// subscribe to: Atom, RSS 2.0, JSON Feed 1.1, OPML and iCalendar.
//
// It knows neither HTTP nor pages. The same feed always becomes the same
// bytes: all times come from the entries, none from the clock.
package feed

import (
	"fmt"
	"strconv"
	"strings"
	"time"
	"unicode/utf8"

	"portal/locales"
)

// Format is one of the formats of a feed, and the ending of its address.
type Format string

// The formats. Atom is the one to announce first.
const (
	Atom Format = "atom"
	RSS  Format = "rss"
	JSON Format = "json"
)

// Formats lists the formats in the order to announce them.
var Formats = []Format{Atom, RSS, JSON}

// Types of content, to be announced and served alike.
const (
	CalendarType = "text/calendar"
	OPMLType     = "text/x-opml"
	htmlType     = "text/html"
)

// Type returns the media type of a format.
func (f Format) Type() string {
	switch f {
	case Atom:
		return "application/atom+xml"
	case RSS:
		return "application/rss+xml"
	}
	return "application/feed+json"
}

// Of returns the address of a feed in this format, given its address without
// an ending.
func (f Format) Of(address string) string { return address + "." + string(f) }

// MaxEntries is how many entries a feed has at most. Older ones go to its
// further pages, see [Feed.Pages].
const MaxEntries = 30

// maxBytes is the most that a feed may weigh in any format.
const maxBytes = 512 << 10

// Feed is a list of entries in one language. All addresses are absolute.
type Feed struct {
	ID       string // never changes; not an address of the site
	Title    string
	Subtitle string // what the feed is about, plain text; may be empty
	Lang     locales.Lang
	Address  string    // of the feed itself, without the ending of a format
	Next     string    // of the feed with older entries, likewise; empty on the last
	Home     string    // the page for people
	Related  []Related // the same feed in the other languages
	Authors  []Author  // who answers for it, at least one
	Rights   string    // the licence
	Hub      string    // WebSub; may be empty
	Since    time.Time // stands for the time of the newest entry while there is none
	Entries  []Entry   // newest first, by Updated, no two at the same time
}

// Related is the same feed in another language.
type Related struct {
	Lang    locales.Lang
	Title   string
	Address string // without the ending of a format
}

// Author is who answers for a feed.
type Author struct {
	Name string
	URL  string // may be empty
}

// Entry is one change. It is the same in every feed and format it stands in.
type Entry struct {
	ID         string       // never changes
	Lang       locales.Lang // empty for that of the feed
	Title      string       // what changes, plain text, at most 160 characters
	Summary    string       // plain text, at most 600 characters
	Content    HTML
	URL        string // the page, with the section that changed
	Via        *Link  // the legal source; may be nil
	Published  time.Time
	Updated    time.Time // Published, unless the entry was corrected
	Categories []Category
}

// Link is the title and address of a document.
type Link struct{ Title, URL string }

// Category is what an entry is about: a fixed term for programs and its label
// for readers.
type Category struct{ Term, Label string }

// Bytes writes the feed in a format. A feed that breaks the rules of the
// formats is an error that names all faults.
func (f *Feed) Bytes(format Format) ([]byte, error) {
	switch format {
	case Atom:
		return f.Atom()
	case RSS:
		return f.RSS()
	case JSON:
		return f.JSON()
	}
	return nil, fmt.Errorf("feed: unknown format %q", format)
}

// LinkHeader is the header Link of a document of the feed, by which a
// subscriber finds the hub without reading the document: WebSub section 4. It
// is empty for a feed without a hub.
func (f *Feed) LinkHeader(format Format) string {
	if f.Hub == "" {
		return ""
	}
	return "<" + f.Hub + `>; rel="hub", <` + format.Of(f.Address) + `>; rel="self"`
}

// Pages divides a feed into feeds of [MaxEntries], the newest entries in the
// first, each leading to the next: address, address.2, address.3.
func (f *Feed) Pages() []*Feed {
	page := *f
	if len(f.Entries) <= MaxEntries {
		return []*Feed{&page}
	}
	older := *f
	older.Address = nextAddress(f.Address)
	older.Entries = f.Entries[MaxEntries:]
	page.Next = older.Address
	page.Entries = f.Entries[:MaxEntries:MaxEntries]
	return append([]*Feed{&page}, older.Pages()...)
}

// nextAddress counts up the number at the end of an address.
func nextAddress(address string) string {
	dot := strings.LastIndexByte(address, '.')
	if n, err := strconv.Atoi(address[dot+1:]); err == nil && dot > 0 {
		return address[:dot+1] + strconv.Itoa(n+1)
	}
	return address + ".2"
}

// updated is the time of the newest entry.
func (f *Feed) updated() time.Time {
	if len(f.Entries) == 0 {
		return f.Since
	}
	return f.Entries[0].Updated
}

// published is the time of the entry published last.
func (f *Feed) published() time.Time {
	last := f.Since
	for _, e := range f.Entries {
		if e.Published.After(last) {
			last = e.Published
		}
	}
	return last
}

// lang returns the language of an entry of f.
func (f *Feed) lang(e *Entry) string {
	if e.Lang == "" {
		return string(f.Lang)
	}
	return string(e.Lang)
}

// weigh refuses a feed that has grown too large for feed readers.
func weigh(format Format, data []byte) ([]byte, error) {
	if len(data) > maxBytes {
		return nil, fmt.Errorf("feed: %s has %d bytes, at most %d are allowed", format, len(data), maxBytes)
	}
	return data, nil
}

// text makes s fit for XML and JSON alike: line ends are \n, and what is no
// character of XML becomes U+FFFD.
func text(s string) string {
	s = strings.ReplaceAll(strings.ToValidUTF8(s, "\ufffd"), "\r\n", "\n")
	return strings.Map(func(r rune) rune {
		switch {
		case r == '\r':
			return '\n'
		case r == '\n' || r == '\t':
			return r
		case r < 0x20, 0x7f <= r && r < 0xa0, r == 0xfffe, r == 0xffff, !utf8.ValidRune(r):
			return utf8.RuneError
		}
		return r
	}, s)
}
