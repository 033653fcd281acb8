package content

import (
	"cmp"
	"fmt"
	"maps"
	"regexp"
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/yuin/goldmark/ast"

	"portal/locales"
)

// Headings with a meaning, in their order. Their texts are those of the
// interface: heading.who and so on, upd.who and so on.
var (
	pageHeadings   = []string{"who", "steps", "papers", "cost", "problems", "legal-ways", "ask"}
	updateHeadings = []string{"who", "now", "before"}
)

func (l *loader) checkPage(p *Page) {
	l.checkTexts(p.file, p.Texts, p.SourceLang, pageHeadings, "heading.")
	for _, lang := range ordered(p.Texts) {
		l.checkGuidance(p, p.Texts[lang])
	}
	if !p.file.broken {
		l.checkPageData(p)
	}
}

func (l *loader) checkPageData(p *Page) {
	t, f := l.tree, p.file
	choice(f, "kind", p.Kind, kinds)
	choice(f, "direction", p.Direction, directions)
	if !validName.MatchString(p.ID) || !validName.MatchString(p.Section) {
		f.line(0, "folder names are of the letters a-z, digits and “-”")
	}
	l.checkSubjects(f, p.Jurisdictions, p.Topics, p.Sources)
	if len(p.Contacts) == 0 {
		f.at("contacts", "a page ends with somebody to ask: name a contact at least")
	}
	for i, key := range p.Contacts {
		reference(l, f, index("contacts", i), "contact", key, t.Contacts)
	}
	for i, id := range p.Related {
		reference(l, f, index("related", i), "page", id, t.Pages)
	}
	if p.Fate != nil {
		l.checkFate(p)
	}
	if len(p.Changes) == 0 {
		f.at("changes", "a page begins with a change of the kind “published”")
	}
	l.checkChanges(f, p.Changes, p.Texts)
	if p.Critical && len(p.Changes) > 0 {
		l.checkCritical(p)
	}
}

// checkGuidance is what pages need and updates do not.
func (l *loader) checkGuidance(p *Page, t *Text) {
	l.checkAmounts(t)
	l.checkPlain(t)
	l.checkNumbers(t)
	if t.file.broken {
		return
	}
	if len(t.Keywords) < 6 {
		t.file.at("keywords", "give six keywords or more: what people really type, other languages included")
	}
	if p.Sensitive && t.TabTitle == "" {
		t.file.at("", "a sensitive page needs “tab_title”: a neutral text for browser tab and history")
	}
	if p.Kind == "risk" && !t.body.leadsTo("legal-ways") {
		t.file.at("", "a risk page needs the heading {#legal-ways} with at least one link to a page")
	}
}

// checkAmounts wants a date beside each amount of money, once on the page.
func (l *loader) checkAmounts(t *Text) {
	dated := map[string]bool{}
	for _, n := range t.body.inserts {
		if n.mode == "asof" {
			dated[n.key] = true
		}
	}
	for _, n := range t.body.inserts {
		fact, ok := l.tree.Facts[n.key]
		if n.kind != "fact" || !ok || dated[n.key] || strings.HasPrefix(n.mode, "at ") {
			continue
		}
		if slices.ContainsFunc(fact.Periods, func(p Period) bool { return slices.Contains(money, p.Unit) }) {
			t.file.line(t.body.at(n.pos), "the amount “%s” needs its date once on this page: {{fact %s asof}}", n.key, n.key)
			dated[n.key] = true
		}
	}
}

// leadsTo reports whether a page is linked under a heading.
func (b *body) leadsTo(id string) bool {
	i := slices.IndexFunc(b.headings, func(h Heading) bool { return h.ID == id })
	if i < 0 {
		return false
	}
	end := len(b.src)
	for _, h := range b.headings[i+1:] {
		if h.Level <= b.headings[i].Level {
			end = h.pos
			break
		}
	}
	return slices.ContainsFunc(b.links, func(l link) bool {
		return l.kind == "page" && l.pos > b.headings[i].pos && l.pos < end
	})
}

