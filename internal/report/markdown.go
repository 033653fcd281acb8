package report

import (
	"cmp"
	"fmt"
	"strings"

	"portal/content"
	"portal/locales"
)

// A comment on a pull request holds 65536 characters; people read less.
const (
	mostRows      = 40 // of a list
	mostSentences = 6  // of a part, of each kind
)

var (
	languages = map[locales.Lang]string{locales.AZ: "Azerbaijani", locales.NL: "Dutch", locales.FR: "French", locales.EN: "English"}
	whats     = map[string]string{
		"new": "new", "changed": "changed", "draft": "a draft: readers do not see it", "hidden": "not yet for readers",
		"withdrawn": "withdrawn: it stays readable under a banner", "moved": "leads to another page now",
		"gone": "taken away: its address gives the reason", "deleted": "deleted",
	}
	kinds = map[string]string{
		"update": "a change in the law", "applies": "the rule starts to apply", "published": "new page", "changed": "page changed",
		"corrected": "correction", "moved": "page moved", "withdrawn": "page withdrawn",
	}
)

// Markdown is the report as a comment for a pull request. Links begin with
// base, the public origin of the site; without one there are none.
func (r Report) Markdown(base string) string {
	w := &writer{base: strings.TrimSuffix(base, "/")}
	w.line("## What this changes for readers")
	w.line("%s", r.Summary())
	w.list("It cannot be published yet", "What readers see stays as it is until this is put right. Links that lead nowhere are among it.", problems(r.Problems))
	w.list("What its authors left out", "It can be published, but the check of the pull request does not pass.", problems(r.Omissions))
	w.pages(r)
	w.stale(r)
	w.entries(r)
	w.values(r)
	w.expiring(r)
	w.plainness(r)
	w.missing(r)
	return w.String()
}

// Summary is the report in one line.
func (r Report) Summary() string {
	var parts []string
	add := func(n int, one, many string) {
		switch {
		case n == 1:
			parts = append(parts, "1 "+one)
		case n > 1:
			parts = append(parts, fmt.Sprint(n)+" "+many)
		}
	}
	add(len(r.Problems), "problem keeps it from being published", "problems keep it from being published")
	add(len(r.Omissions), "thing was left out", "things were left out")
	add(len(r.Pages), "page or update changes", "pages and updates change")
	add(len(r.Stale), "translation falls behind", "translations fall behind")
	add(len(r.Entries), "entry comes into the feeds", "entries come into the feeds")
	add(len(r.Values), "fact or contact changes", "facts and contacts change")
	add(len(r.Expiring), "fact runs out within 60 days", "facts run out within 60 days")
	if len(parts) == 0 {
		return "Nothing changes."
	}
	return strings.Join(parts, ", ") + "."
}

type writer struct {
	strings.Builder
	base string
}

// line writes a paragraph or heading.
func (w *writer) line(format string, args ...any) { fmt.Fprintf(w, format+"\n\n", args...) }

// list writes a heading and rows under it; nothing without rows.
func (w *writer) list(heading, lead string, rows []string) {
	if len(rows) == 0 {
		return
	}
	w.line("### %s", heading)
	if lead != "" {
		w.line("%s", lead)
	}
	for i, row := range rows {
		if i == mostRows {
			fmt.Fprintf(w, "- and %d more\n", len(rows)-i)
			break
		}
		fmt.Fprintf(w, "- %s\n", row)
	}
	w.WriteString("\n")
}

func problems(all []content.Problem) []string {
	var rows []string
	for _, p := range all {
		where := ""
		if p.File != "" {
			where = "`" + p.File + "`"
			if p.Line > 0 {
				where += fmt.Sprintf(", line %d", p.Line)
			}
			where += ": "
		}
		rows = append(rows, where+escape(p.Msg))
	}
	return rows
}

