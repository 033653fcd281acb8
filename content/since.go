package content

import (
	"fmt"
	"maps"
	"reflect"
	"slices"
	"strings"
	"time"

	"portal/locales"
)

// atOnce is how many pages or sources one person can look at between two
// publications. Dates that move on more of them, and nothing else, were bumped.
const atOnce = 10

// Since holds a tree against an older one and reports what its authors left
// out: change notes, translations of critical pages, and the looking that new
// dates of review promise. What is new or was hidden at now needs none of it.
func Since(before, after *Tree, now time.Time) []Problem {
	s := &since{before: before, after: after, bumps: map[string][]bump{}}
	for _, p := range after.draftsLast() {
		old := before.Pages[p.ID]
		if old == nil || p.Draft || p.file.broken || old.Status(now) == Hidden {
			continue
		}
		changed := s.unnoted(p.file, p.SourceLang, p.Texts, old.Texts, p.Changes, old.Changes)
		s.critical(p, changed)
		s.review(p, old)
	}
	for _, u := range after.everyUpdate() {
		old := before.Updates[u.ID]
		if old == nil || u.Draft || u.file.broken || old.AnnouncedAt.After(now) {
			continue
		}
		s.unnoted(u.file, u.SourceLang, u.Texts, old.Texts, u.Changes, old.Changes)
	}
	s.checked()
	s.bumped()
	return sorted(s.problems)
}

type since struct {
	before, after *Tree
	problems      []Problem
	bumps         map[string][]bump // by field
}

// bump is a date that moved alone.
type bump struct {
	file *file
	path string
	what string // page or source it speaks of
}

func (s *since) at(f *file, path, format string, args ...any) {
	s.problems = append(s.problems, Problem{f.name, f.lines[path], fmt.Sprintf(format, args...)})
}

// unnoted reports texts that changed without a change in the YAML file, and
// gives the parts of the source text that changed. A translation that comes to
// follow its source needs no note: the source had one.
func (s *since) unnoted(f *file, source locales.Lang, texts, old map[locales.Lang]*Text, changes, oldChanges []Change) []string {
	noted := slices.ContainsFunc(changes, func(c Change) bool {
		return !slices.ContainsFunc(oldChanges, func(o Change) bool { return o.ID == c.ID })
	})
	var ofSource []string
	for _, lang := range ordered(texts) {
		t, was := texts[lang], old[lang]
		if was == nil || t.file.broken {
			continue
		}
		parts := ChangedParts(was, t)
		if lang == source {
			ofSource = parts
		} else if !maps.Equal(t.Follows, was.Follows) {
			continue
		}
		if len(parts) > 0 && !noted {
			s.at(f, "changes", "%s changed (%s), but no one is told: add a change with a note for readers, or of the kind “minor” if only the form changed", t.file.name, strings.Join(parts, ", "))
		}
	}
	return ofSource
}

// ChangedParts are the ids of the parts of a text that another text has not,
// or has otherwise.
func ChangedParts(before, after *Text) []string {
	was := map[string]string{}
	for _, s := range before.sections() {
		was[s.id] = s.hash
	}
	var changed []string
	for _, s := range after.sections() {
		if was[s.id] != s.hash {
			changed = append(changed, s.id)
		}
		delete(was, s.id)
	}
	return append(changed, slices.Sorted(maps.Keys(was))...)
}

// critical reports a change called minor that translations do not carry. Any
// other change that they do not follow, the check of the tree reports.
func (s *since) critical(p *Page, changed []string) {
	if !p.Critical || len(changed) == 0 || len(p.Changes) == 0 || p.Changes[0].Kind != "minor" || p.Changes[0].Urgent != "" {
		return
	}
	for _, lang := range locales.All {
		behind := p.Translation(lang).Behind
		if slices.ContainsFunc(changed, func(id string) bool { return slices.Contains(behind, id) }) {
			s.at(p.file, "changes[0]", "this page is critical and its text in %s does not follow the change: translate it; or, if no words are needed, “portal translations stamp %s --minor”; or give “urgent: <reason>”", lang, p.ID)
		}
	}
}

// review notes dates of a page that moved while its texts stayed.
func (s *since) review(p, old *Page) {
	same := len(p.Changes) == len(old.Changes)
	for lang, t := range p.Texts {
		same = same && old.Texts[lang] != nil && old.Texts[lang].Hash() == t.Hash()
	}
	if !same {
		return
	}
	if old.ReviewBy.Before(p.ReviewBy) {
		s.bump("review_by", bump{p.file, "review_by", p.ID})
	}
	for _, lang := range ordered(p.Texts) {
		t, was := p.Texts[lang], old.Texts[lang]
		if t.Reviewed != nil && (was.Reviewed == nil || was.Reviewed.On.Before(t.Reviewed.On)) {
			s.bump("reviewed", bump{t.file, "reviewed", p.ID})
		}
	}
}

// checked notes sources, and facts by their source, of which nothing but the
// date of the check moved.
func (s *since) checked() {
	for _, key := range sortedKeys(s.after.Sources) {
		now, was := *s.after.Sources[key], s.before.Sources[key]
		if was == nil || !was.CheckedOn.Before(now.CheckedOn) {
			continue
		}
		f := now.file
		now.CheckedOn, now.file = was.CheckedOn, was.file
		if now == *was {
			s.bump("checked_on", bump{f, key + ".checked_on", key})
		}
	}
	for _, key := range sortedKeys(s.after.Facts) {
		fact := s.after.Facts[key]
		for i, p := range fact.Periods {
			if slices.ContainsFunc(s.before.Facts[key].Periods, func(q Period) bool { return checkedAgain(q, p) }) {
				s.bump("checked_on", bump{fact.file, index(key, i) + ".checked_on", p.Source})
			}
		}
	}
}

// checkedAgain reports whether q says what p says and was checked later.
func checkedAgain(p, q Period) bool {
	if !p.CheckedOn.Before(q.CheckedOn) {
		return false
	}
	p.CheckedOn, p.start, p.end = q.CheckedOn, q.start, q.end
	return reflect.DeepEqual(p, q)
}

func (s *since) bump(field string, b bump) { s.bumps[field] = append(s.bumps[field], b) }

// bumped reports the fields that moved on more pages or sources than anybody
// looks at.
func (s *since) bumped() {
	for field, all := range s.bumps {
		var whats []string
		for _, b := range all {
			whats = append(whats, b.what)
		}
		slices.Sort(whats)
		if whats = slices.Compact(whats); len(whats) > atOnce {
			s.at(all[0].file, all[0].path, "“%s” moved on %d pages or sources and nothing else did (%s …): a new date says that somebody looked; commit at most %d at once, those that were looked at", field, len(whats), strings.Join(whats[:3], ", "), atOnce)
		}
	}
}
