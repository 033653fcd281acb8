package content

import (
	"regexp"
	"strings"
	"unicode"

	"github.com/yuin/goldmark/ast"

	"portal/locales"
)

// What a reader under stress can still follow: words of an average sentence,
// words of a long one, and how many in a hundred may be long. Azerbaijani says
// with a suffix what others say with a word, so its sentences are shorter.
var limits = map[locales.Lang]struct{ average, long int }{
	locales.AZ: {14, 20}, locales.NL: {18, 25}, locales.FR: {18, 25}, locales.EN: {18, 25},
}

const (
	longShare = 10 // per cent of the sentences
	paragraph = 80 // words
)

var sentenceEnd = regexp.MustCompile(`[.!?:;]\s+`)

// Plainness is how much a text asks of its readers.
type Plainness struct {
	Words, Sentences int
	Long             int         // sentences with more words than a reader can follow
	Paragraphs       []Paragraph // the paragraphs and list items, in their order

	MostAverage, MostParagraph int // what a text of the language may ask

	firstLong int // line of the first long sentence
}

// Paragraph is where in the file a paragraph stands and how long it is.
type Paragraph struct {
	Line  int `json:"line"`
	Words int `json:"words"`
}

// Average is the length of a sentence in words.
func (p Plainness) Average() float64 { return float64(p.Words) / float64(max(p.Sentences, 1)) }

// Longest is the longest paragraph.
func (p Plainness) Longest() Paragraph {
	var longest Paragraph
	for _, q := range p.Paragraphs {
		if q.Words > longest.Words {
			longest = q
		}
	}
	return longest
}

// Plainness measures the body of a text. An insert counts as one word.
func (t *Text) Plainness() Plainness {
	p := Plainness{MostAverage: limits[t.Lang].average, MostParagraph: paragraph}
	for _, block := range t.body.blocks() {
		text := insertPattern.ReplaceAllString(t.body.plain(block), "0")
		line := t.body.at(position(block))
		p.Paragraphs = append(p.Paragraphs, Paragraph{line, count(text)})
		for _, sentence := range sentenceEnd.Split(text, -1) {
			n := count(sentence)
			if n == 0 {
				continue
			}
			p.Words, p.Sentences = p.Words+n, p.Sentences+1
			if n > limits[t.Lang].long {
				if p.Long++; p.firstLong == 0 {
					p.firstLong = line
				}
			}
		}
	}
	return p
}

// count gives the number of words: what begins with a letter or digit and goes
// on with those, apostrophes and hyphens.
func count(text string) (words int) {
	inside := false
	for _, c := range text {
		whole := unicode.IsLetter(c) || unicode.IsNumber(c)
		if whole && !inside {
			words++
		}
		inside = whole || inside && strings.ContainsRune("’'-", c)
	}
	return words
}

// checkPlain reports sentences and paragraphs that ask too much.
func (l *loader) checkPlain(t *Text) {
	limit, p := limits[t.Lang], t.Plainness()
	for _, q := range p.Paragraphs {
		if q.Words > paragraph {
			t.file.line(q.Line, "the paragraph has %d words: divide it, %d are the most", q.Words, paragraph)
		}
	}
	if p.Words > limit.average*p.Sentences {
		t.file.line(t.body.line, "the average sentence has %.1f words: %d are the most in %s", p.Average(), limit.average, t.Lang)
	}
	if p.Long*100 > longShare*p.Sentences {
		t.file.line(p.firstLong, "%d of %d sentences have more than %d words (the first is here): one in ten may", p.Long, p.Sentences, limit.long)
	}
}

// blocks are the paragraphs and list items of a body. Headings and tables are
// no sentences.
func (b *body) blocks() []ast.Node {
	var all []ast.Node
	ast.Walk(b.doc, func(n ast.Node, entering bool) (ast.WalkStatus, error) {
		if entering && (n.Kind() == ast.KindParagraph || n.Kind() == ast.KindTextBlock) && strings.TrimSpace(b.plain(n)) != "" {
			all = append(all, n)
		}
		return ast.WalkContinue, nil
	})
	return all
}
