package site

import (
	"bytes"
	"context"
	"io/fs"
	"maps"
	"net/url"
	"runtime"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"go.uber.org/goleak"
	"golang.org/x/net/html"
	"golang.org/x/tools/txtar"

	"portal/content"
	"portal/locales"
	"portal/search"
)

// now is when the tests take place.
var now = time.Date(2026, 11, 22, 14, 0, 0, 0, time.UTC)

const base = "https://yol.example"

func tree(t testing.TB, b *Builder, fsys fs.FS) *content.Tree {
	t.Helper()
	tree, problems := content.Load(fsys, b.Catalog, now)
	if len(problems) > 0 {
		t.Fatal(problems)
	}
	return tree
}

func builder(t testing.TB, base string) *Builder {
	t.Helper()
	b, err := NewBuilder(base)
	if err != nil {
		t.Fatal(err)
	}
	return b
}

// small is a site of one page and one update: enough for most rules, and
// built in no time.
func small(t testing.TB) fs.FS {
	t.Helper()
	archive, err := txtar.ParseFile("../../content/testdata/small.txtar")
	if err != nil {
		t.Fatal(err)
	}
	fsys, err := txtar.FS(archive)
	if err != nil {
		t.Fatal(err)
	}
	return fsys
}

func built(t testing.TB, base string, fsys fs.FS) *Snapshot {
	t.Helper()
	b := builder(t, base)
	s, err := b.Build(tree(t, b, fsys), "test", now)
	if err != nil {
		t.Fatal(err)
	}
	return s
}

// committed is the snapshot of the committed content, built once for the tests
// that only read it.
func committed(t testing.TB) *Snapshot {
	t.Helper()
	once.Do(func() { shared = built(t, base, content.Embedded()) })
	if shared == nil {
		t.Fatal("the committed content does not build")
	}
	return shared
}

var (
	once   sync.Once
	shared *Snapshot
)

// TestSameBytes: the same content makes the same bytes, however the jobs of
// the build are ordered.
func TestSameBytes(t *testing.T) {
	a, b := built(t, base, small(t)), built(t, base, small(t))
	if !slices.Equal(a.Paths(), b.Paths()) {
		t.Fatal("the two builds have other addresses")
	}
	for path, r := range a.resources {
		if !bytes.Equal(r.plain(), b.resources[path].plain()) || r.etags != b.resources[path].etags {
			t.Errorf("%s differs between two builds", path)
		}
	}
}

// TestIDsOutliveTheAddress: a site that moves to another domain keeps all ids,
// or every reader would see every entry as new.
func TestIDsOutliveTheAddress(t *testing.T) {
	a, b := built(t, base, small(t)), built(t, "https://moved.example", small(t))
	for _, lang := range locales.All {
		path := "/" + string(lang) + "/feeds/all.atom"
		one, two := parse(t, a, path), parse(t, b, path)
		if one.Custom["id"] != two.Custom["id"] || len(one.Items) == 0 {
			t.Errorf("%s: feed ids %q and %q", path, one.Custom["id"], two.Custom["id"])
		}
		for i, item := range one.Items {
			if item.GUID != two.Items[i].GUID || !strings.HasPrefix(item.GUID, "tag:") {
				t.Errorf("%s: ids %q and %q", path, item.GUID, two.Items[i].GUID)
			}
		}
	}
}

// page is what the walk below knows of an address.
type page struct {
	ids       map[string]int
	links     []string
	headings  int
	lang      string
	title     string
	alternate map[string]string
}

func walk(body []byte) *page {
	p := &page{ids: map[string]int{}, alternate: map[string]string{}}
	doc, _ := html.Parse(bytes.NewReader(body))
	for n := range doc.Descendants() {
		if n.Type != html.ElementNode {
			continue
		}
		a := map[string]string{}
		for _, attr := range n.Attr {
			a[attr.Key] = attr.Val
		}
		if id := a["id"]; id != "" {
			p.ids[id]++
		}
		switch n.Data {
		case "html":
			p.lang = a["lang"]
		case "h1":
			p.headings++
		case "title":
			p.title = n.FirstChild.Data
		case "a", "form":
			if to := a["href"] + a["action"]; to != "" {
				p.links = append(p.links, to)
			}
		case "link":
			if a["rel"] == "alternate" && a["hreflang"] != "" {
				p.alternate[a["hreflang"]] = a["href"]
			}
		}
	}
	return p
}

