package locales

import (
	"embed"
	"fmt"
	"maps"
	"regexp"
	"slices"
	"sync"

	"github.com/BurntSushi/toml"
	"github.com/nicksnyder/go-i18n/v2/i18n"
	"golang.org/x/text/language"
)

//go:embed active.*.toml
var files embed.FS

// Catalog holds the texts of the interface in all languages. It never changes
// and is safe for concurrent use.
type Catalog struct {
	printers map[Lang]*Printer
}

// Load reads the texts that are compiled into the program.
func Load() (*Catalog, error) {
	c := &Catalog{printers: make(map[Lang]*Printer, len(All))}
	for _, l := range All {
		name := "active." + string(l) + ".toml"
		data, err := files.ReadFile(name)
		if err != nil {
			return nil, fmt.Errorf("locales: %w", err)
		}
		if c.printers[l], err = newPrinter(l, data, name); err != nil {
			return nil, fmt.Errorf("locales: reading %s: %w", name, err)
		}
	}
	return c, nil
}

// Printer returns the printer of a language: one of [All], otherwise nil.
func (c *Catalog) Printer(l Lang) *Printer { return c.printers[l] }

// Printer writes texts, dates, numbers and amounts in one language. It is
// safe for concurrent use.
type Printer struct {
	lang     Lang
	format   format
	messages *i18n.Localizer
	texts    map[string]text
	alphabet *alphabet
	fixed    sync.Map // texts without placeholders, by id: most of a page
}

// text is what we know of a message besides its words.
type text struct {
	plural bool
	fields []string // the names of its placeholders, sorted
}

// newPrinter gives each language a bundle of its own, so that go-i18n has no
// other language to fall back on.
func newPrinter(l Lang, data []byte, name string) (*Printer, error) {
	tag := language.Make(string(l))
	bundle := i18n.NewBundle(tag)
	bundle.RegisterUnmarshalFunc("toml", toml.Unmarshal)
	file, err := bundle.ParseMessageFileBytes(data, name)
	if err != nil {
		return nil, err
	}
	p := &Printer{
		lang:     l,
		format:   formats[l],
		messages: i18n.NewLocalizer(bundle, string(l)),
		texts:    make(map[string]text, len(file.Messages)),
		alphabet: newAlphabet(tag),
	}
	for _, m := range file.Messages {
		p.texts[m.ID] = text{plural: m.One != "", fields: fields(m.One + m.Many + m.Other)}
	}
	return p, nil
}

var placeholder = regexp.MustCompile(`\{\{\.(\w+)\}\}`)

// fields returns the names of the placeholders in s.
func fields(s string) []string {
	names := map[string]bool{}
	for _, m := range placeholder.FindAllStringSubmatch(s, -1) {
		names[m[1]] = true
	}
	return slices.Sorted(maps.Keys(names))
}

// Lang returns the printer's language.
func (p *Printer) Lang() Lang { return p.lang }

// T returns the text with the given id. The arguments are names of
// placeholders, each followed by its value, and must be exactly those of the
// text. A text that is missing is an error, never the text of another
// language: a page is built whole or not at all.
func (p *Printer) T(id string, args ...any) (string, error) {
	if s, ok := p.fixed.Load(id); ok && len(args) == 0 {
		return s.(string), nil
	}
	if p.texts[id].plural {
		return "", p.errorf("text %q depends on a number", id)
	}
	data, err := pairs(args)
	if err != nil {
		return "", p.errorf("text %q: %w", id, err)
	}
	s, err := p.localize(id, data, nil)
	if err == nil && len(args) == 0 {
		p.fixed.Store(id, s)
	}
	return s, err
}

// N returns the text with the given id in the form that the number n asks
// for. The placeholder n is the number as the language writes it; other
// arguments are as for [Printer.T].
func (p *Printer) N(id string, n int, args ...any) (string, error) {
	data, err := pairs(args)
	if err != nil {
		return "", p.errorf("text %q: %w", id, err)
	}
	data["n"] = p.Number(float64(n))
	return p.plural(id, data, n)
}

// plural is localize for texts that have plural forms. The count is an int or
// a decimal written as a string.
func (p *Printer) plural(id string, data map[string]any, count any) (string, error) {
	if t, ok := p.texts[id]; ok && !t.plural {
		return "", p.errorf("text %q has no plural forms", id)
	}
	return p.localize(id, data, count)
}

func (p *Printer) localize(id string, data map[string]any, count any) (string, error) {
	t, ok := p.texts[id]
	if !ok {
		return "", p.errorf("no text %q", id)
	}
	if given := slices.Sorted(maps.Keys(data)); !slices.Equal(given, t.fields) {
		return "", p.errorf("text %q wants %q, got %q", id, t.fields, given)
	}
	s, err := p.messages.Localize(&i18n.LocalizeConfig{MessageID: id, TemplateData: data, PluralCount: count})
	if err != nil {
		return "", p.errorf("text %q: %w", id, err)
	}
	return s, nil
}

func (p *Printer) errorf(msg string, args ...any) error {
	return fmt.Errorf("locales: %s: "+msg, append([]any{p.lang}, args...)...)
}

// pairs turns name, value, name, value into a map.
func pairs(args []any) (map[string]any, error) {
	if len(args)%2 != 0 {
		return nil, fmt.Errorf("%d arguments are not pairs of name and value", len(args))
	}
	m := make(map[string]any, len(args)/2)
	for i := 0; i < len(args); i += 2 {
		name, ok := args[i].(string)
		if !ok {
			return nil, fmt.Errorf("argument %d is %v, want the name of a placeholder", i+1, args[i])
		}
		m[name] = args[i+1]
	}
	return m, nil
}
