//go:build verify

package verify

import (
	"encoding/json"
	"fmt"
	"regexp"
	"slices"
	"strings"
	"testing"
	"unicode/utf8"

	"golang.org/x/net/html"
)

// rules hold for every page that links lead to. Each gives the faults of one
// page, in words.
var rules = []struct {
	name  string
	check func(*page) []string
}{
	{"language", language},
	{"headings", headings},
	{"ids", ids},
	{"inline", inline},
	{"leftovers", leftovers},
	{"title", title},
	{"description", description},
	{"phones", phones},
	{"outward", outward},
	{"data", data},
	{"switcher", switcher},
}

func TestPages(t *testing.T) {
	c := crawled(t)
	for _, rule := range rules {
		t.Run(rule.name, func(t *testing.T) {
			var faults []string
			for _, p := range c.pages {
				for _, f := range rule.check(p) {
					faults = append(faults, p.path+": "+f)
				}
			}
			report(t, faults)
			t.Logf("%d pages, %d faults", len(c.pages), len(faults))
		})
	}
}

func language(p *page) []string {
	lang := attr(p.find("html")[0], "lang")
	switch {
	case p.lang == "" && !slices.Contains(languages, lang), p.lang != "" && lang != p.lang:
		return []string{fmt.Sprintf("html lang is %q, its address says %q", lang, p.lang)}
	}
	return nil
}

func headings(p *page) (faults []string) {
	if n := len(p.find("h1")); n != 1 {
		faults = append(faults, fmt.Sprintf("%d h1, want one", n))
	}
	level := 0
	for n := range p.doc.Descendants() {
		if n.Type != html.ElementNode || len(n.Data) != 2 || n.Data[0] != 'h' || n.Data[1] < '1' || n.Data[1] > '6' {
			continue
		}
		next := int(n.Data[1] - '0')
		if next > level+1 {
			faults = append(faults, fmt.Sprintf("heading %q is h%d after h%d", words(n), next, level))
		}
		level = next
	}
	return faults
}

func ids(p *page) (faults []string) {
	for id, n := range p.ids {
		if n > 1 {
			faults = append(faults, fmt.Sprintf("id %q stands %d times", id, n))
		}
	}
	return faults
}

// inline finds what our content security policy would block. A data block is
// not a script.
func inline(p *page) (faults []string) {
	for n := range p.doc.Descendants() {
		if n.Type != html.ElementNode {
			continue
		}
		if n.Data == "style" || n.Data == "script" && attr(n, "src") == "" && attr(n, "type") != "application/ld+json" {
			faults = append(faults, "inline <"+n.Data+">")
		}
		for _, a := range n.Attr {
			if a.Key == "style" || strings.HasPrefix(a.Key, "on") || strings.HasPrefix(a.Val, "javascript:") {
				faults = append(faults, fmt.Sprintf("<%s %s=%q>", n.Data, a.Key, a.Val))
			}
		}
	}
	return faults
}

// marks are what a page shows when something was not filled in, or was
// escaped twice.
var marks = []string{
	"{{", "}}", "&amp;amp;", "&amp;lt;", "&amp;gt;", "&amp;quot;", "&amp;#", "&lt;p", "&lt;/", "&lt;a ",
	"<no value>", "&lt;no value", "ZgotmplZ", "%!", `"page:`, `"update:`, "](", "�",
}

func leftovers(p *page) (faults []string) {
	for _, mark := range marks {
		if i := strings.Index(p.raw, mark); i >= 0 {
			faults = append(faults, fmt.Sprintf("%q in …%s…", mark, p.raw[max(0, i-40):min(len(p.raw), i+40)]))
		}
	}
	for _, l := range p.links {
		if l.raw == "" {
			faults = append(faults, "an empty address in <"+l.element+">")
		}
	}
	return faults
}

func title(p *page) []string {
	text := p.title()
	if n := utf8.RuneCountInString(text); n == 0 || n > 80 {
		return []string{fmt.Sprintf("title of %d characters, want 1 to 80: %q", n, text)}
	}
	return nil
}

