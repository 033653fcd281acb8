package site

import (
	"cmp"
	"slices"
	"strconv"
	"time"
	"unicode/utf8"

	"portal/content"
	"portal/templates"
)

const (
	timelineRows  = 12 // as many as a phone shows on one screen
	timelineTitle = 40 // letters of a title that fit its width
)

// timeline draws when the first of the updates apply. The list beside it says
// the same in words; fewer than two need no drawing.
func (l *language) timeline(updates []*content.Update) (*templates.Timeline, error) {
	updates = updates[:min(len(updates), timelineRows)]
	if len(updates) < 2 {
		return nil, nil
	}
	lines, err := l.lines()
	if err != nil {
		return nil, err
	}
	spans := make([]span, len(updates))
	first, last := l.now, l.now.AddDate(1, 0, 0) // with room for what is coming
	for i, u := range updates {
		spans[i] = l.span(u)
		first = slices.MinFunc([]time.Time{first, spans[i].from}, time.Time.Compare)
		last = slices.MaxFunc([]time.Time{last, spans[i].from, spans[i].until}, time.Time.Compare)
	}
	s := scale{yearOf(first), yearOf(last).AddDate(1, 0, 0)}
	v := &templates.Timeline{Now: s.at(l.now)}
	step := 1 + (s.last.Year()-s.first.Year())/9 // years side by side on a phone
	for year := s.first.Year(); year < s.last.Year(); year += step {
		v.Years = append(v.Years, templates.TimelineYear{Year: year, At: s.at(time.Date(year, 1, 1, 0, 0, 0, 0, time.UTC))})
	}
	for i, u := range updates {
		row := templates.TimelineRow{Title: shorten(lines[u.ID].Title), State: lines[u.ID].State, From: s.at(spans[i].from), Until: "100%", Open: true}
		if !spans[i].until.IsZero() {
			row.Until, row.Open = s.at(spans[i].until), false
		}
		v.Rows = append(v.Rows, row)
	}
	return v, nil
}

// span is from when until when a rule applies, or is planned; until is zero
// where no end is known.
type span struct{ from, until time.Time }

func (l *language) span(u *content.Update) span {
	zone := l.tree.Zone(u.Jurisdictions[0])
	s := span{from: u.AnnouncedAt}
	if start := cmp.Or(u.Start(), u.Published, u.Adopted); start != nil {
		s.from = start.On.In(zone)
	}
	if u.Until != nil {
		s.until = u.Until.On.End(zone)
	}
	return s
}

// scale turns a time into a place on the drawing.
type scale struct{ first, last time.Time }

func (s scale) at(t time.Time) string {
	share := max(0, float64(t.Sub(s.first))/float64(s.last.Sub(s.first)))
	return strconv.FormatFloat(100*share, 'f', 1, 64) + "%"
}

func yearOf(t time.Time) time.Time { return time.Date(t.Year(), 1, 1, 0, 0, 0, 0, time.UTC) }

// shorten cuts a title between two words.
func shorten(title string) string {
	if utf8.RuneCountInString(title) <= timelineTitle {
		return title
	}
	letters := []rune(title)[:timelineTitle]
	for i := len(letters) - 1; i > timelineTitle/2; i-- {
		if letters[i] == ' ' {
			letters = letters[:i]
			break
		}
	}
	return string(letters) + "…"
}
