package site

import (
	"context"
	"fmt"
	"runtime"
	"slices"
	"strings"
	"sync"
	"time"

	"golang.org/x/sync/errgroup"

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
	frames    map[locales.Lang]*language // only what search results need
	unindexed []unindexed                // until there are indexes
	parts     *parts                     // of a preview, which is built as it is asked for; nil: all is built

	mu      sync.Mutex // guards index and closed until indexed is closed
	index   map[locales.Lang]*search.Index
	once    sync.Once // makes index
	indexed chan struct{}
	fault   error // why there is no index
	closed  bool

	refs    int // guarded by Live
	retired bool
}

type errorKey struct {
	lang   locales.Lang
	status int
}

// Finish makes what a first answer can do without: what [Snapshot.Complete]
// makes, then the feeds and the smallest form of everything. A snapshot may be
// served meanwhile; searches wait for the indexes, pages and feeds are written
// when asked for.
// When ctx ends it stops early, and another call goes on where it stopped.
func (s *Snapshot) Finish(ctx context.Context) error {
	if err := s.Complete(); err != nil {
		return err
	}
	var group errgroup.Group
	group.SetLimit(runtime.GOMAXPROCS(0))
	pack := func(r *Resource) {
		if ctx.Err() == nil {
			group.Go(r.pack)
		}
	}
	for _, r := range s.resources {
		pack(r)
	}
	for _, r := range s.errors {
		pack(r)
	}
	if err := group.Wait(); err != nil {
		return fmt.Errorf("site: %w", err)
	}
	if err := ctx.Err(); err != nil {
		return err
	}
	resources := s.resources // without the snapshot around them
	s.builder.last.Store(&resources)
	return nil
}

// Complete makes the search indexes and every page, unless they are there. A
// snapshot that replaces another is complete before it does.
func (s *Snapshot) Complete() error {
	s.once.Do(func() {
		if s.fault = s.addIndexes(); s.fault == nil {
			s.fault = s.render()
		}
	})
	return s.fault
}

func (s *Snapshot) addIndexes() error {
	defer close(s.indexed)
	var group errgroup.Group
	group.SetLimit(runtime.GOMAXPROCS(0))
	for _, u := range s.unindexed {
		group.Go(func() error { return s.addIndex(u) })
	}
	s.unindexed = nil
	if err := group.Wait(); err != nil {
		return fmt.Errorf("site: %w", err)
	}
	return nil
}

// render writes the pages, not the feeds: those are checked already.
func (s *Snapshot) render() error {
	var group errgroup.Group
	group.SetLimit(runtime.GOMAXPROCS(0))
	for _, r := range s.resources {
		if r.ContentType == htmlType {
			group.Go(r.Ready)
		}
	}
	if err := group.Wait(); err != nil {
		return fmt.Errorf("site: %w", err)
	}
	return nil
}

func (s *Snapshot) addIndex(u unindexed) error {
	ix, err := search.Build(u.lang, u.documents, u.synonyms)
	if err != nil {
		return err
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.closed { // nobody is left to search
		return ix.Close()
	}
	s.index[u.lang] = ix
	return nil
}

// Resource gives what an address answers.
func (s *Snapshot) Resource(path string) (*Resource, bool) {
	if s.parts != nil {
		return s.parts.resource(path)
	}
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

// Feeds gives every document of a feed that names a hub: a digest of its bytes
// by its whole address. It writes those that nobody has asked for yet.
func (s *Snapshot) Feeds() map[string]string {
	feeds := map[string]string{}
	for path, r := range s.resources {
		if r.Link != "" && r.Ready() == nil {
			feeds[s.builder.BaseURL+path] = r.etags[Identity]
		}
	}
	return feeds
}

// Error gives the page that tells a reader what to do when a request ended
// with the status. A status without a page of its own gets that of 500.
func (s *Snapshot) Error(lang locales.Lang, status int) *Resource {
	if s.parts != nil {
		return s.parts.failure(lang, status)
	}
	return s.failure(lang, status)
}

func (s *Snapshot) failure(lang locales.Lang, status int) *Resource {
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

// Index is the search index of a language. It waits until there is
// one, and answers until it is released; nil if ctx ends before.
func (s *Snapshot) Index(ctx context.Context, lang locales.Lang) *search.Index {
	if s.parts != nil {
		return s.parts.search(ctx, lang)
	}
	select {
	case <-s.indexed:
		return s.index[lang]
	case <-ctx.Done():
		return nil
	}
}

// Lang is the language that an address is in.
func Lang(path string) (locales.Lang, bool) {
	first, _, _ := strings.Cut(strings.TrimPrefix(path, "/"), "/")
	return locales.Parse(first)
}

// Discard gives up a snapshot that is never served.
func (s *Snapshot) Discard() { s.close() }

// close gives back what the garbage collector cannot: the search indexes.
func (s *Snapshot) close() {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.closed = true
	for _, ix := range s.index {
		ix.Close()
	}
}
