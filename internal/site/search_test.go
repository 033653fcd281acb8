package site

import (
	"context"
	"slices"
	"testing"
	"time"

	"portal/content"
	"portal/locales"
	"portal/search"
)

// searchable builds a tree and its indexes, and nothing else that takes time.
func searchable(t *testing.T, tr *content.Tree) *Snapshot {
	t.Helper()
	s, err := builder(t, base).Build(tr, "test", now)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(s.close)
	if err := s.addIndexes(); err != nil {
		t.Fatal(err)
	}
	return s
}

// finds reports whether a language finds the document for a query.
func finds(t *testing.T, s *Snapshot, lang locales.Lang, query, id string) bool {
	t.Helper()
	results, err := s.Index(context.Background(), lang).Search(context.Background(), search.Query{Text: query, Size: 20})
	if err != nil {
		t.Fatal(err)
	}
	return slices.ContainsFunc(results.Hits, func(h search.Hit) bool { return h.ID == id })
}

// TestOnlyLivePagesAreFound: what is withdrawn, moved, gone, a draft or still
// to come is in no index.
func TestOnlyLivePagesAreFound(t *testing.T) {
	reason := locales.Texts{locales.AZ: "səbəb", locales.NL: "reden", locales.FR: "raison", locales.EN: "reason"}
	page, update := "page/visit", "update/be-1"
	for _, tt := range []struct {
		name   string
		change func(*content.Page, *content.Update)
		gone   string
	}{
		{"as it is", func(*content.Page, *content.Update) {}, ""},
		{"draft", func(p *content.Page, _ *content.Update) { p.Draft = true }, page},
		{"future", func(p *content.Page, _ *content.Update) { p.PublishAt = now.Add(time.Hour) }, page},
		{"past its end", func(p *content.Page, _ *content.Update) { p.WithdrawAt = now.Add(-time.Hour) }, page},
		{"withdrawn", func(p *content.Page, _ *content.Update) { p.Fate = &content.Fate{Kind: "withdrawn", Reason: reason} }, page},
		{"moved", func(p *content.Page, _ *content.Update) {
			p.Fate = &content.Fate{Kind: "redirect", To: "contacts", Reason: reason}
		}, page},
		{"gone", func(p *content.Page, _ *content.Update) { p.Fate = &content.Fate{Kind: "gone", Reason: reason} }, page},
		{"future update", func(_ *content.Page, u *content.Update) { u.AnnouncedAt = now.Add(time.Hour) }, update},
	} {
		tr := tree(t, builder(t, base), small(t))
		tt.change(tr.Pages["visit"], tr.Updates["be-1"])
		s := searchable(t, tr)
		for _, lang := range locales.All {
			for _, id := range []string{page, update} {
				if got, want := finds(t, s, lang, "visa", id), id != tt.gone; got != want {
					t.Errorf("%s, %s: %s found %v, want %v", tt.name, lang, id, got, want)
				}
			}
		}
	}
}

// TestMissingTranslationIsFound: a page without a text in the reader's
// language is found by its titles and keywords in all others, not by a body
// that the reader cannot read.
func TestMissingTranslationIsFound(t *testing.T) {
	tr := tree(t, builder(t, base), small(t))
	delete(tr.Pages["visit"].Texts, locales.NL)
	s := searchable(t, tr)
	if e, ok := s.Entry(locales.NL, "page/visit"); !ok || e.TextLang != locales.EN {
		t.Errorf("the text is said to be in %q, want en", e.TextLang)
	}
	for _, tt := range []struct {
		query string
		found bool
	}{
		{"short visit", true}, // title of the source
		{"tourist", true},     // keyword of the source
		{"qısa səfər", true},  // title in another language
		{"familiale", true},   // keyword in another language
		{"Steps", false},      // heading of the source
		{"page again", false}, // body of the source
	} {
		if got := finds(t, s, locales.NL, tt.query, "page/visit"); got != tt.found {
			t.Errorf("%q: found %v, want %v", tt.query, got, tt.found)
		}
	}
}
