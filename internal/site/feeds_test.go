package site

import (
	"bytes"
	"fmt"
	"html"
	"io/fs"
	"maps"
	"regexp"
	"slices"
	"strings"
	"sync"
	"testing"
	"testing/fstest"
	"time"

	"github.com/mmcdole/gofeed"

	"portal/content"
	"portal/internal/feed"
	"portal/locales"
)

// feedAddresses are the first pages of all feeds, without endings.
func feedAddresses(s *Snapshot) []string {
	var all []string
	for _, path := range s.Paths() {
		if address, ok := strings.CutSuffix(path, ".atom"); ok && !strings.Contains(address, ".") {
			all = append(all, address)
		}
	}
	return all
}

func parse(t testing.TB, s *Snapshot, path string) *gofeed.Feed {
	t.Helper()
	r, ok := s.Resource(path)
	if !ok {
		t.Fatalf("no feed at %s", path)
	}
	parsed, err := gofeed.NewParser().Parse(bytes.NewReader(r.plain()))
	if err != nil {
		t.Fatalf("%s: %v", path, err)
	}
	return parsed
}

// whole reads a feed and all older pages that it leads to.
func whole(t testing.TB, s *Snapshot, address string) []*gofeed.Item {
	t.Helper()
	var items []*gofeed.Item
	for n := 1; ; n++ {
		path := address + ".atom"
		if n > 1 {
			path = fmt.Sprintf("%s.%d.atom", address, n)
		}
		items = append(items, parse(t, s, path).Items...)
		r, _ := s.Resource(path)
		next := fmt.Sprintf(`<link rel="next" type="application/atom+xml" href="%s%s.%d.atom">`, base, address, n+1)
		if !bytes.Contains(r.plain(), []byte(next)) {
			return items
		}
	}
}

// TestFeedsAgree: each feed holds the same entries in its three formats, in
// the same order, newest first, none from the future, each in its own
// language; its title is that of no other feed of the language.
func TestFeedsAgree(t *testing.T) {
	s := committed(t)
	feeds, entries := 0, 0
	for i, address := range feedAddresses(s) {
		if i%6 > 0 {
			continue // the running site shows all of them to feed readers
		}
		feeds++
		atom := parse(t, s, address+".atom")
		lang := address[1:3]
		for _, format := range []string{".rss", ".json"} {
			other := parse(t, s, address+format)
			if len(other.Items) != len(atom.Items) || other.Title != atom.Title {
				t.Errorf("%s%s is %q with %d entries, in Atom %q with %d", address, format, other.Title, len(other.Items), atom.Title, len(atom.Items))
				continue
			}
			for i, want := range atom.Items {
				if got := other.Items[i]; got.GUID != want.GUID || got.Title != want.Title || got.Link != want.Link {
					t.Errorf("%s%s entry %d is %s %q %s, in Atom %s %q %s", address, format, i, got.GUID, got.Title, got.Link, want.GUID, want.Title, want.Link)
				}
			}
		}
		for i, item := range atom.Items {
			if item.UpdatedParsed.After(now) || i > 0 && !item.UpdatedParsed.Before(*atom.Items[i-1].UpdatedParsed) {
				t.Errorf("%s: %s has the time %s", address, item.GUID, item.UpdatedParsed)
			}
			if !strings.HasSuffix(item.GUID, "/"+lang) || !strings.HasPrefix(item.Link, base+"/"+lang+"/") {
				t.Errorf("%s: %s leads to %s", address, item.GUID, item.Link)
			}
		}
		entries += len(atom.Items)
	}
	t.Logf("%d feeds in three formats, %d entries", feeds, entries)
}

// TestFeedAddresses: the feeds are the same in all languages; each is in the
// list of feeds once, and so is every topic and law.
func TestFeedAddresses(t *testing.T) {
	s := committed(t)
	names := map[string]int{}
	for _, address := range feedAddresses(s) {
		names[address[len("/xx/feeds/"):]]++
	}
	for name, n := range names {
		if n != len(locales.All) {
			t.Errorf("the feed %s is there in %d languages", name, n)
		}
	}
	b := builder(t, base)
	tree := tree(t, b, content.Embedded())
	for _, topic := range tree.Topics {
		if names["topic/"+topic.Key] == 0 {
			t.Errorf("the topic %s has no feed", topic.Key)
		}
	}
	for _, name := range []string{"all", "law/az", "law/be", "law/eu", "page/contacts"} {
		if names[name] == 0 {
			t.Errorf("there is no feed %s", name)
		}
	}
	opml, _ := s.Resource("/feeds.opml")
	list := opml.plain()
	for _, address := range feedAddresses(s) {
		if n := bytes.Count(list, []byte(`xmlUrl="`+base+address+`.atom"`)); n != 1 {
			t.Errorf("the list of feeds has %s %d times", address, n)
		}
	}
	titles := map[string]bool{}
	for _, found := range regexp.MustCompile(` title="([^"]*)" xmlUrl="[^"]*" htmlUrl="[^"]*" language="(..)"`).FindAllSubmatch(list, -1) {
		title := string(found[2]) + " " + string(found[1])
		if titles[title] {
			t.Errorf("two feeds have the title %s", title)
		}
		titles[title] = true
	}
	if len(titles) != len(feedAddresses(s)) {
		t.Errorf("the list of feeds has %d titles, want %d", len(titles), len(feedAddresses(s)))
	}

}

