package content

import (
	"cmp"
	"net/url"
	"regexp"
	"slices"
	"strings"
	"time"
	_ "time/tzdata" // the program must not depend on the machine's zones

	"portal/locales"
)

// What the fields with a fixed choice may hold.
var (
	kinds         = []string{"guide", "risk", "help", "directory"}
	directions    = []string{"az-be", "be-az", "both"}
	jurisdictions = []string{"az", "be", "eu"}
	countries     = []string{"az", "be", "tr"}
	needs         = []string{"danger", "return", "papers", "lawyer"}
	confidences   = []string{"official", "secondary"}
	changeKinds   = []string{"published", "changed", "corrected", "moved", "withdrawn", "minor"}
	fates         = []string{"withdrawn", "redirect", "gone"}
	actKinds      = []string{"law", "decree", "regulation", "directive", "judgment", "agreement", "decision", "guidance", "bill"}
	stages        = []string{"proposed", "adopted", "suspended", "annulled"}
	bases         = []string{"read", "computed", "reported"}
	otherLangs    = []string{"az", "nl", "fr", "en", "de", "ru", "tr"}
)

// check holds the tree against itself. What did not read has been reported
// and is passed over, so that one slip does not hide others or repeat itself.
func (l *loader) check(now time.Time) {
	t := l.tree
	l.words = wrongWords(t.Words)
	l.names = t.numbered()
	l.checkSite()
	for _, key := range sortedKeys(t.Facts) {
		if fact := t.Facts[key]; !fact.file.broken {
			l.checkFact(fact)
		}
	}
	for _, key := range sortedKeys(t.Sources) {
		if s := t.Sources[key]; !s.file.broken {
			choice(s.file, key+".lang", s.Lang, otherLangs)
			if s.URL != "" {
				address(s.file, key+".url", s.URL)
				l.checkHost(s, key+".url")
			}
		}
	}
	for _, key := range sortedKeys(t.Contacts) {
		if c := t.Contacts[key]; !c.file.broken {
			l.checkContact(c)
		}
	}
	for _, key := range sortedKeys(t.Terms) {
		if term := t.Terms[key]; term.Page != "" {
			reference(l, term.file, key+".page", "page", term.Page, t.Pages)
		}
	}
	for _, key := range sortedKeys(t.Charts) {
		if c := t.Charts[key]; !c.file.broken {
			l.checkChart(c)
		}
	}
	l.checkSections()
	each(sortedKeys(t.Pages), func(id string) { l.checkPage(t.Pages[id]) })
	each(t.everyUpdate(), l.checkUpdate)
	l.checkUnique()
	l.checkTime(now)
}

func (l *loader) checkSite() {
	s, f := l.tree.Site, l.tree.siteFile
	l.tree.zones = map[string]*time.Location{}
	for _, law := range jurisdictions {
		zone, err := time.LoadLocation(s.Timezones[law])
		if (err != nil || s.Timezones[law] == "") && !f.broken {
			f.at("timezones", "“timezones” needs a zone for %s, as Europe/Brussels", law)
		}
		l.tree.zones[law] = cmp.Or(zone, time.UTC)
	}
	if f.broken {
		return
	}
	for i, key := range s.Urgent {
		if c := reference(l, f, index("urgent", i), "contact", key, l.tree.Contacts); c != nil && len(c.Phones) == 0 {
			f.at(index("urgent", i), "the contact “%s” has no number to call", key)
		}
	}
	for i, p := range s.Publishers {
		reference(l, f, index("publishers", i)+".contact", "contact", p.Contact, l.tree.Contacts)
	}
	address(f, "exit", s.Exit)
}

// checkSections holds the menu against the folders.
func (l *loader) checkSections() {
	listed := map[string]string{}
	for i, s := range l.tree.Sections {
		for j, id := range s.Pages {
			p := reference(l, l.sections, index(index("", i)+".pages", j), "page", id, l.tree.Pages)
			if p != nil && p.Section != s.Key {
				l.sections.at(index(index("", i)+".pages", j), "the page “%s” lies in the folder pages/%s: move it or list it there", id, p.Section)
			}
			listed[id] = s.Key
		}
	}
	for _, id := range sortedKeys(l.tree.Pages) {
		if p := l.tree.Pages[id]; listed[id] == "" && !l.sections.broken {
			p.file.line(0, "the page stands in no section: add “%s” to the pages of “%s” in sections.yaml", id, p.Section)
		}
	}
}

func (l *loader) checkFact(fact Fact) {
	for i := range fact.Periods {
		p, path := &fact.Periods[i], index(fact.Key, i)
		choice(fact.file, path+".law", p.Law, jurisdictions)
		choice(fact.file, path+".confidence", p.Confidence, confidences)
		reference(l, fact.file, path+".source", "source", p.Source, l.tree.Sources)
		if p.Unit != "" {
			choice(fact.file, path+".unit", p.Unit, units)
		}
		if p.Unit != "" && !p.Value.IsNumber() {
			fact.file.at(path+".unit", "only numbers have a unit: take “unit” out")
		}
		zone := cmp.Or(l.tree.zones[p.Law], time.UTC)
		if !p.ValidFrom.IsZero() {
			p.start = p.ValidFrom.In(zone)
		}
		if !p.ValidUntil.IsZero() {
			p.end = p.ValidUntil.End(zone)
		}
		if !p.end.IsZero() && !p.end.After(p.start) {
			fact.file.at(path+".valid_until", "“valid_until” lies before “valid_from”")
		}
		for j, q := range fact.Periods[:i] {
			if overlap(*p, q) {
				fact.file.at(path, "the times of entries %d and %d of “%s” overlap: end the older one the day before", j+1, i+1, fact.Key)
			}
		}
	}
	if len(fact.Periods) == 0 {
		fact.file.at(fact.Key, "the fact “%s” has no value", fact.Key)
	}
}

