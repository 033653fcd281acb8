package search

import (
	"bytes"
	"io/fs"
	"maps"
	"os"
	"path"
	"regexp"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"go.yaml.in/yaml/v3"

	"portal/content"
	"portal/locales"
)

// The corpus of the tests is the real content, read as plainly as can be: what
// is found must not depend on how pages are rendered.

type corpus struct {
	docs     map[locales.Lang][]Document
	synonyms []Synonym
}

var readCorpus = sync.OnceValues(func() (*corpus, error) {
	c := &corpus{docs: map[locales.Lang][]Document{}}
	names, err := c.terms()
	if err != nil {
		return nil, err
	}
	err = fs.WalkDir(content.Embedded(), ".", func(file string, e fs.DirEntry, err error) error {
		if err != nil || !e.IsDir() {
			return err
		}
		return c.add(file, names)
	})
	for _, docs := range c.docs {
		slices.SortFunc(docs, func(a, b Document) int { return strings.Compare(a.ID, b.ID) })
	}
	return c, err
})

type term struct {
	Name    map[locales.Lang]string
	RU, TR  []string
	Letters []string
}

// terms reads the terms and gives what stands for {{term key}} in a language.
func (c *corpus) terms() (map[string]term, error) {
	all := map[string]term{}
	files, err := fs.Glob(content.Embedded(), "terms/*.yaml")
	if err != nil {
		return nil, err
	}
	for _, file := range files {
		if err := readYAML(file, &all); err != nil {
			return nil, err
		}
	}
	for _, key := range slices.Sorted(maps.Keys(all)) {
		t := all[key]
		s := Synonym{slices.Concat(t.Letters, t.RU, t.TR)}
		for _, lang := range locales.All {
			s.Names = append(s.Names, t.Name[lang])
		}
		c.synonyms = append(c.synonyms, s)
	}
	return all, nil
}

func readYAML(file string, into any) error {
	data, err := fs.ReadFile(content.Embedded(), file)
	if err != nil {
		return err
	}
	return yaml.Unmarshal(data, into)
}

type page struct {
	Title, Summary string
	Keywords       []string
	body           string
}

// add makes the documents of a folder of a page or an update, if it is one.
func (c *corpus) add(folder string, names map[string]term) error {
	kind, section, modified := "", "updates", time.Time{}
	var meta struct {
		Kind        string
		AnnouncedAt time.Time `yaml:"announced_at"`
	}
	switch {
	case strings.HasPrefix(folder, "pages/") && readYAML(folder+"/page.yaml", &meta) == nil:
		kind, section = "page/", path.Base(path.Dir(folder))
	case strings.HasPrefix(folder, "updates/") && readYAML(folder+"/update.yaml", &meta) == nil:
		kind, meta.Kind, modified = "update/", "update", meta.AnnouncedAt
	default:
		return nil
	}
	texts := map[locales.Lang]page{}
	for _, lang := range locales.All {
		if data, err := fs.ReadFile(content.Embedded(), folder+"/"+string(lang)+".md"); err == nil {
			if texts[lang], err = readPage(data, lang, names); err != nil {
				return err
			}
		}
	}
	for lang, p := range texts {
		d := Document{ID: kind + path.Base(folder), Kind: meta.Kind, Section: section, Title: p.Title, Summary: p.Summary,
			Keywords: p.Keywords, Body: p.body, Modified: modified}
		for _, line := range strings.Split(p.body, "\n") {
			if title, ok := strings.CutPrefix(line, "## "); ok {
				d.Headings = append(d.Headings, title)
			}
		}
		for _, other := range locales.All {
			if t, ok := texts[other]; ok && other != lang {
				d.Alt = append(append(d.Alt, t.Title), t.Keywords...)
			}
		}
		c.docs[lang] = append(c.docs[lang], d)
	}
	return nil
}

var (
	termInsert = regexp.MustCompile(`\{\{term ([a-z0-9-]+)\}\}`)
	insert     = regexp.MustCompile(`\{\{[^}]*\}\}`)
	address    = regexp.MustCompile(`\]\([^)]*\)|\{#[^}]*\}`)
)

func readPage(data []byte, lang locales.Lang, names map[string]term) (page, error) {
	var p page
	parts := bytes.SplitN(data, []byte("---\n"), 3)
	if len(parts) < 3 {
		return p, nil
	}
	if err := yaml.Unmarshal(parts[1], &p); err != nil {
		return p, err
	}
	text := func(s string) string {
		s = termInsert.ReplaceAllStringFunc(s, func(m string) string {
			return names[termInsert.FindStringSubmatch(m)[1]].Name[lang]
		})
		s = address.ReplaceAllString(insert.ReplaceAllString(s, ""), "")
		return strings.NewReplacer("**", "", "[", "", "|", " ").Replace(s)
	}
	p.body, p.Summary = text(string(parts[2])), text(p.Summary)
	return p, nil
}

// realIndexes are made once, when a test first asks for the language.
var realIndexes = map[locales.Lang]func() (*Index, error){}

func TestMain(m *testing.M) {
	var open []*Index
	for _, lang := range locales.All {
		realIndexes[lang] = sync.OnceValues(func() (*Index, error) {
			c, err := readCorpus()
			if err != nil {
				return nil, err
			}
			ix, err := Build(lang, c.docs[lang], c.synonyms)
			open = append(open, ix)
			return ix, err
		})
	}
	code := m.Run()
	for _, ix := range open {
		if err := ix.Close(); err != nil {
			code = 1
		}
	}
	os.Exit(code)
}

// realIndex gives the index of the real content in a language.
func realIndex(t testing.TB, lang locales.Lang) *Index {
	t.Helper()
	ix, err := realIndexes[lang]()
	if err != nil {
		t.Fatal(err)
	}
	return ix
}

func ids(r *Results) []string {
	var all []string
	for _, h := range r.Hits {
		all = append(all, strings.TrimPrefix(strings.TrimPrefix(h.ID, "page/"), "update/"))
	}
	return all
}
