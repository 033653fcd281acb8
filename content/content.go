// Package content is what the site says: the model of guidance, updates and
// the facts they rest on, how it is read from files, how it is checked, and
// how a text becomes HTML.
//
// [Load] reads a tree from any file system and reports every mistake an
// editor made, each with file, line and advice. A tree without problems is
// never changed afterwards and is safe for concurrent use.
package content

import (
	"embed"
	"io/fs"
	"time"

	"portal/locales"
)

//go:embed site.yaml sections.yaml topics.yaml words.yaml names.yaml pages updates facts sources contacts terms data
var embedded embed.FS

// Embedded is the content this program was built with.
func Embedded() fs.FS { return embedded }

// Tree is one version of the whole content.
type Tree struct {
	Site     *Site
	Sections []*Section // in menu order
	Topics   []Topic
	Words    []Word
	Names    []string // with a number in them, which may stand in prose
	Pages    map[string]*Page
	Updates  map[string]*Update
	Facts    map[string]Fact
	Sources  map[string]*Source
	Hosts    []string // the only ones that sources may lie on
	Contacts map[string]*Contact
	Terms    map[string]*Term
	Charts   map[string]*Chart

	Drafts     map[string]*Update // updates that nobody may see yet
	Unfinished []Problem          // what drafts still lack; it stops nobody

	zones map[string]*time.Location // by jurisdiction

	siteFile, topicsFile *file
}

// Load reads the tree in fsys and checks it as of now and of every later time
// at which it changes by itself. The tree is complete only if there are no
// problems.
func Load(fsys fs.FS, catalog *locales.Catalog, now time.Time) (*Tree, []Problem) {
	l := newLoader(fsys, catalog)
	if l.all() {
		l.setAside()
		l.check(now)
	}
	return l.tree, l.divide()
}

// WithoutTexts gives of a tree what names and addresses need.
func (t *Tree) WithoutTexts() *Tree {
	names := &Tree{Site: t.Site, Sections: t.Sections, Topics: t.Topics, Pages: map[string]*Page{}}
	for id, p := range t.Pages {
		page := &Page{ID: id, Section: p.Section, Code: p.Code, SourceLang: p.SourceLang, Sensitive: p.Sensitive, Texts: map[locales.Lang]*Text{}}
		for lang, text := range p.Texts {
			page.Texts[lang] = &Text{Lang: lang, Title: text.Title, TabTitle: text.TabTitle, Slug: text.Slug}
		}
		names.Pages[id] = page
	}
	return names
}

func newTree() *Tree {
	return &Tree{
		Pages:    map[string]*Page{},
		Updates:  map[string]*Update{},
		Facts:    map[string]Fact{},
		Sources:  map[string]*Source{},
		Contacts: map[string]*Contact{},
		Terms:    map[string]*Term{},
		Charts:   map[string]*Chart{},
		Drafts:   map[string]*Update{},
	}
}
