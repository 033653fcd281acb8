package search

import (
	"context"
	"slices"

	"github.com/blevesearch/bleve/v2/mapping"
	"github.com/blevesearch/bleve/v2/search"
	"github.com/blevesearch/bleve/v2/search/searcher"
	index "github.com/blevesearch/bleve_index_api"
)

// bleve adds up whatever of a query is found in a document. A word that stands
// in five fields, or has ten words like it, would then outweigh all the others.
// Here each word of the query counts once, by the best of what was found for
// it; the rest of what was found for it counts a little.

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
	filter map[string]string  // fields that must have a value
}

// How scores come together.
const (
	restWeight   = 0.25 // of all but the best found for a word
	bonusWeight  = 1.2  // of two words that stand side by side as they do in the query
	oneWordShare = 0.2  // of the score stays for a document that has almost none of the words
)

// Searcher implements query.Query.
func (q *question) Searcher(ctx context.Context, r index.IndexReader, m mapping.IndexMapping, o search.SearcherOptions) (search.Searcher, error) {
	s := &ranked{words: len(q.words)}
	b := build{ctx, r, o, s}
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
	for field, value := range q.filter {
		s.required++
		b.add(clause{field: field, terms: []string{value}}, roleFilter)
	}
	if b.s.err != nil {
		s.Close()
		return nil, b.s.err
	}
	s.scores = make([]wordScore, s.words)
	return s, nil
}

// The roles of clauses that are not of a word.
const (
	roleBonus = -1 - iota
	roleFactor
	roleFilter
)

type build struct {
	ctx     context.Context
	reader  index.IndexReader
	options search.SearcherOptions
	s       *ranked
}

// add makes the searchers of a clause, unless it can find nothing.
func (b *build) add(c clause, role int) {
	if b.s.err != nil {
		return
	}
	f := &found{role: role, weight: c.weight}
	if c.phrase {
		p, err := searcher.NewPhraseSearcher(b.ctx, b.reader, c.terms, 0, false, c.field, 1, b.options)
		if err != nil {
			b.s.err = err
			return
		}
		f.parts = append(f.parts, &part{Searcher: p})
	} else {
		for _, term := range c.terms {
			t, err := searcher.NewTermSearcher(b.ctx, b.reader, term, c.field, 1, b.options)
			if err != nil {
				b.s.err = err
				break
			}
			f.parts = append(f.parts, &part{Searcher: t})
		}
	}
	if b.s.err == nil && slices.ContainsFunc(f.parts, func(p *part) bool { return p.Count() == 0 }) && !c.phrase {
		for _, p := range f.parts {
			p.Close()
		}
		return
	}
	b.s.clauses = append(b.s.clauses, f)
}

// found is a clause with what has been found of it so far.
type found struct {
	role   int
	weight float64
	parts  []*part
}

// part is a searcher and where it is.
type part struct {
	search.Searcher
	at *search.DocumentMatch // nil at the end
}

type wordScore struct{ best, sum float64 }

// ranked goes through the documents that a question finds and scores them. It
// implements search.Searcher.
type ranked struct {
	clauses  []*found
	words    int
	required int // filters
	started  bool
	scores   []wordScore
	err      error
}

func (s *ranked) start(ctx *search.SearchContext) error {
	s.started = true
	return s.each(func(p *part) (err error) {
		p.at, err = p.Next(ctx)
		return err
	})
}

func (s *ranked) each(do func(*part) error) error {
	for _, c := range s.clauses {
		for _, p := range c.parts {
			if err := do(p); err != nil {
				return err
			}
		}
	}
	return nil
}

// Next implements search.Searcher.
func (s *ranked) Next(ctx *search.SearchContext) (*search.DocumentMatch, error) {
	if !s.started {
		if err := s.start(ctx); err != nil {
			return nil, err
		}
	}
	for {
		first := s.first()
		if first == nil {
			return nil, nil
		}
		match := s.score(ctx, first)
		if err := s.leave(ctx, match, first); err != nil || match != nil {
			return match, err
		}
	}
}

// first is the next document that a word is found in.
func (s *ranked) first() index.IndexInternalID {
	var first index.IndexInternalID
	for _, c := range s.clauses {
		if c.role < 0 {
			continue
		}
		for _, p := range c.parts {
			if p.at != nil && (first == nil || p.at.IndexInternalID.Compare(first) < 0) {
				first = p.at.IndexInternalID
			}
		}
	}
	if first == nil {
		return nil
	}
	return slices.Clone(first)
}

