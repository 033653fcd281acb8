//go:build verify

package verify

import (
	"bytes"
	"compress/gzip"
	"io"
	"maps"
	"strings"
	"testing"

	"github.com/andybalholm/brotli"
)

// asset finds an address under /static/ that the home page names.
func asset(t *testing.T, ending string) string {
	t.Helper()
	for _, l := range crawled(t).page("/en/").links {
		if strings.HasPrefix(l.path, "/static/") && strings.HasSuffix(l.path, ending) {
			return l.path
		}
	}
	t.Fatalf("/en/ names no asset that ends in %s", ending)
	return ""
}

// TestHeaders wants the protection of every kind of answer.
func TestHeaders(t *testing.T) {
	kinds := map[string]string{
		"page": "/az/", "404": "/az/nothing", "redirect": "/p/study", "search": "/nl/search?q=visum", "api": "/api/v1/fr/search?q=visa",
		"robots": "/robots.txt", "sitemap": "/sitemap.xml", "feed": "/fr/feeds/all.atom", "security.txt": "/.well-known/security.txt",
		"css": asset(t, ".css"), "js": asset(t, ".js"),
	}
	for kind, path := range kinds {
		for _, fault := range headerFaults(served.get(t, path, "Accept-Encoding", "gzip"), kind) {
			t.Errorf("%s (%s): %s", path, kind, fault)
		}
	}
	for _, fault := range headerFaults(served.send(t, "POST", "/az/"), "405") {
		t.Errorf("POST /az/: %s", fault)
	}
	t.Logf("%d kinds of answers", len(kinds)+1)
}

func headerFaults(a answer, kind string) (faults []string) {
	want := func(name string, parts ...string) {
		for _, part := range parts {
			if got := a.header.Get(name); !strings.Contains(got, part) {
				faults = append(faults, name+" is "+got+", want "+part)
			}
		}
	}
	want("X-Content-Type-Options", "nosniff")
	want("Referrer-Policy", "no-referrer")
	want("Cross-Origin-Resource-Policy", map[bool]string{true: "cross-origin", false: "same-origin"}[kind == "feed"])
	want("Content-Security-Policy", "default-src 'none'", "script-src 'self'", "style-src 'self'",
		"base-uri 'none'", "form-action 'self'", "frame-ancestors 'none'")
	want("Vary", "Accept-Encoding")
	if strings.Contains(a.header.Get("Content-Security-Policy"), "unsafe") {
		faults = append(faults, "the content security policy says unsafe")
	}
	if a.header.Get("Cache-Control") == "" {
		faults = append(faults, "no Cache-Control")
	}
	if kind != "redirect" && kind != "api" {
		want("Content-Type", "charset=utf-8")
	}
	if strings.HasPrefix(a.header.Get("Content-Type"), "text/html") {
		want("Cross-Origin-Opener-Policy", "same-origin")
		want("Permissions-Policy", "camera=()", "microphone=()", "geolocation=()")
	}
	if kind == "css" || kind == "js" {
		want("Cache-Control", "max-age=31536000", "immutable")
	}
	for _, name := range []string{"Set-Cookie", "Server", "X-Powered-By", "Strict-Transport-Security"} {
		if got := a.header.Get(name); got != "" {
			faults = append(faults, name+" is sent over plain HTTP: "+got)
		}
	}
	return faults
}

// TestNoCookies looks at every answer there was.
func TestNoCookies(t *testing.T) {
	c := crawled(t)
	for path, a := range c.answers {
		if got := a.header.Get("Set-Cookie"); got != "" {
			t.Errorf("%s: Set-Cookie %q", path, got)
		}
	}
	t.Logf("%d answers", len(c.answers))
}

// TestSecureOrigin: with an https origin, HSTS is sent and every absolute
// address is of that origin, whatever host was asked for.
func TestSecureOrigin(t *testing.T) {
	p := startFor(t, "https://yol.example")
	for _, path := range []string{"/en/", "/sitemap.xml", "/robots.txt", "/en/feeds/all.atom", "/en/feeds/", "/p/study"} {
		a := p.get(t, path)
		if got := a.header.Get("Strict-Transport-Security"); !strings.Contains(got, "max-age=31536000") || !strings.Contains(got, "includeSubDomains") {
			t.Errorf("%s: Strict-Transport-Security %q", path, got)
		}
		if bytes.Contains(a.body, []byte(p.addr)) {
			t.Errorf("%s: names the address it listens on", path)
		}
		if !bytes.Contains(a.body, []byte("https://yol.example/")) && a.status == 200 {
			t.Errorf("%s: does not name its public origin", path)
		}
	}
}

