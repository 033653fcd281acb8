package main

import (
	"context"
	"os"
	"os/exec"
	"path/filepath"
	"testing"
	"time"

	"github.com/go-git/go-git/v5"
	"github.com/go-git/go-git/v5/plumbing"
	"github.com/go-git/go-git/v5/plumbing/object"
	"github.com/rogpeppe/go-internal/testscript"
	"golang.org/x/tools/txtar"
)

// TestCommands runs the program as its users do. It is built for that: the
// test itself would take seconds to start under the race detector, a hundred
// times.
func TestCommands(t *testing.T) {
	small, bin := smallSite(t), t.TempDir()
	if out, err := exec.Command("go", "build", "-o", filepath.Join(bin, "portal"), ".").CombinedOutput(); err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	testscript.Run(t, testscript.Params{
		Dir:  "testdata",
		Cmds: map[string]func(*testscript.TestScript, bool, []string){"commit": commit, "shallow": shallow},
		Setup: func(env *testscript.Env) error {
			env.Setenv("PATH", bin+string(os.PathListSeparator)+env.Getenv("PATH"))
			if err := os.CopyFS(env.WorkDir+"/content", os.DirFS(small)); err != nil {
				return err
			}
			return writeCI(env.WorkDir + "/ci")
		},
	})
}

// smallSite is the folder of a small site: it builds in no time.
func smallSite(t *testing.T) string {
	t.Helper()
	archive, err := txtar.ParseFile("../../content/testdata/small.txtar")
	if err != nil {
		t.Fatal(err)
	}
	fsys, err := txtar.FS(archive)
	if err != nil {
		t.Fatal(err)
	}
	dir := t.TempDir()
	if err := os.CopyFS(dir, fsys); err != nil {
		t.Fatal(err)
	}
	return dir
}

// commit is "commit SUBJECT" in a script: it commits the folder content to a
// repository around it, which the first one makes.
func commit(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) != 1 {
		ts.Fatalf("usage: commit subject")
	}
	r, err := git.PlainOpen(ts.MkAbs("."))
	if err == git.ErrRepositoryNotExists {
		r, err = git.PlainInit(ts.MkAbs("."), false)
	}
	ts.Check(err)
	tree, err := r.Worktree()
	ts.Check(err)
	ts.Check(tree.AddWithOptions(&git.AddOptions{Path: "content"}))
	when := time.Date(2026, 11, 22, 12, 0, 0, 0, time.UTC)
	_, err = tree.Commit(args[0], &git.CommitOptions{Author: &object.Signature{Name: "Aysel", Email: "aysel@example.org", When: when}})
	ts.Check(err)
}

// shallow is "shallow" in a script: HEAD becomes the oldest commit, as in a
// clone of one commit.
func shallow(ts *testscript.TestScript, neg bool, _ []string) {
	r, err := git.PlainOpen(ts.MkAbs("."))
	ts.Check(err)
	head, err := r.Head()
	ts.Check(err)
	ts.Check(r.Storer.SetShallow([]plumbing.Hash{head.Hash()}))
	c, err := r.CommitObject(head.Hash())
	ts.Check(err)
	for _, parent := range c.ParentHashes {
		ts.Check(os.Remove(ts.MkAbs(".git/objects/" + parent.String()[:2] + "/" + parent.String()[2:])))
	}
}

func FuzzFlags(f *testing.F) {
	for _, seed := range []string{"--addr", "check", "--base-url=x", "-h", "", "serve", "\x00"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, arg string) {
		null, err := os.Open(os.DevNull)
		if err != nil {
			t.Fatal(err)
		}
		defer null.Close()
		// A command that is not there is never served, checked or written.
		if code := run(context.Background(), []string{"nothing", arg}, streams{null, discard{}, discard{}}); code != exitUsage && code != 0 {
			t.Errorf("portal nothing %q ends with %d", arg, code)
		}
	})
}

type discard struct{}

func (discard) Write(p []byte) (int, error) { return len(p), nil }
