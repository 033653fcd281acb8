package locales

import (
	"maps"
	"regexp"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/BurntSushi/toml"
	"golang.org/x/text/unicode/norm"
)

// forms are the plural forms that CLDR gives each language.
var forms = map[Lang][]string{
	AZ: {"one", "other"},
	NL: {"one", "other"},
	FR: {"many", "one", "other"},
	EN: {"one", "other"},
}

func mustLoad(t testing.TB) *Catalog {
	t.Helper()
	c, err := Load()
	if err != nil {
		t.Fatal(err)
	}
	return c
}

// read returns the message file of a language as key -> form -> text, without
// the help of go-i18n. A text without plural forms has the form "".
func read(t *testing.T, l Lang) map[string]map[string]string {
	t.Helper()
	data, err := files.ReadFile("active." + string(l) + ".toml")
	if err != nil {
		t.Fatal(err)
	}
	var raw map[string]any
	if err := toml.Unmarshal(data, &raw); err != nil {
		t.Fatalf("%s: %v", l, err)
	}
	texts := map[string]map[string]string{}
	flatten("", raw, texts)
	return texts
}

func flatten(prefix string, raw map[string]any, texts map[string]map[string]string) {
	for k, v := range raw {
		switch v := v.(type) {
		case map[string]any:
			flatten(prefix+k+".", v, texts)
		case string:
			key, form := prefix+k, ""
			if slices.Contains([]string{"zero", "one", "two", "few", "many", "other"}, k) {
				key, form = strings.TrimSuffix(prefix, "."), k
			}
			if texts[key] == nil {
				texts[key] = map[string]string{}
			}
			texts[key][form] = v
		}
	}
}

func TestCatalogsHaveTheSameTexts(t *testing.T) {
	want := read(t, EN)
	if len(want) < 200 {
		t.Fatalf("only %d texts read", len(want))
	}
	for _, l := range All {
		got := read(t, l)
		for key, texts := range got {
			en, ok := want[key]
			if !ok {
				t.Errorf("%s: %q is not in English", l, key)
				continue
			}
			if _, plain := en[""]; !plain {
				if f := slices.Sorted(maps.Keys(texts)); !slices.Equal(f, forms[l]) {
					t.Errorf("%s: %q has the forms %q, want %q", l, key, f, forms[l])
				}
			} else if len(texts) != 1 || texts[""] == "" {
				t.Errorf("%s: %q is plural here and not in English", l, key)
			}
			samePlaceholders(t, l, key, texts, en)
		}
		for key := range want {
			if got[key] == nil {
				t.Errorf("%s: %q is missing", l, key)
			}
		}
	}
}

// samePlaceholders demands the same placeholders in each form.
func samePlaceholders(t *testing.T, l Lang, key string, texts, en map[string]string) {
	for _, want := range en {
		for form, text := range texts {
			if got, want := fields(text), fields(want); !slices.Equal(got, want) {
				t.Errorf("%s: %q %s has the placeholders %q, English %q", l, key, form, got, want)
			}
		}
	}
}

// What a language never writes, and why.
var faults = []struct {
	langs []Lang
	re    *regexp.Regexp
	why   string
}{
	{All, regexp.MustCompile(`^\s|\s$|^$`), "empty or space at an end"},
	{All, regexp.MustCompile(`  |\s\n`), "two spaces"},
	{All, regexp.MustCompile(`["'!]`), "straight quote or exclamation mark"},
	{All, regexp.MustCompile(`[<>&]`), "HTML"},
	{All, regexp.MustCompile(`\p{Cyrillic}|ǝ|\x{00AD}`), "Cyrillic letter, U+01DD for ə or soft hyphen"},
	{[]Lang{AZ}, regexp.MustCompile(`[’‘]`), "apostrophe"},
	{[]Lang{AZ}, regexp.MustCompile(`[«»]`), "quotes of French"},
	{[]Lang{AZ}, regexp.MustCompile(`(?i)yevro|məktəblər|mışdır|maqdadır`), "word of voice.md"},
	{[]Lang{FR}, regexp.MustCompile(`[^\x{00A0}][:;?!%»]`), "no no-break space before : ; ? ! % »"},
	{[]Lang{FR}, regexp.MustCompile(`«[^\x{00A0}]`), "no no-break space after «"},
	{[]Lang{FR}, regexp.MustCompile(`\bEtat|^A |[“”]`), "accent on a capital, or quotes of English"},
	{[]Lang{NL}, regexp.MustCompile(`(?i)gelieve|dient u|indien|reeds|[“”«»]`), "officialese, or quotes of another language"},
	{[]Lang{EN}, regexp.MustCompile(`(?i)please|n’t\b|[«»]`), "please, contraction, or quotes of French"},
}

