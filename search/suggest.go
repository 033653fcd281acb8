package search

import (
	"slices"
	"strings"

	"portal/locales"
)

// suggestions are the titles and keywords of an index, titles first, shorter
// ones before longer ones.
type suggestions struct {
	lang locales.Lang
	all  []suggestion
}

type suggestion struct {
	Suggestion
	words []string // folded
}

func newSuggestions(lang locales.Lang, docs []Document) suggestions {
	s := suggestions{lang: lang}
	byLength := func(from int) {
		slices.SortStableFunc(s.all[from:], func(a, b suggestion) int { return len(a.Text) - len(b.Text) })
	}
	for _, d := range docs {
		s.add(d.Title, d.ID)
	}
	byLength(0)
	titles := len(s.all)
	for _, d := range docs {
		for _, k := range d.Keywords {
			s.add(k, d.ID)
		}
	}
	byLength(titles)
	return s
}

func (s *suggestions) add(text, id string) {
	if words := foldedWords(s.lang, text); len(words) > 0 {
		s.all = append(s.all, suggestion{Suggestion{text, id}, words})
	}
}

func foldedWords(lang locales.Lang, text string) []string {
	var all []string
	for _, w := range split(lang, text) {
		all = append(all, w.folded)
	}
	return all
}

// Suggest gives up to n titles and keywords that have a word for each word the
// reader has typed, the last of them perhaps not yet to its end. First come
// those that begin with what was typed; each document comes once.
func (ix *Index) Suggest(prefix string, n int) []Suggestion {
	typed := foldedWords(ix.lang, limit(prefix))
	if len(typed) == 0 || len(typed) > MaxWords {
		return nil
	}
	var list []Suggestion
	have := map[string]bool{}
	for _, fits := range []func(words, typed []string) bool{begins, holds} {
		for _, s := range ix.suggestions.all {
			if len(list) < n && !have[s.ID] && fits(s.words, typed) {
				have[s.ID] = true
				list = append(list, s.Suggestion)
			}
		}
	}
	return list
}

func begins(words, typed []string) bool {
	return strings.HasPrefix(strings.Join(words, " "), strings.Join(typed, " "))
}

func holds(words, typed []string) bool {
	for _, t := range typed {
		if !slices.ContainsFunc(words, func(w string) bool { return strings.HasPrefix(w, t) }) {
			return false
		}
	}
	return true
}
