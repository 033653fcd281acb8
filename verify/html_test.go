//go:build verify

package verify

import (
	"encoding/json"
	"fmt"
	"maps"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

// TestHTML gives every page, the error pages and the style sheet to the Nu
// checker of the W3C.
func TestHTML(t *testing.T) {
	c := crawled(t)
	files := map[string][]byte{}
	for _, p := range c.pages {
		files[p.path] = []byte(p.raw)
	}
	files["/az/nothing"] = served.get(t, "/az/nothing").body
	files["/fr/search?q=xqzwvk"] = served.get(t, "/fr/search?q=xqzwvk").body
	files["/nl/search?q=visum"] = served.get(t, "/nl/search?q=visum").body
	files["POST /en/"] = served.send(t, "POST", "/en/").body
	css := asset(t, ".css")
	files[css] = served.get(t, css).body
	validate(t, files)
}

// validate gives files to the checker, by their addresses.
func validate(t *testing.T, files map[string][]byte) {
	t.Helper()
	dir := t.TempDir()
	names := map[string]string{}
	args := []string{"-Xss4m", "-jar", "node_modules/vnu-jar/build/dist/vnu.jar", "--format", "json", "--exit-zero-always", "--stdout", "--also-check-css"}
	for path, body := range files {
		ending := ".html"
		if strings.HasSuffix(path, ".css") {
			ending = ".css"
		}
		names[write(t, dir, len(names), ending, body)] = path
	}
	for name := range names {
		args = append(args, name)
	}
	out, err := exec.Command("java", args...).Output()
	if err != nil {
		t.Fatalf("the checker: %v\n%s", err, out)
	}
	faults, warnings := messages(t, out, names)
	report(t, faults)
	for _, text := range slices.Sorted(maps.Keys(warnings)) {
		t.Logf("warning on %d pages: %s", warnings[text], text)
	}
	t.Logf("%d documents, %d errors, %d kinds of warnings", len(names), len(faults), len(warnings))
}

func write(t *testing.T, dir string, n int, ending string, body []byte) string {
	t.Helper()
	name := filepath.Join(dir, fmt.Sprintf("%d%s", n, ending))
	if err := os.WriteFile(name, body, 0o600); err != nil {
		t.Fatal(err)
	}
	return name
}

// messages reads what the checker says: errors with their page, warnings with
// the number of their pages.
func messages(t *testing.T, out []byte, names map[string]string) (faults []string, warnings map[string]int) {
	t.Helper()
	var said struct {
		Messages []struct {
			Type, URL, Message, Extract string
			LastLine                    int
		}
	}
	if err := json.Unmarshal(out, &said); err != nil {
		t.Fatalf("the checker says %q: %v", out, err)
	}
	warnings = map[string]int{}
	for _, m := range said.Messages {
		if m.Type == "info" {
			warnings[m.Message]++
			continue
		}
		path := names[strings.TrimPrefix(m.URL, "file:")]
		faults = append(faults, fmt.Sprintf("%s: line %d: %s: %s", path, m.LastLine, m.Message, m.Extract))
	}
	return faults, warnings
}
