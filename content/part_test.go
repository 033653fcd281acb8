package content

import (
	"slices"
	"strings"
	"testing"

	"portal/locales"
)

// The parts of a text are what its translations follow, and together they are
// the whole text.
func TestParts(t *testing.T) {
	tree := load(t, small(t))
	page := tree.Pages["visit"]
	text := page.Texts[locales.EN]
	var ids []string
	var body string
	for _, part := range text.Parts() {
		ids = append(ids, part.ID)
		if page.Texts[locales.NL].Follows[part.ID] != part.Hash {
			t.Errorf("%s has the hash %s, its translation follows %s", part.ID, part.Hash, page.Texts[locales.NL].Follows[part.ID])
		}
		if part.ID != "_meta" {
			body += part.Markdown + "\n"
		}
	}
	if want := []string{"_meta", "_top", "steps", "cost", "after", "ask"}; !slices.Equal(ids, want) {
		t.Errorf("got %v, want %v", ids, want)
	}
	if got, want := strings.TrimSpace(body), strings.TrimSpace(string(text.body.src)); got != want {
		t.Errorf("got\n%s\nwant\n%s", got, want)
	}
	cost := text.Parts()[3]
	if want := []string{"Cost and time", "What | Amount", "Visa | {{fact visa-fee number}}", "Time | {{fact stay}}"}; !slices.Equal(cost.Sentences, want) {
		t.Errorf("got %q, want %q", cost.Sentences, want)
	}
	if cost.Line != 16 {
		t.Errorf("the heading {#cost} is on line %d, want 16", cost.Line)
	}
	if top := text.Parts()[1].Sentences; len(top) != 2 {
		t.Errorf("got %q, want two sentences", top)
	}
}

// A stamp changes the follows line and nothing else.
func TestStampKeepsItsPlace(t *testing.T) {
	for _, follows := range []string{"follows: {_meta: 1}", "follows:\n  _meta: 1\n  _top: 2"} {
		src := "\ufeff---\ntitle: A\n" + follows + "\nslug: a\n---\nText.\n"
		got, err := Stamp(src, "follows: {_meta: 3}")
		if want := "---\ntitle: A\nfollows: {_meta: 3}\nslug: a\n---\nText.\n"; err != nil || got != want {
			t.Errorf("got %q, %v, want %q", got, err, want)
		}
	}
}
