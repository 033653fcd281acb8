package content

import (
	"cmp"
	"fmt"
	"maps"
	"regexp"
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/yuin/goldmark/ast"

	"portal/locales"
)

// checkTexts holds each language against the rules and against its source.
func (l *loader) checkTexts(f *file, texts map[locales.Lang]*Text, source locales.Lang, fixed []string, prefix string) {
	src, ok := texts[source]
	if !ok {
		f.line(0, "the source text %s.md is missing", source)
		return
	}
	for _, lang := range ordered(texts) {
		t := texts[lang]
		if !t.file.broken {
			l.checkFront(t)
		}
		l.checkHeadings(t, fixed, prefix)
		l.checkBody(t)
		l.checkWords(t)
		if lang == source {
			continue
		}
		if got, want := ids(t.body), ids(src.body); !slices.Equal(got, want) {
			t.file.line(t.body.line, "the headings are not those of %s: here %s, there %s", src.file.name, got, want)
		}
		if t.Follows == nil && !t.file.broken {
			t.file.at("", "“follows” is missing; once the text says what %s says, add: %s", src.file.name, src.FollowsLine())
		}
	}
}

func (l *loader) checkFront(t *Text) {
	f := t.file
	if n := utf8.RuneCountInString(t.Summary); n < 40 || n > 200 {
		f.at("summary", "the summary has %d letters: 40 to 200 are right for result lists and feeds", n)
	}
	if n := utf8.RuneCountInString(cmp.Or(t.TabTitle, t.Title)); n > 80 {
		f.at("title", "the title has %d letters: keep it to 80, or add a “tab_title” of that length", n)
	}
	if !validName.MatchString(t.Slug) {
		f.at("slug", "the slug “%s” must be of the letters a-z, digits and “-”", t.Slug)
	}
	for path, value := range map[string]string{"title": t.Title, "tab_title": t.TabTitle, "slug": t.Slug, "keywords": strings.Join(t.Keywords, " ")} {
		if strings.Contains(value, "{{") {
			f.at(path, "inserts do not work in “%s”", path)
		}
	}
	for path, value := range t.inline() {
		for _, n := range insertsIn(value) {
			l.checkInsert(f, f.lines[path], n)
		}
		if braces(insertPattern.ReplaceAllString(value, "")) {
			f.at(path, "“{{” that is no insert: write {{fact key}}, {{contact key}}, {{term key}} or {{chart key}}")
		}
	}
}

// inline are the front matter values that may hold inserts.
func (t *Text) inline() map[string]string {
	values := map[string]string{"summary": t.Summary}
	if g := t.Glance; g != nil {
		maps.Copy(values, map[string]string{"glance.who": g.Who, "glance.time": g.Time, "glance.cost": g.Cost, "glance.where": g.Where})
	}
	return values
}

func (l *loader) checkHeadings(t *Text, fixed []string, prefix string) {
	level, order, seen := 1, -1, map[string]bool{}
	for _, h := range t.body.headings {
		line := t.body.at(h.pos)
		switch {
		case h.ID == "":
			t.file.line(line, "the heading “%s” needs an id, as {#papers}, the same in all languages", h.Text)
		case !validName.MatchString(h.ID):
			t.file.line(line, "the id “%s” must be of the letters a-z, digits and “-”", h.ID)
		case seen[h.ID]:
			t.file.line(line, "the id “%s” stands twice on this page", h.ID)
		}
		seen[h.ID] = true
		if h.Level == 1 || h.Level > level+1 {
			t.file.line(line, "the heading “%s” skips a level: “##” first, “###” below it", h.Text)
		}
		level = h.Level
		i := slices.Index(fixed, h.ID)
		if i < 0 {
			continue
		}
		if i < order {
			t.file.line(line, "the heading {#%s} stands before {#%s}", h.ID, fixed[order])
		}
		order = max(order, i)
		want, err := l.catalog.Printer(t.Lang).T(prefix + h.ID)
		if err != nil || typography(t.Lang, want) != h.Text {
			t.file.line(line, "the heading {#%s} reads “%s” in %s, not “%s”", h.ID, want, t.Lang, h.Text)
		}
	}
}

