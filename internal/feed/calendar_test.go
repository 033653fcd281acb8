package feed

import (
	"encoding/xml"
	"fmt"
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	"github.com/mmcdole/gofeed"

	"portal/locales"
)

func dates() *Calendar {
	return &Calendar{
		Title:       "Yol: qanunvericilikdə tarixlər",
		Description: "Qaydaların başladığı və bitdiyi tarixlər; təqviminizdə, pulsuz.",
		Lang:        locales.AZ,
		Address:     site + "/az/feeds/dates.ics",
		Home:        site + "/az/feeds/",
		Events: []Event{
			{
				UID:         "update/be-32/in_force/az",
				Day:         time.Date(2026, 9, 1, 0, 0, 0, 0, time.FixedZone("", 7200)),
				Title:       "Qüvvəyə minir: Flandriyada vahid icazə üçün müraciət rüsumu işəgötürən tərəfindən ödənilir",
				Description: "Birinci sətir, ikinci; \\ üçüncü.\nYeni sətir.",
				URL:         site + "/az/updates/flandriya",
				Categories:  []string{"rüsumlar", "iş, təhsil"},
				Updated:     at(9, 4),
			},
			{
				UID: "update/be-33/until/az", Day: time.Date(2027, 1, 1, 0, 0, 0, 0, time.UTC),
				Title: "Qüvvədən düşür: köhnə qayda", URL: site + "/az/updates/kohne",
				Updated: at(9, 5), Sequence: 2, Cancelled: true,
			},
		},
	}
}

func TestCalendarGolden(t *testing.T) {
	data, err := dates().ICal()
	if err != nil {
		t.Fatal(err)
	}
	golden(t, "dates.ics", data)
}

// wellFormed checks the lines of a calendar and returns them unfolded.
func wellFormed(t *testing.T, data []byte) []string {
	t.Helper()
	s := string(data)
	if !strings.HasSuffix(s, "\r\n") || strings.Count(s, "\n") != strings.Count(s, "\r\n") || strings.Count(s, "\r") != strings.Count(s, "\r\n") {
		t.Errorf("lines do not all end with CRLF: %q", s)
	}
	for _, line := range strings.Split(s, "\r\n") {
		if len(line) > 75 || !utf8.ValidString(line) {
			t.Errorf("line of %d octets, or with a character cut: %q", len(line), line)
		}
	}
	return strings.Split(strings.TrimSuffix(strings.ReplaceAll(s, "\r\n ", ""), "\r\n"), "\r\n")
}

func TestCalendarLines(t *testing.T) {
	data, err := dates().ICal()
	if err != nil {
		t.Fatal(err)
	}
	lines := wellFormed(t, data)
	for _, want := range []string{
		"SUMMARY;LANGUAGE=az:" + dates().Events[0].Title,
		`DESCRIPTION;LANGUAGE=az:Birinci sətir\, ikinci\; \\ üçüncü.\nYeni sətir.`,
		`CATEGORIES;LANGUAGE=az:rüsumlar,iş\, təhsil`,
		"DTSTART;VALUE=DATE:20260901",
		"DTSTAMP:20261122T080401Z",
		"LAST-MODIFIED:20261122T080501Z",
		"STATUS:CANCELLED",
		"SEQUENCE:2",
	} {
		if !strings.Contains("\n"+strings.Join(lines, "\n")+"\n", "\n"+want+"\n") {
			t.Errorf("no line %q in\n%s", want, data)
		}
	}
}

func TestFold(t *testing.T) {
	for n := range 400 {
		for _, letter := range []string{"a", "ə", "€", "😀"} {
			s := "X:" + strings.Repeat("a", n%5) + strings.Repeat(letter, n)
			var w icalWriter
			w.line(s)
			if got := wellFormed(t, w.Bytes()); len(got) != 1 || got[0] != s {
				t.Fatalf("%q unfolds to %q", s, got)
			}
		}
	}
}

