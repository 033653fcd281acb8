package content

import (
	"fmt"
	"time"

	"go.yaml.in/yaml/v3"
)

// Date is a day, a month or a year of the calendar: Day, or Day and Month, are
// 0 where they are not known. The zero Date is no date.
type Date struct {
	Year  int
	Month time.Month
	Day   int
}

// ParseDate reads 2026-11-22, 2026-11 or 2026.
func ParseDate(s string) (Date, error) {
	for i, layout := range []string{"2006-01-02", "2006-01", "2006"} {
		t, err := time.Parse(layout, s)
		if err != nil {
			continue
		}
		d := Date{t.Year(), t.Month(), t.Day()}
		if i > 0 {
			d.Day = 0
		}
		if i > 1 {
			d.Month = 0
		}
		return d, nil
	}
	return Date{}, fmt.Errorf("%q is no date: write it as 2026-11-22, or 2026-11 or 2026 when the day is not known", s)
}

// IsZero reports whether d is no date.
func (d Date) IsZero() bool { return d == Date{} }

// Whole reports whether the day is known.
func (d Date) Whole() bool { return d.Day != 0 }

// String gives the date as it stands in files.
func (d Date) String() string {
	switch {
	case d.Whole():
		return fmt.Sprintf("%04d-%02d-%02d", d.Year, d.Month, d.Day)
	case d.Month != 0:
		return fmt.Sprintf("%04d-%02d", d.Year, d.Month)
	}
	return fmt.Sprintf("%04d", d.Year)
}

// In is the first moment of the date in a zone.
func (d Date) In(zone *time.Location) time.Time {
	return time.Date(d.Year, max(d.Month, 1), max(d.Day, 1), 0, 0, 0, 0, zone)
}

// Before reports whether d begins before e.
func (d Date) Before(e Date) bool { return d.In(time.UTC).Before(e.In(time.UTC)) }

func (d *Date) decode(n *yaml.Node) (err error) {
	*d, err = ParseDate(n.Value)
	return err
}

// End is the first moment after the date in a zone.
func (d Date) End(zone *time.Location) time.Time {
	switch start := d.In(zone); {
	case d.Whole():
		return start.AddDate(0, 0, 1)
	case d.Month != 0:
		return start.AddDate(0, 1, 0)
	default:
		return start.AddDate(1, 0, 0)
	}
}
