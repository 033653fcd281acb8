package publish

import (
	"context"
	"fmt"
	"io/fs"
	"log/slog"
	"os"
	"path"
	"strconv"
	"strings"
	"sync"
	"time"

	"portal/content"
	"portal/internal/site"
)

// PreviewOptions are what a preview works with.
type PreviewOptions struct {
	Dir     string // folder of the content
	Builder *site.Builder
	Live    *site.Live
	Log     *slog.Logger
	Now     func() time.Time // nil: the clock of the machine
}

// Preview shows a folder to the one who writes in it, drafts included. A saved
// page is read, checked and shown by itself at once; then the whole folder is
// checked. While there are mistakes the last good content stays. Start is
// called first, then Run; State and Status are safe at any time.
type Preview struct {
	PreviewOptions
	files fs.FS
	good  *content.Tree // the newest that was checked whole
	base  stamps        // of the files of good
	seen  stamps        // of the files when last looked at
	whole stamps        // of the files when last checked whole, good or bad
	shown bool          // what was last seen is live, though not checked whole
	first time.Time
	count int

	mu       sync.Mutex
	status   Status
	problems []content.Problem
	changed  chan struct{} // closed at the next change of what stands above
}

// NewPreview makes a preview.
func NewPreview(o PreviewOptions) *Preview {
	if o.Now == nil {
		o.Now = time.Now
	}
	return &Preview{
		PreviewOptions: o, files: os.DirFS(o.Dir), first: time.Now(), changed: make(chan struct{}),
		status: Status{Source: Origin{Kind: "folder", Folder: o.Dir}, Urgent: []Urgent{}, LastAttempt: Attempt{Problems: []string{}}},
	}
}

// State tells which content is live, empty if none ever was good, and what is
// wrong with the newest. It holds until changed is closed.
func (p *Preview) State() (version string, problems []content.Problem, changed <-chan struct{}) {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.status.Live.Version, p.problems, p.changed
}

// Status tells the same to an operator.
func (p *Preview) Status() Status {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.status
}

// Start reads the whole folder. Mistakes are no error: they are shown.
func (p *Preview) Start() error {
	p.seen = p.stamps()
	return p.finish(p.check(p.seen))
}

// checked is the whole folder as it was at one moment.
type checked struct {
	tree     *content.Tree
	problems []content.Problem
	stamps   stamps
}

// check reads and checks everything, which takes a while.
func (p *Preview) check(now stamps) checked {
	tree, problems := content.Load(p.files, p.Builder.Catalog, p.Now())
	return checked{tree, problems, now}
}

// finish takes up the result of a check.
func (p *Preview) finish(c checked) error {
	p.whole = c.stamps
	if len(c.problems) > 0 {
		p.record("", c.problems)
		return nil
	}
	p.good, p.base = c.tree, c.stamps
	if p.shown {
		p.record("", nil)
		return nil
	}
	return p.show(c.tree)
}

// look finds out what was saved since the last time, and shows it if it is
// pages or updates by themselves.
func (p *Preview) look() error {
	now := p.stamps()
	if now.equal(p.seen) {
		return nil
	}
	p.seen, p.shown = now, false
	if p.good == nil {
		return nil
	}
	tree, problems, ok := p.good.Reread(p.files, p.Builder.Catalog, p.Now(), folders(p.base.changed(now)))
	switch {
	case !ok:
		return nil
	case len(problems) > 0:
		p.record("", problems)
		return nil
	}
	p.shown = true
	return p.show(tree)
}

// show makes a tree live.
func (p *Preview) show(tree *content.Tree) error {
	p.count++
	version := "preview-" + strconv.FormatInt(p.first.UnixMilli(), 36) + "-" + strconv.Itoa(p.count)
	snapshot, err := p.Builder.Preview(tree, version, p.Now())
	if err != nil {
		return err
	}
	p.Live.Swap(snapshot)
	p.mu.Lock()
	p.status.Ready = true
	p.status.Live = Live{Version: version, BuiltAt: p.Now(), From: "folder", Pages: len(tree.Pages), Updates: len(tree.Updates)}
	p.mu.Unlock()
	p.record(version, nil)
	return nil
}

// record notes what is wrong and wakes who waits for news.
func (p *Preview) record(version string, problems []content.Problem) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.problems = problems
	p.status.LastAttempt = Attempt{At: p.Now(), OK: len(problems) == 0, Version: version, Problems: lines(problems)}
	p.status.Attempts.add(p.status.LastAttempt)
	close(p.changed)
	p.changed = make(chan struct{})
}

// Run follows the folder until ctx ends.
func (p *Preview) Run(ctx context.Context) {
	saved := watch(ctx, p.Dir)
	results := make(chan checked, 1)
	checking := false
	for {
		var err error
		select {
		case <-ctx.Done():
			return
		case <-saved:
			err = p.look()
		case c := <-results:
			checking = false
			if c.stamps.equal(p.seen) {
				err = p.finish(c)
			}
		}
		if err != nil {
			p.Log.Error("not shown", "error", err)
		}
		if now := p.seen; !checking && !now.equal(p.whole) {
			checking = true
			go func() { results <- p.check(now) }()
		}
	}
}

// stamps tell by name, size and time what every file was like.
type stamps map[string]string

func (p *Preview) stamps() stamps {
	all := stamps{}
	fs.WalkDir(p.files, ".", func(name string, d fs.DirEntry, err error) error {
		switch hidden := name != "." && strings.HasPrefix(path.Base(name), "."); {
		case err != nil:
			return nil // gone meanwhile
		case hidden && d.IsDir():
			return fs.SkipDir
		case hidden || d.IsDir():
			return nil
		}
		if info, err := d.Info(); err == nil {
			all[name] = fmt.Sprint(info.Size(), " ", info.ModTime().UnixNano())
		}
		return nil
	})
	return all
}

func (s stamps) equal(o stamps) bool { return len(s) == len(o) && len(s.changed(o)) == 0 }

// changed are the files that differ, appeared or went.
func (s stamps) changed(now stamps) []string {
	var names []string
	for name, stamp := range now {
		if s[name] != stamp {
			names = append(names, name)
		}
	}
	for name := range s {
		if now[name] == "" {
			names = append(names, name)
		}
	}
	return names
}

// folders are those that hold the files, each once.
func folders(files []string) []string {
	seen := map[string]bool{}
	var all []string
	for _, name := range files {
		if dir := path.Dir(name); !seen[dir] {
			seen[dir] = true
			all = append(all, dir)
		}
	}
	return all
}
