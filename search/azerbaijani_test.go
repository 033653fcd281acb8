package search

import (
	"os"
	"slices"
	"strings"
	"testing"

	"portal/locales"
)

// pairs reads a table of two words, a kind and perhaps more in each line.
func pairs(t *testing.T, name string) [][]string {
	t.Helper()
	data, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	var all [][]string
	for line := range strings.Lines(string(data)) {
		if line = strings.TrimSpace(line); line != "" && line[0] != '#' {
			all = append(all, strings.Split(line, "\t"))
		}
	}
	return all
}

func same(a, b string) bool {
	x, y := Terms(locales.AZ, a), Terms(locales.AZ, b)
	return len(x) > 0 && slices.Equal(x, y)
}

// TestAzerbaijaniForms holds the aim for the analyzer: of the words of the
// table, each with its dictionary form, 95 of 100 come to the same term.
func TestAzerbaijaniForms(t *testing.T) {
	all := pairs(t, "testdata/az-stemming-dev.tsv")
	equal := 0
	for _, p := range all {
		if same(p[0], p[1]) {
			equal++
			continue
		}
		t.Logf("%s and %s (%s): %q and %q", p[0], p[1], p[2], Terms(locales.AZ, p[0]), Terms(locales.AZ, p[1]))
	}
	t.Logf("%d of %d forms meet their word", equal, len(all))
	if len(all) < 150 || equal*100 < len(all)*95 {
		t.Errorf("%d of %d forms meet their word, want 95 %%", equal, len(all))
	}
}

// TestAzerbaijaniWordsApart holds the other side: different words stay
// different, of 45 pairs all but 2. Words that differ only in marks are told
// apart by the field of exact spelling.
func TestAzerbaijaniWordsApart(t *testing.T) {
	stems, merged := 0, 0
	for _, p := range pairs(t, "testdata/az-apart-dev.tsv") {
		if p[2] != "stem" {
			if lower(locales.AZ, p[0]) == lower(locales.AZ, p[1]) {
				t.Errorf("%s and %s are spelt the same", p[0], p[1])
			}
			continue
		}
		stems++
		if same(p[0], p[1]) {
			merged++
			t.Logf("%s and %s: both %q", p[0], p[1], Terms(locales.AZ, p[0]))
		}
	}
	t.Logf("%d of %d pairs are merged", merged, stems)
	if stems < 45 || merged > 2 {
		t.Errorf("%d of %d pairs are merged, want 2 at most", merged, stems)
	}
}
