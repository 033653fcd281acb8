package site

import (
	"slices"
	"strings"
	"time"

	"portal/locales"
	"portal/search"
	"portal/templates"
)

// Snapshot is one version of the site, complete and immutable.
type Snapshot struct {
	Version    string
	ValidUntil time.Time // when the content changes by itself; zero: never
	Templates  *templates.Set

	builder   *Builder
	resources map[string]*Resource
	errors    map[errorKey]*Resource
	short     map[string]map[locales.Lang]string
	index     map[locales.Lang]*search.Index
	frames    map[locales.Lang]*language

	refs    int // guarded by Live
	retired bool
}

type errorKey struct {
	lang   locales.Lang
	status int
}

// Resource gives what an address answers.
func (s *Snapshot) Resource(path string) (*Resource, bool) {
	r, ok := s.resources[path]
	return r, ok
}

// Paths lists all addresses, sorted.
func (s *Snapshot) Paths() []string {
	all := make([]string, 0, len(s.resources))
	for path := range s.resources {
		all = append(all, path)
	}
	slices.Sort(all)
	return all
}

// Error gives the page that tells a reader what to do when a request ended
// with the status. A status without a page of its own gets that of 500.
func (s *Snapshot) Error(lang locales.Lang, status int) *Resource {
	if r, ok := s.errors[errorKey{lang, status}]; ok {
		return r
	}
	return s.errors[errorKey{lang, 500}]
}

// Short gives the address behind a short link, by page id or code.
func (s *Snapshot) Short(id string, lang locales.Lang) (string, bool) {
	path, ok := s.short[id][lang]
	return path, ok
}

// Index is the search index of a language. It answers until the snapshot is
// released.
func (s *Snapshot) Index(lang locales.Lang) *search.Index { return s.index[lang] }

// Lang is the language that an address is in.
func Lang(path string) (locales.Lang, bool) {
	first, _, _ := strings.Cut(strings.TrimPrefix(path, "/"), "/")
	return locales.Parse(first)
}

// close gives back what the garbage collector cannot: the search indexes.
func (s *Snapshot) close() {
	for _, ix := range s.index {
		ix.Close()
	}
}
