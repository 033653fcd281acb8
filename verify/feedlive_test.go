//go:build verify

package verify

import (
	"bytes"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"portal/content"
)

// TestFeedLive: somebody who subscribes to every feed of a language and has
// read it all finds one new entry after a change with a note, though it stands
// in several feeds, and none after an edit of the text alone.
func TestFeedLive(t *testing.T) {
	dir := t.TempDir()
	if err := os.CopyFS(dir, content.Embedded()); err != nil {
		t.Fatal(err)
	}
	page := filepath.Join(dir, "pages", "help", "about-memorandum")
	p := startFor(t, "", "--content", dir)
	listed, err := listedFeeds()
	if err != nil {
		t.Fatal(err)
	}
	var urls []string
	for _, path := range listed {
		if strings.HasPrefix(path, "/en/") {
			urls = append(urls, p.base+path+".atom")
		}
	}
	n := newNewsboat(t, urls...)
	n.reload(t)
	before := n.readAll(t)
	if len(before) < 50 {
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
	if len(after) != len(before)+1 || len(added) != 1 || !strings.HasSuffix(added[0], ":change/about-memorandum/live/en") {
		t.Errorf("newsboat knew %d entries and knows %d, new: %q", len(before), len(after), added)
	}

	edit(t, filepath.Join(page, "en.md"), "\n## ", "\nThis sentence is new.\n\n## ")
	p.awaitText(t, p.get(t, "/p/about-memorandum", "Accept-Language", "en").location(), "This sentence is new.")
	n.reload(t)
	if got := n.unread(t); got != "0 unread articles" {
		t.Errorf("after an edit without a note newsboat says %q", got)
	}
	if last := n.readAll(t); !slices.Equal(last, after) {
		t.Errorf("after an edit without a note newsboat knows %d entries, before %d", len(last), len(after))
	}
	t.Logf("%d feeds, %d entries read, %d after a change", len(urls), len(before), len(after))
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