func (w *writer) stale(r Report) {
	var rows []string
	for _, s := range r.Stale {
		if s.Missing {
			rows = append(rows, fmt.Sprintf("**%s**: `%s` is missing: readers get the source text", languages[s.Lang], s.File))
			continue
		}
		var parts []string
		for _, p := range s.Parts {
			said := p.Now
			if len(said) == 0 {
				said = p.Was
			}
			parts = append(parts, escape(p.Name)+quote(said))
		}
		rows = append(rows, fmt.Sprintf("**%s**: `%s`, %s", languages[s.Lang], s.File, strings.Join(parts, "; ")))
	}
	w.list("Translations that fall behind", "Their readers see a mark and the new source text until these sentences are translated.", rows)
}

// quote gives the first of the sentences that matter.
func quote(sentences []string) string {
	if len(sentences) == 0 {
		return ""
	}
	more := ""
	if len(sentences) > 1 {
		more = fmt.Sprintf(" and %d more", len(sentences)-1)
	}
	return " (“" + escape(sentences[0]) + "”" + more + ")"
}

// entries groups what is one piece of news in several languages.
func (w *writer) entries(r Report) {
	var rows []string
	for _, e := range r.Entries {
		when := ""
		if e.Pending {
			when = ", on " + e.At.Format("2 January 2006")
		}
		rows = append(rows, fmt.Sprintf("%s: **%s** (%s%s), in %s", languages[e.Lang], escape(e.Title), cmp.Or(kinds[e.Kind], e.Kind), when, "`"+strings.Join(e.Feeds, "`, `")+"`"))
	}
	w.list("What subscribers get", "", rows)
}

func (w *writer) values(r Report) {
	var rows []string
	for _, v := range r.Values {
		row := fmt.Sprintf("the %s `%s`", v.Kind, v.Key)
		if v.Kind == "fact" {
			row += fmt.Sprintf(": %s, was %s", cmp.Or(escape(v.Now), "no value"), cmp.Or(escape(v.Was), "no value"))
		} else {
			row += ": " + strings.Join(v.Fields, ", ")
		}
		if v.From != "" {
			row += ", from " + v.From
		}
		rows = append(rows, row+shownOn(v.Pages))
	}
	w.list("Facts and contacts that change", "They change in all languages of the pages that show them.", rows)
}

func shownOn(pages []string) string {
	if len(pages) == 0 {
		return "; on no page"
	}
	more := ""
	if len(pages) > mostSentences {
		pages, more = pages[:mostSentences], fmt.Sprintf(" and %d more", len(pages)-mostSentences)
	}
	return "; on `" + strings.Join(pages, "`, `") + "`" + more
}

func (w *writer) expiring(r Report) {
	var rows []string
	for _, e := range r.Expiring {
		row := fmt.Sprintf("`%s`: its last day is %s", e.Key, e.Until)
		if e.Ended {
			row = fmt.Sprintf("`%s`: it ended on %s, and readers are told so", e.Key, e.Until)
		}
		rows = append(rows, row+shownOn(e.Pages))
	}
	w.list("Facts that run out", "Within 60 days, and nothing is written for the time after.", rows)
}

func (w *writer) missing(r Report) {
	var rows []string
	for _, p := range r.Pages {
		for _, what := range p.Missing {
			rows = append(rows, fmt.Sprintf("`%s`: %s", p.Folder, what))
		}
	}
	w.list("Contacts and sources that are missing", "", rows)
}

func (w *writer) link(text, address string) string {
	if w.base == "" || address == "" {
		return escape(text)
	}
	return "[" + escape(text) + "](" + w.base + address + ")"
}

var markup = strings.NewReplacer(`\`, `\\`, "`", "\\`", "*", `\*`, "_", `\_`, "[", `\[`, "]", `\]`, "<", "&lt;", ">", "&gt;", "|", `\|`, "#", `\#`, "@", "@\u200b", "\n", " ")

// escape makes a text of an author show as it is. A name behind @ would call
// somebody.
func escape(s string) string { return markup.Replace(s) }
