//go:build verify

package verify

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

// TestSignedCommits publishes commits that git has signed with keys of
// ssh-keygen, of each type, and refuses all others by name.
func TestSignedCommits(t *testing.T) {
	h := newHost(t)
	s := newStaff(t, h)
	keys := t.TempDir()
	var lines []string
	for _, kind := range []string{"ed25519", "ecdsa", "rsa", "late", "stranger"} {
		of := kind
		if kind == "late" || kind == "stranger" {
			of = "ed25519"
		}
		name := filepath.Join(keys, kind)
		command(t, "", "ssh-keygen", "-q", "-t", of, "-N", "", "-C", kind, "-f", name)
		public, err := os.ReadFile(name + ".pub")
		if err != nil {
			t.Fatal(err)
		}
		options := map[string]string{"late": `valid-before="20200101Z" `, "rsa": `namespaces="git" `}[kind]
		if kind != "stranger" {
			lines = append(lines, kind+"@example.org "+options+strings.TrimSpace(string(public)))
		}
	}
	signers := filepath.Join(keys, "allowed_signers")
	if err := os.WriteFile(signers, []byte(strings.Join(lines, "\n")+"\n"), 0o644); err != nil {
		t.Fatal(err)
	}
	sign := func(key string) {
		s.git("config", "gpg.format", "ssh")
		s.git("config", "user.signingkey", filepath.Join(keys, key))
		s.git("config", "commit.gpgsign", fmt.Sprint(key != ""))
	}
	p := follow(t, h, "--poll", "1s", "--allowed-signers", signers)
	fee, live := firstFee, firstFee
	for _, tt := range []struct{ key, refused string }{
		{"ed25519", ""},
		{"", "is not signed"},
		{"ecdsa", ""},
		{"stranger", "may not publish"},
		{"late", "did not count at that time"},
		{"rsa", ""},
	} {
		sign(tt.key)
		s.fee(fee, fee+1)
		fee++
		if tt.refused == "" {
			live = fee
			p.await(t, live, time.Minute)
			continue
		}
		id := strings.TrimSpace(s.git("rev-parse", "--short=7", "HEAD"))
		want := id + " (Aysel): it "
		for end := time.Now().Add(time.Minute); !strings.Contains(p.log.String(), want) && time.Now().Before(end); {
			time.Sleep(50 * time.Millisecond)
		}
		if log := p.log.String(); !strings.Contains(log, want) || !strings.Contains(log[strings.LastIndex(log, want):], tt.refused) || p.shows() != live {
			t.Errorf("key %q: %d euros, want %d; it says:\n%s", tt.key, p.shows(), live, log)
		}
	}
	if out := command(t, s.dir, "git", "-c", "gpg.ssh.allowedSignersFile="+signers, "log", "-1", "--format=%G?"); strings.TrimSpace(out) != "G" {
		t.Errorf("git itself calls the last signature %q", out)
	}
}
