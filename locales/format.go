package locales

import (
	"math"
	"slices"
	"strconv"
	"strings"
	"time"

	cldr "github.com/go-playground/locales"
	"github.com/go-playground/locales/az"
	"github.com/go-playground/locales/en_GB"
	"github.com/go-playground/locales/fr"
	"github.com/go-playground/locales/nl"
)

const noBreak = "\u00a0"

// format is how a language writes numbers and dates.
type format struct {
	cldr cldr.Translator
	// group stands between thousands. CLDR has a point for Azerbaijani and a
	// narrow or common space for French; the press of both writes a no-break
	// space.
	cldrGroup, group string
	first            string // the first day of a month
}

var formats = map[Lang]format{
	AZ: {cldr: az.New(), cldrGroup: ".", group: noBreak, first: "1"},
	NL: {cldr: nl.New(), cldrGroup: ".", group: ".", first: "1"},
	FR: {cldr: fr.New(), cldrGroup: "\u202f", group: noBreak, first: "1er"},
	EN: {cldr: en_GB.New(), cldrGroup: ",", group: ",", first: "1"},
}

// Date writes a date: "22 November 2026". A day of 0 leaves the day out, a
// month of 0 leaves the year alone.
func (p *Printer) Date(year int, month time.Month, day int) string {
	y := strconv.Itoa(year)
	if month < time.January || month > time.December {
		return y
	}
	my := p.format.cldr.MonthWide(month) + " " + y
	switch day {
	case 0:
		return my
	case 1:
		return p.format.first + " " + my
	}
	return strconv.Itoa(day) + " " + my
}

// Number writes a number with the decimals it has: "1,030.5". What is not a
// number is written as such.
func (p *Printer) Number(n float64) string {
	return p.number(n, decimals(n))
}

func (p *Printer) number(n float64, decimals int) string {
	if math.IsNaN(n) || math.IsInf(n, 0) {
		return strconv.FormatFloat(n, 'f', -1, 64)
	}
	s := p.format.cldr.FmtNumber(n, uint64(decimals))
	return strings.ReplaceAll(s, p.format.cldrGroup, p.format.group)
}

// decimals counts the digits after the point in the shortest way to write n.
func decimals(n float64) int {
	_, after, _ := strings.Cut(strconv.FormatFloat(n, 'f', -1, 64), ".")
	return len(after)
}

// units are the units an amount can have; the first three are money.
var units = []string{"EUR", "AZN", "USD", "percent", "hour", "day", "working-day", "week", "month", "year"}

// Units lists the units that [Printer.Amount] knows.
func Units() []string { return slices.Clone(units) }

// Amount writes a value with its unit: "35 euros", "15 days". Money has two
// decimals or none. An unknown unit, and money with parts of a cent, is an
// error.
func (p *Printer) Amount(value float64, unit string) (string, error) {
	d, err := p.precision(value, unit)
	if err != nil {
		return "", err
	}
	return p.withUnit(p.number(value, d), value, d, unit)
}

// Range writes two values with their unit: "300–400 manat". Equal values are
// written once; a first value above the second is an error.
func (p *Printer) Range(from, to float64, unit string) (string, error) {
	if from == to {
		return p.Amount(from, unit)
	}
	if from > to {
		return "", p.errorf("range from %v to %v runs backwards", from, to)
	}
	d, err := p.precision(from, unit)
	if err != nil {
		return "", err
	}
	e, err := p.precision(to, unit)
	if err != nil {
		return "", err
	}
	if isMoney(unit) {
		d, e = max(d, e), max(d, e)
	}
	return p.withUnit(p.number(from, d)+"–"+p.number(to, e), to, e, unit)
}

// precision returns how many decimals a value has in its unit.
func (p *Printer) precision(value float64, unit string) (int, error) {
	if !slices.Contains(units, unit) {
		return 0, p.errorf("unknown unit %q", unit)
	}
	if math.IsNaN(value) || math.IsInf(value, 0) {
		return 0, p.errorf("%v is not an amount", value)
	}
	d := decimals(value)
	if d == 0 || !isMoney(unit) {
		return d, nil
	}
	if d > 2 {
		return 0, p.errorf("%v %s has parts of a cent", value, unit)
	}
	return 2, nil
}

func isMoney(unit string) bool { return slices.Contains(units[:3], unit) }

// withUnit puts the unit to a number; value and decimals choose its form.
func (p *Printer) withUnit(number string, value float64, decimals int, unit string) (string, error) {
	count := strconv.FormatFloat(math.Abs(value), 'f', decimals, 64)
	return p.plural("unit."+unit, map[string]any{"n": number}, count)
}
