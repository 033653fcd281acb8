//go:build verify

package verify

import (
	"encoding/json"
	"encoding/xml"
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"sync"
	"testing"

	"github.com/mmcdole/gofeed"
)

// feedTypes are the formats of a feed, by the ending of their addresses.
var feedTypes = map[string]string{".atom": "application/atom+xml", ".rss": "application/rss+xml", ".json": "application/feed+json"}

// feedDocument is one page of one feed, in all its formats.
type feedDocument struct {
	path    string // its address without the ending
	title   string
	home    string
	next    string
	entries []feedEntry
}

type feedEntry struct{ ID, URL, Title string }

// file is where the document was put for programs that read files.
func (d feedDocument) file(ending string) string { return filepath.Join(scratch, d.path) + ending }

// readFeeds gives every page of every feed of the list of feeds, read once for
// all checks. What they hold is that of the JSON form.
func readFeeds(t *testing.T) []feedDocument {
	t.Helper()
	all, err := readFeedsOnce()
	if err != nil {
		t.Fatal(err)
	}
	return all
}

var readFeedsOnce = sync.OnceValues(func() (all []feedDocument, err error) {
	listed, err := listedFeeds()
	if err != nil {
		return nil, err
	}
	for _, path := range listed {
		for path != "" {
			d, err := readFeed(path)
			if err != nil {
				return nil, fmt.Errorf("%s: %w", path, err)
			}
			all = append(all, d)
			path = d.next
		}
	}
	return all, nil
})

// listedFeeds are the feeds of feeds.opml, without their endings.
func listedFeeds() (paths []string, err error) {
	body, err := keep("/feeds.opml")
	if err != nil {
		return nil, err
	}
	var list struct {
		Feeds []struct {
			URL string `xml:"xmlUrl,attr"`
		} `xml:"body>outline>outline"`
	}
	if err := xml.Unmarshal(body, &list); err != nil {
		return nil, fmt.Errorf("/feeds.opml: %w", err)
	}
	for _, f := range list.Feeds {
		path, atom := strings.CutSuffix(f.URL, ".atom")
		path, ours := strings.CutPrefix(path, served.base)
		if !atom || !ours {
			return nil, fmt.Errorf("/feeds.opml: %s is no Atom feed of ours", f.URL)
		}
		paths = append(paths, path)
	}
	if len(paths) < 50*len(languages) {
		return nil, fmt.Errorf("/feeds.opml: %d feeds, want 50 a language at least", len(paths))
	}
	return paths, nil
}

func readFeed(path string) (feedDocument, error) {
	for _, ending := range []string{".atom", ".rss"} {
		if _, err := keep(path + ending); err != nil {
			return feedDocument{}, err
		}
	}
	body, err := keep(path + ".json")
	if err != nil {
		return feedDocument{}, err
	}
	var f struct {
		Version, Title string
		FeedURL        string `json:"feed_url"`
		HomeURL        string `json:"home_page_url"`
		NextURL        string `json:"next_url"`
		Items          []feedEntry
	}
	if err := json.Unmarshal(body, &f); err != nil {
		return feedDocument{}, err
	}
	next := strings.TrimSuffix(strings.TrimPrefix(f.NextURL, served.base), ".json")
	if f.Version != "https://jsonfeed.org/version/1.1" || f.FeedURL != served.base+path+".json" || len(f.Items) == 0 || f.Title == "" || next == path {
		err = fmt.Errorf("version %q, title %q, feed_url %q, next_url %q, %d items", f.Version, f.Title, f.FeedURL, f.NextURL, len(f.Items))
	}
	return feedDocument{path, f.Title, f.HomeURL, next, f.Items}, err
}

// keep fetches a document and puts it into a file.
func keep(path string) ([]byte, error) {
	a, err := served.ask("GET", path)
	if err == nil && a.status != 200 {
		err = fmt.Errorf("status %d", a.status)
	}
	if want := feedTypes[filepath.Ext(path)]; err == nil && want != "" {
		if got, _, _ := strings.Cut(a.header.Get("Content-Type"), ";"); got != want {
			err = fmt.Errorf("Content-Type %q, want %q", got, want)
		}
	}
	if err != nil {
		return nil, fmt.Errorf("%s: %w", path, err)
	}
	name := filepath.Join(scratch, path)
	if err := os.MkdirAll(filepath.Dir(name), 0o755); err != nil {
		return nil, err
	}
	return a.body, os.WriteFile(name, a.body, 0o644)
}

// agree tells where a reader sees other entries than those of the JSON form.
func (d feedDocument) agree(reader, ending string, got []feedEntry) (faults []string) {
	if len(got) != len(d.entries) {
		return []string{fmt.Sprintf("%s%s: %s has %d entries, want %d", d.path, ending, reader, len(got), len(d.entries))}
	}
	for i, want := range d.entries {
		if got[i] != want {
			faults = append(faults, fmt.Sprintf("%s%s: %s has the entry %q, want %q", d.path, ending, reader, got[i], want))
		}
	}
	return faults
}

