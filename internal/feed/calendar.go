package feed

import (
	"bytes"
	"errors"
	"fmt"
	"strconv"
	"strings"
	"time"
	"unicode/utf8"

	"portal/locales"
)

// Calendar is a list of dates in one language. All addresses are absolute.
type Calendar struct {
	Title       string
	Description string // may be empty
	Lang        locales.Lang
	Address     string // of the calendar itself
	Home        string // the page for people
	Events      []Event
}

// Event is a day on which a rule starts or stops to apply.
type Event struct {
	UID         string    // never changes; what is corrected keeps it
	Day         time.Time // only the date counts
	Title       string
	Description string // plain text; may be empty
	URL         string
	Categories  []string
	Updated     time.Time // of the content that names the date
	Sequence    int       // how often it was changed, so that calendars take the change
	Cancelled   bool      // postponed or dropped; keep it for a year
}

const (
	icalDay  = "20060102"
	icalTime = "20060102T150405Z"
)

// ICal writes the calendar as iCalendar (RFC 5545, RFC 7986). A calendar
// without events is an error: the format has no such thing.
func (c *Calendar) ICal() ([]byte, error) {
	if err := c.check(); err != nil {
		return nil, err
	}
	lang := ";LANGUAGE=" + string(c.Lang)
	var w icalWriter
	w.line("BEGIN:VCALENDAR")
	w.line("VERSION:2.0")
	w.line("PRODID:-//Yol//portal//EN")
	w.line("CALSCALE:GREGORIAN")
	w.line("METHOD:PUBLISH")
	w.text("NAME"+lang, c.Title)
	w.text("X-WR-CALNAME", c.Title)
	if c.Description != "" {
		w.text("DESCRIPTION"+lang, c.Description)
		w.text("X-WR-CALDESC", c.Description)
	}
	w.line("LAST-MODIFIED:" + c.updated().UTC().Format(icalTime))
	w.line("URL:" + c.Home)
	w.line("SOURCE;VALUE=URI:" + c.Address)
	w.line("REFRESH-INTERVAL;VALUE=DURATION:PT12H")
	w.line("X-PUBLISHED-TTL:PT12H")
	for i := range c.Events {
		w.event(&c.Events[i], lang)
	}
	w.line("END:VCALENDAR")
	return w.Bytes(), nil
}

func (c *Calendar) check() error {
	k := checker{where: "calendar " + c.Address}
	k.need("title", c.Title)
	k.lang(c.Lang)
	k.address("address", c.Address)
	k.address("home", c.Home)
	if len(c.Events) == 0 {
		k.fault("has no events")
	}
	uids := map[string]bool{}
	for _, e := range c.Events {
		k.where = fmt.Sprintf("calendar %s, event %q", c.Address, e.UID)
		if e.UID == "" || uids[e.UID] || !clean(e.UID) {
			k.fault("has no UID of its own")
		}
		uids[e.UID] = true
		k.need("title", e.Title)
		k.address("address", e.URL)
		if e.Day.IsZero() || e.Updated.IsZero() || e.Sequence < 0 {
			k.fault("has the day %v, updated %v, sequence %d", e.Day, e.Updated, e.Sequence)
		}
	}
	return errors.Join(k.faults...)
}

// updated is the time of the event changed last.
func (c *Calendar) updated() time.Time {
	var last time.Time
	for _, e := range c.Events {
		if e.Updated.After(last) {
			last = e.Updated
		}
	}
	return last
}

// icalWriter writes lines as iCalendar wants them.
type icalWriter struct{ bytes.Buffer }

func (w *icalWriter) event(e *Event, lang string) {
	stamp := e.Updated.UTC().Format(icalTime)
	status := "CONFIRMED"
	if e.Cancelled {
		status = "CANCELLED"
	}
	w.line("BEGIN:VEVENT")
	w.text("UID", e.UID)
	w.line("DTSTAMP:" + stamp)
	w.line("LAST-MODIFIED:" + stamp)
	w.line("SEQUENCE:" + strconv.Itoa(e.Sequence))
	w.line("DTSTART;VALUE=DATE:" + e.Day.Format(icalDay))
	w.text("SUMMARY"+lang, e.Title)
	if e.Description != "" {
		w.text("DESCRIPTION"+lang, e.Description)
	}
	w.line("URL:" + e.URL)
	if len(e.Categories) > 0 {
		w.text("CATEGORIES"+lang, e.Categories...)
	}
	w.line("STATUS:" + status)
	w.line("TRANSP:TRANSPARENT")
	w.line("END:VEVENT")
}

// icalText escapes what has a meaning in a text.
var icalText = strings.NewReplacer(`\`, `\\`, ";", `\;`, ",", `\,`, "\n", `\n`, "\t", " ")

// text writes a property with one or several texts.
func (w *icalWriter) text(property string, values ...string) {
	escaped := make([]string, len(values))
	for i, v := range values {
		escaped[i] = icalText.Replace(text(v))
	}
	w.line(property + ":" + strings.Join(escaped, ","))
}

// line writes one line, folded so that no part is longer than 75 octets and
// no character is cut.
func (w *icalWriter) line(s string) {
	for room := 75; len(s) > room; room = 74 { // the space counts
		cut := room
		for !utf8.RuneStart(s[cut]) {
			cut--
		}
		w.WriteString(s[:cut] + "\r\n ")
		s = s[cut:]
	}
	w.WriteString(s + "\r\n")
}
