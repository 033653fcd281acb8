package feed

import (
	"cmp"
	"encoding/xml"
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/mmcdole/gofeed"

	"portal/locales"
)

var update = flag.Bool("update", false, "write the golden files")

const site = "https://yol.example"

// at returns a time on 22 November 2026 in Brussels.
func at(hour, minute int) time.Time {
	return time.Date(2026, 11, 22, hour, minute, 1, 0, time.FixedZone("", 3600))
}

func mustClean(t testing.TB, s string) HTML {
	t.Helper()
	h, err := Clean(s)
	if err != nil {
		t.Fatal(err)
	}
	return h
}

// sample is a feed with all that a feed can have.
func sample(t testing.TB) *Feed {
	return &Feed{
		ID:       "tag:migration.gov.az,2026:feed/all/az",
		Title:    "Yol: bütün dəyişikliklər",
		Subtitle: "Qaydalarda yeniliklər, “sadə” dillə <və> pulsuz & açıq.",
		Lang:     locales.AZ,
		Address:  site + "/az/feeds/all",
		Next:     site + "/az/feeds/all.2",
		Home:     site + "/az/updates/",
		Related: []Related{
			{locales.NL, "Yol: alle wijzigingen", site + "/nl/feeds/all"},
			{locales.FR, "Yol : tous les changements", site + "/fr/feeds/all"},
		},
		Authors: []Author{
			{Name: "Dövlət Miqrasiya Xidməti", URL: "https://migration.gov.az/"},
			{Name: "Belçikanın İmmiqrasiya İdarəsi", URL: "https://dofi.ibz.be/"},
		},
		Rights: "CC BY 4.0",
		Hub:    "https://hub.example/",
		Entries: []Entry{
			{
				ID:        "tag:migration.gov.az,2026:change/voluntary-return/published/az",
				Title:     "Yeni səhifə: könüllü geri qayıdış < & > “]]>”",
				Summary:   "Nə pulsuzdur & kim kömək edir: <Fedasil>.",
				Content:   mustClean(t, `<p>Nə <strong>pulsuzdur</strong> &amp; kim kömək edir ]]&gt;. <a href="https://yol.example/az/a?x=1&amp;y=2#cost">Səhifəni açın</a></p>`),
				URL:       site + "/az/vetene-qayidis/konullu-geri-qayidis#cost",
				Via:       &Link{"Koninklijk besluit & bijlagen", "https://www.ejustice.just.fgov.be/eli/besluit/2026/1"},
				Published: at(9, 5), Updated: at(11, 0),
				Categories: []Category{{"return", "qayıdış"}, {"be", "Belçika"}, {"published", "yeni"}},
			},
			{
				ID: "tag:migration.gov.az,2026:update/be-32/az", Lang: locales.AZ,
				Title:     "Flandriya: vahid icazə üçün 180 avro rüsum",
				Summary:   "1 sentyabr 2026-cı ildən işəgötürən 180 avro ödəyir.",
				Content:   mustClean(t, "<p>Bir</p>\n<table><thead><tr><th scope=\"col\">Nə</th></tr></thead><tbody><tr><td>180</td></tr></tbody></table>"),
				URL:       site + "/az/updates/flandriya",
				Published: at(9, 4), Updated: at(9, 4),
				Categories: []Category{{Term: "fees"}},
			},
		},
	}
}

// render writes all formats and fails the test if one cannot be written.
func render(t testing.TB, f *Feed) map[Format][]byte {
	t.Helper()
	out := map[Format][]byte{}
	for _, format := range Formats {
		data, err := f.Bytes(format)
		if err != nil {
			t.Fatalf("%s: %v", format, err)
		}
		out[format] = data
	}
	return out
}

