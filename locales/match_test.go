package locales

import (
	"strings"
	"testing"
)

var matches = []struct {
	header string
	want   Lang
	ok     bool
}{
	{"az", AZ, true},
	{"az-Latn-AZ", AZ, true},
	{"az-Cyrl", AZ, true},
	{"nl-BE,nl;q=0.9", NL, true},
	{"NL-be", NL, true},
	{"fr-BE, fr;q=0.8, en;q=0.5", FR, true},
	{"en-US-u-rg-bezzzz", EN, true},
	{"en;q=0.1, fr;q=0.2", FR, true},
	{"en, fr", EN, true},
	{"fr;q=0.5, nl;q=0.5", FR, true},
	{"de-BE, nl;q=0.4", NL, true},
	{"tr", AZ, true},
	{"ru", AZ, true},
	{"tr-TR,ru;q=0.9", AZ, true},
	{"tr-TR,en;q=0.5", AZ, true},
	{"nl;q=0.3,ru", AZ, true},
	{"ru;q=0.3,nl", NL, true},
	{"nl;q=0, en;q=0.1", EN, true},
	{"!!!, en;q=0.1", EN, true},
	{"nl;q=x, en;q=0.1", EN, true},
	{"nl;q=7, en", EN, true},
	{"nl;q=NaN, en;q=0.1", EN, true},
	{"nl;q=-1", "", false},
	{"nl;q=0", "", false},
	{"ja", "", false},
	{"af", "", false},
	{"vls", "", false},
	{"tk, uz, kk", "", false},
	{"und-NL", "", false},
	{"mul", "", false},
	{"*", "", false},
	{"*;q=0.5", "", false},
	{"", "", false},
	{",,;q=1,", "", false},
	{"\x00\xff", "", false},
	{"x-private", "", false},
	{strings.Repeat("ja,", 400) + "en", "", false},
}

func TestMatch(t *testing.T) {
	for _, tt := range matches {
		if got, ok := Match(tt.header); got != tt.want || ok != tt.ok {
			t.Errorf("Match(%q) = %q, %v, want %q, %v", tt.header, got, ok, tt.want, tt.ok)
		}
	}
}

func TestParse(t *testing.T) {
	for s, want := range map[string]bool{"az": true, "nl": true, "fr": true, "en": true, "AZ": false, "de": false, "": false} {
		if got, ok := Parse(s); ok != want || string(got) != s {
			t.Errorf("Parse(%q) = %q, %v, want %v", s, got, ok, want)
		}
	}
}

func FuzzMatch(f *testing.F) {
	for _, tt := range matches {
		f.Add(tt.header)
	}
	f.Fuzz(func(t *testing.T, header string) {
		got, ok := Match(header)
		if _, known := Parse(string(got)); ok != known {
			t.Errorf("Match(%q) = %q, %v", header, got, ok)
		}
		// Saying everything twice changes nothing.
		twice := header + "," + header
		if again, _ := Match(twice); len(twice) <= maxHeader && again != got {
			t.Errorf("Match(%q) = %q, said twice %q", header, got, again)
		}
	})
}