// score brings together what is found in a document. It gives nil for one that
// is not of the right section or has a clause only in part.
func (s *ranked) score(ctx *search.SearchContext, id index.IndexInternalID) *search.DocumentMatch {
	clear(s.scores)
	bonus, factor, filters := 0.0, 1.0, 0
	for _, c := range s.clauses {
		value, ok := c.valueAt(id)
		switch {
		case !ok:
		case c.role == roleBonus:
			bonus += value
		case c.role == roleFactor:
			factor *= c.weight
		case c.role == roleFilter:
			filters++
		default:
			w := &s.scores[c.role]
			w.best, w.sum = max(w.best, value), w.sum+value
		}
	}
	total, words := 0.0, 0
	for _, w := range s.scores {
		if w.best > 0 {
			words++
			total += w.best + restWeight*(w.sum-w.best)
		}
	}
	if words == 0 || filters < s.required {
		return nil
	}
	share := float64(words) / float64(s.words)
	match := ctx.DocumentMatchPool.Get()
	match.IndexInternalID = append(match.IndexInternalID[:0], id...)
	match.Score = (total*(oneWordShare+(1-oneWordShare)*share) + bonus) * factor
	return match
}

// valueAt is what a clause counts in a document, and whether all of it is there.
func (c *found) valueAt(id index.IndexInternalID) (float64, bool) {
	sum := 0.0
	for _, p := range c.parts {
		if p.at == nil || !p.at.IndexInternalID.Equals(id) {
			return 0, false
		}
		sum += p.at.Score
	}
	return c.weight * sum / float64(len(c.parts)), true
}

// leave takes all searchers past a document, and what they found there into
// the match.
func (s *ranked) leave(ctx *search.SearchContext, match *search.DocumentMatch, id index.IndexInternalID) error {
	for _, c := range s.clauses {
		_, whole := c.valueAt(id)
		for _, p := range c.parts {
			for p.at != nil && p.at.IndexInternalID.Compare(id) <= 0 {
				if match != nil && whole && c.role >= 0 {
					match.FieldTermLocations = search.MergeFieldTermLocationsFromMatch(match.FieldTermLocations, p.at)
				}
				ctx.DocumentMatchPool.Put(p.at)
				var err error
				if p.at, err = p.Next(ctx); err != nil {
					return err
				}
			}
		}
	}
	return nil
}

// Advance implements search.Searcher.
func (s *ranked) Advance(ctx *search.SearchContext, id index.IndexInternalID) (*search.DocumentMatch, error) {
	if !s.started {
		if err := s.start(ctx); err != nil {
			return nil, err
		}
	}
	err := s.each(func(p *part) (err error) {
		if p.at == nil || p.at.IndexInternalID.Compare(id) >= 0 {
			return nil
		}
		ctx.DocumentMatchPool.Put(p.at)
		p.at, err = p.Searcher.Advance(ctx, id)
		return err
	})
	if err != nil {
		return nil, err
	}
	return s.Next(ctx)
}

// Close implements search.Searcher.
func (s *ranked) Close() (err error) {
	for _, c := range s.clauses {
		for _, p := range c.parts {
			if e := p.Searcher.Close(); err == nil {
				err = e
			}
		}
	}
	return err
}

// Count implements search.Searcher: not more than so many are found.
func (s *ranked) Count() uint64 {
	var n uint64
	s.each(func(p *part) error { n += p.Searcher.Count(); return nil })
	return n
}

// DocumentMatchPoolSize implements search.Searcher.
func (s *ranked) DocumentMatchPoolSize() int {
	n := 1
	s.each(func(p *part) error { n += 1 + p.Searcher.DocumentMatchPoolSize(); return nil })
	return n
}

// Size implements search.Searcher.
func (s *ranked) Size() int {
	n := 0
	s.each(func(p *part) error { n += p.Searcher.Size(); return nil })
	return n
}

// Weight, SetQueryNorm and Min implement search.Searcher. Scores are not
// made the same for all queries: nobody compares them.
func (s *ranked) Weight() float64      { return 1 }
func (s *ranked) SetQueryNorm(float64) {}
func (s *ranked) Min() int             { return 0 }
