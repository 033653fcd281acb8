package site

import (
	"cmp"
	"maps"
	"slices"
	"strconv"

	"portal/content"
	"portal/locales"
	"portal/templates"
)

// partSize is how many terms a page of the glossary holds at most, so that it
// arrives in the first flight of packets. A letter is never divided.
const partSize = 64

// alphabet is all terms in the order of the language's own alphabet, by
// letter, in parts that each fit a page.
func (l *language) alphabet() [][]templates.Letter {
	terms := slices.Collect(maps.Values(l.tree.Terms))
	slices.SortFunc(terms, func(a, b *content.Term) int {
		return cmp.Or(l.p.Compare(a.Name[l.lang], b.Name[l.lang]), cmp.Compare(a.Key, b.Key))
	})
	var letters []templates.Letter
	for _, t := range terms {
		initial := l.p.Initial(t.Name[l.lang])
		if len(letters) == 0 || letters[len(letters)-1].Letter != initial {
			letters = append(letters, templates.Letter{ID: "letter-" + strconv.Itoa(len(letters)), Letter: initial})
		}
		last := &letters[len(letters)-1]
		last.Terms = append(last.Terms, l.term(t))
	}
	parts := [][]templates.Letter{nil}
	size := 0
	for _, letter := range letters {
		if size > 0 && size+len(letter.Terms) > partSize {
			parts, size = append(parts, nil), 0
		}
		parts[len(parts)-1] = append(parts[len(parts)-1], letter)
		size += len(letter.Terms)
	}
	return parts
}

// letters are the links to all letters, whatever page they stand on.
func (l *language) letters(parts [][]templates.Letter) []templates.Link {
	var all []templates.Link
	for i, part := range parts {
		for _, letter := range part {
			all = append(all, templates.Link{Text: letter.Letter, URL: l.paths.glossary(l.lang, i+1) + "#" + letter.ID})
		}
	}
	return all
}

// termPath is where the glossary explains a term.
func (l *language) termPath(key string) string {
	for i, part := range l.glossary() {
		for _, letter := range part {
			for _, t := range letter.Terms {
				if t.ID == termID(key) {
					return l.paths.glossary(l.lang, i+1) + "#" + t.ID
				}
			}
		}
	}
	return l.paths.glossary(l.lang, 1)
}

// glossaryParts builds the further pages of the glossary. They are cut
// elsewhere in every language, so each is of its language alone.
func (l *language) glossaryParts() error {
	title, err := l.p.T("glossary.title")
	if err != nil {
		return err
	}
	parts := l.glossary()
	for i, part := range parts[1:] {
		name := title + ": " + part[0].Letter + "–" + part[len(part)-1].Letter
		path := l.paths.glossary(l.lang, i+2)
		v := &templates.Guide{Heading: name, Help: true, Letters: l.letters(parts), Glossary: part}
		if v.Frame, err = l.frame(name, l.glossarySummary(), func(lang locales.Lang) string { return l.paths.glossary(lang, 1) }, nil); err != nil {
			return err
		}
		if err := l.under(&v.Frame, l.paths.sectionOf(l.tree.Pages["glossary"])); err != nil {
			return err
		}
		if err := l.later(path, l.lang, v); err != nil {
			return err
		}
	}
	return nil
}

func (l *language) glossarySummary() string {
	return l.tree.Pages["glossary"].Text(l.lang).Summary
}