func TestCatalogsFollowTheVoice(t *testing.T) {
	for _, l := range All {
		for key, texts := range read(t, l) {
			for _, text := range texts {
				shown := placeholder.ReplaceAllString(text, "x")
				if strings.ContainsAny(shown, "{}") {
					t.Errorf("%s: %q has a brace left: %s", l, key, text)
				}
				if norm.NFC.String(text) != text {
					t.Errorf("%s: %q is not in NFC", l, key)
				}
				for _, f := range faults {
					if slices.Contains(f.langs, l) && f.re.MatchString(shown) {
						t.Errorf("%s: %q: %s: %s", l, key, f.why, text)
					}
				}
			}
		}
	}
}

func TestT(t *testing.T) {
	c := mustLoad(t)
	for _, tt := range []struct {
		lang Lang
		id   string
		args []any
		want string // "" is an error
	}{
		{AZ, "nav.skip", nil, "Əsas mətnə keç"},
		{FR, "search.for", []any{"q", "visa <b>"}, "Résultats pour «\u00a0visa <b>\u00a0»"},
		{EN, "search.corrected", []any{"q", "visa", "orig", "vsia"}, "We searched for “visa”. Search for “vsia” instead"},
		{NL, "search.for", []any{"q", "{{.q}}"}, "Resultaten voor ‘{{.q}}’"},
		{EN, "search.for", nil, ""},
		{EN, "search.for", []any{"q"}, ""},
		{EN, "search.for", []any{1, "visa"}, ""},
		{EN, "search.for", []any{"query", "visa"}, ""},
		{EN, "search.for", []any{"q", "visa", "orig", "vsia"}, ""},
		{EN, "nav.skip", []any{"q", "visa"}, ""},
		{EN, "nav.nothing", nil, ""},
		{EN, "nav", nil, ""},
		{EN, "", nil, ""},
		{EN, "search.count", []any{"n", 3}, ""},
	} {
		got, err := c.Printer(tt.lang).T(tt.id, tt.args...)
		if got != tt.want || (err != nil) != (tt.want == "") {
			t.Errorf("%s: T(%q, %q) = %q, %v, want %q", tt.lang, tt.id, tt.args, got, err, tt.want)
		}
	}
}

func TestN(t *testing.T) {
	c := mustLoad(t)
	for _, tt := range []struct {
		lang Lang
		n    int
		want string
	}{
		{AZ, 0, "0 nəticə"}, {AZ, 1, "1 nəticə"}, {AZ, 12, "12 nəticə"},
		{NL, 0, "0 resultaten"}, {NL, 1, "1 resultaat"}, {NL, 1234, "1.234 resultaten"},
		{FR, 0, "0 résultat"}, {FR, 1, "1 résultat"}, {FR, 2, "2 résultats"},
		{FR, 1_000_000, "1\u00a0000\u00a0000 résultats"},
		{EN, 0, "0 results"}, {EN, 1, "1 result"}, {EN, 1234, "1,234 results"},
	} {
		if got, err := c.Printer(tt.lang).N("search.count", tt.n); got != tt.want || err != nil {
			t.Errorf("%s: N(search.count, %d) = %q, %v, want %q", tt.lang, tt.n, got, err, tt.want)
		}
	}
	for _, id := range []string{"nav.skip", "search.nothing"} {
		if got, err := c.Printer(EN).N(id, 1); err == nil {
			t.Errorf("N(%q, 1) = %q, want an error", id, got)
		}
	}
	if got, err := c.Printer(EN).N("search.count", 1, "q", "visa"); err == nil {
		t.Errorf("N with an unknown placeholder = %q, want an error", got)
	}
}

// A text in only one language must not appear in another.
func TestNoFallback(t *testing.T) {
	p, err := newPrinter(NL, []byte("[nav]\nskip = \"Naar de inhoud\"\n"), "active.nl.toml")
	if err != nil {
		t.Fatal(err)
	}
	if got, err := p.T("nav.menu"); err == nil {
		t.Errorf("T(nav.menu) = %q, want an error", got)
	}
}

func TestPrinterIsSafeForConcurrentUse(t *testing.T) {
	p := mustLoad(t).Printer(FR)
	var wg sync.WaitGroup
	for range 8 {
		wg.Go(func() {
			for range 50 {
				if got, err := p.T("search.for", "q", "x"); err != nil {
					t.Errorf("T = %q, %v", got, err)
				}
				if got, err := p.Amount(2, "day"); got != "2 jours" || err != nil {
					t.Errorf("Amount = %q, %v", got, err)
				}
				if p.Compare("été", "étude") >= 0 {
					t.Error("été does not stand before étude")
				}
			}
		})
	}
	wg.Wait()
}

func TestEndonym(t *testing.T) {
	for l, want := range map[Lang]string{AZ: "Azərbaycanca", NL: "Nederlands", FR: "Français", EN: "English", "de": ""} {
		if got := l.Endonym(); got != want {
			t.Errorf("%s: endonym %q, want %q", l, got, want)
		}
	}
}
