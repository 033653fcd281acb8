package content

import (
	"bufio"
	"fmt"
	"html"
	"html/template"
	"io"
	"slices"
	"strings"
	"time"

	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/extension"
	extast "github.com/yuin/goldmark/extension/ast"
	"github.com/yuin/goldmark/renderer"
	gmhtml "github.com/yuin/goldmark/renderer/html"
	"github.com/yuin/goldmark/util"

	"portal/locales"
)

// Renderer turns the texts of one language into HTML as of one moment.
// It is safe for concurrent use.
type Renderer struct {
	Tree    *Tree
	Printer *locales.Printer
	Now     time.Time

	// Page, Update and Term give the address of what a text links to.
	Page, Update, Term func(id string) string
	// Card gives the block that shows a contact, Chart that of a chart.
	Card  func(c *Contact) (template.HTML, error)
	Chart func(c *Chart) (template.HTML, error)
}

// Rendered is a body as HTML, passage by passage.
type Rendered struct {
	Headings []Heading
	Terms    []string // keys of the terms it uses, in order
	Passages []Passage
}

// Passage is what stands under one heading. The first has no heading.
type Passage struct {
	ID            string
	Heading, Text string        // without markup
	Title, HTML   template.HTML // the same as heading and blocks
}

// Answer is what stands before the first heading.
func (r *Rendered) Answer() template.HTML { return r.Passages[0].HTML }

// Body is all that follows the answer.
func (r *Rendered) Body() template.HTML {
	var all template.HTML
	for _, p := range r.Passages[1:] {
		all += p.Title + p.HTML
	}
	return all
}

// Passage gives the passage under a heading; the first by an empty id.
func (r *Rendered) Passage(id string) (*Passage, bool) {
	i := slices.IndexFunc(r.Passages, func(p Passage) bool { return p.ID == id })
	if i < 0 {
		return nil, false
	}
	return &r.Passages[i], true
}

// Body renders the body of a text. Every insert of a checked tree renders.
func (r *Renderer) Body(t *Text) (*Rendered, error) {
	w := &bodyWriter{Renderer: r, body: t.body, out: &Rendered{Headings: t.body.headings}, to: bufio.NewWriter(nil)}
	html := renderer.NewRenderer(renderer.WithNodeRenderers(
		util.Prioritized(w, 100),
		util.Prioritized(extension.NewTableHTMLRenderer(noStyle), 500),
		util.Prioritized(gmhtml.NewRenderer(), 1000),
	))
	w.passage("", "")
	for n := t.body.doc.FirstChild(); n != nil; n = n.NextSibling() {
		if err := w.block(html, n); err != nil {
			return nil, fmt.Errorf("content: rendering %s: %w", t.file.name, err)
		}
	}
	return w.out, nil
}

// Text gives a summary or glance value as plain text.
func (r *Renderer) Text(s string) (string, error) {
	return r.replace(s, func(n *insert) (string, error) { return r.plainInsert(n) })
}

// HTML gives a summary or glance value with its numbers as links.
func (r *Renderer) HTML(s string) (template.HTML, error) {
	out, err := r.replace(html.EscapeString(s), func(n *insert) (string, error) { return r.htmlInsert(n) })
	return template.HTML(out), err
}

func (r *Renderer) replace(s string, with func(*insert) (string, error)) (string, error) {
	var failed error
	out := insertPattern.ReplaceAllStringFunc(s, func(m string) string {
		text, err := with(newInsert(insertPattern.FindSubmatch([]byte(m))))
		if err != nil {
			failed = err
		}
		return text
	})
	return out, failed
}

func (r *Renderer) plainInsert(n *insert) (string, error) {
	switch n.kind {
	case "fact":
		return r.Fact(n.key, n.mode)
	case "contact":
		c := r.Tree.Contacts[n.key]
		if n.mode == "name" || len(c.Phones) == 0 {
			return c.Name[r.Printer.Lang()], nil
		}
		return c.Phones[0].Display, nil
	case "chart":
		return r.Tree.Charts[n.key].Title[r.Printer.Lang()], nil
	}
	return r.Tree.Terms[n.key].Name[r.Printer.Lang()], nil
}

func (r *Renderer) htmlInsert(n *insert) (string, error) {
	text, err := r.plainInsert(n)
	if err != nil {
		return "", err
	}
	text = html.EscapeString(text)
	switch {
	case n.kind == "contact" && n.mode == "" && len(r.Tree.Contacts[n.key].Phones) > 0:
		tel := r.Tree.Contacts[n.key].Phones[0].Number
		return fmt.Sprintf(`<a class="tel" href="tel:%s">%s</a>`, html.EscapeString(tel), noBreak(text)), nil
	case n.kind == "term":
		return fmt.Sprintf(`<a class="term" href="%s">%s</a>`, html.EscapeString(r.Term(n.key)), text), nil
	}
	return text, nil
}

// noBreak keeps a number on one line.
func noBreak(s string) string { return strings.ReplaceAll(s, " ", "\u00a0") }

// bodyWriter renders the nodes that are ours, for one body.
type bodyWriter struct {
	*Renderer
	body *body
	out  *Rendered
	to   *bufio.Writer // one for all blocks: each would make its own
}

func (w *bodyWriter) RegisterFuncs(reg renderer.NodeRendererFuncRegisterer) {
	reg.Register(kindInsert, w.insert)
	reg.Register(ast.KindLink, w.link)
	reg.Register(ast.KindParagraph, w.paragraph)
	reg.Register(extast.KindTable, w.table)
}

