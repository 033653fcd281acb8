package web

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"log/slog"
	"net"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/gofiber/fiber/v2"
	"github.com/valyala/fasthttp"

	"portal/content"
	"portal/internal/site"
	"portal/locales"
)

// now is when the tests take place.
var now = time.Date(2026, 11, 22, 14, 0, 0, 0, time.UTC)

const base = "https://yol.example"

// snapshot builds the committed content once for all tests.
var snapshot = sync.OnceValues(func() (*site.Snapshot, error) {
	builder, err := site.NewBuilder(base)
	if err != nil {
		return nil, err
	}
	tree, problems := content.Load(content.Embedded(), builder.Catalog, now)
	if len(problems) > 0 {
		return nil, fmt.Errorf("the committed content has problems: %v", problems)
	}
	s, err := builder.Build(tree, "testversion", now)
	if err != nil {
		return nil, err
	}
	return s, s.Finish(context.Background())
})

func testApp(t testing.TB) *fiber.App { return loggedApp(t, io.Discard) }

func loggedApp(t testing.TB, log io.Writer) *fiber.App {
	t.Helper()
	s, err := snapshot()
	if err != nil {
		t.Fatal(err)
	}
	live := &site.Live{}
	live.Swap(s)
	return New(Options{Live: live, HTTPS: true, Log: slog.New(slog.NewTextHandler(log, nil))})
}

// TestEveryAddress: each address of the snapshot answers as it was built, in
// every encoding, and 304 to who has it.
func TestEveryAddress(t *testing.T) {
	app := testApp(t)
	s, _ := snapshot()
	for _, path := range s.Paths() {
		r, _ := s.Resource(path)
		for _, encoding := range []string{"", "gzip", "br"} {
			req := httptest.NewRequest("GET", path, nil)
			req.Header.Set("Accept-Encoding", encoding)
			res := do(t, app, req)
			if res.StatusCode != r.Status || res.Header.Get("Content-Encoding") != encoding && r.Status == 200 {
				t.Errorf("%s as %q: %d, %q", path, encoding, res.StatusCode, res.Header.Get("Content-Encoding"))
			}
			if r.Status != 200 {
				continue
			}
			req = httptest.NewRequest("GET", path, nil)
			req.Header.Set("Accept-Encoding", encoding)
			req.Header.Set("If-None-Match", `"other", W/`+res.Header.Get("ETag"))
			if again := do(t, app, req); again.StatusCode != 304 || again.body != "" || again.Header.Get("ETag") != res.Header.Get("ETag") {
				t.Errorf("%s as %q again: %d with %d bytes", path, encoding, again.StatusCode, len(again.body))
			}
		}
	}
}

// TestPageSize: a page arrives in the first flight of packets, 10 x 1,460
// bytes less what TLS and headers take.
func TestPageSize(t *testing.T) {
	const limit = 14336
	s, err := snapshot()
	if err != nil {
		t.Fatal(err)
	}
	largest, where := 0, ""
	for _, path := range s.Paths() {
		r, _ := s.Resource(path)
		body, _ := r.Body(site.Gzip)
		if !strings.HasPrefix(r.ContentType, "text/html") {
			continue
		}
		if len(body) > limit {
			t.Errorf("%s: %d bytes gzip, at most %d", path, len(body), limit)
		}
		if len(body) > largest {
			largest, where = len(body), path
		}
	}
	t.Logf("largest page: %d bytes gzip, %s", largest, where)
}

// TestPrivateLog: neither a query nor a client address reaches the log.
func TestPrivateLog(t *testing.T) {
	var log bytes.Buffer
	app := loggedApp(t, &log)
	res := do(t, app, httptest.NewRequest("GET", "/az/search?q=verysecretquery", nil))
	if res.StatusCode != 200 {
		t.Errorf("search: %d", res.StatusCode)
	}
	do(t, app, httptest.NewRequest("GET", "/nowhere?q=verysecretquery", nil))
	if got := log.String(); strings.Contains(got, "verysecretquery") || strings.Contains(got, "0.0.0.0") {
		t.Errorf("the log says %q", got)
	}
}

// TestPanicIsAPage: a fault of ours is a page that says what to do next.
func TestPanicIsAPage(t *testing.T) {
	var log bytes.Buffer
	s, err := snapshot()
	if err != nil {
		t.Fatal(err)
	}
	live := &site.Live{}
	live.Swap(s)
	h := &handler{Options: Options{Live: live, Log: slog.New(slog.NewTextHandler(&log, nil))}}
	app := fiber.New(fiber.Config{ErrorHandler: h.fail})
	app.Get("/nl/fout", func(*fiber.Ctx) error { return fmt.Errorf("secret cause") })
	res := do(t, app, httptest.NewRequest("GET", "/nl/fout", nil))
	if res.StatusCode != 500 || strings.Contains(res.body, "secret") || !strings.Contains(res.body, `lang="nl"`) {
		t.Errorf("got %d %.200q", res.StatusCode, res.body)
	}
	if !strings.Contains(log.String(), "secret cause") {
		t.Errorf("the operator does not see the cause: %q", log.String())
	}
}

