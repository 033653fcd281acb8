//go:build verify

package verify

import (
	"bytes"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"golang.org/x/tools/txtar"
)

// TestFeedLive: somebody who subscribes to every feed of a language and has
// read it all finds one new entry after a change with a note, though it stands
// in several feeds, and none after an edit of the text alone.
func TestFeedLive(t *testing.T) {
	dir := smallSite(t)
	page := filepath.Join(dir, "pages", "to-belgium", "visit")
	p := startFor(t, "", "--content", dir)
	var urls []string
	for _, m := range regexp.MustCompile(`xmlUrl="([^"]+/en/[^"]+)"`).FindAllSubmatch(p.get(t, "/feeds.opml").body, -1) {
		urls = append(urls, string(m[1]))
	}
	n := newNewsboat(t, urls...)
	n.reload(t)
	before := n.readAll(t)
	if len(urls) < 10 || len(before) < 5 {
		t.Fatalf("newsboat knows %d entries before the change", len(before))
	}

	note := "changes:\n  - id: live\n    at: " + time.Now().Format(time.RFC3339) +
		"\n    kind: changed\n    note: {az: Yeni sözlər., nl: Nieuwe woorden., fr: De nouveaux mots., en: New words.}\n"
	edit(t, filepath.Join(page, "page.yaml"), "changes:\n", note)
	p.awaitText(t, "/en/feeds/all.atom", "New words.")
	n.reload(t)
	if got := n.unread(t); got != "1 unread articles" {
		t.Errorf("after a change with a note newsboat says %q", got)
	}
	after := n.readAll(t)
	added := slices.DeleteFunc(slices.Clone(after), func(id string) bool { return slices.Contains(before, id) })
	if len(after) != len(before)+1 || len(added) != 1 || !strings.HasSuffix(added[0], ":change/visit/live/en") {
		t.Errorf("newsboat knew %d entries and knows %d, new: %q", len(before), len(after), added)
	}

	edit(t, filepath.Join(page, "en.md"), "\n## ", "\nThis sentence is new.\n\n## ")
	p.awaitText(t, p.get(t, "/p/visit", "Accept-Language", "en").location(), "This sentence is new.")
	n.reload(t)
	if got := n.unread(t); got != "0 unread articles" {
		t.Errorf("after an edit without a note newsboat says %q", got)
	}
	if last := n.readAll(t); !slices.Equal(last, after) {
		t.Errorf("after an edit without a note newsboat knows %d entries, before %d", len(last), len(after))
	}
	t.Logf("%d feeds, %d entries read, %d after a change", len(urls), len(before), len(after))
}

// smallSite is the folder of a small site, which is published in no time.
func smallSite(t *testing.T) string {
	t.Helper()
	archive, err := txtar.ParseFile("../content/testdata/small.txtar")
	if err != nil {
		t.Fatal(err)
	}
	files, err := txtar.FS(archive)
	if err != nil {
		t.Fatal(err)
	}
	dir := t.TempDir()
	if err := os.CopyFS(dir, files); err != nil {
		t.Fatal(err)
	}
	return dir
}

// readAll marks everything as read and gives the ids, sorted.
func (n newsboat) readAll(t *testing.T) (ids []string) {
	t.Helper()
	n.ask(t, "update rss_item set unread = 0", nil)
	for _, entries := range n.entries(t) {
		for _, e := range entries {
			ids = append(ids, e.ID)
		}
	}
	slices.Sort(ids)
	return ids
}

// edit replaces the first text in a file.
func edit(t *testing.T, name, old, new string) {
	t.Helper()
	data, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	if !bytes.Contains(data, []byte(old)) {
		t.Fatalf("%s does not hold %q", name, old)
	}
	if err := os.WriteFile(name, bytes.Replace(data, []byte(old), []byte(new), 1), 0o644); err != nil {
		t.Fatal(err)
	}
}

// awaitText waits until an address answers with a text.
func (p *portal) awaitText(t *testing.T, path, text string) {
	t.Helper()
	for began := time.Now(); time.Since(began) < 3*time.Minute; time.Sleep(100 * time.Millisecond) {
		if bytes.Contains(p.get(t, path).body, []byte(text)) {
			return
		}
	}
	t.Fatalf("%s does not hold %q after three minutes: %s", path, text, p.log)
}
