package report

import (
	"slices"
	"strings"
	"time"

	"portal/content"
)

// Value is a fact or contact that changes and so changes the pages that show
// it, in all languages.
type Value struct {
	Kind   string   `json:"kind"` // fact | contact
	Key    string   `json:"key"`
	From   string   `json:"from,omitempty"`   // the day it changes; "": at once
	Was    string   `json:"was,omitempty"`    // of a fact, in English
	Now    string   `json:"now,omitempty"`    // of a fact, in English
	Fields []string `json:"fields,omitempty"` // of a contact
	Pages  []string `json:"pages"`            // ids
}

// Expiring is a fact that ends soon, or has ended, and has no successor.
type Expiring struct {
	Key   string   `json:"key"`
	Until string   `json:"until"` // its last day
	Ended bool     `json:"ended,omitempty"`
	Pages []string `json:"pages"` // ids of those that show it
}

// soon is how long before its end a fact is named.
const soon = 60 * 24 * time.Hour

func (m maker) values() []Value {
	var all []Value
	for _, key := range sortedKeys(m.after.Facts) {
		if _, known := m.before.Facts[key]; known {
			all = append(all, m.fact(key)...)
		}
	}
	for _, key := range sortedKeys(m.after.Contacts) {
		was, is := m.before.Contacts[key], m.after.Contacts[key]
		if was == nil {
			continue
		}
		if names := fields(*was, *is); len(names) > 0 {
			all = append(all, Value{Kind: "contact", Key: key, Fields: names, Pages: m.showing("contact", key)})
		}
	}
	return all
}

// fact gives the changes of a fact: at once, and on each day to come.
func (m maker) fact(key string) []Value {
	var all []Value
	compare := func(from string, at time.Time) {
		was, is := m.valueAt(m.before, key, at), m.valueAt(m.after, key, at)
		if was == is {
			return
		}
		all = append(all, Value{Kind: "fact", Key: key, From: from, Was: was, Now: is, Pages: m.showing("fact", key)})
	}
	compare("", m.now)
	for _, p := range m.after.Facts[key].Periods {
		zone := m.after.Zone(p.Law)
		if p.ValidFrom.IsZero() || zone == nil {
			continue
		}
		if at := p.ValidFrom.In(zone); at.After(m.now) {
			compare(p.ValidFrom.String(), at)
		}
	}
	return all
}

// valueAt is a fact in words, "" where it has no value.
func (m maker) valueAt(t *content.Tree, key string, at time.Time) string {
	for _, p := range t.Facts[key].Periods {
		if t.Sources[p.Source] == nil {
			return "" // a tree with problems
		}
	}
	text, err := (&content.Renderer{Tree: t, Printer: m.english, Now: at}).Fact(key, "")
	if err != nil {
		return ""
	}
	return text
}

// expiring are the facts that end soon, or have ended, on pages that guide.
func (m maker) expiring() []Expiring {
	var all []Expiring
	for _, key := range sortedKeys(m.after.Facts) {
		fact := m.after.Facts[key]
		p, ended, ok := fact.At(m.now)
		zone := m.after.Zone(p.Law)
		if !ok || p.ValidUntil.IsZero() || zone == nil {
			continue
		}
		end := p.ValidUntil.End(zone)
		if _, last, _ := fact.At(end); !last || end.Sub(m.now) > soon {
			continue
		}
		if pages := m.showing("fact", key); len(pages) > 0 {
			all = append(all, Expiring{Key: key, Until: p.ValidUntil.String(), Ended: ended, Pages: pages})
		}
	}
	slices.SortStableFunc(all, func(a, b Expiring) int { return strings.Compare(a.Until, b.Until) })
	return all
}

// showing are the pages that readers see a fact or contact on.
func (m maker) showing(kind, key string) []string {
	ids := []string{}
	for _, id := range sortedKeys(m.after.Pages) {
		p := m.after.Pages[id]
		if s := p.Status(m.now); s != content.Live && s != content.Withdrawn {
			continue
		}
		shows := kind == "contact" && slices.Contains(p.Contacts, key)
		for _, t := range p.Texts {
			shows = shows || slices.Contains(t.Uses(kind), key)
		}
		if shows {
			ids = append(ids, id)
		}
	}
	return ids
}
