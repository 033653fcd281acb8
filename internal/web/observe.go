package web

import (
	"path"
	"strings"
	"time"

	"github.com/gofiber/fiber/v2"

	"portal/locales"
)

// Answer is what an operator may count of one answer. It tells nothing of who
// asked, what for, or which page it was.
type Answer struct {
	Route  string // the pattern, as "/:lang/search"
	Status int
	Took   time.Duration
	Feed   Feed         // zero if it was none
	Empty  locales.Lang // of a search that found nothing; empty otherwise
}

// Feed is a kind of feed and its format, without what it is about.
type Feed struct{ Kind, Format string }

// emptySearch is where a handler notes that it found nothing.
const emptySearch = "empty search"

// observe tells Observe of every answer, errors included.
func (h *handler) observe(c *fiber.Ctx) error {
	began := time.Now()
	if err := c.Next(); err != nil {
		if err := h.fail(c, err); err != nil {
			return err
		}
	}
	a := Answer{Route: c.Route().Path, Status: c.Response().StatusCode(), Took: time.Since(began)}
	if a.Status < 400 {
		a.Feed = feedOf(c.Path())
	}
	a.Empty, _ = c.Locals(emptySearch).(locales.Lang)
	h.Observe(a)
	return nil
}

// feedOf reads what may be counted of a feed out of its address: not which
// topic or page it follows.
func feedOf(address string) Feed {
	if address == "/feeds.opml" {
		return Feed{"list", "opml"}
	}
	_, name, ok := strings.Cut(address, "/feeds/")
	format := strings.TrimPrefix(path.Ext(name), ".")
	if !ok || format == "" {
		return Feed{}
	}
	kind, _, _ := strings.Cut(strings.TrimSuffix(name, path.Ext(name)), "/")
	kind, _, _ = strings.Cut(kind, ".") // all.2 is an older page of all
	switch kind {
	case "all", "topic", "law", "page", "dates":
		return Feed{kind, format}
	}
	return Feed{"other", format}
}
