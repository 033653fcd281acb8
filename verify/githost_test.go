//go:build verify

package verify

import (
	"crypto/hmac"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"net/http"
	"net/http/cgi"
	"net/http/httptest"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"golang.org/x/tools/txtar"
)

const hookSecret = "a secret of the test"

// host is a git host: one bare repository, served by git itself over HTTP.
type host struct {
	t   *testing.T
	dir string // of the bare repository
	url string

	mu   sync.Mutex
	mood func(http.ResponseWriter, *http.Request, http.Handler) // nil: it is well
}

func newHost(t *testing.T) *host {
	t.Helper()
	h := &host{t: t, dir: filepath.Join(t.TempDir(), "site.git")}
	command(t, "", "git", "init", "-q", "--bare", "-b", "main", h.dir)
	core := strings.TrimSpace(command(t, "", "git", "--exec-path"))
	backend := &cgi.Handler{
		Path: filepath.Join(core, "git-http-backend"),
		Env:  []string{"GIT_PROJECT_ROOT=" + filepath.Dir(h.dir), "GIT_HTTP_EXPORT_ALL=1"},
	}
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		h.mu.Lock()
		mood := h.mood
		h.mu.Unlock()
		if mood == nil {
			backend.ServeHTTP(w, r)
			return
		}
		mood(w, r, backend)
	}))
	t.Cleanup(func() { server.CloseClientConnections(); server.Close() })
	h.url = server.URL + "/site.git"
	return h
}

// feel makes the host answer as mood does; nil makes it well.
func (h *host) feel(mood func(http.ResponseWriter, *http.Request, http.Handler)) {
	h.mu.Lock()
	defer h.mu.Unlock()
	h.mood = mood
}

func down(w http.ResponseWriter, _ *http.Request, _ http.Handler) {
	http.Error(w, "down", http.StatusServiceUnavailable)
}

// moods are how a host fails.
var moods = map[string]func(http.ResponseWriter, *http.Request, http.Handler){
	"down": down,
	"slow": func(w http.ResponseWriter, r *http.Request, well http.Handler) {
		time.Sleep(500 * time.Millisecond)
		well.ServeHTTP(w, r)
	},
	"breaks off": func(w http.ResponseWriter, r *http.Request, well http.Handler) {
		answer := httptest.NewRecorder()
		well.ServeHTTP(answer, r)
		for name, values := range answer.Header() {
			w.Header()[name] = values
		}
		w.Header().Set("Content-Length", strconv.Itoa(answer.Body.Len()))
		w.Write(answer.Body.Bytes()[:answer.Body.Len()/2])
		panic(http.ErrAbortHandler)
	},
	"talks nonsense": func(w http.ResponseWriter, r *http.Request, well http.Handler) {
		answer := httptest.NewRecorder()
		well.ServeHTTP(answer, r)
		body := answer.Body.Bytes()
		for i := len(body) / 3; i < len(body); i += 7 {
			body[i] ^= 0x55
		}
		w.Header().Set("Content-Type", answer.Header().Get("Content-Type"))
		w.Write(body)
	},
}

// staff is a clone with a work tree, in which people write.
type staff struct {
	t    *testing.T
	host *host
	dir  string
}

// newStaff pushes the small site as the first commit.
func newStaff(t *testing.T, h *host) *staff {
	t.Helper()
	s := &staff{t, h, filepath.Join(t.TempDir(), "work")}
	command(t, "", "git", "init", "-q", "-b", "main", s.dir)
	archive, err := txtar.ParseFile("../content/testdata/small.txtar")
	if err != nil {
		t.Fatal(err)
	}
	fsys, err := txtar.FS(archive)
	if err != nil {
		t.Fatal(err)
	}
	if err := os.CopyFS(filepath.Join(s.dir, "content"), fsys); err != nil {
		t.Fatal(err)
	}
	s.git("remote", "add", "origin", h.dir)
	s.commit("begin")
	s.push()
	return s
}

func (s *staff) git(args ...string) string {
	s.t.Helper()
	return command(s.t, s.dir, "git", args...)
}

func (s *staff) commit(subject string) string {
	s.t.Helper()
	s.git("add", "-A")
	s.git("commit", "-q", "--allow-empty", "-m", subject)
	return strings.TrimSpace(s.git("rev-parse", "HEAD"))
}

func (s *staff) push() {
	s.t.Helper()
	s.git("push", "-q", "--force", "origin", "HEAD:main")
}

