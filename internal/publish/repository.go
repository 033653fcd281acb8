package publish

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"path"
	"strings"
	"sync"
	"time"

	"github.com/go-git/go-git/v5"
	"github.com/go-git/go-git/v5/plumbing"
	"github.com/go-git/go-git/v5/plumbing/cache"
	"github.com/go-git/go-git/v5/plumbing/filemode"
	"github.com/go-git/go-git/v5/plumbing/object"
	"github.com/go-git/go-git/v5/storage/filesystem"
	"golang.org/x/tools/txtar"
)

// Limits of what is read of a repository: a commit must not fill the memory.
const (
	objectCache = 2 * cache.MiByte
	fileLimit   = 8 << 20
	folderLimit = 64 << 20
)

// Repository reads commits and their files. It never writes, starts no other
// program, and is safe for concurrent use.
type Repository struct {
	mu  sync.Mutex // git objects are read one at a time
	git *git.Repository
}

// ID names a commit or a tree: 40 hex digits.
type ID string

// Short is the ID as people write it.
func (id ID) Short() string { return string(id[:min(len(id), 7)]) }

// Commit is one commit of a repository.
type Commit struct {
	ID      ID        `json:"id"`
	Author  string    `json:"author"`
	At      time.Time `json:"at"` // when it was committed
	Subject string    `json:"subject"`
	Parents []ID      `json:"-"`
	Signer  string    `json:"signed_by,omitempty"` // principal and key, if that was looked at
}

// String names the commit to people.
func (c *Commit) String() string {
	if c == nil {
		return ""
	}
	return c.ID.Short() + " (" + c.Author + ")"
}

// OpenRepository opens the repository that dir is or lies in: a work tree or a
// bare one.
func OpenRepository(dir string) (*Repository, error) { return openRepository(dir, true) }

func openRepository(dir string, upwards bool) (*Repository, error) {
	r, err := git.PlainOpenWithOptions(dir, &git.PlainOpenOptions{DetectDotGit: upwards, EnableDotGitCommonDir: true})
	if errors.Is(err, git.ErrRepositoryNotExists) {
		return nil, fmt.Errorf("publish: %s is no git repository", dir)
	}
	if err != nil {
		return nil, fmt.Errorf("publish: opening %s: %w", dir, err)
	}
	if disk, ok := r.Storer.(*filesystem.Storage); ok { // the cache it comes with may take 96 MB
		r.Storer = filesystem.NewStorage(disk.Filesystem(), cache.NewObjectLRU(objectCache))
	}
	return &Repository{git: r}, nil
}

// tip gives the commit of a branch, by its full name.
func (r *Repository) tip(ref string) (Commit, error) {
	r.mu.Lock()
	defer r.mu.Unlock()
	at, err := r.git.Reference(plumbing.ReferenceName(ref), true)
	if err != nil {
		return Commit{}, fmt.Errorf("publish: reading %s: %w", ref, err)
	}
	c, err := r.git.CommitObject(at.Hash())
	if err != nil {
		return Commit{}, fmt.Errorf("publish: reading commit %s: %w", at.Hash(), err)
	}
	return commit(c), nil
}

// Resolve gives the commit that a revision names: an id, a branch, a tag,
// HEAD~3.
func (r *Repository) Resolve(rev string) (Commit, error) {
	r.mu.Lock()
	defer r.mu.Unlock()
	hash, err := r.git.ResolveRevision(plumbing.Revision(rev))
	if err != nil {
		return Commit{}, fmt.Errorf("publish: the repository has no revision %q: %w", rev, err)
	}
	c, err := r.git.CommitObject(*hash)
	if err != nil {
		return Commit{}, fmt.Errorf("publish: reading commit %s: %w", hash, err)
	}
	return commit(c), nil
}

func commit(c *object.Commit) Commit {
	subject, _, _ := strings.Cut(strings.TrimSpace(c.Message), "\n")
	all := Commit{ID: ID(c.Hash.String()), Author: c.Author.Name, At: c.Committer.When, Subject: subject}
	for _, p := range c.ParentHashes {
		all.Parents = append(all.Parents, ID(p.String()))
	}
	return all
}

