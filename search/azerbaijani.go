package search

import (
	"strings"
	"sync"

	"portal/locales"
)

// The Azerbaijani stemmer works on folded words, in which vowel harmony has
// gone: lar and lər are both ler or lar, ın, in, un and ün are in or un.
//
// It takes off the shortest ending that leaves a word it knows. Only where it
// knows none does it go by the endings alone.

// azerbaijani gives the stem of a folded word: a noun as it stands in the
// dictionary, the root of a verb.
func azerbaijani(folded string) string {
	k := knowledge()
	if stem, ok := k.known(folded); ok {
		return stem
	}
	if !plain(folded) {
		return folded
	}
	return k.guess(folded)
}

// known finds the longest beginning of a word that is in the lists and is
// followed by an ending such a word can have.
func (k *azeri) known(w string) (string, bool) {
	if stem, ok := k.nouns[w]; ok {
		return stem, true
	}
	for at := len(w) - 1; at >= 2; at-- {
		rest, ending := w[:at], w[at:]
		if stem, ok := k.noun(rest, ending); ok {
			return stem, true
		}
		if root, ok := k.verb(rest, ending); ok {
			return root, true
		}
	}
	return "", false
}

func (k *azeri) noun(rest, ending string) (string, bool) {
	stem, ok := k.nouns[rest]
	if !ok && vowel(ending[0]) {
		stem, ok = k.nouns[hardened(rest)] // uşağ-ı of uşaq, əməy-i of əmək
	}
	return stem, ok && k.nounEnding(ending, vowelAtEnd(rest))
}

func (k *azeri) verb(rest, ending string) (string, bool) {
	if n := len(rest) - 2; ending[0] == 'r' && n > 0 && k.nouns[rest[:n]] != "" {
		return "", false // işlər is "works", the plural, before it is "he works"
	}
	root := rest
	if soft, ok := strings.CutSuffix(rest, "d"); ok && vowel(ending[0]) && !k.verbs[rest] {
		root = soft + "t" // qayıd-ır of qayıt
	}
	return root, k.verbs[root] && k.verbEnding(ending, vowelAtEnd(rest))
}

// guess takes endings off an unknown word until none is left, so that it comes
// to the same stem from every form.
func (k *azeri) guess(w string) string {
	for range 4 {
		shorter := k.guessOnce(w)
		if shorter == w {
			break
		}
		w = shorter
	}
	return hardened(w)
}

const shortestGuess = 4 // letters that stay when the word is not known

func (k *azeri) guessOnce(w string) string {
	for at := shortestGuess; at < len(w); at++ {
		rest, ending := w[:at], w[at:]
		if len(ending) == 1 && len(rest) <= shortestGuess {
			continue // a last vowel may well be the word's own
		}
		if strings.ContainsAny(rest, vowels) && k.endings[vowelAtEnd(rest)][ending] {
			return rest
		}
	}
	return w
}

const vowels = "aeiou"

func vowel(b byte) bool        { return strings.IndexByte(vowels, b) >= 0 }
func vowelAtEnd(w string) bool { return vowel(w[len(w)-1]) }
func hardened(rest string) string {
	switch n := len(rest) - 1; {
	case n > 1 && rest[n] == 'g':
		return rest[:n] + "q"
	case n > 1 && rest[n] == 'y':
		return rest[:n] + "k"
	}
	return rest
}

// azeri is what is known of Azerbaijani words. The endings are kept for words
// that end in a vowel (true) and in a consonant (false).
type azeri struct {
	nouns   map[string]string // a form to its stem
	verbs   map[string]bool   // roots
	endings map[bool]map[string]bool
}

// knowledge is made when the first Azerbaijani word is met.
var knowledge = sync.OnceValue(func() *azeri {
	k := &azeri{nouns: map[string]string{}, verbs: map[string]bool{}}
	for _, entry := range entries("words/az/nouns.txt") {
		forms := splitNames(entry)
		for _, form := range forms {
			k.nouns[fold(locales.AZ, form)] = fold(locales.AZ, forms[0])
		}
	}
	for _, root := range entries("words/az/verbs.txt") {
		k.verbs[fold(locales.AZ, root)] = true
	}
	k.endings = map[bool]map[string]bool{true: nounEndings(true), false: nounEndings(false)}
	return k
})
