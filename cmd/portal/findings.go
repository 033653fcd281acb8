package main

import (
	"encoding/json"
	"fmt"
	"io"
	"path"
	"path/filepath"
	"strings"

	"portal/content"
)

// findings are what a check tells: problems keep the content from being
// published, notes do not.
type findings struct {
	Dir      string            `json:"dir"`
	Good     string            `json:"good,omitempty"` // what the tree holds, if there is no problem
	Problems []content.Problem `json:"problems"`
	Notes    []content.Problem `json:"notes"`
}

func (f findings) print(out io.Writer, format string) error {
	switch format {
	case "json":
		return f.json(out)
	case "github":
		f.github(out)
	default:
		for _, n := range f.Notes {
			fmt.Fprintln(out, noted(n))
		}
		print(f.Problems, out)
	}
	if f.Good != "" {
		fmt.Fprintf(out, "%s: good: %s\n", f.Dir, f.Good)
	}
	return nil
}

// noted is a note in the form of a problem.
func noted(n content.Problem) content.Problem {
	n.Msg = "note: " + n.Msg
	return n
}

// print writes problems in the form editors can jump to.
func print(problems []content.Problem, out io.Writer) {
	for _, p := range problems {
		fmt.Fprintln(out, p)
	}
	if len(problems) > 0 {
		fmt.Fprintf(out, "%d problems: nothing is published\n", len(problems))
	}
}

// json writes the findings as one object with lists that are never null.
func (f findings) json(out io.Writer) error {
	f.Problems = append([]content.Problem{}, f.Problems...)
	f.Notes = append([]content.Problem{}, f.Notes...)
	e := json.NewEncoder(out)
	e.SetEscapeHTML(false)
	e.SetIndent("", "  ")
	return e.Encode(f)
}

// What workflow commands cannot hold as it is. A property ends at ":" or ",".
var (
	commandText     = strings.NewReplacer("%", "%25", "\r", "%0D", "\n", "%0A")
	commandProperty = strings.NewReplacer("%", "%25", "\r", "%0D", "\n", "%0A", ":", "%3A", ",", "%2C")
)

// github writes workflow commands, which GitHub and Forgejo show beside the
// lines of a pull request.
func (f findings) github(out io.Writer) {
	for _, p := range f.Problems {
		fmt.Fprintln(out, command("error", f.Dir, p))
	}
	for _, n := range f.Notes {
		fmt.Fprintln(out, command("notice", f.Dir, n))
	}
}

func command(kind, dir string, p content.Problem) string {
	where := ""
	if p.File != "" {
		where = " file=" + commandProperty.Replace(path.Join(filepath.ToSlash(dir), p.File))
		if p.Line > 0 {
			where += fmt.Sprintf(",line=%d", p.Line)
		}
	}
	return "::" + kind + where + "::" + commandText.Replace(p.Msg)
}
