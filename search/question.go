package search

import (
	"context"
	"slices"

	"github.com/blevesearch/bleve/v2/mapping"
	"github.com/blevesearch/bleve/v2/search"
	"github.com/blevesearch/bleve/v2/search/searcher"
	index "github.com/blevesearch/bleve_index_api"
)

// clause is one thing to look for: terms that must all stand in a field.
type clause struct {
	field  string
	terms  []string
	weight float64
	// phrase asks for the terms one after another.
	phrase bool
}

// question implements bleve's query.Query.
type question struct {
	words  [][]clause         // what each word of the query may be found by
	bonus  []clause           // counts on top of the words, but finds nothing alone
	ages   map[string]float64 // of the field age: what the score is multiplied with
	values map[int][]string   // by role: the sections and kinds that there are
	narrowing
}

// narrowing is the section and the kind that a hit must have, where not empty,
// and the hits that would be left if another one was asked for.
type narrowing struct {
	section, kind   string
	sections, kinds map[string]int
}

// lets counts a hit and reports whether it is one of those asked for.
func (n *narrowing) lets(section, kind string) bool {
	rightSection, rightKind := n.section == "" || n.section == section, n.kind == "" || n.kind == kind
	if rightKind {
		n.sections[section]++
	}
	if rightSection {
		n.kinds[kind]++
	}
	return rightSection && rightKind
}

// The roles of clauses that are not of a word.
const (
	roleBonus = -1 - iota
	roleFactor
	roleSection
	roleKind
)

// Searcher implements query.Query.
func (q *question) Searcher(ctx context.Context, r index.IndexReader, _ mapping.IndexMapping, o search.SearcherOptions) (search.Searcher, error) {
	b := build{ctx: ctx, reader: r, options: o}
	for i, clauses := range q.words {
		for _, c := range clauses {
			b.add(c, i)
		}
	}
	for _, c := range q.bonus {
		b.add(c, roleBonus)
	}
	for value, factor := range q.ages {
		b.add(clause{field: fieldAge, terms: []string{value}, weight: factor}, roleFactor)
	}
	for role, field := range map[int]string{roleSection: fieldSection, roleKind: fieldKind} {
		for _, value := range q.values[role] {
			b.add(clause{field: field, terms: []string{value}}, role)
		}
	}
	s := &ranked{clauses: b.clauses, narrowing: &q.narrowing, scores: make([]wordScore, len(q.words))}
	if b.err != nil {
		s.Close()
		return nil, b.err
	}
	return s, nil
}

// build makes the searchers of clauses until one fails.
type build struct {
	ctx     context.Context
	reader  index.IndexReader
	options search.SearcherOptions
	clauses []*found
	err     error
}

// add makes the searchers of a clause and keeps them if they can find all of
// it.
func (b *build) add(c clause, role int) {
	if b.err != nil {
		return
	}
	f := &found{clause: c, role: role}
	b.clauses = append(b.clauses, f)
	if c.phrase {
		p, err := searcher.NewPhraseSearcher(b.ctx, b.reader, c.terms, 0, false, c.field, 1, b.options)
		if b.err = err; err == nil {
			f.parts = append(f.parts, &part{Searcher: p})
		}
		return
	}
	for _, term := range c.terms {
		t, err := searcher.NewTermSearcher(b.ctx, b.reader, term, c.field, 1, b.options)
		if b.err = err; err != nil {
			return
		}
		f.parts = append(f.parts, &part{Searcher: t})
	}
	if slices.ContainsFunc(f.parts, func(p *part) bool { return p.Count() == 0 }) {
		b.clauses = b.clauses[:len(b.clauses)-1]
		b.err = f.close()
	}
}
