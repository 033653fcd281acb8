//go:build verify

package verify

import (
	"encoding/json"
	"fmt"
	"maps"
	"math/rand/v2"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"
)

// TestPushToLive measures from the end of git push to the page. The best of
// some counts: other work on the machine is no fault of the program.
func TestPushToLive(t *testing.T) {
	const poll = 3 * time.Second
	h := newHost(t)
	s := newStaff(t, h)
	fee := firstFee
	for _, tt := range []struct {
		what  string
		poll  time.Duration
		limit time.Duration
	}{
		{"with the webhook", time.Hour, 2 * time.Second},
		{"without", poll, poll + 2*time.Second},
	} {
		p := follow(t, h, "--poll", tt.poll.String())
		p.await(t, fee, time.Minute)
		best, worst := time.Hour, time.Duration(0)
		for try := range 10 {
			if try >= 3 && best < tt.limit {
				break
			}
			s.fee(fee, fee+1)
			fee++
			if tt.poll > poll {
				p.hook(t)
			}
			took := p.await(t, fee, time.Minute)
			best, worst = min(best, took), max(worst, took)
		}
		if best > tt.limit {
			t.Errorf("%s: live after %v, want %v", tt.what, best, tt.limit)
		}
		t.Logf("%s: live %v to %v after the push", tt.what, best.Round(time.Millisecond), worst.Round(time.Millisecond))
		p.kill()
	}
}

// TestCommitsUnderLoad pushes commits one after another while readers ask for
// a page, a search and a feed. No request fails, and what is said under one
// version is the same everywhere.
func TestCommitsUnderLoad(t *testing.T) {
	commits := count(t, "PUBLISH_COMMITS", 20)
	h := newHost(t)
	s := newStaff(t, h)
	p := follow(t, h, "--poll", "1h")
	p.await(t, firstFee, time.Minute)

	readers := &readers{portal: p, fees: map[string]int{}}
	stop := readers.start()
	fee := firstFee
	for range commits {
		s.fee(fee, fee+1)
		fee++
		p.hook(t)
		p.await(t, fee, time.Minute)
	}
	stop()
	report(t, readers.faults)
	if got := len(readers.fees); got < commits {
		t.Errorf("readers saw %d versions of %d", got, commits)
	}
	t.Logf("%d commits, %d requests, %d versions seen, %d faults", commits, readers.requests.Load(), len(readers.fees), len(readers.faults))
}

// readers ask without end and hold every answer against the others of its
// version.
type readers struct {
	*portal
	requests atomic.Int64

	mu     sync.Mutex
	fees   map[string]int // by version: what a visa costs
	faults []string
}

// start sends readers; stop waits until they have ended.
func (r *readers) start() (stop func()) {
	done := make(chan struct{})
	var wg sync.WaitGroup
	for i, path := range []string{"/en/to-belgium/short-visit", "/api/v1/en/search?q=short+visit", "/en/feeds/all.json", "/en/search?q=visit"} {
		wg.Go(func() {
			for {
				select {
				case <-done:
					return
				case <-time.After(time.Duration(i+1) * 5 * time.Millisecond):
					r.read(path)
				}
			}
		})
	}
	return func() { close(done); wg.Wait() }
}

func (r *readers) read(path string) {
	r.requests.Add(1)
	a, err := r.ask("GET", path)
	r.mu.Lock()
	defer r.mu.Unlock()
	if err != nil || a.status != 200 {
		r.faults = append(r.faults, fmt.Sprintf("%s: %d, %v%s", path, a.status, err, r.obituary()))
		return
	}
	version, fee := a.header.Get("Portal-Content"), said(path, a.body)
	if fee == 0 && strings.Contains(path, "feeds") && len(r.fees) == 0 {
		return // the first note names no fee
	}
	if old, known := r.fees[version]; known && old != fee {
		r.faults = append(r.faults, fmt.Sprintf("%s says %d euros under version %s, another answer %d", path, fee, version, old))
	}
	r.fees[version] = fee
}

// said is what a visa costs in an answer.
func said(path string, body []byte) int {
	text := string(body)
	if strings.HasPrefix(path, "/api/") {
		var found struct {
			Results []struct {
				Snippet string `json:"snippet_html"`
			}
		}
		if json.Unmarshal(body, &found) != nil || len(found.Results) == 0 {
			return 0
		}
		text = found.Results[0].Snippet
	}
	if strings.Contains(path, "feeds") {
		if m := regexp.MustCompile(`Now (\d+) euros`).FindStringSubmatch(text); m != nil {
			n, _ := strconv.Atoi(m[1])
			return n
		}
		return firstFee
	}
	if strings.Contains(path, "/search?") {
		if i := strings.Index(text, `class="results"`); i > 0 {
			text = text[i:]
		}
	}
	return euros(regexp.MustCompile(`<[^>]*>`).ReplaceAllString(text, ""))
}

