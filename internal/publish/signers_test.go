package publish

import (
	"bytes"
	"crypto/ed25519"
	"encoding/hex"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/go-git/go-git/v5/plumbing"
	"github.com/go-git/go-git/v5/plumbing/object"
	"github.com/hiddeco/sshsig"
	"golang.org/x/crypto/ssh"
)

// key is an ssh key made of a seed, and its line without principals.
func key(t testing.TB, seed byte) (ssh.Signer, string) {
	t.Helper()
	signer, err := ssh.NewSignerFromKey(ed25519.NewKeyFromSeed(bytes.Repeat([]byte{seed}, ed25519.SeedSize)))
	if err != nil {
		t.Fatal(err)
	}
	return signer, strings.TrimSpace(string(ssh.MarshalAuthorizedKey(signer.PublicKey())))
}

func TestSignersAreRead(t *testing.T) {
	_, one := key(t, 1)
	_, two := key(t, 2)
	for _, tt := range []struct {
		file string
		keys int    // that count
		err  string // part of it
	}{
		{"aysel@example.org " + one, 1, ""},
		{"# staff\n\naysel@example.org,*@example.com " + one + " her key\r\nluc " + two + "\n", 2, ""},
		{`"two words" namespaces="file,git",valid-after="20260101",valid-before="20270101120000Z" ` + one, 1, ""},
		{`a namespaces="git" ` + one + "\nb namespaces=\"file\" " + two, 1, ""},
		{`b namespaces="file" ` + two, 0, "no key may sign"},
		{"", 0, "no key may sign"},
		{"a cert-authority " + one, 0, "line 1: certificates are not taken"},
		{"# x\na valid-before=\"tomorrow\" " + one, 0, "line 2: “tomorrow” is no time"},
		{"a valid-before=\"2026010\" " + one, 0, "line 1: “2026010” is no time"},
		{"a no-touch-required " + one, 0, "line 1: the option “no-touch-required” is not known"},
		{one, 0, "line 1: is not"},
		{"a ssh-ed25519 AAAA", 0, "line 1: is not"},
	} {
		s, err := ReadSigners(strings.NewReader(tt.file))
		if tt.err == "" && (err != nil || len(s.all) != tt.keys) {
			t.Errorf("%q: %v, want %d keys", tt.file, err, tt.keys)
		}
		if tt.err != "" && (err == nil || !strings.Contains(err.Error(), tt.err)) {
			t.Errorf("%q: %v, want %q", tt.file, err, tt.err)
		}
	}
}

const unsigned = "tree 4b825dc642cb6eb9a060e54bf8d69288fbee4904\nauthor A <a@example.org> 1 +0000\ncommitter A <a@example.org> 1 +0000\n\nSubject\n\nBody.\n"

// signedAs signs the text of a commit and puts the signature where git does.
func signedAs(t testing.TB, signer ssh.Signer, commit, namespace string) string {
	t.Helper()
	sig, err := sshsig.Sign(strings.NewReader(commit), signer, sshsig.HashSHA512, namespace)
	if err != nil {
		t.Fatal(err)
	}
	header := "gpgsig " + strings.ReplaceAll(strings.TrimSpace(string(sshsig.Armor(sig))), "\n", "\n ") + "\n"
	head, body, _ := strings.Cut(commit, "\n\n")
	return head + "\n" + header + "\n" + body
}

func TestSignature(t *testing.T) {
	aysel, ayselLine := key(t, 1)
	_, lucLine := key(t, 2)
	stranger, _ := key(t, 3)
	at := time.Date(2026, 6, 1, 0, 0, 0, 0, time.UTC)
	good := signedAs(t, aysel, unsigned, "git")
	for _, tt := range []struct {
		what, options, commit, err string
	}{
		{"good", "", good, ""},
		{"good in time", `valid-after="20260601Z",valid-before="20260602Z" `, good, ""},
		{"too early", `valid-after="20260602Z" `, good, "did not count at that time"},
		{"too late", `valid-before="20260601Z" `, good, "did not count at that time"},
		{"for files only", `namespaces="file" `, good, "may not publish"},
		{"unsigned", "", unsigned, "it is not signed"},
		{"empty", "", "", "it is not signed"},
		{"a stranger's", "", signedAs(t, stranger, unsigned, "git"), "may not publish"},
		{"another namespace", "", signedAs(t, aysel, unsigned, "file"), "does not fit"},
		{"another message", "", strings.Replace(good, "Body", "Body of another", 1), "does not fit"},
		{"another author", "", strings.Replace(good, "author A", "author B", 1), "does not fit"},
		{"signed twice", "", signedAs(t, stranger, good, "git"), "it is not signed"},
		{"PGP", "", strings.Replace(unsigned, "\n\n", "\ngpgsig -----BEGIN PGP SIGNATURE-----\n \n x\n -----END PGP SIGNATURE-----\n\n", 1), "none of ssh"},
		{"in the message", "", unsigned + "\ngpgsig " + good, "it is not signed"},
	} {
		s, err := ReadSigners(strings.NewReader("luc@example.org " + lucLine + "\naysel@example.org " + tt.options + ayselLine))
		if err != nil {
			t.Fatal(err)
		}
		who, err := s.Verify([]byte(tt.commit), at)
		if tt.err == "" && (err != nil || !strings.HasPrefix(who, "aysel@example.org SHA256:") || !s.Lists(who)) {
			t.Errorf("%s: got %q, %v", tt.what, who, err)
		}
		if tt.err != "" && (err == nil || !strings.Contains(err.Error(), tt.err)) {
			t.Errorf("%s: got %q, %v, want an error with %q", tt.what, who, err, tt.err)
		}
	}
}

