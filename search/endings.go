package search

import (
	"slices"
	"strings"
)

// Azerbaijani endings, folded, are put together here from their parts: a word
// has one ending of each slot at most, in the order of the slots.

// persons are the endings that make a sentence of a word: "I am", "it is".
var persons = []string{"", "dir", "dur", "dirlar", "dirler", "am", "em", "yam", "yem", "san", "sen", "iq", "ik", "yiq", "yik",
	"siniz", "sunuz", "mi", "mu", "dirmi", "durmu", "sa", "se", "dirsa", "dirse", "ki"}

// possessives are "my, your, its, our, your, their" after a vowel (true) and
// after a consonant (false).
var possessives = map[bool][]string{
	true:  {"", "m", "n", "si", "su", "miz", "muz", "niz", "nuz"},
	false: {"", "im", "um", "in", "un", "i", "u", "imiz", "umuz", "iniz", "unuz"},
}

// cases are the cases after a vowel and after a consonant. A possessive of the
// third person puts an n before them, which the first list has.
var cases = map[bool][]string{
	true: {"", "nin", "nun", "ni", "nu", "ya", "ye", "da", "de", "dan", "den", "la", "le", "yla", "yle",
		"na", "ne", "nda", "nde", "ndan", "nden", "ca", "ce", "daki", "deki", "ndaki", "ndeki"},
	false: {"", "in", "un", "i", "u", "a", "e", "da", "de", "dan", "den", "la", "le", "ca", "ce", "daki", "deki"},
}

// nounEndings are all endings, without persons, of a noun that ends in a vowel
// or does not. The empty one is left out.
func nounEndings(afterVowel bool) map[string]bool {
	all := map[string]bool{}
	for _, quality := range []string{"", "siz", "suz", "li", "lu"} {
		for _, plural := range []string{"", "lar", "ler"} {
			before := open(quality+plural, afterVowel)
			for _, possessive := range possessives[before] {
				for _, c := range cases[open(possessive, before)] {
					all[quality+plural+possessive+c] = true
				}
			}
		}
	}
	delete(all, "")
	return all
}

// The endings of verbs: what makes them passive or causative, "not", and what
// makes a verb noun, a participle, a gerund or a tense of them.
var (
	voices = []string{"", "il", "ul", "in", "un", "n", "l", "dir", "dur", "t", "is", "us", "s", "dil", "nil", "diril", "durul", "lan", "len"}
	nots   = []string{"", "ma", "me", "m"}

	// verbNouns go on as nouns do: qayıtmaq, qayıtmağa, qayıtması, qayıdanlar.
	verbNouns = map[bool][]string{
		true:  {"maq", "mek", "mag", "mey", "ma", "me", "yan", "yen", "diq", "dik", "dig", "diy", "duq", "duk", "dug", "duy", "yis", "yacaq", "yecek", "yacag", "yecey", "mis", "mus"},
		false: {"maq", "mek", "mag", "mey", "ma", "me", "an", "en", "diq", "dik", "dig", "diy", "duq", "duk", "dug", "duy", "acaq", "ecek", "acag", "ecey", "mis", "mus"},
	}
	// tenses take a person.
	tenses = map[bool][]string{
		true:  {"", "ya", "ye", "yir", "yur", "r", "di", "du", "yib", "yub", "sa", "se", "mali", "meli", "yacaq", "yecek", "yacag", "yecey", "mis", "mus", "misdi", "musdu", "yirdi", "rdi", "z", "yin", "yun"},
		false: {"", "a", "e", "ir", "ur", "ar", "er", "di", "du", "ib", "ub", "sa", "se", "mali", "meli", "acaq", "ecek", "acag", "ecey", "mis", "mus", "misdi", "musdu", "irdi", "ardi", "erdi", "maz", "mez", "in", "un"},
	}
	// gerunds end the word.
	gerunds = map[bool][]string{
		true:  {"yarken", "yerken", "rken", "yaraq", "yerek", "yanda", "yende", "yinca", "yince", "madan", "meden", "mazdan", "mezden", "sin", "sun", "sinlar", "sinler"},
		false: {"arken", "erken", "araq", "erek", "anda", "ende", "inca", "ince", "madan", "meden", "mazdan", "mezden", "sin", "sun", "sinlar", "sinler"},
	}
	// a question or a condition may follow the person
	moods    = []string{"", "mi", "mu", "sa", "se", "dir", "ki"}
	subjects = []string{"", "m", "n", "am", "em", "san", "sen", "q", "k", "iq", "ik", "uq", "uk", "siniz", "sunuz", "siz", "suz", "niz", "nuz",
		"lar", "ler", "dir", "dur", "dirlar", "dirler"}
)

// nounEnding reports whether an ending is one of a noun that ends in a vowel or
// does not.
func (k *azeri) nounEnding(ending string, afterVowel bool) bool {
	for _, person := range persons {
		rest, ok := strings.CutSuffix(ending, person)
		if ok && (rest == "" || k.endings[afterVowel][rest]) {
			return true
		}
	}
	return false
}

// verbEnding reports whether an ending is one of a verb whose root ends in a
// vowel or does not.
func (k *azeri) verbEnding(ending string, afterVowel bool) bool {
	for _, voice := range voices {
		rest, ok := strings.CutPrefix(ending, voice)
		if !ok {
			continue
		}
		for _, not := range nots {
			if rest, ok := strings.CutPrefix(rest, not); ok && k.finite(rest, open(voice+not, afterVowel)) {
				return true
			}
		}
	}
	return false
}

// finite reports whether an ending is that of a tense, a gerund or a verb noun.
func (k *azeri) finite(ending string, afterVowel bool) bool {
	if slices.Contains(gerunds[afterVowel], ending) {
		return true
	}
	for _, tense := range tenses[afterVowel] {
		if rest, ok := strings.CutPrefix(ending, tense); ok && subject(rest) {
			return true
		}
	}
	for _, noun := range verbNouns[afterVowel] {
		if rest, ok := strings.CutPrefix(ending, noun); ok && (rest == "" || k.nounEnding(rest, vowelAtEnd(noun))) {
			return true
		}
	}
	return false
}

func subject(ending string) bool {
	return slices.ContainsFunc(moods, func(mood string) bool {
		person, ok := strings.CutSuffix(ending, mood)
		return ok && slices.Contains(subjects, person)
	})
}

// open reports whether a word ends in a vowel once an ending is put on.
func open(ending string, afterVowel bool) bool {
	if ending == "" {
		return afterVowel
	}
	return vowelAtEnd(ending)
}
