package content

import (
	"encoding/csv"
	"os"
	"slices"
	"strings"
	"testing"

	"portal/locales"
)

// TestReadersQuestions reads the site as its readers do: with a question.
// testdata/questions.tsv names for each question the page, the heading, and
// what answers it: "fact key", "contact key", or a phrase in each language.
// The answer must stand under that heading in all four languages.
func TestReadersQuestions(t *testing.T) {
	f, err := os.Open("testdata/questions.tsv")
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	table := csv.NewReader(f)
	table.Comma, table.Comment, table.LazyQuotes = '\t', '#', true
	rows, err := table.ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	if want := []string{"question", "page", "heading", "az", "nl", "fr", "en"}; !slices.Equal(rows[0], want) {
		t.Fatalf("columns %v, want %v", rows[0], want)
	}
	tree := load(t, Embedded())
	asked := map[string]int{}
	read := map[string]*Rendered{} // each text is rendered once
	for _, row := range rows[1:] {
		question, id, heading := row[0], row[1], row[2]
		page := tree.Pages[id]
		if page == nil {
			t.Errorf("%s: there is no page %q", question, id)
			continue
		}
		asked[id]++
		for i, lang := range locales.All {
			r, key := printed(tree, lang), id+string(lang)
			if read[key] == nil {
				if read[key], err = r.Body(page.Text(lang)); err != nil {
					t.Fatal(err)
				}
			}
			if !answered(r, read[key], heading, row[3+i]) {
				t.Errorf("%s: %s in %s does not say %q under {#%s}", question, id, lang, row[3+i], heading)
			}
		}
	}
	for id, page := range tree.Pages {
		if asked[id] == 0 && page.Kind != "directory" && page.Section != "site" {
			t.Errorf("nobody asks anything that %s answers", id)
		}
	}
	t.Logf("%d questions on %d pages", len(rows)-1, len(asked))
}

// answered reports whether a heading's text, those below it included, holds
// the answer.
func answered(r *Renderer, body *Rendered, heading, answer string) bool {
	return slices.ContainsFunc(forms(r, answer), func(form string) bool {
		return form != "" && strings.Contains(plainly(under(body, heading)), plainly(form))
	})
}

// under is the text from a heading to the next of its level.
func under(body *Rendered, id string) string {
	if id == "_top" {
		return body.Passages[0].Text
	}
	var text strings.Builder
	level := 0
	for i, h := range body.Headings {
		if level > 0 && h.Level <= level {
			break
		}
		if h.ID == id {
			level = h.Level
		}
		if level > 0 {
			text.WriteString(body.Passages[i+1].Text + "\n")
		}
	}
	return text.String()
}

// forms are the ways in which an answer may be printed.
func forms(r *Renderer, answer string) []string {
	kind, key, found := strings.Cut(answer, " ")
	switch {
	case found && kind == "fact" && validName.MatchString(key):
		var all []string
		for _, mode := range []string{"", "number"} {
			if s, err := r.Fact(key, mode); err == nil {
				all = append(all, s)
			}
		}
		return all
	case found && kind == "contact" && r.Tree.Contacts[key] != nil:
		c := r.Tree.Contacts[key]
		all := []string{c.Name[r.Printer.Lang()]}
		for _, p := range c.Phones {
			all = append(all, p.Display)
		}
		return all
	}
	return []string{answer}
}

func plainly(s string) string {
	return strings.ToLower(strings.Join(strings.Fields(strings.ReplaceAll(s, "\u00a0", " ")), " "))
}
