package search

import (
	"fmt"
	"strings"

	"github.com/blevesearch/bleve/v2"
	"github.com/blevesearch/bleve/v2/analysis/analyzer/keyword"
	"github.com/blevesearch/bleve/v2/index/scorch"
	"github.com/blevesearch/bleve/v2/mapping"
	"github.com/blevesearch/bleve/v2/search/searcher"
	index "github.com/blevesearch/bleve_index_api"

	"portal/locales"
)

// The fields of the index. The texts are indexed by their stems; alt by the
// stems of every language; exact as spelt, with all marks.
const (
	fieldTitle    = "title"
	fieldKeywords = "keywords"
	fieldHeadings = "headings"
	fieldSummary  = "summary"
	fieldBody     = "body"
	fieldAlt      = "alt"
	fieldExact    = "exact"
	fieldSection  = "section"
	fieldKind     = "kind"
	fieldAge      = "age"
)

// ownFields are what a page says in the language of the index, and what a word
// found there is worth.
var ownFields = []struct {
	name  string
	worth float64
}{
	{fieldTitle, 2}, {fieldKeywords, 2}, {fieldHeadings, 1.2}, {fieldSummary, 1.2}, {fieldBody, 0.8},
}

const (
	guestWeight = 1.2 // of a word found among the words of the other languages
	exactWeight = 0.3 // of a word spelt with the very same marks, on top
)

func init() {
	// Queries are counted before they are built; this is for the case that we
	// have counted wrong.
	searcher.DisjunctionMaxClauseCount = 4096
}

func newMapping(lang locales.Lang) mapping.IndexMapping {
	document := bleve.NewDocumentStaticMapping()
	add := func(field, analyzer string, places bool) {
		m := bleve.NewTextFieldMapping()
		m.Analyzer, m.IncludeTermVectors = analyzer, places
		m.Store, m.DocValues, m.IncludeInAll = false, false, false
		document.AddFieldMappingsAt(field, m)
	}
	for _, f := range ownFields {
		add(f.name, stemmed(lang), true)
	}
	add(fieldAlt, guests, true)
	add(fieldExact, exact(lang), false)
	for _, field := range []string{fieldSection, fieldKind, fieldAge} {
		add(field, keyword.Name, false)
	}
	m := bleve.NewIndexMapping()
	m.DefaultMapping = document
	m.ScoringModel = index.BM25Scoring
	return m
}

// fill makes the index of all documents in one batch: an index in memory never
// puts its parts together again.
func fill(lang locales.Lang, docs []Document) (bleve.Index, error) {
	ix, err := bleve.NewUsing("", newMapping(lang), scorch.Name, "boltdb", nil)
	if err != nil {
		return nil, err
	}
	batch := ix.NewBatch()
	newest := newestOf(docs)
	for i := range docs {
		if err := batch.Index(docs[i].ID, docs[i].fields(newest)); err != nil {
			ix.Close()
			return nil, fmt.Errorf("%s: %w", docs[i].ID, err)
		}
	}
	if err := ix.Batch(batch); err != nil {
		ix.Close()
		return nil, err
	}
	return ix, nil
}

func (d *Document) fields(newest int64) map[string]any {
	running := strings.Join([]string{
		d.Title, strings.Join(d.Keywords, "\n"), strings.Join(d.Headings, "\n"), d.Summary, d.Body}, "\n")
	return map[string]any{
		fieldTitle: d.Title, fieldKeywords: d.Keywords, fieldHeadings: d.Headings, fieldSummary: d.Summary, fieldBody: d.Body,
		fieldAlt: d.guests(), fieldExact: running, fieldSection: d.Section, fieldKind: d.Kind, fieldAge: d.age(newest),
	}
}

// guests are the words of the other languages, and the Russian ones among the
// keywords, which the language's own analyzer knows nothing of.
func (d *Document) guests() []string {
	all := d.Alt[:len(d.Alt):len(d.Alt)]
	for _, k := range d.Keywords {
		if cyrillic(k) {
			all = append(all, k)
		}
	}
	return all
}

// ages are what the score of a document is multiplied with: what holds today
// stands before what was news, and news before old news.
var ages = map[string]float64{"news": 0.9, "old": 0.75}

const year = 365 * 24 * 60 * 60

// age is measured from the newest update, not by the clock: the same content
// gives the same results.
func (d *Document) age(newest int64) string {
	switch {
	case d.Modified.IsZero():
		return ""
	case newest-d.Modified.Unix() > year:
		return "old"
	}
	return "news"
}

func newestOf(docs []Document) int64 {
	var newest int64
	for _, d := range docs {
		if !d.Modified.IsZero() {
			newest = max(newest, d.Modified.Unix())
		}
	}
	return newest
}