func (l *loader) checkFate(p *Page) {
	choice(p.file, "fate.kind", p.Fate.Kind, fates)
	if p.Fate.Kind == "redirect" {
		if to := reference(l, p.file, "fate.to", "page", p.Fate.To, l.tree.Pages); to != nil && to.Fate != nil {
			p.file.at("fate.to", "the page “%s” is withdrawn itself: lead readers to a page that guides", p.Fate.To)
		}
	}
}

// checkCritical refuses a change whose translations lag, unless it is urgent.
func (l *loader) checkCritical(p *Page) {
	last := p.Changes[0]
	if last.Kind == "minor" || last.Urgent != "" {
		return
	}
	for _, lang := range locales.All {
		if tr := p.Translation(lang); !tr.Current() && !(p.Texts[lang] != nil && p.Texts[lang].Follows == nil) {
			p.file.at("changes[0]", "this page is critical and its text in %s does not follow %s yet: translate it, or give “urgent: <reason>”", lang, p.SourceLang)
		}
	}
}

func (l *loader) checkUpdate(u *Update) {
	l.checkTexts(u.file, u.Texts, u.SourceLang, updateHeadings, "upd.")
	if !u.file.broken {
		l.checkUpdateData(u)
	}
}

func (l *loader) checkUpdateData(u *Update) {
	t, f := l.tree, u.file
	choice(f, "act_kind", u.ActKind, actKinds)
	choice(f, "stage", u.Stage, stages)
	choice(f, "confidence", u.Confidence, confidences)
	choice(f, "original_lang", u.OriginalLang, otherLangs)
	l.checkSubjects(f, u.Jurisdictions, u.Topics, u.Sources)
	if len(u.Topics) == 0 {
		f.at("topics", "an update has a topic at least: readers subscribe by topic")
	}
	for i, id := range u.Supersedes {
		reference(l, f, index("supersedes", i), "update", id, t.Updates)
	}
	for i, id := range u.Pages {
		reference(l, f, index("pages", i), "page", id, t.Pages)
	}
	for path, d := range map[string]*Dated{"adopted": u.Adopted, "published": u.Published, "in_force": u.InForce, "applies": u.Applies, "until": u.Until} {
		if d != nil {
			choice(f, path+".basis", d.Basis, bases)
		}
	}
	if u.AnnouncedAt.In(l.tree.zones["be"]).Year() != u.Year {
		f.at("announced_at", "an update lies in the folder of the year it was announced: %d, not %d", u.AnnouncedAt.Year(), u.Year)
	}
	l.checkChanges(f, u.Changes, u.Texts)
}

func (l *loader) checkSubjects(f *file, laws, topics, sources []string) {
	for i, law := range laws {
		choice(f, index("jurisdictions", i), law, jurisdictions)
	}
	var known []string
	for _, topic := range l.tree.Topics {
		known = append(known, topic.Key)
	}
	for i, topic := range topics {
		if !l.topics.broken {
			choice(f, index("topics", i), topic, known)
		}
	}
	for i, key := range sources {
		reference(l, f, index("sources", i), "source", key, l.tree.Sources)
	}
	for path, list := range map[string][]string{"jurisdictions": laws, "sources": sources} {
		if len(list) == 0 {
			f.at(path, "“%s” is empty", path)
		}
	}
}

