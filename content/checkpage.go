package content

import (
	"slices"
	"strings"

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
	if p.Critical && len(p.Changes) > 0 && !l.early {
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
		if !l.tree.topicsFile.broken {
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