// checkBody reports what cannot be printed.
func (l *loader) checkBody(t *Text) {
	b, f := t.body, t.file
	for _, n := range b.inserts {
		l.checkInsert(f, b.at(n.pos), n)
	}
	for _, link := range b.links {
		l.checkLink(t, link)
	}
	ast.Walk(b.doc, func(n ast.Node, entering bool) (ast.WalkStatus, error) {
		if !entering {
			return ast.WalkContinue, nil
		}
		switch n := n.(type) {
		case *ast.HTMLBlock, *ast.RawHTML:
			f.line(b.at(position(n)), "HTML is not used here, comments neither: write markdown")
		case *ast.Image:
			f.line(b.at(position(n)), "pictures are not used here")
		case *ast.Link:
			checkDestination(f, b.at(position(n)), string(n.Destination))
		case *ast.AutoLink:
			f.line(b.at(position(n)), "a bare address tells nothing: write [what opens](https://…)")
		}
		return ast.WalkContinue, nil
	})
	for i, line := range strings.Split(string(b.src), "\n") {
		if _, hint, found := strings.Cut(line, unwritten); found {
			f.line(b.line+i, "still to be written: %s", strings.TrimLeft(hint, ": "))
		}
		if braces(insertPattern.ReplaceAllString(line, "")) {
			f.line(b.line+i, "“{{” or “}}” that is no insert: write {{fact key}}, {{contact key}}, {{term key}} or {{chart key}}")
		}
	}
	if steps := b.under("steps"); steps != nil && !isOrderedList(steps) {
		f.line(b.at(position(steps)), "under {#steps} stands an ordered list: 1. … 2. …")
	}
}

// unwritten stands where a text is still to be written.
const unwritten = "TODO"

func checkDestination(f *file, line int, dest string) {
	if _, internal := parseLink(dest); internal || strings.HasPrefix(dest, "https://") {
		return
	}
	f.line(line, "the link “%s” leads nowhere: write page:<id>, update:<id>, #<heading> or https://…", dest)
}

// under is the first block below a heading, nil without such a heading.
func (b *body) under(id string) ast.Node {
	for n := b.doc.FirstChild(); n != nil; n = n.NextSibling() {
		if h, ok := n.(*ast.Heading); ok && headingID(h) == id {
			return n.NextSibling()
		}
	}
	return nil
}

func isOrderedList(n ast.Node) bool {
	list, ok := n.(*ast.List)
	return ok && list.IsOrdered()
}

func braces(s string) bool { return strings.Contains(s, "{{") || strings.Contains(s, "}}") }

var modes = map[string]*regexp.Regexp{
	"fact":    regexp.MustCompile(`^(|number|asof|at \d{4}-\d{2}-\d{2})$`),
	"contact": regexp.MustCompile(`^(|name)$`),
	"term":    regexp.MustCompile(`^$`),
	"chart":   regexp.MustCompile(`^$`),
}

func (l *loader) checkInsert(f *file, line int, n *insert) {
	t, missing := l.tree, ""
	switch n.kind {
	case "fact":
		fact, ok := t.Facts[n.key]
		if !ok && !l.lost["fact"] {
			missing = similar(n.key, pointers(t.Facts))
		} else if n.mode == "number" && len(fact.Periods) > 0 && !fact.Periods[0].Value.IsNumber() {
			f.line(line, "the fact “%s” is no number: leave out “number”", n.key)
		}
	case "contact":
		if _, ok := t.Contacts[n.key]; !ok && !l.lost["contact"] {
			missing = similar(n.key, t.Contacts)
		}
	case "term":
		if _, ok := t.Terms[n.key]; !ok && !l.lost["term"] {
			missing = similar(n.key, t.Terms)
		}
	case "chart":
		if _, ok := t.Charts[n.key]; !ok {
			missing = similar(n.key, t.Charts)
		}
		if !alone(n) {
			f.line(line, "a chart stands alone in a paragraph")
		}
	}
	if missing != "" {
		f.line(line, "there is no %s “%s”%s", n.kind, n.key, missing)
	}
	if !modes[n.kind].MatchString(n.mode) {
		f.line(line, "“%s” is not known after {{%s %s …}}", n.mode, n.kind, n.key)
	}
}

func (l *loader) checkLink(t *Text, link link) {
	line, target := t.body.at(link.pos), t.body
	switch link.kind {
	case "page":
		p, ok := l.tree.Pages[link.id]
		if !ok {
			t.file.line(line, "there is no page “%s”%s", link.id, similar(link.id, l.tree.Pages))
			return
		}
		target = p.Text(t.Lang).body
	case "update":
		u, ok := l.tree.Updates[link.id]
		if !ok {
			t.file.line(line, "there is no update “%s”%s", link.id, similar(link.id, l.tree.Updates))
			return
		}
		target = u.Text(t.Lang).body
	}
	if link.fragment != "" && !target.has(link.fragment) {
		t.file.line(line, "the page “%s” has no heading {#%s}", cmp.Or(link.id, "itself"), link.fragment)
	}
}

func ids(b *body) []string {
	var all []string
	for _, h := range b.headings {
		all = append(all, "#"+h.ID)
	}
	return all
}

func index(path string, i int) string { return fmt.Sprintf("%s[%d]", path, i) }

func sortedKeys[T any](m map[string]T) []string { return slices.Sorted(maps.Keys(m)) }

func pointers[T any](m map[string]T) map[string]*T {
	all := map[string]*T{}
	for k := range m {
		all[k] = nil
	}
	return all
}
