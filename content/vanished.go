package content

import (
	"fmt"
	"io/fs"
	"regexp"
	"time"

	"portal/locales"
)

// Vanished reports what readers keep and after no longer has, although before
// had it at the time at: ids of pages and updates, codes, feed entries, topics,
// feeds, and the name in feed ids. What no reader has seen yet may vanish. The
// trees may be outlines.
func Vanished(before, after *Tree, at time.Time) []Problem {
	kept := after.permanent(at)
	var lost []Problem
	for name, thing := range before.permanent(at) {
		_, there := kept[name]
		if _, whole := kept[thing.of]; !there && (whole || thing.of == name) {
			lost = append(lost, thing.problem)
		}
	}
	return sorted(lost)
}

// Outline reads of a tree what [Vanished] compares, and checks nothing.
func Outline(fsys fs.FS) *Tree {
	l := &loader{fsys: fsys, tree: newTree(), lost: map[string]bool{}}
	l.settings()
	l.folders("pages", func(section, id, dir string) {
		p := &Page{ID: id, Section: section}
		p.file = l.yaml(dir+"/page.yaml", p)
		l.mu.Lock()
		defer l.mu.Unlock()
		l.tree.Pages[id] = p
	})
	l.folders("updates", func(_, id, dir string) {
		u := &Update{ID: id}
		u.file = l.yaml(dir+"/update.yaml", u)
		l.mu.Lock()
		defer l.mu.Unlock()
		l.tree.Updates[id] = u
	})
	l.setAside()
	return l.tree
}

var outlineFile = regexp.MustCompile(`^(site\.yaml|topics\.yaml|pages/[^/]+/[^/]+/page\.yaml|updates/[^/]+/[^/]+/update\.yaml)$`)

// InOutline reports whether [Outline] reads the file.
func InOutline(name string) bool { return outlineFile.MatchString(name) }

// permanent are the things that must not vanish, by name.
type permanent map[string]thing

// thing is what it is of, itself or a page or an update, and the problem that
// its loss is; the loss of what it is of says it all.
type thing struct {
	of      string
	problem Problem
}

func (t *Tree) permanent(at time.Time) permanent {
	all := permanent{}
	tag := fmt.Sprintf("tag %s %d", t.Site.Tag.Authority, t.Site.Tag.Year)
	all.add(tag, tag, t.siteFile, "tag", "the “tag” names every feed entry that has been read: it never changes")
	for i, topic := range t.Topics {
		name := "topic " + topic.Key
		all.add(name, name, t.topicsFile, index("", i), "the topic “%s” is gone, but people subscribe to it: put it back", topic.Key)
	}
	for _, id := range sortedKeys(t.Pages) {
		if p := t.Pages[id]; p.Status(at) != Hidden {
			all.page(p, at)
		}
	}
	for _, id := range sortedKeys(t.Updates) {
		if u := t.Updates[id]; !u.AnnouncedAt.After(at) {
			all.update(u, at)
		}
	}
	return all
}

func (all permanent) add(name, of string, f *file, path, format string, args ...any) {
	if _, known := all[name]; !known {
		all[name] = thing{of, Problem{f.name, f.lines[path], fmt.Sprintf(format, args...)}}
	}
}

func (all permanent) page(p *Page, at time.Time) {
	name := "page " + p.ID
	all.add(name, name, p.file, "", "the page “%s” is gone: put its folder back and give it a fate (withdrawn, redirect or gone) in page.yaml", p.ID)
	all.add(fmt.Sprintf("code %s %d", p.ID, p.Code), name, p.file, "code", "the code %d is printed and shared: it never changes", p.Code)
	for i, c := range p.Changes {
		if c.Update == "" && all.change(name, p.file, index("changes", i), c, at) {
			all.feeds(name, p.file, p.Topics, p.Jurisdictions)
		}
	}
}

func (all permanent) update(u *Update, at time.Time) {
	name := "update " + u.ID
	all.add(name, name, u.file, "", "the update “%s” is gone: put its folder back, and say under “changes” what is no longer right", u.ID)
	all.feeds(name, u.file, u.Topics, u.Jurisdictions)
	for i, c := range u.Changes {
		all.change(name, u.file, index("changes", i), c, at)
	}
}

// change adds a note in each language it has, and reports whether it is in
// the feeds.
func (all permanent) change(of string, f *file, path string, c Change, at time.Time) (entry bool) {
	if c.Kind == "minor" || c.At.After(at) {
		return false
	}
	for _, lang := range locales.All {
		if c.Note[lang] != "" {
			entry = true
			all.add("change "+of+" "+c.ID+" "+string(lang), of, f, path, "the change “%s” or its note in a language is gone, but readers have it in their feeds: put it back", c.ID)
		}
	}
	return entry
}

// feeds adds the feeds of a topic and a law that have an entry.
func (all permanent) feeds(of string, f *file, topics, laws []string) {
	for _, topic := range topics {
		for _, law := range laws {
			all.add("feed "+topic+" "+law, of, f, "topics", "nothing is left of the topic “%s” under the law “%s”, but people subscribe to its feed: keep both here", topic, law)
		}
	}
}
