package web

import (
	"bufio"
	"bytes"
	"crypto/hmac"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"io"
	"log/slog"
	"net"
	"net/http"
	"strings"
	"testing"
	"time"

	"portal/internal/site"
)

// TestHook sends what the git hosts send, over a real connection. Without the
// right secret nothing is looked for.
func TestHook(t *testing.T) {
	const secret, push = "a long secret", `{"ref":"refs/heads/main"}`
	looks := 0
	url := func(t *testing.T, secret string) string {
		s, err := snapshot()
		if err != nil {
			t.Fatal(err)
		}
		live := &site.Live{}
		live.Swap(s)
		app := New(Options{Live: live, Log: slog.New(slog.NewTextHandler(io.Discard, nil)), HookSecret: []byte(secret), Hook: func() { looks++ }})
		l, err := net.Listen("tcp", "127.0.0.1:0")
		if err != nil {
			t.Fatal(err)
		}
		go app.Listener(l)
		t.Cleanup(func() { app.Shutdown() })
		return "http://" + l.Addr().String() + hookPath
	}
	sign := func(secret, body string) string {
		mac := hmac.New(sha256.New, []byte(secret))
		mac.Write([]byte(body))
		return hex.EncodeToString(mac.Sum(nil))
	}
	big := strings.Repeat("x", bodyLimit)
	for _, tt := range []struct {
		what, secret, method, header, value, body string
		want                                      int
	}{
		{"GitHub", secret, "POST", "X-Hub-Signature-256", "sha256=" + sign(secret, push), push, 202},
		{"Gitea", secret, "POST", "X-Gitea-Signature", sign(secret, push), push, 202},
		{"Forgejo", secret, "POST", "X-Forgejo-Signature", sign(secret, push), push, 202},
		{"GitLab", secret, "POST", "X-Gitlab-Token", secret, push, 202},
		{"no body", secret, "POST", "X-Gitea-Signature", sign(secret, ""), "", 202},
		{"1 MiB", secret, "POST", "X-Gitea-Signature", sign(secret, big), big, 202},
		{"no signature", secret, "POST", "X-Other", "1", push, 401},
		{"an empty signature", secret, "POST", "X-Hub-Signature-256", "", push, 401},
		{"a wrong secret", secret, "POST", "X-Hub-Signature-256", "sha256=" + sign("other", push), push, 401},
		{"another body", secret, "POST", "X-Hub-Signature-256", "sha256=" + sign(secret, "{}"), push, 401},
		{"half a signature", secret, "POST", "X-Hub-Signature-256", "sha256=" + sign(secret, push)[:32], push, 401},
		{"no hex", secret, "POST", "X-Gitea-Signature", "zz", push, 401},
		{"a wrong token", secret, "POST", "X-Gitlab-Token", "a long secreT", push, 401},
		{"half a token", secret, "POST", "X-Gitlab-Token", "a long", push, 401},
		{"SHA-1 only", secret, "POST", "X-Hub-Signature", "sha1=" + sign(secret, push), push, 401},
		{"GET", secret, "GET", "X-Gitlab-Token", secret, "", 404},
		{"no secret is set", "", "POST", "X-Gitlab-Token", secret, push, 404},
		{"no secret is set, none is sent", "", "POST", "X-Gitea-Signature", sign("", push), push, 404},
	} {
		looks = 0
		r, err := http.NewRequest(tt.method, url(t, tt.secret), bytes.NewReader([]byte(tt.body)))
		if err != nil {
			t.Fatal(err)
		}
		r.Header.Set(tt.header, tt.value)
		resp, err := http.DefaultClient.Do(r)
		if err != nil {
			t.Errorf("%s: %v", tt.what, err)
			continue
		}
		resp.Body.Close()
		if resp.StatusCode != tt.want {
			t.Errorf("%s: got %d, want %d", tt.what, resp.StatusCode, tt.want)
		}
		if want := map[bool]int{true: 1}[tt.want == 202]; looks != want {
			t.Errorf("%s: looked %d times, want %d", tt.what, looks, want)
		}
	}
}

// TestHookTooLarge: a body of more than 1 MiB is refused before it is read.
func TestHookTooLarge(t *testing.T) {
	app := New(Options{Live: &site.Live{}, Log: slog.New(slog.NewTextHandler(io.Discard, nil)), HookSecret: []byte("x"), Hook: func() { t.Error("looked") }})
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	go app.Listener(l)
	defer app.Shutdown()
	conn, err := net.Dial("tcp", l.Addr().String())
	if err != nil {
		t.Fatal(err)
	}
	defer conn.Close()
	conn.SetDeadline(time.Now().Add(5 * time.Second))
	fmt.Fprintf(conn, "POST %s HTTP/1.1\r\nHost: x\r\nX-Gitlab-Token: x\r\nContent-Length: %d\r\n\r\n", hookPath, bodyLimit+1)
	if resp, err := http.ReadResponse(bufio.NewReader(conn), nil); err != nil || resp.StatusCode != 413 {
		t.Errorf("got %v, %v, want 413", resp, err)
	}
}

func TestReady(t *testing.T) {
	s, err := snapshot()
	if err != nil {
		t.Fatal(err)
	}
	live, ready := &site.Live{}, false
	live.Swap(s)
	app := New(Options{Live: live, Log: slog.New(slog.NewTextHandler(io.Discard, nil)), Ready: func() bool { return ready }})
	for _, want := range []int{503, 200} {
		r, _ := http.NewRequest("GET", base+"/readyz", nil)
		resp, err := app.Test(r)
		if err != nil || resp.StatusCode != want {
			t.Errorf("got %v, %v, want %d", resp, err, want)
		}
		ready = true
	}
}
