package report

import (
	"fmt"
	"strings"
)

func (w *writer) pages(r Report) {
	if len(r.Pages) > 0 {
		w.line("### Pages")
	}
	for i, p := range r.Pages {
		if i == mostRows {
			w.line("And %d more.", len(r.Pages)-i)
			return
		}
		w.line("**%s** (`%s`): %s%s", escape(p.Title), p.Folder, whats[p.What], also(p.Fields))
		for _, t := range p.Texts {
			w.text(t)
		}
		if len(p.Texts) > 0 {
			w.WriteString("\n")
		}
	}
}

func also(fields []string) string {
	if len(fields) == 0 {
		return ""
	}
	return "; other: " + strings.Join(fields, ", ")
}

func (w *writer) text(t Text) {
	name := languages[t.Lang]
	if t.New {
		fmt.Fprintf(w, "- %s: new text\n", w.link(name, t.Address))
		return
	}
	for _, part := range t.Parts {
		fmt.Fprintf(w, "- %s: %s\n", name, w.link(part.Name, part.Address))
		w.sentences(part)
	}
	if len(t.Fields) > 0 {
		fmt.Fprintf(w, "- %s: %s\n", w.link(name, t.Address), strings.Join(t.Fields, ", "))
	}
}

// sentences shows what goes and what comes as hosts of git colour it.
func (w *writer) sentences(p Part) {
	if len(p.Was)+len(p.Now) == 0 {
		return
	}
	w.WriteString("  ```diff\n")
	for _, side := range []struct {
		sign      string
		sentences []string
	}{{"-", p.Was}, {"+", p.Now}} {
		for i, s := range side.sentences {
			if i == mostSentences {
				fmt.Fprintf(w, "  %s … and %d more\n", side.sign, len(side.sentences)-i)
				break
			}
			fmt.Fprintf(w, "  %s %s\n", side.sign, s)
		}
	}
	w.WriteString("  ```\n")
}

// plainness is how hard the changed texts are to read.
func (w *writer) plainness(r Report) {
	var rows []string
	for _, p := range r.Pages {
		for _, t := range p.Texts {
			if t.New || len(t.Parts) > 0 {
				rows = append(rows, fmt.Sprintf("| `%s` | %.1f of %d | %d of %d | %d |", t.File, t.Average, t.MostAverage, t.Longest.Words, t.MostParagraph, t.Longest.Line))
			}
		}
	}
	if len(rows) == 0 {
		return
	}
	w.line("### How easy the changed texts are to read")
	w.WriteString("| Text | Words in a sentence | Words in the longest paragraph | on line |\n|---|---:|---:|---:|\n")
	for i, row := range rows {
		if i == mostRows {
			fmt.Fprintf(w, "| and %d more | | | |\n", len(rows)-i)
			break
		}
		fmt.Fprintln(w, row)
	}
	w.WriteString("\n")
}
