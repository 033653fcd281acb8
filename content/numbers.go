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

// numbered takes the names that hold digits out of a line in small letters,
// longest first, so that "annex 13" does not hide "annex 13septies".
func (t *Tree) numbered() *strings.Replacer {
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
	var pairs []string
	for _, name := range names {
		pairs = append(pairs, strings.ToLower(name), "")
	}
	return strings.NewReplacer(pairs...)
}

// checkNumbers reports digits in the prose of a page.
func (l *loader) checkNumbers(t *Text) {
	for i, line := range strings.Split(string(t.body.src), "\n") {
		l.checkDigits(t.file, t.body.line+i, listItem.ReplaceAllString(line, ""))
	}
	l.checkDigits(t.file, t.file.lines["summary"], t.Summary)
}

func (l *loader) checkDigits(f *file, n int, line string) {
	if !strings.ContainsAny(line, "0123456789") {
		return
	}
	for _, markup := range []*regexp.Regexp{insertPattern, linkDest, headID} {
		line = markup.ReplaceAllString(line, "]")
	}
	line = l.names.Replace(strings.ToLower(line))
	for _, number := range digits.FindAllString(line, -1) {
		if !year.MatchString(strings.Trim(number, " .,\u00a0")) {
			f.line(n, "the number “%s” stands in the text: make it a fact and write {{fact key}}, or add the name it belongs to to names.yaml", number)
		}
	}
}
