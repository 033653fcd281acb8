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
	if lang == locales.AZ {
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

func foldLetters(word string) string {
	var b strings.Builder
	before := rune(0)
	for _, r := range norm.NFC.String(word) {
		r = unicode.ToLower(r)
		switch folded, ok := letters[r]; {
		case r < 0x80:
			b.WriteRune(r)
		case r == 'ж' && before == 'д': // дж is how Russian writes c: Азербайджан
			soft := strings.TrimSuffix(b.String(), "d") + "c"
			b.Reset()
			b.WriteString(soft)
		case ok:
			b.WriteString(folded)
		default:
			bare(&b, r)
		}
		before = r
	}
	return b.String()
}

// bare writes a letter without its marks.
func bare(b *strings.Builder, r rune) {
	for _, part := range norm.NFKD.String(string(r)) {
		if unicode.IsLetter(part) || unicode.IsDigit(part) {
			b.WriteRune(unicode.ToLower(part))
		}
	}
}

func cyrillic(word string) bool {
	for _, r := range word {
		if unicode.Is(unicode.Cyrillic, r) {
			return true
		}
	}
	return false
}