// TestBeforeContent: without a snapshot the site says 503, not 500.
func TestBeforeContent(t *testing.T) {
	app := New(Options{Live: &site.Live{}, Log: slog.New(slog.NewTextHandler(io.Discard, nil))})
	for _, path := range []string{"/az/", "/readyz", "/p/contacts", "/az/search?q=a", "/static/site.css"} {
		if res := do(t, app, httptest.NewRequest("GET", path, nil)); res.StatusCode != 503 {
			t.Errorf("%s: %d", path, res.StatusCode)
		}
	}
	if res := do(t, app, httptest.NewRequest("GET", "/healthz", nil)); res.StatusCode != 200 {
		t.Errorf("/healthz: %d", res.StatusCode)
	}
}

// TestShutdown: requests under way finish, and the server ends soon.
func TestShutdown(t *testing.T) {
	started := make(chan struct{})
	slow := fiber.New(fiber.Config{DisableStartupMessage: true})
	slow.Get("/slow", func(c *fiber.Ctx) error {
		close(started)
		time.Sleep(300 * time.Millisecond)
		return c.SendString("whole")
	})
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	served := make(chan error, 1)
	go func() { served <- slow.Listener(listener) }()
	answer := make(chan string, 1)
	go func() {
		client := &http.Client{Transport: &http.Transport{DisableKeepAlives: true}}
		res, err := client.Get("http://" + listener.Addr().String() + "/slow")
		if err != nil {
			answer <- err.Error()
			return
		}
		body, _ := io.ReadAll(res.Body)
		res.Body.Close()
		answer <- string(body)
	}()
	<-started
	ctx, cancel := context.WithTimeout(context.Background(), 10*time.Second)
	defer cancel()
	if err := slow.ShutdownWithContext(ctx); err != nil {
		t.Error(err)
	}
	if got := <-answer; got != "whole" {
		t.Errorf("the request under way got %q", got)
	}
	<-served
}

func FuzzAcceptEncoding(f *testing.F) {
	for _, seed := range []string{"gzip, br", "br;q=0", "gzip;q=0.000", "*", ";;;,,,", "br;q=0.5, gzip;q=1.0"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, accept string) {
		e := encoding(accept, every)
		if name := e.Name(); name != "" && !strings.Contains(strings.ToLower(accept), name) {
			t.Errorf("encoding(%q) = %s", accept, name)
		}
	})
}

func FuzzPath(f *testing.F) {
	for _, seed := range []string{"/az/../x", "/az/%2e%2e/", "/AZ/", "//", "/p/\x00", "/static/../go.mod", "/p/501/", "/nl/%ff"} {
		f.Add(seed)
	}
	app := testApp(f)
	f.Fuzz(func(t *testing.T, path string) {
		u := url.URL{Path: "/" + path}
		req, err := http.NewRequest("GET", u.String(), nil)
		if err != nil {
			return
		}
		res, err := app.Test(req, -1)
		if err != nil {
			return // not a request that a server would read
		}
		if res.StatusCode >= 500 {
			t.Errorf("%q: %d", path, res.StatusCode)
		}
	})
}

func BenchmarkPage(b *testing.B) {
	s, err := snapshot()
	if err != nil {
		b.Fatal(err)
	}
	path, _ := s.Short("voluntary-return", locales.AZ)
	for b.Loop() {
		if r, ok := s.Resource(path); !ok || len(r.ContentType) == 0 {
			b.Fatal("no page")
		}
	}
}

func newRequest(uri string) *fasthttp.RequestCtx {
	ctx := &fasthttp.RequestCtx{}
	ctx.Request.Header.SetMethod("GET")
	ctx.Request.SetRequestURI(uri)
	ctx.Request.Header.Set("Accept-Encoding", "gzip")
	return ctx
}

func BenchmarkRequest(b *testing.B) {
	app := testApp(b)
	s, _ := snapshot()
	path, _ := s.Short("voluntary-return", locales.AZ)
	handler := app.Handler()
	for b.Loop() {
		ctx := newRequest(path)
		handler(ctx)
		if ctx.Response.StatusCode() != 200 {
			b.Fatal(ctx.Response.StatusCode())
		}
	}
}

func BenchmarkSearch(b *testing.B) {
	app := testApp(b)
	handler := app.Handler()
	for b.Loop() {
		ctx := newRequest("/az/search?q=qayidis")
		handler(ctx)
		if ctx.Response.StatusCode() != 200 {
			b.Fatal(ctx.Response.StatusCode())
		}
	}
}