// TestEveryPage walks all pages as a reader would: every link and anchor
// leads somewhere, one h1, no id twice, the language is that of the address.
func TestEveryPage(t *testing.T) {
	s := committed(t)
	pages := map[string]*page{}
	for path, r := range s.resources {
		if strings.HasPrefix(r.ContentType, "text/html") {
			pages[path] = walk(r.plain())
		}
	}
	titles := map[string]string{}
	for _, path := range slices.Sorted(maps.Keys(pages)) {
		p := pages[path]
		if lang, ok := Lang(path); ok && string(lang) != p.lang {
			t.Errorf("%s is marked as %q", path, p.lang)
		}
		if p.headings != 1 {
			t.Errorf("%s has %d h1", path, p.headings)
		}
		if other, twice := titles[p.lang+p.title]; twice && len(p.alternate) > 0 && path != "/" {
			t.Errorf("%s and %s have the title %q", path, other, p.title)
		}
		titles[p.lang+p.title] = path
		for id, n := range p.ids {
			if n > 1 {
				t.Errorf("%s has the id %s %d times", path, id, n)
			}
		}
		for _, link := range p.links {
			follow(t, s, pages, path, link)
		}
		if raw := string(s.resources[path].plain()); strings.Contains(raw, "{{") || strings.Contains(raw, "&amp;amp;") || strings.Contains(raw, "&amp;lt;") {
			t.Errorf("%s prints an insert or escapes twice", path)
		}
	}
	t.Logf("%d pages", len(pages))
}

func follow(t *testing.T, s *Snapshot, pages map[string]*page, from, link string) {
	u, err := url.Parse(link)
	if err != nil {
		t.Errorf("%s links to %q: %v", from, link, err)
		return
	}
	switch {
	case u.Scheme == "tel" || u.Scheme == "mailto" || u.Scheme == "https" && !strings.HasPrefix(link, base):
		return
	case u.Scheme != "" && u.Scheme != "https":
		t.Errorf("%s links to %q", from, link)
		return
	}
	path := u.Path
	if path == "" {
		path = from
	}
	if id, ok := strings.CutPrefix(path, "/p/"); ok {
		if _, ok := s.Short(id, locales.EN); !ok {
			t.Errorf("%s links to the short link %s, which leads nowhere", from, link)
		}
		return
	}
	if strings.HasSuffix(path, "/search") {
		return
	}
	r, ok := s.Resource(path)
	if !ok || r.Status != 200 {
		t.Errorf("%s links to %s, which is no page", from, link)
		return
	}
	if to := pages[path]; u.Fragment != "" && to != nil && to.ids[u.Fragment] == 0 {
		t.Errorf("%s links to %s: there is no such heading", from, link)
	}
}

// TestAlternates: each page names its four languages and x-default, and each
// of them names it back.
func TestAlternates(t *testing.T) {
	s := committed(t)
	want := []string{"az", "en", "fr", "nl", "x-default"}
	count := 0
	walked := map[*Resource]*page{}
	look := func(r *Resource) *page {
		if walked[r] == nil {
			walked[r] = walk(r.plain())
		}
		return walked[r]
	}
	for path, r := range s.resources {
		if !strings.HasPrefix(r.ContentType, "text/html") {
			continue
		}
		p := look(r)
		if len(p.alternate) == 0 {
			continue // filtered lists are not for search engines
		}
		count++
		if got := slices.Sorted(maps.Keys(p.alternate)); !slices.Equal(got, want) {
			t.Errorf("%s has the alternates %v", path, got)
		}
		for lang, address := range p.alternate {
			other, ok := s.Resource(strings.TrimPrefix(address, base))
			if !ok {
				t.Errorf("%s: its %s is at %s, which is no page", path, lang, address)
				continue
			}
			if back := look(other).alternate[p.lang]; back != base+path && path != "/" {
				t.Errorf("%s: its %s leads back to %s", path, lang, back)
			}
		}
	}
	t.Logf("%d pages with alternates", count)
}

// TestSwaps: a thousand publications under searching readers leave no
// goroutine and no index behind.
func TestSwaps(t *testing.T) {
	ignore := goleak.IgnoreCurrent()
	live := &Live{}
	small := func() *Snapshot {
		ix, err := search.Build(locales.AZ, []search.Document{{ID: "page/a", Title: "Viza", Body: "viza almaq"}}, nil)
		if err != nil {
			t.Fatal(err)
		}
		indexed := make(chan struct{})
		close(indexed)
		return &Snapshot{index: map[locales.Lang]*search.Index{locales.AZ: ix}, indexed: indexed}
	}
	live.Swap(small())
	done := make(chan struct{})
	var readers sync.WaitGroup
	for range 4 {
		readers.Go(func() {
			for {
				select {
				case <-done:
					return
				default:
				}
				s, release := live.Get()
				if _, err := s.Index(context.Background(), locales.AZ).Search(context.Background(), search.Query{Text: "viza", Size: 5}); err != nil {
					t.Error(err)
				}
				release()
				runtime.Gosched()
			}
		})
	}
	for range 1000 {
		live.Swap(small())
	}
	close(done)
	readers.Wait()
	live.Swap(nil)
	goleak.VerifyNone(t, ignore)
}