// TestAnnounced: a page announces the feed of everything first, then its own
// and those of its subjects, with the type they are served with; the page of
// feeds announces all but those of single pages.
func TestAnnounced(t *testing.T) {
	s := built(t, base, small(t))
	visit, _ := s.Short("visit", locales.EN)
	for path, want := range map[string][]string{
		visit:                       {"all.atom", "all.rss", "all.json", "page/visit.atom", "topic/fees.atom", "law/eu.atom"},
		"/en/feeds/":                {"all.atom", "all.rss", "all.json", "law/be.atom", "law/az.atom", "law/eu.atom", "topic/fees.atom", "topic/fees/be.atom", "topic/fees/eu.atom", "dates.ics", "/feeds.opml"},
		"/fr/updates/":              {"all.atom", "all.rss", "all.json", "dates.ics", "/feeds.opml"},
		"/en/updates/visa-fee-2026": {"all.atom", "all.rss", "all.json", "topic/fees.atom", "law/be.atom"},
	} {
		r, ok := s.Resource(path)
		if !ok {
			t.Fatalf("nothing at %s", path)
		}
		var got []string
		for _, link := range announced(r.plain()) {
			to, ok := s.Resource(strings.TrimPrefix(link.href, base))
			if !ok || !strings.HasPrefix(to.ContentType, link.media+";") || link.title == "" {
				t.Errorf("%s announces %+v", path, link)
			}
			got = append(got, strings.TrimPrefix(strings.TrimPrefix(link.href, base), path[:3]+"/feeds/"))
		}
		if !slices.Equal(got, want) {
			t.Errorf("%s announces %q, want %q", path, got, want)
		}
	}
}

type announcement struct{ media, title, href string }

// announced are the feeds in the head of a page.
func announced(body []byte) []announcement {
	var all []announcement
	for part := range strings.SplitSeq(html.UnescapeString(string(body)), `<link rel="alternate" type="`) {
		if media, rest, ok := strings.Cut(part, `" title="`); ok && !strings.Contains(media, "<") {
			title, rest, _ := strings.Cut(rest, `" href="`)
			href, _, _ := strings.Cut(rest, `"`)
			all = append(all, announcement{media, title, href})
		}
	}
	return all
}