// title is what the browser tab shows, without the name of the site.
func (p *page) title() string {
	var text string
	for _, n := range within(p.find("head")[0], "title") {
		text = words(n)
	}
	if i := strings.LastIndex(text, " · "); i >= 0 {
		text = text[:i]
	}
	return text
}

func description(p *page) []string {
	text := p.meta("description")
	if n := utf8.RuneCountInString(text); p.indexable() && (n < 40 || n > 200) {
		return []string{fmt.Sprintf("description of %d characters, want 40 to 200: %q", n, text)}
	}
	return nil
}

var (
	callable = regexp.MustCompile(`^tel:(\+[1-9][0-9]{6,14}|[0-9]{3,6})$`)
	inText   = regexp.MustCompile(`\+(32|90|994)[\s\d()./\x{a0}-]{7,}`)
)

// phones are links that a telephone understands, in the international form or
// as a short code, and no number is only text.
func phones(p *page) (faults []string) {
	for _, a := range p.find("a") {
		if href := attr(a, "href"); strings.HasPrefix(href, "tel:") && !callable.MatchString(href) {
			faults = append(faults, fmt.Sprintf("%q is no number to call", href))
		}
	}
	for n := range p.find("body")[0].Descendants() {
		if n.Type == html.TextNode && inText.MatchString(n.Data) && !inCall(n) {
			faults = append(faults, fmt.Sprintf("number without a tel: link: %q", strings.TrimSpace(n.Data)))
		}
	}
	return faults
}

func inCall(n *html.Node) bool {
	for a := range n.Ancestors() {
		if strings.HasPrefix(attr(a, "href"), "tel:") {
			return true
		}
	}
	return false
}

// outward links are encrypted.
func outward(p *page) (faults []string) {
	for _, l := range p.links {
		scheme, _, _ := strings.Cut(l.raw, ":")
		if l.path == "" && l.raw != "" && !slices.Contains([]string{"https", "tel", "mailto"}, scheme) {
			faults = append(faults, fmt.Sprintf("<%s> leads to %q", l.element, l.raw))
		}
	}
	return faults
}

// data blocks parse, and every page below a home page says where it stands.
func data(p *page) (faults []string) {
	var all string
	for _, n := range p.find("script") {
		if attr(n, "type") != "application/ld+json" {
			continue
		}
		text := words(n)
		if !json.Valid([]byte(text)) {
			faults = append(faults, "JSON-LD does not parse: "+text)
		}
		all += text
	}
	if p.indexable() && strings.Count(p.path, "/") > 2 && !strings.Contains(all, `"BreadcrumbList"`) {
		faults = append(faults, "no BreadcrumbList")
	}
	return faults
}

var endonyms = map[string]string{"az": "Azərbaycanca", "nl": "Nederlands", "fr": "Français", "en": "English"}

// switcher leads to the same page in the four languages, each named in itself.
func switcher(p *page) (faults []string) {
	if p.lang == "" {
		return nil // the chooser is one
	}
	seen := map[string]string{}
	for _, a := range p.find("a") {
		if lang := attr(a, "hreflang"); lang != "" && attr(a, "lang") == lang && words(a) == endonyms[lang] {
			seen[lang] = p.resolve("a", attr(a, "href")).path
		}
	}
	for _, lang := range languages {
		to, ok := seen[lang]
		alternate, known := p.alternates()[lang]
		switch {
		case !ok:
			faults = append(faults, fmt.Sprintf("no link %q with lang and hreflang", endonyms[lang]))
		case known && served.base+to != alternate:
			faults = append(faults, fmt.Sprintf("the switcher leads to %s, hreflang %s to %s", to, lang, alternate))
		}
	}
	return faults
}

// alternates are the hreflang lines of a page.
func (p *page) alternates() map[string]string {
	all := map[string]string{}
	for _, n := range p.find("link") {
		if lang := attr(n, "hreflang"); lang != "" && attr(n, "rel") == "alternate" {
			all[lang] = attr(n, "href")
		}
	}
	return all
}
