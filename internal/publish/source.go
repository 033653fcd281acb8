package publish

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"path"
	"strings"
	"time"

	"portal/content"
	"portal/internal/site"
)

// Source is where content comes from. Only Origin may be called while another
// method runs.
type Source interface {
	// Look finds out whether there is something new. It may take long, and
	// returns when ctx ends. An error says why the source is out of reach.
	Look(ctx context.Context) (changed bool, err error)

	// Newest finds the newest content that may go live as of now, and builds
	// it unless it is the commit live. Without any it is ErrNothing.
	Newest(b *site.Builder, now time.Time, live ID) (Found, error)

	// Origin describes the source. It is safe for concurrent use.
	Origin() Origin
}

// ErrNothing says that a source has no content that may go live.
var ErrNothing = errors.New("nothing to publish")

// Found is what a source gives.
type Found struct {
	Snapshot *site.Snapshot // to go live; nil if what is live is right
	Tree     *content.Tree
	Files    fs.FS
	From     string  // see [Live]
	Commit   *Commit // that the content is of
	Took     time.Duration

	Tried    *Commit           // the newest commit there is
	Version  string            // of its content
	Problems []content.Problem // why it does not go live
	Waiting  *Waiting

	urgent         []Urgent // of the tree
	pages, updates int
}

// Problems are the mistakes of content that was refused.
type Problems []content.Problem

func (p Problems) Error() string {
	if len(p) == 1 {
		return p[0].String()
	}
	return fmt.Sprintf("the content has %d problems", len(p))
}

// Folder is content in a file system, such as that in the program.
type Folder struct {
	Files fs.FS
	Watch bool // it can change

	seen string // its stamp when it was last looked at
	read string // its stamp when it was last read, good or bad
}

// Origin tells which kind of folder it is.
func (f *Folder) Origin() Origin {
	if f.Watch {
		return Origin{Kind: "folder"}
	}
	return Origin{Kind: "embedded"}
}

// Look takes a change up when it has held from one look to the next, so that
// half a save is not read.
func (f *Folder) Look(context.Context) (changed bool, err error) {
	stamp := f.stamp()
	settled := stamp == f.seen
	f.seen = stamp
	return settled && stamp != f.read, nil
}

// Newest reads, checks and builds the folder as it is.
func (f *Folder) Newest(b *site.Builder, now time.Time, _ ID) (Found, error) {
	f.read = f.stamp()
	f.seen = f.read
	found, err := load(b, f.Files, now)
	if err == nil && len(found.Problems) == 0 {
		found.build(b, now)
	}
	found.From = f.Origin().Kind
	return found, err
}

// stamp changes when any file of a watched folder is written.
func (f *Folder) stamp() string {
	if !f.Watch {
		return ""
	}
	sum := sha256.New()
	fs.WalkDir(f.Files, ".", func(name string, d fs.DirEntry, err error) error {
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

// load reads and checks content.
func load(b *site.Builder, files fs.FS, now time.Time) (f Found, err error) {
	began := time.Now()
	f.Files = files
	if f.Version, err = Version(files); err == nil {
		f.Tree, f.Problems = content.Load(files, b.Catalog, now)
	}
	f.Took = time.Since(began)
	return f, err
}

// build makes the snapshot of content that checks.
func (f *Found) build(b *site.Builder, now time.Time) {
	began := time.Now()
	var err error
	if f.Snapshot, err = b.Build(f.Tree, f.Version, now); err != nil {
		f.Problems = []content.Problem{{File: "the whole site", Msg: err.Error()}}
	}
	f.Took += time.Since(began)
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
