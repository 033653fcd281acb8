package site

import (
	"strconv"

	"portal/content"
	"portal/locales"
)

// paths knows the address of everything. No other code joins addresses.
type paths struct{ tree *content.Tree }

// Directory pages have addresses of their own, the same in every language.
var directories = map[string]string{"contacts": "contacts/", "glossary": "glossary/"}

func (paths) home(lang locales.Lang) string      { return "/" + string(lang) + "/" }
func (p paths) search(lang locales.Lang) string  { return p.home(lang) + "search" }
func (p paths) updates(lang locales.Lang) string { return p.home(lang) + "updates/" }
func (p paths) feeds(lang locales.Lang) string   { return p.home(lang) + "feeds/" }

// quality says how current the texts are.
func (p paths) quality(lang locales.Lang) string { return p.home(lang) + "quality/" }

// suggest answers the search field while somebody types.
func (paths) suggest(lang locales.Lang) string { return "/api/v1/" + string(lang) + "/suggest" }

// openSearch describes the search of a language to browsers.
func (p paths) openSearch(lang locales.Lang) string { return p.home(lang) + "opensearch.xml" }

// feed is the address of a feed without the ending of its format.
func (p paths) feed(lang locales.Lang, name string) string { return p.feeds(lang) + name }

// dates is the address of the calendar.
func (p paths) dates(lang locales.Lang) string { return p.feeds(lang) + "dates.ics" }

// opmlPath lists the feeds of all languages.
const opmlPath = "/feeds.opml"

func (p paths) section(lang locales.Lang, s *content.Section) string {
	return p.home(lang) + s.Slug[lang] + "/"
}

// page is the address of a page in a language; where its text is missing, the
// slug is that of the source text.
func (p paths) page(lang locales.Lang, id string) string {
	if dir, ok := directories[id]; ok {
		return p.home(lang) + dir
	}
	page := p.tree.Pages[id]
	return p.section(lang, p.sectionOf(page)) + page.Text(lang).Slug
}

// glossary is the address of a page of the glossary, counted from 1.
func (p paths) glossary(lang locales.Lang, part int) string {
	first := p.page(lang, "glossary")
	if part == 1 {
		return first
	}
	return first + strconv.Itoa(part) + "/"
}

// card is the address of a contact as vCard.
func (p paths) card(lang locales.Lang, c *content.Contact) string {
	return p.page(lang, "contacts") + c.Key + ".vcf"
}

func (p paths) sectionOf(page *content.Page) *content.Section {
	for _, s := range p.tree.Sections {
		if s.Key == page.Section {
			return s
		}
	}
	return nil
}

func (p paths) update(lang locales.Lang, id string) string {
	return p.updates(lang) + p.tree.Updates[id].Text(lang).Slug
}

// choice is the address of a page of the register by kind (law, topic, state,
// year) and key; parts are counted from 1.
func (p paths) choice(lang locales.Lang, kind, key string, part int) string {
	path := p.updates(lang)
	if kind != "year" {
		path += kind + "/"
	}
	path += key + "/"
	if part > 1 {
		path += strconv.Itoa(part) + "/"
	}
	return path
}

// short is the permanent address of a page. Sensitive pages share their code,
// which says nothing.
func (paths) short(p *content.Page) string {
	if p.Sensitive {
		return "/p/" + strconv.Itoa(p.Code)
	}
	return "/p/" + p.ID
}
