//go:build verify

package verify

import (
	"encoding/json"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/mmcdole/gofeed"
)

// jsonFeed is what the three formats of a feed must agree with.
type jsonFeed struct {
	Version string `json:"version"`
	FeedURL string `json:"feed_url"`
	Items   []struct {
		ID, URL, Title string
	} `json:"items"`
}

func readJSONFeed(t *testing.T, path string) jsonFeed {
	t.Helper()
	var f jsonFeed
	if err := json.Unmarshal(served.get(t, path).body, &f); err != nil {
		t.Fatalf("%s: %v", path, err)
	}
	if f.Version != "https://jsonfeed.org/version/1.1" || f.FeedURL != served.base+path || len(f.Items) == 0 {
		t.Errorf("%s: version %q, feed_url %q, %d items", path, f.Version, f.FeedURL, len(f.Items))
	}
	return f
}

// TestFeedReader subscribes newsboat, a reader that has nothing to do with
// us, to the Atom feed of each language.
func TestFeedReader(t *testing.T) {
	for _, lang := range languages {
		base := served.base + "/" + lang + "/feeds/all"
		want := readJSONFeed(t, "/"+lang+"/feeds/all.json")
		got := subscribe(t, base+".atom")
		if len(got) != len(want.Items) {
			t.Errorf("%s.atom: newsboat has %d entries, the JSON feed %d", base, len(got), len(want.Items))
			continue
		}
		var titles []string
		for _, item := range want.Items {
			titles = append(titles, item.ID+" "+item.Title+" "+item.URL)
		}
		slices.Sort(titles)
		slices.Sort(got)
		if !slices.Equal(got, titles) {
			t.Errorf("%s.atom: newsboat shows\n%q\nthe JSON feed has\n%q", base, got, titles)
		}
		t.Logf("%s.atom: %d entries in newsboat", base, len(got))
	}
}

// subscribe lets newsboat fetch a feed and gives id, title and address of its
// entries.
func subscribe(t *testing.T, feed string) []string {
	t.Helper()
	dir := t.TempDir()
	urls, config, cache := filepath.Join(dir, "urls"), filepath.Join(dir, "config"), filepath.Join(dir, "cache.db")
	for name, text := range map[string]string{urls: feed + "\n", config: "download-retries 1\n"} {
		if err := os.WriteFile(name, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	newsboat := exec.Command("newsboat", "-q", "-u", urls, "-C", config, "-c", cache, "-x", "reload")
	newsboat.Env = append(os.Environ(), "HOME="+dir, "LC_ALL=C.UTF-8")
	if out, err := newsboat.CombinedOutput(); err != nil {
		t.Fatalf("%s: newsboat: %v\n%s", feed, err, out)
	}
	out, err := exec.Command("sqlite3", cache, "select guid || ' ' || title || ' ' || url from rss_item").Output()
	if err != nil {
		t.Fatalf("%s: the cache of newsboat: %v", feed, err)
	}
	return strings.Split(strings.TrimSpace(string(out)), "\n")
}

// TestFeedFormats reads every announced feed in all its formats with a second
// reader: same ids, same order, right type, absolute addresses.
func TestFeedFormats(t *testing.T) {
	c := crawled(t)
	feeds := map[string]bool{}
	for _, p := range c.pages {
		for _, l := range p.links {
			if name, ok := strings.CutSuffix(l.path, ".atom"); ok {
				feeds[name] = true
			}
		}
	}
	if len(feeds) < len(languages) {
		t.Fatalf("pages name %d feeds, want one a language at least", len(feeds))
	}
	entries := 0
	for name := range feeds {
		var want []string
		for _, item := range readJSONFeed(t, name+".json").Items {
			want = append(want, item.ID+" "+item.URL)
		}
		entries += len(want)
		for ending, kind := range map[string]string{".atom": "application/atom+xml", ".rss": "application/rss+xml", ".json": "application/feed+json"} {
			a := served.get(t, name+ending)
			if got, _, _ := strings.Cut(a.header.Get("Content-Type"), ";"); got != kind {
				t.Errorf("%s%s: Content-Type %q, want %q", name, ending, got, kind)
			}
			f, err := gofeed.NewParser().ParseString(string(a.body))
			if err != nil {
				t.Errorf("%s%s: %v", name, ending, err)
				continue
			}
			var got []string
			for _, item := range f.Items {
				got = append(got, item.GUID+" "+item.Link)
				if item.UpdatedParsed == nil && item.PublishedParsed == nil || item.Title == "" || !strings.HasPrefix(item.Link, served.base+"/") {
					t.Errorf("%s%s: entry %q without a date, a title or an address of ours: %q", name, ending, item.GUID, item.Link)
				}
			}
			if !slices.Equal(got, want) {
				t.Errorf("%s%s: entries\n%q\nwant those of the JSON feed\n%q", name, ending, got, want)
			}
		}
	}
	t.Logf("%d feeds in three formats, %d entries", len(feeds), entries)
}

// TestFeedLinks: what an entry links to is there.
func TestFeedLinks(t *testing.T) {
	c := crawled(t)
	checked := 0
	for _, lang := range languages {
		for _, item := range readJSONFeed(t, "/"+lang+"/feeds/all.json").Items {
			r := c.pages[0].resolve("a", item.URL)
			p := c.page(r.path)
			if p == nil || r.anchor != "" && p.ids[r.anchor] == 0 {
				t.Errorf("entry %s leads to %s, which is not there", item.ID, item.URL)
			}
			checked++
		}
	}
	t.Log(strconv.Itoa(checked) + " entries lead to their page")
}
