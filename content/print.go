package content

import (
	"fmt"
	"slices"
	"strings"

	"portal/locales"
)

// Fact gives a fact in the reader's language. Mode is empty for the value with
// its unit, "number" for the value alone, "asof" for its date in words, or
// "at 2025-07-01" for the value of that day.
func (r *Renderer) Fact(key, mode string) (string, error) {
	fact, ok := r.Tree.Facts[key]
	if !ok {
		return "", fmt.Errorf("content: there is no fact %q", key)
	}
	now := r.Now
	if day, ok := strings.CutPrefix(mode, "at "); ok {
		d, err := ParseDate(day)
		if err != nil {
			return "", fmt.Errorf("content: fact %s: %w", key, err)
		}
		now = d.In(r.Tree.zones[fact.Periods[0].Law])
	}
	p, expired, ok := fact.At(now)
	if !ok {
		return "", fmt.Errorf("content: fact %s has no value on %s", key, now.Format("2006-01-02"))
	}
	switch mode {
	case "number":
		return r.number(p)
	case "asof":
		return r.asOf(p)
	}
	return r.stated(p, expired)
}

// stated is a value with its unit and with what a reader must know about it.
func (r *Renderer) stated(p Period, expired bool) (string, error) {
	value, err := r.value(p)
	if err != nil {
		return "", err
	}
	if p.Confidence == "secondary" {
		source, err := r.Printer.T("source.according", "source", r.Tree.Sources[p.Source].Publisher)
		if err != nil {
			return "", err
		}
		value += " (" + source + ")"
	}
	if expired {
		note, err := r.Printer.T("fact.expired", "date", r.Date(p.ValidUntil))
		if err != nil {
			return "", err
		}
		value += " (" + note + ")"
	}
	return value, nil
}

func (r *Renderer) value(p Period) (string, error) {
	v := p.Value
	switch {
	case v.Texts != nil:
		return v.Texts[r.Printer.Lang()], nil
	case !v.IsNumber():
		return r.Date(v.Date), nil
	case p.Unit == "":
		return r.number(p)
	case v.Max != 0:
		return r.Printer.Range(v.Number, v.Max, p.Unit)
	}
	return r.Printer.Amount(v.Number, p.Unit)
}

func (r *Renderer) number(p Period) (string, error) {
	v := p.Value
	if !v.IsNumber() {
		return "", fmt.Errorf("content: the value of this fact is no number")
	}
	if v.Max != 0 {
		return r.Printer.Number(v.Number) + "–" + r.Printer.Number(v.Max), nil
	}
	return r.Printer.Number(v.Number), nil
}

func (r *Renderer) asOf(p Period) (string, error) {
	if p.AsOf.IsZero() {
		return r.Printer.T("fact.checked", "date", r.Date(p.CheckedOn))
	}
	if !p.AsOf.Whole() { // "au mai 2017" would be no French
		return r.Printer.T("fact.asof_period", "date", r.Date(p.AsOf))
	}
	return r.Printer.T("fact.asof", "date", r.Date(p.AsOf))
}

// Date gives a date in words, as far as it is known.
func (r *Renderer) Date(d Date) string { return r.Printer.Date(d.Year, d.Month, d.Day) }

// Hours gives opening hours in words, one text for each opening.
func (r *Renderer) Hours(openings []Opening) ([]string, error) {
	var all []string
	for _, o := range openings {
		days, err := r.Printer.Days(o.Days)
		if err != nil {
			return nil, err
		}
		hours, err := r.Printer.Hours(o.From, o.To)
		if err != nil {
			return nil, err
		}
		line, err := r.Printer.T("hours.line", "days", days, "hours", hours)
		if err != nil {
			return nil, err
		}
		all = append(all, line)
	}
	return all, nil
}

// LanguageNames gives the names of languages, as "Dutch, French".
func (r *Renderer) LanguageNames(codes []string) (string, error) {
	var names []string
	for _, code := range codes {
		name, err := r.Printer.T("lang." + code)
		if err != nil {
			return "", err
		}
		names = append(names, name)
	}
	return strings.Join(names, ", "), nil
}

// ordered gives the languages that a map has, in menu order.
func ordered[T any](m map[locales.Lang]T) []locales.Lang {
	return slices.DeleteFunc(slices.Clone(locales.All), func(l locales.Lang) bool {
		_, ok := m[l]
		return !ok
	})
}
