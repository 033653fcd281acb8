package search

import (
	"context"
	"fmt"
	"maps"
	"os"
	"slices"
	"strings"
	"testing"

	"portal/locales"
)

// score is how well a set of queries was answered.
type score struct {
	queries, first, third int
	reciprocal            float64
}

func (s *score) add(rank int) {
	s.queries++
	if rank == 0 {
		return
	}
	s.reciprocal += 1 / float64(rank)
	if rank == 1 {
		s.first++
	}
	if rank <= 3 {
		s.third++
	}
}

func (s *score) String() string {
	n := float64(s.queries)
	return fmt.Sprintf("%3d queries  success@1 %.2f  success@3 %.2f  MRR %.2f", s.queries, float64(s.first)/n, float64(s.third)/n, s.reciprocal/n)
}

// TestRelevance asks what readers ask, of the real pages.
func TestRelevance(t *testing.T) {
	data, err := os.ReadFile("testdata/relevance.tsv")
	if err != nil {
		t.Fatal(err)
	}
	byLang, byKind := map[string]*score{}, map[string]*score{}
	for line := range strings.Lines(string(data)) {
		if strings.HasPrefix(line, "#") {
			continue
		}
		columns := strings.Split(strings.TrimSpace(line), "\t")
		if len(columns) != 4 {
			t.Fatalf("%q has not four columns", line)
		}
		lang, kind, text, want := columns[0], columns[1], columns[2], strings.Split(columns[3], ",")
		results, err := realIndex(t, locales.Lang(lang)).Search(context.Background(), Query{Text: text, Size: 10})
		if err != nil {
			t.Fatal(err)
		}
		rank := 1 + slices.IndexFunc(ids(results), func(id string) bool { return slices.Contains(want, id) })
		if rank == 0 || rank > 3 {
			t.Logf("%s %s %q: place %d of %v, want one of %v", lang, kind, text, rank, ids(results), want)
		}
		count(byLang, lang).add(rank)
		count(byKind, lang+" "+kind).add(rank)
	}
	for _, kind := range slices.Sorted(maps.Keys(byKind)) {
		t.Logf("%-14s %s", kind, byKind[kind])
	}
	for _, lang := range locales.All {
		s := count(byLang, string(lang))
		t.Logf("%-14s %s", lang, s)
		if s.queries < 30 || float64(s.third) < 0.9*float64(s.queries) {
			t.Errorf("%s: %s, want 30 queries and success@3 of 0.90", lang, s)
		}
	}
}

func count(all map[string]*score, name string) *score {
	if all[name] == nil {
		all[name] = &score{}
	}
	return all[name]
}
