package publish

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"os"
	"sync"
	"time"

	"portal/internal/site"
)

// GitOptions say which branch is followed.
type GitOptions struct {
	Remote  string // address of the repository: https, http, ssh, git, file, or a local path
	Branch  string
	Folder  string   // of the content in the repository; "" is the whole tree
	Data    string   // folder for the clone and the last good content; "" forgets them at the end
	Key     string   // file of the private key for ssh; "" asks the ssh agent
	Signers *Signers // who may publish; nil: everybody who may write to the branch
	Timeout time.Duration
	Log     *slog.Logger
}

// Git is the content of a branch. The newest publishable commit goes live.
// Close it at the end.
type Git struct {
	GitOptions
	where  where
	clone  *clone // nil if the repository is on this machine
	keeper keeper

	repo     *Repository // nil until something was fetched
	head     Commit
	broken   bool // the clone could not be read: the next look makes a new one
	verdicts map[ID]verdict
	stored   ID // commit of the content kept

	mu     sync.Mutex
	origin Origin
}

// maxVerdicts is how many commits are remembered.
const maxVerdicts = 2000

// NewGit prepares to follow a branch; it reads the folder Data, but no remote.
func NewGit(o GitOptions) (*Git, error) {
	w, err := parseRemote(o.Remote)
	if err != nil {
		return nil, err
	}
	g := &Git{GitOptions: o, where: w, keeper: keeper{dir: o.Data}, verdicts: map[ID]verdict{}}
	g.origin = Origin{Kind: "git", Remote: w.public, Branch: o.Branch, Folder: o.Folder}
	if o.Data != "" {
		if err := os.MkdirAll(o.Data, 0o700); err != nil {
			return nil, fmt.Errorf("publish: the folder %s cannot be made: %w", o.Data, err)
		}
	}
	if w.local == "" {
		if g.clone, err = newClone(o, w); err != nil {
			return nil, err
		}
	}
	return g, nil
}

// Close gives back what would stay on the disk.
func (g *Git) Close() error {
	if g.clone != nil {
		return g.clone.close()
	}
	return nil
}

// Origin tells which branch is followed and whether it can be reached.
func (g *Git) Origin() Origin {
	g.mu.Lock()
	defer g.mu.Unlock()
	return g.origin
}

// Look fetches the branch.
func (g *Git) Look(ctx context.Context) (changed bool, err error) {
	dir, ref := g.where.local, "refs/heads/"+g.Branch
	if g.clone != nil {
		ref = g.clone.ref()
		dir, err = g.clone.fetch(ctx, g.broken)
	}
	changed, openErr := g.open(dir, ref)
	if err == nil {
		err = openErr
	}
	if openErr == nil {
		g.broken = false
	}
	g.broken = g.broken || openErr != nil
	g.reached(err)
	return changed, err
}

// open reads the branch as it was fetched; also when that was some time ago.
func (g *Git) open(dir, ref string) (changed bool, err error) {
	repo, err := openRepository(dir, false)
	if err != nil {
		return false, err
	}
	head, err := repo.tip(ref)
	if err != nil {
		return false, err
	}
	changed = g.repo == nil || g.broken || head.ID != g.head.ID
	g.repo, g.head = repo, head
	return changed, nil
}

// reached notes whether the repository could be reached.
func (g *Git) reached(err error) {
	g.mu.Lock()
	defer g.mu.Unlock()
	now := time.Now()
	if g.repo != nil {
		head := g.head
		g.origin.Head = &head
	}
	if err == nil {
		g.origin.LookedAt, g.origin.Error, g.origin.FailingSince = &now, "", nil
		return
	}
	g.origin.Error = err.Error()
	if g.origin.FailingSince == nil {
		g.origin.FailingSince = &now
	}
}

// Newest finds the newest publishable commit of what was fetched. Before
// anything was fetched it is the one kept from before the program started.
func (g *Git) Newest(b *site.Builder, now time.Time, live ID) (Found, error) {
	if g.repo == nil {
		return g.kept(b, now)
	}
	f, err := g.walk(b, now, live)
	if err != nil {
		g.broken = true
		return f, err
	}
	if f.Commit == nil && live == "" { // nothing of the branch may go live
		return g.instead(b, now, f)
	}
	if f.Snapshot != nil {
		g.keep(f)
	}
	return f, nil
}

func (g *Git) walk(b *site.Builder, now time.Time, live ID) (Found, error) {
	commits, err := g.repo.FirstParents(g.head.ID, reach+lookback+1)
	if err != nil {
		return Found{}, err
	}
	g.forget(live == "")
	w := walk{repo: g.repo, folder: g.Folder, signers: g.Signers, builder: b, now: now, commits: commits, verdicts: g.verdicts}
	f, err := w.newest(live)
	g.explain(commits, live)
	return f, err
}

// forget drops verdicts: all of them when there are too many, those that may
// be others by now when the time has changed what is live.
func (g *Git) forget(due bool) {
	for id, v := range g.verdicts {
		if len(g.verdicts) > maxVerdicts || due && !v.publishable {
			delete(g.verdicts, id)
		}
	}
}

// explain notes what an operator would wonder at.
func (g *Git) explain(commits []Commit, live ID) {
	g.mu.Lock()
	defer g.mu.Unlock()
	if live == "" {
		return
	}
	g.origin.Notes = nil
	for _, c := range commits {
		if c.ID == live {
			return
		}
	}
	g.origin.Notes = []string{fmt.Sprintf("the history of the branch was rewritten: it no longer holds the commit %s that was live", live.Short())}
}

// instead is what goes live when nothing of the branch may: what was kept.
func (g *Git) instead(b *site.Builder, now time.Time, refused Found) (Found, error) {
	f, err := g.kept(b, now)
	f.Tried, f.Version, f.Problems, f.Waiting = refused.Tried, refused.Version, refused.Problems, refused.Waiting
	return f, err
}

// kept builds the content that was live before the program started.
func (g *Git) kept(b *site.Builder, now time.Time) (Found, error) {
	files, about, err := g.keeper.load()
	if errors.Is(err, ErrNothing) {
		return Found{}, ErrNothing
	}
	switch {
	case err != nil:
	case about.From != g.from():
		err = fmt.Errorf("it is of %s", about.From)
	case g.Signers != nil && !g.Signers.Lists(about.Commit.Signer):
		err = errors.New("its commit is not signed by a key that may publish")
	}
	var f Found
	if err == nil {
		f, err = load(b, files, now)
	}
	if err == nil && len(f.Problems) == 0 {
		f.build(b, now)
	}
	if err == nil && len(f.Problems) > 0 {
		err = Problems(f.Problems)
	}
	if err != nil {
		g.Log.Error("the content kept cannot be served", "error", err)
		return Found{}, ErrNothing
	}
	g.stored = about.Commit.ID
	g.verdicts[about.Commit.ID] = verdict{publishable: true, version: f.Version}
	f.From, f.Commit = "kept", &about.Commit
	return f, nil
}

// from names the branch that content is of.
func (g *Git) from() string { return g.where.public + " " + g.Branch + " " + g.Folder }

// keep saves what goes live.
func (g *Git) keep(f Found) {
	if f.Commit.ID == g.stored {
		return
	}
	if err := g.keeper.save(f.Files, kept{g.from(), *f.Commit}); err != nil {
		g.Log.Error("the content will not outlast a restart", "error", err)
		g.mu.Lock()
		defer g.mu.Unlock()
		g.origin.Notes = append(g.origin.Notes, err.Error())
		return
	}
	g.stored = f.Commit.ID
}