// TestHiddenPages: what is not published stands nowhere.
func TestHiddenPages(t *testing.T) {
	b := builder(t, base)
	tr := tree(t, b, small(t))
	tr.Pages["visit"].PublishAt = now.Add(time.Hour)
	s, err := b.Build(tr, "test", now)
	if err != nil {
		t.Fatal(err)
	}
	defer s.close()
	if _, ok := s.Short("visit", locales.EN); ok {
		t.Error("a future page has a short link")
	}
	for _, path := range []string{"/sitemap.xml", "/en/feeds/all.atom"} {
		if r, _ := s.Resource(path); strings.Contains(string(r.plain()), "visit/") {
			t.Errorf("%s names a future page", path)
		}
	}
	if _, ok := s.Entry(locales.EN, "page/visit"); ok {
		t.Error("search finds a future page")
	}
}

// TestMissingTranslation: the page stands at its address in the reader's
// language, says so, and marks the text as what it is.
func TestMissingTranslation(t *testing.T) {
	b := builder(t, base)
	tr := tree(t, b, small(t))
	delete(tr.Pages["visit"].Texts, locales.NL)
	s, err := b.Build(tr, "test", now)
	if err != nil {
		t.Fatal(err)
	}
	defer s.close()
	path, _ := s.Short("visit", locales.NL)
	r, ok := s.Resource(path)
	if !ok || r.Status != 200 {
		t.Fatalf("nothing at %s", path)
	}
	p := walk(r.plain())
	if p.lang != "nl" || len(p.alternate) != 0 || !strings.Contains(string(r.plain()), `lang="en"`) {
		t.Errorf("lang %q, alternates %v", p.lang, p.alternate)
	}
	if m, _ := s.Resource("/sitemap.xml"); strings.Contains(string(m.plain()), path) {
		t.Error("the sitemap lists a page without a text of its own")
	}
}

// TestFates: moved pages redirect, removed ones say why.
func TestFates(t *testing.T) {
	b := builder(t, base)
	tr := tree(t, b, small(t))
	reason := locales.Texts{locales.AZ: "səbəb", locales.NL: "reden", locales.FR: "raison", locales.EN: "reason of ours"}
	for _, p := range tr.Pages {
		p.Related = nil
	}
	tr.Pages["visit"].Fate = &content.Fate{Kind: "redirect", To: "contacts", Reason: reason}
	tr.Pages["privacy"].Fate = &content.Fate{Kind: "gone", Reason: reason}
	tr.Pages["contacts"].Texts[locales.EN].OldPaths = []string{"/en/old/contacts"}
	s, err := b.Build(tr, "test", now)
	if err != nil {
		t.Fatal(err)
	}
	defer s.close()
	contacts, _ := s.Short("contacts", locales.EN)
	for path, want := range map[string]string{"/en/old/contacts": contacts, b.path(tr, "visit"): contacts} {
		if r, ok := s.Resource(path); !ok || r.Status != 301 || r.Location != want {
			t.Errorf("%s: %+v, want 301 to %s", path, r, want)
		}
	}
	if r, ok := s.Resource(b.path(tr, "privacy")); !ok || r.Status != 410 || !strings.Contains(string(r.plain()), "reason of ours") {
		t.Errorf("a removed page answers %+v", r)
	}
}

func (b *Builder) path(t *content.Tree, id string) string { return paths{t}.page(locales.EN, id) }

func BenchmarkBuild(b *testing.B) {
	site := builder(b, base)
	tree := tree(b, site, content.Embedded())
	for b.Loop() {
		s, err := site.Build(tree, "test", now)
		if err != nil {
			b.Fatal(err)
		}
		s.close()
	}
}

// TestSecondBuildShares: what did not change is compressed once, and answers
// the same.
func TestSecondBuildShares(t *testing.T) {
	b := builder(t, base)
	one, err := b.Build(tree(t, b, small(t)), "one", now)
	if err != nil {
		t.Fatal(err)
	}
	if err := one.Finish(t.Context()); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(one.close)
	two, err := b.Build(tree(t, b, small(t)), "two", now)
	if err != nil {
		t.Fatal(err)
	}
	if err := two.Finish(t.Context()); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(two.close)
	shared := 0
	for _, path := range two.Paths() {
		was, _ := one.Resource(path)
		is, _ := two.Resource(path)
		if was == nil || is.before != nil || !bytes.Equal(was.plain(), is.plain()) {
			t.Fatalf("%s: not as it was", path)
		}
		if is.gzip != nil && &is.gzip[0] == &was.gzip[0] && is.brotli.Load() == was.brotli.Load() {
			shared++
		}
	}
	if all := len(two.Paths()); shared < all*9/10 {
		t.Errorf("%d of %d resources are shared", shared, all)
	}
}
