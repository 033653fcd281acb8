package search

import (
	"slices"
	"strings"

	"portal/locales"
)

// thesaurus knows names that mean the same. Names are sequences of terms, as
// the language of the index has them.
type thesaurus map[string][]name // by the first term of the name

type name struct {
	terms  []string
	others *[][]string // all names of the thing
}

func newThesaurus(lang locales.Lang, synonyms []Synonym) thesaurus {
	t := thesaurus{}
	for _, s := range slices.Concat(lists[lang].synonyms, synonyms) {
		var all [][]string
		for _, n := range s.Names {
			for _, n := range namesIn(n) {
				if terms := sequence(lang, n); len(terms) > 0 && !slices.ContainsFunc(all, func(o []string) bool { return slices.Equal(o, terms) }) {
					all = append(all, terms)
				}
			}
		}
		for _, terms := range all {
			t[terms[0]] = append(t[terms[0]], name{terms, &all})
		}
	}
	return t
}

// namesIn takes apart what is written as one name: "order to leave the
// territory (OQT)" is two. What else stands in brackets only explains.
func namesIn(name string) []string {
	var names []string
	for i, part := range strings.FieldsFunc(name, func(r rune) bool { return r == '(' || r == ')' }) {
		if i == 0 || strings.ToUpper(part) == part {
			names = append(names, strings.Split(part, "/")...)
		}
	}
	return names
}

// sequence is the terms of a name, in their order.
func sequence(lang locales.Lang, name string) []string {
	var all []string
	for _, w := range split(lang, name) {
		if t := terms(lang, w); len(t) > 0 {
			all = append(all, key(w, t))
		}
	}
	return all
}

// key is the term of a word by which names are found: of a Russian word its
// Russian stem.
func key(w word, terms []string) string {
	if cyrillic(w.text) {
		stems := guestTerms(w)
		return stems[len(stems)-1]
	}
	return terms[0]
}

// addSynonyms looks for names in a query and lets each of their words be found
// by the other names too.
func (ix *Index) addSynonyms(query []*asked) {
	for i, a := range query {
		for _, n := range ix.thesaurus[a.key] {
			if !n.at(query[i:]) {
				continue
			}
			for _, other := range *n.others {
				if slices.Equal(other, n.terms) || !ix.has(other) {
					continue
				}
				for _, w := range query[i : i+len(n.terms)] {
					found := inAllFields(other, synonymWeight)
					w.clauses, w.names, w.known = append(w.clauses, found...), append(w.names, found...), true
				}
			}
		}
	}
}

func (n name) at(query []*asked) bool {
	if len(n.terms) > len(query) {
		return false
	}
	for i, term := range n.terms {
		if query[i].key != term {
			return false
		}
	}
	return true
}

func (ix *Index) has(terms []string) bool {
	return !slices.ContainsFunc(terms, func(t string) bool { return ix.vocabulary.terms[t] == 0 })
}
