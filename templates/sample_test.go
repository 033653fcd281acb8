package templates

import (
	"time"

	"portal/locales"
)

// The views of a small site, in one language, with something in every field.

func sampleFrame(l locales.Lang) Frame {
	f := Frame{
		Lang:        l,
		Title:       "Returning & going home",
		Description: "What is free, who helps, and what you decide yourself on the way back.",
		Canonical:   "https://yol.example/" + string(l) + "/page",
		Feeds:       []FeedLink{{"All changes", "application/atom+xml", "https://yol.example/all.atom"}},
		Menu: []MenuItem{
			{"Going to Belgium", "Visa, work", "/to", false}, {"Living in Belgium", "First days", "/in", false},
			{"Going to Azerbaijan", "E-visa", "/az", false}, {"Risks", "Dangerous ways", "/risks", false},
			{"Returning home", "Papers, support", "/return", true}, {"Help", "Numbers", "/help", false},
		},
		Crumbs: []Link{{Text: "Home", URL: "/"}, {Text: "Returning home", URL: "/return"}},
		Links: Links{
			Home: "/" + string(l) + "/", Search: "/search", Updates: "/updates/", Feeds: "/feeds/", Glossary: "/glossary/",
			Contacts: "/contacts/", Memorandum: "/memorandum", Accessibility: "/accessibility", Privacy: "/privacy",
		},
		JSONLD:    `{"@type":"WebPage"}`,
		OpenGraph: OpenGraph{"Returning", "What is free.", "article", "https://yol.example/p/501", "https://yol.example/og.png"},
	}
	for _, other := range locales.All {
		url := "https://yol.example/" + string(other) + "/page"
		f.Alternates = append(f.Alternates, Alternate{string(other), url})
		f.Languages = append(f.Languages, Language{other, other.Endonym(), "/" + string(other) + "/page", other == l})
	}
	return f
}

var sampleUrgent = []UrgentGroup{
	{"In Belgium", []UrgentNumber{{"112", "112", "Ambulance, fire"}, {"078 055 800", "+3278055800", "Trafficking"}}},
	{"In Azerbaijan", []UrgentNumber{{"112", "112", "Emergency"}, {"152", "152", "Trafficking"}}},
}

var sampleLines = []UpdateLine{
	{"A fee from 1 September", "/updates/fee", "180 euros more.", "1 September 2026", "2026-09-01", "in-force", "in force", false, "Applies from: 1 September 2026", []string{"Belgium"}, []string{"fees", "work"}},
	{"A plan of the Union", "/updates/plan", "", "June 2026", "2026-06", "proposed", "proposed", true, "", []string{"European Union"}, nil},
	{"Part of a law stands still", "/updates/still", "For some people.", "2025", "2025", "suspended", "suspended", true, "", []string{"Belgium"}, []string{"family"}},
}

var sampleContact = Contact{
	Key:     "fedasil-return",
	Name:    "Fedasil <return>",
	Purpose: "Advice & help with going back",
	Phones: []Phone{
		{"0800 32 745", "+3280032745", "Monday to Friday, 9:00 to 12:30", "Dutch, French, English", "Closed on holidays", "22 November 2026", true},
		{Display: "1700", Tel: "1700"},
	},
	Visits:      []string{"Monday, 10:00 to 13:00", "Tuesday, 10:00 to 12:00"},
	Appointment: true,
	Addresses:   []string{"Boulevard Pacheco 44, 1000 Brussels"},
	Web:         []Link{{Text: "retourvolontaire.be", URL: "https://www.retourvolontaire.be/", Note: "in French"}},
	Mail:        []string{"info@fedasil.be"},
	Origin:      "Number from the Office, 2026",
	Cannot:      "Gives no advice.",
	Confidence:  "Confidential.",
	Card:        "/en/contacts/office.vcf",
}

var sampleTerms = []TermCard{{
	ID: "term-annex-13", Name: "Annex 13", Definition: "An order to leave the territory.",
	Letters: []string{"bijlage 13", "annexe 13"}, Others: []Foreign{{"ru", "приложение 13"}, {"tr", "ek 13"}},
	Proposed: true, Page: Link{Text: "Return, step by step", URL: "/steps"},
}}

