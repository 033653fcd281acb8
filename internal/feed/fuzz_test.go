package feed

import (
	"encoding/json"
	"encoding/xml"
	"errors"
	"testing"
)

func FuzzFeed(f *testing.F) {
	f.Add("Title", "Summary", "<p>Text</p>")
	f.Add("a\x00b\x1b\x7f", "]]>", "<p>]]&gt; ]]> &#1; &#xfffe; \x02</p>")
	f.Add("\xff\xfe\xc3", "\ufffe\uffff\ud7ff", "<p>\xff</p>")
	f.Add("a\r\nb\rc\td", "</title><script>", "<pre>\r\n a\r</pre>")
	f.Add("&amp;<![CDATA[x]]>", "\u2028\u0085", "<b>&lt;script&gt;</b>")
	f.Fuzz(func(t *testing.T, title, summary, content string) {
		feed := sample(t)
		e := &feed.Entries[0]
		e.Title, e.Summary = title, summary
		e.Via.Title, e.Categories[0].Label, feed.Subtitle, feed.Rights = title, title, summary, summary
		if h, err := Clean(content); err == nil && h.String() != "" {
			e.Content = h
		}
		if feed.Check() != nil {
			return // too long or empty
		}
		out := render(t, feed)
		for _, format := range []Format{Atom, RSS} {
			if err := readXML(out[format]); err != nil {
				t.Fatalf("%s: %v\n%s", format, err, out[format])
			}
		}
		sameTexts(t, out, e)
	})
}

// sameTexts reads the first entry back from the three formats.
func sameTexts(t *testing.T, out map[Format][]byte, e *Entry) {
	t.Helper()
	type entry struct {
		Title   string `xml:"title" json:"title"`
		Content string `xml:"content" json:"content_html"`
		Encoded string `xml:"encoded" json:"-"`
	}
	var a struct {
		Entries []entry `xml:"entry"`
	}
	var r struct {
		Entries []entry `xml:"channel>item"`
	}
	var j struct {
		Items []entry `json:"items"`
	}
	if err := errors.Join(xml.Unmarshal(out[Atom], &a), xml.Unmarshal(out[RSS], &r), json.Unmarshal(out[JSON], &j)); err != nil {
		t.Fatal(err)
	}
	want := entry{Title: text(e.Title), Content: e.Content.String()}
	rss := entry{Title: r.Entries[0].Title, Content: r.Entries[0].Encoded}
	for format, got := range map[Format]entry{Atom: a.Entries[0], RSS: rss, JSON: j.Items[0]} {
		if got != want {
			t.Errorf("%s: got %+q, want %+q", format, got, want)
		}
	}
}
