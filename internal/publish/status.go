package publish

import (
	"errors"
	"time"

	"portal/content"
	"portal/internal/report"
	"portal/locales"
)

// Status is what an operator and an editor want to know of publishing: what is
// live, what was tried last, where content comes from, what waits. It is a
// copy: it does not change.
type Status struct {
	Ready       bool     `json:"ready"` // false while only the content in the program could be served, but another is wanted
	Live        Live     `json:"live"`
	LastAttempt Attempt  `json:"last_attempt"`
	Attempts    Attempts `json:"attempts"`
	Source      Origin   `json:"source"`
	Waiting     *Waiting `json:"waiting,omitempty"` // nil if the newest is live
	Urgent      []Urgent `json:"urgent"`
}

// Live is what readers get.
type Live struct {
	Version      string     `json:"version"` // as in the header Portal-Content
	BuiltAt      time.Time  `json:"built_at"`
	BuildSeconds float64    `json:"build_seconds"`
	From         string     `json:"from"` // embedded | folder | git | kept: the last good commit, from before a restart
	Commit       *Commit    `json:"commit,omitempty"`
	ValidUntil   *time.Time `json:"valid_until,omitempty"` // when it changes by itself
	Pages        int        `json:"pages"`
	Updates      int        `json:"updates"`

	Report *report.Report `json:"report,omitempty"` // of a branch: what it changed of what was live before, once that is made
}

// Attempt is one try to publish.
type Attempt struct {
	At       time.Time `json:"at"`
	OK       bool      `json:"ok"`
	Version  string    `json:"version,omitempty"` // of what was tried, if it could be read
	Commit   *Commit   `json:"commit,omitempty"`
	Problems []string  `json:"problems"` // file:line: what is wrong and what to do
	Error    string    `json:"error,omitempty"`
}

// Attempts are how often publishing was tried since the program began.
type Attempts struct {
	OK      int `json:"ok"`
	Refused int `json:"refused"` // the content had problems
	Failed  int `json:"failed"`  // for another reason
}

func (n *Attempts) add(a Attempt) {
	switch {
	case a.Error != "":
		n.Failed++
	case a.OK:
		n.OK++
	default:
		n.Refused++
	}
}

// Origin is where content comes from and whether it can be reached.
type Origin struct {
	Kind         string     `json:"kind"`             // embedded | folder | git
	Remote       string     `json:"remote,omitempty"` // without user and password
	Branch       string     `json:"branch,omitempty"`
	Folder       string     `json:"folder,omitempty"`
	Head         *Commit    `json:"head,omitempty"`      // of the branch, as last seen
	LookedAt     *time.Time `json:"looked_at,omitempty"` // when it was last reached
	Error        string     `json:"error,omitempty"`     // why it could not be reached last time
	FailingSince *time.Time `json:"failing_since,omitempty"`
	Notes        []string   `json:"notes,omitempty"` // what else an operator should know
}

// Waiting says that the head of the branch is not what readers get.
type Waiting struct {
	Since   time.Time `json:"since"`   // when the first of them was committed
	Commits int       `json:"commits"` // how many wait, the head included
	Head    Commit    `json:"head"`
	Blocks  Commit    `json:"blocks"` // the first of them: all was well before it
}

// Urgent is a change of a critical page that went live before its
// translations.
type Urgent struct {
	Page   string         `json:"page"`
	At     time.Time      `json:"at"`
	Reason string         `json:"reason"`
	Behind []locales.Lang `json:"behind"` // languages that do not have it yet
}

// Status tells what is live, what was tried last, and what waits. It is safe
// at any time.
func (p *Publisher) Status() Status {
	p.mu.Lock()
	defer p.mu.Unlock()
	s := p.status
	s.Source = p.Source.Origin()
	return s
}

// Ready reports whether content of the source is live, not only the spare. It
// is safe at any time.
func (p *Publisher) Ready() bool {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.status.Ready
}

// record notes how an attempt to publish ended.
func (p *Publisher) record(f Found, err error) {
	if errors.Is(err, ErrNothing) && f.Tried == nil {
		return
	}
	p.mu.Lock()
	a := Attempt{At: p.Now(), OK: err == nil && len(f.Problems) == 0, Commit: f.Tried, Version: f.Version, Problems: lines(f.Problems)}
	if err != nil {
		a.Error = err.Error()
	}
	p.status.LastAttempt, p.status.Waiting = a, f.Waiting
	p.status.Attempts.add(a)
	if err == nil && f.Snapshot == nil && f.Commit != nil { // nothing of the content changed
		p.status.Live.Commit = f.Commit
	}
	p.mu.Unlock()
	if err == nil && f.Snapshot != nil {
		p.live(f, true)
	}
}

// live notes what readers get now.
func (p *Publisher) live(f Found, ready bool) {
	p.mu.Lock()
	defer p.mu.Unlock()
	var same *report.Report // built again because a date has come
	if old := p.status.Live; old.Commit != nil && f.Commit != nil && old.Commit.ID == f.Commit.ID {
		same = old.Report
	}
	p.status.Ready = ready
	p.status.Live = Live{
		Report:  same,
		Version: f.Snapshot.Version, BuiltAt: p.Now(), BuildSeconds: f.Took.Seconds(), From: f.From, Commit: f.Commit,
		Pages: f.pages, Updates: f.updates,
	}
	if until := f.Snapshot.ValidUntil; !until.IsZero() {
		p.status.Live.ValidUntil = &until
	}
	p.status.Urgent = f.urgent
}

// urgent lists the changes that translators must look at first.
func urgent(tree *content.Tree) []Urgent {
	all := []Urgent{}
	for _, s := range tree.Sections {
		for _, id := range s.Pages {
			p := tree.Pages[id]
			if len(p.Changes) == 0 || p.Changes[0].Urgent == "" {
				continue
			}
			u := Urgent{Page: id, At: p.Changes[0].At, Reason: p.Changes[0].Urgent}
			for _, lang := range locales.All {
				if !p.Translation(lang).Current() {
					u.Behind = append(u.Behind, lang)
				}
			}
			if len(u.Behind) > 0 {
				all = append(all, u)
			}
		}
	}
	return all
}

// lines are problems as an editor reads them.
func lines(problems []content.Problem) []string {
	all := []string{}
	for _, p := range problems {
		all = append(all, p.String())
	}
	return all
}
