package content

import (
	"bytes"
	"regexp"
	"strings"
	"sync"

	"github.com/yuin/goldmark"
	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/extension"
	extast "github.com/yuin/goldmark/extension/ast"
	"github.com/yuin/goldmark/parser"
	"github.com/yuin/goldmark/text"
	"github.com/yuin/goldmark/util"
)

// An insert is {{kind key mode}}: a fact, contact, term or chart named by its
// key.
type insert struct {
	ast.BaseInline
	kind, key string
	mode      string // what follows the key: "number", "asof", "at 2025-07-01", "name"
	pos       int    // in the source
}

var (
	kindInsert    = ast.NewNodeKind("Insert")
	insertPattern = regexp.MustCompile(`\{\{(fact|contact|term|chart) ([a-z0-9-]+)((?: [a-z0-9-]+)*)\}\}`)
)

func (*insert) Kind() ast.NodeKind              { return kindInsert }
func (n *insert) Dump(source []byte, level int) { ast.DumpHelper(n, source, level, nil, nil) }

// inserts reads inserts wherever goldmark reads inline text: in paragraphs,
// headings, table cells and link texts.
type inserts struct{}

func (inserts) Trigger() []byte { return []byte{'{'} }

func (inserts) Parse(_ ast.Node, block text.Reader, _ parser.Context) ast.Node {
	line, segment := block.PeekLine()
	m := insertPattern.FindSubmatchIndex(line)
	if m == nil || m[0] != 0 {
		return nil
	}
	block.Advance(m[1])
	n := newInsert(insertPattern.FindSubmatch(line))
	n.pos = segment.Start
	return n
}

func newInsert(m [][]byte) *insert {
	return &insert{kind: string(m[1]), key: string(m[2]), mode: strings.TrimSpace(string(m[3]))}
}

// insertsIn gives the inserts of a text that is no markdown: a summary or
// glance value.
func insertsIn(s string) []*insert {
	var all []*insert
	for _, m := range insertPattern.FindAllSubmatch([]byte(s), -1) {
		all = append(all, newInsert(m))
	}
	return all
}

// noStyle: the default aligns cells by style="", which our security policy
// blocks. Cells at the end edge have the class "end" instead.
var noStyle = extension.WithTableCellAlignMethod(extension.TableCellAlignNone)

var markdown = goldmark.New(
	goldmark.WithExtensions(extension.NewTable(noStyle)),
	goldmark.WithParserOptions(
		parser.WithHeadingAttribute(),
		parser.WithInlineParsers(util.Prioritized(inserts{}, 50)),
	),
)

// body is the parsed text of a page. It is not changed after parsing.
type body struct {
	src      []byte
	line     int // of the file on which src begins
	doc      ast.Node
	headings []Heading
	inserts  []*insert
	links    []link

	once     sync.Once // makes sections
	sections []section
}

// Heading is a heading of a body. Its text holds no markup.
type Heading struct {
	ID    string
	Level int
	Text  string
	pos   int
}

// link is a link by id to a page or an update, or to a heading of the page.
type link struct {
	kind     string // page | update | "" for the page itself
	id       string
	fragment string
	pos      int
}

// parseBody reads markdown that begins on the given line of its file.
func parseBody(src string, line int) *body {
	b := &body{src: []byte(src), line: line}
	b.doc = markdown.Parser().Parse(text.NewReader(b.src))
	ast.Walk(b.doc, func(n ast.Node, entering bool) (ast.WalkStatus, error) {
		if entering {
			b.note(n)
		}
		return ast.WalkContinue, nil
	})
	return b
}

func (b *body) note(n ast.Node) {
	switch n := n.(type) {
	case *insert:
		b.inserts = append(b.inserts, n)
	case *ast.Heading:
		h := Heading{Level: n.Level, Text: b.plain(n), pos: position(n)}
		if id, ok := n.AttributeString("id"); ok {
			h.ID = string(id.([]byte))
		}
		b.headings = append(b.headings, h)
	case *ast.Link:
		if l, ok := parseLink(string(n.Destination)); ok {
			l.pos = position(n)
			b.links = append(b.links, l)
		}
	case *extast.TableCell:
		if n.Alignment == extast.AlignRight {
			n.SetAttributeString("class", []byte("end"))
		}
	}
}

// parseLink reads a destination that names a page or update by its id.
func parseLink(dest string) (link, bool) {
	kind, rest, found := strings.Cut(dest, ":")
	if strings.HasPrefix(dest, "#") {
		return link{fragment: dest[1:]}, true
	}
	if !found || kind != "page" && kind != "update" {
		return link{}, false
	}
	id, fragment, _ := strings.Cut(rest, "#")
	return link{kind: kind, id: id, fragment: fragment}, true
}

// plain is the text of a node with inserts left as they are written.
func (b *body) plain(n ast.Node) string {
	var buf bytes.Buffer
	ast.Walk(n, func(n ast.Node, entering bool) (ast.WalkStatus, error) {
		switch n := n.(type) {
		case *ast.Text:
			if entering {
				buf.Write(n.Segment.Value(b.src))
				if n.SoftLineBreak() || n.HardLineBreak() {
					buf.WriteByte(' ')
				}
			}
		case *insert:
			if entering {
				buf.WriteString("{{" + strings.TrimSpace(n.kind+" "+n.key+" "+n.mode) + "}}")
			}
		}
		return ast.WalkContinue, nil
	})
	return buf.String()
}

// at is the line of the file for a position in the body.
func (b *body) at(pos int) int {
	return b.line + bytes.Count(b.src[:min(pos, len(b.src))], []byte{'\n'})
}

// position is where in the source a node begins, as near as goldmark tells.
func position(n ast.Node) int {
	for c := n; c != nil; c = c.FirstChild() {
		switch c := c.(type) {
		case *ast.Text:
			return c.Segment.Start
		case *insert:
			return c.pos
		}
		if c.Type() == ast.TypeBlock && c.Lines() != nil && c.Lines().Len() > 0 {
			return c.Lines().At(0).Start
		}
	}
	if p := n.Parent(); p != nil && n.Type() == ast.TypeInline {
		return position(p)
	}
	return 0
}
