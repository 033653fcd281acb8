package content

import (
	"regexp"
	"slices"
	"strings"
)

// A number in prose grows old unseen, and four languages come to differ. So
// amounts, deadlines, ages and dates are facts, and digits may stand only in
// names: those of terms, contacts and sources, and those of names.yaml. A bare
// year says when something was so and may stand too.

var (
	digits   = regexp.MustCompile(`\d[\d.,/\x{a0} ]*\d|\d`)
	year     = regexp.MustCompile(`^(19|20)\d\d$`)
	linkDest = regexp.MustCompile(`\]\([^)]*\)`)
	listItem = regexp.MustCompile(`^(\| ?|\s*)\d+\. `)
	headID   = regexp.MustCompile(`\{#[^}]*\}`)
)

// numbered finds the names that hold digits, longest first, so that "annex 13"
// does not hide "annex 13septies".
func (t *Tree) numbered() *regexp.Regexp {
	names := slices.Clone(t.Names)
	for _, term := range t.Terms {
		names = append(names, term.Letters...)
		for _, name := range term.Name {
			names = append(names, name)
		}
	}
	for _, s := range t.Sources {
		names = append(names, s.Title)
	}
	for _, c := range t.Contacts {
		for _, name := range c.Name {
			names = append(names, name)
		}
	}
	names = slices.DeleteFunc(names, func(name string) bool { return !digits.MatchString(name) })
	slices.SortFunc(names, func(a, b string) int { return len(b) - len(a) })
	for i, name := range names {
		names[i] = regexp.QuoteMeta(name)
	}
	return regexp.MustCompile(`(?i)(` + strings.Join(names, "|") + `)([^\d]|$)`)
}

// checkNumbers reports digits in the prose of a page.
func (l *loader) checkNumbers(t *Text) {
	for i, line := range strings.Split(string(t.body.src), "\n") {
		l.checkDigits(t.file, t.body.line+i, listItem.ReplaceAllString(line, ""))
	}
	l.checkDigits(t.file, t.file.lines["summary"], t.Summary)
}

func (l *loader) checkDigits(f *file, n int, line string) {
	for _, markup := range []*regexp.Regexp{insertPattern, linkDest, headID} {
		line = markup.ReplaceAllString(line, "]")
	}
	if !digits.MatchString(line) {
		return // most lines; the names are many
	}
	line = l.names.ReplaceAllString(line, "$2")
	for _, number := range digits.FindAllString(line, -1) {
		if !year.MatchString(strings.Trim(number, " .,\u00a0")) {
			f.line(n, "the number “%s” stands in the text: make it a fact and write {{fact key}}, or add the name it belongs to to names.yaml", number)
		}
	}
}