// TestRevalidation: a client that has an answer gets 304 without a body; a
// page has no date to ask by, a feed has.
func TestRevalidation(t *testing.T) {
	for _, path := range []string{"/az/", "/en/contacts/", "/nl/feeds/all.atom", "/fr/feeds/all.rss", "/en/feeds/all.json", "/sitemap.xml", asset(t, ".css")} {
		a := served.get(t, path)
		tag, modified := a.header.Get("ETag"), a.header.Get("Last-Modified")
		feed := strings.Contains(path, "/feeds/")
		if tag == "" || (modified != "") != feed {
			t.Errorf("%s: ETag %q, Last-Modified %q, want a tag, and a date for feeds only", path, tag, modified)
			continue
		}
		const before, after = "Mon, 01 Jan 2024 00:00:00 GMT", "Fri, 01 Jan 2100 00:00:00 GMT"
		for _, tt := range []struct {
			header []string
			want   int
		}{
			{[]string{"If-None-Match", tag}, 304},
			{[]string{"If-None-Match", `"other", W/` + tag + `, "third"`}, 304},
			{[]string{"If-None-Match", "*"}, 304},
			{[]string{"If-None-Match", `"other"`}, 200},
			{[]string{"If-None-Match", `"other"`, "If-Modified-Since", after}, 200},
			{[]string{"If-None-Match", tag, "If-Modified-Since", before}, 304},
			{[]string{"If-Modified-Since", before}, 200},
			{[]string{"If-Modified-Since", after}, map[bool]int{true: 304, false: 200}[feed]},
			{[]string{"If-Modified-Since", "yesterday"}, 200},
		} {
			got := served.get(t, path, tt.header...)
			if got.status != tt.want {
				t.Errorf("%s with %q: %d, want %d", path, tt.header, got.status, tt.want)
			}
			if got.status == 304 && (len(got.body) > 0 || got.header.Get("ETag") != tag || got.header.Get("Cache-Control") != a.header.Get("Cache-Control")) {
				t.Errorf("%s with %q: 304 with %d bytes, ETag %q, Cache-Control %q", path, tt.header, len(got.body), got.header.Get("ETag"), got.header.Get("Cache-Control"))
			}
		}
		if feed {
			if got := served.get(t, path, "If-Modified-Since", modified); got.status != 304 {
				t.Errorf("%s at its own date: %d, want 304", path, got.status)
			}
		}
	}
}

// TestHead sends the headers of GET and no body.
func TestHead(t *testing.T) {
	for _, path := range []string{"/", "/az/", "/az/nothing", "/az/search?q=viza", "/en/feeds/all.atom", "/p/study", "/robots.txt", "/api/v1/en/search?q=visa", asset(t, ".js")} {
		get, head := served.get(t, path), served.send(t, "HEAD", path)
		for _, name := range []string{"Date", "Content-Length"} { // may be left out, and is by the server where it is nought
			get.header.Del(name)
			head.header.Del(name)
		}
		if head.status != get.status || len(head.body) > 0 || !maps.EqualFunc(get.header, head.header, func(a, b []string) bool { return strings.Join(a, ",") == strings.Join(b, ",") }) {
			t.Errorf("HEAD %s: %d, %d bytes\n got %v\nwant %v", path, head.status, len(head.body), head.header, get.header)
		}
	}
}

// TestCompression unpacks to the same bytes in every form, each with a tag of
// its own.
func TestCompression(t *testing.T) {
	for _, path := range []string{"/az/", "/az/nothing", "/nl/search?q=visum", "/fr/feeds/all.atom", "/sitemap.xml", asset(t, ".css")} {
		whole := served.get(t, path)
		tags := map[string]string{whole.header.Get("ETag"): "identity"}
		for _, tt := range []struct{ accept, want string }{
			{"gzip", "gzip"},
			{"br", "br"},
			{"gzip, deflate, br, zstd", "br"},
			{"br;q=0, gzip", "gzip"},
			{"gzip;q=0, br;q=0.0", ""},
			{"identity", ""},
			{"", ""},
		} {
			a := served.get(t, path, "Accept-Encoding", tt.accept)
			if got := a.header.Get("Content-Encoding"); got != tt.want {
				t.Errorf("%s for %q: %q, want %q", path, tt.accept, got, tt.want)
				continue
			}
			body, err := unpack(a)
			if err != nil || !bytes.Equal(body, whole.body) {
				t.Errorf("%s for %q: unpacked, it is not the same page: %v", path, tt.accept, err)
			}
			tag := a.header.Get("ETag")
			if other, ok := tags[tag]; ok && tag != "" && tt.want != "" && other != tt.want {
				t.Errorf("%s: %s and %s have one ETag %s", path, tt.want, other, tag)
			}
			if tt.want != "" {
				tags[tag] = tt.want
			}
		}
	}
}

func unpack(a answer) ([]byte, error) {
	switch a.header.Get("Content-Encoding") {
	case "br":
		return io.ReadAll(brotli.NewReader(bytes.NewReader(a.body)))
	case "gzip":
		r, err := gzip.NewReader(bytes.NewReader(a.body))
		if err != nil {
			return nil, err
		}
		return io.ReadAll(r)
	}
	return a.body, nil
}
