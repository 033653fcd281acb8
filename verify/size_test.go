//go:build verify

package verify

import (
	"strings"
	"testing"
)

// TestPageSize keeps every page within the first flight of a connection, as
// even the oldest browsers get it.
func TestPageSize(t *testing.T) {
	const limit = 14_336
	var largest int
	var where string
	for _, p := range crawled(t).pages {
		n := len(served.get(t, p.path, "Accept-Encoding", "gzip").body)
		if n > limit {
			t.Errorf("%s: %d bytes gzip, want %d", p.path, n, limit)
		}
		if n > largest {
			largest, where = n, p.path
		}
	}
	t.Logf("the largest page: %d bytes gzip, %s", largest, where)
}

// TestFirstView weighs a page with all that a browser fetches to show it.
func TestFirstView(t *testing.T) {
	limits := map[string]int{".css": 12 << 10, ".js": 10 << 10}
	for _, path := range []string{"/az/", served.get(t, "/p/study", "Accept-Language", "nl").location(), "/fr/contacts/"} {
		total, requests := len(served.get(t, path, "Accept-Encoding", "gzip").body), 1
		seen := map[string]bool{}
		for _, l := range crawled(t).page(path).links {
			if !strings.HasPrefix(l.path, "/static/") || seen[l.path] {
				continue
			}
			seen[l.path] = true
			n := len(served.get(t, l.path, "Accept-Encoding", "gzip").body)
			for ending, limit := range limits {
				if strings.HasSuffix(l.path, ending) && n > limit {
					t.Errorf("%s: %d bytes gzip, want %d", l.path, n, limit)
				}
			}
			total, requests = total+n, requests+1
		}
		if total > 50<<10 || requests > 8 {
			t.Errorf("%s: %d bytes in %d requests, want 50 KiB in 8", path, total, requests)
		}
		t.Logf("%s: %d bytes in %d requests", path, total, requests)
	}
}
