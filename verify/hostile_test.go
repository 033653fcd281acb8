//go:build verify

package verify

import (
	"fmt"
	"net/http"
	"strings"
	"testing"
	"time"
)

// TestHostileAddresses asks for what is not there, in the ways of those who
// look for holes.
func TestHostileAddresses(t *testing.T) {
	paths := []string{
		"/az/..%2fgo.mod", "/az/%2e%2e/%2e%2e/etc/passwd", "/az/a%00b", "/%", "/%zz", "/az/%ff%fe", "//evil.example/", "//evil.example/%2f..", "/\\evil.example",
		"/az//", "///", "/./az/", "/az/./", "/az/../nl/", "/az/;/", "/az/?", "/az/?%00", "/az/%0d%0aSet-Cookie:%20x=1", "/.git/config", "/.env", "/go.mod",
		"/static/", "/static/.hidden", "/static/../go.mod", "/static/..%2f..%2fgo.mod", "/static/%2e%2e/static.go", "/static/site.css", "/static/css/", "/static/site.0000000000.css",
		"/p/", "/p/..", "/p/501/", "/p/00501", "/p/-1", "/p/99999999999999999999", "/p/%00", "/api/", "/api/v1/", "/api/v1/xx/search?q=a", "/api/v1/az/nothing", "/api/v2/az/search",
		"/xx/search?q=a", "/az/feeds/", "/az/feeds/all.exe", "/az/feeds/..%2fall.atom", "/az/feeds/all.9999.atom", "/metrics", "/debug/pprof/", "/admin", "/wp-login.php",
		"/AZ/", "/Az/contacts/", "/az", "/az/contacts", "/az/search/", "/az/" + strings.Repeat("a", 5000), "/" + strings.Repeat("a/", 2500), "/az/updates/" + strings.Repeat("%C9%99", 800),
	}
	for _, path := range paths {
		got, took := served.raw(t, "GET "+path+" HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n\r\n", 30*time.Second)
		if fault := rawFault(got); fault != "" || took > 2*time.Second {
			t.Errorf("GET %.80s: %s, after %v", path, fault, took)
		}
		if got := header(got, "Location"); strings.Contains(got, "evil") || strings.HasPrefix(got, "//") {
			t.Errorf("GET %.80s: leads away to %q", path, got)
		}
	}
	t.Logf("%d addresses", len(paths))
}

// TestOneAddress: what is not spelt as we spell it is another address or none,
// never the same page twice.
func TestOneAddress(t *testing.T) {
	for _, path := range []string{"/AZ/", "/az", "/az/contacts", "/az/Contacts/", "/az/contacts//", "/en/updates", "/az/search/", "/az/%63ontacts/x"} {
		if a := served.get(t, path); a.status != 301 && a.status != 404 {
			t.Errorf("%s: %d, want 301 or 404", path, a.status)
		} else if a.status == 301 && served.get(t, a.location()).status != 200 {
			t.Errorf("%s: 301 to %s, which is no page: want one hop", path, a.location())
		}
	}
}

func TestOddMethods(t *testing.T) {
	for _, method := range []string{"POST", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE", "CONNECT", "PROPFIND", "GETT", "get", "X"} {
		for _, path := range []string{"/", "/az/", "/az/search?q=a", "/api/v1/az/search?q=a", "/static/x", "/healthz"} {
			got, _ := served.raw(t, method+" "+path+" HTTP/1.1\r\nHost: 127.0.0.1\r\nX-Probe: seen-by-trace\r\nConnection: close\r\n\r\n", 30*time.Second)
			if fault := rawFault(got); fault != "" {
				t.Errorf("%s %s: %s", method, path, fault)
			}
			if code := rawStatus(got); code < 400 || strings.Contains(got, "seen-by-trace") {
				t.Errorf("%s %s: answers %d, want a refusal that repeats nothing", method, path, code)
			}
		}
	}
}

// TestHostIsNothing: neither Host nor a forwarded header is believed.
func TestHostIsNothing(t *testing.T) {
	for _, path := range []string{"/", "/en/", "/p/study", "/EN/", "/sitemap.xml", "/en/feeds/all.atom", "/en/search?q=visa", "/api/v1/en/search?q=visa", "/nothing"} {
		for _, lines := range []string{
			"Host: evil.example", "Host: evil.example:99999", "Host: a@evil.example", "Host: 127.0.0.1\r\nX-Forwarded-Host: evil.example",
			"Host: 127.0.0.1\r\nX-Forwarded-Proto: evil.example\r\nForwarded: host=evil.example", "Host: 127.0.0.1\r\nX-Original-URL: /evil.example\r\nX-Rewrite-URL: /evil.example",
		} {
			got, _ := served.raw(t, "GET "+path+" HTTP/1.1\r\n"+lines+"\r\nConnection: close\r\n\r\n", 30*time.Second)
			if fault := rawFault(got); fault != "" || strings.Contains(got, "evil.example") {
				t.Errorf("GET %s with %q: %s, or repeats it", path, lines, fault)
			}
		}
	}
}

