package content

import (
	"strings"
	"testing"
	"time"
)

func TestAddPage(t *testing.T) {
	for name, tt := range map[string]struct{ src, want string }{
		"row":      {"# menu\n- key: a\n  pages: [one, two] # in order\n- key: b\n  pages: [x]\n", "# menu\n- key: a\n  pages: [one, two, new] # in order\n- key: b\n  pages: [x]\n"},
		"rows":     {"- key: a\n  pages: [one,\n    \"two\",\n  ]\n", "- key: a\n  pages: [one,\n    \"two\", new,\n  ]\n"},
		"lines":    {"- key: a\n  pages:\n    - one # first\n    - two\n  hidden: true\n", "- key: a\n  pages:\n    - one # first\n    - two\n    - new\n  hidden: true\n"},
		"windows":  {"- key: a\r\n  pages:\r\n    - one\r\n", "- key: a\r\n  pages:\r\n    - one\r\n    - new\r\n"},
		"empty":    {"- key: a\n  pages: []\n", "- key: a\n  pages: [new]\n"},
		"one line": {"- {key: a, title: {az: ə, fr: é}, pages: [one]}\n", "- {key: a, title: {az: ə, fr: é}, pages: [one, new]}\n"},
	} {
		if got, err := AddPage(tt.src, "a", "new"); err != nil || got != tt.want {
			t.Errorf("%s: got %q, %v, want %q", name, got, err, tt.want)
		}
	}
	for _, src := range []string{"", "a: b\n", "- key: b\n  pages: [x]\n", "- key: a\n  pages:\n", "- [\n", "- one\n"} {
		if got, err := AddPage(src, "a", "new"); err == nil {
			t.Errorf("%q becomes %q", src, got)
		}
	}
}

func FuzzAddPage(f *testing.F) {
	f.Add("- key: a\n  pages: [one, two]\n")
	f.Add("- key: a\n  pages:\n  - one\n")
	f.Add("- {key: a, pages: [*x]}\n")
	f.Fuzz(func(t *testing.T, src string) {
		if got, err := AddPage(src, "a", "new"); err == nil && !strings.Contains(got, "new") {
			t.Errorf("%q becomes %q", src, got)
		}
	})
}

func TestFree(t *testing.T) {
	tree := load(t, small(t))
	for section, want := range map[string]int{"to-belgium": 102, "site": 903, "elsewhere": 1001} {
		if got := tree.FreeCode(section); got != want {
			t.Errorf("%s: got %d, want %d", section, got, want)
		}
	}
	taken := time.Date(2026, 11, 22, 8, 0, 1, 5, time.UTC)
	if got := tree.FreeMoment(taken); !got.After(taken) || got.Nanosecond() != 0 {
		t.Errorf("got %s, which another change has", got)
	}
	later := taken.Add(time.Hour)
	if got := tree.FreeMoment(later); !got.Equal(later.Truncate(time.Second)) {
		t.Errorf("got %s, want %s", got, later)
	}
}
