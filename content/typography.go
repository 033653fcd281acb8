package content

import (
	"strings"

	"portal/locales"
)

var french = strings.NewReplacer(
	" ;", "\u00a0;", " ?", "\u00a0?", " !", "\u00a0!", " %", "\u00a0%", " »", "\u00a0»", "« ", "«\u00a0",
	// A colon without a blank after it aligns a table.
	" : ", "\u00a0: ", " :\n", "\u00a0:\n", " :*", "\u00a0:*",
)

// typography sets the no-break spaces that French wants before : ; ? ! % and
// inside « ». Belgian pages write them as U+00A0; authors type a plain space.
func typography(lang locales.Lang, s string) string {
	if lang != locales.FR {
		return s
	}
	return french.Replace(s)
}
