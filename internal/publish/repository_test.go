package publish

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/go-git/go-git/v5"
	"github.com/go-git/go-git/v5/plumbing"
	"github.com/go-git/go-git/v5/plumbing/object"
)

// author keeps a repository with a work tree, as staff do.
type author struct {
	t    *testing.T
	dir  string
	git  *git.Repository
	when time.Time
}

// newAuthor begins a repository whose first commit is the small site in the
// folder content.
func newAuthor(t *testing.T) *author {
	t.Helper()
	a := &author{t: t, dir: t.TempDir(), when: time.Date(2026, 11, 22, 12, 0, 0, 0, time.UTC)}
	r, err := git.PlainInitWithOptions(a.dir, &git.PlainInitOptions{InitOptions: git.InitOptions{DefaultBranch: plumbing.Main}})
	if err != nil {
		t.Fatal(err)
	}
	a.git = r
	if err := os.CopyFS(filepath.Join(a.dir, "content"), os.DirFS(folder(t))); err != nil {
		t.Fatal(err)
	}
	a.commit("begin")
	return a
}

func (a *author) write(name, text string) {
	a.t.Helper()
	name = filepath.Join(a.dir, "content", name)
	if err := os.MkdirAll(filepath.Dir(name), 0o755); err != nil {
		a.t.Fatal(err)
	}
	if err := os.WriteFile(name, []byte(text), 0o644); err != nil {
		a.t.Fatal(err)
	}
}

func (a *author) replace(name, old, new string) {
	a.t.Helper()
	data, err := os.ReadFile(filepath.Join(a.dir, "content", name))
	if err != nil {
		a.t.Fatal(err)
	}
	if !strings.Contains(string(data), old) {
		a.t.Fatalf("%s does not hold %q", name, old)
	}
	a.write(name, strings.Replace(string(data), old, new, 1))
}

func (a *author) commit(subject string, parents ...ID) ID {
	a.t.Helper()
	tree, err := a.git.Worktree()
	if err != nil {
		a.t.Fatal(err)
	}
	if err := tree.AddWithOptions(&git.AddOptions{All: true}); err != nil {
		a.t.Fatal(err)
	}
	a.when = a.when.Add(time.Minute)
	o := &git.CommitOptions{AllowEmptyCommits: true, Author: &object.Signature{Name: "Aysel", Email: "aysel@example.org", When: a.when}}
	for _, p := range parents {
		o.Parents = append(o.Parents, plumbing.NewHash(string(p)))
	}
	hash, err := tree.Commit(subject+"\n\nWhy it was done.\n", o)
	if err != nil {
		a.t.Fatal(err)
	}
	return ID(hash.String())
}

func (a *author) read(name string) string {
	a.t.Helper()
	data, err := os.ReadFile(filepath.Join(a.dir, "content", name))
	if err != nil {
		a.t.Fatal(err)
	}
	return string(data)
}

func (a *author) head() ID {
	a.t.Helper()
	ref, err := a.git.Head()
	if err != nil {
		a.t.Fatal(err)
	}
	return ID(ref.Hash().String())
}

// set moves the branch, as a push with force does; the files stay.
func (a *author) set(to ID) {
	a.t.Helper()
	ref := plumbing.NewHashReference(plumbing.Main, plumbing.NewHash(string(to)))
	if err := a.git.Storer.SetReference(ref); err != nil {
		a.t.Fatal(err)
	}
}

// reset goes back to a commit, files too.
func (a *author) reset(to ID) {
	a.t.Helper()
	tree, err := a.git.Worktree()
	if err != nil {
		a.t.Fatal(err)
	}
	if err := tree.Reset(&git.ResetOptions{Commit: plumbing.NewHash(string(to)), Mode: git.HardReset}); err != nil {
		a.t.Fatal(err)
	}
}

// addPage copies the page of the small site to another id.
func addPage(a *author, id string, code int) {
	a.t.Helper()
	page := strings.Replace(a.read("pages/to-belgium/visit/page.yaml"), "code: 101", fmt.Sprintf("code: %d", code), 1)
	page = strings.Replace(page, "09:00:01", fmt.Sprintf("10:00:%02d", code%60), 1)
	a.write("pages/to-belgium/"+id+"/page.yaml", page)
	for _, lang := range []string{"az", "nl", "fr", "en"} {
		text := a.read("pages/to-belgium/visit/" + lang + ".md")
		for _, field := range []string{"title", "slug"} {
			text = regexp.MustCompile(`(?m)^`+field+`: .*$`).ReplaceAllString(text, field+": "+id)
		}
		a.write("pages/to-belgium/"+id+"/"+lang+".md", text)
	}
	a.replace("sections.yaml", "pages: [visit]", "pages: [visit, "+id+"]")
}

