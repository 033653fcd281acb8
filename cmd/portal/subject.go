package main

import (
	"fmt"
	"path"
	"slices"
	"strings"

	"portal/content"
	"portal/locales"
)

// subject is a page or an update: something that has a text in each language.
type subject struct {
	id, dir     string // dir is its folder in the content
	draft       bool
	source      locales.Lang
	texts       map[locales.Lang]*content.Text
	translation func(locales.Lang) content.Translation
}

// subjects are all pages and updates in the order of their folders.
func subjects(tree *content.Tree) []subject {
	var all []subject
	for _, p := range tree.Pages {
		all = append(all, subject{p.ID, path.Join("pages", p.Section, p.ID), p.Draft, p.SourceLang, p.Texts, p.Translation})
	}
	for _, some := range []map[string]*content.Update{tree.Updates, tree.Drafts} {
		for _, u := range some {
			all = append(all, subject{u.ID, fmt.Sprintf("updates/%04d/%s", u.Year, u.ID), u.Draft, u.SourceLang, u.Texts, u.Translation})
		}
	}
	slices.SortFunc(all, func(a, b subject) int { return strings.Compare(a.dir, b.dir) })
	return all
}

// find gives the subject with an id, or in a folder. Where a page and an update
// have one id, it is the page.
func find(tree *content.Tree, name string) (subject, error) {
	all := subjects(tree)
	i := slices.IndexFunc(all, func(s subject) bool { return s.id == name || s.dir == name })
	if i < 0 {
		return subject{}, fmt.Errorf("there is no page or update %q", name)
	}
	return all[i], nil
}

// of gives a translation of the subject and its source.
func (s subject) of(lang string) (translation, source *content.Text, err error) {
	l, ok := locales.Parse(lang)
	switch translation, source = s.texts[l], s.texts[s.source]; {
	case !ok:
		return nil, nil, fmt.Errorf("%q is not a language of the site: write az, nl, fr or en", lang)
	case source == nil:
		return nil, nil, fmt.Errorf("the source text %s/%s.md is missing", s.dir, s.source)
	case l == s.source:
		return nil, nil, fmt.Errorf("%s/%s.md is the source text: the others follow it", s.dir, l)
	case translation == nil:
		return nil, nil, fmt.Errorf("%s/%s.md is missing: translate %s.md whole", s.dir, l, s.source)
	}
	return translation, source, nil
}

// kind is page or update, as the YAML file is named.
func (s subject) kind() string {
	if strings.HasPrefix(s.dir, "updates/") {
		return "update"
	}
	return "page"
}
