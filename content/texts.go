package content

import (
	"slices"
	"time"

	"portal/locales"
)

// Text is the page in a language, or its source text where that is missing.
func (p *Page) Text(lang locales.Lang) *Text { return orSource(p.Texts, p.SourceLang, lang) }

// Text is the update in a language, or its source text where that is missing.
func (u *Update) Text(lang locales.Lang) *Text { return orSource(u.Texts, u.SourceLang, lang) }

func orSource(texts map[locales.Lang]*Text, source, lang locales.Lang) *Text {
	if t, ok := texts[lang]; ok {
		return t
	}
	if t, ok := texts[source]; ok {
		return t
	}
	return &Text{body: &body{}}
}

// Checked is the day on which the oldest of a page's facts was checked: its
// sources, the facts of the text, and the contacts it names.
func (t *Tree) Checked(p *Page, lang locales.Lang) Date {
	keys := append([]string{}, p.Sources...)
	text := p.Text(lang)
	for _, n := range append(insertsIn(text.Summary), text.body.inserts...) {
		switch n.kind {
		case "fact":
			for _, period := range t.Facts[n.key].Periods {
				keys = append(keys, period.Source)
			}
		case "contact":
			keys = append(keys, t.Contacts[n.key].Sources...)
		case "chart":
			keys = append(keys, t.Charts[n.key].Sources...)
		}
	}
	return t.oldest(keys)
}

func (t *Tree) oldest(sources []string) Date {
	var oldest Date
	for _, key := range sources {
		if d := t.Sources[key].CheckedOn; oldest.IsZero() || d.Before(oldest) {
			oldest = d
		}
	}
	return oldest
}

// Zone is the time zone in which a date of a jurisdiction begins.
func (t *Tree) Zone(law string) *time.Location { return t.zones[law] }

// Tab is the text of the browser's tab: neutral on sensitive pages.
func (t *Text) Tab() string {
	if t.TabTitle != "" {
		return t.TabTitle
	}
	return t.Title
}

// Headings gives the texts of the headings, for search.
func (t *Text) Headings() []Heading { return t.body.headings }

// Uses are the keys of the facts, contacts, terms or charts that a text shows,
// each once.
func (t *Text) Uses(kind string) []string {
	inserts := slices.Clone(t.body.inserts)
	for _, value := range t.inline() {
		inserts = append(inserts, insertsIn(value)...)
	}
	var keys []string
	for _, n := range inserts {
		if n.kind == kind {
			keys = append(keys, n.key)
		}
	}
	slices.Sort(keys)
	return slices.Compact(keys)
}

// File is where the text stands in the folder of the content.
func (t *Text) File() string { return t.file.name }

// SourcesOf are the documents a page rests on: those it names, then those of
// the facts in its text, each once.
func (t *Tree) SourcesOf(p *Page, lang locales.Lang) []string {
	keys := slices.Clone(p.Sources)
	for _, n := range p.Text(lang).body.inserts {
		var used []string
		if n.kind == "chart" {
			used = t.Charts[n.key].Sources
		}
		for _, period := range t.Facts[n.key].Periods {
			used = append(used, period.Source)
		}
		for _, key := range used {
			if !slices.Contains(keys, key) {
				keys = append(keys, key)
			}
		}
	}
	return keys
}