// many is the small site with n more updates, announced a minute apart from
// January 2026 on.
func many(t testing.TB, n int) fs.FS {
	fsys := fstest.MapFS{}
	err := fs.WalkDir(small(t), ".", func(name string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		data, err := fs.ReadFile(small(t), name)
		fsys[name] = &fstest.MapFile{Data: data}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	for i := range n {
		for name, f := range maps.Clone(fsys) {
			if rest, ok := strings.CutPrefix(name, "updates/2026/be-1/"); ok {
				text := strings.NewReplacer(
					"announced_at: 2026-01-15T12:00:01+01:00", "announced_at: "+published(i).Format(time.RFC3339),
					"title: ", fmt.Sprintf("title: No %d ", i),
					"slug: ", fmt.Sprintf("slug: no-%d-", i),
					"original_title: ", "original_title: ",
				).Replace(string(f.Data))
				fsys[fmt.Sprintf("updates/2026/be-many-%d/%s", i, rest)] = &fstest.MapFile{Data: []byte(text)}
			}
		}
	}
	return fsys
}

func published(i int) time.Time {
	return time.Date(2026, 11, 20, 12, i, 0, 0, time.UTC)
}

// TestHundredUpdates publishes 100 updates one after another. A reader that
// looks after each sees exactly that one as new; at the end the pages of the
// feed hold all of them, none twice.
func TestHundredUpdates(t *testing.T) {
	const n = 100
	b := builder(t, base)
	tr := tree(t, b, many(t, n))
	seen, entries := map[string]bool{}, 0
	for i := -1; i < n; i++ {
		s := feedsOf(t, b, tr, locales.NL, published(i))
		var unread []string
		for _, item := range parse(t, s, "/nl/feeds/topic/fees.atom").Items {
			if !seen[item.GUID] {
				unread = append(unread, item.GUID)
			}
			seen[item.GUID] = true
		}
		want := fmt.Sprintf("tag:example.org,2026:update/be-many-%d/nl", i)
		if i >= 0 && (len(unread) != 1 || unread[0] != want) {
			t.Errorf("after publication %d a reader sees %q, want %s", i, unread, want)
		}
		entries = len(seen)
		if i == n-1 {
			items := whole(t, s, "/nl/feeds/topic/fees")
			ids := map[string]bool{}
			for _, item := range items {
				ids[item.GUID] = true
			}
			if len(items) != entries || len(ids) != entries {
				t.Errorf("the pages of the feed hold %d entries with %d ids, a reader has seen %d", len(items), len(ids), entries)
			}
			t.Logf("%d publications, %d entries", n, len(items))
		}
	}
}

// feedsOf builds nothing but the feeds of a language.
func feedsOf(t *testing.T, b *Builder, tr *content.Tree, lang locales.Lang, at time.Time) *Snapshot {
	t.Helper()
	s := &Snapshot{resources: map[string]*Resource{}}
	build := &build{Builder: b, tree: tr, now: at, snapshot: s, paths: paths{tr}}
	build.channels = sync.OnceValue(build.allChannels)
	if err := build.language(lang).feeds(); err != nil {
		t.Fatal(err)
	}
	return s
}

// edited is the small site with changes to its tree, built at a time.
func edited(t *testing.T, at time.Time, edit func(tr *content.Tree)) *Snapshot {
	t.Helper()
	b := builder(t, base)
	tr := tree(t, b, small(t))
	edit(tr)
	s, err := b.Build(tr, "test", at)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(s.close)
	return s
}

func ids(items []*gofeed.Item) []string {
	var all []string
	for _, item := range items {
		all = append(all, strings.TrimPrefix(item.GUID, "tag:example.org,2026:"))
	}
	return all
}

// TestStart: an announced rule is news again on the day it starts to apply,
// from midnight in its country on, unless it was stopped before.
func TestStart(t *testing.T) {
	midnight := time.Date(2026, 2, 1, 0, 0, 0, 0, time.FixedZone("", 3600))
	stopped := func(stage string, noted time.Time) func(tr *content.Tree) {
		return func(tr *content.Tree) {
			u := tr.Updates["be-1"]
			u.Stage = stage
			if !noted.IsZero() {
				u.Changes = []content.Change{{ID: "stopped", At: noted, Kind: "changed", Note: content.Notes{locales.EN: "Stopped."}}}
			}
		}
	}
	none := func(*content.Tree) {}
	for name, tt := range map[string]struct {
		at   time.Time
		edit func(tr *content.Tree)
		want []string
	}{
		"before":           {midnight.Add(-time.Second), none, []string{"update/be-1/en"}},
		"from then on":     {midnight, none, []string{"update/be-1/applies/en", "update/be-1/en"}},
		"proposed":         {midnight, stopped("proposed", time.Time{}), []string{"update/be-1/en"}},
		"suspended before": {midnight, stopped("suspended", midnight.AddDate(0, 0, -3)), []string{"update/be-1/en"}},
		"suspended later":  {midnight.AddDate(0, 0, 9), stopped("suspended", midnight.AddDate(0, 0, 8)), []string{"update/be-1/en", "update/be-1/applies/en"}},
		"no text in language": {midnight, func(tr *content.Tree) {
			delete(tr.Updates["be-1"].Texts, locales.EN)
			tr.Updates["be-1"].SourceLang = locales.AZ
		}, nil},
	} {
		s := edited(t, tt.at, tt.edit)
		items := parse(t, s, "/en/feeds/law/be.atom").Items
		if got := ids(items); !slices.Equal(got, tt.want) {
			t.Errorf("%s: %q, want %q", name, got, tt.want)
		}
	}
}

// TestStages: what is no law says so in title and category, and that does not
// change with the date.
func TestStages(t *testing.T) {
	for stage, want := range map[string]string{
		"adopted": "Visas cost 35 euros from 1 February 2026", "proposed": "Proposed: Visas cost 35 euros from 1 February 2026",
		"suspended": "Suspended: Visas cost 35 euros from 1 February 2026", "annulled": "Annulled: Visas cost 35 euros from 1 February 2026",
	} {
		for _, at := range []time.Time{now.AddDate(0, -9, -15), now, now.AddDate(1, 0, 0)} {
			s := edited(t, at, func(tr *content.Tree) { tr.Updates["be-1"].Stage = stage })
			items := parse(t, s, "/en/feeds/topic/fees/be.json").Items
			item := items[len(items)-1]
			if item.Title != want || !slices.Contains(item.Categories, stage) {
				t.Errorf("%s at %s: %q, %q", stage, at, item.Title, item.Categories)
			}
		}
	}
}

// TestOwnLanguage: what is not written in a language has no entry in its
// feeds; those without any entry are feeds all the same.
func TestOwnLanguage(t *testing.T) {
	s := edited(t, now, func(tr *content.Tree) {
		delete(tr.Pages["visit"].Changes[0].Note, locales.NL)
		delete(tr.Updates["be-1"].Texts, locales.NL)
	})
	for address, want := range map[string]int{
		"/nl/feeds/topic/fees": 0, "/nl/feeds/topic/fees/be": 0, "/nl/feeds/page/visit": 0, "/fr/feeds/topic/fees": 3, "/fr/feeds/page/visit": 1, "/nl/feeds/law/az": 0,
	} {
		for _, format := range feed.Formats {
			if f := parse(t, s, format.Of(address)); len(f.Items) != want {
				t.Errorf("%s: %d entries, want %d: %q", format.Of(address), len(f.Items), want, ids(f.Items))
			}
		}
	}
	if _, ok := s.Resource("/nl/feeds/dates.ics"); ok {
		t.Error("a calendar without a date")
	}
}

// TestNoteOfUpdate: a note about an update stands in the feed of its page and
// leads to the update; the update stands in the others, once, and leads to the
// page. A small edit stands nowhere.
func TestNoteOfUpdate(t *testing.T) {
	s := edited(t, now, func(tr *content.Tree) {
		p := tr.Pages["visit"]
		note := content.Notes{locales.EN: "The new fee."}
		p.Changes = append([]content.Change{
			{ID: "comma", At: now.Add(-time.Minute), Kind: "minor"},
			{ID: "fee", At: now.Add(-time.Hour), Kind: "changed", Update: "be-1", Section: "cost", Note: note},
		}, p.Changes...)
	})
	own := parse(t, s, "/en/feeds/page/visit.atom").Items
	if got := ids(own); !slices.Equal(got, []string{"change/visit/fee/en", "change/visit/published/en"}) {
		t.Errorf("the page has the entries %q", got)
	}
	if !strings.HasSuffix(own[0].Link, "#cost") || !strings.Contains(own[0].Content, base+"/en/updates/visa-fee-2026") {
		t.Errorf("%s: %s", own[0].Link, own[0].Content)
	}
	all := parse(t, s, "/en/feeds/topic/fees.atom").Items
	if got := ids(all); !slices.Equal(got, []string{"change/visit/published/en", "update/be-1/applies/en", "update/be-1/en"}) {
		t.Errorf("the topic has the entries %q", got)
	}
	if page, _ := s.Short("visit", locales.EN); !strings.Contains(all[2].Content, base+page) {
		t.Errorf("the update does not lead to its page: %s", all[2].Content)
	}
}

// TestCalendar: each whole date is an event that keeps its id; what was
// stopped before its day is called off, what came before is not.
func TestCalendar(t *testing.T) {
	noted := time.Date(2026, 6, 1, 12, 0, 0, 0, time.UTC)
	s := edited(t, now, func(tr *content.Tree) {
		u := tr.Updates["be-1"]
		u.Stage = "annulled"
		u.Changes = []content.Change{{ID: "annulled", At: noted, Kind: "changed", Note: content.Notes{locales.EN: "Annulled."}}}
	})
	r, ok := s.Resource("/fr/feeds/dates.ics")
	if !ok {
		t.Fatal("no calendar")
	}
	text := strings.ReplaceAll(string(r.plain()), "\r\n ", "")
	for _, want := range []string{
		"UID:tag:example.org\\,2026:update/be-1/in_force/fr\r\nDTSTAMP:20260601T120000Z\r\nLAST-MODIFIED:20260601T120000Z\r\nSEQUENCE:1\r\nDTSTART;VALUE=DATE:20260201\r\n",
		"DTSTART;VALUE=DATE:20261231\r\n",
	} {
		if !strings.Contains(text, want) {
			t.Errorf("no %q in\n%s", want, text)
		}
	}
	if confirmed, cancelled := strings.Count(text, "STATUS:CONFIRMED"), strings.Count(text, "STATUS:CANCELLED"); confirmed != 1 || cancelled != 1 {
		t.Errorf("%d events stand, %d are called off, want one each:\n%s", confirmed, cancelled, text)
	}
}
