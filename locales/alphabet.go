package locales

import (
	"strings"
	"sync"
	"unicode"

	"golang.org/x/text/collate"
	"golang.org/x/text/language"
	"golang.org/x/text/unicode/norm"
)

// alphabet sorts by the alphabet of a language. A Collator has buffers, so
// that only one goroutine may use it at a time.
type alphabet struct {
	mu       sync.Mutex
	collator *collate.Collator
}

func newAlphabet(tag language.Tag) *alphabet {
	return &alphabet{collator: collate.New(tag, collate.Numeric)}
}

// Compare orders two strings by the alphabet of the language, numbers by
// their value: "annex 9" stands before "annex 13". Only equal strings are 0.
func (p *Printer) Compare(a, b string) int {
	p.alphabet.mu.Lock()
	order := p.alphabet.collator.CompareString(a, b)
	p.alphabet.mu.Unlock()
	if order != 0 {
		return order
	}
	return strings.Compare(a, b)
}

// Initial returns the heading under which an alphabetical list shows s: its
// first letter, upper-case as the language has it (i is İ in Azerbaijani).
// Accents that make no letter of their own are dropped, so that "État" stands
// under E. What starts with a digit stands under "0–9"; a string without
// letters and digits has the heading "".
func (p *Printer) Initial(s string) string {
	for _, r := range norm.NFC.String(s) {
		switch {
		case unicode.IsDigit(r):
			return "0–9"
		case unicode.IsLetter(r) && p.lang == AZ:
			return strings.ToUpperSpecial(unicode.AzeriCase, string(r))
		case unicode.IsLetter(r):
			return strings.ToUpper(bare(r))
		}
	}
	return ""
}

// bare returns a letter without its marks. The two French ligatures count as
// the first of their letters.
func bare(r rune) string {
	switch r {
	case 'œ', 'Œ':
		return "o"
	case 'æ', 'Æ':
		return "a"
	}
	first := []rune(norm.NFD.String(string(r)))[0]
	return string(first)
}