func entriesIn(feeds []feedDocument) (entries int) {
	for _, d := range feeds {
		entries += len(d.entries)
	}
	return entries
}

// TestFeedEntries: an id stands once in a feed, and for the same entry
// wherever it stands; none is lost between the pages of a feed.
func TestFeedEntries(t *testing.T) {
	var faults []string
	known := map[string]feedEntry{}
	feed := map[string]bool{} // ids of the feed being read
	for i, d := range readFeeds(t) {
		if i == 0 || readFeeds(t)[i-1].next != d.path {
			feed = map[string]bool{}
		}
		for _, e := range d.entries {
			if other, ok := known[e.ID]; ok && other != e {
				faults = append(faults, fmt.Sprintf("%s: %q is %q elsewhere", d.path, e, other))
			}
			if feed[e.ID] {
				faults = append(faults, d.path+": twice: "+e.ID)
			}
			feed[e.ID], known[e.ID] = true, e
			if !strings.HasPrefix(e.ID, "tag:") || !strings.HasPrefix(e.URL, served.base+"/") || strings.TrimSpace(e.Title) == "" {
				faults = append(faults, fmt.Sprintf("%s: entry %q", d.path, e))
			}
		}
	}
	report(t, faults)
	t.Logf("%d documents with %d entries, %d different ones", len(readFeeds(t)), entriesIn(readFeeds(t)), len(known))
}

// TestFeedFormats reads all formats with gofeed.
func TestFeedFormats(t *testing.T) {
	var faults []string
	for _, d := range readFeeds(t) {
		for ending := range feedTypes {
			data, err := os.ReadFile(d.file(ending))
			if err != nil {
				t.Fatal(err)
			}
			f, err := gofeed.NewParser().ParseString(string(data))
			if err != nil {
				faults = append(faults, fmt.Sprintf("%s%s: %v", d.path, ending, err))
				continue
			}
			var got []feedEntry
			for _, item := range f.Items {
				got = append(got, feedEntry{item.GUID, item.Link, item.Title})
				if item.PublishedParsed == nil {
					faults = append(faults, d.path+ending+": no date: "+item.GUID)
				}
			}
			faults = append(faults, d.agree("gofeed", ending, got)...)
		}
	}
	report(t, faults)
	t.Logf("%d documents in three formats, %d entries", len(readFeeds(t)), entriesIn(readFeeds(t)))
}

// TestFeedsAreAnnounced: the page about feeds of each language names all feeds
// of the language in all formats, the calendar and the list of feeds; the feed
// of one page is announced on that page, in the first format.
func TestFeedsAreAnnounced(t *testing.T) {
	var faults []string
	pages := map[string]map[string]bool{} // addresses that a page names
	names := func(page, path string) {
		if pages[page] == nil {
			pages[page] = feedAddresses(t, page)
		}
		if !pages[page][path] {
			faults = append(faults, page+" does not name "+path)
		}
	}
	for _, lang := range languages {
		names("/"+lang+"/feeds/", "/feeds.opml")
		names("/"+lang+"/feeds/", "/"+lang+"/feeds/dates.ics")
	}
	older := ""
	for _, d := range readFeeds(t) {
		page := "/" + strings.Split(d.path, "/")[1] + "/feeds/"
		if strings.Contains(d.path, "/feeds/page/") {
			page = strings.TrimPrefix(d.home, served.base)
		}
		switch {
		case d.path == older: // which a feed leads to itself
		case page == strings.TrimPrefix(d.home, served.base):
			names(page, d.path+".atom")
		default:
			for ending := range feedTypes {
				names(page, d.path+ending)
			}
		}
		older = d.next
	}
	report(t, faults)
	t.Logf("%d pages announce feeds", len(pages))
}

// feedAddresses are those a page names.
func feedAddresses(t *testing.T, path string) map[string]bool {
	t.Helper()
	p, err := parse(path, served.get(t, path).body)
	if err != nil {
		t.Fatal(err)
	}
	named := map[string]bool{}
	for _, l := range p.links {
		named[l.path] = true
	}
	return named
}

// TestFeedLinks: what an entry links to is there.
func TestFeedLinks(t *testing.T) {
	c := crawled(t)
	checked := map[string]bool{}
	for _, d := range readFeeds(t) {
		for _, e := range d.entries {
			if checked[e.URL] {
				continue
			}
			checked[e.URL] = true
			r := c.pages[0].resolve("a", e.URL)
			p := c.page(r.path)
			if p == nil || r.anchor != "" && p.ids[r.anchor] == 0 {
				t.Errorf("entry %s leads to %s, which is not there", e.ID, e.URL)
			}
		}
	}
	t.Log(strconv.Itoa(len(checked)) + " addresses of entries")
}