func TestCalendarCheck(t *testing.T) {
	for name, spoil := range map[string]func(c *Calendar){
		"no title":         func(c *Calendar) { c.Title = "" },
		"no language":      func(c *Calendar) { c.Lang = "" },
		"relative address": func(c *Calendar) { c.Address = "/az/feeds/dates.ics" },
		"relative home":    func(c *Calendar) { c.Home = "" },
		"no events":        func(c *Calendar) { c.Events = nil },
		"no uid":           func(c *Calendar) { c.Events[0].UID = "" },
		"uid of two lines": func(c *Calendar) { c.Events[0].UID = "a\nb" },
		"uid twice":        func(c *Calendar) { c.Events[1].UID = c.Events[0].UID },
		"no day":           func(c *Calendar) { c.Events[0].Day = time.Time{} },
		"no time":          func(c *Calendar) { c.Events[0].Updated = time.Time{} },
		"odd sequence":     func(c *Calendar) { c.Events[0].Sequence = -1 },
		"event of no name": func(c *Calendar) { c.Events[0].Title = "" },
		"event nowhere":    func(c *Calendar) { c.Events[0].URL = "https://a.be/\r\nX:1" },
	} {
		c := dates()
		spoil(c)
		if data, err := c.ICal(); err == nil || data != nil {
			t.Errorf("%s: got %q, want an error", name, data)
		}
	}
}

func FuzzCalendar(f *testing.F) {
	f.Add("Title", "Description", "category")
	f.Add("a\r\nBEGIN:VALARM\r\n", "\\;,\n\t\x00", "\xff,;")
	f.Add(strings.Repeat("ə", 200), strings.Repeat("😀\n", 90), "\u2028")
	f.Fuzz(func(t *testing.T, title, description, category string) {
		c := dates()
		c.Title, c.Events[0].Title = "x"+title, "x"+title
		c.Events[0].Description, c.Events[1].Categories = description, []string{category}
		data, err := c.ICal()
		if err != nil {
			t.Fatal(err)
		}
		if begin := strings.Count(fmt.Sprint(strings.Join(wellFormed(t, data), "\n")), "\nBEGIN:"); begin != 2 {
			t.Errorf("%d components in %q", begin, data)
		}
	})
}

func groups() []Group {
	return []Group{
		{"Azərbaycanca", locales.AZ, []Listed{
			{"Yol: bütün dəyişikliklər", site + "/az/feeds/all", site + "/az/updates/"},
			{"Yol, dəyişikliklər: “iş” & <təhsil>", site + "/az/feeds/topic/work", site + "/az/updates/topic/work"},
		}},
		{"English", locales.EN, []Listed{{"Yol: all changes", site + "/en/feeds/all", site + "/en/updates/"}}},
	}
}

func TestOPML(t *testing.T) {
	data, err := OPML("Yol", groups())
	if err != nil {
		t.Fatal(err)
	}
	golden(t, "feeds.opml", data)
	if err := readXML(data); err != nil {
		t.Error(err)
	}
	var got opml
	if err := xml.Unmarshal(data, &got); err != nil || len(got.Groups) != 2 || len(got.Groups[0].Outlines) != 2 {
		t.Errorf("got %+v, %v", got, err)
	}
	if gofeed.DetectFeedType(strings.NewReader(string(data))) != gofeed.FeedTypeUnknown {
		t.Error("a list of feeds passes for a feed")
	}
	for name, spoil := range map[string]func(g []Group){
		"no title":      func(g []Group) { g[0].Title = "" },
		"no language":   func(g []Group) { g[0].Lang = "" },
		"feed nowhere":  func(g []Group) { g[0].Feeds[0].Address = "/az/feeds/all" },
		"home nowhere":  func(g []Group) { g[0].Feeds[0].Home = "" },
		"feed untitled": func(g []Group) { g[0].Feeds[0].Title = "" },
	} {
		g := groups()
		spoil(g)
		if data, err := OPML("Yol", g); err == nil || data != nil {
			t.Errorf("%s: got %q, want an error", name, data)
		}
	}
	if _, err := OPML("", groups()); err == nil {
		t.Error("a list without a title was written")
	}
}
