package search

import (
	"fmt"
	"slices"
	"strings"
	"unicode"

	"github.com/blevesearch/bleve/v2/analysis"
	"github.com/blevesearch/bleve/v2/analysis/lang/fr"
	"github.com/blevesearch/bleve/v2/registry"
	"github.com/blevesearch/snowballstem"
	"github.com/blevesearch/snowballstem/dutch"
	"github.com/blevesearch/snowballstem/english"
	"github.com/blevesearch/snowballstem/russian"

	"portal/locales"
)

// Terms are the terms under which the words of a text are indexed, without
// those that are left out: "qayıdışından" and "ГАЙЫДЫШ" have the same one.
func Terms(lang locales.Lang, text string) []string {
	var all []string
	for _, w := range split(lang, text) {
		for _, term := range terms(lang, w) {
			if !slices.Contains(all, term) {
				all = append(all, term)
			}
		}
	}
	return all
}

// word is a word of a text: where it stands and how it reads.
type word struct {
	start, end, position int
	text                 string // as typed, without what French and Azerbaijani put on with an apostrophe
	folded               string
}

func letter(r rune) bool {
	return 'a' <= r && r <= 'z' || r >= 0x80 && unicode.In(r, unicode.L, unicode.M, unicode.Nd) ||
		'A' <= r && r <= 'Z' || '0' <= r && r <= '9' || apostrophe(r) || r == softHyphen
}

const softHyphen = '\u00ad'

func apostrophe(r rune) bool {
	switch r {
	case '\'', '’', '‘', 'ʼ', 'ʹ', '`', '´':
		return true
	}
	return false
}

// lineGap keeps words on different lines, keywords for example, from reading
// as one phrase.
const lineGap = 10

// split gives the words of a text: letters, digits and what stands between
// them as in l’office. Offsets are of the text as it came, however long the
// word is when folded.
func split(lang locales.Lang, text string) []word {
	words := make([]word, 0, len(text)/6)
	start, position := -1, 0
	end := func(at int) {
		if start < 0 {
			return
		}
		position++
		w := word{start: start, end: at, position: position, text: text[start:at]}
		w.trim(lang)
		if w.folded = fold(lang, strings.Map(dropMarks, w.text)); w.folded != "" {
			words = append(words, w)
		}
		start = -1
	}
	for at, r := range text {
		switch {
		case r == '\n':
			end(at)
			position += lineGap
		case !letter(r):
			end(at)
		case start < 0:
			start = at
		}
	}
	end(len(text))
	return words
}

func dropMarks(r rune) rune {
	if apostrophe(r) || r == softHyphen {
		return -1
	}
	return r
}

// trim takes quotation marks off a word, and what is not of the word itself:
// l’office, Bakı’da, the embassy’s.
func (w *word) trim(lang locales.Lang) {
	if strings.IndexFunc(w.text, apostrophe) < 0 {
		return
	}
	bare := strings.TrimLeftFunc(w.text, apostrophe)
	w.start += len(w.text) - len(bare)
	w.text = strings.TrimRightFunc(bare, apostrophe)
	w.end = w.start + len(w.text)
	at := strings.IndexFunc(w.text, apostrophe)
	if at < 0 {
		return
	}
	head, tail := w.text[:at], strings.TrimLeftFunc(w.text[at:], apostrophe)
	switch {
	case lang == locales.FR && lists[lang].elided[strings.ToLower(head)]:
		w.start += len(w.text) - len(tail)
		w.text = tail
	case lang == locales.AZ && len([]rune(head)) >= 2, lang == locales.EN && strings.EqualFold(tail, "s"):
		w.end -= len(w.text) - len(head)
		w.text = head
	}
}

// terms are the terms of one word: none for a stop word, several for a Dutch
// compound, whose own comes first.
func terms(lang locales.Lang, w word) []string {
	if stopped(lang, w) {
		return nil
	}
	all := []string{stem(lang, w.folded)}
	if lang == locales.NL {
		for _, part := range compound(w.folded) {
			all = append(all, stem(lang, part))
		}
	}
	return all
}

// stopped reports whether a word says nothing. Without marks it is any word it
// may be: ise is isə. With them it is not: işə means something.
func stopped(lang locales.Lang, w word) bool {
	l := lists[lang]
	return l.stop[w.folded] && (plain(w.text) || l.stop[lower(lang, w.text)] || l.stop[strings.ToLower(w.text)])
}

func stem(lang locales.Lang, folded string) string {
	switch lang {
	case locales.AZ:
		return azerbaijani(folded)
	case locales.NL:
		env := snowballstem.NewEnv(folded)
		dutch.Stem(env)
		return env.Current()
	case locales.FR:
		stream := fr.NewFrenchLightStemmerFilter().Filter(analysis.TokenStream{{Term: []byte(folded)}})
		return string(stream[0].Term)
	}
	env := snowballstem.NewEnv(folded)
	english.Stem(env)
	return env.Current()
}

// guestTerms are the terms of a word that may be of any language.
func guestTerms(w word) []string {
	all := []string{fold(locales.EN, w.text)}
	add := func(term string) {
		if term != "" && !slices.Contains(all, term) {
			all = append(all, term)
		}
	}
	if cyrillic(w.text) {
		env := snowballstem.NewEnv(strings.ToLower(w.text))
		russian.Stem(env)
		add(fold(locales.EN, env.Current()))
		return all
	}
	for _, lang := range locales.All {
		own := word{text: w.text, folded: fold(lang, w.text)}
		if !stopped(lang, own) {
			add(stem(lang, own.folded))
		}
	}
	return all
}

// everywhereStopped reports whether a word says nothing in any language that
// it may be of.
func everywhereStopped(w word) bool {
	if cyrillic(w.text) {
		return russianStop[strings.ToLower(w.text)]
	}
	for _, lang := range locales.All {
		if stopped(lang, word{text: w.text, folded: fold(lang, w.text)}) {
			return true
		}
	}
	return false
}

// analyzer makes the terms of a field.
type analyzer struct {
	lang  locales.Lang
	terms func(word) []string
}

// Analyze implements analysis.Analyzer.
func (a analyzer) Analyze(input []byte) analysis.TokenStream {
	words := split(a.lang, string(input))
	tokens := make([]analysis.Token, 0, len(words))
	for _, w := range words {
		for _, term := range a.terms(w) {
			tokens = append(tokens, analysis.Token{
				Start: w.start, End: w.end, Position: w.position, Term: []byte(term), Type: analysis.AlphaNumeric,
			})
		}
	}
	stream := make(analysis.TokenStream, len(tokens))
	for i := range tokens {
		stream[i] = &tokens[i]
	}
	return stream
}

// The names under which bleve knows our analyzers.
func stemmed(lang locales.Lang) string { return "portal stemmed " + string(lang) }
func exact(lang locales.Lang) string   { return "portal exact " + string(lang) }

const guests = "portal guests"

func init() {
	register := func(name string, a analyzer) {
		err := registry.RegisterAnalyzer(name, func(map[string]any, *registry.Cache) (analysis.Analyzer, error) {
			return a, nil
		})
		if err != nil {
			panic(fmt.Sprintf("search: %v", err)) // a name used twice: a fault of this file
		}
	}
	for _, lang := range locales.All {
		register(stemmed(lang), analyzer{lang, func(w word) []string { return terms(lang, w) }})
		register(exact(lang), analyzer{lang, func(w word) []string { return []string{lower(lang, w.text)} }})
	}
	register(guests, analyzer{locales.EN, guestTerms})
}
