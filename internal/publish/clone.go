package publish

import (
	"context"
	"errors"
	"fmt"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"time"

	"github.com/go-git/go-billy/v5/osfs"
	"github.com/go-git/go-git/v5"
	"github.com/go-git/go-git/v5/config"
	"github.com/go-git/go-git/v5/plumbing/cache"
	"github.com/go-git/go-git/v5/plumbing/transport"
	"github.com/go-git/go-git/v5/plumbing/transport/ssh"
	"github.com/go-git/go-git/v5/storage/filesystem"
)

// where is the address of a repository.
type where struct {
	address string   // with user and password
	public  string   // without, for people and logs
	local   string   // its folder, if it is on this machine
	user    string   // of ssh
	secrets []string // parts of the address that nobody must read
	ssh     bool
}

func parseRemote(address string) (where, error) {
	w := where{address: address, public: address}
	e, err := transport.NewEndpoint(address)
	if err != nil { // it may hold a password: it is not repeated
		return w, errors.New("publish: the address of the repository cannot be read")
	}
	switch e.Protocol {
	case "file":
		w.local = e.Path
	case "ssh":
		w.ssh, w.user = true, e.User
		if e.Password != "" {
			w.secrets = []string{e.Password}
		}
	case "http", "https", "git":
		if u, err := url.Parse(address); err == nil && u.User != nil {
			w.secrets = []string{u.User.String(), u.User.Username()} // a token may stand alone
			if password, ok := u.User.Password(); ok {
				w.secrets = []string{u.User.String(), password}
			}
			u.User = nil
			w.public = u.String()
		}
	default:
		return w, fmt.Errorf("publish: a repository is followed by https, http, ssh, git or file, not by %s", e.Protocol)
	}
	if e.Password != "" && w.ssh {
		w.public = strings.ReplaceAll(w.public, ":"+e.Password+"@", "@")
	}
	return w, nil
}

// hide takes the secrets of the address out of an error.
func (w where) hide(err error) error {
	text := err.Error()
	for _, secret := range w.secrets {
		if secret != "" {
			text = strings.ReplaceAll(text, secret, "…")
		}
	}
	if text == err.Error() {
		return err
	}
	return errors.New(text)
}

// Limits of one clone. A remote that sends nothing, or too slowly, must not
// hold up the next attempt for long.
const (
	fetchTimeout = 2 * time.Minute
	cloneTimeout = 10 * time.Minute
	mostPacks    = 200 // each fetch adds one: then a new clone is smaller and faster
	mostHanging  = 8
)

// clone is a copy of one branch on the disk.
type clone struct {
	where
	branch, key string
	dir         string // holds the clones
	temporary   bool   // dir goes at the end
	timeout     time.Duration
	hanging     chan struct{} // a place for each fetch that did not end in time
	renewed     time.Time     // when a clone was last made anew
}

func newClone(o GitOptions, w where) (*clone, error) {
	c := &clone{where: w, branch: o.Branch, key: o.Key, dir: o.Data, timeout: o.Timeout, hanging: make(chan struct{}, mostHanging)}
	if c.dir == "" {
		dir, err := os.MkdirTemp("", "portal-")
		if err != nil {
			return nil, fmt.Errorf("publish: making a folder for the clone: %w", err)
		}
		c.dir, c.temporary = dir, true
	}
	halves, _ := filepath.Glob(filepath.Join(c.dir, "clone-*"))
	left, _ := filepath.Glob(filepath.Join(c.path(), "objects", "pack", "tmp_*"))
	for _, name := range append(halves, left...) { // of a program that was killed
		os.RemoveAll(name)
	}
	return c, nil
}

func (c *clone) close() error {
	if c.temporary {
		return os.RemoveAll(c.dir)
	}
	return nil
}

// path is where the whole clone lies.
func (c *clone) path() string { return filepath.Join(c.dir, "clone.git") }

// ref is the branch as it was last fetched.
func (c *clone) ref() string { return "refs/remotes/origin/" + c.branch }

