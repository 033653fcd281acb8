package site

import (
	"bytes"
	"fmt"
	"html/template"
	"strings"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"

	"portal/content"
	"portal/locales"
)

// A Proof is one page or update as it will be, to be read before it is
// published: a file in each language that needs no other file and no server.
type Proof struct {
	Kind, ID string // Kind is page or update
	Title    string // in English, or in its source language
	New      bool
	Changed  map[locales.Lang]bool // where readers see something else

	paths map[locales.Lang]string
}

// File is the name of a proof's file.
func (p Proof) File(lang locales.Lang) string {
	return p.Kind + "-" + p.ID + "." + string(lang) + ".html"
}

// An Edition is a site and the content it was built of.
type Edition struct {
	Tree     *content.Tree
	Snapshot *Snapshot
}

// Proofs gives the pages and updates that readers see otherwise than in before,
// pages in menu order first; all of them if before is nil.
func (e Edition) Proofs(before *Edition) []Proof {
	var all []Proof
	add := func(kind, id string, t *content.Text) {
		if _, known := e.body(kind, id, locales.EN); !known {
			return // no reader sees it
		}
		if p := e.proof(before, kind, id, t); before == nil || len(p.Changed) > 0 {
			all = append(all, p)
		}
	}
	for _, s := range e.Tree.Sections {
		for _, id := range s.Pages {
			add("page", id, e.Tree.Pages[id].Text(locales.EN))
		}
	}
	for _, id := range sortedKeys(e.Tree.Updates) {
		add("update", id, e.Tree.Updates[id].Text(locales.EN))
	}
	return all
}

func (e Edition) proof(before *Edition, kind, id string, t *content.Text) Proof {
	p := Proof{Kind: kind, ID: id, Title: t.Title, Changed: map[locales.Lang]bool{}, paths: map[locales.Lang]string{}}
	for _, lang := range locales.All {
		p.paths[lang] = e.path(kind, id, lang)
		if before == nil {
			continue
		}
		was, known := before.body(kind, id, lang)
		p.New = p.New || !known
		if now, _ := e.body(kind, id, lang); !known || !sameText(was, now) {
			p.Changed[lang] = true
		}
	}
	return p
}

// path is the address of a page or update; "" if there is none.
func (e Edition) path(kind, id string, lang locales.Lang) string {
	if kind == "page" {
		return PageAddress(e.Tree, lang, id)
	}
	return UpdateAddress(e.Tree, lang, id)
}

// body is what readers see of a page or update, wherever it lies.
func (e Edition) body(kind, id string, lang locales.Lang) (body []byte, known bool) {
	r, known := e.Snapshot.resources[e.path(kind, id, lang)]
	if !known || r.Status != 200 {
		return nil, false
	}
	return r.plain(), true
}

// sameText reports whether two pages have the same title and main part: a menu
// that changed is no change of every page.
func sameText(a, b []byte) bool {
	if bytes.Equal(a, b) {
		return true
	}
	return matter(a) == matter(b)
}

func matter(page []byte) string {
	var s strings.Builder
	for _, a := range []atom.Atom{atom.Title, atom.Main} {
		if n := first(parseHTML(page), a); n != nil {
			html.Render(&s, n)
		}
	}
	return s.String()
}

// parseHTML reads a page of ours: reading from memory cannot fail.
func parseHTML(page []byte) *html.Node {
	doc, _ := html.Parse(bytes.NewReader(page))
	return doc
}

func first(doc *html.Node, a atom.Atom) *html.Node {
	for n := range doc.Descendants() {
		if n.DataAtom == a {
			return n
		}
	}
	return nil
}