func (s *staff) replace(name, old, new string) {
	s.t.Helper()
	name = filepath.Join(s.dir, "content", name)
	data, err := os.ReadFile(name)
	if err != nil {
		s.t.Fatal(err)
	}
	if !strings.Contains(string(data), old) {
		s.t.Fatalf("%s does not hold %q", name, old)
	}
	if err := os.WriteFile(name, []byte(strings.Replace(string(data), old, new, 1)), 0o644); err != nil {
		s.t.Fatal(err)
	}
}

// fee commits and pushes that a visa costs n euros: the page, the search and
// the feeds say so.
func (s *staff) fee(from, n int) {
	s.t.Helper()
	s.replace("facts/fees.yaml", fmt.Sprintf("value: %d\n", from), fmt.Sprintf("value: %d\n", n))
	note := map[bool]string{true: "en: New page.", false: fmt.Sprintf("en: Now %d euros.", from)}[from == firstFee]
	s.replace("pages/to-belgium/visit/page.yaml", note, fmt.Sprintf("en: Now %d euros.", n))
	s.commit(fmt.Sprintf("facts: %d euros", n))
	s.push()
}

// firstFee is what a visa costs in the first commit.
const firstFee = 35

// command runs a program and gives what it says.
func command(t *testing.T, dir, name string, args ...string) string {
	t.Helper()
	cmd := exec.Command(name, args...)
	cmd.Dir = dir
	cmd.Env = append(os.Environ(), "GIT_CONFIG_GLOBAL=/dev/null", "GIT_CONFIG_SYSTEM=/dev/null",
		"GIT_AUTHOR_NAME=Aysel", "GIT_AUTHOR_EMAIL=aysel@example.org", "GIT_COMMITTER_NAME=Aysel", "GIT_COMMITTER_EMAIL=aysel@example.org")
	out, err := cmd.CombinedOutput()
	if err != nil {
		t.Fatalf("%s %s: %v\n%s", name, strings.Join(args, " "), err, out)
	}
	return string(out)
}

// follow starts a program that follows the host.
func follow(t *testing.T, h *host, args ...string) *portal {
	t.Helper()
	t.Setenv("PORTAL_WEBHOOK_SECRET", hookSecret)
	return startFor(t, "", append([]string{"--git", h.url}, args...)...)
}

// hook tells the program that somebody pushed, as GitHub does.
func (p *portal) hook(t *testing.T) {
	t.Helper()
	const body = `{"ref":"refs/heads/main"}`
	mac := hmac.New(sha256.New, []byte(hookSecret))
	mac.Write([]byte(body))
	r, err := http.NewRequest("POST", "http://"+p.addr+"/hooks/publish", strings.NewReader(body))
	if err != nil {
		t.Fatal(err)
	}
	r.Header.Set("X-Hub-Signature-256", "sha256="+hex.EncodeToString(mac.Sum(nil)))
	resp, err := client.Do(r)
	if err != nil {
		t.Fatalf("%v%s", err, p.obituary())
	}
	resp.Body.Close()
	if resp.StatusCode != 202 {
		t.Fatalf("the webhook answers %d", resp.StatusCode)
	}
}

// shows gives what a visa costs on the page; 0 if the page is not there.
func (p *portal) shows() int {
	a, err := p.ask("GET", "/en/to-belgium/short-visit")
	if err != nil || a.status != 200 {
		return 0
	}
	return euros(string(a.body))
}

// euros is the first amount in a text.
func euros(text string) int {
	text = strings.ReplaceAll(text, "\u00a0", " ")
	before, _, ok := strings.Cut(text, " euros")
	if !ok {
		return 0
	}
	n, _ := strconv.Atoi(before[strings.LastIndexFunc(before, func(r rune) bool { return r < '0' || r > '9' })+1:])
	return n
}

// await waits until the page shows an amount.
func (p *portal) await(t *testing.T, want int, limit time.Duration) time.Duration {
	t.Helper()
	began, got := time.Now(), 0
	for time.Since(began) < limit {
		if got = p.shows(); got == want {
			return time.Since(began)
		}
		time.Sleep(10 * time.Millisecond)
	}
	t.Fatalf("the page shows %d euros after %v, want %d%s; it says:\n%s", got, limit, want, p.obituary(), p.log)
	return 0
}

// count reads how often a loop runs: a few times, or as the variable says.
func count(t *testing.T, name string, few int) int {
	t.Helper()
	value := os.Getenv(name)
	if value == "" {
		return few
	}
	n, err := strconv.Atoi(value)
	if err != nil || n < 1 {
		t.Fatalf("%s=%q is no count", name, value)
	}
	return n
}
