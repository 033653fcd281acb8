package site

import (
	"cmp"
	"slices"
	"time"

	"portal/content"
	"portal/internal/feed"
)

// calendar builds the dates of the language's updates. While there are none
// there is no calendar: the format knows no empty one.
func (l *language) calendar() error {
	if !l.hasDates() {
		return nil
	}
	c := &feed.Calendar{Lang: l.lang, Address: l.BaseURL + l.paths.dates(l.lang), Home: l.BaseURL + l.paths.updates(l.lang)}
	var err error
	if c.Title, err = l.p.T("feed.name_calendar", "site", l.tree.Site.Name); err != nil {
		return err
	}
	if c.Description, err = l.p.T("feed.calendar"); err != nil {
		return err
	}
	for _, u := range l.announced() {
		if c.Events, err = l.events(c.Events, u); err != nil {
			return err
		}
	}
	slices.SortFunc(c.Events, func(a, b feed.Event) int { return cmp.Or(a.Day.Compare(b.Day), cmp.Compare(a.UID, b.UID)) })
	var modified time.Time
	for _, e := range c.Events {
		if e.Updated.After(modified) {
			modified = e.Updated
		}
	}
	body, err := c.ICal()
	if err != nil {
		return err
	}
	return l.add(l.paths.dates(l.lang), &Resource{
		Status: 200, ContentType: feed.CalendarType + "; charset=utf-8", Cache: feedCache, Modified: modified, body: body,
	})
}

// hasDates tells whether there is anything to put into a calendar.
func (l *language) hasDates() bool {
	return slices.ContainsFunc(l.announced(), func(u *content.Update) bool { return u.Texts[l.lang] != nil && len(days(u)) > 0 })
}

// day is a whole date on which a rule starts or stops.
type day struct {
	kind string // in_force, applies, until
	on   content.Date
}

// days are those of an update. A proposal has none: what it plans is no rule.
func days(u *content.Update) []day {
	var all []day
	for _, row := range []struct {
		kind string
		d    *content.Dated
	}{{"in_force", u.InForce}, {"applies", u.Applies}, {"until", u.Until}} {
		if row.d != nil && row.d.On.Whole() && u.Stage != "proposed" {
			all = append(all, day{row.kind, row.d.On})
		}
	}
	return all
}

// events adds the days of an update. A day that was still to come when the act
// was suspended or annulled is called off; what came before stays as it was.
func (l *language) events(all []feed.Event, u *content.Update) ([]feed.Event, error) {
	t := u.Texts[l.lang]
	if t == nil {
		return all, nil
	}
	summary, err := l.text.Text(t.Summary)
	if err != nil {
		return nil, err
	}
	title, err := l.marked(u, t.Title)
	if err != nil {
		return nil, err
	}
	corrected := len(slices.DeleteFunc(slices.Clone(u.Changes), func(c content.Change) bool { return !l.tells(c) }))
	for _, d := range days(u) {
		e := feed.Event{
			UID: l.tag("update/" + u.ID + "/" + d.kind + "/" + string(l.lang)),
			Day: d.on.In(time.UTC), Description: summary, URL: l.BaseURL + l.paths.update(l.lang, u.ID),
			Updated: l.revised(u), Sequence: corrected,
			Cancelled: u.Stage != "adopted" && d.on.In(l.tree.Zone(u.Jurisdictions[0])).After(l.revised(u)),
		}
		if e.Title, err = l.p.T("calendar."+d.kind, "title", title); err != nil {
			return nil, err
		}
		for _, key := range u.Topics {
			e.Categories = append(e.Categories, l.topic(key).Name[l.lang])
		}
		all = append(all, e)
	}
	return all, nil
}