// WriteProofs writes the proofs to a folder, and an index.html that lists them.
func (s *Snapshot) WriteProofs(dir string, proofs []Proof) error {
	files := map[string]string{}
	for _, p := range proofs {
		for _, lang := range locales.All {
			files[p.paths[lang]] = p.File(lang)
		}
	}
	css, err := s.styles()
	if err != nil {
		return err
	}
	for path, name := range files {
		lang, _ := Lang(path)
		banner, err := s.Text(lang, "page.proof")
		if err != nil {
			return fmt.Errorf("site: %w", err)
		}
		doc := parseHTML(s.resources[path].plain())
		alone(doc, css, banner, func(path string) string {
			if name, ok := files[path]; ok {
				return name
			}
			return s.builder.BaseURL + path
		})
		var page bytes.Buffer
		if err := html.Render(&page, doc); err != nil {
			return fmt.Errorf("site: proof of %s: %w", path, err)
		}
		if err := write(dir, name, page.Bytes()); err != nil {
			return err
		}
	}
	var index bytes.Buffer
	if err := proofIndex.Execute(&index, map[string]any{"CSS": template.CSS(css), "Proofs": proofs, "Langs": locales.All}); err != nil {
		return fmt.Errorf("site: index of the proofs: %w", err)
	}
	return write(dir, "index.html", index.Bytes())
}

// styles is the style sheet.
func (s *Snapshot) styles() (string, error) {
	url, err := s.builder.assets.URL("site.css")
	if err != nil {
		return "", err
	}
	return string(s.builder.resources[url].plain()), nil
}

// alone makes a page independent of other files: the style sheet inside, no
// scripts, links to where the pages are. A banner says what it is.
func alone(doc *html.Node, css, banner string, to func(path string) string) {
	for _, n := range nodes(doc, atom.Script, atom.Link) {
		n.Parent.RemoveChild(n)
	}
	head, main := first(doc, atom.Head), first(doc, atom.Main)
	style := element("style", css)
	head.AppendChild(style)
	robots := element("meta", "")
	robots.Attr = []html.Attribute{{Key: "name", Val: "robots"}, {Key: "content", Val: "noindex"}}
	head.AppendChild(robots)
	note := element("p", banner)
	note.Attr = []html.Attribute{{Key: "class", Val: "notice wrap"}}
	main.InsertBefore(note, main.FirstChild)
	for _, n := range nodes(doc, atom.A, atom.Form) {
		for i, a := range n.Attr {
			if path, fragment, _ := strings.Cut(a.Val, "#"); (a.Key == "href" || a.Key == "action") && strings.HasPrefix(path, "/") {
				n.Attr[i].Val = to(path)
				if fragment != "" {
					n.Attr[i].Val += "#" + fragment
				}
			}
		}
	}
}

func nodes(doc *html.Node, atoms ...atom.Atom) (all []*html.Node) {
	for n := range doc.Descendants() {
		for _, a := range atoms {
			if n.Type == html.ElementNode && n.DataAtom == a {
				all = append(all, n)
			}
		}
	}
	return all
}

func element(name, text string) *html.Node {
	n := &html.Node{Type: html.ElementNode, Data: name, DataAtom: atom.Lookup([]byte(name))}
	if text != "" {
		n.AppendChild(&html.Node{Type: html.TextNode, Data: text})
	}
	return n
}

// proofIndex is for staff, so it is in English.
var proofIndex = template.Must(template.New("proofs").Parse(`<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="robots" content="noindex">
<title>Proofs</title>
<style>{{.CSS}}</style>
</head>
<body>
<main class="wrap">
<h1>Pages that change</h1>
{{- if .Proofs}}
<p>Read each page in the languages you know, as readers will see it. Nothing here is public yet.</p>
<ul>
{{- range $p := .Proofs}}
<li>{{.Title}}{{if .New}} <span class="badge kind">new</span>{{end}}<br>
{{- range $i, $lang := $.Langs}}{{if $i}} · {{end}}<a href="{{$p.File $lang}}" hreflang="{{$lang}}" lang="{{$lang}}">{{$lang.Endonym}}</a>{{if index $p.Changed $lang}} (changed){{end}}{{end}}</li>
{{- end}}
</ul>
{{- else}}
<p>No page and no update reads otherwise after this change.</p>
{{- end}}
</main>
</body>
</html>
`))
