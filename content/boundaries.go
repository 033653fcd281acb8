package content

import (
	"slices"
	"time"
)

// Status is what a page is to readers at one moment.
type Status int

// A page is Hidden before it is published, Live while it guides, Withdrawn
// when it stays readable under a banner, Moved when another page took over,
// and Gone when only its reason is left.
const (
	Hidden Status = iota
	Live
	Withdrawn
	Moved
	Gone
)

// Status gives what the page is at t.
func (p *Page) Status(t time.Time) Status {
	switch {
	case p.Draft || t.Before(p.PublishAt):
		return Hidden
	case p.Fate != nil && p.Fate.Kind == "redirect":
		return Moved
	case p.Fate != nil && p.Fate.Kind == "gone":
		return Gone
	case p.Fate != nil, !p.WithdrawAt.IsZero() && !t.Before(p.WithdrawAt):
		return Withdrawn
	}
	return Live
}

// State gives what an update is at t: proposed, adopted, future, in-force,
// suspended, annulled or ended. In force, future and ended follow from the
// dates.
func (t *Tree) State(u *Update, now time.Time) string {
	if u.Stage != "adopted" {
		return u.Stage
	}
	zone, start := t.zone(u), u.Start()
	switch {
	case u.Until != nil && !now.Before(u.Until.On.End(zone)):
		return "ended"
	case start == nil:
		return "adopted"
	case now.Before(start.On.In(zone)):
		return "future"
	}
	return "in-force"
}

// Start is the date from which people must follow an update; nil if there is
// none. An act may be in force before it applies.
func (u *Update) Start() *Dated {
	if u.Applies != nil {
		return u.Applies
	}
	return u.InForce
}

// Starts gives, by the id of the update, the moments at which announced rules
// start to apply: midnight of the day in the zone of the law. Rules without a
// whole date, or announced when they applied already, have none. Feeds order
// their entries by these moments, so no two are the same: of several rules
// that start at one midnight, each one announced later has a second more.
func (t *Tree) Starts() map[string]time.Time {
	var starting []*Update
	for _, u := range t.Updates {
		if start := u.Start(); start != nil && start.On.Whole() && start.On.In(t.zone(u)).After(u.AnnouncedAt) {
			starting = append(starting, u)
		}
	}
	slices.SortFunc(starting, func(a, b *Update) int { return a.AnnouncedAt.Compare(b.AnnouncedAt) })
	starts, taken := map[string]time.Time{}, map[time.Time]bool{}
	for _, u := range starting {
		at := u.Start().On.In(t.zone(u)).UTC()
		for taken[at] {
			at = at.Add(time.Second)
		}
		taken[at] = true
		starts[u.ID] = at.In(t.zone(u))
	}
	return starts
}

// Came tells whether the rule of an update came to apply at its start. One
// that was stopped before did not. One that was stopped later did: the update
// has a change note of then.
func (u *Update) Came(start time.Time) bool {
	if u.Stage != "suspended" && u.Stage != "annulled" {
		return u.Stage == "adopted"
	}
	return slices.ContainsFunc(u.Changes, func(c Change) bool { return c.Kind != "minor" && c.At.After(start) })
}

// zone is the one in which the dates of an update begin.
func (t *Tree) zone(u *Update) *time.Location { return t.zoneOf(u.Jurisdictions) }

func (t *Tree) zoneOf(jurisdictions []string) *time.Location {
	if len(jurisdictions) == 0 || t.zones[jurisdictions[0]] == nil {
		return time.UTC
	}
	return t.zones[jurisdictions[0]]
}

// Overdue reports whether the day has passed by which a page was to be checked
// again.
func (t *Tree) Overdue(p *Page, now time.Time) bool {
	due := t.due(p)
	return !due.IsZero() && !now.Before(due)
}

// soon is how long before its day the check of a page is announced.
const soon = 60 * 24 * time.Hour

// DueSoon reports whether a page is overdue or will be within 60 days.
func (t *Tree) DueSoon(p *Page, now time.Time) bool { return t.Overdue(p, now.Add(soon)) }

// due is when the day of a page's next check has passed.
func (t *Tree) due(p *Page) time.Time {
	if p.ReviewBy.IsZero() {
		return time.Time{}
	}
	return p.ReviewBy.End(t.zoneOf(p.Jurisdictions))
}

// NextBoundary is the first moment after now at which the tree changes by
// itself; zero if it never does.
func (t *Tree) NextBoundary(now time.Time) time.Time {
	for _, b := range t.boundaries() {
		if b.After(now) {
			return b
		}
	}
	return time.Time{}
}

// boundaries are all moments at which something begins or ends, in order.
func (t *Tree) boundaries() []time.Time {
	var all []time.Time
	for _, p := range t.Pages {
		all = append(all, p.PublishAt, p.WithdrawAt)
		if due := t.due(p); !due.IsZero() {
			all = append(all, due.Add(-soon), due)
		}
		for _, c := range p.Changes {
			all = append(all, c.At)
		}
	}
	for _, f := range t.Facts {
		for _, p := range f.Periods {
			all = append(all, p.start, p.end)
		}
	}
	for _, u := range t.Updates {
		all = append(all, u.AnnouncedAt)
		zone := t.zone(u)
		for _, d := range []*Dated{u.InForce, u.Applies} {
			if d != nil {
				all = append(all, d.On.In(zone))
			}
		}
		if u.Until != nil {
			all = append(all, u.Until.On.End(zone))
		}
	}
	for _, at := range t.Starts() {
		all = append(all, at)
	}
	all = slices.DeleteFunc(all, time.Time.IsZero)
	slices.SortFunc(all, time.Time.Compare)
	return slices.CompactFunc(all, time.Time.Equal)
}

// checkTime verifies facts and links now and at every later boundary, so that
// what would break at some midnight is refused today.
func (l *loader) checkTime(now time.Time) {
	moments := []time.Time{now}
	for _, b := range l.tree.boundaries() {
		if b.After(now) {
			moments = append(moments, b)
		}
	}
	for _, id := range sortedKeys(l.tree.Pages) {
		p := l.tree.Pages[id]
		for _, at := range moments {
			if p.Status(at) == Live || p.Status(at) == Withdrawn {
				l.checkMoment(p, at, at.Equal(now))
			}
		}
	}
}

func (l *loader) checkMoment(p *Page, at time.Time, today bool) {
	when := ""
	if !today {
		when = " from " + at.In(l.tree.zones["be"]).Format("2 January 2006 15:04")
	}
	for _, lang := range ordered(p.Texts) {
		t := p.Texts[lang]
		for _, n := range t.body.inserts {
			if n.kind != "fact" {
				continue
			}
			if fact, known := l.tree.Facts[n.key]; !known || len(fact.Periods) == 0 {
				continue // reported already
			} else if _, _, ok := fact.At(at); !ok {
				t.file.line(t.body.at(n.pos), "the fact “%s” has no value yet%s: give an older value, or publish the page later", n.key, when)
			}
		}
		for _, link := range t.body.links {
			if to := l.tree.Pages[link.id]; link.kind == "page" && to != nil && to.Status(at) != Live {
				t.file.line(t.body.at(link.pos), "the page “%s” is no page readers can use%s: link to another", link.id, when)
			}
		}
	}
	for i, id := range p.Related {
		if to := l.tree.Pages[id]; to != nil && to.Status(at) != Live {
			p.file.at(index("related", i), "the page “%s” is no page readers can use%s: take it out", id, when)
		}
	}
}
