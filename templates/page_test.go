package templates

import (
	"slices"
	"strings"
	"testing"

	"golang.org/x/net/html"

	"portal/locales"
)

// TestEveryPage renders all views in all languages and checks what holds for
// every page of the site.
func TestEveryPage(t *testing.T) {
	s := mustNew(t)
	for _, l := range locales.All {
		for name, v := range samples(l) {
			t.Run(name+"/"+string(l), func(t *testing.T) { checkPage(t, l, v, render(t, s, l, v)) })
		}
	}
}

func checkPage(t *testing.T, l locales.Lang, v View, page string) {
	for _, bad := range []string{"<no value>", "ZgotmplZ", "&amp;amp;", "&lt;no", "{{", "}}", "<nil>"} {
		if strings.Contains(page, bad) {
			t.Errorf("the page has %q", bad)
		}
	}
	wellFormed(t, page)
	doc, err := html.Parse(strings.NewReader(page))
	if err != nil {
		t.Fatal(err)
	}
	var ids, headings []string
	fragments := map[string]string{}
	for n := range doc.Descendants() {
		if n.Type != html.ElementNode {
			continue
		}
		checkElement(t, n)
		if id := attr(n, "id"); id != "" {
			if slices.Contains(ids, id) {
				t.Errorf("the id %q stands twice", id)
			}
			ids = append(ids, id)
		}
		if len(n.Data) == 2 && n.Data[0] == 'h' && n.Data != "hr" {
			headings = append(headings, n.Data)
		}
		if n.Data == "html" && attr(n, "lang") != string(l) {
			t.Errorf("html lang = %q, want %q", attr(n, "lang"), l)
		}
		if id, ok := strings.CutPrefix(attr(n, "href"), "#"); ok {
			fragments[id] = n.Data
		}
	}
	for id := range fragments {
		if !slices.Contains(ids, id) {
			t.Errorf("nothing has the id %q that a link leads to", id)
		}
	}
	checkHeadings(t, headings)
	if title := v.frame().Title + " · Yol"; !strings.Contains(page, "<title>"+html.EscapeString(title)+"</title>") {
		t.Errorf("the title is not %q", title)
	}
}

func checkElement(t *testing.T, n *html.Node) {
	for _, a := range n.Attr {
		if a.Key == "style" || strings.HasPrefix(a.Key, "on") {
			t.Errorf("<%s> has the attribute %s=%q", n.Data, a.Key, a.Val)
		}
		if slices.Contains([]string{"href", "src", "action", "lang", "hreflang", "id", "class", "datetime"}, a.Key) && a.Val == "" {
			t.Errorf("<%s> has an empty %s", n.Data, a.Key)
		}
	}
	if n.Data == "style" || n.Data == "script" && attr(n, "src") == "" && attr(n, "type") != "application/ld+json" {
		t.Errorf("the page has an inline <%s>", n.Data)
	}
}

func checkHeadings(t *testing.T, headings []string) {
	if count := len(slices.DeleteFunc(slices.Clone(headings), func(h string) bool { return h != "h1" })); count != 1 {
		t.Errorf("the page has %d h1, want one: %v", count, headings)
	}
	last := byte('0')
	for _, h := range headings {
		if h[1] > last+1 {
			t.Errorf("the headings jump to %s: %v", h, headings)
		}
		last = h[1]
	}
}

func attr(n *html.Node, key string) string {
	for _, a := range n.Attr {
		if a.Key == key {
			return a.Val
		}
	}
	return ""
}

var void = strings.Fields("area base br col embed hr img input link meta source track wbr")

// wellFormed checks that each element is closed where it should be. A parser
// of HTML repairs everything and would not tell.
func wellFormed(t *testing.T, page string) {
	var open []string
	z := html.NewTokenizer(strings.NewReader(page))
	for {
		switch z.Next() {
		case html.ErrorToken:
			if len(open) > 0 {
				t.Errorf("not closed: %v", open)
			}
			return
		case html.StartTagToken:
			if name := z.Token().Data; !slices.Contains(void, name) {
				open = append(open, name)
			}
		case html.EndTagToken:
			name := z.Token().Data
			if len(open) == 0 || open[len(open)-1] != name {
				t.Fatalf("</%s> closes %v", name, open)
			}
			open = open[:len(open)-1]
		}
	}
}