func (l *loader) checkChanges(f *file, changes []Change, texts map[locales.Lang]*Text) {
	ids := map[string]bool{}
	for i, c := range changes {
		path := index("changes", i)
		choice(f, path+".kind", c.Kind, changeKinds)
		if ids[c.ID] || !validName.MatchString(c.ID) {
			f.at(path+".id", "the id “%s” must be of a-z, digits and “-”, and stand once on the page", c.ID)
		}
		ids[c.ID] = true
		if i > 0 && !c.At.Before(changes[i-1].At) {
			f.at(path+".at", "changes stand newest first: this one is not older than the one above")
		}
		if c.Kind != "minor" && len(c.Note) == 0 {
			f.at(path, "the change needs a note for its readers, or the kind “minor”")
		}
		if c.Update != "" {
			reference(l, f, path+".update", "update", c.Update, l.tree.Updates)
		}
		for _, lang := range ordered(texts) {
			if c.Section != "" && !texts[lang].body.has(c.Section) {
				f.at(path+".section", "%s has no heading {#%s}", texts[lang].file.name, c.Section)
			}
		}
	}
}

func (b *body) has(id string) bool {
	return slices.ContainsFunc(b.headings, func(h Heading) bool { return h.ID == id })
}

// checkTexts holds each language against the rules and against its source.
func (l *loader) checkTexts(f *file, texts map[locales.Lang]*Text, source locales.Lang, fixed []string, prefix string) {
	src, ok := texts[source]
	if !ok {
		f.line(0, "the source text %s.md is missing", source)
		return
	}
	for _, lang := range ordered(texts) {
		t := texts[lang]
		if !t.file.broken {
			l.checkFront(t)
		}
		l.checkHeadings(t, fixed, prefix)
		l.checkBody(t, texts)
		l.checkWords(t)
		if lang == source {
			continue
		}
		if got, want := ids(t.body), ids(src.body); !slices.Equal(got, want) {
			t.file.line(t.body.line, "the headings are not those of %s: here %s, there %s", src.file.name, got, want)
		}
		if t.Follows == nil && !t.file.broken {
			t.file.at("", "“follows” is missing; once the text says what %s says, add: %s", src.file.name, src.FollowsLine())
		}
	}
}

func (l *loader) checkFront(t *Text) {
	f := t.file
	if n := utf8.RuneCountInString(t.Summary); n < 40 || n > 200 {
		f.at("summary", "the summary has %d letters: 40 to 200 are right for result lists and feeds", n)
	}
	if n := utf8.RuneCountInString(cmp.Or(t.TabTitle, t.Title)); n > 80 {
		f.at("title", "the title has %d letters: keep it to 80, or add a “tab_title” of that length", n)
	}
	if !validName.MatchString(t.Slug) {
		f.at("slug", "the slug “%s” must be of the letters a-z, digits and “-”", t.Slug)
	}
	for path, value := range map[string]string{"title": t.Title, "tab_title": t.TabTitle, "slug": t.Slug, "keywords": strings.Join(t.Keywords, " ")} {
		if strings.Contains(value, "{{") {
			f.at(path, "inserts do not work in “%s”", path)
		}
	}
	for path, value := range t.inline() {
		for _, n := range insertsIn(value) {
			l.checkInsert(f, f.lines[path], n)
		}
		if braces(insertPattern.ReplaceAllString(value, "")) {
			f.at(path, "“{{” that is no insert: write {{fact key}}, {{contact key}}, {{term key}} or {{chart key}}")
		}
	}
}

// inline are the front matter values that may hold inserts.
func (t *Text) inline() map[string]string {
	values := map[string]string{"summary": t.Summary}
	if g := t.Glance; g != nil {
		maps.Copy(values, map[string]string{"glance.who": g.Who, "glance.time": g.Time, "glance.cost": g.Cost, "glance.where": g.Where})
	}
	return values
}

