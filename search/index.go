package search

import (
	"fmt"
	"slices"
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
// stems of every language; exact is the short texts as spelt, with all marks.
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

// mostOrdered is the number of documents up to which the index knows in which
// order the words of bodies stand. It takes half of the memory of a build.
const mostOrdered = 1000

func ordered(docs []Document) bool { return len(docs) <= mostOrdered }

func newMapping(lang locales.Lang, ordered bool) mapping.IndexMapping {
	document := bleve.NewDocumentStaticMapping()
	add := func(field, analyzer string, places bool) {
		m := bleve.NewTextFieldMapping()
		m.Analyzer, m.IncludeTermVectors = analyzer, places
		m.Store, m.DocValues, m.IncludeInAll = false, false, false
		document.AddFieldMappingsAt(field, m)
	}
	for _, f := range ownFields {
		add(f.name, stemmed(lang), f.name != fieldBody || ordered)
	}
	add(fieldAlt, guests, false)
	add(fieldExact, exact(lang), false)
	for _, field := range []string{fieldSection, fieldKind, fieldAge} {
		add(field, keyword.Name, false)
	}
	document.AddSubDocumentMapping("_all", bleve.NewDocumentDisabledMapping()) // a copy of all fields nobody asks
	m := bleve.NewIndexMapping()
	m.DefaultMapping = document
	m.ScoringModel = index.BM25Scoring
	return m
}

// batchSize is how many documents are indexed at once. An index in memory never
// puts its parts together again, so all of a site of this size are one part.
// A bigger one takes some parts: 10,000 documents of 200 words take 300 MB of
// heap while they are built, in one batch 725 MB, and are found as quickly.
const batchSize = 2500

// fill makes the index of all documents.
func fill(lang locales.Lang, docs []Document) (bleve.Index, error) {
	ix, err := bleve.NewUsing("", newMapping(lang, ordered(docs)), scorch.Name, "boltdb", nil)
	if err != nil {
		return nil, err
	}
	newest := newestOf(docs)
	for part := range slices.Chunk(docs, batchSize) {
		if err := add(ix, part, newest); err != nil {
			ix.Close()
			return nil, err
		}
	}
	return ix, nil
}

func add(ix bleve.Index, docs []Document, newest int64) error {
	batch := ix.NewBatch()
	for i := range docs {
		if err := batch.Index(docs[i].ID, docs[i].fields(newest)); err != nil {
			return fmt.Errorf("%s: %w", docs[i].ID, err)
		}
	}
	return ix.Batch(batch)
}

// fields are what the index knows of a document. Lists are one text: each text
// of its own costs a build half a kilobyte.
func (d *Document) fields(newest int64) map[string]any {
	keywords, headings := strings.Join(d.Keywords, "\n"), strings.Join(d.Headings, "\n")
	return map[string]any{
		fieldTitle: d.Title, fieldKeywords: keywords, fieldHeadings: headings, fieldSummary: d.Summary, fieldBody: d.Body,
		fieldAlt:     strings.Join(d.guests(), "\n"),
		fieldExact:   strings.Join([]string{d.Title, keywords, headings, d.Summary}, "\n"),
		fieldSection: d.Section, fieldKind: d.Kind, fieldAge: d.age(newest),
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
// stands before what was news, news before old news, and what is history last.
var ages = map[string]float64{"news": 0.9, "old": 0.75, "history": 0.55}

const year = 365 * 24 * 60 * 60

// age is measured from the newest update, not by the clock: the same content
// gives the same results.
func (d *Document) age(newest int64) string {
	if d.Modified.IsZero() {
		return ""
	}
	switch passed := newest - d.Modified.Unix(); {
	case passed > 3*year:
		return "history"
	case passed > year:
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
