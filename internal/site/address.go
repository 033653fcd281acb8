package site

import (
	"portal/content"
	"portal/locales"
)

// PageAddress is the path of a page in a language, for those who write about
// the site; "" if it has none, as a page without section or text.
func PageAddress(tree *content.Tree, lang locales.Lang, id string) string {
	paths, p := paths{tree}, tree.Pages[id]
	if p == nil || paths.sectionOf(p) == nil || len(p.Texts) == 0 {
		return ""
	}
	return paths.page(lang, id)
}

// UpdateAddress is the path of an update in a language; "" if it has none.
func UpdateAddress(tree *content.Tree, lang locales.Lang, id string) string {
	if u := tree.Updates[id]; u == nil || len(u.Texts) == 0 {
		return ""
	}
	return paths{tree}.update(lang, id)
}