// FirstParents gives a commit and those before it, newest first, following
// the first parent of each, n at most. It ends early at the first commit of
// the history, or of what a shallow clone has of it.
func (r *Repository) FirstParents(from ID, n int) ([]Commit, error) {
	r.mu.Lock()
	defer r.mu.Unlock()
	shallow, err := r.git.Storer.Shallow()
	if err != nil {
		return nil, fmt.Errorf("publish: reading the repository: %w", err)
	}
	edge := map[plumbing.Hash]bool{}
	for _, h := range shallow {
		edge[h] = true
	}
	var all []Commit
	for hash := plumbing.NewHash(string(from)); len(all) < n; {
		c, err := r.git.CommitObject(hash)
		if err != nil {
			return nil, fmt.Errorf("publish: reading commit %s: %w", hash, err)
		}
		all = append(all, commit(c))
		if len(c.ParentHashes) == 0 || edge[hash] {
			break
		}
		hash = c.ParentHashes[0]
	}
	return all, nil
}

// Base gives the commit at which two histories parted, as a pull request is
// compared with it; false if they have nothing in common.
func (r *Repository) Base(a, b ID) (Commit, bool, error) {
	r.mu.Lock()
	defer r.mu.Unlock()
	one, err := r.git.CommitObject(plumbing.NewHash(string(a)))
	if err != nil {
		return Commit{}, false, fmt.Errorf("publish: reading commit %s: %w", a, err)
	}
	other, err := r.git.CommitObject(plumbing.NewHash(string(b)))
	if err != nil {
		return Commit{}, false, fmt.Errorf("publish: reading commit %s: %w", b, err)
	}
	bases, err := one.MergeBase(other)
	if err != nil || len(bases) == 0 {
		return Commit{}, false, err
	}
	return commit(bases[0]), true, nil
}

// Shallow reports whether the clone lacks the older part of its history.
func (r *Repository) Shallow() bool {
	r.mu.Lock()
	defer r.mu.Unlock()
	edge, err := r.git.Storer.Shallow()
	return err == nil && len(edge) > 0
}

// Tree names what a folder holds at a commit: equal folders, equal ID.
func (r *Repository) Tree(commit ID, folder string) (ID, error) {
	r.mu.Lock()
	defer r.mu.Unlock()
	t, err := r.tree(commit, folder)
	if err != nil {
		return "", err
	}
	return ID(t.Hash.String()), nil
}

// Content gives the files of a folder at a commit, all read; "" is the whole
// tree. The file system never changes and is safe for concurrent use. A folder
// that is not there or too large is an error of type [Problems].
func (r *Repository) Content(commit ID, folder string) (fs.FS, error) {
	return r.files(commit, folder, func(string) bool { return true })
}

// files is Content of the files that keep chooses by their names.
func (r *Repository) files(commit ID, folder string, keep func(name string) bool) (fs.FS, error) {
	r.mu.Lock()
	defer r.mu.Unlock()
	t, err := r.tree(commit, folder)
	if err != nil {
		return nil, err
	}
	all, size := &txtar.Archive{}, int64(0)
	err = t.Files().ForEach(func(f *object.File) error {
		if f.Mode == filemode.Symlink || !keep(f.Name) {
			return nil
		}
		if size += f.Size; f.Size > fileLimit || size > folderLimit {
			return Problems{{File: f.Name, Msg: fmt.Sprintf("is too large: a file may have %d MB, all of them %d MB", fileLimit>>20, folderLimit>>20)}}
		}
		data, err := contents(f)
		all.Files = append(all.Files, txtar.File{Name: f.Name, Data: data})
		return err
	})
	if err != nil {
		return nil, fmt.Errorf("publish: reading commit %s: %w", commit.Short(), err)
	}
	return txtar.FS(all)
}

func contents(f *object.File) ([]byte, error) {
	in, err := f.Reader()
	if err != nil {
		return nil, err
	}
	defer in.Close()
	return io.ReadAll(in)
}

func (r *Repository) tree(id ID, folder string) (*object.Tree, error) {
	c, err := r.git.CommitObject(plumbing.NewHash(string(id)))
	if err != nil {
		return nil, fmt.Errorf("publish: reading commit %s: %w", id.Short(), err)
	}
	t, err := c.Tree()
	if err != nil {
		return nil, fmt.Errorf("publish: reading commit %s: %w", id.Short(), err)
	}
	if folder = path.Clean("/" + folder)[1:]; folder == "" {
		return t, nil
	}
	t, err = t.Tree(folder)
	if errors.Is(err, object.ErrDirectoryNotFound) {
		return nil, Problems{{File: folder, Msg: "the folder of the content is not there: put it back"}}
	}
	if err != nil {
		return nil, fmt.Errorf("publish: reading commit %s: %w", id.Short(), err)
	}
	return t, nil
}
