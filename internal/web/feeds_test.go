package web

import (
	"net/http/httptest"
	"strings"
	"testing"
)

// TestFeedTransport: what a feed reader saw last is answered 304 without a
// body, by tag or by date; each encoding has a tag of its own; pages of other
// sites may read feeds, and caches keep them for a quarter of an hour.
func TestFeedTransport(t *testing.T) {
	app := testApp(t)
	for path, media := range map[string]string{
		"/az/feeds/all.atom": "application/atom+xml", "/nl/feeds/topic/work/be.rss": "application/rss+xml",
		"/fr/feeds/law/eu.json": "application/feed+json", "/en/feeds/page/contacts.atom": "application/atom+xml",
		"/en/feeds/dates.ics": "text/calendar", "/feeds.opml": "text/x-opml",
	} {
		tags := map[string]string{}
		for _, encoding := range []string{"", "gzip", "br"} {
			ask := func(method string, with ...string) *response {
				req := httptest.NewRequest(method, path, nil)
				req.Header.Set("Accept-Encoding", encoding)
				for i := 0; i < len(with); i += 2 {
					req.Header.Set(with[i], with[i+1])
				}
				return do(t, app, req)
			}
			first := ask("GET")
			etag, modified := first.Header.Get("ETag"), first.Header.Get("Last-Modified")
			for name, want := range map[string]string{
				"Content-Type": media + "; charset=utf-8", "Cache-Control": "public, max-age=900", "Vary": "Accept-Encoding",
				"Access-Control-Allow-Origin": "*", "Content-Encoding": encoding, "Set-Cookie": "",
			} {
				if got := first.Header.Get(name); first.StatusCode != 200 || got != want {
					t.Errorf("%s as %q: %d, %s %q, want %q", path, encoding, first.StatusCode, name, got, want)
				}
			}
			if other, twice := tags[etag]; twice || etag == "" || modified == "" {
				t.Errorf("%s as %q: tag %s, also of %q; modified %q", path, encoding, etag, other, modified)
			}
			tags[etag] = encoding
			if head := ask("HEAD"); head.StatusCode != 200 || head.body != "" || head.Header.Get("ETag") != etag || head.Header.Get("Last-Modified") != modified {
				t.Errorf("%s as %q: HEAD answers otherwise", path, encoding)
			}
			for _, with := range [][]string{{"If-None-Match", etag}, {"If-None-Match", `"x", W/` + etag}, {"If-Modified-Since", modified}} {
				again := ask("GET", with...)
				if again.StatusCode != 304 || again.body != "" || again.Header.Get("ETag") != etag || !strings.Contains(again.Header.Get("Vary"), "Accept-Encoding") {
					t.Errorf("%s as %q with %q: %d, %d bytes, tag %s", path, encoding, with, again.StatusCode, len(again.body), again.Header.Get("ETag"))
				}
			}
			if other := ask("GET", "If-None-Match", `"other"`, "If-Modified-Since", modified); other.StatusCode != 200 {
				t.Errorf("%s as %q: another tag answers %d", path, encoding, other.StatusCode)
			}
		}
	}
}
