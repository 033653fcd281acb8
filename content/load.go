package content

import (
	"io/fs"
	"path"
	"regexp"
	"runtime"
	"slices"
	"strconv"
	"strings"
	"sync"
	"unicode"
	"unicode/utf8"

	"golang.org/x/sync/errgroup"
	"golang.org/x/text/unicode/norm"

	"portal/locales"
)

// hostsFile lists the hosts of official and named sources.
const hostsFile = "sources/hosts.yaml"

// schema is the newest form of site.yaml this program understands.
const schema = 1

var validName = regexp.MustCompile(`^[a-z0-9]+(-[a-z0-9]+)*$`)

type loader struct {
	fsys     fs.FS
	tree     *Tree
	found    found
	mu       sync.Mutex // guards the maps of the tree while folders are read
	sections *file
	catalog  *locales.Catalog
	lost     map[string]bool // kinds of keys of which a file could not be read
	words    map[locales.Lang][]wrongWord
	names    *strings.Replacer // takes names with a number out of a line
	early    bool              // translations may lag: the text is being written
}

func newLoader(fsys fs.FS, catalog *locales.Catalog) *loader {
	return &loader{fsys: fsys, tree: newTree(), catalog: catalog, lost: map[string]bool{}}
}

func (l *loader) file(name string) *file { return &file{name: name, out: &l.found} }

// all reads every file of the tree. It reports false for a tree of a form that
// this program does not know: every other problem would be a false one.
func (l *loader) all() bool {
	l.settings()
	if l.tree.Site.Schema > schema {
		l.found.problems = nil
		l.tree.siteFile.at("schema", "the content is of form %d, this program reads %d: update the portal first", l.tree.Site.Schema, schema)
		return false
	}
	l.sections = l.yaml("sections.yaml", &l.tree.Sections)
	l.yaml("words.yaml", &l.tree.Words)
	l.yaml("names.yaml", &l.tree.Names)
	l.yaml(hostsFile, &l.tree.Hosts)
	l.facts()
	keyed(l, "source", l.tree.Sources, func(_ string, s *Source, f *file) { s.file = f })
	keyed(l, "contact", l.tree.Contacts, func(key string, c *Contact, f *file) { c.Key, c.file = key, f })
	keyed(l, "term", l.tree.Terms, func(key string, t *Term, f *file) { t.Key, t.file = key, f })
	l.charts()
	l.folders("pages", l.page)
	l.folders("updates", l.update)
	l.strangers()
	return true
}

// settings reads what everything else is named by.
func (l *loader) settings() {
	l.tree.Site = &Site{}
	l.tree.siteFile = l.yaml("site.yaml", l.tree.Site)
	l.tree.topicsFile = l.yaml("topics.yaml", &l.tree.Topics)
}

// yaml reads one file; a file that is not there is a problem.
func (l *loader) yaml(name string, v any) *file {
	f := l.file(name)
	if src, ok := l.read(f); ok {
		f.decode(src, 1, v)
	}
	return f
}

// read gives the text of a file in the one form we work with: UTF-8 in NFC,
// plain line ends, no byte order mark.
func (l *loader) read(f *file) (string, bool) {
	data, err := fs.ReadFile(l.fsys, f.name)
	if err != nil {
		f.line(0, "the file is missing or cannot be read")
		return "", false
	}
	s := strings.TrimPrefix(string(data), "\ufeff")
	if !utf8.ValidString(s) {
		f.line(0, "is not UTF-8 text: save it with the encoding UTF-8")
		return "", false
	}
	s = norm.NFC.String(strings.ReplaceAll(s, "\r\n", "\n"))
	for i, line := range strings.Split(s, "\n") {
		f.letters(i+1, line)
	}
	return s, true
}

var (
	word     = regexp.MustCompile(`[\p{L}\x{AD}]+`)
	cyrillic = regexp.MustCompile(`\p{Cyrillic}`)
	latin    = regexp.MustCompile(`\p{Latin}`)
)

