package site

import (
	"encoding/xml"
	"fmt"
)

// openSearchDescription lets a browser add the search of the site,
// OpenSearch 1.1.
type openSearchDescription struct {
	XMLName       xml.Name `xml:"http://a9.com/-/spec/opensearch/1.1/ OpenSearchDescription"`
	ShortName     string   // at most 16 letters
	Description   string
	InputEncoding string
	Language      string
	Image         openSearchURL
	URL           openSearchURL `xml:"Url"`
}

type openSearchURL struct {
	Type     string `xml:"type,attr"`
	Template string `xml:"template,attr,omitempty"`
	Address  string `xml:",chardata"`
}

func (l *language) openSearch() error {
	about, err := l.p.T("site.tagline")
	if err != nil {
		return err
	}
	icon, err := l.assets.URL("favicon.ico")
	if err != nil {
		return err
	}
	data, err := xml.Marshal(openSearchDescription{
		ShortName: l.tree.Site.Name + " (" + string(l.lang) + ")", Description: about, InputEncoding: "UTF-8", Language: string(l.lang),
		Image: openSearchURL{Type: "image/x-icon", Address: l.BaseURL + icon},
		URL:   openSearchURL{Type: "text/html", Template: l.BaseURL + l.paths.search(l.lang) + "?q={searchTerms}"},
	})
	if err != nil {
		return fmt.Errorf("OpenSearch description: %w", err)
	}
	return l.add(l.paths.openSearch(l.lang), &Resource{
		Status: 200, ContentType: "application/opensearchdescription+xml; charset=utf-8", Cache: revalidate, body: append([]byte(xml.Header), data...),
	})
}
