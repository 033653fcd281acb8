package content

import (
	"fmt"
	"slices"
	"strings"

	"portal/locales"
)

// FollowsLine is the front matter line that says a translation follows t as it
// stands now.
func (t *Text) FollowsLine() string {
	return followsLine(t.sections())
}

// CarriedLine is the front matter line of a translation after a change of its
// source that asks for no other words: what it followed of the source before
// it follows now, and where it was behind it stays behind.
func (t *Text) CarriedLine(before *Text, follows map[string]string) string {
	was := map[string]string{}
	for _, s := range before.sections() {
		was[s.id] = s.hash
	}
	var carried []section
	for _, s := range t.sections() {
		if old := follows[s.id]; old != was[s.id] {
			s.hash = old
		}
		if s.hash != "" {
			carried = append(carried, s)
		}
	}
	return followsLine(carried)
}

func followsLine(sections []section) string {
	var parts []string
	for _, s := range sections {
		parts = append(parts, s.id+": "+s.hash)
	}
	return "follows: {" + strings.Join(parts, ", ") + "}"
}

// Stamp returns the source of a translation with its follows line set: where
// it stood, or at the end of the front matter.
func Stamp(src, follows string) (string, error) {
	head, text, found := cutFrontMatter(strings.ReplaceAll(strings.TrimPrefix(src, "\ufeff"), "\r\n", "\n"))
	if !found {
		return "", fmt.Errorf("content: no front matter")
	}
	lines := strings.Split(head, "\n")
	at := slices.IndexFunc(lines, func(line string) bool { return strings.HasPrefix(line, "follows:") })
	if at < 0 {
		lines = append(lines, follows)
	} else {
		end := at + 1 // its value may stand on lines of their own, set in
		for end < len(lines) && strings.HasPrefix(lines[end], " ") {
			end++
		}
		lines = slices.Replace(lines, at, end, follows)
	}
	return "---\n" + strings.Join(lines, "\n") + "\n---\n" + text, nil
}

// Stamps gives, for every translation whose follows line is missing or old, its
// file and the line to write.
func (t *Tree) Stamps() map[string]string {
	stamps := map[string]string{}
	for _, p := range t.Pages {
		stampTexts(stamps, p.Texts, p.SourceLang)
	}
	for _, u := range t.Updates {
		stampTexts(stamps, u.Texts, u.SourceLang)
	}
	return stamps
}

func stampTexts(stamps map[string]string, texts map[locales.Lang]*Text, source locales.Lang) {
	for lang, t := range texts {
		if tr := translation(texts, source, lang); texts[source] != nil && !tr.Current() {
			stamps[t.file.name] = texts[source].FollowsLine()
		}
	}
}
