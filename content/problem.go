package content

import (
	"cmp"
	"fmt"
	"slices"
	"sync"
)

// Problem is a mistake of an author.
type Problem struct {
	File string `json:"file"`           // as the author knows it: "pages/to-belgium/single-permit/nl.md"
	Line int    `json:"line,omitempty"` // 0 if the problem has no line
	Msg  string `json:"message"`        // what is wrong and what to do about it
}

// String gives the problem in the form editors can jump to: file:line: text.
func (p Problem) String() string {
	switch {
	case p.File == "":
		return p.Msg
	case p.Line == 0:
		return fmt.Sprintf("%s: %s", p.File, p.Msg)
	}
	return fmt.Sprintf("%s:%d: %s", p.File, p.Line, p.Msg)
}

// sorted puts problems in the order of files and lines and drops repetitions.
func sorted(ps []Problem) []Problem {
	slices.SortFunc(ps, func(a, b Problem) int {
		return cmp.Or(cmp.Compare(a.File, b.File), cmp.Compare(a.Line, b.Line), cmp.Compare(a.Msg, b.Msg))
	})
	return slices.Compact(ps)
}

// file is one file being read: its name, where in it each value stands, and
// where its problems go.
type file struct {
	name  string
	lines map[string]int // path of a value, as "changes[0].note", to its line
	out   *found

	reported int
	broken   bool // its values did not all read: rules about them would only repeat that
}

// found collects problems. Files are read and checked side by side.
type found struct {
	mu       sync.Mutex
	problems []Problem
}

// at reports a problem of the value at path.
func (f *file) at(path, format string, args ...any) {
	f.line(f.lines[path], format, args...)
}

// line reports a problem of one line.
func (f *file) line(n int, format string, args ...any) {
	f.out.mu.Lock()
	defer f.out.mu.Unlock()
	f.reported++
	f.out.problems = append(f.out.problems, Problem{f.name, n, fmt.Sprintf(format, args...)})
}
