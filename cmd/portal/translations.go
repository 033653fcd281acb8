package main

import (
	"encoding/json"
	"fmt"
	"io"
	"strings"
	"text/tabwriter"

	"portal/content"
	"portal/locales"
)

// translationsCommand keeps translations and their sources together.
type translationsCommand struct {
	Status statusCommand `cmd:"" help:"Show how far each text has followed its source."`
	Diff   diffCommand   `cmd:"" help:"Show what changed in the source of a translation since it was last in step."`
	Stamp  stampCommand  `cmd:"" help:"Write into translations that they follow their source as it stands now."`
}

// statusCommand lists every page and update with the state of its texts.
type statusCommand struct {
	Dir    string `arg:"" optional:"" default:"./content" help:"Folder of the content."`
	Format string `enum:"text,json" default:"text" help:"How to print the table: text or json."`
}

// followed is one page or update with the state of its texts.
type followed struct {
	ID    string                 `json:"id"`
	Dir   string                 `json:"folder"`
	Draft bool                   `json:"draft,omitempty"`
	Texts map[locales.Lang]state `json:"texts"`
}

// state is how far one text has followed its source.
type state struct {
	State    string   `json:"state"`            // source | current | behind | missing
	Behind   []string `json:"behind,omitempty"` // ids of the headings whose source is newer
	Reviewed bool     `json:"reviewed"`         // an editor has read the text as it stands
}

func (c statusCommand) Run(std streams) error {
	tree, problems, err := load(c.Dir)
	if err != nil {
		return err
	}
	rows := translations(tree)
	if c.Format == "json" {
		e := json.NewEncoder(std.out)
		e.SetIndent("", "  ")
		return e.Encode(rows)
	}
	if len(problems) > 0 {
		fmt.Fprintf(std.err, "portal: the content has %d problems, and what did not read is not counted: portal check shows them\n", len(problems))
	}
	return table(rows, std.out)
}

// translations are the rows of the table.
func translations(tree *content.Tree) []followed {
	rows := []followed{}
	for _, s := range subjects(tree) {
		row := followed{ID: s.id, Dir: s.dir, Draft: s.draft, Texts: map[locales.Lang]state{}}
		for _, lang := range locales.All {
			row.Texts[lang] = s.state(lang)
		}
		rows = append(rows, row)
	}
	return rows
}

func (s subject) state(lang locales.Lang) state {
	st := state{State: "current", Reviewed: s.texts[lang] != nil && s.texts[lang].IsReviewed()}
	switch tr := s.translation(lang); {
	case tr.Missing:
		st.State = "missing"
	case lang == s.source:
		st.State = "source"
	case !tr.Current():
		st.State, st.Behind = "behind", tr.Behind
	}
	return st
}

func (s state) String() string {
	text := s.State
	if s.State == "behind" {
		text = fmt.Sprintf("behind by %d (%s)", len(s.Behind), strings.Join(s.Behind, " "))
	}
	if !s.Reviewed && s.State != "missing" {
		text += ", unreviewed"
	}
	return text
}

func table(rows []followed, out io.Writer) error {
	w := tabwriter.NewWriter(out, 0, 0, 2, ' ', 0)
	fmt.Fprint(w, "page or update")
	for _, lang := range locales.All {
		fmt.Fprintf(w, "\t%s", lang)
	}
	fmt.Fprintln(w)
	for _, row := range rows {
		name := row.Dir
		if row.Draft {
			name += " (draft)"
		}
		fmt.Fprint(w, name)
		for _, lang := range locales.All {
			fmt.Fprintf(w, "\t%s", row.Texts[lang])
		}
		fmt.Fprintln(w)
	}
	fmt.Fprint(w, "in all")
	for _, lang := range locales.All {
		fmt.Fprintf(w, "\t%s", total(rows, lang))
	}
	fmt.Fprintln(w)
	return w.Flush()
}

// total counts the states of a language, those that ask for work.
func total(rows []followed, lang locales.Lang) string {
	n := map[string]int{}
	for _, row := range rows {
		s := row.Texts[lang]
		n[s.State]++
		if !s.Reviewed && s.State != "missing" {
			n["unreviewed"]++
		}
	}
	return fmt.Sprintf("%d behind, %d missing, %d unreviewed", n["behind"], n["missing"], n["unreviewed"])
}
