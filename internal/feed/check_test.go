package feed

import (
	"strings"
	"testing"
	"time"

	"portal/locales"
)

// What breaks a rule of the formats, and a word of the message about it.
func TestCheck(t *testing.T) {
	for name, tt := range map[string]struct {
		spoil func(f *Feed)
		want  string
	}{
		"no id":               {func(f *Feed) { f.ID = "" }, `has the id ""`},
		"id without a scheme": {func(f *Feed) { f.ID = "all" }, "want a URI"},
		"no title":            {func(f *Feed) { f.Title = " " }, "has no title"},
		"no language":         {func(f *Feed) { f.Lang = "" }, "unknown language"},
		"relative address":    {func(f *Feed) { f.Address = "/en/feeds/all" }, `the address "/en/feeds/all"`},
		"no home":             {func(f *Feed) { f.Home = "" }, `has the home ""`},
		"relative next":       {func(f *Feed) { f.Next = "all.2" }, "has the next"},
		"odd hub":             {func(f *Feed) { f.Hub = "ftp://hub.example/" }, "has the hub"},
		"related elsewhere":   {func(f *Feed) { f.Related[0].Address = "//yol.example/nl" }, "has the related"},
		"related of no name":  {func(f *Feed) { f.Related[0].Title = "" }, "title of a related feed"},
		"no author":           {func(f *Feed) { f.Authors = nil }, "has no author"},
		"author of no name":   {func(f *Feed) { f.Authors[0].Name = "" }, "has no author"},
		"author nowhere":      {func(f *Feed) { f.Authors[0].URL = "migration.gov.az" }, "address of an author"},
		"no time":             {func(f *Feed) { f.Entries = nil }, "neither an entry nor a time"},
		"entry twice":         {func(f *Feed) { f.Entries[1].ID = f.Entries[0].ID }, "twice"},
		"same time twice":     {func(f *Feed) { f.Entries[1].Updated = f.Entries[0].Updated }, "not older"},
		"oldest first":        {func(f *Feed) { f.Entries[1].Updated = at(23, 0) }, "not older"},
		"entry without id":    {func(f *Feed) { f.Entries[0].ID = "" }, `has the id ""`},
		"id with a space":     {func(f *Feed) { f.Entries[0].ID = "tag:a,2026:b c" }, "want a URI"},
		"entry of no title":   {func(f *Feed) { f.Entries[0].Title = "" }, "has no title"},
		"long title":          {func(f *Feed) { f.Entries[0].Title = strings.Repeat("ə", 161) }, "161 characters"},
		"no summary":          {func(f *Feed) { f.Entries[0].Summary = "" }, "has no summary"},
		"long summary":        {func(f *Feed) { f.Entries[0].Summary = strings.Repeat("ə", 601) }, "601 characters"},
		"no content":          {func(f *Feed) { f.Entries[0].Content = HTML{} }, "has no content"},
		"entry elsewhere":     {func(f *Feed) { f.Entries[0].URL = "/az/a" }, "want an absolute address"},
		"unknown language":    {func(f *Feed) { f.Entries[0].Lang = "de" }, "unknown language"},
		"source of no name":   {func(f *Feed) { f.Entries[0].Via.Title = "" }, "title of the source"},
		"source nowhere":      {func(f *Feed) { f.Entries[0].Via.URL = "" }, "has the source"},
		"never published":     {func(f *Feed) { f.Entries[0].Published = time.Time{} }, "was published"},
		"updated too early":   {func(f *Feed) { f.Entries[0].Updated = at(9, 4).Add(time.Second) }, "was published"},
		"category of no term": {func(f *Feed) { f.Entries[0].Categories[0].Term = "" }, "term of a category"},
	} {
		f := sample(t)
		tt.spoil(f)
		for _, format := range Formats {
			data, err := f.Bytes(format)
			if err == nil || data != nil || !strings.Contains(err.Error(), tt.want) {
				t.Errorf("%s, %s: got %v, want an error with %q", name, format, err, tt.want)
			}
		}
	}
}

func TestCheckNamesAllFaults(t *testing.T) {
	f := sample(t)
	f.Home, f.Entries[0].Title, f.Entries[1].Summary = "", "", ""
	_, err := f.Atom()
	if err == nil || strings.Count(err.Error(), "\n") != 2 {
		t.Errorf("got %v, want three faults", err)
	}
	for _, want := range []string{"/az/feeds/all", "change/voluntary-return/published/az", "update/be-32/az"} {
		if err != nil && !strings.Contains(err.Error(), want) {
			t.Errorf("got %v, want it to name %s", err, want)
		}
	}
}

func TestLongestTextsAreFine(t *testing.T) {
	f := sample(t)
	f.Entries[0].Title = strings.Repeat("ə", 160)
	f.Entries[0].Summary = strings.Repeat("ə", 600)
	f.Entries[1].Lang = locales.EN
	render(t, f)
}
