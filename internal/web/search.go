package web

import (
	"context"
	"html/template"
	"net/url"
	"strconv"
	"strings"

	"github.com/gofiber/fiber/v2"

	"portal/internal/site"
	"portal/locales"
	"portal/search"
	"portal/templates"
)

// pageSize is how many results stand on a page.
const pageSize = 10

// asked is a question to the search as it came in the address.
type asked struct {
	text   string
	number int // of the page of results, from 1
	lang   locales.Lang
}

func question(c *fiber.Ctx) (asked, bool) {
	lang, ok := locales.Parse(c.Params("lang"))
	// A browser that sends other bytes than UTF-8 still gets an honest page.
	text := strings.TrimSpace(strings.ToValidUTF8(c.Query("q"), "\ufffd"))
	if letters := []rune(text); len(letters) > search.MaxLetters {
		text = string(letters[:search.MaxLetters])
	}
	number, _ := strconv.Atoi(c.Query("page"))
	return asked{text, min(max(number, 1), 100), lang}, ok
}

// find runs a query, if there is a place for it.
func (h *handler) find(c *fiber.Ctx, s *site.Snapshot, a asked) (*search.Results, error) {
	select {
	case h.searching <- struct{}{}:
		defer func() { <-h.searching }()
	default:
		return nil, fiber.ErrTooManyRequests
	}
	ctx, cancel := context.WithTimeout(c.Context(), searchTimeout)
	defer cancel()
	return s.Index(a.lang).Search(ctx, search.Query{Text: a.text, Offset: (a.number - 1) * pageSize, Size: pageSize})
}

// search is the page of results. It is not stored anywhere: a query tells more
// about a reader than any page does.
func (h *handler) search(c *fiber.Ctx) error {
	s, release := h.Live.Get()
	defer release()
	a, ok := question(c)
	switch {
	case s == nil:
		return fiber.ErrServiceUnavailable
	case !ok:
		return fiber.ErrNotFound
	}
	found := &search.Results{}
	if a.text != "" {
		var err error
		if found, err = h.find(c, s, a); err != nil {
			return err
		}
	}
	view, err := resultsView(s, a, found)
	if err != nil {
		return err
	}
	html, err := s.Templates.Render(a.lang, view)
	if err != nil {
		return err
	}
	c.Set("Portal-Content", s.Version)
	c.Set(fiber.HeaderCacheControl, "no-store")
	c.Set(fiber.HeaderContentType, "text/html; charset=utf-8")
	return compressed(c, html)
}

func resultsView(s *site.Snapshot, a asked, found *search.Results) (*templates.Search, error) {
	frame, err := s.SearchFrame(a.lang, a.text)
	if err != nil {
		return nil, err
	}
	v := &templates.Search{Frame: frame, Asked: a.text, Empty: a.text == "", Total: found.Total}
	for _, hit := range found.Hits {
		e, ok := s.Entry(a.lang, hit.ID)
		if !ok {
			continue
		}
		v.Sensitive = v.Sensitive || e.Sensitive
		v.Results = append(v.Results, templates.Result{
			Title: e.Title, URL: e.URL, Section: e.Section, Checked: e.Checked,
			Snippet: hit.Snippet, Matched: hit.Matched, TextLang: string(e.TextLang),
		})
	}
	if found.DidYouMean != "" {
		v.DidYouMean = templates.Link{Text: found.DidYouMean, URL: resultsURL(s, a.lang, found.DidYouMean, 1)}
	}
	if a.number > 1 {
		v.Previous = resultsURL(s, a.lang, a.text, a.number-1)
	}
	if a.number*pageSize < found.Total {
		v.Next = resultsURL(s, a.lang, a.text, a.number+1)
	}
	return v, nil
}

func resultsURL(s *site.Snapshot, lang locales.Lang, text string, number int) string {
	values := url.Values{"q": {text}}
	if number > 1 {
		values.Set("page", strconv.Itoa(number))
	}
	return s.SearchPath(lang) + "?" + values.Encode()
}

// answer is a result as programs read it.
type answer struct {
	URL       string        `json:"url"`
	ID        string        `json:"id"`
	Title     string        `json:"title"`
	Snippet   template.HTML `json:"snippet_html"`
	Section   string        `json:"section"`
	Kind      string        `json:"kind"`
	Lang      string        `json:"lang"`
	CheckedOn string        `json:"checked_on"`
	Matched   string        `json:"matched"`
}

func (h *handler) searchJSON(c *fiber.Ctx) error {
	s, release := h.Live.Get()
	defer release()
	a, ok := question(c)
	switch {
	case s == nil:
		return fiber.ErrServiceUnavailable
	case !ok:
		return fiber.ErrNotFound
	}
	found := &search.Results{}
	if a.text != "" {
		var err error
		if found, err = h.find(c, s, a); err != nil {
			return err
		}
	}
	results := []answer{}
	for _, hit := range found.Hits {
		if e, ok := s.Entry(a.lang, hit.ID); ok {
			results = append(results, answer{
				URL: s.Absolute(e.URL), ID: e.ID, Title: e.Title, Snippet: hit.Snippet, Section: e.SectionKey,
				Kind: hit.Kind, Lang: string(e.TextLang), CheckedOn: e.CheckedOn, Matched: hit.Matched,
			})
		}
	}
	c.Set("Portal-Content", s.Version)
	c.Set(fiber.HeaderCacheControl, "no-store")
	return c.JSON(fiber.Map{
		"query": a.text, "lang": a.lang, "total": found.Total, "did_you_mean": found.DidYouMean, "results": results,
	})
}

// suggestions is how many lines hang on the search field.
const suggestions = 6

func (h *handler) suggestJSON(c *fiber.Ctx) error {
	s, release := h.Live.Get()
	defer release()
	a, ok := question(c)
	switch {
	case s == nil:
		return fiber.ErrServiceUnavailable
	case !ok:
		return fiber.ErrNotFound
	}
	type suggestion struct {
		Text string `json:"text"`
		URL  string `json:"url"`
	}
	list := []suggestion{}
	for _, found := range s.Index(a.lang).Suggest(a.text, suggestions) {
		if e, ok := s.Entry(a.lang, found.ID); ok {
			list = append(list, suggestion{found.Text, e.URL})
		}
	}
	c.Set(fiber.HeaderCacheControl, "no-store")
	return c.JSON(fiber.Map{"query": a.text, "suggestions": list})
}
