package web

import (
	"cmp"
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

// asked is a question to the search as it came in the address, and the
// snapshot that answers it until release is called.
type asked struct {
	text    string
	number  int // of the page of results, from 1
	lang    locales.Lang
	site    *site.Snapshot
	release func()
}

// ask reads the question of a request. On an error there is nothing to release.
func (h *handler) ask(c *fiber.Ctx) (asked, error) {
	lang, ok := locales.Parse(c.Params("lang"))
	if !ok {
		return asked{}, fiber.ErrNotFound
	}
	s, release := h.Live.Get()
	if s == nil {
		return asked{}, fiber.ErrServiceUnavailable
	}
	// A browser that sends other bytes than UTF-8 still gets an honest page.
	text := strings.TrimSpace(strings.ToValidUTF8(c.Query("q"), "\ufffd"))
	if letters := []rune(text); len(letters) > search.MaxLetters {
		text = string(letters[:search.MaxLetters])
	}
	number, _ := strconv.Atoi(c.Query("page"))
	c.Set("Portal-Content", s.Version)
	// Not stored anywhere: a query tells more about a reader than any page does.
	c.Set(fiber.HeaderCacheControl, "no-store")
	return asked{text, min(max(number, 1), 100), lang, s, release}, nil
}

// find answers a question, if there is a place for it. An empty one finds
// nothing.
func (h *handler) find(c *fiber.Ctx, a asked) (*search.Results, error) {
	if a.text == "" {
		return &search.Results{}, nil
	}
	select {
	case h.searching <- struct{}{}:
		defer func() { <-h.searching }()
	default:
		return nil, fiber.ErrTooManyRequests
	}
	ctx, cancel := context.WithTimeout(c.Context(), searchTimeout)
	defer cancel()
	return a.site.Index(a.lang).Search(ctx, search.Query{Text: a.text, Offset: (a.number - 1) * pageSize, Size: pageSize})
}

// search is the page of results.
func (h *handler) search(c *fiber.Ctx) error {
	a, err := h.ask(c)
	if err != nil {
		return err
	}
	defer a.release()
	found, err := h.find(c, a)
	if err != nil {
		return err
	}
	view, err := resultsView(a, found)
	if err != nil {
		return err
	}
	html, err := a.site.Templates.Render(a.lang, view)
	if err != nil {
		return err
	}
	c.Set(fiber.HeaderContentType, "text/html; charset=utf-8")
	return compressed(c, html)
}

func resultsView(a asked, found *search.Results) (*templates.Search, error) {
	s := a.site
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
	a, err := h.ask(c)
	if err != nil {
		return err
	}
	defer a.release()
	found, err := h.find(c, a)
	if err != nil {
		return err
	}
	results := []answer{}
	for _, hit := range found.Hits {
		if e, ok := a.site.Entry(a.lang, hit.ID); ok {
			results = append(results, answer{
				URL: a.site.Absolute(e.URL), ID: e.ID, Title: e.Title, Snippet: hit.Snippet, Section: e.SectionKey,
				Kind: hit.Kind, Lang: string(cmp.Or(e.TextLang, a.lang)), CheckedOn: e.CheckedOn, Matched: hit.Matched,
			})
		}
	}
	return c.JSON(fiber.Map{
		"query": a.text, "lang": a.lang, "total": found.Total, "did_you_mean": found.DidYouMean, "results": results,
	})
}

// suggestions is how many lines hang on the search field.
const suggestions = 6

func (h *handler) suggestJSON(c *fiber.Ctx) error {
	a, err := h.ask(c)
	if err != nil {
		return err
	}
	defer a.release()
	type suggestion struct {
		Text string `json:"text"`
		URL  string `json:"url"`
	}
	list := []suggestion{}
	for _, found := range a.site.Index(a.lang).Suggest(a.text, suggestions) {
		if e, ok := a.site.Entry(a.lang, found.ID); ok {
			list = append(list, suggestion{found.Text, e.URL})
		}
	}
	return c.JSON(fiber.Map{"query": a.text, "suggestions": list})
}
