package site

import (
	"context"
	"strings"
	"sync"
	"time"

	"portal/content"
	"portal/locales"
	"portal/search"
)

// Preview gives a snapshot to somebody who writes: it shows drafts and what
// is not public yet too, and says so. Each part is built when it is first
// asked for, so that one page can be looked at without waiting for all. A part
// that cannot be built answers 500 and says why. It is never finished.
func (b *Builder) Preview(tree *content.Tree, version string, now time.Time) (*Snapshot, error) {
	build, err := b.begin(tree, version, now)
	if err != nil {
		return nil, err
	}
	build.preview = true
	build.shortLinks()
	s := build.snapshot
	s.parts = &parts{build: build, texts: map[string]func() error{}, made: map[string]error{}}
	for _, lang := range locales.All {
		s.parts.add(s.frames[lang])
	}
	close(s.indexed)
	return s, nil
}

// parts are what a preview is built of.
type parts struct {
	*build
	mu    sync.Mutex
	texts map[string]func() error // that build one page or update, by its address
	made  map[string]error        // how the building of a part ended
}

func (p *parts) add(l *language) {
	for _, page := range l.visible() {
		p.texts[l.paths.page(l.lang, page.ID)] = func() error { return l.guide(page) }
	}
	for _, u := range l.announced() {
		p.texts[l.paths.update(l.lang, u.ID)] = func() error { return l.update(u) }
	}
}

// once builds a part that is not built yet.
func (p *parts) once(name string, jobs ...func() error) error {
	err, done := p.made[name]
	for _, job := range jobs {
		if !done && err == nil {
			err = job()
		}
	}
	p.made[name] = err
	return err
}

// resource builds what an address needs: its text, or else all the lists and
// feeds of its language.
func (p *parts) resource(path string) (*Resource, bool) {
	p.mu.Lock()
	defer p.mu.Unlock()
	var err error
	lang, ok := Lang(path)
	switch text := p.texts[path]; {
	case text != nil:
		err = p.once(path, text)
	case ok:
		err = p.others(lang)
	default:
		err = p.once("machines", p.machines, p.opml, p.chooser)
	}
	if err != nil {
		return unbuilt(err), true
	}
	r, ok := p.snapshot.resources[path]
	return r, ok
}

func (p *parts) others(lang locales.Lang) error {
	l := p.snapshot.frames[lang]
	err := p.once("others "+string(lang), append(l.others(), l.fates)...)
	directory := l.paths.page(lang, "contacts") // brings the cards
	if text := p.texts[directory]; err == nil && text != nil {
		err = p.once(directory, text)
	}
	return err
}

// unbuilt tells who writes why there is no page.
func unbuilt(err error) *Resource {
	r := &Resource{Status: 500, ContentType: "text/plain; charset=utf-8", Cache: "no-store", body: []byte("This page cannot be built: " + err.Error() + "\n")}
	r.finish()
	return r
}

// failure is the page of a status.
func (p *parts) failure(lang locales.Lang, status int) *Resource {
	p.mu.Lock()
	defer p.mu.Unlock()
	if err := p.others(lang); err != nil {
		return unbuilt(err)
	}
	return p.snapshot.failure(lang, status)
}

// search builds the index of a language, and for it all its texts.
func (p *parts) search(ctx context.Context, lang locales.Lang) *search.Index {
	p.mu.Lock()
	defer p.mu.Unlock()
	l := p.snapshot.frames[lang]
	err := p.once("search "+string(lang), func() error {
		for path, text := range p.texts {
			if strings.HasPrefix(path, l.paths.home(lang)) {
				p.once(path, text) // one that fails says so itself
			}
		}
		return p.snapshot.addIndex(unindexed{l.lang, l.documents, l.synonyms()})
	})
	if err != nil || ctx.Err() != nil {
		return nil
	}
	return p.snapshot.index[lang]
}

// asOf is the language on the day a page becomes public, for one that waits.
func (l *language) asOf(public time.Time) *language {
	if !public.After(l.now) {
		return l
	}
	text := *l.text
	text.Now = public
	later := *l
	later.text = &text
	return &later
}

// pageBanner says that readers do not see the page yet, and why.
func (l *language) pageBanner(p *content.Page) (string, error) {
	switch {
	case p.Draft:
		return l.p.T("preview.draft")
	case p.PublishAt.After(l.now):
		return l.banner(p.PublishAt)
	}
	return "", nil
}

func (l *language) updateBanner(u *content.Update) (string, error) {
	if !u.AnnouncedAt.After(l.now) {
		return "", nil
	}
	return l.banner(u.AnnouncedAt)
}

func (l *language) banner(from time.Time) (string, error) {
	day := from.In(l.tree.Zone("be"))
	return l.p.T("preview.from", "date", l.p.Date(day.Year(), day.Month(), day.Day()))
}