func golden(t *testing.T, name string, got []byte) {
	t.Helper()
	file := "testdata/" + name
	if *update {
		if err := os.WriteFile(file, got, 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	if string(got) != string(want) {
		t.Errorf("%s differs; read it, then run with -update\ngot:\n%s", file, got)
	}
}

func TestGolden(t *testing.T) {
	for format, data := range render(t, sample(t)) {
		golden(t, "all."+string(format), data)
	}
	for format, data := range render(t, empty()) {
		golden(t, "empty."+string(format), data)
	}
}

// empty is a feed whose first entry is still to come.
func empty() *Feed {
	return &Feed{
		ID: "tag:x,2026:feed/topic/study/en", Title: "Study", Lang: locales.EN,
		Address: site + "/en/feeds/topic/study", Home: site + "/en/updates/",
		Authors: []Author{{Name: "A"}}, Since: at(9, 0),
	}
}

func TestSameFeedSameBytes(t *testing.T) {
	first, second := render(t, sample(t)), render(t, sample(t))
	for _, format := range Formats {
		if string(first[format]) != string(second[format]) {
			t.Errorf("%s differs", format)
		}
	}
}

// An independent reader sees the same entries in the three formats.
func TestReaderSeesTheSame(t *testing.T) {
	f := sample(t)
	for format, data := range render(t, f) {
		got, err := gofeed.NewParser().ParseString(string(data))
		if err != nil {
			t.Fatalf("%s: %v", format, err)
		}
		if got.Title != f.Title || got.Language != "az" || got.Link != f.Home || got.FeedLink != format.Of(f.Address) {
			t.Errorf("%s: got feed %q %q %q %q", format, got.Title, got.Language, got.Link, got.FeedLink)
		}
		if len(got.Authors) == 0 || got.Authors[0].Name != f.Authors[0].Name {
			t.Errorf("%s: got authors %v", format, got.Authors)
		}
		if len(got.Items) != len(f.Entries) {
			t.Fatalf("%s: got %d entries, want %d", format, len(got.Items), len(f.Entries))
		}
		for i, item := range got.Items {
			sameEntry(t, format, item, &f.Entries[i])
		}
	}
}

func sameEntry(t *testing.T, format Format, got *gofeed.Item, want *Entry) {
	t.Helper()
	if got.GUID != want.ID || got.Title != want.Title || got.Link != want.URL || got.Content != want.Content.String() {
		t.Errorf("%s: got %q %q %q\n%s", format, got.GUID, got.Title, got.Link, got.Content)
	}
	if !got.PublishedParsed.Equal(want.Published) || !got.UpdatedParsed.Equal(want.Updated) {
		t.Errorf("%s: got published %v, updated %v", format, got.PublishedParsed, got.UpdatedParsed)
	}
	var labels []string
	for _, c := range want.Categories {
		labels = append(labels, cmp.Or(c.Label, c.Term))
	}
	if !slices.Equal(got.Categories, labels) {
		t.Errorf("%s: got categories %q, want %q", format, got.Categories, labels)
	}
}

// readXML reads all of an XML document and fails on the first fault.
func readXML(data []byte) error {
	d := xml.NewDecoder(strings.NewReader(string(data)))
	for {
		if _, err := d.Token(); errors.Is(err, io.EOF) {
			return nil
		} else if err != nil {
			return err
		}
	}
}

func TestOneAlternateOnly(t *testing.T) {
	var feed struct {
		Links []struct {
			Rel  string `xml:"rel,attr"`
			Href string `xml:"href,attr"`
		} `xml:"link"`
	}
	if err := xml.Unmarshal(render(t, sample(t))[Atom], &feed); err != nil {
		t.Fatal(err)
	}
	count := map[string]int{}
	for _, l := range feed.Links {
		count[l.Rel]++
	}
	if fmt.Sprint(count) != "map[alternate:1 hub:1 next:1 related:2 self:1]" {
		t.Errorf("got links %v", count)
	}
}

func TestFormats(t *testing.T) {
	f := sample(t)
	if _, err := f.Bytes("opml"); err == nil {
		t.Error("an unknown format was written")
	}
	for format, want := range map[Format]string{
		Atom: "application/atom+xml", RSS: "application/rss+xml", JSON: "application/feed+json",
	} {
		if got := format.Type(); got != want {
			t.Errorf("%s has the type %q, want %q", format, got, want)
		}
	}
}

func TestPages(t *testing.T) {
	f := sample(t)
	f.Next, f.Entries = "", nil
	for i := range 2*MaxEntries + 1 {
		e := sample(t).Entries[1]
		e.ID += fmt.Sprint("/", i)
		e.Published = e.Published.Add(-time.Duration(i) * time.Hour)
		e.Updated = e.Published
		f.Entries = append(f.Entries, e)
	}
	if _, err := f.Atom(); err == nil {
		t.Error("a feed with too many entries was written")
	}
	pages := f.Pages()
	if len(pages) != 3 {
		t.Fatalf("got %d pages, want 3", len(pages))
	}
	var ids []string
	for i, p := range pages {
		address := []string{"/az/feeds/all", "/az/feeds/all.2", "/az/feeds/all.3", ""}
		if p.Address != site+address[i] || i < 2 && p.Next != site+address[i+1] || i == 2 && p.Next != "" {
			t.Errorf("page %d: got %s, next %s", i+1, p.Address, p.Next)
		}
		for _, e := range p.Entries {
			ids = append(ids, e.ID)
		}
		render(t, p)
	}
	for i, e := range f.Entries {
		if ids[i] != e.ID {
			t.Fatalf("entry %d is %s, want %s", i, ids[i], e.ID)
		}
	}
	if len(f.Entries) != 2*MaxEntries+1 || f.Next != "" {
		t.Error("Pages changed the feed")
	}
	if got := empty().Pages(); len(got) != 1 || got[0].Next != "" {
		t.Errorf("an empty feed has pages %v", got)
	}
}

func TestTooHeavy(t *testing.T) {
	f := sample(t)
	f.Entries = f.Entries[:0]
	content := mustClean(t, "<p>"+strings.Repeat("söz ", 20_000)+"</p>")
	for i := range MaxEntries {
		e := sample(t).Entries[1]
		e.ID, e.Content = fmt.Sprint(e.ID, i), content
		e.Published = e.Published.Add(-time.Duration(i) * time.Hour)
		e.Updated = e.Published
		f.Entries = append(f.Entries, e)
	}
	for _, format := range Formats {
		if _, err := f.Bytes(format); err == nil {
			t.Errorf("%s: a feed of more than %d bytes was written", format, maxBytes)
		}
	}
}

func BenchmarkFeed(b *testing.B) {
	f := sample(b)
	for b.Loop() {
		for _, format := range Formats {
			if _, err := f.Bytes(format); err != nil {
				b.Fatal(err)
			}
		}
	}
}
