package publish

import (
	"context"
	"strings"
	"sync"
	"testing"
	"time"

	"portal/internal/site"
)

// clock is set by a test.
type clock struct {
	mu  sync.Mutex
	now time.Time
}

func (c *clock) Now() time.Time {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.now
}

func (c *clock) set(t time.Time) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.now = t
}

// TestDatesCome: a fact, a page and a withdrawal change the site at their
// moment, in the zone of their law, on the day of 23 hours and on that of 25;
// nobody commits anything.
func TestDatesCome(t *testing.T) {
	a := newAuthor(t)
	a.replace("facts/fees.yaml", "visa-fee:\n", `visa-fee:
  - {value: 30, unit: EUR, law: be, source: agreement, as_of: 2026-02, checked_on: 2026-11-22, confidence: official, valid_until: 2027-03-27}
  - {value: 31, unit: EUR, law: be, source: agreement, as_of: 2026-02, checked_on: 2026-11-22, confidence: official, valid_from: 2027-03-28, valid_until: 2027-03-28}
`)
	a.replace("facts/fees.yaml", "    law: eu\n", "    law: be\n    valid_from: 2027-03-29\n")
	addPage(a, "work", 102)
	a.replace("pages/to-belgium/work/page.yaml", "code: 102", "code: 102\npublish_at: 2027-10-31T02:30:00+02:00\nwithdraw_at: 2027-10-31T02:30:00+01:00")
	a.replace("pages/to-belgium/work/page.yaml", "at: 2026-11-22T", "at: 2027-10-31T03:00:00+02:00 # ")
	a.commit("dates")

	zone, err := time.LoadLocation("Europe/Brussels")
	if err != nil {
		t.Fatal(err)
	}
	c := &clock{now: time.Date(2027, 3, 27, 12, 0, 0, 0, zone)}
	p := follow(t, GitOptions{Remote: a.dir})
	p.Now, p.Every = c.Now, 10*time.Millisecond
	if err := p.Start(); err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithCancel(context.Background())
	done := make(chan struct{})
	go func() { p.Run(ctx); close(done) }()
	defer func() { cancel(); <-done }()

	const page = "/en/to-belgium/short-visit"
	utc := func(month time.Month, day, hour, minute, second int) time.Time {
		return time.Date(2027, month, day, hour, minute, second, 0, time.UTC)
	}
	for _, tt := range []struct {
		at        time.Time
		path, say string // what the page says then; "" if there is no page
		next      time.Time
	}{
		{utc(3, 27, 22, 59, 59), page, "30 euros", utc(3, 27, 23, 0, 0)},           // still the 27th in Brussels
		{utc(3, 27, 23, 0, 0), page, "31 euros", utc(3, 28, 22, 0, 0)},             // the 28th, which has 23 hours
		{utc(3, 28, 21, 59, 59), page, "31 euros", utc(3, 28, 22, 0, 0)},           // its last second
		{utc(3, 28, 22, 0, 0), page, "35 euros", utc(5, 22, 22, 0, 0)},             // the 29th, in summer time
		{utc(10, 31, 0, 29, 59), "/en/to-belgium/work", "", utc(10, 31, 0, 30, 0)}, // the first 2:29 of that night
		{utc(10, 31, 0, 30, 0), "/en/to-belgium/work", "35 euros", utc(10, 31, 1, 0, 0)},
		{utc(10, 31, 1, 30, 0), "/en/to-belgium/work", "no longer updated", time.Time{}}, // the second 2:30
	} {
		c.set(tt.at)
		if got, ok := awaitPage(p, tt.path, tt.say); !ok {
			t.Errorf("at %v %s does not say %q: %s", tt.at, tt.path, tt.say, got)
		}
		if got, ok := awaitNext(p, tt.next); !ok {
			t.Errorf("at %v the next change is %v, want %v", tt.at, got, tt.next)
		}
	}
	if s := p.Status(); s.Live.Commit == nil || s.Live.Commit.Subject != "dates" || s.Live.From != "git" {
		t.Errorf("live is %+v", s.Live)
	}
}

// awaitNext waits until the status tells when the site changes next; zero is
// never.
func awaitNext(p *Publisher, want time.Time) (got *time.Time, ok bool) {
	for end := time.Now().Add(20 * time.Second); time.Now().Before(end); time.Sleep(10 * time.Millisecond) {
		got = p.Status().Live.ValidUntil
		if got == nil && want.IsZero() || got != nil && got.Equal(want) {
			return got, true
		}
	}
	return got, false
}

// awaitPage waits until a page says something, or is not there.
func awaitPage(p *Publisher, path, say string) (string, bool) {
	text := ""
	for end := time.Now().Add(20 * time.Second); time.Now().Before(end); time.Sleep(10 * time.Millisecond) {
		s, release := p.Live.Get()
		r, ok := s.Resource(path)
		release()
		if !ok {
			if text = "not there"; say == "" && p.Status().Ready {
				return text, true
			}
			continue
		}
		body, _ := r.Body(site.Identity)
		if text = string(body); say != "" && strings.Contains(text, say) {
			return text, true
		}
	}
	return text[:min(len(text), 300)], false
}