// TestKilled kills the program at random moments while commits, good and bad,
// are published. Every restart serves the last good commit: none older than
// readers have seen, none that was refused; with the host or without it.
func TestKilled(t *testing.T) {
	kills := count(t, "PUBLISH_KILLS", 8)
	h := newHost(t)
	s := newStaff(t, h)
	data := t.TempDir()
	start := func() *portal { return follow(t, h, "--poll", "1h", "--data", data) }
	p := start()
	p.await(t, firstFee, time.Minute)
	fee, seen := firstFee, firstFee
	good := map[int]bool{firstFee: true}
	from := map[string]int{}
	for i := range kills {
		if i%4 == 3 {
			s.bad()
		}
		s.fee(fee, fee+1)
		fee++
		if i%4 == 3 {
			s.mend(i%8 == 7)
		}
		good[fee] = i%4 != 3 || i%8 == 7
		p.hook(t)
		for end := time.Now().Add(time.Duration(rand.IntN(1500)) * time.Millisecond); time.Now().Before(end); {
			seen = max(seen, p.shows())
			time.Sleep(5 * time.Millisecond)
		}
		p.kill()
		<-p.done
		if i%2 == 1 {
			h.feel(down)
		}
		p = start()
		if got := p.shows(); got < seen || !good[got] {
			t.Errorf("kill %d: the restart serves %d euros, readers had seen %d; the good ones are %v; it says:\n%s", i, got, seen, slices.Sorted(maps.Keys(good)), p.log)
		}
		for _, where := range []string{"from=kept", "from=embedded", "from=git"} {
			if strings.Contains(p.log.String(), where) {
				from[where]++
			}
		}
		h.feel(nil)
		p.hook(t)
		newest := 0
		for n, ok := range good {
			if ok {
				newest = max(newest, n)
			}
		}
		p.await(t, newest, time.Minute)
		seen = newest
		if !good[fee] { // the next commits build on what is mended
			s.mend(true)
			good[fee] = true
		}
	}
	t.Logf("%d kills, every restart served the last good commit %v", kills, from)
}

// bad makes a mistake; mend takes it back, pushed if asked.
func (s *staff) bad() {
	s.t.Helper()
	s.replace("pages/to-belgium/visit/en.md", "## Steps {#steps}", "## Steps")
}

func (s *staff) mend(push bool) {
	s.t.Helper()
	if !push {
		return
	}
	s.replace("pages/to-belgium/visit/en.md", "## Steps\n", "## Steps {#steps}\n")
	s.commit("pages: the id")
	s.push()
}

// TestHalfClone damages every kind of file that a killed fetch may leave: the
// program serves, makes a new clone and publishes on.
func TestHalfClone(t *testing.T) {
	h := newHost(t)
	s := newStaff(t, h)
	data := t.TempDir()
	fee := firstFee
	for _, pattern := range []string{"*.idx", "*.pack", "main", "HEAD", "config"} {
		p := follow(t, h, "--poll", "1s", "--data", data)
		p.await(t, fee, time.Minute)
		s.fee(fee, fee+1)
		fee++
		p.await(t, fee, time.Minute)
		p.kill()
		<-p.done
		damaged := 0
		filepath.WalkDir(filepath.Join(data, "clone.git"), func(name string, d os.DirEntry, err error) error {
			if ok, _ := filepath.Match(pattern, filepath.Base(name)); err == nil && ok && !d.IsDir() {
				info, _ := d.Info()
				os.Chmod(name, 0o644)
				os.Truncate(name, info.Size()/2)
				damaged++
			}
			return nil
		})
		if damaged == 0 {
			t.Errorf("no file is called %s", pattern)
		}
	}
	p := follow(t, h, "--poll", "1s", "--data", data)
	s.fee(fee, fee+1)
	p.await(t, fee+1, time.Minute)
}

// TestMoodyHost: a host that is slow, breaks off or is away keeps nobody from
// reading, and is followed again when it is well.
func TestMoodyHost(t *testing.T) {
	h := newHost(t)
	s := newStaff(t, h)
	p := follow(t, h, "--poll", "1s")
	p.await(t, firstFee, time.Minute)
	fee := firstFee
	for what, mood := range moods {
		h.feel(mood)
		s.fee(fee, fee+1)
		began := time.Now()
		for time.Since(began) < 3*time.Second {
			a, err := p.ask("GET", "/en/to-belgium/short-visit")
			if err != nil || a.status != 200 {
				t.Errorf("%s: %d, %v%s", what, a.status, err, p.obituary())
			}
			time.Sleep(50 * time.Millisecond)
		}
		if what != "slow" && p.shows() != fee {
			t.Errorf("%s: the page shows %d euros, want %d", what, p.shows(), fee)
		}
		h.feel(nil)
		fee++
		took := p.await(t, fee, time.Minute)
		t.Logf("%s: live %v after the host was well", what, took.Round(time.Millisecond))
	}
	command(t, h.dir, "git", "update-ref", "-d", "refs/heads/main")
	time.Sleep(3 * time.Second)
	if p.shows() != fee || !strings.Contains(p.log.String(), "has no branch main") && !strings.Contains(p.log.String(), "empty") {
		t.Errorf("the branch is deleted: %d euros; it says:\n%s", p.shows(), p.log)
	}
	s.push()
	s.fee(fee, fee+1)
	p.await(t, fee+1, time.Minute)
}
