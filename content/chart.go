package content

import (
	"encoding/csv"
	"slices"
	"strconv"
	"strings"

	"portal/locales"
)

// Chart is a row of numbers that is better looked at than read. Its numbers
// stand in data/<key>.csv, what they mean in data/<key>.yaml.
type Chart struct {
	Key string `yaml:"-"`

	Title   locales.Texts `yaml:"title"`
	Unit    locales.Texts `yaml:"unit"` // what is counted: "euros a month"
	Sources []string      `yaml:"sources"`

	Rows []Row `yaml:"-"`
	file *file
}

// Row is one bar of a chart.
type Row struct {
	Label locales.Texts
	Value float64
}

var chartHeader = []string{"az", "nl", "fr", "en", "value"}

// charts reads the folder data.
func (l *loader) charts() {
	for _, name := range l.files("data") {
		c := &Chart{Key: strings.TrimSuffix(strings.TrimPrefix(name, "data/"), ".yaml")}
		c.file = l.yaml(name, c)
		f := l.file(strings.TrimSuffix(name, ".yaml") + ".csv")
		if src, ok := l.read(f); ok {
			c.Rows = readRows(f, src)
		}
		l.tree.Charts[c.Key] = c
	}
}

func readRows(f *file, src string) []Row {
	r := csv.NewReader(strings.NewReader(src))
	r.FieldsPerRecord = len(chartHeader)
	records, err := r.ReadAll()
	if err != nil {
		f.line(0, "is not readable as CSV: %v", err)
		return nil
	}
	if len(records) < 3 || !slices.Equal(records[0], chartHeader) {
		f.line(1, "begins with the line “%s” and has two rows or more", strings.Join(chartHeader, ","))
		return nil
	}
	var rows []Row
	for i, record := range records[1:] {
		row := Row{Label: locales.Texts{}}
		for j, lang := range locales.All {
			if record[j] == "" {
				f.line(i+2, "the label in %s is missing", lang)
			}
			row.Label[lang] = typography(lang, record[j])
		}
		if row.Value, err = strconv.ParseFloat(record[4], 64); err != nil || row.Value < 0 {
			f.line(i+2, "“%s” is not a number: write 1030.50 without spaces or signs", record[4])
		}
		rows = append(rows, row)
	}
	return rows
}

func (l *loader) checkChart(c *Chart) {
	for i, key := range c.Sources {
		reference(l, c.file, index("sources", i), "source", key, l.tree.Sources)
	}
}
