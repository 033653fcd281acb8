// Package publish brings content to readers. A [Source] finds the newest
// content that may go live, checked and built; the [Publisher] swaps it in and
// tells what it did. What is live stays live otherwise.
package publish

import (
	"context"
	"errors"
	"io/fs"
	"log/slog"
	"sync"
	"time"

	"portal/content"
	"portal/internal/report"
	"portal/internal/site"
)

// Options are what a publisher works with.
type Options struct {
	Source  Source
	Spare   Source        // served while the source has nothing; nil: that is an error
	Every   time.Duration // how often to look for something new; zero: never
	Builder *site.Builder
	Live    *site.Live
	Log     *slog.Logger
	Now     func() time.Time // nil: the clock of the machine

	// Published, if there is one, hears of every snapshot of the source when it
	// is live. It must not wait for anything.
	Published func(*site.Snapshot)
}

// Publisher publishes the content of one source. Start is called first, then
// Run; Wake and Status are safe at any time.
type Publisher struct {
	Options
	wake       chan struct{}
	validUntil time.Time
	served     *site.Snapshot // what is live
	files      fs.FS          // of a branch: what served was made of
	before     fs.FS          // and what was live before it, until a report is made
	rest       func()         // ends the finishing of what is live, and waits for that
	complaint  string         // why the source was out of reach when last looked at

	mu     sync.Mutex
	status Status
}

// New makes a publisher.
func New(o Options) *Publisher {
	if o.Now == nil {
		o.Now = time.Now
	}
	p := &Publisher{Options: o, wake: make(chan struct{}, 1), rest: func() {}}
	p.status = Status{Source: o.Source.Origin(), Urgent: []Urgent{}, LastAttempt: Attempt{Problems: []string{}}}
	return p
}

// Wake makes Run look for something new at once. Calls while it looks are
// joined into one more look.
func (p *Publisher) Wake() {
	select {
	case p.wake <- struct{}{}:
	default:
	}
}

// Start makes live what can be served at once: what the source has at hand, or
// the spare. Refused content is an error of type [Problems].
func (p *Publisher) Start() error {
	defer p.finish()
	err := p.publish("")
	if !errors.Is(err, ErrNothing) || p.Spare == nil {
		return err
	}
	p.Log.Warn("nothing was published yet: serving the content of the program", "source", p.Source.Origin().Kind)
	return p.spare()
}

// spare makes the spare live. The publisher is not ready with it.
func (p *Publisher) spare() error {
	found, err := p.Spare.Newest(p.Builder, p.Now(), "")
	if err == nil && len(found.Problems) > 0 {
		err = Problems(found.Problems)
	}
	if err == nil {
		err = p.swap(&found)
	}
	if err == nil {
		p.live(found, false)
	}
	return err
}

// Run publishes whenever the source has something new, or the content changes
// by itself because a date has come. It returns when ctx ends.
func (p *Publisher) Run(ctx context.Context) {
	for ctx.Err() == nil {
		changed, err := p.Source.Look(ctx)
		if ctx.Err() != nil {
			return
		}
		p.complain(err)
		if due := p.due(); changed || due {
			p.again(due)
		}
		p.wait(ctx)
	}
}

// complain says in the log that the source cannot be reached, once for each
// reason, and that it can be reached again.
func (p *Publisher) complain(err error) {
	reason := ""
	if err != nil {
		reason = err.Error()
	}
	switch {
	case reason == p.complaint:
	case reason == "":
		p.Log.Info("the source is within reach again")
	default:
		p.Log.Error("the source is out of reach: what is live stays", "error", reason)
	}
	p.complaint = reason
}

// due reports whether the moment has come at which the content changes.
func (p *Publisher) due() bool { return !p.validUntil.IsZero() && !p.Now().Before(p.validUntil) }

// longest is how long the publisher sleeps at most, because the clock of a
// machine may be set, and how long it waits before it tries a failed build
// again.
const longest = time.Minute

