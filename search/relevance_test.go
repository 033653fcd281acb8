package search

import (
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

// relevant is a query and the pages that answer it.
type relevant struct {
	lang       locales.Lang
	kind, text string
	want       []string
}

func relevance(t testing.TB) []relevant {
	t.Helper()
	data, err := os.ReadFile("testdata/relevance.tsv")
	if err != nil {
		t.Fatal(err)
	}
	var all []relevant
	for line := range strings.Lines(string(data)) {
		if strings.HasPrefix(line, "#") {
			continue
		}
		columns := strings.Split(strings.TrimSpace(line), "\t")
		if len(columns) != 4 {
			t.Fatalf("%q has not four columns", line)
		}
		all = append(all, relevant{locales.Lang(columns[0]), columns[1], columns[2], strings.Split(columns[3], ",")})
	}
	return all
}

// TestRelevance asks what readers ask, of the real pages. Its table of each
// language, and of each kind of query in it, is printed by
//
//	go test -v -run TestRelevance ./search
func TestRelevance(t *testing.T) {
	byLang, byKind := map[string]*score{}, map[string]*score{}
	for _, q := range relevance(t) {
		results := find(t, realIndex(t, q.lang), Query{Text: q.text})
		rank := 1 + slices.IndexFunc(ids(results), func(id string) bool { return slices.Contains(q.want, id) })
		if rank == 0 || rank > 3 {
			t.Logf("%s %s %q: place %d of %v, want one of %v", q.lang, q.kind, q.text, rank, ids(results), q.want)
		}
		count(byLang, string(q.lang)).add(rank)
		count(byKind, string(q.lang)+" "+q.kind).add(rank)
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
