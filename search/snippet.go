package search

import (
	"html/template"
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/blevesearch/bleve/v2/search"
)

// snippetLength is how many bytes of a text a result shows, more or less.
const snippetLength = 220

// snippet is the part of a document in which most of the words were found, the
// summary if it has as many as any part of the body.
func (ix *Index) snippet(d *Document, found search.FieldTermLocationMap) template.HTML {
	places := ix.vocabulary.places[d.ID]
	summary, body := ix.marks(places.summary, found[fieldSummary]), ix.marks(places.body, found[fieldBody])
	from, most := densest(body)
	if _, n := densest(summary); n >= most {
		return marked(d.Summary, summary, 0, len(d.Summary))
	}
	from, to := window(d.Body, from)
	return marked(d.Body, body, from, to)
}

// mark is a place where a word was found.
type mark struct {
	from, to int
	term     string
}

func (ix *Index) marks(places []place, found search.TermLocationMap) []mark {
	var all []mark
	for _, p := range places {
		for _, term := range ix.vocabulary.forms[p.form].terms {
			if _, ok := found[term]; ok {
				all = append(all, mark{int(p.from), int(p.from + p.length), term})
				break
			}
		}
	}
	return all
}

// densest gives where the part of a text with most different terms begins, and
// how many they are.
func densest(marks []mark) (from, most int) {
	counts := map[string]int{}
	last := 0
	for _, m := range marks {
		for ; last < len(marks) && marks[last].to-m.from <= snippetLength*3/4; last++ {
			counts[marks[last].term]++
		}
		if len(counts) > most {
			from, most = m.from, len(counts)
		}
		if counts[m.term]--; counts[m.term] <= 0 {
			delete(counts, m.term)
		}
	}
	return from, most
}

// window is the part of a text around a place. It begins with its sentence if
// that is near, otherwise with a word.
func window(text string, at int) (from, to int) {
	from = max(0, at-snippetLength/4)
	for from > 0 && !utf8.RuneStart(text[from]) {
		from--
	}
	if i := strings.LastIndexAny(text[from:at], "\n.!?"); i >= 0 {
		from += i + 1
	} else if i := strings.IndexByte(text[from:at], ' '); from > 0 && i >= 0 {
		from += i
	}
	to = min(len(text), from+snippetLength)
	if to < len(text) {
		if i := strings.LastIndexAny(text[from:to], " \n"); from+i > at {
			to = from + i
		}
		for to > 0 && !utf8.RuneStart(text[to]) {
			to--
		}
	}
	return from, to
}

// marked is part of a text as HTML, with the places marked and … where it was
// cut.
func marked(text string, marks []mark, from, to int) template.HTML {
	var b strings.Builder
	write := func(until int) {
		b.WriteString(template.HTMLEscapeString(strings.ReplaceAll(text[from:until], "\n", " ")))
		from = until
	}
	for from < to && (text[from] == ' ' || text[from] == '\n') {
		from++
	}
	if from > 0 && !strings.HasSuffix(strings.TrimRight(text[:from], " "), ".") {
		b.WriteString("… ")
	}
	for _, m := range marks {
		if m.from < from || m.to > to {
			continue
		}
		write(m.from)
		b.WriteString("<mark>")
		write(m.to)
		b.WriteString("</mark>")
	}
	write(to)
	if to < len(text) {
		b.WriteString(" …")
	}
	return template.HTML(b.String())
}

// matched is the words of a query that the reader will not see in the page,
// because they are of another language or another name for what it is about.
func matched(words []*asked, found search.FieldTermLocationMap) string {
	var all []string
	for _, a := range words {
		if a.foundElsewhere(found) {
			all = append(all, a.text)
		}
	}
	return strings.Join(all, " ")
}

func (a *asked) foundElsewhere(found search.FieldTermLocationMap) bool {
	in := func(c clause) bool {
		return !slices.ContainsFunc(c.terms, func(t string) bool { return !has(found, c.field, t) })
	}
	guest := func(c clause) bool { return c.field == fieldAlt && in(c) }
	return !a.read && a.known && slices.ContainsFunc(a.clauses, guest) || !a.own && slices.ContainsFunc(a.names, in)
}

func has(found search.FieldTermLocationMap, field, term string) bool {
	_, ok := found[field][term]
	return ok
}