// TestOddRequests sends what is not well-formed, or too much of it.
func TestOddRequests(t *testing.T) {
	const get = "GET /az/ HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n"
	for name, request := range map[string]string{
		"no host":                       "GET /az/ HTTP/1.1\r\nConnection: close\r\n\r\n",
		"http/1.0":                      "GET /az/ HTTP/1.0\r\n\r\n",
		"http/0.9":                      "GET /az/\r\n\r\n",
		"http/9.9":                      "GET /az/ HTTP/9.9\r\nHost: x\r\n\r\n",
		"absolute form":                 "GET http://evil.example/az/ HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n\r\n",
		"asterisk":                      "OPTIONS * HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n\r\n",
		"garbage":                       "\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03\r\n\r\n",
		"header of 100 kB":              get + "X-Long: " + strings.Repeat("a", 100_000) + "\r\n\r\n",
		"5,000 headers":                 get + strings.Repeat("X-Many: a\r\n", 5000) + "\r\n",
		"address of 100 kB":             "GET /az/" + strings.Repeat("a", 100_000) + " HTTP/1.1\r\nHost: x\r\n\r\n",
		"header without a name":         get + ": x\r\n\r\n",
		"header with NUL":               get + "X-Nul: a\x00b\r\n\r\n",
		"folded header":                 get + "X-Folded: a\r\n b\r\n\r\n",
		"body on GET":                   get + "Content-Length: 5\r\n\r\nhello",
		"negative length":               get + "Content-Length: -5\r\n\r\n",
		"two lengths":                   get + "Content-Length: 5\r\nContent-Length: 6\r\n\r\nhello!",
		"body of 3 MB":                  "POST /az/ HTTP/1.1\r\nHost: x\r\nContent-Length: 3000000\r\nConnection: close\r\n\r\n" + strings.Repeat("a", 3_000_000),
		"chunked on 1.0":                "POST /az/ HTTP/1.0\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
		"two transfer encodings":        "POST /az/ HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\nTransfer-Encoding: identity\r\nConnection: close\r\n\r\n0\r\n\r\n",
		"newline in a chunk extension":  "POST /az/ HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\nConnection: close\r\n\r\n5;\nx\r\nhello\r\n0\r\n\r\n",
		"expect":                        "POST /az/ HTTP/1.1\r\nHost: x\r\nExpect: 100-continue\r\nContent-Length: 10\r\nConnection: close\r\n\r\n",
		"accept-language of 10 kB":      get + "Accept-Language: " + strings.Repeat("az;q=0.1,", 1100) + "\r\n\r\n",
		"accept-encoding of nonsense":   get + "Accept-Encoding: gzip;q=abc, br;q=2, *;q=-1, ,,;;==\r\n\r\n",
		"big cookie of another service": get + "Cookie: x=" + strings.Repeat("a", 7000) + "\r\n\r\n",
		"range":                         get + "Range: bytes=0-0,-1,9-2\r\n\r\n",
	} {
		got, took := served.raw(t, request, 30*time.Second)
		if fault := rawFault(got); fault != "" || took > 29*time.Second {
			t.Errorf("%s: %s, after %v", name, fault, took.Round(time.Millisecond))
		}
		if took > time.Second {
			t.Logf("%s: let go after %v", name, took.Round(time.Millisecond))
		}
	}
	for name, request := range map[string]string{
		"a question of 5 kB":            "GET /az/search?q=" + strings.Repeat("a", 5000) + " HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n",
		"big cookie of another service": get + "Cookie: x=" + strings.Repeat("a", 7000) + "\r\n\r\n",
	} {
		if got, _ := served.raw(t, request, 30*time.Second); rawStatus(got) != 200 {
			t.Errorf("%s: answers %d, want 200", name, rawStatus(got))
		}
	}
}

// TestUnfinishedRequests are let go of within half a minute.
func TestUnfinishedRequests(t *testing.T) {
	for name, request := range map[string]string{
		"nothing":    "",
		"a line":     "GET /az/ HTT",
		"headers":    "GET /az/ HTTP/1.1\r\nHost: x\r\nX-Slow: ",
		"a body":     "POST /az/ HTTP/1.1\r\nHost: x\r\nContent-Length: 100\r\n\r\nhello",
		"a chunk":    "POST /az/ HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhe",
		"get a body": "GET /az/ HTTP/1.1\r\nHost: x\r\nContent-Length: 100\r\n\r\nhello",
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			const limit = 30 * time.Second
			got, took := served.raw(t, request, limit)
			if got != "" {
				if fault := rawFault(got); fault != "" {
					t.Errorf("%q: %s", request, fault)
				}
			}
			if took >= limit {
				t.Errorf("%q: still held after %v", request, took)
			}
			t.Logf("let go after %v", took.Round(100*time.Millisecond))
		})
	}
}

// rawFault is unsafe for an answer read from the wire. To close without a word
// is an answer to what is no request.
func rawFault(raw string) string {
	if raw == "" {
		return ""
	}
	head, body, _ := strings.Cut(raw, "\r\n\r\n")
	if strings.Count(raw, "HTTP/1.1 ") > 1 && !strings.HasPrefix(raw, "HTTP/1.1 100 ") {
		return fmt.Sprintf("two answers to one request: %.200q", raw)
	}
	h := http.Header{}
	for _, line := range strings.Split(head, "\r\n")[1:] {
		name, value, _ := strings.Cut(line, ":")
		h.Add(name, strings.TrimSpace(value))
	}
	return unsafe(answer{rawStatus(raw), h, []byte(body)})
}

func rawStatus(raw string) (code int) {
	fmt.Sscanf(raw, "HTTP/1.1 %d", &code)
	return code
}

func header(raw, name string) string {
	head, _, _ := strings.Cut(raw, "\r\n\r\n")
	for _, line := range strings.Split(head, "\r\n") {
		if n, value, _ := strings.Cut(line, ":"); strings.EqualFold(n, name) {
			return strings.TrimSpace(value)
		}
	}
	return ""
}
