//go:build verify

package verify

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"
)

// binary is the program under test; served is one of it that answers all
// checks that do not need one of their own; scratch is a folder for what it
// answers, to be read by other programs.
var (
	binary  string
	served  *portal
	scratch string
)

func TestMain(m *testing.M) {
	code, err := run(m)
	if err != nil {
		fmt.Fprintln(os.Stderr, "verify:", err)
		os.Exit(1)
	}
	os.Exit(code)
}

func run(m *testing.M) (int, error) {
	dir, err := os.MkdirTemp("", "verify")
	if err != nil {
		return 0, err
	}
	defer os.RemoveAll(dir)
	binary, scratch = filepath.Join(dir, "portal"), filepath.Join(dir, "answers")
	if out, err := exec.Command("go", "build", "-o", binary, "portal/cmd/portal").CombinedOutput(); err != nil {
		return 0, fmt.Errorf("building the program: %w\n%s", err, out)
	}
	if served, err = start(""); err != nil {
		return 0, err
	}
	defer served.kill()
	return m.Run(), nil
}

// portal is one running program.
type portal struct {
	addr string        // host and port it listens on
	base string        // its public origin
	cold time.Duration // from its start to its first page
	cmd  *exec.Cmd
	log  *journal
	done chan struct{} // closed when the program has ended
	end  error         // how it ended
}

// start runs the program with a public origin, or its own address, and more
// flags, and waits for its first page.
func start(base string, args ...string) (*portal, error) {
	addr, err := freeAddr()
	if err != nil {
		return nil, err
	}
	if base == "" {
		base = "http://" + addr
	}
	p := &portal{addr: addr, base: base, log: &journal{}, done: make(chan struct{})}
	p.cmd = exec.Command(binary, append([]string{"serve", "--addr", addr, "--base-url", base}, args...)...)
	p.cmd.Stdout, p.cmd.Stderr = p.log, p.log
	began := time.Now()
	if err := p.cmd.Start(); err != nil {
		return nil, err
	}
	go func() {
		p.end = p.cmd.Wait()
		close(p.done)
	}()
	for time.Since(began) < 30*time.Second && p.obituary() == "" {
		if a, err := p.ask("GET", "/en/"); err == nil && a.status == 200 {
			p.cold = time.Since(began)
			return p, nil
		}
		time.Sleep(5 * time.Millisecond)
	}
	p.kill()
	<-p.done
	return nil, fmt.Errorf("no page after %v%s", time.Since(began).Round(time.Millisecond), p.obituary())
}

// startFor starts a program that ends with the test.
func startFor(t *testing.T, base string, args ...string) *portal {
	t.Helper()
	p, err := start(base, args...)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(p.kill)
	return p
}

// journal takes what the program says while a test reads it.
type journal struct {
	mu  sync.Mutex
	buf bytes.Buffer
}

func (j *journal) Write(p []byte) (int, error) {
	j.mu.Lock()
	defer j.mu.Unlock()
	return j.buf.Write(p)
}

func (j *journal) String() string {
	j.mu.Lock()
	defer j.mu.Unlock()
	return j.buf.String()
}

func (p *portal) kill() { p.cmd.Process.Kill() }

func freeAddr() (string, error) {
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return "", err
	}
	return l.Addr().String(), l.Close()
}

// answer is what the program said to one request, as it came over the wire.
type answer struct {
	status int
	header http.Header
	body   []byte
}

func (a answer) location() string { return a.header.Get("Location") }

// client takes answers as they are: no redirect is followed, nothing unpacked.
var client = &http.Client{
	Timeout:       15 * time.Second,
	Transport:     &http.Transport{DisableCompression: true, MaxIdleConnsPerHost: 8},
	CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
}

// ask sends one request; header holds names and values in turn.
func (p *portal) ask(method, path string, header ...string) (answer, error) {
	if len(header)%2 != 0 {
		return answer{}, errors.New("a header without a value")
	}
	r, err := http.NewRequest(method, "http://"+p.addr+path, nil)
	if err != nil {
		return answer{}, err
	}
	for i := 0; i < len(header); i += 2 {
		r.Header.Set(header[i], header[i+1])
	}
	resp, err := client.Do(r)
	if err != nil {
		return answer{}, err
	}
	defer resp.Body.Close()
	body, err := io.ReadAll(resp.Body)
	return answer{resp.StatusCode, resp.Header, body}, err
}

// get is ask for a test that cannot go on without an answer.
func (p *portal) get(t *testing.T, path string, header ...string) answer {
	t.Helper()
	return p.send(t, "GET", path, header...)
}

func (p *portal) send(t *testing.T, method, path string, header ...string) answer {
	t.Helper()
	a, err := p.ask(method, path, header...)
	if err != nil {
		t.Fatalf("%s %s: %v%s", method, path, err, p.obituary())
	}
	return a
}

// obituary is what the program last said, if it has ended.
func (p *portal) obituary() string {
	select {
	case <-p.done:
		return fmt.Sprintf("; the program ended with %v; it says: %s", p.end, p.log)
	default:
		return ""
	}
}

// raw writes bytes to a connection of their own and reads until it closes or
// the time is up.
func (p *portal) raw(t *testing.T, request string, wait time.Duration) (got string, took time.Duration) {
	t.Helper()
	conn, err := net.Dial("tcp", p.addr)
	if err != nil {
		t.Fatalf("%v%s", err, p.obituary())
	}
	defer conn.Close()
	began := time.Now()
	conn.SetDeadline(began.Add(wait))
	if _, err := io.WriteString(conn, request); err != nil {
		return "", time.Since(began)
	}
	data, _ := io.ReadAll(conn)
	return string(data), time.Since(began)
}

// report fails a test with its faults, the first thirty in full.
func report(t *testing.T, faults []string) {
	t.Helper()
	const most = 30
	for i, f := range faults {
		if i == most {
			t.Errorf("and %d faults more", len(faults)-most)
			return
		}
		t.Error(strings.TrimSpace(f))
	}
}
