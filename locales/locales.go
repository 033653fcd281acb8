// Package locales knows the four languages of the site: how a reader's
// language is found, the texts of the interface, and how dates, numbers and
// amounts are written.
package locales

import "slices"

// Lang is a language of the site, as it stands in addresses and in lang
// attributes.
type Lang string

// The languages of the site.
const (
	AZ Lang = "az"
	NL Lang = "nl"
	FR Lang = "fr"
	EN Lang = "en"
)

// All lists the languages in the order of the menu.
var All = []Lang{AZ, NL, FR, EN}

// Texts is a text in each language.
type Texts map[Lang]string

// Parse returns the language of a path or file name, and whether it is one of
// ours.
func Parse(s string) (Lang, bool) {
	return Lang(s), slices.Contains(All, Lang(s))
}

// Endonym returns the language's name in that language.
func (l Lang) Endonym() string { return endonyms[l] }

var endonyms = map[Lang]string{AZ: "Azərbaycanca", NL: "Nederlands", FR: "Français", EN: "English"}
