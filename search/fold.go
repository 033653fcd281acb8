package search

import (
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"

	"portal/locales"
)

// letters are what becomes of a letter whose plain form is not simply the
// letter without its marks. Cyrillic is written as Azerbaijani would be, so
// that сәнәд and sənəd, виза and viza meet.
var letters = map[rune]string{
	'ə': "e", 'ǝ': "e", 'ı': "i", 'ß': "ss", 'œ': "oe", 'æ': "ae", 'ø': "o", 'ł': "l", 'đ': "d", 'ð': "d", 'þ': "t",
	'а': "a", 'б': "b", 'в': "v", 'г': "q", 'ғ': "g", 'ҝ': "g", 'д': "d", 'е': "e", 'ё': "e", 'ә': "e", 'э': "e",
	'ж': "j", 'з': "z", 'и': "i", 'ы': "i", 'і': "i", 'й': "y", 'ј': "y", 'к': "k", 'л': "l", 'м': "m", 'н': "n",
	'о': "o", 'ө': "o", 'п': "p", 'р': "r", 'с': "s", 'т': "t", 'у': "u", 'ү': "u", 'ф': "f", 'х': "x", 'һ': "h",
	'ц': "s", 'ч': "c", 'ҹ': "c", 'ш': "s", 'щ': "s", 'ъ': "", 'ь': "", 'ю': "yu", 'я': "ya",
}

// digraphs are letters that people without an Azerbaijani keyboard write as
// two, or as another one.
var digraphs = strings.NewReplacer("sh", "s", "ch", "c", "gh", "g", "kh", "x", "w", "s")

// lower writes a word in small letters as its language has it: I is ı in
// Azerbaijani, i elsewhere.
func lower(lang locales.Lang, word string) string {
	word = norm.NFC.String(word)
	if lang == locales.AZ {
		return strings.ToLowerSpecial(unicode.AzeriCase, word)
	}
	return strings.ReplaceAll(strings.ToLower(word), "i\u0307", "i") // what is left of İ
}

// fold writes a word in small letters without marks, so that capitals and
// missing accents make no difference.
func fold(lang locales.Lang, word string) string {
	if plain(word) {
		word = strings.ToLower(word)
	} else {
		word = foldLetters(word)
	}
	if lang == locales.AZ && strings.ContainsAny(word, "hw") {
		word = digraphs.Replace(word)
	}
	return word
}

func plain(word string) bool {
	for i := range len(word) {
		if word[i] >= 0x80 {
			return false
		}
	}
	return true
}

// near is what becomes of each of the letters that Latin and Cyrillic use: a
// book has many of them.
var near = func() (table [0x600]string) {
	for r := range rune(len(table)) {
		small := unicode.ToLower(r)
		folded, ok := letters[small]
		if !ok {
			folded = bare(small)
		}
		table[r] = folded
	}
	return table
}()

func foldLetters(word string) string {
	if !norm.NFC.IsNormalString(word) {
		word = norm.NFC.String(word)
	}
	folded := make([]byte, 0, len(word))
	before := rune(0)
	for _, r := range word {
		switch {
		case r == 'ж' && before == 'д': // дж is how Russian writes c: Азербайджан
			folded[len(folded)-1] = 'c'
		case int(r) < len(near):
			folded = append(folded, near[r]...)
		default:
			folded = append(folded, bare(unicode.ToLower(r))...)
		}
		before = r
	}
	return string(folded)
}

// bare is a letter without its marks, nothing for what is no letter.
func bare(r rune) string {
	var b strings.Builder
	for _, part := range norm.NFKD.String(string(r)) {
		if unicode.IsLetter(part) || unicode.IsDigit(part) {
			b.WriteRune(unicode.ToLower(part))
		}
	}
	return b.String()
}

func cyrillic(word string) bool {
	for _, r := range word {
		if unicode.Is(unicode.Cyrillic, r) {
			return true
		}
	}
	return false
}
