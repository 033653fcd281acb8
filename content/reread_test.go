package content

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"golang.org/x/tools/txtar"

	"portal/locales"
)

// onDisk is the small site in a folder.
func onDisk(t *testing.T) string {
	t.Helper()
	dir := t.TempDir()
	archive, err := txtar.ParseFile("testdata/small.txtar")
	if err != nil {
		t.Fatal(err)
	}
	small, err := txtar.FS(archive)
	if err != nil {
		t.Fatal(err)
	}
	if err := os.CopyFS(dir, small); err != nil {
		t.Fatal(err)
	}
	return dir
}

// TestReread: a page read by itself is as it stands on disk, with its mistakes;
// the tree before does not change.
func TestReread(t *testing.T) {
	dir := onDisk(t)
	fsys := os.DirFS(dir)
	tree, problems := Load(fsys, catalog, now)
	if len(problems) > 0 {
		t.Fatal(problems)
	}
	const folder = "pages/to-belgium/visit"
	name := filepath.Join(dir, folder, "en.md")
	good, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	title := tree.Pages["visit"].Text(locales.EN).Title
	for _, tt := range []struct{ what, old, new, problem string }{
		{"another title", "title: " + title, "title: Another title", ""},
		{"a heading without id", " {#steps}", "", "pages/to-belgium/visit/en.md:"},
		{"a fact that is not there", "{{fact visa-fee", "{{fact no-fee", "there is no fact “no-fee”"},
		{"no front matter", "---\n", "", "no front matter"},
	} {
		text := strings.Replace(string(good), tt.old, tt.new, 1)
		if text == string(good) {
			t.Fatalf("%s changes nothing", tt.what)
		}
		if err := os.WriteFile(name, []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
		next, problems, ok := tree.Reread(fsys, catalog, now, []string{folder})
		if !ok || len(problems) > 0 != (tt.problem != "") {
			t.Errorf("%s: read %v, %v", tt.what, ok, problems)
			continue
		}
		if tt.problem == "" && next.Pages["visit"].Text(locales.EN).Title != "Another title" {
			t.Errorf("%s: the title is %q", tt.what, next.Pages["visit"].Text(locales.EN).Title)
		}
		if !strings.Contains(fmt.Sprint(problems), tt.problem) {
			t.Errorf("%s: got %v, want %s", tt.what, problems, tt.problem)
		}
		if got := tree.Pages["visit"].Text(locales.EN).Title; got != title {
			t.Errorf("%s: the tree before has the title %q", tt.what, got)
		}
	}
	for _, other := range []string{"pages/to-belgium/unknown", "pages/help/visit", "updates/2020/fee", "facts", "."} {
		if _, _, ok := tree.Reread(fsys, catalog, now, []string{other}); ok {
			t.Errorf("%s is read by itself", other)
		}
	}
}

// TestRereadBeforeTranslation: the new text of a critical page can be looked at
// before it is translated; it cannot go live.
func TestRereadBeforeTranslation(t *testing.T) {
	dir := onDisk(t)
	fsys := os.DirFS(dir)
	const folder = "pages/to-belgium/visit"
	add(t, filepath.Join(dir, folder, "page.yaml"), "critical: true\n")
	tree, problems := Load(fsys, catalog, now)
	if len(problems) > 0 {
		t.Fatal(problems)
	}
	add(t, filepath.Join(dir, folder, "en.md"), "\nAsk before you go.\n")
	if _, problems, ok := tree.Reread(fsys, catalog, now, []string{folder}); !ok || len(problems) > 0 {
		t.Errorf("read by itself: %v, %v", ok, problems)
	}
	if _, problems := Load(fsys, catalog, now); !strings.Contains(fmt.Sprint(problems), "this page is critical") {
		t.Errorf("read whole: %v", problems)
	}
}

func add(t *testing.T, name, text string) {
	t.Helper()
	data, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(name, append(data, text...), 0o644); err != nil {
		t.Fatal(err)
	}
}

// BenchmarkReread reads one page of the committed content.
func BenchmarkReread(b *testing.B) {
	tree, problems := Load(embedded, catalog, now)
	if len(problems) > 0 {
		b.Fatal(problems)
	}
	for b.Loop() {
		if _, problems, ok := tree.Reread(embedded, catalog, now, []string{"pages/to-belgium/single-permit"}); !ok || len(problems) > 0 {
			b.Fatal(problems)
		}
	}
}
