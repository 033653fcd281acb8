//go:build verify

package verify

import (
	"encoding/json"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
)

// newsboat is one person's feed reader.
type newsboat struct{ dir string }

// newNewsboat subscribes to feeds.
func newNewsboat(t *testing.T, urls ...string) newsboat {
	t.Helper()
	n := newsboat{t.TempDir()}
	for name, text := range map[string]string{
		"urls":   strings.Join(urls, "\n") + "\n",
		"config": "download-retries 1\nreload-threads 4\nerror-log " + filepath.Join(n.dir, "errors") + "\n",
	} {
		if err := os.WriteFile(filepath.Join(n.dir, name), []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	return n
}

// run gives what newsboat prints. What it complains of is a fault.
func (n newsboat) run(t *testing.T, args ...string) string {
	t.Helper()
	in := func(name string) string { return filepath.Join(n.dir, name) }
	cmd := exec.Command("newsboat", append([]string{"-u", in("urls"), "-C", in("config"), "-c", in("cache.db")}, args...)...)
	cmd.Env = append(os.Environ(), "HOME="+n.dir, "LC_ALL=C.UTF-8")
	out, err := cmd.CombinedOutput()
	if err != nil {
		t.Fatalf("newsboat %q: %v\n%s", args, err, out)
	}
	if complaints, err := os.ReadFile(in("errors")); err == nil && len(complaints) > 0 {
		t.Errorf("newsboat %q: %s", args, complaints)
	}
	return strings.TrimSpace(string(out))
}

func (n newsboat) reload(t *testing.T) {
	t.Helper()
	n.run(t, "-q", "-x", "reload")
}

// unread is what newsboat says there is to read.
func (n newsboat) unread(t *testing.T) string {
	t.Helper()
	return n.run(t, "-q", "-x", "print-unread")
}

// entries are those newsboat knows, by address of the feed.
func (n newsboat) entries(t *testing.T) map[string][]feedEntry {
	t.Helper()
	var rows []struct {
		Feed string
		feedEntry
	}
	n.ask(t, "select feedurl as Feed, guid as ID, url as URL, title as Title from rss_item", &rows)
	byFeed := map[string][]feedEntry{}
	for _, r := range rows {
		byFeed[r.Feed] = append(byFeed[r.Feed], r.feedEntry)
	}
	return byFeed
}

// homes are the home pages of the feeds.
func (n newsboat) homes(t *testing.T) map[string]string {
	t.Helper()
	var rows []struct{ Feed, Home string }
	n.ask(t, "select rssurl as Feed, url as Home from rss_feed", &rows)
	homes := map[string]string{}
	for _, r := range rows {
		homes[r.Feed] = r.Home
	}
	return homes
}

// ask reads or, with no place for rows, changes what newsboat keeps.
func (n newsboat) ask(t *testing.T, query string, rows any) {
	t.Helper()
	out, err := exec.Command("sqlite3", "-json", filepath.Join(n.dir, "cache.db"), query).CombinedOutput()
	if err == nil && rows != nil && len(out) > 0 {
		err = json.Unmarshal(out, rows)
	}
	if err != nil {
		t.Fatalf("%s: %v\n%s", query, err, out)
	}
}
