package main

import (
	"context"
	"io"
	"net/http"
	"os"
	"regexp"
	"strings"
	"sync"
	"testing"
	"time"

	"golang.org/x/tools/txtar"
)

// record is a log that can be read while it is written.
type record struct {
	mu   sync.Mutex
	text strings.Builder
}

func (r *record) Write(p []byte) (int, error) {
	r.mu.Lock()
	defer r.mu.Unlock()
	return r.text.Write(p)
}

func (r *record) find(t *testing.T, pattern string) string {
	t.Helper()
	for end := time.Now().Add(time.Minute); time.Now().Before(end); time.Sleep(20 * time.Millisecond) {
		r.mu.Lock()
		found := regexp.MustCompile(pattern).FindStringSubmatch(r.text.String())
		r.mu.Unlock()
		if found != nil {
			return found[1]
		}
	}
	t.Fatalf("the log never says %s:\n%s", pattern, r.text.String())
	return ""
}

// TestServeForOperators: operators are answered beside readers, in a preview
// too, and both end together.
func TestServeForOperators(t *testing.T) {
	for _, flag := range []string{"--base-url=https://yol.example", "--preview"} {
		dir := t.TempDir()
		archive, err := txtar.ParseFile("../../content/testdata/small.txtar")
		if err != nil {
			t.Fatal(err)
		}
		fsys, err := txtar.FS(archive)
		if err != nil {
			t.Fatal(err)
		}
		if err := os.CopyFS(dir, fsys); err != nil {
			t.Fatal(err)
		}
		ctx, stop := context.WithCancel(context.Background())
		log, code := &record{}, make(chan int, 1)
		go func() {
			code <- run(ctx, []string{"serve", "--content", dir, "--addr=127.0.0.1:0", "--admin-addr=127.0.0.1:0", flag}, streams{nil, log, log})
		}()
		operators := "http://" + log.find(t, `answering operators" addr=(\S+)`)
		log.find(t, `msg=(serving|preview) `)
		for path, want := range map[string]string{
			"/": "Live is version", "/status": `"version": "`, "/metrics": "portal_content_age_seconds", "/debug/pprof/goroutine?debug=1": "goroutine profile",
		} {
			res, err := http.Get(operators + path)
			if err != nil {
				t.Fatal(err)
			}
			body, _ := io.ReadAll(res.Body)
			res.Body.Close()
			if res.StatusCode != 200 || !strings.Contains(string(body), want) {
				t.Errorf("%s %s: %d %.300s", flag, path, res.StatusCode, body)
			}
		}
		http.DefaultClient.CloseIdleConnections()
		stop()
		select {
		case got := <-code:
			if got != 0 {
				t.Errorf("%s: ends with %d", flag, got)
			}
		case <-time.After(30 * time.Second):
			t.Fatalf("%s: does not end", flag)
		}
		if res, err := http.Get(operators); err == nil {
			res.Body.Close()
			t.Errorf("%s: operators are answered after the end", flag)
		}
	}
}
