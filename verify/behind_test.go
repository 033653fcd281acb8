//go:build verify

package verify

import (
	"bytes"
	"os"
	"path/filepath"
	"testing"

	"golang.org/x/tools/txtar"
)

// lagging serves the small site with a source text that its translations do
// not follow yet, and a page that was not checked in time.
func lagging(t *testing.T) *portal {
	t.Helper()
	archive, err := txtar.ParseFile("../content/testdata/small.txtar")
	if err != nil {
		t.Fatal(err)
	}
	dir := t.TempDir()
	for _, f := range archive.Files {
		switch f.Name {
		case "pages/to-belgium/visit/en.md":
			for _, c := range [][2]string{
				{"title: A short visit", "title: A visit of some days"},
				{"You need a visa. It", "You need a visa and a passport. It"},
				{"| What |", "| What you pay |"},
				{"Read [the page", "Please read [the page"},
			} {
				f.Data = bytes.Replace(f.Data, []byte(c[0]), []byte(c[1]), 1)
			}
		case "pages/to-belgium/visit/page.yaml":
			f.Data = bytes.Replace(f.Data, []byte("review_by: 2027"), []byte("review_by: 2025"), 1)
		}
		name := filepath.Join(dir, filepath.FromSlash(f.Name))
		if err := os.MkdirAll(filepath.Dir(name), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(name, f.Data, 0o644); err != nil {
			t.Fatal(err)
		}
	}
	return startFor(t, "", "--content", dir)
}

// TestBehind looks at a page whose translation lags, closed and with its folds
// open, and at what the site says of its own texts.
func TestBehind(t *testing.T) {
	p := lagging(t)
	behind, open, quality := kind{Name: "behind"}, kind{Name: "behind-open", Open: true}, kind{Name: "quality-late"}
	behind.Paths, quality.Paths = map[string]string{}, map[string]string{}
	files := map[string][]byte{}
	for _, lang := range languages {
		behind.Paths[lang] = p.get(t, "/p/visit", "Accept-Language", lang).location()
		quality.Paths[lang] = "/" + lang + "/quality/"
		for _, path := range []string{behind.Paths[lang], quality.Paths[lang]} {
			files[path] = p.get(t, path).body
		}
		if lang != "en" && bytes.Count(files[behind.Paths[lang]], []byte("<details class=\"newer\">")) != 4 {
			t.Errorf("%s does not have its four folds", behind.Paths[lang])
		}
	}
	open.Paths = behind.Paths
	validate(t, files)
	browse(t, p, []kind{behind, open, quality})
}