func (w *bodyWriter) insert(out util.BufWriter, _ []byte, node ast.Node, entering bool) (ast.WalkStatus, error) {
	n := node.(*insert)
	if !entering {
		return ast.WalkContinue, nil
	}
	if n.kind == "term" {
		w.out.Terms = append(w.out.Terms, n.key)
	}
	text, err := w.htmlInsert(n)
	if err == nil && inLink(n) {
		text, err = w.plainInsert(n)
		text = html.EscapeString(text)
	}
	out.WriteString(text)
	return ast.WalkContinue, err
}

// inLink reports whether n stands in a link, where no second link may begin.
func inLink(n ast.Node) bool {
	for p := n.Parent(); p != nil; p = p.Parent() {
		if p.Kind() == ast.KindLink {
			return true
		}
	}
	return false
}

func (w *bodyWriter) link(out util.BufWriter, _ []byte, node ast.Node, entering bool) (ast.WalkStatus, error) {
	if !entering {
		out.WriteString("</a>")
		return ast.WalkContinue, nil
	}
	dest := string(node.(*ast.Link).Destination)
	l, internal := parseLink(dest)
	switch {
	case !internal:
		fmt.Fprintf(out, `<a href="%s" rel="noreferrer">`, html.EscapeString(dest))
		return ast.WalkContinue, nil
	case l.kind == "page":
		dest = w.Page(l.id)
	case l.kind == "update":
		dest = w.Update(l.id)
	default:
		dest = ""
	}
	if l.fragment != "" {
		dest += "#" + l.fragment
	}
	fmt.Fprintf(out, `<a href="%s">`, html.EscapeString(dest))
	return ast.WalkContinue, nil
}

// alone reports whether an insert is all that its paragraph holds.
func alone(n *insert) bool {
	p := n.Parent()
	return p != nil && p.Kind() == ast.KindParagraph && p.ChildCount() == 1
}

// paragraph shows a contact that stands alone as a card, and a chart.
func (w *bodyWriter) paragraph(out util.BufWriter, _ []byte, node ast.Node, entering bool) (ast.WalkStatus, error) {
	if n, ok := node.FirstChild().(*insert); ok && alone(n) && (n.kind == "chart" || n.kind == "contact" && n.mode == "") {
		if !entering {
			return ast.WalkContinue, nil
		}
		block, err := w.figure(n)
		io.WriteString(out, string(block))
		return ast.WalkSkipChildren, err
	}
	if entering {
		out.WriteString("<p>")
	} else {
		out.WriteString("</p>\n")
	}
	return ast.WalkContinue, nil
}

func (w *bodyWriter) figure(n *insert) (template.HTML, error) {
	if n.kind == "chart" {
		return w.Chart(w.Tree.Charts[n.key])
	}
	return w.Card(w.Tree.Contacts[n.key])
}

// table puts a table into a box of its own that scrolls and takes the focus.
func (w *bodyWriter) table(out util.BufWriter, _ []byte, _ ast.Node, entering bool) (ast.WalkStatus, error) {
	if !entering {
		out.WriteString("</table></div>\n")
		return ast.WalkContinue, nil
	}
	// Regions of one page need names of their own.
	heading := w.out.Passages[len(w.out.Passages)-1].Heading
	label, err := w.Printer.T("page.table_of", "name", heading)
	if heading == "" {
		label, err = w.Printer.T("page.table")
	}
	fmt.Fprintf(out, `<div class="table" role="region" tabindex="0" aria-label="%s"><table>`, html.EscapeString(label))
	return ast.WalkContinue, err
}

// block adds a block of the text to its passage; a heading begins the next.
func (w *bodyWriter) block(r renderer.Renderer, n ast.Node) error {
	if n.Kind() == ast.KindHeading {
		name, err := w.Text(w.body.plain(n))
		if err != nil {
			return err
		}
		w.passage(headingID(n.(*ast.Heading)), name)
	}
	var html strings.Builder
	w.to.Reset(&html)
	if err := r.Render(w.to, w.body.src, n); err != nil {
		return err
	}
	last := &w.out.Passages[len(w.out.Passages)-1]
	if n.Kind() == ast.KindHeading {
		last.Title = template.HTML(html.String())
		return nil
	}
	last.HTML += template.HTML(html.String())
	return w.text(n)
}

// passage begins the passage of the next heading.
func (w *bodyWriter) passage(id, heading string) {
	w.out.Passages = append(w.out.Passages, Passage{ID: id, Heading: heading})
}

// text adds the plain text of a block to the current passage.
func (w *bodyWriter) text(block ast.Node) error {
	last := &w.out.Passages[len(w.out.Passages)-1]
	return ast.Walk(block, func(n ast.Node, entering bool) (ast.WalkStatus, error) {
		if !entering {
			if n.Type() == ast.TypeBlock && last.Text != "" && !strings.HasSuffix(last.Text, " ") {
				last.Text += " "
			}
			return ast.WalkContinue, nil
		}
		switch n := n.(type) {
		case *ast.Text:
			last.Text += string(n.Segment.Value(w.body.src))
			if n.SoftLineBreak() || n.HardLineBreak() {
				last.Text += " "
			}
		case *insert:
			text, err := w.plainInsert(n)
			last.Text += text
			return ast.WalkContinue, err
		}
		return ast.WalkContinue, nil
	})
}
