package publish

import (
	"context"
	"errors"
	"net"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

// TestRepositoryFails: whatever happens to the repository, what is live stays,
// and the status says what is wrong.
func TestRepositoryFails(t *testing.T) {
	a := newAuthor(t)
	data := t.TempDir()
	p := follow(t, GitOptions{Remote: a.dir, Data: data})
	if err := p.Start(); err != nil {
		t.Fatal(err)
	}
	first := a.head()
	liveIs(t, step(t, p), first)
	failing := func(what, want string) {
		t.Helper()
		s := step(t, p)
		liveIs(t, s, first)
		if !s.Ready || !strings.Contains(s.Source.Error, want) || s.Source.FailingSince == nil {
			t.Errorf("%s: error %q since %v, want %q", what, s.Source.Error, s.Source.FailingSince, want)
		}
	}
	ref := filepath.Join(a.dir, ".git/refs/heads/main")
	text, err := os.ReadFile(ref)
	if err != nil {
		t.Fatal(err)
	}
	os.Remove(ref)
	failing("the branch is deleted", "reference not found")
	os.WriteFile(ref, nil, 0o644)
	failing("the branch is half written", "refs/heads/main")
	os.WriteFile(ref, []byte(strings.Repeat("1", 40)+"\n"), 0o644)
	failing("the branch names nothing", "object not found")
	os.WriteFile(ref, text, 0o644)
	away := a.dir + "-away"
	os.Rename(a.dir, away)
	failing("the repository vanished", "is no git repository")

	q := follow(t, GitOptions{Remote: a.dir, Data: data}) // a restart without it
	if err := q.Start(); err != nil {
		t.Fatal(err)
	}
	s := q.Status()
	liveIs(t, s, first)
	if s.Live.From != "kept" || !s.Ready {
		t.Errorf("after a restart: %+v", s)
	}
	os.Rename(away, a.dir)
	s = step(t, p)
	if s.Source.Error != "" || s.Source.FailingSince != nil {
		t.Errorf("all is well again: %+v", s.Source)
	}
	s = step(t, q)
	if s.Live.From != "kept" && s.Live.From != "git" || s.Source.Error != "" {
		t.Errorf("all is well again after a restart: %+v", s)
	}
	liveIs(t, s, first)

}

// TestHistoryIsRewritten: the branch is followed, and the operator is told.
func TestHistoryIsRewritten(t *testing.T) {
	a := newAuthor(t)
	first := a.head()
	a.replace("facts/fees.yaml", "value: 35", "value: 36")
	second := a.commit("facts: a fee")
	p := follow(t, GitOptions{Remote: a.dir})
	if err := p.Start(); err != nil {
		t.Fatal(err)
	}
	liveIs(t, step(t, p), second)
	a.reset(first)
	a.replace("facts/fees.yaml", "value: 35", "value: 37")
	other := a.commit("facts: another fee")
	s := step(t, p)
	liveIs(t, s, other)
	if len(s.Source.Notes) != 1 || !strings.Contains(s.Source.Notes[0], "rewritten") || !strings.Contains(s.Source.Notes[0], second.Short()) {
		t.Errorf("notes are %q", s.Source.Notes)
	}
}

// TestKeptContent: what was live is served after a restart whatever became of
// the file, except when it is damaged, of another branch, or signed by nobody
// who counts.
func TestKeptContent(t *testing.T) {
	a := newAuthor(t)
	first := a.head()
	data := t.TempDir()
	p := follow(t, GitOptions{Remote: a.dir, Data: data})
	if err := p.Start(); err != nil {
		t.Fatal(err)
	}
	liveIs(t, step(t, p), first)
	name := filepath.Join(data, "live.zip")
	whole, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	_, line := key(t, 1)
	signers, err := ReadSigners(strings.NewReader("a " + line))
	if err != nil {
		t.Fatal(err)
	}
	for _, tt := range []struct {
		what string
		data []byte
		o    GitOptions
		want string // where content comes from
	}{
		{"whole", whole, GitOptions{Remote: a.dir}, "kept"},
		{"half", whole[:len(whole)/2], GitOptions{Remote: a.dir}, "embedded"},
		{"empty", nil, GitOptions{Remote: a.dir}, "embedded"},
		{"damaged", append(append([]byte{}, whole[:200]...), append(make([]byte, 300), whole[500:]...)...), GitOptions{Remote: a.dir}, "embedded"},
		{"of another repository", whole, GitOptions{Remote: t.TempDir()}, "embedded"},
		{"signed by nobody", whole, GitOptions{Remote: a.dir, Signers: signers}, "embedded"},
	} {
		if err := os.WriteFile(name, tt.data, 0o644); err != nil {
			t.Fatal(err)
		}
		tt.o.Data = data
		q := follow(t, tt.o)
		if err := q.Start(); err != nil {
			t.Errorf("%s: %v", tt.what, err)
			continue
		}
		if s := q.Status(); s.Live.From != tt.want || s.Ready != (tt.want == "kept") {
			t.Errorf("%s: got content from %s, ready %v, want %s", tt.what, s.Live.From, s.Ready, tt.want)
		}
	}
}

// TestDiskIsFull: a commit goes live even if it cannot be kept, and the status
// says so.
func TestDiskIsFull(t *testing.T) {
	a := newAuthor(t)
	data := t.TempDir()
	if err := os.MkdirAll(filepath.Join(data, "live.zip", "full"), 0o755); err != nil { // nothing can take its place
		t.Fatal(err)
	}
	p := follow(t, GitOptions{Remote: a.dir, Data: data})
	if err := p.Start(); err != nil {
		t.Fatal(err)
	}
	s := step(t, p)
	liveIs(t, s, a.head())
	if len(s.Source.Notes) != 1 || !strings.Contains(s.Source.Notes[0], "keeping the content") {
		t.Errorf("notes are %q", s.Source.Notes)
	}
	if left, _ := filepath.Glob(filepath.Join(data, "*.new-*")); len(left) > 0 {
		t.Errorf("half-written files stay: %q", left)
	}
}

// TestBadRemotes: a remote that is not there, hangs, trickles or talks
// nonsense is an error in time, and never a password in it.
func TestBadRemotes(t *testing.T) {
	stop := make(chan struct{})
	remote := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		switch r.URL.Path {
		case "/hangs/info/refs":
			select {
			case <-r.Context().Done():
			case <-stop:
			}
		case "/trickles/info/refs":
			w.Header().Set("Content-Type", "application/x-git-upload-pack-advertisement")
			w.Write([]byte("001e# service=git-upload-pack\n0000"))
			for r.Context().Err() == nil {
				w.Write([]byte("0"))
				w.(http.Flusher).Flush()
				time.Sleep(20 * time.Millisecond)
			}
		case "/nonsense/info/refs":
			w.Header().Set("Content-Type", "application/x-git-upload-pack-advertisement")
			w.Write([]byte("001e# service=git-upload-pack\n0000ffff<html>"))
		case "/page/info/refs":
			w.Write([]byte("<html>Log in</html>"))
		case "/forbidden/info/refs":
			w.WriteHeader(http.StatusForbidden)
		default:
			http.NotFound(w, r)
		}
	}))
	defer remote.Close()
	defer close(stop)
	silent, err := net.Listen("tcp", "127.0.0.1:0") // takes connections and says nothing
	if err != nil {
		t.Fatal(err)
	}
	defer silent.Close()
	host := strings.TrimPrefix(remote.URL, "http://")
	const limit = 300 * time.Millisecond
	for _, address := range []string{
		"http://aysel:geheim@" + host + "/hangs",
		"http://geheim@" + host + "/trickles",
		remote.URL + "/nonsense",
		remote.URL + "/page",
		"http://aysel:geheim@" + host + "/forbidden",
		remote.URL + "/nothing",
		"http://geheim@127.0.0.1:1/refused",
		"git://" + silent.Addr().String() + "/site.git",
		"ssh://git@" + silent.Addr().String() + "/site.git",
	} {
		p := follow(t, GitOptions{Remote: address, Data: t.TempDir(), Timeout: limit})
		began := time.Now()
		_, err := p.Source.Look(context.Background())
		took := time.Since(began)
		if err == nil || took > limit+2*time.Second {
			t.Errorf("%s: %v after %v", address, err, took)
			continue
		}
		s := p.Status()
		if s.Ready || s.Source.Error == "" || strings.Contains(s.Source.Error+s.Source.Remote, "geheim") {
			t.Errorf("%s: %+v", address, s)
		}
	}
}

