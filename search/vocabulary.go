package search

import (
	"cmp"
	"slices"
	"strings"

	"portal/locales"
)

// vocabulary is the words of an index: what is known, how it is spelt, and
// what is like it.
type vocabulary struct {
	lang     locales.Lang
	forms    []form
	alphabet []int                    // numbers of the forms, by their folded letters
	terms    map[string]int           // own terms, with the number of times they stand in a text
	text     map[string]bool          // terms of titles and running text, without keywords
	guest    map[string]bool          // terms of the field alt
	places   map[string]documentWords // by the id of the document
}

// documentWords is where the words of a document are that a result may show.
type documentWords struct{ summary, body []place }

// place is where a word is in a text.
type place struct {
	from, form int32
	length     int32
}

// form is a word as it stands in the texts.
type form struct {
	folded, spelt string
	terms         []string
	letters       uint32 // which letters it has, to pass over quickly what is not alike
	count         int
	guest         bool // a word of another language
}

// collector gathers the words of all documents. A text has many words and few
// different ones: each is analysed once.
type collector struct {
	vocabulary
	seen  map[string]int         // a word as it stands to its form; -1 for a stop word
	by    map[string]int         // folded letters to the form
	spelt map[int]map[string]int // spellings of a form
}

func newVocabulary(lang locales.Lang, docs []Document) *vocabulary {
	c := collector{
		vocabulary: vocabulary{
			lang: lang, terms: map[string]int{}, text: map[string]bool{}, guest: map[string]bool{},
			places: map[string]documentWords{},
		},
		seen: map[string]int{}, by: map[string]int{}, spelt: map[int]map[string]int{},
	}
	for _, d := range docs {
		c.places[d.ID] = documentWords{c.add(d.Summary, true), c.add(d.Body, true)}
		for _, text := range append([]string{d.Title}, d.Headings...) {
			c.add(text, true)
		}
		for _, text := range d.Keywords {
			c.add(text, false)
		}
	}
	for _, d := range docs {
		for _, text := range d.guests() {
			c.addGuests(text)
		}
	}
	return c.finish()
}

// add takes in the words of a text and says where they are.
func (c *collector) add(text string, running bool) []place {
	words := split(c.lang, text)
	places := make([]place, 0, len(words))
	for _, w := range words {
		i, ok := c.seen[w.text]
		if !ok {
			i = c.form(w, terms(c.lang, w))
			c.seen[w.text] = i
		}
		if i < 0 {
			continue
		}
		c.forms[i].count++
		c.spelt[i][w.text]++
		for _, term := range c.forms[i].terms {
			c.terms[term]++
			if running {
				c.text[term] = true
			}
		}
		places = append(places, place{int32(w.start), int32(i), int32(w.end - w.start)})
	}
	return places
}

// form gives the number of a word's form, a new one if need be.
func (c *collector) form(w word, terms []string) int {
	if len(terms) == 0 {
		return -1
	}
	i, ok := c.by[w.folded]
	if !ok {
		i = len(c.forms)
		c.by[w.folded] = i
		c.forms = append(c.forms, form{folded: w.folded, terms: terms, letters: lettersOf(w.folded)})
		c.spelt[i] = map[string]int{}
	}
	return i
}

func (c *collector) addGuests(text string) {
	for _, w := range split(locales.EN, text) {
		if everywhereStopped(w) {
			continue
		}
		terms := guestTerms(w)
		for _, term := range terms {
			c.guest[term] = true
		}
		if _, ok := c.by[w.folded]; !ok && !cyrillic(w.text) {
			i := c.form(w, terms)
			c.forms[i].guest = true
			c.forms[i].count++
			c.spelt[i][w.text]++
		}
	}
}

func (c *collector) finish() *vocabulary {
	for i := range c.forms {
		c.forms[i].spelt = mostFrequent(c.lang, c.spelt[i])
		c.alphabet = append(c.alphabet, i)
	}
	v := c.vocabulary
	slices.SortFunc(v.alphabet, func(a, b int) int { return strings.Compare(v.forms[a].folded, v.forms[b].folded) })
	return &v
}

// mostFrequent is how a word is spelt most often, in small letters.
func mostFrequent(lang locales.Lang, spelt map[string]int) string {
	counts := map[string]int{}
	for s, n := range spelt {
		counts[lower(lang, s)] += n
	}
	best := ""
	for s, n := range counts {
		if m := counts[best]; n > m || n == m && s > best { // ş comes after s: the spelling with marks
			best = s
		}
	}
	return best
}

// beginning gives the most frequent words that begin with the letters and are
// longer.
func (v *vocabulary) beginning(letters string, n int) []form {
	at, _ := slices.BinarySearchFunc(v.alphabet, letters, func(i int, l string) int { return strings.Compare(v.forms[i].folded, l) })
	var found []form
	for _, i := range v.alphabet[at:] {
		f := v.forms[i]
		if !strings.HasPrefix(f.folded, letters) {
			break
		}
		if f.folded != letters && !f.guest {
			found = append(found, f)
		}
	}
	slices.SortStableFunc(found, func(a, b form) int { return cmp.Compare(b.count, a.count) })
	return found[:min(n, len(found))]
}

// likeness is a word that is like another one, from 0 (not at all) to 1.
type likeness struct {
	form
	likeness float64
}

// Words shorter than this are too short to be like others, and longer ones
// nobody types.
const (
	shortestLike = 4
	longestLike  = 40
)

// like gives up to n words that are most like the folded one, best first.
func (v *vocabulary) like(folded string, n int) []likeness {
	if len(folded) < shortestLike || len(folded) > longestLike || strings.ContainsAny(folded, "0123456789") {
		return nil
	}
	slips := slipsIn(len(folded))
	letters := lettersOf(folded)
	var found []likeness
	for _, f := range v.forms {
		if len(f.folded) < shortestLike-1 || len(f.folded) > longestLike {
			continue
		}
		if l := f.like(folded, letters, slips); l > 0 {
			found = append(found, likeness{f, l})
		}
	}
	slices.SortStableFunc(found, func(a, b likeness) int {
		return cmp.Or(cmp.Compare(b.likeness, a.likeness), cmp.Compare(b.count, a.count))
	})
	return found[:min(n, len(found))]
}

// slipsIn is how many slips a word of so many letters may have.
func slipsIn(length int) int {
	switch {
	case length < 6:
		return 1
	case length < 11:
		return 2
	}
	return 3
}