var sampleSources = []Source{
	{"Vrijwillige terugkeer", "nl", "https://vrijwilligeterugkeer.be/", "Fedasil", true, "22 November 2026"},
	{"A leaflet", "en", "", "An association", false, "21 November 2026"},
}

var sampleFilters = []Filter{{"Topic", []Choice{{"All", "/updates/", true, 12}, {"Work", "/updates/topic/work", false, 0}}}}

func sampleGuide(l locales.Lang) *Guide {
	return &Guide{
		Frame:      sampleFrame(l),
		Heading:    "Voluntary return to Azerbaijan",
		Checked:    "22 November 2026",
		Notices:    []Notice{{Text: "The source text is newer. Not yet updated here: Papers", Link: Link{Text: "Read the source text (English)", URL: "/en/going-to-belgium/single-permit"}, Lang: "en"}},
		Unreviewed: true,
		Glance:     []Glance{{"Who", "anybody"}, {"How long", "3 weeks"}, {"Cost", "free"}, {"Where", `<a href="tel:+3280032745">0800 32 745</a>`}},
		Answer:     "<p>You can get help. The decision is yours.</p>",
		Body: `<h2 id="steps">Steps</h2><ol><li><strong>Ask.</strong> Call.</li><li><strong>Travel.</strong> Go.</li></ol>` +
			`<h2 id="papers">Papers</h2><ul><li>your passport</li></ul>` +
			`<h2 id="cost">Cost</h2><div class="table" role="region" tabindex="0" aria-label="Cost"><table><thead><tr><th>What</th><th>You pay</th></tr></thead><tbody><tr><td>Ticket</td><td>nothing</td></tr></tbody></table></div>`,
		Contents:  []Heading{{"steps", "Steps"}, {"papers", "Papers"}, {"cost", "Cost"}, {"terms", "Words"}, {"changes", "Changes"}, {"sources", "Sources"}},
		Terms:     sampleTerms,
		Sources:   sampleSources,
		Changes:   []Change{{"published", "22 November 2026", "new", "New page.", time.Date(2026, 11, 22, 9, 5, 1, 0, time.FixedZone("", 3600))}},
		Related:   []Link{{Text: "Return, step by step", URL: "/steps", Note: "What happens when."}},
		Updates:   sampleLines[:1],
		ShortLink: "https://yol.example/p/501",
		Errors:    []Link{{Text: "State Migration Service", URL: "https://migration.gov.az/"}, {Text: "Immigration Office", URL: "https://dofi.ibz.be/"}},
	}
}

var sampleTimeline = &Timeline{
	Years: []TimelineYear{{2025, "0%"}, {2026, "50%"}}, Now: "94.5%",
	Rows: []TimelineRow{{"180 euros for a permit", "in-force", "80%", "100%", true}, {"Borders", "ended", "2.5%", "12%", false}},
}

func sampleSensitive(l locales.Lang) *Guide {
	g := sampleGuide(l)
	g.Sensitive, g.Exit, g.Help, g.TextLang = true, "https://www.meteo.be/", true, "en"
	g.Title, g.Heading = "Help", "Who can help you"
	return g
}

func sampleDirectory(l locales.Lang) *Guide {
	return &Guide{
		Frame: sampleFrame(l), Heading: "Who to ask", Checked: "22 November 2026",
		Answer:    "<p>Choose a country.</p>",
		Directory: []ContactGroup{{"group-be", "Belgium", []Contact{sampleContact, {Key: "b", Name: "Other"}}}},
		Glossary:  []Letter{{"letter-0", "Ə", sampleTerms}, {"letter-1", "B", []TermCard{{ID: "term-b", Name: "B card", Definition: "A card."}}}},
	}
}

