package locales

import (
	"flag"
	"fmt"
	"math"
	"os"
	"strings"
	"testing"
	"time"
)

var update = flag.Bool("update", false, "write the golden files")

// written are calls whose result in the four languages stands in
// testdata/formats.golden, read by people of each language.
var written = []struct {
	name string
	call func(p *Printer) (string, error)
}{
	{"date 2026-11-22", date(2026, time.November, 22)},
	{"date 2026-01-01", date(2026, time.January, 1)},
	{"date 2026-08-31", date(2026, time.August, 31)},
	{"date 2025-02-09", date(2025, time.February, 9)},
	{"date 2026-11", date(2026, time.November, 0)},
	{"date 2026", date(2026, 0, 0)},
	{"number 0", number(0)},
	{"number 0.5", number(0.5)},
	{"number 999", number(999)},
	{"number 1030", number(1030)},
	{"number 1234567.25", number(1234567.25)},
	{"number -12000", number(-12000)},
	{"1 EUR", amount(1, "EUR")},
	{"35 EUR", amount(35, "EUR")},
	{"1030.5 EUR", amount(1030.5, "EUR")},
	{"0.99 EUR", amount(0.99, "EUR")},
	{"1.5 EUR", amount(1.5, "EUR")},
	{"300 AZN", amount(300, "AZN")},
	{"20 USD", amount(20, "USD")},
	{"26 percent", amount(26, "percent")},
	{"2.5 percent", amount(2.5, "percent")},
	{"1 hour", amount(1, "hour")},
	{"15 day", amount(15, "day")},
	{"0 day", amount(0, "day")},
	{"8 working-day", amount(8, "working-day")},
	{"1.5 week", amount(1.5, "week")},
	{"4 month", amount(4, "month")},
	{"5 year", amount(5, "year")},
	{"1000000 day", amount(1_000_000, "day")},
	{"300-400 AZN", between(300, 400, "AZN")},
	{"35-62.5 EUR", between(35, 62.5, "EUR")},
	{"3-3 day", between(3, 3, "day")},
	{"1-1.5 hour", between(1, 1.5, "hour")},
	{"5-10 percent", between(5, 10, "percent")},
	{"hours 09:00 12:30", hours("09:00", "12:30")},
	{"hours 08:05 16:00", hours("08:05", "16:00")},
	{"hours 22:00 06:00", hours("22:00", "06:00")},
	{"hours 00:00 24:00", hours("00:00", "24:00")},
	{"days mon", weekdays("mon")},
	{"days mon-fri", weekdays("mon-fri")},
	{"days mon,wed,fri", weekdays("mon,wed,fri")},
	{"days mon-wed,sat", weekdays("mon-wed,sat")},
	{"days mon-sun", weekdays("mon-sun")},
}

func date(y int, m time.Month, d int) func(*Printer) (string, error) {
	return func(p *Printer) (string, error) { return p.Date(y, m, d), nil }
}

func number(n float64) func(*Printer) (string, error) {
	return func(p *Printer) (string, error) { return p.Number(n), nil }
}

func amount(v float64, unit string) func(*Printer) (string, error) {
	return func(p *Printer) (string, error) { return p.Amount(v, unit) }
}

func between(from, to float64, unit string) func(*Printer) (string, error) {
	return func(p *Printer) (string, error) { return p.Range(from, to, unit) }
}

func hours(from, to string) func(*Printer) (string, error) {
	return func(p *Printer) (string, error) { return p.Hours(from, to) }
}

func weekdays(spec string) func(*Printer) (string, error) {
	return func(p *Printer) (string, error) { return p.Days(spec) }
}

// TestFormats writes a no-break space as _, so that it can be seen.
func TestFormats(t *testing.T) {
	c := mustLoad(t)
	var got strings.Builder
	for _, w := range written {
		fmt.Fprintf(&got, "%s\n", w.name)
		for _, l := range All {
			s, err := w.call(c.Printer(l))
			if err != nil {
				t.Errorf("%s: %s: %v", l, w.name, err)
			}
			fmt.Fprintf(&got, "  %s  %s\n", l, strings.ReplaceAll(s, noBreak, "_"))
		}
	}
	const file = "testdata/formats.golden"
	if *update {
		if err := os.WriteFile(file, []byte(got.String()), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	gotLines, wantLines := strings.Split(got.String(), "\n"), strings.Split(string(want), "\n")
	for i := range max(len(gotLines), len(wantLines)) {
		if i >= len(gotLines) || i >= len(wantLines) || gotLines[i] != wantLines[i] {
			t.Fatalf("%s:%d differs; read it, then run with -update\ngot:\n%s", file, i+1, got.String())
		}
	}
}

func TestWhatCannotBeWritten(t *testing.T) {
	p := mustLoad(t).Printer(EN)
	for name, call := range map[string]func(*Printer) (string, error){
		"unknown unit":       amount(1, "GBP"),
		"empty unit":         amount(1, ""),
		"unit of a text":     amount(1, "EUR.one"),
		"part of a cent":     amount(1.005, "EUR"),
		"not a number":       amount(math.NaN(), "day"),
		"endless":            amount(math.Inf(1), "EUR"),
		"backwards":          between(400, 300, "AZN"),
		"range in cents":     between(1, 1.005, "EUR"),
		"range without unit": between(1, 2, ""),
		"hours of no length": hours("09:00", "09:00"),
		"hours after 24:00":  hours("09:00", "24:01"),
		"minutes after 59":   hours("09:60", "12:00"),
		"hours without zero": hours("9:00", "12:00"),
		"hours with a sign":  hours("+9:00", "12:00"),
		"empty hours":        hours("", ""),
		"unknown day":        weekdays("monday"),
		"no day":             weekdays(""),
		"open range of days": weekdays("mon-"),
		"days backwards":     weekdays("fri-mon"),
		"day twice":          weekdays("mon-mon"),
	} {
		if got, err := call(p); err == nil || got != "" {
			t.Errorf("%s: got %q, %v, want an error", name, got, err)
		}
	}
	for _, n := range []float64{math.NaN(), math.Inf(-1)} {
		if got := p.Number(n); strings.ContainsAny(got, "0123456789") {
			t.Errorf("Number(%v) = %q", n, got)
		}
	}
}

func TestEveryUnitIsWritten(t *testing.T) {
	c := mustLoad(t)
	for _, unit := range Units() {
		for _, l := range All {
			if got, err := c.Printer(l).Amount(7, unit); err != nil || !strings.HasPrefix(got, "7") {
				t.Errorf("%s: Amount(7, %q) = %q, %v", l, unit, got, err)
			}
		}
	}
}
