package locales

import (
	"strings"

	"golang.org/x/text/language"
)

// maxHeader is far longer than what browsers send.
const maxHeader = 1000

// Match finds the reader's language in an Accept-Language header: the one
// among ours with the highest weight, the first of equals. Russian and Turkish
// readers get Azerbaijani. It never guesses from languages that are only alike,
// and what cannot be read is passed over; without a match it reports false.
func Match(acceptLanguage string) (Lang, bool) {
	if len(acceptLanguage) > maxHeader {
		return "", false
	}
	var best Lang
	var weight float32
	for entry := range strings.SplitSeq(acceptLanguage, ",") {
		tags, weights, err := language.ParseAcceptLanguage(entry)
		if err != nil || len(tags) != 1 || weights[0] > 1 {
			continue
		}
		if l, ok := ours(tags[0]); ok && weights[0] > weight {
			best, weight = l, weights[0]
		}
	}
	return best, best != ""
}

// ours returns the site's language for a tag. Only what the tag itself says
// counts: "und-NL" is not Dutch.
func ours(t language.Tag) (Lang, bool) {
	base, _, _ := t.Raw()
	switch base.String() {
	case "ru", "tr":
		return AZ, true
	}
	return Parse(base.String())
}
