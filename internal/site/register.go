package site

import (
	"cmp"
	"slices"
	"strconv"

	"portal/content"
	"portal/locales"
	"portal/templates"
)

// states are those that the register can be filtered by, in the order of the
// life of a rule.
var states = []string{"proposed", "adopted", "future", "in-force", "suspended", "annulled", "ended"}

// Pages of the register stay small for phones: the first one shows what is
// coming and the newest, choices are divided into parts.
const (
	newestUpdates = 20
	choiceSize    = 25
)

// choice is the updates of one law, topic, state or year.
type choice struct {
	kind, key string
	name      string // in the reader's language
	updates   []*content.Update
}

// register builds the list of updates and its choices.
func (l *language) register() error {
	choices, err := l.choices()
	if err != nil {
		return err
	}
	if err := l.registerFront(choices); err != nil {
		return err
	}
	for _, c := range choices {
		parts := slices.Collect(slices.Chunk(c.updates, choiceSize))
		if len(parts) == 0 {
			parts = [][]*content.Update{nil}
		}
		for i, part := range parts {
			if err := l.registerPart(choices, c, part, i+1, len(parts)); err != nil {
				return err
			}
		}
	}
	return nil
}

// choices are all there are. Those of laws, topics and states have their pages
// even while they are empty, so that a bookmark never breaks.
func (l *language) choices() ([]choice, error) {
	var all []choice
	add := func(kind, key, name string, keep func(u *content.Update) bool) {
		all = append(all, choice{kind, key, name, filter(l.announced(), keep)})
	}
	for _, law := range laws {
		name, err := l.p.T("law." + law)
		if err != nil {
			return nil, err
		}
		add("law", law, name, func(u *content.Update) bool { return slices.Contains(u.Jurisdictions, law) })
	}
	for _, t := range l.tree.Topics {
		add("topic", t.Key, t.Name[l.lang], func(u *content.Update) bool { return slices.Contains(u.Topics, t.Key) })
	}
	for _, state := range states {
		name, err := l.p.T("state." + state)
		if err != nil {
			return nil, err
		}
		add("state", state, name, func(u *content.Update) bool { return l.tree.State(u, l.now) == state })
	}
	for _, year := range years(l.announced()) {
		add("year", strconv.Itoa(year), l.p.Date(year, 0, 0), func(u *content.Update) bool { return u.Year == year })
	}
	return all, nil
}

func filter(all []*content.Update, keep func(*content.Update) bool) []*content.Update {
	return slices.DeleteFunc(slices.Clone(all), func(u *content.Update) bool { return !keep(u) })
}

// years are those of the updates, newest first.
func years(all []*content.Update) []int {
	var years []int
	for _, u := range all {
		years = append(years, u.Year)
	}
	slices.Sort(years)
	slices.Reverse(years)
	return slices.Compact(years)
}

// registerFront shows what is coming, soonest first, and the newest updates.
func (l *language) registerFront(choices []choice) error {
	future := func(u *content.Update) bool { return l.tree.State(u, l.now) == "future" }
	coming := filter(l.announced(), future)
	slices.SortStableFunc(coming, func(a, b *content.Update) int {
		return cmp.Compare(a.Start().On.String(), b.Start().On.String())
	})
	known := filter(l.announced(), func(u *content.Update) bool { return !future(u) })
	newest := known[:min(len(known), newestUpdates)]
	v, err := l.registerPage(l.paths.updates, "", locales.All)
	if err != nil {
		return err
	}
	v.Count = len(coming) + len(known)
	if len(newest) < len(known) {
		v.Older = l.paths.choice(l.lang, "year", strconv.Itoa(known[len(newest)].Year), 1)
	}
	if len(coming) > 0 {
		heading, err := l.p.T("upd.coming")
		if err != nil {
			return err
		}
		if err := l.addGroup(v, heading, coming); err != nil {
			return err
		}
	}
	if err := l.addYears(v, newest); err != nil {
		return err
	}
	if v.Timeline, err = l.timeline(append(coming, newest...)); err != nil {
		return err
	}
	if v.Filters, err = l.filters(choices, choice{}); err != nil {
		return err
	}
	return l.page(l.paths.updates(l.lang), l.lang, v)
}

