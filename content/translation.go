package content

import (
	"crypto/sha256"
	"encoding/hex"
	"strings"

	"github.com/yuin/goldmark/ast"

	"portal/locales"
)

// Translation is how far a text has followed its source.
type Translation struct {
	Missing bool
	Behind  []string // ids of sections whose source is newer; _top, _meta
}

// Current reports whether the translation says what its source says.
func (t Translation) Current() bool { return !t.Missing && len(t.Behind) == 0 }

// Translation compares the page's text in a language with its source text.
func (p *Page) Translation(lang locales.Lang) Translation {
	return translation(p.Texts, p.SourceLang, lang)
}

// Translation compares the update's text in a language with its source text.
func (u *Update) Translation(lang locales.Lang) Translation {
	return translation(u.Texts, u.SourceLang, lang)
}

func translation(texts map[locales.Lang]*Text, source, lang locales.Lang) Translation {
	t, ok := texts[lang]
	if !ok {
		return Translation{Missing: true}
	}
	if lang == source || texts[source] == nil {
		return Translation{}
	}
	var behind []string
	for _, s := range texts[source].sections() {
		if t.Follows[s.id] != s.hash {
			behind = append(behind, s.id)
		}
	}
	return Translation{Behind: behind}
}

// IsReviewed reports whether an editor has read the text as it stands now.
func (t *Text) IsReviewed() bool { return t.Reviewed != nil && t.Reviewed.Text == t.Hash() }

// Hash stands for the whole text: it changes when any section does.
func (t *Text) Hash() string {
	var all []string
	for _, s := range t.sections() {
		all = append(all, s.id+s.hash)
	}
	return digest(strings.Join(all, " "))
}

// section is what stands under one heading.
type section struct{ id, hash string }

// sections gives the hashes of a text by section: _meta for title and summary,
// _top before the first heading, then each heading. Wrapping, line ends and
// the style of lists and tables do not count; inserts count by their key.
func (t *Text) sections() []section {
	t.body.once.Do(func() { t.body.sections = t.digests() })
	return t.body.sections
}

func (t *Text) digests() []section {
	all := []section{{"_meta", digest(t.Title + "\n" + t.Summary)}}
	id, text := "_top", ""
	for n := t.body.doc.FirstChild(); n != nil; n = n.NextSibling() {
		if h, ok := n.(*ast.Heading); ok {
			all = append(all, section{id, digest(text)})
			id, text = headingID(h), ""
		}
		text += t.body.normal(n)
	}
	return append(all, section{id, digest(text)})
}

// normal writes a block as its structure and its words.
func (b *body) normal(block ast.Node) string {
	var s strings.Builder
	ast.Walk(block, func(n ast.Node, entering bool) (ast.WalkStatus, error) {
		switch n := n.(type) {
		case *ast.Text:
			if entering {
				s.WriteString(" " + string(n.Segment.Value(b.src)))
			}
		case *insert:
			if entering {
				s.WriteString(" " + strings.Join([]string{n.kind, n.key, n.mode}, " "))
			}
		case *ast.Link:
			if entering {
				s.WriteString(" (" + string(n.Destination) + ")")
			}
		default:
			if n.Type() == ast.TypeBlock && entering && n.Kind() != ast.KindTextBlock && n.Kind() != ast.KindParagraph {
				s.WriteString(" <" + n.Kind().String() + ">")
			}
		}
		return ast.WalkContinue, nil
	})
	return strings.Join(strings.Fields(s.String()), " ") + "\n"
}

func headingID(h *ast.Heading) string {
	id, ok := h.AttributeString("id")
	if !ok {
		return ""
	}
	return string(id.([]byte))
}

func digest(s string) string {
	sum := sha256.Sum256([]byte(s))
	return hex.EncodeToString(sum[:4])
}
