//go:build verify

package verify

import (
	"bytes"
	"encoding/json"
	"net/url"
	"os"
	"os/exec"
	"path"
	"strings"
	"testing"
)

// kind is one kind of page in each language, as browser.mjs takes it.
type kind struct {
	Name      string            `json:"name"`
	Paths     map[string]string `json:"paths"`
	Sensitive bool              `json:"sensitive"`
	Failing   bool              `json:"failing"` // answers 404, which a browser logs as an error
	Open      bool              `json:"open"`    // looked at with its folds open
}

// TestBrowser looks at every kind of page in Chromium: see browser.mjs.
func TestBrowser(t *testing.T) { browse(t, served, kinds(t)) }

func browse(t *testing.T, p *portal, kinds []kind) {
	t.Helper()
	chromium, err := exec.LookPath("chromium")
	if err != nil {
		t.Fatal(err)
	}
	if err := os.MkdirAll(".out", 0o755); err != nil {
		t.Fatal(err)
	}
	plan, err := json.Marshal(map[string]any{"base": p.base, "chromium": chromium, "out": ".out", "kinds": kinds})
	if err != nil {
		t.Fatal(err)
	}
	node := exec.Command("node", "browser.mjs")
	var said bytes.Buffer
	node.Stdin, node.Stdout, node.Stderr = bytes.NewReader(plan), &said, os.Stderr
	if err := node.Run(); err != nil {
		t.Fatalf("browser.mjs: %v%s\n%s", err, p.obituary(), said.String())
	}
	var checks []struct {
		Name, Figure string
		Faults       []string
	}
	if err := json.Unmarshal(said.Bytes(), &checks); err != nil || len(checks) == 0 {
		t.Fatalf("browser.mjs says %s: %v", said.String(), err)
	}
	for _, c := range checks {
		t.Run(c.Name, func(t *testing.T) {
			report(t, c.Faults)
			t.Logf("%s, %d faults", c.Figure, len(c.Faults))
		})
	}
}

func kinds(t *testing.T) []kind {
	t.Helper()
	all := []kind{
		{Name: "home"}, {Name: "section"}, {Name: "guide"}, {Name: "sensitive", Sensitive: true}, {Name: "updates"}, {Name: "update"},
		{Name: "results"}, {Name: "no-result"}, {Name: "contacts"}, {Name: "glossary"}, {Name: "feeds"}, {Name: "quality"}, {Name: "404", Failing: true}, {Name: "chooser"},
	}
	for i := range all {
		all[i].Paths = map[string]string{}
		for _, lang := range languages {
			all[i].Paths[lang] = address(t, all[i].Name, lang)
		}
	}
	return all
}

// address finds a page of a kind.
func address(t *testing.T, kind, lang string) string {
	t.Helper()
	short := func(id string) string { return served.get(t, "/p/"+id, "Accept-Language", lang).location() }
	home := "/" + lang + "/"
	switch kind {
	case "section":
		return path.Dir(short("single-permit")) + "/"
	case "guide":
		return short("single-permit")
	case "sensitive":
		return short("trafficking-help")
	case "updates", "feeds", "quality":
		return home + kind + "/"
	case "update":
		for _, a := range within(crawled(t).page(home + "updates/").find("main")[0], "a") {
			if rest, ok := strings.CutPrefix(attr(a, "href"), home+"updates/"); ok && rest != "" && !strings.Contains(rest, "/") {
				return attr(a, "href")
			}
		}
		t.Fatalf("%supdates/ names no update", home)
	case "results":
		query := map[string]string{"az": "viza", "nl": "visum", "fr": "visa", "en": "visa"}[lang]
		return home + "search?q=" + url.QueryEscape(query)
	case "no-result":
		return home + "search?q=xqzwvk"
	case "contacts", "glossary":
		return short(kind)
	case "404":
		return home + "nothing"
	case "chooser":
		return "/"
	}
	return home
}