// registerPart shows a part of a choice.
func (l *language) registerPart(choices []choice, c choice, updates []*content.Update, part, parts int) error {
	path := func(lang locales.Lang) string { return l.paths.choice(lang, c.kind, c.key, part) }
	filtered := c.name
	if part > 1 {
		filtered += " (" + strconv.Itoa(part) + ")"
	}
	v, err := l.registerPage(path, filtered, nil)
	if err != nil {
		return err
	}
	v.Count = len(c.updates)
	if part > 1 {
		v.Newer = l.paths.choice(l.lang, c.kind, c.key, part-1)
	}
	if part < parts {
		v.Older = l.paths.choice(l.lang, c.kind, c.key, part+1)
	}
	if err := l.addYears(v, updates); err != nil {
		return err
	}
	if v.Timeline, err = l.timeline(updates); err != nil {
		return err
	}
	if v.Filters, err = l.filters(choices, c); err != nil {
		return err
	}
	switch c.kind {
	case "law":
		v.Frame.Feeds, err = l.announce(channel{law: c.key})
	case "topic":
		v.Frame.Feeds, err = l.announce(channel{topic: c.key})
	}
	if err != nil {
		return err
	}
	return l.later(path(l.lang), l.lang, v)
}

// registerPage is a page of the register without its updates. Choices are not
// indexed by search engines: they repeat the register.
func (l *language) registerPage(path func(locales.Lang) string, filtered string, indexed []locales.Lang) (*templates.Updates, error) {
	heading, err := l.p.T("upd.title")
	if err != nil {
		return nil, err
	}
	lead, err := l.p.T("upd.lead")
	if err != nil {
		return nil, err
	}
	title := heading
	if filtered != "" {
		title += ": " + filtered
	}
	v := &templates.Updates{Heading: heading, Filtered: filtered}
	if v.Frame, err = l.frame(title, lead, path, indexed); err != nil {
		return nil, err
	}
	if err := l.under(&v.Frame, nil); err != nil {
		return nil, err
	}
	if v.Frame.Feeds, err = l.announceLists(v.Frame.Feeds); err != nil {
		return nil, err
	}
	if l.hasDates() {
		v.Calendar = l.paths.dates(l.lang)
	}
	v.JSONLD, err = linked(l.breadcrumbs(v.Frame, title))
	return v, err
}

func (l *language) addYears(v *templates.Updates, updates []*content.Update) error {
	for _, year := range years(updates) {
		if err := l.addGroup(v, strconv.Itoa(year), filter(updates, func(u *content.Update) bool { return u.Year == year })); err != nil {
			return err
		}
	}
	return nil
}

func (l *language) addGroup(v *templates.Updates, title string, updates []*content.Update) error {
	lines, err := l.lines()
	if err != nil {
		return err
	}
	group := templates.UpdateGroup{Title: title}
	for _, u := range updates {
		group.Lines = append(group.Lines, lines[u.ID])
	}
	v.Groups = append(v.Groups, group)
	return nil
}

// filters are the choices that lead to at least one update, and all of them.
func (l *language) filters(choices []choice, current choice) ([]templates.Filter, error) {
	all, err := l.p.T("filter.all")
	if err != nil {
		return nil, err
	}
	var filters []templates.Filter
	for _, kind := range []string{"law", "topic", "state", "year"} {
		label, err := l.p.T("filter." + kind)
		if err != nil {
			return nil, err
		}
		f := templates.Filter{Label: label, Choices: []templates.Choice{{
			Text: all, URL: l.paths.updates(l.lang), Current: current.kind != kind, Count: len(l.announced()),
		}}}
		for _, c := range choices {
			if c.kind == kind && len(c.updates) > 0 {
				f.Choices = append(f.Choices, templates.Choice{
					Text: c.name, URL: l.paths.choice(l.lang, kind, c.key, 1), Count: len(c.updates),
					Current: c.kind == current.kind && c.key == current.key,
				})
			}
		}
		filters = append(filters, f)
	}
	return filters, nil
}
