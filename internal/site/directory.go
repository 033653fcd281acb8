package site

import (
	"cmp"
	"maps"
	"net/url"
	"slices"
	"strings"

	"portal/content"
	"portal/templates"
)

// directory adds to the two directory pages what they list.
func (l *language) directory(p *content.Page, v *templates.Guide) (err error) {
	switch p.ID {
	case "contacts":
		if v.Directory, err = l.contacts(); err == nil {
			v.Finders, err = l.finders()
		}
	case "glossary":
		parts := l.glossary()
		v.Letters, v.Glossary = l.letters(parts), parts[0]
	}
	return err
}

// contacts are all contacts by country, in the order of their names.
func (l *language) contacts() ([]templates.ContactGroup, error) {
	var groups []templates.ContactGroup
	for _, country := range []string{"be", "az", "tr"} {
		title, err := l.p.T("country.in-" + country)
		if err != nil {
			return nil, err
		}
		group := templates.ContactGroup{ID: country, Title: title}
		for _, c := range l.inCountry(country) {
			card, err := l.contact(c)
			if err != nil {
				return nil, err
			}
			card.Card = l.paths.card(l.lang, c)
			if err := l.vcard(c, card.Card); err != nil {
				return nil, err
			}
			group.Cards = append(group.Cards, card)
		}
		groups = append(groups, group)
	}
	return groups, nil
}

// inCountry are the contacts of a country: those for danger first.
func (l *language) inCountry(country string) []*content.Contact {
	var all []*content.Contact
	for _, key := range sortedKeys(l.tree.Contacts) {
		if c := l.tree.Contacts[key]; c.Country == country {
			all = append(all, c)
		}
	}
	slices.SortStableFunc(all, func(a, b *content.Contact) int {
		return cmp.Or(
			cmp.Compare(danger(a), danger(b)),
			l.p.Compare(a.Name[l.lang], b.Name[l.lang]))
	})
	return all
}

func danger(c *content.Contact) int {
	if slices.Contains(c.Needs, "danger") {
		return 0
	}
	return 1
}

// contact is the card of a contact.
func (l *language) contact(c *content.Contact) (templates.Contact, error) {
	card := templates.Contact{
		Key: c.Key, Name: c.Name[l.lang], Purpose: c.Purpose[l.lang],
		Appointment: c.Appointment, Addresses: c.Addresses, Mail: c.Mail,
		Cannot: c.Cannot[l.lang], Confidence: c.Confidence[l.lang],
	}
	untried := len(c.Phones) > 0
	for _, p := range c.Phones {
		phone, err := l.phone(p)
		if err != nil {
			return card, err
		}
		card.Phones = append(card.Phones, phone)
		untried = untried && p.TriedOn.IsZero()
	}
	if untried {
		origin, err := l.origin(c)
		if err != nil {
			return card, err
		}
		card.Origin = origin
	}
	visits, err := l.text.Hours(c.Visits)
	if err != nil {
		return card, err
	}
	card.Visits = visits
	for _, address := range c.Web {
		card.Web = append(card.Web, templates.Link{Text: host(address), URL: address})
	}
	return card, nil
}

// origin says where a number is from that nobody has called yet.
func (l *language) origin(c *content.Contact) (string, error) {
	s := l.tree.Sources[c.Sources[0]]
	date := s.AsOf
	if date.IsZero() {
		date = s.CheckedOn
	}
	return l.p.T("contact.from", "source", s.Publisher, "date", l.text.Date(date))
}

// finders lead to the cards by what a reader needs and by language spoken.
func (l *language) finders() ([]templates.Finder, error) {
	need := templates.Finder{}
	for _, key := range []string{"danger", "return", "papers", "lawyer"} {
		title, err := l.p.T("contact." + key)
		if err != nil {
			return nil, err
		}
		links := l.cards(func(c *content.Contact) bool { return slices.Contains(c.Needs, key) })
		need.Groups = append(need.Groups, templates.FinderGroup{Title: title, Contacts: links})
	}
	spoken := templates.Finder{}
	for _, code := range []string{"az", "ru", "tr", "en", "fr", "nl", "de"} {
		title, err := l.p.T("lang." + code)
		if err != nil {
			return nil, err
		}
		links := l.cards(func(c *content.Contact) bool {
			return slices.ContainsFunc(c.Phones, func(p content.Phone) bool { return slices.Contains(p.Languages, code) })
		})
		if len(links) > 0 {
			spoken.Groups = append(spoken.Groups, templates.FinderGroup{Title: title, Contacts: links})
		}
	}
	var err error
	if need.Title, err = l.p.T("contact.by_need"); err != nil {
		return nil, err
	}
	spoken.Title, err = l.p.T("contact.by_language")
	return []templates.Finder{need, spoken}, err
}

// cards are links to the cards of some contacts, Belgium first.
func (l *language) cards(of func(*content.Contact) bool) []templates.ContactLink {
	var links []templates.ContactLink
	for _, country := range []string{"be", "az", "tr"} {
		for _, c := range l.inCountry(country) {
			if !of(c) {
				continue
			}
			link := templates.ContactLink{Name: c.Name[l.lang], URL: "#contact-" + c.Key}
			if len(c.Phones) > 0 {
				link.Display, link.Tel = c.Phones[0].Display, c.Phones[0].Number
			}
			links = append(links, link)
		}
	}
	return links
}

func (l *language) phone(p content.Phone) (templates.Phone, error) {
	phone := templates.Phone{Display: p.Display, Tel: p.Number, Free: p.Free, Note: p.Note[l.lang]}
	hours, err := l.text.Hours(p.Hours.Openings)
	if err == nil && p.Hours.Always {
		var always string
		always, err = l.p.T("contact.always")
		hours = []string{always}
	}
	if err != nil {
		return phone, err
	}
	phone.Hours = strings.Join(hours, "; ")
	if phone.Languages, err = l.text.LanguageNames(p.Languages); err != nil {
		return phone, err
	}
	if !p.TriedOn.IsZero() {
		phone.Tried = l.text.Date(p.TriedOn)
	}
	return phone, err
}

// host is the short form of an address, which readers recognise.
func host(address string) string {
	u, err := url.Parse(address)
	if err != nil {
		return address
	}
	return strings.TrimPrefix(u.Host, "www.")
}

// urgent are the numbers to call now, by country.
func (l *language) urgent() ([]templates.UrgentGroup, error) {
	var groups []templates.UrgentGroup
	for _, key := range l.tree.Site.Urgent {
		c := l.tree.Contacts[key]
		title, err := l.p.T("country.in-" + c.Country)
		if err != nil {
			return nil, err
		}
		if len(groups) == 0 || groups[len(groups)-1].Country != title {
			groups = append(groups, templates.UrgentGroup{Country: title})
		}
		group := &groups[len(groups)-1]
		number := c.Phones[0]
		group.Numbers = append(group.Numbers, templates.UrgentNumber{Display: number.Display, Tel: number.Number, Purpose: c.Name[l.lang]})
	}
	return groups, nil
}

func sortedKeys[T any](m map[string]T) []string { return slices.Sorted(maps.Keys(m)) }
