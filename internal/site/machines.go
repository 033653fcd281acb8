package site

import (
	"encoding/xml"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"

	"portal/content"
	"portal/locales"
)

// machines builds what programs ask for: sitemap, robots, security contact.
func (b *build) machines() error {
	sitemap, err := b.sitemap()
	if err != nil {
		return err
	}
	for path, r := range map[string]*Resource{
		"/sitemap.xml":              {ContentType: "application/xml; charset=utf-8", body: sitemap},
		"/robots.txt":               {ContentType: "text/plain; charset=utf-8", body: b.robots()},
		"/.well-known/security.txt": {ContentType: "text/plain; charset=utf-8", body: b.security()},
	} {
		r.Status, r.Cache = 200, revalidate
		if err := b.add(path, r); err != nil {
			return err
		}
	}
	return nil
}

type sitemap struct {
	XMLName xml.Name     `xml:"http://www.sitemaps.org/schemas/sitemap/0.9 urlset"`
	XHTML   string       `xml:"xmlns:xhtml,attr"`
	URLs    []sitemapURL `xml:"url"`
}

type sitemapURL struct {
	Loc     string        `xml:"loc"`
	LastMod string        `xml:"lastmod,omitempty"`
	Links   []sitemapLink `xml:"xhtml:link"`
}

type sitemapLink struct {
	Rel      string `xml:"rel,attr"`
	Hreflang string `xml:"hreflang,attr"`
	Href     string `xml:"href,attr"`
}

// sitemap lists every page that has a text of its own, with its languages.
// Lastmod is the time of the newest change note: the time of the content.
func (b *build) sitemap() ([]byte, error) {
	m := sitemap{XHTML: "http://www.w3.org/1999/xhtml"}
	for _, s := range b.tree.Sections {
		b.list(&m, locales.All, func(l locales.Lang) string { return b.paths.section(l, s) }, time.Time{})
	}
	b.list(&m, locales.All, b.paths.home, time.Time{})
	b.homes(&m)
	b.list(&m, locales.All, b.paths.updates, time.Time{})
	b.list(&m, locales.All, b.paths.feeds, time.Time{})
	b.list(&m, locales.All, b.paths.quality, time.Time{})
	for _, id := range sortedKeys(b.tree.Pages) {
		p := b.tree.Pages[id]
		if b.status(p) != content.Live {
			continue
		}
		b.list(&m, written(p.Texts), func(l locales.Lang) string { return b.paths.page(l, id) }, newestChange(p.Changes, b.now))
	}
	for _, u := range b.announced() {
		b.list(&m, written(u.Texts), func(l locales.Lang) string { return b.paths.update(l, u.ID) }, u.AnnouncedAt)
	}
	data, err := xml.Marshal(m)
	if err != nil {
		return nil, fmt.Errorf("sitemap: %w", err)
	}
	return append([]byte(xml.Header), data...), nil
}

func (b *build) list(m *sitemap, langs []locales.Lang, path func(locales.Lang) string, modified time.Time) {
	var links []sitemapLink
	for _, lang := range langs {
		links = append(links, sitemapLink{"alternate", string(lang), b.BaseURL + path(lang)})
	}
	for _, lang := range langs {
		if lang == locales.EN {
			links = append(links, sitemapLink{"alternate", "x-default", b.BaseURL + path(lang)})
		}
	}
	for _, lang := range langs {
		u := sitemapURL{Loc: b.BaseURL + path(lang), Links: links}
		if !modified.IsZero() {
			u.LastMod = modified.UTC().Format(time.RFC3339)
		}
		m.URLs = append(m.URLs, u)
	}
}

// homes names the chooser as x-default of the home pages listed last, as their
// heads do.
func (b *build) homes(m *sitemap) {
	for i := len(m.URLs) - len(locales.All); i < len(m.URLs); i++ {
		links := slices.Clone(m.URLs[i].Links)
		links[len(links)-1].Href = b.BaseURL + "/"
		m.URLs[i].Links = links
	}
}

func newestChange(changes []content.Change, now time.Time) time.Time {
	for _, c := range changes {
		if !c.At.After(now) {
			return c.At
		}
	}
	return time.Time{}
}

func (b *build) robots() []byte {
	if b.preview {
		return []byte("User-agent: *\nDisallow: /\n")
	}
	return []byte("User-agent: *\nDisallow: /api/\nDisallow: /*/search\n\nSitemap: " + b.BaseURL + "/sitemap.xml\n")
}

// security says whom to tell of a weakness, RFC 9116. It must expire within a
// year; the month of the build keeps the bytes the same from day to day.
func (b *build) security() []byte {
	var s strings.Builder
	for _, p := range b.tree.Site.Publishers {
		if c := b.tree.Contacts[p.Contact]; len(c.Web) > 0 {
			fmt.Fprintf(&s, "Contact: %s\n", c.Web[0])
		}
	}
	month := time.Date(b.now.UTC().Year(), b.now.UTC().Month(), 1, 0, 0, 0, 0, time.UTC)
	fmt.Fprintf(&s, "Expires: %s\n", month.AddDate(0, 11, 0).Format(time.RFC3339))
	fmt.Fprintf(&s, "Preferred-Languages: az, nl, fr, en\nCanonical: %s/.well-known/security.txt\n", b.BaseURL)
	return []byte(s.String())
}

// shortLinks are the permanent addresses of pages, by id and by code.
func (b *build) shortLinks() {
	for id, p := range b.tree.Pages {
		target := id
		switch b.status(p) {
		case content.Hidden:
			continue
		case content.Moved:
			target = p.Fate.To
		}
		byLang := map[locales.Lang]string{}
		for _, lang := range locales.All {
			byLang[lang] = b.paths.page(lang, target)
		}
		b.snapshot.short[id] = byLang
		b.snapshot.short[strconv.Itoa(p.Code)] = byLang
	}
}
