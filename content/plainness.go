package content

import (
	"regexp"
	"strings"

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

var (
	sentenceEnd = regexp.MustCompile(`[.!?:;]\s+`)
	letters     = regexp.MustCompile(`[\p{L}\p{N}][\p{L}\p{N}’'-]*`)
)

// checkPlain reports sentences and paragraphs that ask too much.
func (l *loader) checkPlain(t *Text) {
	limit := limits[t.Lang]
	words, sentences, firstLong := 0, 0, 0
	var long int
	for _, block := range t.body.blocks() {
		text := insertPattern.ReplaceAllString(t.body.plain(block), "0")
		line := t.body.at(position(block))
		if n := len(letters.FindAllString(text, -1)); n > paragraph {
			t.file.line(line, "the paragraph has %d words: divide it, %d are the most", n, paragraph)
		}
		for _, sentence := range sentenceEnd.Split(text, -1) {
			n := len(letters.FindAllString(sentence, -1))
			if n == 0 {
				continue
			}
			words, sentences = words+n, sentences+1
			if n > limit.long {
				if long++; firstLong == 0 {
					firstLong = line
				}
			}
		}
	}
	if sentences == 0 {
		return
	}
	if words > limit.average*sentences {
		t.file.line(t.body.line, "the average sentence has %.1f words: %d are the most in %s", float64(words)/float64(sentences), limit.average, t.Lang)
	}
	if long*100 > longShare*sentences {
		t.file.line(firstLong, "%d of %d sentences have more than %d words (the first is here): one in ten may", long, sentences, limit.long)
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
