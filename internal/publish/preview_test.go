package publish

import (
	"context"
	"io"
	"log/slog"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"portal/content"
	"portal/internal/site"
)

// watched is a preview of a folder, followed until the test ends.
func watched(t *testing.T, dir string, now time.Time) *Preview {
	t.Helper()
	builder, err := site.NewBuilder("http://127.0.0.1")
	if err != nil {
		t.Fatal(err)
	}
	p := NewPreview(PreviewOptions{
		Dir: dir, Builder: builder, Live: &site.Live{}, Log: slog.New(slog.NewTextHandler(io.Discard, nil)),
		Now: func() time.Time { return now },
	})
	if err := p.Start(); err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithCancel(context.Background())
	done := make(chan struct{})
	go func() { p.Run(ctx); close(done) }()
	t.Cleanup(func() {
		cancel()
		<-done
		p.Live.Swap(nil)
	})
	return p
}

// until waits for a state of the preview.
func until(t *testing.T, p *Preview, what string, is func(version string, problems []content.Problem) bool) {
	t.Helper()
	end := time.After(time.Minute)
	for {
		version, problems, changed := p.State()
		if is(version, problems) {
			return
		}
		select {
		case <-changed:
		case <-end:
			t.Fatalf("%s: still %s with %v", what, version, problems)
		}
	}
}

// page is what an address answers now.
func page(t *testing.T, p *Preview, path string) string {
	t.Helper()
	s, release := p.Live.Get()
	defer release()
	r, ok := s.Resource(path)
	if !ok {
		return ""
	}
	body, _ := r.Body(site.Identity)
	return string(body)
}

var day = time.Date(2026, 11, 22, 12, 0, 0, 0, time.UTC)

// TestPreviewFollows: what is saved is shown, a mistake leaves the last good
// page and tells all that is wrong, and mended it is shown again.
func TestPreviewFollows(t *testing.T) {
	dir := folder(t)
	p := watched(t, dir, day)
	const path = "/en/to-belgium/short-visit"
	if !strings.Contains(page(t, p, path), "You need a visa.") {
		t.Fatal("the page is not shown")
	}
	first, _, _ := p.State()

	edit(t, dir, "title: A short visit", "title: A long visit")
	until(t, p, "a new title", func(v string, _ []content.Problem) bool { return v != first })
	if !strings.Contains(page(t, p, path), "A long visit") {
		t.Error("the new title is not shown")
	}
	second, _, _ := p.State()

	edit(t, dir, "## Steps {#steps}", "## Steps")
	edit(t, dir, "## Who to ask {#ask}", "## Who to ask")
	until(t, p, "two mistakes", func(_ string, problems []content.Problem) bool {
		return strings.Contains(strings.Join(lines(problems), "\n"), "“Steps” needs an id") &&
			strings.Contains(strings.Join(lines(problems), "\n"), "“Who to ask” needs an id")
	})
	if v, _, _ := p.State(); v != second || !strings.Contains(page(t, p, path), "A long visit") {
		t.Error("the last good page is not shown")
	}
	if s := p.Status(); s.LastAttempt.OK || len(s.LastAttempt.Problems) == 0 || s.Live.Version != second {
		t.Errorf("the status is %+v", s)
	}

	edit(t, dir, "## Steps", "## Steps {#steps}")
	edit(t, dir, "## Who to ask", "## Who to ask {#ask}")
	until(t, p, "mended", func(v string, problems []content.Problem) bool { return v != second && len(problems) == 0 })
}

// TestPreviewSeesTheWhole: a page that is good by itself and breaks another is
// shown, and then told of; a change that is no page waits for the whole check.
func TestPreviewSeesTheWhole(t *testing.T) {
	dir := folder(t)
	p := watched(t, dir, day)
	name := filepath.Join(dir, "topics.yaml")
	good, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(name, []byte(strings.Replace(string(good), "key: fees", "key: fines", 1)), 0o644); err != nil {
		t.Fatal(err)
	}
	until(t, p, "a topic is gone", func(_ string, problems []content.Problem) bool { return len(problems) > 0 })
	if err := os.WriteFile(name, good, 0o644); err != nil {
		t.Fatal(err)
	}
	until(t, p, "the topic is back", func(_ string, problems []content.Problem) bool { return len(problems) == 0 })
	first, _, _ := p.State()
	edit(t, dir, "slug: short-visit", "slug: contacts-of-a-visit")
	until(t, p, "another slug", func(v string, _ []content.Problem) bool { return v != first })
	if page(t, p, "/en/to-belgium/contacts-of-a-visit") == "" {
		t.Error("the new address does not answer")
	}
	if err := os.MkdirAll(filepath.Join(dir, "pages/to-belgium/empty"), 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(dir, "pages/to-belgium/empty/en.md"), []byte("nothing"), 0o644); err != nil {
		t.Fatal(err)
	}
	until(t, p, "a new folder", func(_ string, problems []content.Problem) bool {
		return strings.Contains(strings.Join(lines(problems), "\n"), "pages/to-belgium/empty/page.yaml")
	})
}

// TestPreviewShowsWhatWaits: a draft and a page of the future are shown with a
// banner in the language of the reader; so is an update.
func TestPreviewShowsWhatWaits(t *testing.T) {
	for _, tt := range []struct {
		line, path, banner string
		now                time.Time
	}{
		{"draft: true", "/nl/naar-belgie/kort-bezoek", "Dit is een concept.", day},
		{"draft: true", "/fr/en-belgique/courte-visite", "Ceci est un brouillon.", day},
		{"publish_at: 2027-01-05T09:00:00+01:00", "/en/to-belgium/short-visit", "Readers see it from 5 January 2027.", day},
		{"", "/en/updates/visa-fee-2026", "Readers see it from 15 January 2026.", time.Date(2026, 1, 10, 0, 0, 0, 0, time.UTC)},
	} {
		dir := folder(t)
		name := filepath.Join(dir, "pages/to-belgium/visit/page.yaml")
		data, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		if tt.line != "" {
			if err := os.WriteFile(name, append(data, tt.line+"\n"...), 0o644); err != nil {
				t.Fatal(err)
			}
		}
		p := watched(t, dir, tt.now)
		version, problems, _ := p.State()
		if version == "" {
			t.Errorf("%s: %v", tt.line, problems)
			continue
		}
		if got := page(t, p, tt.path); !strings.Contains(got, tt.banner) || !strings.Contains(got, `data-version="`+version) {
			t.Errorf("%s: %s has no banner %q: %.300s", tt.line, tt.path, tt.banner, got)
		}
		for _, public := range []string{"/az/", "/en/feeds/all.atom", "/robots.txt"} {
			if got := page(t, p, public); got == "" || strings.Contains(got, "cannot be built") {
				t.Errorf("%s: %.200q", public, got)
			}
		}
	}
}

// TestPreviewOfMistakes: a folder that was never good is no error.
func TestPreviewOfMistakes(t *testing.T) {
	dir := folder(t)
	edit(t, dir, "## Steps {#steps}", "## Steps")
	p := watched(t, dir, day)
	if version, problems, _ := p.State(); version != "" || len(problems) == 0 {
		t.Errorf("got %q with %v", version, problems)
	}
	edit(t, dir, "## Steps", "## Steps {#steps}")
	until(t, p, "mended", func(v string, problems []content.Problem) bool { return v != "" && len(problems) == 0 })
}
