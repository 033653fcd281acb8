package site

import (
	"html/template"
	"strings"

	"portal/content"
	"portal/locales"
	"portal/templates"
)

// renderer is the one for a text: words and amounts are in its language, links
// lead to pages in the reader's.
func (l *language) renderer(t *content.Text) *content.Renderer {
	other, ok := l.snapshot.frames[t.Lang]
	if t.Lang == l.lang || !ok {
		return l.text
	}
	r := *other.text
	r.Page, r.Update, r.Term = l.text.Page, l.text.Update, l.text.Term
	return &r
}

// foreign is the language of a text that is not in the reader's.
func (l *language) foreign(t *content.Text) locales.Lang {
	if t.Lang == l.lang {
		return ""
	}
	return t.Lang
}

// standing says how a text stands to its source, sourceURL: nothing if it is
// current, that it is missing, or which sections lag. Under each of those the
// text as it is rendered gets the newer source, folded.
func (l *language) standing(tr content.Translation, t, source *content.Text, r *content.Rendered, sourceURL string) ([]templates.Notice, error) {
	switch {
	case tr.Missing:
		return l.missing(t)
	case tr.Current():
		return nil, nil
	}
	notice, err := l.behind(tr, t, source, sourceURL)
	if err != nil {
		return nil, err
	}
	if err := l.fold(r, source, tr.Behind, &notice); err != nil {
		return nil, err
	}
	return []templates.Notice{notice}, nil
}

func (l *language) missing(t *content.Text) ([]templates.Notice, error) {
	name, err := l.p.T("lang." + string(t.Lang))
	if err != nil {
		return nil, err
	}
	text, err := l.p.T("tr.missing", "lang", name)
	return []templates.Notice{{Text: text}}, err
}

// behind is the one line above a text that lags.
func (l *language) behind(tr content.Translation, t, source *content.Text, url string) (templates.Notice, error) {
	n := templates.Notice{Lang: string(source.Lang)}
	name, err := l.p.T("lang." + n.Lang)
	if err != nil {
		return n, err
	}
	n.Link.URL = url
	if n.Link.Text, err = l.p.T("tr.source", "lang", name); err != nil {
		return n, err
	}
	if len(tr.Behind) > len(t.Headings()) { // hardly a section is left that does not
		n.Text, err = l.p.T("tr.behind_all")
		return n, err
	}
	var names []string
	for _, id := range tr.Behind {
		name, err := l.sectionName(t, id)
		if err != nil {
			return n, err
		}
		names = append(names, name)
	}
	n.Text, err = l.p.T("tr.behind", "sections", strings.Join(names, ", "))
	return n, err
}

// sectionName is what the reader sees above a section.
func (l *language) sectionName(t *content.Text, id string) (string, error) {
	switch id {
	case "_top":
		return l.p.T("tr.answer")
	case "_meta":
		return l.p.T("tr.title")
	}
	for _, h := range t.Headings() {
		if h.ID == id {
			return l.text.Text(h.Text)
		}
	}
	return id, nil
}

// fold puts the source of each section that lags into it: below the answer,
// above the text of other sections. Title and summary go with the notice.
func (l *language) fold(r *content.Rendered, source *content.Text, behind []string, n *templates.Notice) error {
	text := l.newer(source)
	newer, err := text.Body(source)
	if err != nil {
		return err
	}
	for _, id := range behind {
		if id == "_meta" {
			if n.Newer, err = l.newerTitle(text, source); err != nil {
				return err
			}
			continue
		}
		id = strings.TrimPrefix(id, "_top")
		from, known := newer.Passage(id)
		to, here := r.Passage(id)
		if !known || !here {
			continue // the check of the content has reported it
		}
		html, err := l.snapshot.Templates.Newer(l.lang, templates.Newer{Lang: string(source.Lang), Heading: from.Heading, Text: from.HTML})
		if err != nil {
			return err
		}
		if id == "" {
			to.HTML += html
		} else {
			to.HTML = html + to.HTML
		}
	}
	return nil
}

func (l *language) newerTitle(text *content.Renderer, source *content.Text) (template.HTML, error) {
	summary, err := text.HTML(source.Summary)
	if err != nil {
		return "", err
	}
	return l.snapshot.Templates.Newer(l.lang, templates.Newer{Lang: string(source.Lang), Heading: source.Title, Text: "<p>" + summary + "</p>"})
}

// newer is the renderer of a source text that stands inside its translation:
// no id may stand twice on the page, and the terms at its foot are those of
// the translation.
func (l *language) newer(source *content.Text) *content.Renderer {
	r := *l.renderer(source)
	r.Term = l.termPath
	of := l.snapshot.frames[source.Lang]
	r.Chart = func(c *content.Chart) (template.HTML, error) {
		v := of.chart(c)
		v.ID = "newer-" + v.ID
		return l.snapshot.Templates.Chart(source.Lang, v)
	}
	return &r
}
