package locales

import (
	"slices"
	"strings"
	"testing"
)

func TestCompare(t *testing.T) {
	c := mustLoad(t)
	for _, tt := range []struct {
		lang Lang
		want string // in the right order
	}{
		{AZ, "a b c ç d e ə f g ğ h x ı i j k q l m n o ö p r s ş t u ü v y z"},
		{AZ, "A B C Ç D E Ə F G Ğ H X I İ J K Q L M N O Ö P R S Ş T U Ü V Y Z"},
		{AZ, "ev əmr fərq"},
		{AZ, "hava xalq ışıq icazə iş"},
		{AZ, "kart qanun lövhə sənəd şəxs"},
		{AZ, "Icma ıslaq İcazə ilk"},
		{NL, "annex-9 annex-13 annexe"},
		{NL, "aanvraag België beroep boete één gemeente"},
		{FR, "cote coté côte côté"},
		{FR, "eau école état étrangers Fedasil œuvre ordre"},
		{EN, "appeal-court asylum Azerbaijan visa"},
	} {
		want := strings.Fields(tt.want)
		got := slices.Clone(want)
		slices.Reverse(got)
		slices.SortFunc(got, c.Printer(tt.lang).Compare)
		if !slices.Equal(got, want) {
			t.Errorf("%s: got  %q\nwant %q", tt.lang, got, want)
		}
	}
}

// Strings that the alphabet does not tell apart still have one order.
func TestCompareIsTotal(t *testing.T) {
	p := mustLoad(t).Printer(EN)
	if p.Compare("a\x00", "a") == 0 || p.Compare("a", "a") != 0 {
		t.Error("only equal strings may be 0")
	}
}

func TestInitial(t *testing.T) {
	c := mustLoad(t)
	for _, tt := range []struct {
		lang    Lang
		s, want string
	}{
		{AZ, "icazə", "İ"},
		{AZ, "ışıq", "I"},
		{AZ, "ICAM", "I"},
		{AZ, "əmr", "Ə"},
		{AZ, "çıxış", "Ç"},
		{AZ, "c\u0327ıxış", "Ç"}, // decomposed
		{AZ, "“ASAN xidmət”", "A"},
		{NL, "één", "E"},
		{NL, "icam", "I"},
		{FR, "état", "E"},
		{FR, "École", "E"},
		{FR, "œuvre", "O"},
		{FR, "ça", "C"},
		{EN, "annex 13", "A"},
		{EN, "İcazə", "I"},
		{EN, "112", "0–9"},
		{EN, "", ""},
		{EN, "—", ""},
		{EN, "\xff", ""},
	} {
		if got := c.Printer(tt.lang).Initial(tt.s); got != tt.want {
			t.Errorf("%s: Initial(%q) = %q, want %q", tt.lang, tt.s, got, tt.want)
		}
	}
}
