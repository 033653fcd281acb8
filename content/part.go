package content

import (
	"regexp"
	"strings"

	"github.com/yuin/goldmark/ast"
	extast "github.com/yuin/goldmark/extension/ast"
)

// Part is what stands under one heading of a text: what is translated, and
// compared with its source, as one.
type Part struct {
	ID        string   // of the heading; _meta for title and summary, _top before the first heading
	Hash      string   // changes with the words, not with how they are wrapped
	Line      int      // of the file
	Markdown  string   // as it stands in the file, heading included
	Sentences []string // in plain text; a heading, a row of a table count as one
}

// Parts gives the parts of a text in their order.
func (t *Text) Parts() []Part {
	meta := append([]string{t.Title}, sentences(t.Summary)...)
	all := []Part{{Line: t.file.lines["title"], Markdown: "title: " + t.Title + "\nsummary: " + t.Summary + "\n", Sentences: meta}, {Line: t.body.line}}
	start := 0
	end := func(pos int) {
		all[len(all)-1].Markdown = strings.TrimSpace(string(t.body.src[start:pos])) + "\n"
		start = pos
	}
	for n := t.body.doc.FirstChild(); n != nil; n = n.NextSibling() {
		if n.Kind() == ast.KindHeading {
			end(t.body.lineStart(position(n)))
			all = append(all, Part{Line: t.body.at(position(n))})
		}
		all[len(all)-1].Sentences = append(all[len(all)-1].Sentences, t.body.sentences(n)...)
	}
	end(len(t.body.src))
	for i, s := range t.sections() {
		all[i].ID, all[i].Hash = s.id, s.hash
	}
	return all
}

// lineStart is where the line of a position begins.
func (b *body) lineStart(pos int) int {
	return strings.LastIndexByte(string(b.src[:pos]), '\n') + 1
}

// sentences are those of a block in plain text.
func (b *body) sentences(block ast.Node) []string {
	var all []string
	ast.Walk(block, func(n ast.Node, entering bool) (ast.WalkStatus, error) {
		switch {
		case !entering:
			return ast.WalkContinue, nil
		case n.Kind() == extast.KindTableRow || n.Kind() == extast.KindTableHeader:
			var cells []string
			for c := n.FirstChild(); c != nil; c = c.NextSibling() {
				cells = append(cells, b.plain(c))
			}
			all = append(all, strings.Join(cells, " | "))
			return ast.WalkSkipChildren, nil
		case n.Kind() == ast.KindHeading || n.Kind() == ast.KindParagraph || n.Kind() == ast.KindTextBlock:
			all = append(all, sentences(b.plain(n))...)
			return ast.WalkSkipChildren, nil
		}
		return ast.WalkContinue, nil
	})
	return all
}

var fullStop = regexp.MustCompile(`[.!?]\s+`)

// sentences divides a text where a sentence ends, and keeps what ends it.
func sentences(text string) []string {
	var all []string
	for text = strings.TrimSpace(text); text != ""; {
		end := fullStop.FindStringIndex(text)
		if end == nil {
			return append(all, text)
		}
		all = append(all, text[:end[0]+1])
		text = text[end[1]:]
	}
	return all
}