// fetch brings the clone up to date and gives its folder, also if it could
// not. A broken clone is made anew.
func (c *clone) fetch(ctx context.Context, broken bool) (dir string, err error) {
	if _, err := os.Stat(c.path()); err != nil || broken && time.Since(c.renewed) > cloneTimeout || c.packs() > mostPacks {
		return c.path(), c.renew(ctx)
	}
	return c.path(), c.within(ctx, fetchTimeout, c.path())
}

// renew fetches everything to a folder of its own, which takes the place of
// the clone when it is whole.
func (c *clone) renew(ctx context.Context) error {
	fresh, err := os.MkdirTemp(c.dir, "clone-")
	if err != nil {
		return fmt.Errorf("publish: making a clone: %w", err)
	}
	defer os.RemoveAll(fresh)
	if err := c.within(ctx, cloneTimeout, fresh); err != nil {
		return err
	}
	c.renewed = time.Now()
	if err := os.RemoveAll(c.path()); err != nil {
		return fmt.Errorf("publish: replacing the clone: %w", err)
	}
	if err := os.Rename(fresh, c.path()); err != nil {
		return fmt.Errorf("publish: replacing the clone: %w", err)
	}
	return nil
}

func (c *clone) packs() int {
	all, _ := filepath.Glob(filepath.Join(c.path(), "objects", "pack", "*.pack"))
	return len(all)
}

// within fetches into dir and gives up after the time, even if the library
// does not: some of its connections have no limit.
func (c *clone) within(ctx context.Context, limit time.Duration, dir string) error {
	if c.timeout > 0 {
		limit = c.timeout
	}
	select {
	case c.hanging <- struct{}{}:
	default:
		return fmt.Errorf("publish: %d fetches of %s do not end: start the portal again", mostHanging, c.public)
	}
	ctx, cancel := context.WithTimeout(ctx, limit)
	done := make(chan error, 1)
	go func() {
		defer func() { <-c.hanging }()
		done <- c.pull(ctx, dir)
	}()
	defer cancel()
	select {
	case err := <-done:
		if err != nil && ctx.Err() == context.DeadlineExceeded {
			err = ctx.Err()
		}
		return c.explain(err, limit)
	case <-ctx.Done():
		return c.explain(ctx.Err(), limit)
	}
}

// explain says in an operator's words why a fetch failed.
func (c *clone) explain(err error, limit time.Duration) error {
	var noBranch git.NoMatchingRefSpecError
	switch {
	case err == nil || errors.Is(err, git.NoErrAlreadyUpToDate):
		return nil
	case errors.As(err, &noBranch):
		return fmt.Errorf("publish: %s has no branch %s", c.public, c.branch)
	case errors.Is(err, context.DeadlineExceeded):
		return fmt.Errorf("publish: %s did not answer in full within %v", c.public, limit)
	}
	return fmt.Errorf("publish: fetching %s: %w", c.public, c.hide(err))
}

// pull fetches the branch into dir.
func (c *clone) pull(ctx context.Context, dir string) error {
	disk := filesystem.NewStorage(osfs.New(dir), cache.NewObjectLRU(objectCache))
	if _, err := git.Init(disk, nil); err != nil && !errors.Is(err, git.ErrRepositoryAlreadyExists) {
		return err
	}
	auth, err := c.auth()
	if err != nil {
		return err
	}
	spec := config.RefSpec(fmt.Sprintf("+refs/heads/%s:%s", c.branch, c.ref()))
	if err := spec.Validate(); err != nil {
		return err
	}
	remote := git.NewRemote(disk, &config.RemoteConfig{Name: "origin", URLs: []string{c.address}, Fetch: []config.RefSpec{spec}})
	return remote.FetchContext(ctx, &git.FetchOptions{RefSpecs: []config.RefSpec{spec}, Auth: auth, Tags: git.NoTags, Force: true})
}

// auth is the key for ssh; otherwise the library takes what the address holds.
func (c *clone) auth() (transport.AuthMethod, error) {
	if !c.ssh || c.key == "" {
		return nil, nil
	}
	user := c.user
	if user == "" {
		user = "git"
	}
	return ssh.NewPublicKeysFromFile(user, c.key, "")
}
