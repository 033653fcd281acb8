//go:build verify

package verify

import (
	"bufio"
	"bytes"
	"encoding/json"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"portal/content"
)

// written is a page that somebody writes: its file, and its address.
const (
	writtenFile = "pages/help/contacts/en.md"
	writtenPath = "/en/contacts/"
)

// writing is a preview of the whole content in a folder of its own.
func writing(t *testing.T) (p *portal, file, text string) {
	t.Helper()
	dir := t.TempDir()
	if err := os.CopyFS(dir, content.Embedded()); err != nil {
		t.Fatal(err)
	}
	file = filepath.Join(dir, filepath.FromSlash(writtenFile))
	data, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	return startFor(t, "", "--preview", "--content", dir), file, string(data)
}

// TestPreviewIsQuick saves a page of the whole content until it is shown soon
// enough: other work on the machine is no fault of the program.
func TestPreviewIsQuick(t *testing.T) {
	const limit = 300 * time.Millisecond
	p, file, text := writing(t)
	resp, err := (&http.Client{Timeout: 2 * time.Minute}).Get("http://" + p.addr + "/preview/events")
	if err != nil {
		t.Fatal(err)
	}
	defer resp.Body.Close()
	events := bufio.NewScanner(resp.Body)
	heard := func() {
		for events.Scan() {
			if strings.HasPrefix(events.Text(), "data: ") {
				return
			}
		}
		t.Fatalf("no event: %v%s", events.Err(), p.obituary())
	}
	heard()
	best := time.Hour
	for i := range 12 {
		word := strings.Repeat("new", i+1)
		began := time.Now()
		if err := os.WriteFile(file, []byte(text+"\nWith "+word+" words.\n"), 0o644); err != nil {
			t.Fatal(err)
		}
		shown := false
		for !shown { // an event may still be of the check of the save before
			heard()
			shown = strings.Contains(string(p.get(t, writtenPath).body), "With "+word+" words.")
		}
		best = min(best, time.Since(began))
		time.Sleep(2 * time.Second) // the whole is checked meanwhile
		if best < limit {
			break
		}
	}
	if best > limit {
		t.Errorf("a saved page is shown after %v, want %v", best.Round(time.Millisecond), limit)
	}
	t.Logf("a saved page is shown after %v", best.Round(time.Millisecond))
}

// TestPreviewInBrowser writes while a browser looks: see preview.mjs.
func TestPreviewInBrowser(t *testing.T) {
	chromium, err := exec.LookPath("chromium")
	if err != nil {
		t.Fatal(err)
	}
	p, file, _ := writing(t)
	plan, err := json.Marshal(map[string]string{"base": p.base, "path": writtenPath, "file": file, "name": writtenFile, "chromium": chromium})
	if err != nil {
		t.Fatal(err)
	}
	node := exec.Command("node", "preview.mjs")
	var said bytes.Buffer
	node.Stdin, node.Stdout, node.Stderr = bytes.NewReader(plan), &said, os.Stderr
	if err := node.Run(); err != nil {
		t.Fatalf("preview.mjs: %v%s\n%s", err, p.obituary(), said.String())
	}
	var found struct{ Figures, Faults []string }
	if err := json.Unmarshal(said.Bytes(), &found); err != nil {
		t.Fatalf("preview.mjs says %s: %v", said.String(), err)
	}
	report(t, found.Faults)
	for _, figure := range found.Figures {
		t.Log(figure)
	}
}
