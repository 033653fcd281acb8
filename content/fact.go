package content

import (
	"errors"
	"strconv"
	"time"

	"go.yaml.in/yaml/v3"

	"portal/locales"
)

// Fact is an amount, a time limit, an age, a date: something pages state by
// its key, so that it is written once.
type Fact struct {
	Key     string
	Periods []Period
	file    *file
}

// Period is what a fact was, is or will be for some time.
type Period struct {
	Value      Value  `yaml:"value"`
	Unit       string `yaml:"unit,optional"`
	Law        string `yaml:"law"` // whose midnight starts and ends it
	ValidFrom  Date   `yaml:"valid_from,optional"`
	ValidUntil Date   `yaml:"valid_until,optional"` // its last day
	Source     string `yaml:"source"`
	AsOf       Date   `yaml:"as_of,optional"`
	CheckedOn  Date   `yaml:"checked_on"`
	Confidence string `yaml:"confidence"` // official | secondary

	start, end time.Time // zero: open
}

// Units of facts. Those of money need a date beside them on every page.
var (
	units = []string{"EUR", "AZN", "USD", "percent", "hour", "day", "working-day", "week", "month", "year"}
	money = []string{"EUR", "AZN", "USD"}
)

// At gives the period in force at t. Without one it is the last that ended,
// and expired is true. ok is false before the first has begun.
func (f Fact) At(t time.Time) (p Period, expired, ok bool) {
	for _, q := range f.Periods {
		if !q.start.IsZero() && t.Before(q.start) {
			continue
		}
		if q.end.IsZero() || t.Before(q.end) {
			return q, false, true
		}
		if !ok || q.end.After(p.end) {
			p, expired, ok = q, true, true
		}
	}
	return p, expired, ok
}

// Value is one of a number, a range of numbers, a date or a text.
type Value struct {
	Number, Max float64 // Max is 0 for a single number
	Date        Date
	Texts       locales.Texts
	digits      bool
}

// IsNumber reports whether v is a number or a range and so may have a unit.
func (v Value) IsNumber() bool { return v.digits }

func (v *Value) decode(n *yaml.Node) error {
	bad := errors.New("must be a number, {min: 3, max: 5}, a date, or a text in {az: , nl: , fr: , en: }")
	switch {
	case n.Kind == yaml.ScalarNode && (n.Tag == "!!int" || n.Tag == "!!float"):
		return v.number(n.Value, "")
	case n.Kind == yaml.ScalarNode:
		d, err := ParseDate(n.Value)
		if err != nil {
			return bad
		}
		v.Date = d
		return nil
	case n.Kind != yaml.MappingNode:
		return bad
	}
	texts := map[string]string{}
	if n.Decode(&texts) != nil {
		return bad
	}
	if low, ok := texts["min"]; ok && len(texts) == 2 {
		return v.number(low, texts["max"])
	}
	v.Texts = locales.Texts{}
	for _, lang := range locales.All {
		if texts[string(lang)] == "" {
			return errors.New("the text in " + string(lang) + " is missing")
		}
		v.Texts[lang] = texts[string(lang)]
	}
	if len(texts) != len(locales.All) {
		return bad
	}
	return nil
}

func (v *Value) number(low, high string) (err error) {
	v.digits = true
	if v.Number, err = strconv.ParseFloat(low, 64); err != nil {
		return errors.New("“" + low + "” is not a number: write 1030.50 without spaces or signs")
	}
	if high == "" {
		return nil
	}
	if v.Max, err = strconv.ParseFloat(high, 64); err != nil || v.Max <= v.Number {
		return errors.New("“max” must be a number above “min”")
	}
	return nil
}

func (h *Hours) decode(n *yaml.Node) error {
	if n.Kind == yaml.ScalarNode && n.Value == "always" {
		h.Always = true
		return nil
	}
	var rows []map[string]string
	if n.Decode(&rows) != nil {
		return errors.New(`must be “always” or a list as [{days: mon-fri, from: "09:00", to: "12:30"}]`)
	}
	for _, row := range rows {
		o := Opening{row["days"], row["from"], row["to"]}
		if err := o.valid(); err != nil || len(row) != 3 {
			return errors.Join(err, errors.New(`each opening has days, from and to, as {days: mon-fri, from: "09:00", to: "12:30"}`))
		}
		h.Openings = append(h.Openings, o)
	}
	return nil
}

func (o Opening) valid() error {
	for _, clock := range []string{o.From, o.To} {
		if _, err := time.Parse("15:04", clock); err != nil {
			return errors.New("“" + clock + "” is no time of day: write it in quotes, as \"09:00\"")
		}
	}
	return nil
}
