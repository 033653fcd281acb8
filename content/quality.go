package content

import (
	"cmp"
	"slices"
	"time"

	"portal/locales"
)

// Quality is how far the guidance keeps what the site promises its readers.
// Only pages that readers see and that guide are counted, not those about the
// site itself.
type Quality struct {
	Pages     int
	Languages map[locales.Lang]Coverage
	Oldest    *Page   // whose facts were checked longest ago; nil without pages
	Checked   Date    // when
	Review    []*Page // all pages, the one to be checked next first

	Phones, Tried    int // numbers, and those somebody has called
	Facts, Secondary int // facts, and those of a source that is not official
}

// Coverage counts the texts of one language by how they stand to their source.
type Coverage struct {
	Current, Behind, Missing int
	Unreviewed               int // no editor has read them as they stand
}

// Quality counts what holds at now.
func (t *Tree) Quality(now time.Time) Quality {
	q := Quality{Languages: map[locales.Lang]Coverage{}}
	for _, s := range t.Sections {
		for _, id := range s.Pages {
			if p := t.Pages[id]; !s.Hidden && p.Status(now) == Live {
				q.page(t, p)
			}
		}
	}
	slices.SortStableFunc(q.Review, func(a, b *Page) int { return cmp.Compare(a.ReviewBy.String(), b.ReviewBy.String()) })
	for _, c := range t.Contacts {
		for _, phone := range c.Phones {
			q.Phones++
			if !phone.TriedOn.IsZero() {
				q.Tried++
			}
		}
	}
	for _, f := range t.Facts {
		p, _, _ := f.At(now)
		q.Facts++
		if p.Confidence == "secondary" {
			q.Secondary++
		}
	}
	return q
}

func (q *Quality) page(t *Tree, p *Page) {
	q.Pages++
	q.Review = append(q.Review, p)
	for _, lang := range locales.All {
		c := q.Languages[lang]
		switch tr := p.Translation(lang); {
		case tr.Missing:
			c.Missing++
		case tr.Current():
			c.Current++
		default:
			c.Behind++
		}
		if text, written := p.Texts[lang]; written && !text.IsReviewed() {
			c.Unreviewed++
		}
		q.Languages[lang] = c
		if d := t.Checked(p, lang); q.Checked.IsZero() || d.Before(q.Checked) {
			q.Oldest, q.Checked = p, d
		}
	}
}