// wait returns when it is time to look again.
func (p *Publisher) wait(ctx context.Context) {
	pause := longest
	if p.Every > 0 {
		pause = min(pause, p.Every)
	}
	if !p.validUntil.IsZero() {
		pause = min(pause, max(p.validUntil.Sub(p.Now()), 0))
	}
	timer := time.NewTimer(pause)
	defer timer.Stop()
	select {
	case <-ctx.Done():
	case <-timer.C:
	case <-p.wake:
	}
}

// again publishes, and says in the log why it could not. A due build is made
// even of what is live.
func (p *Publisher) again(due bool) {
	status, live := p.Status(), ID("")
	if status.Live.Commit != nil && !due {
		live = status.Live.Commit.ID
	}
	if due {
		p.validUntil = p.Now().Add(longest)
	}
	p.rest() // readers wait for what is new, not for the smallest form of what is live
	defer p.finish()
	err := p.publish(live)
	if errors.Is(err, ErrNothing) && due && !status.Ready {
		err = p.spare()
	}
	var problems Problems
	if errors.As(err, &problems) {
		for _, problem := range problems {
			p.Log.Warn("refused", "problem", problem.String())
		}
		return
	}
	if err != nil {
		p.Log.Error("not published: what is live stays", "error", err)
	}
}

// publish makes the newest content live, unless that is the commit live. What
// is refused is an error of type [Problems], even if something older went live.
func (p *Publisher) publish(live ID) error {
	found, err := p.Source.Newest(p.Builder, p.Now(), live)
	if err == nil && found.Snapshot != nil {
		err = p.swap(&found)
		if err == nil && p.Published != nil {
			p.Published(found.Snapshot)
		}
	}
	p.record(found, err)
	if len(found.Problems) > 0 && (err == nil || errors.Is(err, ErrNothing)) {
		return errors.Join(Problems(found.Problems), err)
	}
	return err
}

// swap makes a snapshot live. The first one answers at once; a later one is
// complete before it replaces another, so that no reader waits or meets a fault.
func (p *Publisher) swap(f *Found) error {
	f.urgent, f.pages, f.updates = urgent(f.Tree), len(f.Tree.Pages), len(f.Tree.Updates)
	f.Tree = nil // not needed any more, and large
	if p.served != nil {
		if err := f.Snapshot.Complete(); err != nil {
			f.Snapshot.Discard()
			return err
		}
	}
	p.Live.Swap(f.Snapshot)
	p.served = f.Snapshot
	if live := p.Status().Live.Commit; f.Commit != nil && (live == nil || live.ID != f.Commit.ID) {
		p.before, p.files = p.files, f.Files
	}
	p.validUntil = f.Snapshot.ValidUntil
	p.Log.Info("published", "content", f.Snapshot.Version, "from", f.From, "commit", f.Commit.String(), "pages", f.pages, "updates", f.updates)
	return nil
}

// finish completes what is live while it is served, and then says what it
// changed. What is done already takes no time.
func (p *Publisher) finish() {
	if p.served == nil {
		return
	}
	ctx, cancel := context.WithCancel(context.Background())
	done := make(chan struct{})
	go func(s *site.Snapshot) {
		defer close(done)
		if err := s.Finish(ctx); err != nil && ctx.Err() == nil {
			p.Log.Error("not finished", "error", err)
		}
		if p.before != nil && ctx.Err() == nil {
			p.report()
		}
	}(p.served)
	p.rest = func() { cancel(); <-done }
}

// report notes what the content that is live changed of what was live before.
func (p *Publisher) report() {
	now := p.Now()
	before, _ := content.Load(p.before, p.Builder.Catalog, now)
	after, problems := content.Load(p.files, p.Builder.Catalog, now)
	r := report.Make(before, after, problems, p.Builder.Catalog, now)
	p.before = nil
	p.mu.Lock()
	defer p.mu.Unlock()
	p.status.Live.Report = &r
}
