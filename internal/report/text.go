package report

import (
	"cmp"
	"slices"
	"strings"

	"portal/content"
	"portal/locales"
)

// text compares one language of a page.
func text(was, is *subject, lang locales.Lang) (Text, bool) {
	t := is.texts[lang]
	if t == nil {
		return Text{}, false
	}
	plain := t.Plainness()
	out := Text{
		Lang: lang, File: t.File(), Address: is.address(lang),
		Average: float64(int(plain.Average()*10+0.5)) / 10, MostAverage: plain.MostAverage,
		Longest: plain.Longest(), MostParagraph: plain.MostParagraph,
	}
	if was == nil || was.texts[lang] == nil {
		out.New = true
		return out, true
	}
	old := was.texts[lang]
	out.Fields = fields(*old, *t)
	for _, id := range content.ChangedParts(old, t) {
		out.Parts = append(out.Parts, part(old, t, id, out.Address))
	}
	return out, len(out.Fields)+len(out.Parts) > 0
}

// part compares one part of a text.
func part(old, t *content.Text, id, address string) Part {
	was, now := find(old, id), find(t, id)
	p := Part{ID: id, Name: name(id, cmp.Or(heading(now), heading(was))), Line: now.Line, Was: without(was.Sentences, now.Sentences), Now: without(now.Sentences, was.Sentences)}
	if address != "" && now.ID != "" {
		p.Address = address
		if !strings.HasPrefix(id, "_") {
			p.Address += "#" + id
		}
	}
	return p
}

func find(t *content.Text, id string) content.Part {
	for _, p := range t.Parts() {
		if p.ID == id {
			return p
		}
	}
	return content.Part{}
}

func heading(p content.Part) string {
	if len(p.Sentences) == 0 {
		return ""
	}
	return p.Sentences[0]
}

// name is a part in plain words.
func name(id, heading string) string {
	switch id {
	case "_meta":
		return "title and summary"
	case "_top":
		return "the answer at the top"
	}
	return cmp.Or(heading, id)
}

// without are the sentences of a that b has not.
func without(a, b []string) []string {
	return slices.DeleteFunc(slices.Clone(a), func(s string) bool { return slices.Contains(b, s) })
}