func (l *loader) checkHeadings(t *Text, fixed []string, prefix string) {
	level, order, seen := 1, -1, map[string]bool{}
	for _, h := range t.body.headings {
		line := t.body.at(h.pos)
		switch {
		case h.ID == "":
			t.file.line(line, "the heading “%s” needs an id, as {#papers}, the same in all languages", h.Text)
		case !validName.MatchString(h.ID):
			t.file.line(line, "the id “%s” must be of the letters a-z, digits and “-”", h.ID)
		case seen[h.ID]:
			t.file.line(line, "the id “%s” stands twice on this page", h.ID)
		}
		seen[h.ID] = true
		if h.Level == 1 || h.Level > level+1 {
			t.file.line(line, "the heading “%s” skips a level: “##” first, “###” below it", h.Text)
		}
		level = h.Level
		i := slices.Index(fixed, h.ID)
		if i < 0 {
			continue
		}
		if i < order {
			t.file.line(line, "the heading {#%s} stands before {#%s}", h.ID, fixed[order])
		}
		order = max(order, i)
		want, err := l.catalog.Printer(t.Lang).T(prefix + h.ID)
		if err != nil || typography(t.Lang, want) != h.Text {
			t.file.line(line, "the heading {#%s} reads “%s” in %s, not “%s”", h.ID, want, t.Lang, h.Text)
		}
	}
}

// checkBody reports what cannot be printed.
func (l *loader) checkBody(t *Text, texts map[locales.Lang]*Text) {
	b, f := t.body, t.file
	for _, n := range b.inserts {
		l.checkInsert(f, b.at(n.pos), n)
	}
	for _, link := range b.links {
		l.checkLink(t, link)
	}
	ast.Walk(b.doc, func(n ast.Node, entering bool) (ast.WalkStatus, error) {
		if !entering {
			return ast.WalkContinue, nil
		}
		switch n := n.(type) {
		case *ast.HTMLBlock, *ast.RawHTML:
			f.line(b.at(position(n)), "HTML is not used here, comments neither: write markdown")
		case *ast.Image:
			f.line(b.at(position(n)), "pictures are not used here")
		case *ast.Link:
			checkDestination(f, b.at(position(n)), string(n.Destination))
		case *ast.AutoLink:
			f.line(b.at(position(n)), "a bare address tells nothing: write [what opens](https://…)")
		}
		return ast.WalkContinue, nil
	})
	for i, line := range strings.Split(string(b.src), "\n") {
		if braces(insertPattern.ReplaceAllString(line, "")) {
			f.line(b.line+i, "“{{” or “}}” that is no insert: write {{fact key}}, {{contact key}}, {{term key}} or {{chart key}}")
		}
	}
	if steps := b.under("steps"); steps != nil && !isOrderedList(steps) {
		f.line(b.at(position(steps)), "under {#steps} stands an ordered list: 1. … 2. …")
	}
}

func checkDestination(f *file, line int, dest string) {
	if _, internal := parseLink(dest); internal || strings.HasPrefix(dest, "https://") {
		return
	}
	f.line(line, "the link “%s” leads nowhere: write page:<id>, update:<id>, #<heading> or https://…", dest)
}

// under is the first block below a heading, nil without such a heading.
func (b *body) under(id string) ast.Node {
	for n := b.doc.FirstChild(); n != nil; n = n.NextSibling() {
		if h, ok := n.(*ast.Heading); ok && headingID(h) == id {
			return n.NextSibling()
		}
	}
	return nil
}

func isOrderedList(n ast.Node) bool {
	list, ok := n.(*ast.List)
	return ok && list.IsOrdered()
}

func braces(s string) bool { return strings.Contains(s, "{{") || strings.Contains(s, "}}") }

var modes = map[string]*regexp.Regexp{
	"fact":    regexp.MustCompile(`^(|number|asof|at \d{4}-\d{2}-\d{2})$`),
	"contact": regexp.MustCompile(`^(|name)$`),
	"term":    regexp.MustCompile(`^$`),
	"chart":   regexp.MustCompile(`^$`),
}

