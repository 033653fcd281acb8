package static

import (
	"bytes"
	"compress/gzip"
	"io/fs"
	"regexp"
	"strings"
	"testing"
	"testing/fstest"
)

func mustLoad(t *testing.T) *Assets {
	t.Helper()
	a, err := Load()
	if err != nil {
		t.Fatal(err)
	}
	return a
}

func TestEveryAssetIsFoundAtItsAddress(t *testing.T) {
	a := mustLoad(t)
	for _, name := range []string{"site.css", "site.js", "suggest.js", "preview.css", "preview.js", "icon.svg", "favicon.ico", "og.png"} {
		url, err := a.URL(name)
		if err != nil {
			t.Error(err)
			continue
		}
		asset, current, ok := a.Get(url)
		if !ok || !current || asset.Name != name || len(asset.Bytes) == 0 || asset.ContentType == "" {
			t.Errorf("Get(%q) = %q, %q, %d bytes, current %v, ok %v", url, asset.Name, asset.ContentType, len(asset.Bytes), current, ok)
		}
	}
	if got := len(a.URLs()); got != 8 {
		t.Errorf("%d assets, want 8: %v", got, a.URLs())
	}
	if url, err := a.URL("missing.css"); err == nil {
		t.Errorf("URL of a missing file = %q, want an error", url)
	}
}

func TestGet(t *testing.T) {
	a, err := load(fstest.MapFS{
		"css/1.css":    {Data: []byte("a{}")},
		"css/2.css":    {Data: []byte("b{}")},
		"files/one.js": {Data: []byte("1")},
	})
	if err != nil {
		t.Fatal(err)
	}
	css, _ := a.URL("site.css")
	for _, tt := range []struct {
		url         string
		bytes       string
		current, ok bool
	}{
		{css, "a{}\nb{}", true, true},
		{"/static/one.0123456789.js", "1", false, true},
		{"/static/one.0.js", "1", false, true},
		{"/static/one.js", "", false, false},
		{"/static/one..js", "", false, false},
		{"/static/one.OLD.js", "", false, false},
		{"/static/two.0123456789.js", "", false, false},
		{"/static/one.0123456789.js.map", "", false, false},
		{"/static/../one.0123456789.js", "", false, false},
		{"/one.0123456789.js", "", false, false},
		{"", "", false, false},
	} {
		asset, current, ok := a.Get(tt.url)
		if string(asset.Bytes) != tt.bytes || current != tt.current || ok != tt.ok {
			t.Errorf("Get(%q) = %q, %v, %v, want %q, %v, %v", tt.url, asset.Bytes, current, ok, tt.bytes, tt.current, tt.ok)
		}
	}
}

func TestNewBytesHaveANewAddress(t *testing.T) {
	url := func(data string) string {
		a, err := load(fstest.MapFS{"files/one.js": {Data: []byte(data)}})
		if err != nil {
			t.Fatal(err)
		}
		u, _ := a.URL("one.js")
		return u
	}
	one, again, two := url("1"), url("1"), url("2")
	if one != again || one == two {
		t.Errorf("addresses %q, %q, %q: want one for each content", one, again, two)
	}
}

func TestUnknownFilesAreRefused(t *testing.T) {
	for _, name := range []string{"one.exe", "one", "one.min.js"} {
		if _, err := load(fstest.MapFS{"files/" + name: {Data: []byte("1")}}); err == nil {
			t.Errorf("a file %s was taken", name)
		}
	}
}

// The limits are those of a slow network: see the targets for the first view.
func TestWeight(t *testing.T) {
	a := mustLoad(t)
	for name, limit := range map[string]int{"site.css": 12 << 10, "site.js": 10 << 10, "suggest.js": 3 << 10, "icon.svg": 1 << 10, "og.png": 20_000} {
		if got := gzipped(t, a.byName[name].Bytes); got > limit {
			t.Errorf("%s: %d bytes compressed, want %d at most", name, got, limit)
		}
	}
}

func gzipped(t *testing.T, b []byte) int {
	var out bytes.Buffer
	w := gzip.NewWriter(&out)
	if _, err := w.Write(b); err != nil {
		t.Fatal(err)
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return out.Len()
}

// comment is left out of what the tests of the style sheet look at.
var comment = regexp.MustCompile(`(?s)/\*.*?\*/`)

// TestStyleSheet keeps the style sheet free of what would break for some
// readers: physical sides (mirrored pages), lengths of type in pixels
// (readers with a large font), capitals by style (wrong for i and ı), and
// anything fetched from elsewhere.
func TestStyleSheet(t *testing.T) {
	css := comment.ReplaceAllString(string(mustLoad(t).byName["site.css"].Bytes), "")
	for what, pattern := range map[string]string{
		"a physical side":       `(?m)(^|[\s;{-])(left|right)\b`,
		"a physical size":       `[\s;{](min-|max-)?(width|height)\s*:\s`,
		"type in pixels":        `font[^;{]*\dpx`,
		"capitals by style":     `text-transform`,
		"a file from elsewhere": `url\(|@import|@font-face`,
		"a shadow":              `-shadow`,
	} {
		if found := regexp.MustCompile(pattern).FindString(withoutQueries(css)); found != "" {
			t.Errorf("the style sheet has %s: %q", what, found)
		}
	}
	if open, closed := strings.Count(css, "{"), strings.Count(css, "}"); open != closed {
		t.Errorf("the style sheet has %d { and %d }", open, closed)
	}
}

// withoutQueries leaves out media queries: those ask for a width.
func withoutQueries(css string) string {
	return regexp.MustCompile(`@media[^{]*`).ReplaceAllString(css, "")
}

// TestEachClassHasOneOwner keeps a new part from restyling an old one by
// accident: the bars of a chart once took the name of the header's bar. A
// class is styled by its bare name in one part only; paper may restyle all.
func TestEachClassHasOneOwner(t *testing.T) {
	names, err := fs.Glob(embedded, "css/[1-5]*.css")
	if err != nil || len(names) < 2 {
		t.Fatalf("parts %v, error %v", names, err)
	}
	bare := regexp.MustCompile(`(?m)^\s*((?:\.[\w-]+,\s*)*\.[\w-]+)\s*\{`)
	owner := map[string]string{}
	for _, name := range names {
		b, err := fs.ReadFile(embedded, name)
		if err != nil {
			t.Fatal(err)
		}
		for _, rule := range bare.FindAllStringSubmatch(comment.ReplaceAllString(string(b), ""), -1) {
			for class := range strings.SplitSeq(rule[1], ",") {
				class = strings.TrimSpace(class)
				if first := owner[class]; first != "" && first != name {
					t.Errorf("%s is styled by its bare name in %s and in %s", class, first, name)
				}
				owner[class] = name
			}
		}
	}
	if owner[".bar"] == "" {
		t.Error("found no rule for .bar: the pattern of this test is wrong")
	}
}
