//go:build verify

package verify

import (
	"bytes"
	"encoding/xml"
	"fmt"
	"maps"
	"net/url"
	"slices"
	"strings"
	"sync"
	"testing"

	"golang.org/x/net/html"
)

var languages = []string{"az", "nl", "fr", "en"}

// crawl is everything that can be reached by links.
type crawl struct {
	answers map[string]answer // by address: path and query
	pages   []*page           // the HTML pages, sorted by address
	sitemap []sitemapEntry
}

// page is an HTML page as a reader of its source sees it.
type page struct {
	path  string
	lang  string // of its address; empty for the chooser
	raw   string
	doc   *html.Node
	ids   map[string]int
	links []reference
}

// reference is an address that a page names.
type reference struct {
	element string // a, link, img, script, form
	raw     string
	path    string // path and query on this site; empty for other sites
	anchor  string
}

type sitemapEntry struct {
	Loc   string `xml:"loc"`
	Links []struct {
		Hreflang string `xml:"hreflang,attr"`
		Href     string `xml:"href,attr"`
	} `xml:"http://www.w3.org/1999/xhtml link"`
}

// crawled is the site, read once for all checks.
func crawled(t *testing.T) *crawl {
	t.Helper()
	c, err := crawlOnce()
	if err != nil {
		t.Fatal(err)
	}
	return c
}

var crawlOnce = sync.OnceValues(func() (*crawl, error) {
	c := &crawl{answers: map[string]answer{}}
	if err := c.readSitemap(); err != nil {
		return nil, err
	}
	queue := []string{"/", "/robots.txt", "/sitemap.xml", "/.well-known/security.txt"}
	for _, e := range c.sitemap {
		queue = append(queue, strings.TrimPrefix(e.Loc, served.base))
	}
	byPath := map[string]*page{}
	for ; len(queue) > 0; queue = queue[1:] {
		path := queue[0]
		if _, done := c.answers[path]; done {
			continue
		}
		if len(c.answers) > 5000 {
			return nil, fmt.Errorf("more than 5,000 addresses by links, the last one %s: do they ever end?", path)
		}
		a, err := served.ask("GET", path)
		if err != nil {
			return nil, err
		}
		c.answers[path] = a
		if a.status != 200 || !strings.HasPrefix(a.header.Get("Content-Type"), "text/html") {
			continue
		}
		p, err := parse(path, a.body)
		if err != nil {
			return nil, err
		}
		byPath[path] = p
		for _, l := range p.links {
			if l.path != "" {
				queue = append(queue, l.path)
			}
		}
	}
	for _, path := range slices.Sorted(maps.Keys(byPath)) {
		c.pages = append(c.pages, byPath[path])
	}
	return c, nil
})

func (c *crawl) readSitemap() error {
	a, err := served.ask("GET", "/sitemap.xml")
	if err != nil {
		return err
	}
	var m struct {
		URLs []sitemapEntry `xml:"url"`
	}
	if err := xml.Unmarshal(a.body, &m); err != nil {
		return fmt.Errorf("/sitemap.xml: %w", err)
	}
	c.sitemap = m.URLs
	return nil
}

func (c *crawl) page(path string) *page {
	i, ok := slices.BinarySearchFunc(c.pages, path, func(p *page, path string) int { return strings.Compare(p.path, path) })
	if !ok {
		return nil
	}
	return c.pages[i]
}

func parse(path string, body []byte) (*page, error) {
	doc, err := html.Parse(bytes.NewReader(body))
	if err != nil {
		return nil, fmt.Errorf("%s: %w", path, err)
	}
	p := &page{path: path, raw: string(body), doc: doc, ids: map[string]int{}}
	if first, _, _ := strings.Cut(strings.TrimPrefix(path, "/"), "/"); slices.Contains(languages, first) {
		p.lang = first
	}
	for n := range doc.Descendants() {
		if id := attr(n, "id"); id != "" {
			p.ids[id]++
		}
		for _, name := range []string{"href", "src", "action"} {
			if value, ok := has(n, name); ok {
				p.links = append(p.links, p.resolve(n.Data, value))
			}
		}
	}
	return p, nil
}

// resolve finds where an address of a page leads.
func (p *page) resolve(element, raw string) reference {
	r := reference{element: element, raw: raw}
	base, err := url.Parse(served.base + p.path)
	if err != nil {
		return r
	}
	u, err := base.Parse(raw)
	if err != nil || u.Scheme+"://"+u.Host != served.base {
		return r
	}
	r.anchor = u.Fragment
	u.Fragment = ""
	r.path = u.RequestURI()
	return r
}

// indexable says whether search engines may show the page.
func (p *page) indexable() bool { return !strings.Contains(p.meta("robots"), "noindex") }

func (p *page) meta(name string) string {
	for _, n := range p.find("meta") {
		if attr(n, "name") == name {
			return attr(n, "content")
		}
	}
	return ""
}

// find gives the elements of a name in the order of the page.
func (p *page) find(element string) []*html.Node { return within(p.doc, element) }

func within(n *html.Node, element string) []*html.Node {
	var all []*html.Node
	for d := range n.Descendants() {
		if d.Type == html.ElementNode && d.Data == element {
			all = append(all, d)
		}
	}
	return all
}

func has(n *html.Node, name string) (string, bool) {
	for _, a := range n.Attr {
		if a.Key == name {
			return a.Val, true
		}
	}
	return "", false
}

func attr(n *html.Node, name string) string {
	value, _ := has(n, name)
	return value
}

// words is the text of an element with single spaces.
func words(n *html.Node) string {
	var s strings.Builder
	for d := range n.Descendants() {
		if d.Type == html.TextNode {
			s.WriteString(d.Data)
		}
	}
	return strings.Join(strings.Fields(s.String()), " ")
}
