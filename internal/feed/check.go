package feed

import (
	"errors"
	"fmt"
	"net/url"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"

	"portal/locales"
)

const (
	maxTitle   = 160
	maxSummary = 600
)

// Check tells all that feed readers or the W3C feed validator would complain
// about, except for the size of the whole.
func (f *Feed) Check() error {
	var c checker
	c.where = "feed " + f.Address
	c.id("id", f.ID)
	c.need("title", f.Title)
	c.lang(f.Lang)
	c.address("address", f.Address)
	c.address("home", f.Home)
	c.optional("next", f.Next)
	c.optional("hub", f.Hub)
	for _, r := range f.Related {
		c.lang(r.Lang)
		c.need("title of a related feed", r.Title)
		c.address("related", r.Address)
	}
	if len(f.Authors) == 0 {
		c.fault("has no author")
	}
	for _, a := range f.Authors {
		c.need("author", a.Name)
		c.optional("address of an author", a.URL)
	}
	if len(f.Entries) > MaxEntries {
		c.fault("has %d entries, divide it into pages of %d", len(f.Entries), MaxEntries)
	}
	if f.updated().IsZero() {
		c.fault("has neither an entry nor a time since when it stands")
	}
	c.entries(f)
	return errors.Join(c.faults...)
}

// checker gathers faults.
type checker struct {
	where  string
	faults []error
}

func (c *checker) entries(f *Feed) {
	ids := map[string]bool{}
	var before time.Time
	for i := range f.Entries {
		e := &f.Entries[i]
		c.where = fmt.Sprintf("feed %s, entry %q", f.Address, e.ID)
		c.entry(e)
		if ids[e.ID] {
			c.fault("stands in the feed twice")
		}
		ids[e.ID] = true
		if i > 0 && !e.Updated.Before(before) {
			c.fault("is not older than the entry before it")
		}
		before = e.Updated
	}
}

func (c *checker) entry(e *Entry) {
	c.id("id", e.ID)
	c.need("title", e.Title)
	c.need("summary", e.Summary)
	c.need("content", e.Content.s)
	c.address("address", e.URL)
	if e.Lang != "" {
		c.lang(e.Lang)
	}
	if n := utf8.RuneCountInString(e.Title); n > maxTitle {
		c.fault("has a title of %d characters, at most %d are allowed", n, maxTitle)
	}
	if n := utf8.RuneCountInString(e.Summary); n > maxSummary {
		c.fault("has a summary of %d characters, at most %d are allowed", n, maxSummary)
	}
	if e.Via != nil {
		c.need("title of the source", e.Via.Title)
		c.address("source", e.Via.URL)
	}
	if e.Published.IsZero() || e.Updated.Before(e.Published) {
		c.fault("was published %v and updated %v", e.Published, e.Updated)
	}
	for _, cat := range e.Categories {
		c.need("term of a category", cat.Term)
	}
}

func (c *checker) fault(msg string, args ...any) {
	c.faults = append(c.faults, fmt.Errorf("feed: "+c.where+" "+msg, args...))
}

func (c *checker) need(what, s string) {
	if strings.TrimSpace(s) == "" {
		c.fault("has no %s", what)
	}
}

func (c *checker) lang(l locales.Lang) {
	if _, ok := locales.Parse(string(l)); !ok {
		c.fault("has the unknown language %q", l)
	}
}

func (c *checker) id(what, s string) {
	if u, err := url.Parse(s); err != nil || !u.IsAbs() || !clean(s) {
		c.fault("has the %s %q, want a URI such as a tag", what, s)
	}
}

func (c *checker) address(what, s string) {
	if !absolute(s) || !clean(s) {
		c.fault("has the %s %q, want an absolute address", what, s)
	}
}

func (c *checker) optional(what, s string) {
	if s != "" {
		c.address(what, s)
	}
}

// absolute tells whether s is an address of the web that works anywhere.
func absolute(s string) bool {
	u, err := url.Parse(s)
	return err == nil && (u.Scheme == "https" || u.Scheme == "http") && u.Host != ""
}

// clean tells whether s may stand in an address as it is.
func clean(s string) bool {
	return utf8.ValidString(s) && !strings.ContainsFunc(s, func(r rune) bool {
		return unicode.IsSpace(r) || !unicode.IsPrint(r) || strings.ContainsRune("<>\"\ufffd", r)
	})
}