func sampleUpdate(l locales.Lang) *Update {
	return &Update{
		Frame: sampleFrame(l), Line: sampleLines[0], Heading: "180 euros for a permit", Notices: []Notice{{Text: "Not yet translated"}}, TextLang: "en",
		Body: `<p>Each application costs 180 euros.</p><h2 id="who">Who</h2><p>Employers.</p>`,
		Dates: []UpdateDate{
			{"Published", "August 2026", "2026-08", "as reported", false},
			{"In force from", "1 September 2026", "2026-09-01", "", true},
		},
		Original: "Vlaamse retributie", OrigLang: "nl", Reference: "B.S. 2026-08-20",
		Supersedes: []Link{{Text: "The old fee", URL: "/updates/old"}}, Superseded: []Link{{Text: "The next fee", URL: "/updates/next"}},
		Pages: []Link{{Text: "Single permit", URL: "/permit"}}, Sources: sampleSources, Secondary: true, NotLaw: true,
	}
}

func sampleSearch(l locales.Lang) *Search {
	f := sampleFrame(l)
	f.Query, f.NoIndex, f.Canonical = `visa "refused" <b>`, true, ""
	return &Search{
		Frame: f, Asked: f.Query, Total: 12,
		DidYouMean: Link{Text: "visa", URL: "/search?q=visa"},
		Results:    []Result{{"Short-stay visa", "/visa", "Going to Belgium", "22 November 2026", "a <mark>visa</mark> &amp; more", "viza", ""}},
		Other:      []Result{{"Visum", "/nl/visum", "Naar België", "", "een <mark>visum</mark>", "", "nl"}},
		Previous:   "/search?q=visa&page=1", Next: "/search?q=visa&page=3", Filters: sampleFilters,
	}
}

func sampleError(l locales.Lang) *Error {
	return &Error{Frame: sampleFrame(l), Status: 503, Heading: "The site is closed", Text: "Try again.", Urgent: sampleUrgent}
}

// samples has every kind of page, by the name that a failure shows.
func samples(l locales.Lang) map[string]View {
	chooser := &Chooser{Frame: sampleFrame(l)}
	chooser.Menu, chooser.Crumbs, chooser.Links = nil, nil, Links{}
	bare := &Error{Frame: Frame{Lang: l, Title: "Error", Description: "Error"}, Heading: "Error", Text: "Wait."}
	return map[string]View{
		"home":      &Home{Frame: sampleFrame(l), Urgent: sampleUrgent, Updates: sampleLines, Letter: "/glossary/#letters"},
		"section":   &Section{sampleFrame(l), "Returning home", "Papers, support", []Link{{Text: "Voluntary return", URL: "/page", Note: "What is free."}}},
		"guide":     sampleGuide(l),
		"sensitive": sampleSensitive(l),
		"directory": sampleDirectory(l),
		"updates": &Updates{
			Frame: sampleFrame(l), Heading: "Changes in the law", Filtered: "Work", Count: 3,
			Groups: []UpdateGroup{{"2026", sampleLines[:2]}, {"2025", sampleLines[2:]}}, Filters: sampleFilters, Timeline: sampleTimeline,
			Newer: "/updates/topic/work/", Older: "/updates/topic/work/3/", Calendar: "/feeds/dates.ics",
		},
		"no update": &Updates{Frame: sampleFrame(l), Heading: "Changes in the law"},
		"update":    sampleUpdate(l),
		"search":    sampleSearch(l),
		"nothing":   &Search{Frame: sampleFrame(l), Asked: "xyz"},
		"no query":  &Search{Frame: sampleFrame(l), Empty: true},
		"feeds": &Feeds{sampleFrame(l), "Get changes", []FeedGroup{{"All", []FeedRow{{"All changes", "https://yol.example/a.atom", "https://yol.example/a.rss", "https://yol.example/a.json"}}, false},
			{"By topic and law", []FeedRow{{"work (Belgium)", "https://yol.example/b.atom", "https://yol.example/b.rss", "https://yol.example/b.json"}}, true}},
			"https://yol.example/feeds.opml", "https://yol.example/dates.ics", Link{Text: "CC BY 4.0", URL: "https://creativecommons.org/"}},
		"error":      sampleError(l),
		"bare error": bare,
		"chooser":    chooser,
	}
}
