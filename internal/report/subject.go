package report

import (
	"path"
	"reflect"
	"slices"
	"strconv"
	"strings"
	"time"

	"portal/content"
	"portal/internal/site"
	"portal/locales"
)

// subject is a page or an update.
type subject struct {
	id, kind, folder string
	what             string // what it is to readers
	source           locales.Lang
	texts            map[locales.Lang]*content.Text
	translation      func(locales.Lang) content.Translation
	data             any // a Page or an Update
	address          func(locales.Lang) string
	missing          []string
}

func (s *subject) hidden() bool { return s.what == "draft" || s.what == "hidden" }

// subjects are those of a tree by kind and id: a page that moves to another
// section is the same page.
func subjects(t *content.Tree, now time.Time) map[string]*subject {
	all := map[string]*subject{}
	for id, p := range t.Pages {
		s := &subject{id: id, kind: "page", folder: path.Join("pages", p.Section, id), source: p.SourceLang, texts: p.Texts, translation: p.Translation, data: *p}
		s.what = map[content.Status]string{content.Hidden: "hidden", content.Live: "live", content.Withdrawn: "withdrawn", content.Moved: "moved", content.Gone: "gone"}[p.Status(now)]
		if p.Draft {
			s.what = "draft"
		}
		s.address = func(lang locales.Lang) string { return site.PageAddress(t, lang, id) }
		if len(p.Contacts) == 0 {
			s.missing = append(s.missing, "nobody to ask: name a contact")
		}
		s.missing = append(s.missing, unsourced(t, p.Sources)...)
		all["page "+id] = s
	}
	for i, some := range []map[string]*content.Update{t.Updates, t.Drafts} {
		for id, u := range some {
			s := &subject{id: id, kind: "update", folder: path.Join("updates", strconv.Itoa(u.Year), id), source: u.SourceLang, texts: u.Texts, translation: u.Translation, data: *u}
			s.what = "live"
			if i == 1 {
				s.what = "draft"
			} else if u.AnnouncedAt.After(now) {
				s.what = "hidden"
			}
			s.address = func(lang locales.Lang) string { return site.UpdateAddress(t, lang, id) }
			s.missing = unsourced(t, u.Sources)
			all["update "+id] = s
		}
	}
	return all
}

// unsourced says what the sources of a page lack.
func unsourced(t *content.Tree, keys []string) []string {
	official := func(key string) bool { s := t.Sources[key]; return s != nil && s.Official }
	switch {
	case len(keys) == 0:
		return []string{"no source: name the document it rests on"}
	case !slices.ContainsFunc(keys, official):
		return []string{"no official source"}
	}
	return nil
}

func (s *subject) title() string {
	for _, lang := range append([]locales.Lang{locales.EN, s.source}, locales.All...) {
		if t := s.texts[lang]; t != nil && t.Title != "" {
			return t.Title
		}
	}
	return s.id
}

// fields are the names of the fields in which two values of one struct differ.
// What has a place of its own in the report is passed over.
func fields(a, b any) []string {
	var names []string
	v, w := reflect.ValueOf(a), reflect.ValueOf(b)
	for i := range v.NumField() {
		name, _, _ := strings.Cut(v.Type().Field(i).Tag.Get("yaml"), ",")
		switch name {
		case "", "-", "title", "summary", "changes", "follows", "draft":
			continue
		}
		if !reflect.DeepEqual(v.Field(i).Interface(), w.Field(i).Interface()) {
			names = append(names, name)
		}
	}
	return names
}
