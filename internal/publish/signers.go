package publish

import (
	"bufio"
	"bytes"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"
	"time"

	"github.com/go-git/go-git/v5/plumbing"
	"github.com/hiddeco/sshsig"
	"golang.org/x/crypto/ssh"
)

// Signers are the keys that may publish, as in the file allowed_signers of
// ssh-keygen(1). They never change and are safe for concurrent use.
type Signers struct{ all []signer }

// signer is a key, whose it is, and when it counts.
type signer struct {
	principals    string
	key           ssh.PublicKey
	after, before time.Time // zero: no limit
}

// namespace is what git signs in.
const namespace = "git"

// ReadSigners reads allowed_signers. A line that is not understood is an
// error: a limit that is overlooked would let somebody publish. Keys for other
// namespaces than git are left out.
func ReadSigners(in io.Reader) (*Signers, error) {
	s := &Signers{}
	lines := bufio.NewScanner(in)
	for n := 1; lines.Scan(); n++ {
		line := strings.TrimSpace(lines.Text())
		if line == "" || strings.HasPrefix(line, "#") {
			continue
		}
		one, git, err := parseSigner(line)
		if err != nil {
			return nil, fmt.Errorf("line %d: %w", n, err)
		}
		if git {
			s.all = append(s.all, one)
		}
	}
	if err := lines.Err(); err != nil {
		return nil, err
	}
	if len(s.all) == 0 {
		return nil, errors.New("no key may sign commits")
	}
	return s, nil
}

// parseSigner reads “principals [options] type key [comment]”; git reports
// whether the key counts for commits.
func parseSigner(line string) (one signer, git bool, err error) {
	rest := ""
	if quoted, ok := strings.CutPrefix(line, `"`); ok {
		one.principals, rest, _ = strings.Cut(quoted, `"`)
	} else if i := strings.IndexAny(line, " \t"); i > 0 {
		one.principals, rest = line[:i], line[i:]
	}
	var options []string
	if one.key, _, options, _, err = ssh.ParseAuthorizedKey([]byte(strings.TrimSpace(rest))); err != nil {
		return one, false, errors.New("is not “principals [options] type key”")
	}
	git = true
	for _, option := range options {
		name, value, _ := strings.Cut(option, "=")
		value = strings.Trim(value, `"`)
		switch strings.ToLower(name) {
		case "namespaces":
			git = slices.Contains(strings.Split(value, ","), namespace)
		case "valid-after":
			one.after, err = parseMoment(value)
		case "valid-before":
			one.before, err = parseMoment(value)
		case "cert-authority":
			err = errors.New("certificates are not taken: list the keys themselves")
		default:
			err = fmt.Errorf("the option “%s” is not known", name)
		}
		if err != nil {
			return one, false, err
		}
	}
	return one, git, nil
}

// parseMoment reads YYYYMMDD[HHMM[SS]][Z]; without Z it is local time.
func parseMoment(s string) (time.Time, error) {
	zone, digits := time.Local, s
	if cut, ok := strings.CutSuffix(s, "Z"); ok {
		zone, digits = time.UTC, cut
	}
	for _, layout := range []string{"20060102", "200601021504", "20060102150405"} {
		if t, err := time.ParseInLocation(layout, digits, zone); err == nil && len(layout) == len(digits) {
			return t, nil
		}
	}
	return time.Time{}, fmt.Errorf("“%s” is no time: write YYYYMMDD, YYYYMMDDHHMM or YYYYMMDDHHMMSS, with Z for UTC", s)
}

// Verify gives who signed the commit whose object is raw: principals and
// fingerprint. A key counts if it was valid at the time the commit was made,
// as for git.
func (s *Signers) Verify(raw []byte, at time.Time) (string, error) {
	payload, armored, err := splitSignature(raw)
	if err != nil {
		return "", err
	}
	sig, err := sshsig.Unarmor(armored)
	if err != nil {
		return "", errors.New("its signature is none of ssh: sign it with an ssh key")
	}
	print := ssh.FingerprintSHA256(sig.PublicKey)
	if sig.Signature.Format == ssh.KeyAlgoRSA { // SHA-1, as ssh-keygen refuses it
		return "", fmt.Errorf("the signature of the key %s is too weak", print)
	}
	if err := sshsig.Verify(bytes.NewReader(payload), sig, sig.PublicKey, sig.HashAlgorithm, namespace); err != nil {
		return "", fmt.Errorf("the signature of the key %s does not fit: %w", print, err)
	}
	expired := false
	for _, one := range s.all {
		if !bytes.Equal(one.key.Marshal(), sig.PublicKey.Marshal()) {
			continue
		}
		if at.Before(one.after) || !one.before.IsZero() && !at.Before(one.before) {
			expired = true
			continue
		}
		return one.principals + " " + print, nil
	}
	if expired {
		return "", fmt.Errorf("it is signed by the key %s, which did not count at that time", print)
	}
	return "", fmt.Errorf("it is signed by the key %s, which may not publish", print)
}

// Lists reports whether a key, by what Verify gave for it, may still publish.
func (s *Signers) Lists(signer string) bool {
	for _, one := range s.all {
		if one.principals+" "+ssh.FingerprintSHA256(one.key) == signer {
			return true
		}
	}
	return false
}

// splitSignature takes the signature out of the header of a commit, as git
// does before it signs.
func splitSignature(raw []byte) (payload, signature []byte, err error) {
	header, message, found := bytes.Cut(raw, []byte("\n\n"))
	if !found {
		return nil, nil, errors.New("it is not signed")
	}
	inside, count := "", 0
	for line := range bytes.Lines(append(bytes.Clone(header), '\n')) {
		name, value, _ := bytes.Cut(line, []byte(" "))
		if len(name) > 0 {
			inside = string(name)
			if inside == "gpgsig" {
				count++
			}
		}
		switch inside {
		case "gpgsig":
			signature = append(signature, value...)
		case "gpgsig-sha256":
		default:
			payload = append(payload, line...)
		}
	}
	if count != 1 {
		return nil, nil, errors.New("it is not signed")
	}
	payload = append(append(payload, '\n'), message...)
	return payload, signature, nil
}

// signer gives who signed a commit, or why that does not count.
func (r *Repository) signer(c Commit, signers *Signers) (string, error) {
	r.mu.Lock()
	defer r.mu.Unlock()
	object, err := r.git.Storer.EncodedObject(plumbing.CommitObject, plumbing.NewHash(string(c.ID)))
	if err != nil {
		return "", err
	}
	in, err := object.Reader()
	if err != nil {
		return "", err
	}
	defer in.Close()
	raw, err := io.ReadAll(in)
	if err != nil {
		return "", err
	}
	return signers.Verify(raw, c.At)
}
