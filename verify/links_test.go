//go:build verify

package verify

import (
	"fmt"
	"maps"
	"strings"
	"testing"
)

// TestLinks follows every link of every page. Only a short link may lead on.
func TestLinks(t *testing.T) {
	c := crawled(t)
	var faults []string
	checked, anchors := 0, 0
	for _, p := range c.pages {
		for _, l := range p.links {
			if l.path == "" {
				continue
			}
			checked++
			got := c.answers[l.path].status
			if got != 200 && !(got == 302 && strings.HasPrefix(l.path, "/p/")) {
				faults = append(faults, fmt.Sprintf("%s: <%s> to %s answers %d", p.path, l.element, l.raw, got))
			}
			if l.anchor == "" {
				continue
			}
			anchors++
			if to := c.page(l.path); to != nil && to.ids[l.anchor] == 0 {
				faults = append(faults, fmt.Sprintf("%s: link to %s, where nothing has that id", p.path, l.raw))
			}
		}
	}
	report(t, faults)
	t.Logf("%d addresses, %d pages, %d links, %d anchors", len(c.answers), len(c.pages), checked, anchors)
}

// TestUnique looks for two pages of one language that a reader could not tell
// apart in a list of results.
func TestUnique(t *testing.T) {
	seen := map[string]string{}
	var faults []string
	for _, p := range crawled(t).pages {
		if strings.Contains(p.path, "?") {
			continue // one search page under several addresses
		}
		keys := []string{"title " + p.title()}
		if p.indexable() {
			keys = append(keys, "description "+p.meta("description"))
		}
		for _, key := range keys {
			if other, ok := seen[p.lang+key]; ok {
				faults = append(faults, fmt.Sprintf("%s: the same as %s: %s", p.path, other, key))
			}
			seen[p.lang+key] = p.path
		}
	}
	report(t, faults)
	t.Logf("%d titles and descriptions", len(seen))
}

// TestAlternates wants every page for search engines in exactly four
// languages and x-default, each naming the others, as the sitemap does.
func TestAlternates(t *testing.T) {
	c := crawled(t)
	listed := map[string]map[string]string{}
	for _, e := range c.sitemap {
		links := map[string]string{}
		for _, l := range e.Links {
			links[l.Hreflang] = l.Href
		}
		listed[e.Loc] = links
	}
	var faults []string
	for address, links := range listed {
		p := c.page(strings.TrimPrefix(address, served.base))
		if p == nil {
			faults = append(faults, address+": in the sitemap, but no page")
			continue
		}
		faults = append(faults, alternate(c, p, address, links)...)
	}
	for _, p := range c.pages {
		address := served.base + p.path
		if _, ok := listed[address]; !ok && p.lang != "" && p.indexable() {
			faults = append(faults, p.path+": may be indexed, but is not in the sitemap")
		}
	}
	report(t, faults)
	t.Logf("%d addresses in the sitemap", len(listed))
}

func alternate(c *crawl, p *page, address string, listed map[string]string) (faults []string) {
	fault := func(format string, args ...any) {
		faults = append(faults, p.path+": "+fmt.Sprintf(format, args...))
	}
	all := p.alternates()
	if !maps.Equal(all, listed) {
		fault("hreflang %v differs from the sitemap: %v", all, listed)
	}
	fallback := all["en"]
	if p.path == "/"+p.lang+"/" {
		fallback = served.base + "/" // where readers choose
	}
	if len(all) != 5 || all["x-default"] != fallback {
		fault("hreflang %v, want az, nl, fr, en, and x-default to %s", all, fallback)
	}
	for _, lang := range languages {
		other := c.page(strings.TrimPrefix(all[lang], served.base))
		if !strings.HasPrefix(all[lang], served.base+"/"+lang+"/") || other == nil {
			fault("hreflang %s leads to %q", lang, all[lang])
		} else if !maps.Equal(other.alternates(), all) {
			fault("%s does not name the same languages in return", all[lang])
		}
	}
	if all[p.lang] != address || p.canonical() != address || !p.indexable() {
		fault("in the sitemap, with canonical %q, hreflang %q, indexable %v", p.canonical(), all[p.lang], p.indexable())
	}
	return faults
}

func (p *page) canonical() string {
	for _, n := range p.find("link") {
		if attr(n, "rel") == "canonical" {
			return attr(n, "href")
		}
	}
	return ""
}
