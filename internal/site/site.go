// Package site builds the whole public site from one version of the content.
//
// A [Builder] turns a tree into a [Snapshot]: every page, feed and index in
// all four languages, rendered, compressed and ready to send. A Snapshot never
// changes. [Live] holds the one being served; publishing is one call of
// [Live.Swap].
package site

import (
	"fmt"
	"runtime"
	"sync"
	"sync/atomic"
	"time"

	"golang.org/x/sync/errgroup"

	"portal/content"
	"portal/locales"
	"portal/search"
	"portal/static"
	"portal/templates"
)

// Builder makes snapshots. It is safe for concurrent use.
type Builder struct {
	Catalog *locales.Catalog
	BaseURL string // origin of absolute addresses, without a slash at the end
	Hub     string // WebSub hub that feeds name; empty: none

	assets    *static.Assets
	resources map[string]*Resource // the assets at today's addresses

	last atomic.Pointer[map[string]*Resource] // of the snapshot finished last

	mu   sync.Mutex // guards what follows
	set  *templates.Set
	site templates.Site // that set was parsed for
}

// NewBuilder reads what all snapshots share: texts, templates, assets.
func NewBuilder(baseURL string) (*Builder, error) {
	catalog, err := locales.Load()
	if err != nil {
		return nil, err
	}
	assets, err := static.Load()
	if err != nil {
		return nil, err
	}
	return &Builder{Catalog: catalog, BaseURL: baseURL, assets: assets, resources: assetResources(assets)}, nil
}

// templates gives the parsed templates, anew only when the site has another
// name or licence.
func (b *Builder) templates(site templates.Site) (*templates.Set, error) {
	b.mu.Lock()
	defer b.mu.Unlock()
	if b.set != nil && b.site == site {
		return b.set, nil
	}
	set, err := templates.New(b.Catalog, b.assets, site)
	if err == nil {
		b.set, b.site = set, site
	}
	return set, err
}

// Build renders a checked tree as of now. The version names the content in the
// header Portal-Content. Same tree, same now, same program: same bytes. The
// caller finishes the snapshot, see [Snapshot.Finish].
func (b *Builder) Build(tree *content.Tree, version string, now time.Time) (*Snapshot, error) {
	build, err := b.begin(tree, version, now)
	if err != nil {
		return nil, err
	}
	if err := build.all(); err != nil {
		build.snapshot.close()
		return nil, fmt.Errorf("site: %w", err)
	}
	build.shed()
	return build.snapshot, nil
}

// begin makes an empty snapshot to be filled.
func (b *Builder) begin(tree *content.Tree, version string, now time.Time) (*build, error) {
	set, err := b.templates(templates.Site{Name: tree.Site.Name, Licence: tree.Site.Licence.Name})
	if err != nil {
		return nil, fmt.Errorf("site: %w", err)
	}
	s := &Snapshot{
		Version:    version,
		ValidUntil: tree.NextBoundary(now),
		Templates:  set,
		builder:    b,
		resources:  map[string]*Resource{},
		errors:     map[errorKey]*Resource{},
		short:      map[string]map[locales.Lang]string{},
		index:      map[locales.Lang]*search.Index{},
		frames:     map[locales.Lang]*language{},
		indexed:    make(chan struct{}),
	}
	build := &build{Builder: b, tree: tree, now: now, snapshot: s, paths: paths{tree}}
	build.channels = sync.OnceValue(build.allChannels)
	for _, lang := range locales.All {
		s.frames[lang] = build.language(lang)
	}
	return build, nil
}

// unindexed is what the index of a language is made of.
type unindexed struct {
	lang      locales.Lang
	documents []search.Document
	synonyms  []search.Synonym
}

// shed leaves to the snapshot what it needs from here on, which is not the
// tree: two snapshots are in memory while one replaces the other.
func (b *build) shed() {
	s, names := b.snapshot, b.tree.WithoutTexts()
	light := &build{Builder: b.Builder, tree: names, now: b.now, snapshot: s, paths: paths{names}}
	for _, lang := range locales.All {
		l := s.frames[lang]
		s.unindexed = append(s.unindexed, unindexed{lang, l.documents, l.synonyms()})
		s.frames[lang] = &language{build: light, lang: lang, p: l.p, entries: l.entries}
	}
}

// build is one build under way.
type build struct {
	*Builder
	tree     *content.Tree
	now      time.Time
	paths    paths
	snapshot *Snapshot
	channels func() []channel // made once, when first asked for
	preview  bool             // shows what is not public yet

	mu sync.Mutex // guards what jobs add to the snapshot
}

// all runs every part of the build on all cores.
func (b *build) all() error {
	var jobs errgroup.Group
	jobs.SetLimit(runtime.GOMAXPROCS(0))
	for _, lang := range locales.All {
		for _, job := range b.snapshot.frames[lang].jobs() {
			jobs.Go(job)
		}
	}
	jobs.Go(b.machines)
	jobs.Go(b.opml)
	jobs.Go(b.chooser)
	b.shortLinks()
	return jobs.Wait()
}

// add puts a resource at an address. Two resources at one address are an
// error: a slug took the address of something else.
func (b *build) add(path string, r *Resource) error {
	if last := b.last.Load(); last != nil {
		r.before = (*last)[path]
	}
	if r.render == nil {
		r.finish()
	}
	b.mu.Lock()
	defer b.mu.Unlock()
	if _, taken := b.snapshot.resources[path]; taken {
		return fmt.Errorf("two pages have the address %s: change the slug of one", path)
	}
	b.snapshot.resources[path] = r
	return nil
}

// page renders a view to an address.
func (b *build) page(path string, lang locales.Lang, view templates.View) error {
	html, err := b.snapshot.Templates.Render(lang, view)
	if err != nil {
		return err
	}
	return b.add(path, &Resource{ContentType: htmlType, Cache: revalidate, Status: 200, body: html})
}

// later is page for the many views that the first answer of a cold start need
// not wait for: each is rendered when somebody asks for it, and all of them by
// [Snapshot.Complete].
func (b *build) later(path string, lang locales.Lang, view templates.View) error {
	set := b.snapshot.Templates // not b: the tree would stay in memory
	render := func() ([]byte, error) { return set.Render(lang, view) }
	return b.add(path, &Resource{ContentType: htmlType, Cache: revalidate, Status: 200, render: render})
}
