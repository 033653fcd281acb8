package report

import (
	"cmp"
	"slices"
	"time"

	"portal/content"
	"portal/locales"
)

// Entry is what subscribers of feeds will get.
type Entry struct {
	ID      string       `json:"id"` // change/visit/fee-2026/nl or update/be-1/nl, as at the end of its id in feeds
	Lang    locales.Lang `json:"lang"`
	Title   string       `json:"title"`
	Kind    string       `json:"kind"` // of the change; update, corrected or applies
	At      time.Time    `json:"at"`
	Feeds   []string     `json:"feeds"`             // all, topic/fees, law/be, topic/fees/be, page/visit
	Pending bool         `json:"pending,omitempty"` // it comes by itself when its time has come
}

// entries are those that before has not, or has at an earlier time, in the
// order in which they come.
func (m maker) entries() []Entry {
	old, all := entriesOf(m.before), entriesOf(m.after)
	var news []Entry
	for id, e := range all {
		if was, ok := old[id]; ok && !e.At.After(was.At) {
			continue
		}
		e.Pending = e.At.After(m.now)
		news = append(news, e)
	}
	slices.SortFunc(news, func(a, b Entry) int {
		return cmp.Or(a.At.Compare(b.At), cmp.Compare(slices.Index(locales.All, a.Lang), slices.Index(locales.All, b.Lang)), cmp.Compare(a.ID, b.ID))
	})
	return news
}

// entriesOf are all entries of a tree, those to come included.
func entriesOf(t *content.Tree) map[string]Entry {
	all := map[string]Entry{}
	add := func(e Entry) { all[e.ID] = e }
	for _, p := range t.Pages {
		if p.Draft {
			continue
		}
		for lang, text := range p.Texts {
			for _, c := range p.Changes {
				if c.Kind != "minor" && c.Note[lang] != "" {
					add(pageEntry(p, text, c))
				}
			}
		}
	}
	starts := t.Starts()
	for _, u := range t.Updates {
		for lang, text := range u.Texts {
			add(updateEntry(u, lang, text))
			if start, ok := starts[u.ID]; ok && u.Came(start) {
				add(Entry{ID: "update/" + u.ID + "/applies/" + string(lang), Lang: lang, Title: text.Title, Kind: "applies", At: start, Feeds: shared(u.Topics, u.Jurisdictions)})
			}
		}
	}
	return all
}

// pageEntry is a change note of a page. One that belongs to an update stands in
// the feed of the page only: the update has an entry of its own.
func pageEntry(p *content.Page, text *content.Text, c content.Change) Entry {
	e := Entry{ID: "change/" + p.ID + "/" + c.ID + "/" + string(text.Lang), Lang: text.Lang, Title: text.Tab(), Kind: c.Kind, At: later(c.At, p.PublishAt)}
	if c.Update == "" {
		e.Feeds = shared(p.Topics, p.Jurisdictions)
	}
	e.Feeds = append(e.Feeds, "page/"+p.ID)
	return e
}

// updateEntry is an update; a correction brings it to subscribers again.
func updateEntry(u *content.Update, lang locales.Lang, text *content.Text) Entry {
	e := Entry{ID: "update/" + u.ID + "/" + string(lang), Lang: lang, Title: text.Title, Kind: "update", At: u.AnnouncedAt, Feeds: shared(u.Topics, u.Jurisdictions)}
	for _, c := range u.Changes {
		if c.Kind != "minor" && c.At.After(e.At) {
			e.Kind, e.At = c.Kind, c.At
		}
	}
	return e
}

// shared are the feeds of a subject that are not those of one page.
func shared(topics, laws []string) []string {
	feeds := []string{"all"}
	for _, topic := range topics {
		feeds = append(feeds, "topic/"+topic)
	}
	for _, law := range laws {
		feeds = append(feeds, "law/"+law)
	}
	for _, topic := range topics {
		for _, law := range laws {
			feeds = append(feeds, "topic/"+topic+"/"+law)
		}
	}
	return feeds
}

func later(a, b time.Time) time.Time {
	if b.After(a) {
		return b
	}
	return a
}