func (l *loader) checkInsert(f *file, line int, n *insert) {
	t, missing := l.tree, ""
	switch n.kind {
	case "fact":
		fact, ok := t.Facts[n.key]
		if !ok && !l.lost["fact"] {
			missing = similar(n.key, pointers(t.Facts))
		} else if n.mode == "number" && len(fact.Periods) > 0 && !fact.Periods[0].Value.IsNumber() {
			f.line(line, "the fact “%s” is no number: leave out “number”", n.key)
		}
	case "contact":
		if _, ok := t.Contacts[n.key]; !ok && !l.lost["contact"] {
			missing = similar(n.key, t.Contacts)
		}
	case "term":
		if _, ok := t.Terms[n.key]; !ok && !l.lost["term"] {
			missing = similar(n.key, t.Terms)
		}
	case "chart":
		if _, ok := t.Charts[n.key]; !ok {
			missing = similar(n.key, t.Charts)
		}
		if !alone(n) {
			f.line(line, "a chart stands alone in a paragraph")
		}
	}
	if missing != "" {
		f.line(line, "there is no %s “%s”%s", n.kind, n.key, missing)
	}
	if !modes[n.kind].MatchString(n.mode) {
		f.line(line, "“%s” is not known after {{%s %s …}}", n.mode, n.kind, n.key)
	}
}

func (l *loader) checkLink(t *Text, link link) {
	line, target := t.body.at(link.pos), t.body
	switch link.kind {
	case "page":
		p, ok := l.tree.Pages[link.id]
		if !ok {
			t.file.line(line, "there is no page “%s”%s", link.id, similar(link.id, l.tree.Pages))
			return
		}
		target = p.Text(t.Lang).body
	case "update":
		u, ok := l.tree.Updates[link.id]
		if !ok {
			t.file.line(line, "there is no update “%s”%s", link.id, similar(link.id, l.tree.Updates))
			return
		}
		target = u.Text(t.Lang).body
	}
	if link.fragment != "" && !target.has(link.fragment) {
		t.file.line(line, "the page “%s” has no heading {#%s}", cmp.Or(link.id, "itself"), link.fragment)
	}
}

var quoted = regexp.MustCompile(`“[^”]*”|«[^»]*»|‘[^’]*’`)

// checkWords reports expressions of words.yaml, line by line. Quotations are
// other people's words.
func (l *loader) checkWords(t *Text) {
	for i, line := range strings.Split(string(t.body.src), "\n") {
		l.checkLine(t.file, t.body.line+i, t.Lang, line)
	}
	l.checkLine(t.file, t.file.lines["title"], t.Lang, t.Title)
	l.checkLine(t.file, t.file.lines["summary"], t.Lang, t.Summary)
}

func (l *loader) checkLine(f *file, n int, lang locales.Lang, line string) {
	low := strings.ToLower(line)
	for _, w := range l.words[lang] {
		// Nearly every line holds no wrong word; the patterns are for those that do.
		if strings.Contains(low, w.low) && w.pattern.MatchString(quoted.ReplaceAllString(line, "")) {
			f.line(n, "“%s”: write “%s” (%s)", w.Wrong, w.Right, w.Why)
		}
	}
}

// wrongWord is a word of words.yaml with the pattern that finds it.
type wrongWord struct {
	Word
	low     string
	pattern *regexp.Regexp
}

func wrongWords(words []Word) map[locales.Lang][]wrongWord {
	all := map[locales.Lang][]wrongWord{}
	for _, w := range words {
		pattern := regexp.MustCompile(`(?i)(^|[^\p{L}])` + regexp.QuoteMeta(w.Wrong))
		all[w.Lang] = append(all[w.Lang], wrongWord{w, strings.ToLower(w.Wrong), pattern})
	}
	return all
}

func ids(b *body) []string {
	var all []string
	for _, h := range b.headings {
		all = append(all, "#"+h.ID)
	}
	return all
}

func index(path string, i int) string { return fmt.Sprintf("%s[%d]", path, i) }

func sortedKeys[T any](m map[string]T) []string { return slices.Sorted(maps.Keys(m)) }

func pointers[T any](m map[string]T) map[string]*T {
	all := map[string]*T{}
	for k := range m {
		all[k] = nil
	}
	return all
}