func removePage(a *author, id string) {
	a.t.Helper()
	if err := os.RemoveAll(filepath.Join(a.dir, "content/pages/to-belgium", id)); err != nil {
		a.t.Fatal(err)
	}
	a.replace("sections.yaml", "pages: [visit, "+id+"]", "pages: [visit]")
}

func TestRepository(t *testing.T) {
	a := newAuthor(t)
	first, err := OpenRepository(filepath.Join(a.dir, "content", "pages"))
	if err != nil {
		t.Fatal(err)
	}
	begin, err := first.Resolve("main")
	if err != nil {
		t.Fatal(err)
	}
	a.replace("pages/to-belgium/visit/en.md", "slug: short-visit", "slug: a-visit")
	second := a.commit("pages: a new slug")

	r, err := OpenRepository(a.dir)
	if err != nil {
		t.Fatal(err)
	}
	head, err := r.Resolve("HEAD")
	if err != nil || head.ID != second || head.Author != "Aysel" || head.Subject != "pages: a new slug" || !head.At.Equal(a.when) {
		t.Errorf("got %+v, %v, want commit %s of Aysel at %v", head, err, second, a.when)
	}
	all, err := r.FirstParents(head.ID, 50)
	if err != nil || len(all) != 2 || all[1].ID != begin.ID {
		t.Errorf("got %v, %v, want both commits", all, err)
	}
	if base, ok, err := r.Base(head.ID, begin.ID); err != nil || !ok || base.ID != begin.ID {
		t.Errorf("got %v, %v, %v, want %s", base, ok, err, begin.ID)
	}
	if r.Shallow() {
		t.Error("the whole history is there, yet the repository calls itself shallow")
	}
	one, _ := r.Tree(begin.ID, "content")
	two, _ := r.Tree(head.ID, "content")
	if one == "" || one == two {
		t.Errorf("different folders are %q and %q", one, two)
	}

	var wg sync.WaitGroup
	for _, c := range all {
		for range 4 {
			wg.Go(func() {
				files, err := r.Content(c.ID, "content")
				if err != nil {
					t.Error(err)
					return
				}
				if data, err := fs.ReadFile(files, "pages/to-belgium/visit/en.md"); err != nil || strings.Contains(string(data), "slug: a-visit") != (c.ID == second) {
					t.Errorf("commit %s: the text is not that of the commit: %v", c.ID, err)
				}
			})
		}
	}
	wg.Wait()
	got, err := r.Content(head.ID, "content")
	if err != nil {
		t.Fatal(err)
	}
	same(t, got, os.DirFS(filepath.Join(a.dir, "content")))
}

// same compares two file systems.
func same(t *testing.T, got, want fs.FS) {
	t.Helper()
	g, err := Version(got)
	if err != nil {
		t.Fatal(err)
	}
	if w, err := Version(want); err != nil || g != w {
		t.Errorf("version %s, want %s, %v", g, w, err)
	}
}

func TestRepositoryRefuses(t *testing.T) {
	if _, err := OpenRepository(t.TempDir()); err == nil || !strings.Contains(err.Error(), "no git repository") {
		t.Errorf("a folder without a repository: %v", err)
	}
	a := newAuthor(t)
	r, err := OpenRepository(a.dir)
	if err != nil {
		t.Fatal(err)
	}
	for _, rev := range []string{"nothing", "", "0000000000000000000000000000000000000000", "HEAD~9", "@{-1}", "-", "\x00"} {
		if c, err := r.Resolve(rev); err == nil {
			t.Errorf("revision %q is %v", rev, c)
		}
	}
	head, err := r.Resolve("HEAD")
	if err != nil {
		t.Fatal(err)
	}
	var problems Problems
	if _, err := r.Content(head.ID, "nothing"); !errors.As(err, &problems) || problems[0].File != "nothing" {
		t.Errorf("a folder that is not there: %v", err)
	}
	if _, err := r.Content("no id", "content"); err == nil {
		t.Error("a commit that is not there was read")
	}
	a.write("data/big.csv", strings.Repeat("0123456789abcdef", fileLimit/16+1))
	a.commit("data: a very large file")
	if head, err = r.Resolve("HEAD"); err != nil {
		t.Fatal(err)
	}
	if _, err := r.Content(head.ID, "content"); !errors.As(err, &problems) || !strings.HasPrefix(problems[0].String(), "data/big.csv: is too large") {
		t.Errorf("a very large file: %v", err)
	}
}