// suspicious letters stand in few lines, so that few are looked at closely.
func suspicious(r rune) bool {
	return r == 'ǝ' || r == 'Ǝ' || r == '\u00ad' || unicode.Is(unicode.Cyrillic, r)
}

// letters reports letters that look right and are not: no search finds them.
func (f *file) letters(n int, line string) {
	if !strings.ContainsFunc(line, suspicious) {
		return
	}
	for _, w := range word.FindAllString(line, -1) {
		switch {
		case strings.ContainsAny(w, "ǝƎ"):
			f.line(n, "“%s” has the letter ǝ (U+01DD): write ə (U+0259)", w)
		case strings.Contains(w, "\u00ad"):
			f.line(n, "“%s” has a hidden hyphen (U+00AD): take it out", w)
		case cyrillic.MatchString(w) && latin.MatchString(w):
			f.line(n, "“%s” mixes Latin and Cyrillic letters (%s is Cyrillic): write it in one alphabet", w, cyrillic.FindString(w))
		}
	}
}

// keyed reads the files of one kind, each of which holds values by key.
func keyed[T any](l *loader, kind string, all map[string]*T, add func(string, *T, *file)) {
	from := map[string]string{}
	for _, name := range l.files(kind + "s") {
		values := map[string]*T{}
		f := l.yaml(name, &values)
		l.lost[kind] = l.lost[kind] || f.broken && len(values) == 0
		for key, v := range values {
			l.key(f, key, from)
			all[key] = v
			add(key, v, f)
		}
	}
}

// facts are lists of periods, so they are read apart.
func (l *loader) facts() {
	from := map[string]string{}
	for _, name := range l.files("facts") {
		values := map[string][]Period{}
		f := l.yaml(name, &values)
		l.lost["fact"] = l.lost["fact"] || f.broken && len(values) == 0
		for key, periods := range values {
			l.key(f, key, from)
			l.tree.Facts[key] = Fact{Key: key, Periods: periods, file: f}
		}
	}
}

func (l *loader) key(f *file, key string, from map[string]string) {
	if !validName.MatchString(key) {
		f.at(key, "the key “%s” must be of the letters a-z, digits and “-”", key)
	}
	if other, twice := from[key]; twice {
		f.at(key, "the key “%s” stands in %s too: keep one", key, other)
	}
	from[key] = f.name
}

// files lists the YAML files of a folder that hold values by key.
func (l *loader) files(folder string) []string {
	names, _ := fs.Glob(l.fsys, folder+"/*.yaml")
	return slices.DeleteFunc(names, func(name string) bool { return name == hostsFile })
}

// folders calls read for every folder <top>/<group>/<id>, on all cores.
func (l *loader) folders(top string, read func(group, id, dir string)) {
	names, _ := fs.Glob(l.fsys, top+"/*/*")
	each(names, func(dir string) {
		if info, err := fs.Stat(l.fsys, dir); err == nil && info.IsDir() && !passedOver(dir) {
			read(path.Base(path.Dir(dir)), path.Base(dir), dir)
		}
	})
}

// each calls do for all values, on all cores, and waits.
func each[T any](values []T, do func(T)) {
	var group errgroup.Group
	group.SetLimit(runtime.GOMAXPROCS(0))
	for _, v := range values {
		group.Go(func() error { do(v); return nil })
	}
	group.Wait()
}

func (l *loader) page(section, id, dir string) {
	p := &Page{ID: id, Section: section, SourceLang: locales.EN}
	p.file = l.yaml(dir+"/page.yaml", p)
	p.Texts = l.texts(dir)
	l.mu.Lock()
	defer l.mu.Unlock()
	if old, twice := l.tree.Pages[id]; twice {
		p.file.line(0, "the page id “%s” stands in the section %s too: ids are unique", id, old.Section)
		return
	}
	l.tree.Pages[id] = p
}

