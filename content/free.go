package content

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"go.yaml.in/yaml/v3"
)

// IsName reports whether a name may be that of a file, a folder or a key:
// small letters, digits and "-".
func IsName(s string) bool { return validName.MatchString(s) }

// FreeCode is the number for a new page of a section: the next one of the
// hundred in which the section has its pages.
func (t *Tree) FreeCode(section string) int {
	used, last, highest := map[int]bool{}, 0, 0
	for _, p := range t.Pages {
		used[p.Code] = true
		highest = max(highest, p.Code)
		if p.Section == section {
			last = max(last, p.Code)
		}
	}
	if last == 0 {
		last = highest - highest%100 + 100
	}
	for code := last + 1; ; code++ {
		if !used[code] {
			return code
		}
	}
}

// FreeMoment is the first second from at on that no entry has: feeds order
// their entries by time.
func (t *Tree) FreeMoment(at time.Time) time.Time {
	used := map[int64]bool{}
	for _, p := range t.Pages {
		for _, c := range p.Changes {
			used[c.At.Unix()] = true
		}
	}
	for _, u := range t.everyUpdate() {
		used[u.AnnouncedAt.Unix()] = true
		for _, c := range u.Changes {
			used[c.At.Unix()] = true
		}
	}
	at = at.Truncate(time.Second)
	for used[at.Unix()] {
		at = at.Add(time.Second)
	}
	return at
}

// AddPage returns the source of sections.yaml with a page at the end of a
// section. Everything else stays as its authors wrote it.
func AddPage(src, section, id string) (string, error) {
	var doc yaml.Node
	if err := yaml.Unmarshal([]byte(src), &doc); err != nil {
		return "", fmt.Errorf("content: sections.yaml is not readable as YAML: %w", err)
	}
	pages, err := pagesOf(&doc, section)
	if err != nil {
		return "", err
	}
	lines := strings.Split(src, "\n")
	switch last := len(pages.Content) - 1; {
	case last < 0 && pages.Style&yaml.FlowStyle != 0:
		insertAfter(lines, pages.Line, pages.Column, id) // behind the bracket
	case last < 0:
		return "", fmt.Errorf("content: the section %s has no list of pages: write “pages: [%s]”", section, id)
	case pages.Style&yaml.FlowStyle != 0:
		n := pages.Content[last]
		insertAfter(lines, n.Line, n.Column+written(n)-1, ", "+id)
	default:
		n := pages.Content[last]
		indent := lines[n.Line-1][:strings.Index(lines[n.Line-1], "-")]
		lines = slices.Insert(lines, n.Line, indent+"- "+id+ending(lines[n.Line-1]))
	}
	out := strings.Join(lines, "\n")
	if !added(out, section, id, len(pages.Content)) {
		return "", fmt.Errorf("content: add “%s” to the pages of “%s” in sections.yaml by hand", id, section)
	}
	return out, nil
}

// pagesOf is the list of pages of a section.
func pagesOf(doc *yaml.Node, section string) (*yaml.Node, error) {
	if len(doc.Content) == 0 || doc.Content[0].Kind != yaml.SequenceNode {
		return nil, fmt.Errorf("content: sections.yaml is no list of sections")
	}
	for _, s := range doc.Content[0].Content {
		var key string
		var pages *yaml.Node
		for i := 0; i+1 < len(s.Content); i += 2 {
			switch s.Content[i].Value {
			case "key":
				key = s.Content[i+1].Value
			case "pages":
				pages = s.Content[i+1]
			}
		}
		if key == section && pages != nil {
			return pages, nil
		}
	}
	return nil, fmt.Errorf("content: sections.yaml has no section %s", section)
}

// insertAfter puts text behind a character of a line; both count from 1.
func insertAfter(lines []string, line, column int, text string) {
	runes := []rune(lines[line-1])
	column = min(column, len(runes))
	lines[line-1] = string(runes[:column]) + text + string(runes[column:])
}

// written is how many characters a value has as it stands in the file.
func written(n *yaml.Node) int {
	if n.Style&(yaml.DoubleQuotedStyle|yaml.SingleQuotedStyle) != 0 {
		return len([]rune(n.Value)) + 2
	}
	return len([]rune(n.Value))
}

func ending(line string) string {
	if strings.HasSuffix(line, "\r") {
		return "\r"
	}
	return ""
}

// added reports whether the list of a section has one page more, the new one.
func added(src, section, id string, before int) bool {
	var doc yaml.Node
	if yaml.Unmarshal([]byte(src), &doc) != nil {
		return false
	}
	pages, err := pagesOf(&doc, section)
	return err == nil && len(pages.Content) == before+1 && pages.Content[before].Value == id
}
