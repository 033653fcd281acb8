package locales

import (
	"slices"
	"strconv"
	"strings"
)

var days = []string{"mon", "tue", "wed", "thu", "fri", "sat", "sun"}

// Days writes days of the week. The specification is a day ("mon"), a range
// ("mon-fri") or several of them ("mon-wed,fri").
func (p *Printer) Days(spec string) (string, error) {
	if spec == "mon-sun" {
		return p.T("day.every")
	}
	parts := strings.Split(spec, ",")
	for i, part := range parts {
		s, err := p.dayRange(part)
		if err != nil {
			return "", err
		}
		parts[i] = s
	}
	return strings.Join(parts, ", "), nil
}

func (p *Printer) dayRange(spec string) (string, error) {
	from, to, isRange := strings.Cut(spec, "-")
	first, err := p.day(from)
	if err != nil || !isRange {
		return first, err
	}
	last, err := p.day(to)
	if err != nil {
		return "", err
	}
	if slices.Index(days, from) >= slices.Index(days, to) {
		return "", p.errorf("days %q run backwards", spec)
	}
	return p.T("day.range", "first", first, "last", last)
}

func (p *Printer) day(key string) (string, error) {
	if !slices.Contains(days, key) {
		return "", p.errorf("unknown day %q, want one of %s", key, strings.Join(days, " "))
	}
	return p.T("day." + key)
}

// Hours writes opening hours given as "09:00" and "12:30". Hours that end
// before they begin end on the next day; "24:00" is the end of the day.
func (p *Printer) Hours(from, to string) (string, error) {
	first, err := p.clock(from)
	if err != nil {
		return "", err
	}
	last, err := p.clock(to)
	if err != nil {
		return "", err
	}
	if from == to {
		return "", p.errorf("hours from %s to %s have no length", from, to)
	}
	return p.T("hours.range", "from", first, "to", last)
}

// clock writes a time of the day as the language does: "9:00", "9", "9 h".
func (p *Printer) clock(s string) (string, error) {
	hour, minute, ok := parseClock(s)
	if !ok {
		return "", p.errorf("%q is not a time such as \"09:00\"", s)
	}
	h, m := strconv.Itoa(hour), s[3:]
	switch {
	case p.lang == NL && minute == 0:
		return h, nil
	case p.lang == NL:
		return h + "." + m, nil
	case p.lang == FR && minute == 0:
		return h + noBreak + "h", nil
	case p.lang == FR:
		return h + noBreak + "h" + noBreak + m, nil
	}
	return h + ":" + m, nil
}

// parseClock reads "09:30", up to "24:00".
func parseClock(s string) (hour, minute int, ok bool) {
	if len(s) != 5 || s[2] != ':' {
		return 0, 0, false
	}
	h, err1 := strconv.ParseUint(s[:2], 10, 8)
	m, err2 := strconv.ParseUint(s[3:], 10, 8)
	if err1 != nil || err2 != nil || m > 59 || h*60+m > 24*60 {
		return 0, 0, false
	}
	return int(h), int(m), true
}
