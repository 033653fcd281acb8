package search

import (
	"slices"
	"strings"
	"unicode/utf8"

	"portal/locales"
)

// What a word found in place of the one asked for is worth.
const (
	partWeight      = 0.6 // a part of a Dutch compound
	synonymWeight   = 0.7
	likeWeight      = 0.8 // times the likeness
	beginningWeight = 0.3
	shorterWeight   = 0.15 // less its last two letters
)

// How many words a word may bring with it, so that a query stays small.
const (
	mostLike       = 4
	mostBeginnings = 6
)

// asked is a word of a query and what it may be found by.
type asked struct {
	word
	terms   []string
	key     string   // by which synonyms are found
	clauses []clause // what it may be found by
	names   []clause // those of them that are synonyms
	whole   bool     // it stands in the index as it is, not only in its parts
	own     bool     // it or a part of it stands in titles, keywords or running text
	read    bool     // it stands in titles or running text
	known   bool     // it, or a name that means the same, is somewhere in the index
	better  string   // what it may have been meant for
}

// ask makes a query ready: cut to its size, each word once, without those that
// say nothing.
func (ix *Index) ask(text string) []*asked {
	var all []*asked
	seen := map[string]bool{}
	for _, w := range split(ix.lang, limit(text)) {
		if len(all) == MaxWords {
			break
		}
		if a := ix.askWord(w); a != nil && !seen[w.folded] {
			seen[w.folded] = true
			all = append(all, a)
		}
	}
	ix.addSynonyms(all)
	for _, a := range all {
		ix.addLike(a)
	}
	return all
}

// askWord gives nil for a word that says nothing.
func (ix *Index) askWord(w word) *asked {
	a := &asked{word: w, terms: terms(ix.lang, w)}
	if len(a.terms) == 0 {
		return nil
	}
	guest := ix.guestTermsOf(w)
	a.own = slices.ContainsFunc(a.terms, func(t string) bool { return ix.vocabulary.terms[t] > 0 })
	a.read = slices.ContainsFunc(a.terms, func(t string) bool { return ix.vocabulary.text[t] })
	a.known = a.own || len(guest) > 0
	a.whole = ix.vocabulary.terms[a.terms[0]] > 0 || len(guest) > 0
	if !a.known && everywhereStopped(w) {
		return nil
	}
	a.key = key(w, a.terms)
	a.find(guest, ix.lang)
	return a
}

// limit leaves of a query what MaxLetters allows. What is no text reads as a
// space.
func limit(text string) string {
	text = strings.ToValidUTF8(text, " ")
	if utf8.RuneCountInString(text) > MaxLetters {
		text = string([]rune(text)[:MaxLetters])
	}
	return text
}

func (ix *Index) guestTermsOf(w word) []string {
	if everywhereStopped(w) {
		return nil
	}
	var known []string
	for _, term := range guestTerms(w) {
		if ix.vocabulary.guest[term] {
			known = append(known, term)
		}
	}
	return known
}

// find adds what the word itself is found by.
func (a *asked) find(guest []string, lang locales.Lang) {
	for i, term := range a.terms {
		weight := 1.0
		if i > 0 {
			weight = partWeight
		}
		a.clauses = append(a.clauses, inAllFields([]string{term}, weight)...)
	}
	for _, term := range guest {
		a.clauses = append(a.clauses, clause{field: fieldAlt, terms: []string{term}, weight: guestWeight})
	}
	a.clauses = append(a.clauses, clause{field: fieldExact, terms: []string{lower(lang, a.text)}, weight: exactWeight})
}

// inAllFields looks for terms, all in the same field, in each field of the
// language.
func inAllFields(terms []string, weight float64) []clause {
	var all []clause
	for _, f := range ownFields {
		all = append(all, clause{field: f.name, terms: terms, weight: weight * f.worth})
	}
	return all
}

// addLike adds the words that begin like this one, and for a word the index
// does not have those it may have been meant for. Of a compound it may have
// only the parts.
func (ix *Index) addLike(a *asked) {
	have := map[string]bool{}
	add := func(f form, weight float64) {
		term := f.terms[0]
		if have[term] || slices.Contains(a.terms, term) {
			return
		}
		have[term] = true
		if f.guest {
			a.clauses = append(a.clauses, clause{field: fieldAlt, terms: []string{term}, weight: weight * guestWeight})
			return
		}
		a.clauses = append(a.clauses, inAllFields([]string{term}, weight)...)
	}
	if !a.known || !a.whole && len(a.names) == 0 {
		for i, l := range ix.vocabulary.like(a.folded, mostLike) {
			if i == 0 && l.likeness >= 0.7 && !a.known {
				a.better = l.spelt
			}
			add(l.form, likeWeight*l.likeness)
		}
	}
	if n := len(a.folded); n >= 4 && !strings.ContainsAny(a.folded, "0123456789") {
		for _, f := range ix.vocabulary.beginning(a.folded, mostBeginnings) {
			add(f, beginningWeight)
		}
		if n >= 7 && plain(a.folded) {
			for _, f := range ix.vocabulary.beginning(a.folded[:n-2], mostBeginnings) {
				add(f, shorterWeight)
			}
		}
	}
}
