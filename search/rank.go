package search

import (
	"errors"
	"math"

	"github.com/blevesearch/bleve/v2/search"
	index "github.com/blevesearch/bleve_index_api"
)

// bleve adds up whatever of a query is found in a document. A word that stands
// in five fields, or has ten words like it, would then outweigh all the others.
// Here each word of the query counts once, by the best of what was found for
// it; the rest of what was found for it counts a little.

// How scores come together.
const (
	restWeight   = 0.25 // of all but the best found for a word
	bonusWeight  = 1.2  // of two words that stand side by side as they do in the query
	oneWordShare = 0.2  // of the score stays for a document that has almost none of the words
)

// found is a clause with what has been found of it so far.
type found struct {
	clause
	role  int
	parts []*part
	whole bool // all of it is in the document being scored
}

// part is a searcher and the document it is at.
type part struct {
	search.Searcher
	at     *search.DocumentMatch
	number uint64 // of the document; atEnd after the last
}

const atEnd = math.MaxUint64

// move takes a part to the match that follows, or to none.
func (p *part) move(match *search.DocumentMatch, err error) error {
	p.at, p.number = match, atEnd
	if match != nil {
		p.number = match.IndexInternalID.Value()
	}
	return err
}

type wordScore struct{ best, sum float64 }

// ranked goes through the documents that a question finds and scores them. It
// implements search.Searcher.
type ranked struct {
	clauses   []*found
	narrowing *narrowing
	scores    []wordScore
	started   bool
}

func (s *ranked) start(ctx *search.SearchContext) error {
	s.started = true
	return s.each(func(p *part) error { return p.move(p.Next(ctx)) })
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
		if err := s.moveTo(ctx, first.number); err != nil {
			return nil, err
		}
		match := s.score(ctx, first)
		if match != nil {
			s.note(match)
		}
		if err := s.moveTo(ctx, first.number+1); err != nil || match != nil {
			return match, err
		}
	}
}

// first is a part that is at the next document in which a word is found.
func (s *ranked) first() *part {
	first := &part{number: atEnd}
	for _, c := range s.clauses {
		if c.role < 0 {
			continue
		}
		for _, p := range c.parts {
			if p.number < first.number {
				first = p
			}
		}
	}
	if first.number == atEnd {
		return nil
	}
	return &part{at: first.at, number: first.number}
}

// score brings together what is found in a document. It gives nil for one that
// is not of the right section or kind or has a clause only in part.
func (s *ranked) score(ctx *search.SearchContext, in *part) *search.DocumentMatch {
	clear(s.scores)
	bonus, factor, section, kind := 0.0, 1.0, "", ""
	for _, c := range s.clauses {
		value := c.valueAt(in.number)
		switch {
		case !c.whole:
		case c.role == roleBonus:
			bonus += value
		case c.role == roleFactor:
			factor *= c.weight
		case c.role == roleSection:
			section = c.terms[0]
		case c.role == roleKind:
			kind = c.terms[0]
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
	if words == 0 || !s.narrowing.lets(section, kind) {
		return nil
	}
	share := float64(words) / float64(len(s.scores))
	match := ctx.DocumentMatchPool.Get()
	match.IndexInternalID = append(match.IndexInternalID[:0], in.at.IndexInternalID...)
	match.Score = (total*(oneWordShare+(1-oneWordShare)*share) + bonus) * factor
	return match
}

// valueAt is what a clause counts in a document. It notes whether all of it is
// there.
func (c *found) valueAt(number uint64) float64 {
	c.whole = false
	sum := 0.0
	for _, p := range c.parts {
		if p.number != number {
			return 0
		}
		sum += p.at.Score
	}
	c.whole = true
	return c.weight * sum / float64(len(c.parts))
}

// note writes into a match what was found there.
func (s *ranked) note(match *search.DocumentMatch) {
	for _, c := range s.clauses {
		if c.whole && c.role >= 0 {
			for _, term := range c.terms {
				match.FieldTermLocations = append(match.FieldTermLocations, search.FieldTermLocation{Field: c.field, Term: term})
			}
		}
	}
}

// moveTo takes all searchers to a document, or to the next one they have.
func (s *ranked) moveTo(ctx *search.SearchContext, number uint64) error {
	return s.each(func(p *part) error {
		for p.number < number {
			ctx.DocumentMatchPool.Put(p.at)
			if err := p.move(p.Next(ctx)); err != nil {
				return err
			}
		}
		return nil
	})
}

// Advance implements search.Searcher.
func (s *ranked) Advance(ctx *search.SearchContext, id index.IndexInternalID) (*search.DocumentMatch, error) {
	if !s.started {
		if err := s.start(ctx); err != nil {
			return nil, err
		}
	}
	err := s.each(func(p *part) error {
		if p.at == nil || p.at.IndexInternalID.Compare(id) >= 0 {
			return nil
		}
		ctx.DocumentMatchPool.Put(p.at)
		return p.move(p.Advance(ctx, id))
	})
	if err != nil {
		return nil, err
	}
	return s.Next(ctx)
}

// Close implements search.Searcher.
func (s *ranked) Close() (err error) {
	for _, c := range s.clauses {
		err = errors.Join(err, c.close())
	}
	return err
}

func (c *found) close() (err error) {
	for _, p := range c.parts {
		err = errors.Join(err, p.Close())
	}
	return err
}

// Count implements search.Searcher: not more than so many are found.
func (s *ranked) Count() uint64 {
	var n uint64
	s.each(func(p *part) error { n += p.Count(); return nil })
	return n
}

// DocumentMatchPoolSize implements search.Searcher.
func (s *ranked) DocumentMatchPoolSize() int {
	n := 1
	s.each(func(p *part) error { n += 1 + p.DocumentMatchPoolSize(); return nil })
	return n
}

// Size implements search.Searcher.
func (s *ranked) Size() int {
	n := 0
	s.each(func(p *part) error { n += p.Size(); return nil })
	return n
}

// Weight, SetQueryNorm and Min implement search.Searcher. Scores are not
// made the same for all queries: nobody compares them.
func (s *ranked) Weight() float64      { return 1 }
func (s *ranked) SetQueryNorm(float64) {}
func (s *ranked) Min() int             { return 0 }