func overlap(p, q Period) bool {
	return (q.end.IsZero() || p.start.Before(q.end)) && (p.end.IsZero() || q.start.Before(p.end))
}

var (
	phoneNumber = regexp.MustCompile(`^(\+[1-9]\d{6,14}|\d{3,6})$`)
	mailAddress = regexp.MustCompile(`^[^@\s]+@[^@\s]+\.[a-z]+$`)
)

// checkHost lets a source lie only where somebody has looked who publishes.
func (l *loader) checkHost(s *Source, path string) {
	u, err := url.Parse(s.URL)
	if err != nil || slices.Contains(l.tree.Hosts, strings.TrimPrefix(u.Host, "www.")) {
		return
	}
	s.file.at(path, "the host “%s” is not in %s: add it once it is known who publishes there", u.Host, hostsFile)
}

func (l *loader) checkContact(c *Contact) {
	choice(c.file, c.Key+".country", c.Country, countries)
	for i, need := range c.Needs {
		choice(c.file, index(c.Key+".needs", i), need, needs)
	}
	for i, key := range c.Sources {
		reference(l, c.file, index(c.Key+".sources", i), "source", key, l.tree.Sources)
	}
	for i, p := range c.Phones {
		path := index(c.Key+".phones", i)
		if !phoneNumber.MatchString(p.Number) {
			c.file.at(path+".number", "“%s” is no number in international form: write +32… or +994… without spaces, or a short code", p.Number)
		}
		for j, lang := range p.Languages {
			choice(c.file, index(path+".languages", j), lang, otherLangs)
		}
	}
	for i, web := range c.Web {
		address(c.file, index(c.Key+".web", i), web)
	}
	for i, mail := range c.Mail {
		if !mailAddress.MatchString(mail) {
			c.file.at(index(c.Key+".mail", i), "“%s” is no e-mail address", mail)
		}
	}
	if len(c.Phones)+len(c.Web)+len(c.Mail)+len(c.Addresses) == 0 {
		c.file.at(c.Key, "the contact “%s” has no number, site, mail or address", c.Key)
	}
}

// checkUnique finds what must stand once in the whole tree.
func (l *loader) checkUnique() {
	codes, moments, slugs := map[int]string{}, map[time.Time]string{}, map[string]string{}
	for id, at := range l.tree.Starts() {
		moments[at.UTC()] = l.tree.Updates[id].file.name + ", which starts to apply then"
	}
	for _, p := range l.tree.draftsLast() {
		if p.file.broken {
			continue
		}
		if other, twice := codes[p.Code]; twice {
			p.file.at("code", "the code %d belongs to the page “%s”: take another", p.Code, other)
		}
		codes[p.Code] = p.ID
		for i, c := range p.Changes {
			moment(p.file, index("changes", i)+".at", c.At, moments)
		}
		once(p.Texts, "page "+p.Section, slugs)
	}
	for _, u := range l.tree.everyUpdate() {
		if u.file.broken {
			continue
		}
		moment(u.file, "announced_at", u.AnnouncedAt, moments)
		for i, c := range u.Changes {
			moment(u.file, index("changes", i)+".at", c.At, moments)
		}
		once(u.Texts, "update", slugs)
	}
}

// moment reports a time that another entry has: feeds order entries by it.
func moment(f *file, path string, at time.Time, seen map[time.Time]string) {
	at = at.UTC()
	if other, twice := seen[at]; twice {
		free := at
		for seen[free] != "" {
			free = free.Add(time.Second)
		}
		f.at(path, "the time is taken by %s: the next free second is %s", other, free.Format(time.RFC3339))
	}
	seen[at] = f.name
}

// once reports slugs and titles that another text of the language has.
func once(texts map[locales.Lang]*Text, where string, seen map[string]string) {
	for _, lang := range ordered(texts) {
		t := texts[lang]
		if t.file.broken {
			continue
		}
		for path, value := range map[string]string{"slug": where + " " + t.Slug, "title": "title " + t.Title} {
			key := string(lang) + " " + value
			if other, twice := seen[key]; twice {
				t.file.at(path, "%s has the same %s: change one", other, path)
			}
			seen[key] = t.file.name
		}
	}
}

// reference reports a key that names nothing, and gives what it names.
func reference[T any](l *loader, f *file, path, what, key string, all map[string]*T) *T {
	v, ok := all[key]
	if !ok && !l.lost[what] && !f.broken {
		f.at(path, "there is no %s “%s”%s", what, key, similar(key, all))
	}
	return v
}

// similar proposes a key that begins alike.
func similar[T any](key string, all map[string]*T) string {
	best, length := "", 3
	for _, k := range sortedKeys(all) {
		n := 0
		for n < len(k) && n < len(key) && k[n] == key[n] {
			n++
		}
		if n > length {
			best, length = k, n
		}
	}
	if best == "" {
		return ": check the spelling"
	}
	return ": did you mean “" + best + "”?"
}

func choice(f *file, path, value string, allowed []string) {
	if !slices.Contains(allowed, value) {
		f.at(path, "“%s” is not known here: write one of %s", value, strings.Join(allowed, ", "))
	}
}

func address(f *file, path, value string) {
	u, err := url.Parse(value)
	if err != nil || u.Scheme != "https" || u.Host == "" {
		f.at(path, "“%s” is no address: write it whole, beginning with https://", value)
	}
}
