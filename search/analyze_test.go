package search

import (
	"slices"
	"strings"
	"testing"
	"unicode/utf8"

	"portal/locales"
)

func TestTerms(t *testing.T) {
	for _, tt := range []struct {
		lang  locales.Lang
		words string // all with the same terms
		want  string
	}{
		{locales.AZ, "qayıdış|QAYIDIŞ|qayidis|qayıdışından|ГАЙЫДЫШ|Qayidish", "qayidis"},
		{locales.AZ, "icazə|İCAZƏ|ICAZƏ|icaze|İcazəsi|i̇cazə", "icaze"},
		{locales.AZ, "Bakı|Bakı'da|Bakı’dan|BAKI", "baki"},
		{locales.AZ, "AB|AB-nin", "ab"},
		{locales.AZ, "şəkil|şəkli|şəkillər", "sekil"},
		{locales.AZ, "işləmək|işləyirəm|işləyənlər|ishleyir", "isle"},
		{locales.AZ, "və|üçün|ucun|isə", ""},
		{locales.AZ, "işə|iş", "is"},
		{locales.NL, "verblijfsvergunning", "verblijfsvergunn verblijf vergunn"},
		{locales.NL, "België|BELGIE|belgië", "belgie"},
		{locales.NL, "foto’s|fotos", "fotos"},
		{locales.FR, "étrangers|ETRANGERS|l’étranger|etranger", "etrang"},
		{locales.FR, "qu’est|le|à|A", ""},
		{locales.FR, "œuvre|oeuvre", "oeuvr"},
		{locales.EN, "embassy|embassy’s|Embassies", "embassi"},
		{locales.EN, "the|what", ""},
		{locales.EN, "'visa'|“visa”|visa\u00ad|VISA", "visa"},
		{locales.EN, "iş", "is"}, // not the English "is"
	} {
		for _, word := range strings.Split(tt.words, "|") {
			if got := strings.Join(Terms(tt.lang, word), " "); got != tt.want {
				t.Errorf("Terms(%s, %q) = %q, want %q", tt.lang, word, got, tt.want)
			}
		}
	}
}

// TestOffsets holds that a word is found where it stands, however its letters
// change when they are folded.
func TestOffsets(t *testing.T) {
	text := "İCAZƏ müvəqqəti: l’œuvre, d'abord — Bakı'da «ИЗНИ» ﬁlm\xff son"
	for _, tt := range []struct {
		lang locales.Lang
		want string
	}{
		{locales.AZ, "İCAZƏ|müvəqqəti|l’œuvre|d'abord|Bakı|ИЗНИ|ﬁlm|son"},
		{locales.FR, "İCAZƏ|müvəqqəti|œuvre|abord|Bakı'da|ИЗНИ|ﬁlm|son"},
	} {
		var got []string
		for _, token := range (analyzer{tt.lang, func(w word) []string { return []string{w.folded} }}).Analyze([]byte(text)) {
			got = append(got, text[token.Start:token.End])
		}
		if strings.Join(got, "|") != tt.want {
			t.Errorf("%s: words %q, want %q", tt.lang, got, tt.want)
		}
	}
}

func TestCompound(t *testing.T) {
	for _, tt := range []struct{ word, want string }{
		{"verblijfsvergunning", "verblijfs vergunning"},
		{"gezinshereniging", "gezins hereniging"},
		{"studentenvisum", "studenten visum"},
		{"landgrens", "land grens"},
		{"werkgever", ""},
		{"visum", ""},
		{"vergunning", ""},
	} {
		if got := strings.Join(compound(tt.word), " "); got != tt.want {
			t.Errorf("compound(%q) = %q, want %q", tt.word, got, tt.want)
		}
	}
}

func TestDistance(t *testing.T) {
	for _, tt := range []struct {
		a, b string
		want int
	}{
		{"visa", "visa", 0}, {"visa", "vsia", 1}, {"visa", "vis", 1}, {"visa", "vissa", 1}, {"visa", "viza", 1}, {"visa", "study", 3},
	} {
		if got := distance(tt.a, tt.b, 2); got != tt.want {
			t.Errorf("distance(%q, %q) = %d, want %d", tt.a, tt.b, got, tt.want)
		}
	}
}

// TestLists holds that the lists of words are fit for use.
func TestLists(t *testing.T) {
	for _, lang := range locales.All {
		l := lists[lang]
		if len(l.stop) < 50 || len(l.synonyms) < 20 {
			t.Errorf("%s: %d stop words and %d synonyms", lang, len(l.stop), len(l.synonyms))
		}
		for _, s := range l.synonyms {
			if len(s.Names) < 2 || slices.Contains(s.Names, "") {
				t.Errorf("%s: synonyms %q", lang, s.Names)
			}
			for _, name := range s.Names {
				if len(sequence(lang, name)) == 0 {
					t.Errorf("%s: %q has only stop words", lang, name)
				}
			}
		}
	}
	for _, file := range []string{"words/az/nouns.txt", "words/az/verbs.txt", "words/nl/parts.txt"} {
		seen := map[string]bool{}
		for _, e := range entries(file) {
			if seen[e] || !utf8.ValidString(e) {
				t.Errorf("%s: %q stands there twice", file, e)
			}
			seen[e] = true
		}
	}
}

func FuzzTerms(f *testing.F) {
	for _, text := range hostile {
		f.Add(text)
	}
	f.Fuzz(func(t *testing.T, text string) {
		for _, lang := range locales.All {
			for _, term := range Terms(lang, text) {
				if term == "" || !utf8.ValidString(term) {
					t.Errorf("Terms(%s, %q) has %q", lang, text, term)
				}
			}
			for _, w := range split(lang, text) {
				if w.start < 0 || w.start >= w.end || w.end > len(text) {
					t.Errorf("%s %q: a word from %d to %d", lang, text, w.start, w.end)
				}
			}
		}
	})
}
