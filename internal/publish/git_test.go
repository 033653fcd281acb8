package publish

import (
	"context"
	"log/slog"
	"os"
	"strings"
	"testing"
	"time"

	"portal/internal/report"
	"portal/internal/site"
)

const visit = "pages/to-belgium/visit/"

// follow makes a publisher of the branch main of a repository.
func follow(t *testing.T, o GitOptions) *Publisher {
	t.Helper()
	builder, err := builder()
	if err != nil {
		t.Fatal(err)
	}
	log := slog.New(slog.NewTextHandler(logged{t}, nil))
	o.Branch, o.Folder, o.Log = "main", "content", log
	g, err := NewGit(o)
	if err != nil {
		t.Fatal(err)
	}
	live := &site.Live{}
	small := &Folder{Files: os.DirFS(folder(t))} // stands for the content of the program
	p := New(Options{Source: g, Spare: small, Builder: builder, Live: live, Log: log})
	t.Cleanup(func() { p.rest(); live.Swap(nil); g.Close() })
	return p
}

// logged shows the log of a publisher when its test fails.
type logged struct{ t *testing.T }

func (l logged) Write(p []byte) (int, error) {
	l.t.Log(strings.TrimSpace(string(p)))
	return len(p), nil
}

// step looks once, as Run does, and gives the status then.
func step(t *testing.T, p *Publisher) Status {
	t.Helper()
	changed, err := p.Source.Look(context.Background())
	p.complain(err)
	if changed {
		p.again(false)
	}
	return p.Status()
}

// liveIs fails the test unless the commit is live.
func liveIs(t *testing.T, s Status, want ID) {
	t.Helper()
	if s.Live.Commit == nil || s.Live.Commit.ID != want {
		t.Errorf("live is %v, want %s; problems %q, error %q", s.Live.Commit, want.Short(), s.LastAttempt.Problems, s.LastAttempt.Error)
	}
}

// reported waits for what the last publication changed.
func reported(t *testing.T, p *Publisher) *report.Report {
	t.Helper()
	for began := time.Now(); time.Since(began) < time.Minute; time.Sleep(10 * time.Millisecond) {
		if r := p.Status().Live.Report; r != nil {
			return r
		}
	}
	t.Fatal("no report after a minute")
	return nil
}

func TestBranchIsFollowed(t *testing.T) {
	a := newAuthor(t)
	p := follow(t, GitOptions{Remote: a.dir})
	if err := p.Start(); err != nil {
		t.Fatal(err)
	}
	if s := p.Status(); s.Ready || s.Live.From != "embedded" || p.Ready() {
		t.Errorf("before the first look: %+v", s)
	}
	s := step(t, p)
	first, _ := p.Source.(*Git).repo.Resolve("main")
	liveIs(t, s, first.ID)
	if !s.Ready || !s.LastAttempt.OK || s.Live.From != "git" || s.Waiting != nil || s.Source.Head.ID != first.ID || s.Source.Error != "" {
		t.Errorf("after the first look: %+v", s)
	}

	a.replace(visit+"en.md", "slug: short-visit", "slug: a-visit")
	second := a.commit("pages: a new slug")
	liveIs(t, step(t, p), second)
	if r := reported(t, p); len(r.Pages) != 1 || r.Pages[0].ID != "visit" || len(r.Problems) > 0 {
		t.Errorf("the report of the new slug is %+v", r)
	}

	a.replace(visit+"en.md", "## Steps {#steps}", "## Steps")
	bad := a.commit("pages: a heading without id")
	s = step(t, p)
	liveIs(t, s, second)
	if s.LastAttempt.OK || s.LastAttempt.Commit.ID != bad || !strings.Contains(strings.Join(s.LastAttempt.Problems, "\n"), visit+"en.md:10: the heading “Steps” needs an id") {
		t.Errorf("the last attempt is %+v", s.LastAttempt)
	}
	if s.Waiting == nil || s.Waiting.Blocks.ID != bad || s.Waiting.Blocks.Author != "Aysel" || s.Waiting.Commits != 1 || !s.Waiting.Since.Equal(a.when) {
		t.Errorf("waiting is %+v", s.Waiting)
	}
	since := a.when
	a.replace("facts/fees.yaml", "value: 35", "value: 36")
	head := a.commit("facts: a new fee")
	s = step(t, p)
	liveIs(t, s, second)
	if s.Waiting == nil || s.Waiting.Blocks.ID != bad || s.Waiting.Head.ID != head || s.Waiting.Commits != 2 || !s.Waiting.Since.Equal(since) {
		t.Errorf("waiting is %+v", s.Waiting)
	}

	a.replace(visit+"en.md", "## Steps", "## Steps {#steps}")
	mended := a.commit("pages: the id")
	s = step(t, p)
	liveIs(t, s, mended)
	if s.Waiting != nil || !s.LastAttempt.OK {
		t.Errorf("after mending: %+v", s)
	}
}

// TestPublishable holds the rule: nothing permanent vanishes, except by a
// rollback, and the newest publishable commit is the same however one came to
// it.
func TestPublishable(t *testing.T) {
	a := newAuthor(t)
	good := a.head()
	page := a.read(visit + "page.yaml")

	addPage(a, "work", 102)
	added := a.commit("pages: work")
	removePage(a, "work")
	gone := a.commit("pages: no work") // a rollback: equal to the first
	a.write("../README.md", "Nothing of the content.\n")
	readme := a.commit("readme")
	addPage(a, "work", 102)
	again := a.commit("pages: work again")
	removePage(a, "work")
	a.replace("facts/fees.yaml", "value: 35", "value: 36")
	lost := a.commit("pages: no work, and a fee") // no rollback: the page vanishes
	a.write("../README.md", "Still nothing.\n")
	still := a.commit("readme again") // equal to a commit that is not publishable
	addPage(a, "work", 102)
	back := a.commit("pages: work is back")
	a.write(visit+"page.yaml", strings.Replace(page, "code: 101", "code: 109", 1))
	code := a.commit("pages: another code")
	a.write(visit+"page.yaml", page)
	mended := a.commit("pages: the code")

	want := []struct{ head, live ID }{
		{good, good}, {added, added}, {gone, gone}, {readme, readme}, {again, again},
		{lost, again}, {still, again}, {back, back}, {code, back}, {mended, mended},
	}
	p := follow(t, GitOptions{Remote: a.dir})
	if err := p.Start(); err != nil {
		t.Fatal(err)
	}
	for _, tt := range want {
		a.set(tt.head)
		s := step(t, p)
		liveIs(t, s, tt.live)
		if tt.head == lost && (len(s.LastAttempt.Problems) != 1 || !strings.HasPrefix(s.LastAttempt.Problems[0], "pages/to-belgium/work/page.yaml:1: the page “work” is gone")) {
			t.Errorf("a page that vanished: %q", s.LastAttempt.Problems)
		}
	}
	for _, tt := range want { // a replica that begins here
		if tt.head != gone && tt.head != still && tt.head != code {
			continue // the hard ones will do
		}
		a.set(tt.head)
		p := follow(t, GitOptions{Remote: a.dir})
		if err := p.Start(); err != nil {
			t.Fatal(err)
		}
		liveIs(t, step(t, p), tt.live)
	}
}
