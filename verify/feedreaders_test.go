//go:build verify

package verify

import (
	"bytes"
	"encoding/json"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

// TestFeedGrammar holds every feed against the grammar of its format with
// xmllint, after it has refused a feed that breaks it.
func TestFeedGrammar(t *testing.T) {
	feeds := readFeeds(t)
	for ending, grammar := range map[string]string{".atom": "atom.rng", ".rss": "rss.rng"} {
		good, err := os.ReadFile(feeds[0].file(ending))
		if err != nil {
			t.Fatal(err)
		}
		bad := filepath.Join(t.TempDir(), "bad"+ending)
		if err := os.WriteFile(bad, bytes.ReplaceAll(good, []byte("title>"), []byte("titel>")), 0o644); err != nil {
			t.Fatal(err)
		}
		if valid(t, grammar, bad) != 0 {
			t.Errorf("%s lets a misspelt element pass", grammar)
		}
		var files []string
		for _, d := range feeds {
			files = append(files, d.file(ending))
		}
		if got := valid(t, grammar, files...); got != len(files) {
			t.Errorf("%s: %d of %d documents are valid", grammar, got, len(files))
		}
		t.Logf("%s: %d documents", grammar, len(files))
	}
	if out, err := exec.Command("xmllint", "--noout", "--nonet", filepath.Join(scratch, "feeds.opml")).CombinedOutput(); err != nil || len(out) > 0 {
		t.Errorf("feeds.opml: %v\n%s", err, out)
	}
}

// valid gives how many files xmllint finds valid, and logs what it says of the
// others.
func valid(t *testing.T, grammar string, files ...string) (good int) {
	t.Helper()
	args := append([]string{"--noout", "--nonet", "--relaxng", grammar}, files...)
	out, err := exec.Command("xmllint", args...).CombinedOutput()
	if _, failed := err.(*exec.ExitError); err != nil && !failed {
		t.Fatal(err)
	}
	said := 0
	for line := range strings.Lines(string(out)) {
		if strings.HasSuffix(line, " validates\n") {
			good++
		} else if said++; said <= 20 {
			t.Log(strings.TrimSpace(line))
		}
	}
	return good
}

// TestFeedSfeed reads all Atom and RSS documents with sfeed.
func TestFeedSfeed(t *testing.T) {
	var faults []string
	for _, ending := range []string{".atom", ".rss"} {
		args := []string{"-c", `for f; do sfeed <"$f" >"$f.tsv" || exit; done`, "sh"}
		for _, d := range readFeeds(t) {
			args = append(args, d.file(ending))
		}
		if out, err := exec.Command("sh", args...).CombinedOutput(); err != nil || len(out) > 0 {
			t.Fatalf("sfeed: %v\n%s", err, out)
		}
		for _, d := range readFeeds(t) {
			data, err := os.ReadFile(d.file(ending) + ".tsv")
			if err != nil {
				t.Fatal(err)
			}
			var got []feedEntry
			for line := range strings.Lines(string(data)) {
				fields := strings.Split(line, "\t") // time, title, link, content, its type, id, and more
				if len(fields) < 6 || fields[0] == "" || fields[3] == "" {
					faults = append(faults, fmt.Sprintf("%s%s: sfeed says %q", d.path, ending, line))
					continue
				}
				got = append(got, feedEntry{fields[5], fields[2], fields[1]})
			}
			faults = append(faults, d.agree("sfeed", ending, got)...)
		}
	}
	report(t, faults)
	t.Logf("%d documents in two formats, %d entries", len(readFeeds(t)), entriesIn(readFeeds(t)))
}

// readByPython is what feeds.py makes of a document.
type readByPython struct {
	Version, Home, Title string
	Entries              []feedEntry
	Faults               []string
}

// TestFeedPython reads all Atom and RSS documents with feedparser, the
// calendars with icalendar and the list of feeds with ElementTree.
func TestFeedPython(t *testing.T) {
	feeds := readFeeds(t)
	asked := struct {
		Feeds     [][2]string `json:"feeds"`
		Calendars []string    `json:"calendars"`
		Lists     []string    `json:"lists"`
	}{Lists: []string{filepath.Join(scratch, "feeds.opml")}}
	versions := []struct{ ending, version string }{{".atom", "atom10"}, {".rss", "rss20"}}
	for _, v := range versions {
		for _, d := range feeds {
			asked.Feeds = append(asked.Feeds, [2]string{d.file(v.ending), feedTypes[v.ending] + "; charset=utf-8"})
		}
	}
	for _, lang := range languages {
		if _, err := keep("/" + lang + "/feeds/dates.ics"); err != nil {
			t.Fatal(err)
		}
		asked.Calendars = append(asked.Calendars, filepath.Join(scratch, lang, "feeds", "dates.ics"))
	}
	var answer struct{ Feeds, Calendars, Lists []readByPython }
	python(t, asked, &answer)
	if len(answer.Feeds) != len(asked.Feeds) || len(answer.Calendars) != len(languages) || len(answer.Lists) != 1 {
		t.Fatalf("feeds.py read %d feeds, %d calendars, %d lists", len(answer.Feeds), len(answer.Calendars), len(answer.Lists))
	}

	var faults []string
	for i, got := range answer.Feeds {
		d, v := feeds[i%len(feeds)], versions[i/len(feeds)]
		faults = append(faults, prefix(d.path+v.ending+": ", got.Faults)...)
		if got.Version != v.version || got.Home != d.home || got.Title != d.title {
			faults = append(faults, fmt.Sprintf("%s%s: feedparser sees %s %q of %q, want %s %q of %q", d.path, v.ending, got.Version, got.Title, got.Home, v.version, d.title, d.home))
		}
		faults = append(faults, d.agree("feedparser", v.ending, got.Entries)...)
	}
	faults = append(faults, calendarFaults(t, answer.Calendars)...)
	list := answer.Lists[0]
	faults = append(faults, prefix("/feeds.opml: ", list.Faults)...)
	home := map[string]feedDocument{}
	for _, d := range feeds {
		home[served.base+d.path+".atom"] = d
	}
	for _, f := range list.Entries {
		if d := home[f.ID]; f.URL != d.home || f.Title != d.title {
			faults = append(faults, fmt.Sprintf("/feeds.opml: %s is %q of %s, the feed is %q of %s", f.ID, f.Title, f.URL, d.title, d.home))
		}
	}
	report(t, faults)
	t.Logf("%d documents in two formats, %d entries; %d calendars; a list of %d feeds", len(feeds), entriesIn(feeds), len(answer.Calendars), len(list.Entries))
}

// calendarFaults: a date has an id of its own and leads to a page of ours.
func calendarFaults(t *testing.T, calendars []readByPython) (faults []string) {
	t.Helper()
	ids := map[string]bool{}
	for i, c := range calendars {
		name := "/" + languages[i] + "/feeds/dates.ics: "
		faults = append(faults, prefix(name, c.Faults)...)
		if len(c.Entries) == 0 {
			faults = append(faults, name+"no dates")
		}
		for _, e := range c.Entries {
			if ids[e.ID] {
				faults = append(faults, name+"twice: "+e.ID)
			}
			ids[e.ID] = true
			path, ours := strings.CutPrefix(e.URL, served.base)
			path, _, _ = strings.Cut(path, "#")
			if a, err := served.ask("GET", path); !ours || err != nil || a.status != 200 {
				faults = append(faults, fmt.Sprintf("%s%s leads to %s: %d, %v", name, e.ID, e.URL, a.status, err))
			}
		}
		t.Logf("%s%d dates", name, len(c.Entries))
	}
	return faults
}

// python runs feeds.py with Debian's Python, which has Debian's packages.
func python(t *testing.T, asked, answer any) {
	t.Helper()
	in, err := json.Marshal(asked)
	if err != nil {
		t.Fatal(err)
	}
	cmd := exec.Command("/usr/bin/python3", "-W", "error::SyntaxWarning", "feeds.py")
	var out, said bytes.Buffer
	cmd.Stdin, cmd.Stdout, cmd.Stderr = bytes.NewReader(in), &out, &said
	if err := cmd.Run(); err != nil {
		t.Fatalf("feeds.py: %v\n%s", err, &said)
	}
	if err := json.Unmarshal(out.Bytes(), answer); err != nil || said.Len() > 0 {
		t.Fatalf("feeds.py: %v\n%s", err, &said)
	}
}

func prefix(before string, all []string) []string {
	var prefixed []string
	for _, s := range all {
		prefixed = append(prefixed, before+s)
	}
	return prefixed
}

// TestFeedNewsboat subscribes newsboat, over HTTP, to every Atom and RSS
// document. It keeps an entry once whatever feeds it stands in, so the
// documents that share entries go to subscribers of their own.
func TestFeedNewsboat(t *testing.T) {
	var faults []string
	subscribers := 0
	for _, ending := range []string{".atom", ".rss"} {
		for _, group := range disjoint(readFeeds(t)) {
			subscribers++
			var urls []string
			for _, d := range group {
				urls = append(urls, served.base+d.path+ending)
			}
			n := newNewsboat(t, urls...)
			n.reload(t)
			got, homes := n.entries(t), n.homes(t)
			for i, d := range group {
				if home := homes[urls[i]]; home != d.home {
					faults = append(faults, fmt.Sprintf("%s%s: newsboat takes %s for its home page, want %s", d.path, ending, home, d.home))
				}
				// newsboat sorts by time, and the cache not at all.
				seen := slices.SortedFunc(slices.Values(got[urls[i]]), byID)
				d.entries = slices.SortedFunc(slices.Values(d.entries), byID)
				faults = append(faults, d.agree("newsboat", ending, seen)...)
			}
		}
	}
	report(t, faults)
	t.Logf("%d documents in two formats, %d entries, %d subscribers", len(readFeeds(t)), entriesIn(readFeeds(t)), subscribers)
}

func byID(a, b feedEntry) int { return strings.Compare(a.ID, b.ID) }

// disjoint divides documents into groups in which no entry stands twice.
func disjoint(feeds []feedDocument) (groups [][]feedDocument) {
	var taken []map[string]bool
next:
	for _, d := range feeds {
		for g := range groups {
			if !slices.ContainsFunc(d.entries, func(e feedEntry) bool { return taken[g][e.ID] }) {
				groups[g] = append(groups[g], d)
				take(taken[g], d)
				continue next
			}
		}
		groups, taken = append(groups, []feedDocument{d}), append(taken, map[string]bool{})
		take(taken[len(taken)-1], d)
	}
	return groups
}

func take(ids map[string]bool, d feedDocument) {
	for _, e := range d.entries {
		ids[e.ID] = true
	}
}

// TestFeedList gives the list of feeds to newsboat and gets every feed.
func TestFeedList(t *testing.T) {
	want, err := listedFeeds()
	if err != nil {
		t.Fatal(err)
	}
	n := newNewsboat(t)
	n.run(t, "-i", filepath.Join(scratch, "feeds.opml"))
	data, err := os.ReadFile(filepath.Join(n.dir, "urls"))
	if err != nil {
		t.Fatal(err)
	}
	for i := range want {
		want[i] = served.base + want[i] + ".atom"
	}
	var got []string
	for line := range strings.Lines(string(data)) {
		if fields := strings.Fields(line); len(fields) > 0 {
			got = append(got, fields[0])
		}
	}
	slices.Sort(got)
	slices.Sort(want)
	if !slices.Equal(got, want) {
		t.Errorf("newsboat imports %d feeds, want %d", len(got), len(want))
	}
	t.Logf("newsboat imports %d feeds", len(got))
}
