package site

import (
	"slices"
	"strings"
	"testing"

	"golang.org/x/net/html"

	"portal/locales"
)

// rows are the cells of the only table, row by row.
func rows(doc *html.Node) (all []string) {
	for _, tr := range elements(elements(doc, "tbody")[0], "tr") {
		var cells []string
		for c := range tr.ChildNodes() {
			if c.Type == html.ElementNode {
				cells = append(cells, text(c))
			}
		}
		all = append(all, strings.Join(cells, " | "))
	}
	return all
}

// TestQuality: the page counts what readers can see for themselves, in their
// language, and names the pages that are late.
func TestQuality(t *testing.T) {
	fsys := variant(t,
		visitEN, "Call {{contact office}} or read", "Call {{contact office}} first, or read",
		"pages/to-belgium/visit/page.yaml", "review_by: 2027-05-22", "review_by: 2026-11-20",
		"pages/help/glossary/page.yaml", "review_by: 2027-05-22", "review_by: 2027-01-15",
		"sources/eu.yaml", "checked_on: 2026-11-22", "checked_on: 2026-10-01",
		"contacts/belgium.yaml", "display: 02 488 80 00\n", "display: 02 488 80 00\n      tried_on: 2026-11-20\n    - number: \"112\"\n      display: 112\n",
	)
	delete(fsys, "pages/help/contacts/az.md")
	s := built(t, base, fsys)
	doc := document(t, s, "/en/quality/")
	want := []string{
		"Azerbaijani | 2 (50%) | 1 | 1 | 3",
		"Dutch | 3 (75%) | 1 | 0 | 4",
		"French | 3 (75%) | 1 | 0 | 4",
		"English | 4 (100%) | 0 | 0 | 4",
	}
	if got := rows(doc); !slices.Equal(got, want) {
		t.Errorf("the table says\n%s\nwant\n%s", strings.Join(got, "\n"), strings.Join(want, "\n"))
	}
	all := text(elements(doc, "main")[0])
	for _, want := range []string{
		"4 pages in all",
		"We do not know yet how many days a translation takes.",
		"The oldest check was on 1 October 2026, on this page: A short visit",
		"We will check these pages again: A short visit late, it was due by 20 November 2026 Words by 15 January 2027 What we",
		"Phone numbers that we have called: 1 of 2.",
		"other facts from an unofficial source: 1 of 2 (50%).",
	} {
		if !strings.Contains(all, want) {
			t.Errorf("the page does not say %q:\n%s", want, all)
		}
	}
	if r, _ := s.Resource("/en/"); !slices.Contains(walk(r.plain()).links, "/en/quality/") {
		t.Error("the home page does not lead to it")
	}
	if got := text(elements(document(t, s, "/az/quality/"), "main")[0]); !strings.Contains(got, "vaxtı keçib, son gün: 20 noyabr 2026") {
		t.Errorf("in Azerbaijani it says %q", got)
	}
}

// TestQualityInTime: without late pages the next day is named.
func TestQualityInTime(t *testing.T) {
	s := built(t, base, small(t))
	for lang, want := range map[locales.Lang]string{
		locales.AZ: "Növbəti yoxlama üçün son gün: 22 may 2027.",
		locales.NL: "De volgende controle komt er uiterlijk op 22 mei 2027.",
		locales.FR: "La prochaine vérification est prévue au plus tard le 22 mai 2027.",
		locales.EN: "No page is late. The next check is due by 22 May 2027.",
	} {
		if got := text(elements(document(t, s, "/"+string(lang)+"/quality/"), "main")[0]); !strings.Contains(got, want) {
			t.Errorf("%s: %q does not say %q", lang, got, want)
		}
	}
}
