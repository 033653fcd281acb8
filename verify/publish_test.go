//go:build verify

package verify

import (
	"testing"
	"time"
)

// TestPushToLive measures from the end of git push to the page.
func TestPushToLive(t *testing.T) {
	const poll = 3 * time.Second
	h := newHost(t)
	s := newStaff(t, h)
	for _, tt := range []struct {
		what  string
		poll  time.Duration
		hook  bool
		limit time.Duration
	}{
		{"with the webhook", time.Hour, true, 2 * time.Second},
		{"without", poll, false, poll + 2*time.Second},
	} {
		p := follow(t, h, "--poll", tt.poll.String())
		fee := firstFee
		if tt.what == "without" {
			fee += 3
		}
		p.await(t, fee, 20*time.Second)
		var worst time.Duration
		for range 3 {
			s.fee(fee, fee+1)
			fee++
			if tt.hook {
				p.hook(t)
			}
			worst = max(worst, p.await(t, fee, tt.limit+10*time.Second))
		}
		if worst > tt.limit {
			t.Errorf("%s: live after %v, want %v", tt.what, worst, tt.limit)
		}
		t.Logf("%s: live %v after the push at most", tt.what, worst.Round(time.Millisecond))
		p.kill()
	}
}