func (l *loader) update(year, id, dir string) {
	u := &Update{ID: id, SourceLang: locales.EN}
	u.file = l.yaml(dir+"/update.yaml", u)
	u.Texts = l.texts(dir)
	u.Year, _ = strconv.Atoi(year)
	l.mu.Lock()
	defer l.mu.Unlock()
	if old, twice := l.tree.Updates[id]; twice {
		u.file.line(0, "the update id “%s” stands in the year %d too: ids are unique", id, old.Year)
		return
	}
	l.tree.Updates[id] = u
}

// texts reads the languages that a folder has.
func (l *loader) texts(dir string) map[locales.Lang]*Text {
	texts := map[locales.Lang]*Text{}
	for _, lang := range locales.All {
		name := dir + "/" + string(lang) + ".md"
		if _, err := fs.Stat(l.fsys, name); err != nil {
			continue
		}
		f := l.file(name)
		if src, ok := l.read(f); ok {
			texts[lang] = parseText(f, lang, src)
		}
	}
	return texts
}

// ReadText reads one text, as <dir>/en.md, and checks nothing. It reports false
// if there is none that reads.
func ReadText(fsys fs.FS, name string) (*Text, bool) {
	lang, known := locales.Parse(strings.TrimSuffix(path.Base(name), ".md"))
	l := &loader{fsys: fsys}
	f := l.file(name)
	src, ok := l.read(f)
	if !ok || !known {
		return nil, false
	}
	t := parseText(f, lang, src)
	return t, !f.broken
}

// parseText reads front matter and body.
func parseText(f *file, lang locales.Lang, src string) *Text {
	t := &Text{Lang: lang, file: f}
	src = typography(lang, src)
	head, text, found := cutFrontMatter(src)
	if !found {
		f.line(1, "no front matter: begin with a line “---”, then title, summary and slug, then “---”")
		t.body = parseBody("", 1)
		return t
	}
	f.decode(head, 2, t)
	t.body = parseBody(text, strings.Count(src[:len(src)-len(text)], "\n")+1)
	return t
}

func cutFrontMatter(src string) (head, text string, found bool) {
	rest, ok := strings.CutPrefix(src, "---\n")
	if !ok {
		return "", "", false
	}
	return strings.Cut(rest, "\n---\n")
}

// strangers reports files that nothing reads.
func (l *loader) strangers() {
	fs.WalkDir(l.fsys, ".", func(name string, d fs.DirEntry, err error) error {
		if err != nil {
			l.file(name).line(0, "cannot be read")
			return nil
		}
		if name != "." && passedOver(name) {
			if d.IsDir() {
				return fs.SkipDir
			}
			return nil
		}
		if !d.IsDir() && !expected(name) {
			l.file(name).line(0, "is not a file this site reads: check its name (small letters, digits, “-”) and its folder")
		}
		return nil
	})
}

// passedOver are files that belong to the program or to git hosts.
func passedOver(name string) bool {
	base := path.Base(name)
	return strings.HasPrefix(base, ".") || base == "testdata" || base == "README.md" || path.Ext(base) == ".go"
}

var (
	topFiles  = []string{"site.yaml", "sections.yaml", "topics.yaml", "words.yaml", "names.yaml"}
	schemas   = regexp.MustCompile(`^schemas/[a-z]+\.json$`) // for editors of YAML; nothing here reads them
	dataFile  = regexp.MustCompile(`^((facts|sources|contacts|terms|data)/[a-z0-9-]+\.yaml|data/[a-z0-9-]+\.csv)$`)
	textFiles = regexp.MustCompile(`^(pages/[a-z0-9-]+/[a-z0-9-]+/(page\.yaml|(az|nl|fr|en)\.md)|updates/\d{4}/[a-z0-9-]+/(update\.yaml|(az|nl|fr|en)\.md))$`)
)

func expected(name string) bool {
	return slices.Contains(topFiles, name) || schemas.MatchString(name) || dataFile.MatchString(name) || textFiles.MatchString(name)
}
