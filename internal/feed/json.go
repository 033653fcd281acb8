package feed

import (
	"bytes"
	"cmp"
	"encoding/json"
	"time"

	"github.com/gorilla/feeds"
)

type jsonFeed struct {
	*feeds.JSONFeed
	Items []jsonItem `json:"items"` // written even when there are none
}

type jsonItem struct {
	*feeds.JSONItem
	Language  string `json:"language"`
	Published string `json:"date_published"`
	Updated   string `json:"date_modified"`
}

// JSON writes the feed as JSON Feed 1.1.
func (f *Feed) JSON() ([]byte, error) {
	if err := f.Check(); err != nil {
		return nil, err
	}
	root := jsonFeed{
		JSONFeed: &feeds.JSONFeed{
			Version:     "https://jsonfeed.org/version/1.1",
			Title:       text(f.Title),
			Language:    string(f.Lang),
			HomePageUrl: f.Home,
			FeedUrl:     JSON.Of(f.Address),
			Description: text(f.Subtitle),
		},
		Items: []jsonItem{},
	}
	if f.Next != "" {
		root.NextUrl = JSON.Of(f.Next)
	}
	if f.Hub != "" {
		root.Hubs = []*feeds.JSONHub{{Type: "WebSub", Url: f.Hub}}
	}
	for _, a := range f.Authors {
		root.Authors = append(root.Authors, &feeds.JSONAuthor{Name: text(a.Name), Url: a.URL})
	}
	for i := range f.Entries {
		root.Items = append(root.Items, f.jsonItem(&f.Entries[i]))
	}
	var b bytes.Buffer
	enc := json.NewEncoder(&b)
	enc.SetEscapeHTML(false)
	enc.SetIndent("", "  ")
	if err := enc.Encode(root); err != nil {
		return nil, err
	}
	return weigh(JSON, b.Bytes())
}

func (f *Feed) jsonItem(e *Entry) jsonItem {
	item := jsonItem{
		JSONItem: &feeds.JSONItem{
			Id:          e.ID,
			Url:         e.URL,
			Title:       text(e.Title),
			ContentHTML: e.Content.s,
			Summary:     text(e.Summary),
		},
		Language:  f.lang(e),
		Published: e.Published.Format(time.RFC3339),
		Updated:   e.Updated.Format(time.RFC3339),
	}
	if e.Via != nil {
		item.ExternalUrl = e.Via.URL
	}
	for _, c := range e.Categories {
		item.Tags = append(item.Tags, text(cmp.Or(c.Label, c.Term)))
	}
	return item
}
