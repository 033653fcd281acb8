package content

import (
	"regexp"
	"strings"

	"portal/locales"
)

var quoted = regexp.MustCompile(`“[^”]*”|«[^»]*»|‘[^’]*’`)

// checkWords reports expressions of words.yaml, line by line. Quotations are
// other people's words.
func (l *loader) checkWords(t *Text) {
	for i, line := range strings.Split(string(t.body.src), "\n") {
		l.checkLine(t.file, t.body.line+i, t.Lang, line)
	}
	l.checkLine(t.file, t.file.lines["title"], t.Lang, t.Title)
	l.checkLine(t.file, t.file.lines["summary"], t.Lang, t.Summary)
}

func (l *loader) checkLine(f *file, n int, lang locales.Lang, line string) {
	low := strings.ToLower(line)
	for _, w := range l.words[lang] {
		// Nearly every line holds no wrong word; the patterns are for those that do.
		if strings.Contains(low, w.low) && w.pattern.MatchString(quoted.ReplaceAllString(line, "")) {
			f.line(n, "“%s”: write “%s” (%s)", w.Wrong, w.Right, w.Why)
		}
	}
}

// wrongWord is a word of words.yaml with the pattern that finds it.
type wrongWord struct {
	Word
	low     string
	pattern *regexp.Regexp
}

func wrongWords(words []Word) map[locales.Lang][]wrongWord {
	all := map[locales.Lang][]wrongWord{}
	for _, w := range words {
		pattern := regexp.MustCompile(`(?i)(^|[^\p{L}])` + regexp.QuoteMeta(w.Wrong))
		all[w.Lang] = append(all[w.Lang], wrongWord{w, strings.ToLower(w.Wrong), pattern})
	}
	return all
}
