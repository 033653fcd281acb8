package feed

import (
	"fmt"
	"net/url"
	"slices"
	"strings"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"
)

// HTML is content that every feed reader shows safely and alike; [Clean]
// makes it.
type HTML struct{ s string }

// String returns the HTML.
func (h HTML) String() string { return h.s }

// maxContent is the most HTML that one entry may have.
const maxContent = maxBytes / 4

// elements are those of plain text: what markdown makes.
var elements = strings.Fields(`a abbr address b blockquote br caption cite code col colgroup dd del details dfn
	div dl dt em figcaption figure h1 h2 h3 h4 h5 h6 hr i img ins kbd li mark ol p pre q s samp section small
	span strong sub summary sup table tbody td tfoot th thead time tr u ul var wbr`)

// attributes are those that mean something outside of our pages.
var attributes = strings.Fields(`abbr alt colspan datetime dir headers height href hreflang lang reversed
	rowspan scope span src start title type value width`)

// Clean makes content of a feed from the HTML of a page. What serves only the
// page is left out: ids, classes, roles, drawings, parts hidden from screen
// readers. What could harm or break in a reader is an error: relative links,
// pictures without alt, scripts, styles, forms, frames and anything else that
// is not plain text.
func Clean(content string) (HTML, error) {
	if len(content) > maxContent {
		return HTML{}, fmt.Errorf("feed: content has %d bytes, at most %d are allowed", len(content), maxContent)
	}
	body := &html.Node{Type: html.ElementNode, Data: "body", DataAtom: atom.Body}
	nodes, err := html.ParseFragment(strings.NewReader(text(content)), body)
	if err != nil {
		return HTML{}, fmt.Errorf("feed: reading content: %w", err)
	}
	for _, n := range nodes {
		body.AppendChild(n)
	}
	if err := cleanChildren(body); err != nil {
		return HTML{}, fmt.Errorf("feed: content %w", err)
	}
	var b strings.Builder
	for n := range body.ChildNodes() {
		if err := html.Render(&b, n); err != nil {
			return HTML{}, fmt.Errorf("feed: writing content: %w", err)
		}
	}
	return HTML{strings.TrimSpace(text(b.String()))}, nil // again: &#1; has become a character
}

func cleanChildren(parent *html.Node) error {
	for _, n := range slices.Collect(parent.ChildNodes()) {
		switch {
		case n.Type == html.TextNode:
			continue
		case n.Type != html.ElementNode || hidden(n):
			parent.RemoveChild(n)
			continue
		case !slices.Contains(elements, n.Data) || n.Namespace != "":
			return fmt.Errorf("has the element <%s>", n.Data)
		}
		if err := cleanAttributes(n); err != nil {
			return err
		}
		if err := cleanChildren(n); err != nil {
			return err
		}
	}
	return nil
}

// hidden tells whether an element is not meant to be read.
func hidden(n *html.Node) bool {
	return n.DataAtom == atom.Svg || slices.ContainsFunc(n.Attr, func(a html.Attribute) bool {
		return a.Key == "hidden" || a.Key == "aria-hidden" && a.Val == "true"
	})
}

func cleanAttributes(n *html.Node) error {
	for _, a := range n.Attr {
		switch {
		case a.Key == "style" || strings.HasPrefix(a.Key, "on"):
			return fmt.Errorf("has the attribute %s on <%s>", a.Key, n.Data)
		case (a.Key == "href" || a.Key == "src") && !goodLink(a.Key, a.Val):
			return fmt.Errorf("has the %s %q on <%s>, want an absolute address", a.Key, a.Val, n.Data)
		}
	}
	n.Attr = slices.DeleteFunc(n.Attr, func(a html.Attribute) bool {
		return a.Namespace != "" || !slices.Contains(attributes, a.Key)
	})
	if n.DataAtom == atom.Img && !slices.ContainsFunc(n.Attr, func(a html.Attribute) bool { return a.Key == "alt" }) {
		return fmt.Errorf("has an <img> without alt")
	}
	return nil
}

// goodLink tells whether an address works outside of the page.
func goodLink(attribute, s string) bool {
	u, err := url.Parse(s)
	if err != nil || !clean(s) {
		return false
	}
	return absolute(s) || attribute == "href" && (u.Scheme == "tel" || u.Scheme == "mailto")
}
