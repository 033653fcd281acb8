// Package publish brings content to readers: it reads a version, builds it
// and, only if it is good, swaps it in. What is live stays live otherwise.
package publish

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"io"
	"io/fs"
	"log/slog"
	"path"
	"strings"
	"time"

	"portal/content"
	"portal/internal/site"
)

// Publisher publishes the content of one file system. Publish and Run must not
// run at the same time.
type Publisher struct {
	Content fs.FS
	Watch   bool // the content can change: look for it
	Builder *site.Builder
	Live    *site.Live
	Log     *slog.Logger

	live       bool   // something was published
	read       string // stamp of the content last read, good or bad
	validUntil time.Time
}

// Problems are the mistakes of a version that was refused.
type Problems []content.Problem

func (p Problems) Error() string { return fmt.Sprintf("the content has %d problems", len(p)) }

// Publish reads, checks, builds and swaps in the content as it is now. Refused
// content is an error of type Problems.
func (p *Publisher) Publish() error {
	p.read = p.stamp()
	version, err := Version(p.Content)
	if err != nil {
		return err
	}
	now := time.Now()
	tree, problems := content.Load(p.Content, p.Builder.Catalog, now)
	if len(problems) > 0 {
		return Problems(problems)
	}
	snapshot, err := p.Builder.Build(tree, version, now)
	if err != nil {
		return err
	}
	p.validUntil = snapshot.ValidUntil
	if err := p.swap(snapshot); err != nil {
		return err
	}
	p.Log.Info("published", "content", version, "pages", len(tree.Pages), "updates", len(tree.Updates), "took", time.Since(now).Round(time.Millisecond).String())
	return nil
}

// swap makes a snapshot live. The first one answers at once and is finished
// meanwhile; a later one is finished before it replaces another.
func (p *Publisher) swap(s *site.Snapshot) error {
	if p.live {
		if err := s.Finish(); err != nil {
			return err
		}
		p.Live.Swap(s)
		return nil
	}
	p.live = true
	p.Live.Swap(s)
	go func() {
		if err := s.Finish(); err != nil {
			p.Log.Error("not finished", "error", err)
		}
	}()
	return nil
}

// interval is how often a watched folder is looked at.
const interval = time.Second

// Run publishes again whenever the content changes, or changes by itself
// because a date has come. It returns when ctx ends.
func (p *Publisher) Run(ctx context.Context) {
	tick := time.NewTicker(interval)
	defer tick.Stop()
	seen := p.read
	for {
		select {
		case <-ctx.Done():
			return
		case <-tick.C:
		}
		due := !p.validUntil.IsZero() && !time.Now().Before(p.validUntil)
		// A change is taken up when it has held for one interval, so that a
		// half-written commit is not read.
		stamp := p.stamp()
		settled := stamp == seen
		seen = stamp
		if due || settled && stamp != p.read {
			p.again()
		}
	}
}

// again publishes and says in the log why it could not.
func (p *Publisher) again() {
	p.validUntil = time.Time{}
	err := p.Publish()
	problems, refused := err.(Problems)
	for _, problem := range problems {
		p.Log.Warn("refused", "problem", problem.String())
	}
	if err != nil && !refused {
		p.Log.Error("not published", "error", err)
	}
}

// stamp changes when any file of a watched folder is written.
func (p *Publisher) stamp() string {
	if !p.Watch {
		return ""
	}
	sum := sha256.New()
	fs.WalkDir(p.Content, ".", func(name string, d fs.DirEntry, err error) error {
		if err != nil {
			return nil
		}
		if info, err := d.Info(); err == nil {
			fmt.Fprintln(sum, name, info.Size(), info.ModTime().UnixNano())
		}
		return nil
	})
	return hex.EncodeToString(sum.Sum(nil))
}

// Version names the content by the hash of its files, so that the same content
// has the same version everywhere.
func Version(fsys fs.FS) (string, error) {
	sum := sha256.New()
	err := fs.WalkDir(fsys, ".", func(name string, d fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		if name != "." && strings.HasPrefix(path.Base(name), ".") {
			if d.IsDir() {
				return fs.SkipDir
			}
			return nil
		}
		if ext := path.Ext(name); d.IsDir() || ext != ".md" && ext != ".yaml" && ext != ".csv" {
			return nil
		}
		f, err := fsys.Open(name)
		if err != nil {
			return err
		}
		defer f.Close()
		fmt.Fprintln(sum, name)
		_, err = io.Copy(sum, f)
		return err
	})
	if err != nil {
		return "", fmt.Errorf("publish: reading the content: %w", err)
	}
	return hex.EncodeToString(sum.Sum(nil)[:6]), nil
}
