// Package search finds pages and updates by what people type.
//
// An [Index] holds the documents of one language in memory. It is built in one
// go, never changed, and closed when nobody reads it any more. It knows neither
// HTTP nor addresses: it answers with the ids of documents.
package search

import (
	"context"
	"fmt"
	"html/template"
	"slices"
	"strings"
	"time"

	"github.com/blevesearch/bleve/v2"

	"portal/locales"
)

// What a query may hold; Search leaves out the rest.
const (
	MaxLetters = 200
	MaxWords   = 12
)

// Document is one page or update in one language, as plain text.
type Document struct {
	ID             string // unique in the index: "page/voluntary-return", "update/be-32-flemish-permit-fee"
	Kind           string // guide, risk, help, directory or update
	Section        string // key of the section, or "updates"
	Title, Summary string
	Keywords       []string // of this language's text
	Headings       []string
	Body           string    // empty when the text is missing in this language: then only titles and keywords are found
	Alt            []string  // titles and keywords of the other languages
	Modified       time.Time // of updates: older ones rank lower
}

// Synonym is names of one thing, in any language: terms, and what stands on letters.
type Synonym struct{ Names []string }

// Query is a question to an Index.
type Query struct {
	Text          string
	Section, Kind string // only hits of these, where not empty
	Offset, Size  int
}

// Results are the hits of a query, best first.
type Results struct {
	Total      int // of all hits, not only those asked for
	Hits       []Hit
	DidYouMean string // a better spelling of the query, or empty

	// Hits of each section among those of the kind asked for, and of each kind
	// among those of the section: what narrowing to it would leave.
	Sections, Kinds map[string]int
}

// Hit is a document that was found.
type Hit struct {
	ID, Kind, Section string
	Score             float64
	Snippet           template.HTML // escaped text with the words found in <mark>
	Matched           string        // the word of another language that was found, or empty
}

// Suggestion is a title or keyword that begins as the reader has begun.
type Suggestion struct{ Text, ID string }

// Index finds documents of one language. It is safe for concurrent use until
// it is closed.
type Index struct {
	lang        locales.Lang
	documents   map[string]*Document
	bleve       bleve.Index
	vocabulary  *vocabulary
	thesaurus   thesaurus
	suggestions suggestions
	sections    []string // those of the documents, and their kinds
	kinds       []string
	ordered     bool // it knows in which order the words of a body stand
}

// Build makes an index of all documents of a language. The synonyms are those
// of the content; the general ones of the language are known here. Close must
// be called on the index: it has goroutines.
func Build(lang locales.Lang, docs []Document, synonyms []Synonym) (*Index, error) {
	known := make(chan *vocabulary, 1)
	go func() { known <- newVocabulary(lang, docs) }()
	filled, err := fill(lang, docs)
	ix := &Index{
		lang: lang, documents: map[string]*Document{}, bleve: filled, ordered: ordered(docs),
		vocabulary: <-known, thesaurus: newThesaurus(lang, synonyms), suggestions: newSuggestions(lang, docs),
	}
	if err != nil {
		return nil, fmt.Errorf("search: indexing %s: %w", lang, err)
	}
	for i := range docs {
		d := &docs[i]
		ix.documents[d.ID] = d
		if !slices.Contains(ix.sections, d.Section) {
			ix.sections = append(ix.sections, d.Section)
		}
		if !slices.Contains(ix.kinds, d.Kind) {
			ix.kinds = append(ix.kinds, d.Kind)
		}
	}
	return ix, nil
}

// Close gives back what the index holds. A search after it is an error.
func (ix *Index) Close() error {
	if err := ix.bleve.Close(); err != nil {
		return fmt.Errorf("search: closing %s: %w", ix.lang, err)
	}
	return nil
}

// Search finds documents that have any of the words of a query, or words like
// them, and puts first what has most of them in the best places. What a reader
// types is never an error: an empty result is. It ends with the context.
func (ix *Index) Search(ctx context.Context, q Query) (*Results, error) {
	words := ix.ask(q.Text)
	if len(words) == 0 {
		return &Results{}, nil
	}
	question := ix.question(words, q)
	request := bleve.NewSearchRequestOptions(question, max(q.Size, 0), max(q.Offset, 0), false)
	request.SortBy([]string{"-_score", "_id"})
	answer, err := ix.bleve.SearchInContext(ctx, request)
	if err != nil {
		return nil, fmt.Errorf("search: %w", err)
	}
	results := &Results{
		Total: int(answer.Total), DidYouMean: didYouMean(limit(q.Text), words),
		Sections: question.sections, Kinds: question.kinds,
	}
	for _, match := range answer.Hits {
		d := ix.documents[match.ID]
		results.Hits = append(results.Hits, Hit{
			ID: d.ID, Kind: d.Kind, Section: d.Section, Score: match.Score,
			Snippet: ix.snippet(d, match.Locations), Matched: matched(words, match.Locations),
		})
	}
	return results, nil
}

func (ix *Index) question(words []*asked, q Query) *question {
	question := &question{
		ages: ages, values: map[int][]string{roleSection: ix.sections, roleKind: ix.kinds},
		narrowing: narrowing{q.Section, q.Kind, map[string]int{}, map[string]int{}},
	}
	for i, a := range words {
		question.words = append(question.words, a.clauses)
		if i > 0 && words[i-1].position+1 == a.position {
			pair := []string{words[i-1].terms[0], a.terms[0]}
			for _, c := range inAllFields(pair, bonusWeight) {
				c.phrase = true
				if c.field != fieldBody || ix.ordered {
					question.bonus = append(question.bonus, c)
				}
			}
		}
	}
	return question
}

// didYouMean is the query with the words that nobody knows put right, or empty.
func didYouMean(text string, words []*asked) string {
	var b strings.Builder
	at := 0
	for _, a := range words {
		if a.better != "" {
			b.WriteString(text[at:a.start] + a.better)
			at = a.end
		}
	}
	if at == 0 {
		return ""
	}
	return b.String() + text[at:]
}
