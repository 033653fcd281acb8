package web

import (
	"cmp"
	"context"
	"fmt"
	"html/template"
	"net/url"
	"slices"
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
	section string // key of the section to narrow to; empty for all
	kind    string // of page to narrow to; empty for all
	number  int    // of the page of results, from 1
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
	return asked{
		text: text, section: known(s.Sections(lang), c.Query("section")), kind: known(s.Kinds(lang), c.Query("kind")),
		number: min(max(number, 1), 100), lang: lang, site: s, release: release,
	}, nil
}

// known is a key if it is one of the choices. An unknown one narrows to
// nothing, and the answer says so.
func known(choices []site.Choice, key string) string {
	if slices.ContainsFunc(choices, func(c site.Choice) bool { return c.Key == key }) {
		return key
	}
	return ""
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
	index := a.site.Index(ctx, a.lang)
	if index == nil {
		return nil, fiber.ErrServiceUnavailable
	}
	return index.Search(ctx, search.Query{
		Text: a.text, Section: a.section, Kind: a.kind, Offset: (a.number - 1) * pageSize, Size: pageSize,
	})
}

// note remembers for Observe that a question was answered with nothing.
func (a asked) note(c *fiber.Ctx, found *search.Results) {
	if found.Total == 0 && a.text != "" {
		c.Locals(emptySearch, a.lang)
	}
}

// elsewhere looks in the other languages for what a language does not find.
// The hits lead to the same pages in the reader's language.
func elsewhere(ctx context.Context, a asked) ([]search.Hit, error) {
	var hits []search.Hit
	for _, lang := range locales.All {
		if lang == a.lang {
			continue
		}
		other, err := a.site.Index(ctx, lang).Search(ctx, search.Query{Text: a.text, Size: suggestions})
		if err != nil {
			return nil, err
		}
		for _, hit := range other.Hits {
			known := slices.ContainsFunc(hits, func(h search.Hit) bool { return h.ID == hit.ID })
			if !known && len(hits) < suggestions {
				hit.Snippet = "" // it is in the other language
				hits = append(hits, hit)
			}
		}
	}
	return hits, nil
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
	a.note(c, found)
	if found.Total == 0 && a.text != "" && !a.narrowed() {
		ctx, cancel := context.WithTimeout(c.Context(), searchTimeout)
		defer cancel()
		if found.Hits, err = elsewhere(ctx, a); err != nil {
			return err
		}
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
		result := templates.Result{
			Title: e.Title, URL: e.URL, Section: e.Section, Checked: e.Checked,
			Snippet: hit.Snippet, Matched: hit.Matched, TextLang: string(e.TextLang),
		}
		if found.Total == 0 {
			v.Other = append(v.Other, result)
		} else {
			v.Results = append(v.Results, result)
		}
	}
	if found.Total > 0 || a.narrowed() {
		if v.Filters, err = filters(a, found); err != nil {
			return nil, err
		}
	}
	if found.DidYouMean != "" {
		meant := a
		meant.text = found.DidYouMean
		v.DidYouMean = templates.Link{Text: meant.text, URL: meant.page(1)}
	}
	if a.number > 1 {
		v.Previous = a.page(a.number - 1)
	}
	if a.number*pageSize < found.Total {
		v.Next = a.page(a.number + 1)
	}
	return v, nil
}

func (a asked) narrowed() bool { return a.section != "" || a.kind != "" }

// page is the address of a page of results.
func (a asked) page(number int) string {
	values := url.Values{"q": {a.text}}
	if a.section != "" {
		values.Set("section", a.section)
	}
	if a.kind != "" {
		values.Set("kind", a.kind)
	}
	if number > 1 {
		values.Set("page", strconv.Itoa(number))
	}
	return a.site.SearchPath(a.lang) + "?" + values.Encode()
}

// filters narrow the results to a section or a kind, as plain links.
func filters(a asked, found *search.Results) ([]templates.Filter, error) {
	in := func(a asked, section string) string { a.section = section; return a.page(1) }
	sections, err := a.filter("filter.section", a.section, a.site.Sections(a.lang), found.Sections, in)
	if err != nil {
		return nil, err
	}
	of := func(a asked, kind string) string { a.kind = kind; return a.page(1) }
	kinds, err := a.filter("filter.kind", a.kind, a.site.Kinds(a.lang), found.Kinds, of)
	if err != nil {
		return nil, err
	}
	return []templates.Filter{sections, kinds}, nil
}

// filter is a row of the choices that leave something, with how much.
func (a asked) filter(label, now string, known []site.Choice, counts map[string]int, narrowed func(asked, string) string) (f templates.Filter, err error) {
	if f.Label, err = a.site.Text(a.lang, label); err != nil {
		return f, err
	}
	all, err := a.site.Text(a.lang, "filter.all")
	if err != nil {
		return f, err
	}
	f.Choices = []templates.Choice{{Text: all, URL: narrowed(a, ""), Current: now == ""}}
	for _, c := range known {
		if n := counts[c.Key]; n > 0 || now == c.Key {
			text := fmt.Sprintf("%s (%d)", c.Text, n)
			f.Choices = append(f.Choices, templates.Choice{Text: text, URL: narrowed(a, c.Key), Current: now == c.Key})
		}
	}
	return f, nil
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
	a.note(c, found)
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
		"query": a.text, "lang": a.lang, "section": a.section, "kind": a.kind,
		"total": found.Total, "did_you_mean": found.DidYouMean, "results": results,
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
	ctx, cancel := context.WithTimeout(c.Context(), searchTimeout)
	defer cancel()
	index := a.site.Index(ctx, a.lang)
	if index == nil {
		return fiber.ErrServiceUnavailable
	}
	for _, found := range index.Suggest(a.text, suggestions) {
		if e, ok := a.site.Entry(a.lang, found.ID); ok {
			list = append(list, suggestion{found.Text, e.URL})
		}
	}
	return c.JSON(fiber.Map{"query": a.text, "suggestions": list})
}