// sign makes the commit at the head anew, signed.
func (a *author) sign(signer ssh.Signer) ID {
	a.t.Helper()
	old, err := a.git.CommitObject(plumbing.NewHash(string(a.head())))
	if err != nil {
		a.t.Fatal(err)
	}
	var raw plumbing.MemoryObject
	if err := old.Encode(&raw); err != nil {
		a.t.Fatal(err)
	}
	in, _ := raw.Reader()
	var text bytes.Buffer
	text.ReadFrom(in)
	var made plumbing.MemoryObject
	made.SetType(plumbing.CommitObject)
	made.Write([]byte(signedAs(a.t, signer, text.String(), "git")))
	hash, err := a.git.Storer.SetEncodedObject(&made)
	if err != nil {
		a.t.Fatal(err)
	}
	if _, err := object.GetCommit(a.git.Storer, hash); err != nil {
		a.t.Fatal(err)
	}
	a.set(ID(hash.String()))
	return ID(hash.String())
}

// TestSignedHead: only a signed commit goes live; it vouches for what it
// merges and for what lies before it; who blocks is named.
func TestSignedHead(t *testing.T) {
	aysel, line := key(t, 1)
	stranger, _ := key(t, 3)
	signers, err := ReadSigners(strings.NewReader("aysel@example.org " + line))
	if err != nil {
		t.Fatal(err)
	}
	a := newAuthor(t)
	o := GitOptions{Remote: a.dir, Signers: signers}
	p := follow(t, o)
	if err := p.Start(); err != nil {
		t.Fatal(err)
	}
	unsigned := a.head()
	s := step(t, p)
	if s.Ready || s.LastAttempt.OK || s.Waiting == nil || s.Waiting.Blocks.ID != unsigned {
		t.Errorf("an unsigned branch: %+v", s)
	}
	want := fmt.Sprintf("commit %s (Aysel): it is not signed", unsigned.Short())
	if got := s.LastAttempt.Problems; len(got) != 1 || got[0] != want {
		t.Errorf("got %q, want %q", got, want)
	}

	first := a.sign(aysel)
	s = step(t, p)
	liveIs(t, s, first)
	if s.Live.Commit == nil || !strings.HasPrefix(s.Live.Commit.Signer, "aysel@example.org SHA256:") {
		t.Errorf("signed by %+v", s.Live.Commit)
	}

	a.write("../README.md", "Nothing of the content.\n")
	a.commit("readme") // even what leaves the content alone
	liveIs(t, step(t, p), first)
	a.replace("facts/fees.yaml", "value: 35", "value: 36")
	a.commit("facts: a fee")
	foreign := a.sign(stranger)
	s = step(t, p)
	liveIs(t, s, first)
	if got := strings.Join(s.LastAttempt.Problems, ""); !strings.Contains(got, foreign.Short()+" (Aysel)") || !strings.Contains(got, "may not publish") {
		t.Errorf("a stranger's commit: %q", got)
	}

	a.commit("merge", foreign, unsigned)
	merge := a.sign(aysel)
	liveIs(t, step(t, p), merge)
	q := follow(t, o) // a replica that begins here
	if err := q.Start(); err != nil {
		t.Fatal(err)
	}
	liveIs(t, step(t, q), merge)
}

func FuzzSignature(f *testing.F) {
	aysel, line := key(f, 1)
	s, err := ReadSigners(strings.NewReader("a " + line))
	if err != nil {
		f.Fatal(err)
	}
	good := signedAs(f, aysel, unsigned, "git")
	for _, seed := range []string{good, unsigned, "", "\n\n", "gpgsig \n\n", strings.ToUpper(good)} {
		f.Add([]byte(seed))
	}
	f.Fuzz(func(t *testing.T, raw []byte) {
		payload, _, _ := splitSignature(raw)
		if who, err := s.Verify(raw, time.Unix(1, 0)); err == nil && string(payload) != unsigned {
			t.Errorf("%s vouches for %s", who, hex.EncodeToString(raw))
		}
	})
}

func FuzzSigners(f *testing.F) {
	_, line := key(f, 1)
	for _, seed := range []string{"a " + line, `"a b" namespaces="git" ` + line, "\"", "a valid-after=\"1\" " + line, "a\x00" + line} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, file string) {
		if s, err := ReadSigners(strings.NewReader(file)); err == nil && len(s.all) == 0 {
			t.Error("no key, and no error")
		}
	})
}
