package publish

import (
	"context"
	"errors"
	"io"
	"log/slog"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"golang.org/x/tools/txtar"

	"portal/internal/site"
)

// interval is how often tests look for changes.
const interval = 200 * time.Millisecond

// builder is shared: it has packed the assets, and what no test changes.
var builder = sync.OnceValues(func() (*site.Builder, error) { return site.NewBuilder("https://yol.example") })

// folder is a small site on disk.
func folder(t *testing.T) string {
	t.Helper()
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
	return dir
}

func publisher(t *testing.T, dir string) *Publisher {
	t.Helper()
	builder, err := builder()
	if err != nil {
		t.Fatal(err)
	}
	live := &site.Live{}
	t.Cleanup(func() { live.Swap(nil) })
	return New(Options{
		Source: &Folder{Files: os.DirFS(dir), Watch: true}, Every: interval, Builder: builder, Live: live,
		Log: slog.New(slog.NewTextHandler(io.Discard, nil)),
	})
}

func version(p *Publisher) string {
	s, release := p.Live.Get()
	defer release()
	if s == nil {
		return ""
	}
	return s.Version
}

func edit(t *testing.T, dir, old, new string) {
	t.Helper()
	name := filepath.Join(dir, "pages/to-belgium/visit/en.md")
	data, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	if !strings.Contains(string(data), old) {
		t.Fatalf("%s does not hold %q", name, old)
	}
	if err := os.WriteFile(name, []byte(strings.Replace(string(data), old, new, 1)), 0o644); err != nil {
		t.Fatal(err)
	}
}

// await waits until the version is another than old.
func await(t *testing.T, p *Publisher, old string) string {
	t.Helper()
	for end := time.Now().Add(60 * time.Second); time.Now().Before(end); time.Sleep(50 * time.Millisecond) {
		if v := version(p); v != old {
			return v
		}
	}
	t.Fatal("the change was not published")
	return ""
}

// TestFolderIsFollowed: a good change goes live; a bad one does not, and what
// was live stays live until the mistake is mended.
func TestFolderIsFollowed(t *testing.T) {
	dir := folder(t)
	p := publisher(t, dir)
	if err := p.Start(); err != nil {
		t.Fatal(err)
	}
	first := version(p)
	ctx, cancel := context.WithCancel(context.Background())
	done := make(chan struct{})
	go func() { p.Run(ctx); close(done) }()
	defer func() { cancel(); <-done }()

	edit(t, dir, "slug: short-visit", "slug: a-visit")
	second := await(t, p, first)
	s, release := p.Live.Get()
	if _, ok := s.Resource("/en/to-belgium/a-visit"); !ok {
		t.Error("the new address does not answer")
	}
	release()

	edit(t, dir, "## Steps {#steps}", "## Steps")
	time.Sleep(4 * interval)
	if got := version(p); got != second {
		t.Errorf("a bad version went live: %s", got)
	}

	edit(t, dir, "## Steps", "## Steps {#steps}")
	edit(t, dir, "slug: a-visit", "slug: short-visit")
	if got := await(t, p, second); got != first {
		t.Errorf("the same content has the version %s, before %s", got, first)
	}
}

func TestBadFolderIsRefused(t *testing.T) {
	dir := folder(t)
	edit(t, dir, "## Steps {#steps}", "## Steps")
	edit(t, dir, "## Who to ask {#ask}", "## Who to ask")
	p := publisher(t, dir)
	var problems Problems
	if err := p.Start(); !errors.As(err, &problems) || len(problems) < 2 {
		t.Errorf("got %v, want both problems", err)
	}
	if version(p) != "" {
		t.Error("a bad folder went live")
	}
}