func TestRemotesAreRead(t *testing.T) {
	for _, tt := range []struct{ address, public, local string }{
		{"https://example.org/a.git", "https://example.org/a.git", ""},
		{"https://token@example.org/a.git", "https://example.org/a.git", ""},
		{"https://user:secret@example.org/a.git", "https://example.org/a.git", ""},
		{"ssh://git@example.org:2222/a.git", "ssh://git@example.org:2222/a.git", ""},
		{"git@example.org:office/a.git", "git@example.org:office/a.git", ""},
		{"file:///srv/a.git", "file:///srv/a.git", "/srv/a.git"},
		{"/srv/a.git", "/srv/a.git", "/srv/a.git"},
	} {
		w, err := parseRemote(tt.address)
		if err != nil || w.public != tt.public || w.local != tt.local {
			t.Errorf("%s: %+v, %v", tt.address, w, err)
		}
		if err := w.hide(errors.New("fetching " + tt.address + ": no")); strings.Contains(err.Error(), "secret") || strings.Contains(err.Error(), "token") {
			t.Errorf("%s: %v", tt.address, err)
		}
	}
	for _, address := range []string{"ftp://example.org/a", "https://user:secret@exa mple.org/%zz"} {
		if _, err := NewGit(GitOptions{Remote: address, Branch: "main"}); err == nil || strings.Contains(err.Error(), "secret") {
			t.Errorf("%s: %v", address, err)
		}
	}
}
