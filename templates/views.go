package templates

import (
	"html/template"
	"strconv"
	"time"

	"portal/locales"
)

// A View is the data of one kind of page. Its template has the same name in
// lower case: Home is home.html. All addresses in views are paths of this
// site, except where a comment says absolute.
type View interface {
	template() string
	frame() *Frame
}

// Frame is what every page has around its content.
type Frame struct {
	Lang        locales.Lang
	Title       string // of the browser tab, at most 80 characters, without the site's name
	Description string // 40 to 200 characters
	Canonical   string // absolute; empty for pages that are not to be indexed
	Alternates  []Alternate
	NoIndex     bool
	Feeds       []FeedLink // announced in <head>, preferred one first
	Languages   []Language // the switcher, in menu order
	Menu        []MenuItem // the six sections
	Crumbs      []Link     // home, section; empty on the home page
	Links       Links
	Query       string      // what stands in the search field
	Suggests    bool        // the page has a search field
	OpenSearch  string      // address of the description by which browsers add the search
	Sensitive   bool        // the header has the exit
	Exit        string      // absolute address of the exit
	JSONLD      template.JS // data for machines, empty where there is none
	OpenGraph   OpenGraph
	Preview     *Preview // nil on a public site
}

// Preview is what a page has while somebody writes it at home.
type Preview struct {
	Version string // of the content: the page is loaded anew when there is another
	Banner  string // says that readers do not see the page yet; may be empty
}

func (f *Frame) frame() *Frame { return f }

// Links are the pages that header and footer lead to.
type Links struct {
	Home, Search, Suggest, Updates, Feeds, Glossary, Contacts, Memorandum, Accessibility, Privacy, Quality string
}

// Link is a text that leads somewhere.
type Link struct {
	Text string
	URL  string
	Note string // a second line or a date; may be empty
}

// Alternate is one hreflang line. Lang is a language or "x-default"; URL is
// absolute.
type Alternate struct{ Lang, URL string }

// FeedLink announces a feed or calendar. URL is absolute.
type FeedLink struct{ Title, Type, URL string }

// Language is one entry of the switcher: the same page in another language.
type Language struct {
	Lang    locales.Lang
	Name    string // in that language
	URL     string
	Current bool
}

// MenuItem is one of the six sections.
type MenuItem struct {
	Title, Summary, URL string
	Current             bool
}

// OpenGraph is what a shared link shows. Title and Description of sensitive
// pages are neutral.
type OpenGraph struct{ Title, Description, Type, URL, Image string }

// Home is the first page of a language.
type Home struct {
	Frame
	Urgent  []UrgentGroup
	Updates []UpdateLine // the newest, at most three
	Letter  string       // where a reader finds the words of a letter
}

// UrgentGroup is the urgent numbers of one country.
type UrgentGroup struct {
	Country string // its name in the reader's language
	Numbers []UrgentNumber
}

// UrgentNumber is one number to call now.
type UrgentNumber struct{ Display, Tel, Purpose string }

// Section lists the pages of one section.
type Section struct {
	Frame
	Heading string
	Summary string
	Pages   []Link // Note is the page's summary
}

// Guide is a guidance page. Contacts and glossary pages are guides with a
// directory or a list below the body.
type Guide struct {
	Frame
	Heading    string
	Checked    string        // the date its facts were checked, in words
	TextLang   string        // language of the text when it is not the page's
	Notices    []Notice      // translation missing or behind, withdrawn, overdue
	Unreviewed bool          // no editor has read this translation
	Glance     []Glance      // none or four
	Answer     template.HTML // a contact card in it is shown as the one to call now
	Body       template.HTML
	Contents   []Heading // level 2 headings of the body and what follows it
	Terms      []TermCard
	Sources    []Source
	Changes    []Change
	Related    []Link
	Updates    []UpdateLine // updates that touch the page

	OlderUpdates string   // address of more of them; may be empty
	Feed         string   // absolute address of the feed of the page
	ShortLink    string   // absolute
	Errors       []Link   // where to report an error
	Help         bool     // a page that helps: no "general information" line first
	Finders      []Finder // ways into the directory
	Directory    []ContactGroup
	Letters      []Link // to all letters of the glossary
	Glossary     []Letter
}

// Notice is what a reader must know before the text.
type Notice struct {
	Text  string
	Link  Link          // to the newer source text; may be empty
	Lang  string        // of what the link leads to
	Newer template.HTML // newer title and summary, folded; may be empty
}

// Newer is the source of one section whose translation lags behind it.
type Newer struct {
	Lang, Heading string
	Text          template.HTML
}

// Glance is one of four short facts under the answer.
type Glance struct {
	Label string
	Value template.HTML
}

// Heading is one entry of the contents. Ids that the guide's template sets
// itself, where there is something to show: terms, updates, changes, sources,
// related, and those of the directory's groups.
type Heading struct{ ID, Text string }

// TermCard explains a term that the body uses, or one of the glossary.
type TermCard struct {
	ID         string // fragment
	Name       string
	Definition string
	Letters    []string // the names found on letters
	Others     []Foreign
	Proposed   bool // the name is our translation
	Page       Link // the page that explains it; may be empty
}

// Foreign is a name in another language.
type Foreign struct{ Lang, Name string }

// Letter is one initial of the glossary with its terms.
type Letter struct {
	ID     string // fragment
	Letter string
	Terms  []TermCard
}

// Source is a document that the page rests on.
type Source struct {
	Title, Lang, URL, Publisher string
	Official                    bool
	Checked                     string
}

// Change is one change note. Its fragment on the page is "change-" and the ID.
type Change struct {
	ID, Date, Kind, Note string // Kind is a word for the reader
	Time                 time.Time
}

// Finder leads to cards of the directory by one question, as "Which language
// do you speak?".
type Finder struct {
	Title  string
	Groups []FinderGroup
}

// FinderGroup is one answer to it.
type FinderGroup struct {
	Title    string
	Contacts []ContactLink
}

// ContactLink leads to the card of a contact; its number can be called at once.
type ContactLink struct{ Name, URL, Display, Tel string }

// ContactGroup is one country of the directory.
type ContactGroup struct {
	ID, Title string
	Cards     []Contact
}

// Contact is a card: whom to ask, and how. Empty fields are not shown.
type Contact struct {
	Key         string
	Name        string
	Purpose     string
	Phones      []Phone
	Visits      []string
	Appointment bool
	Addresses   []string
	Web         []Link
	Mail        []string
	Cannot      string // what they do not do
	Confidence  string // whether a call is confidential
	Origin      string // where the number is from, while nobody has called it
	Card        string // address of the contact as vCard
}

// Phone is a number of a contact.
type Phone struct {
	Display, Tel, Hours, Languages, Note, Tried string // Tried is a date in words
	Free                                        bool
}

// Chart is a row of numbers as bars, with the numbers themselves beside them.
type Chart struct {
	ID, Title, Unit string
	Rows            []ChartRow
	Sources         []Source
}

// ChartRow is one bar. Share is its length in per cent of the longest.
type ChartRow struct{ Label, Value, Share string }

// UpdateLine is an update in a list.
type UpdateLine struct {
	Title, URL, Summary string
	Date                string // in words
	Datetime            string // as in <time datetime>
	State               string // proposed | adopted | future | in-force | suspended | annulled | ended
	StateText           string
	NotLaw              bool     // proposed, suspended or annulled: the title says so
	Period              string   // from when until when it applies, in words
	Laws                []string // whose law, in the reader's language
	Topics              []string
}

// Updates is the register of changes in the law.
type Updates struct {
	Frame
	Heading  string
	Filtered string // what the list is filtered by; empty for all
	Count    int
	Groups   []UpdateGroup // what is coming, and the years
	Filters  []Filter
	Timeline *Timeline // nil where there is nothing to draw
	Newer    string    // addresses of the parts before and after this one
	Older    string
	Calendar string // of dates; empty where there is none
}

// UpdateGroup is one year of the register, or what is coming.
type UpdateGroup struct {
	Title string
	Lines []UpdateLine
}

// Timeline draws when rules apply. Places are in per cent of its width.
type Timeline struct {
	Years []TimelineYear
	Now   string
	Rows  []TimelineRow
}

// TimelineYear is a mark on the scale, where the year begins.
type TimelineYear struct {
	Year int
	At   string
}

// TimelineRow is one rule. Open: no end is known.
type TimelineRow struct {
	Title, State, From, Until string
	Open                      bool
}

// Height is that of the drawing, in letters, as all its heights are: it grows
// with the reader's text.
func (t *Timeline) Height() string { return em(rowHeight*float64(len(t.Rows)) + 2.25) }

// TitleAt is where the title of a row stands, LineAt its line.
func (t *Timeline) TitleAt(row int) string { return em(rowHeight*float64(row) + 3) }

// LineAt is where the line of a row is drawn.
func (t *Timeline) LineAt(row int) string { return em(rowHeight*float64(row) + 3.75) }

const rowHeight = 2.25

func em(n float64) string { return strconv.FormatFloat(n, 'g', -1, 64) + "em" }

// Filter is one row of choices, each a plain link.
type Filter struct {
	Label   string
	Choices []Choice
}

// Narrows tells whether another choice than the first, which is all, was made.
func (f Filter) Narrows() bool { return len(f.Choices) > 0 && !f.Choices[0].Current }

// Choice is one filter link.
type Choice struct {
	Text, URL string
	Current   bool
	Count     int // of what it leads to; 0 is not shown
}

// Update is one change in the law.
type Update struct {
	Frame
	Line       UpdateLine
	Heading    string
	Notices    []Notice
	TextLang   string
	Body       template.HTML
	Dates      []UpdateDate
	Original   string // title of the act in its own language
	OrigLang   string
	Reference  string
	Supersedes []Link
	Superseded []Link
	Pages      []Link
	Sources    []Source
	Secondary  bool // rests on a source that is not official
	NotLaw     bool // a proposal
}

// UpdateDate is one date of an act.
type UpdateDate struct {
	Label, Date, Datetime, Basis string
	Future                       bool
}

// Search is the page of results.
type Search struct {
	Frame
	Asked      string // the query as it was typed
	Empty      bool   // nothing was typed
	Total      int
	DidYouMean Link
	Results    []Result
	Other      []Result // hits of other languages, shown apart
	Previous   string
	Next       string
	Filters    []Filter
}

// Result is one hit. Snippet is escaped and marks the hits.
type Result struct {
	Title, URL, Section, Checked string // Checked is a date in words; may be empty
	Snippet                      template.HTML
	Matched                      string // the word that matched, if it is not the reader's own
	TextLang                     string // language of the text if it is not the reader's
}

// Feeds is the page that explains and lists the feeds.
type Feeds struct {
	Frame
	Heading  string
	Groups   []FeedGroup
	OPML     string // absolute; empty where there is none
	Calendar string
	Licence  Link
}

// FeedGroup is one kind of feeds.
type FeedGroup struct {
	Title  string
	Feeds  []FeedRow
	Folded bool // many that few look for
}

// FeedRow is one feed in its formats; addresses are absolute.
type FeedRow struct{ Title, Atom, RSS, JSON string }

// Quality tells how current the texts are. Numbers and dates are in words of
// the reader's language.
type Quality struct {
	Frame
	Heading          string
	Pages            int
	Rows             []Coverage // the languages in menu order
	Oldest           Link       // page of the oldest check
	Checked          string     // its day; empty without pages
	Due              []Link     // pages late or soon to be checked; Note says by when
	Next             string     // day of the next check
	Phones, Tried    string
	Facts, Secondary string
	Share            string // of Secondary in Facts
}

// Coverage is how the texts of one language stand to their source.
type Coverage struct{ Lang, Name, Current, Share, Behind, Missing, Unreviewed string }

// Error is the page for a request that could not be answered.
type Error struct {
	Frame
	Status  int
	Heading string
	Text    string
	Urgent  []UrgentGroup // shown when the site itself fails
}

// Chooser is shown on / to readers whose browser names none of our languages.
type Chooser struct {
	Frame
}

func (*Home) template() string    { return "home" }
func (*Section) template() string { return "section" }
func (*Guide) template() string   { return "guide" }
func (*Updates) template() string { return "updates" }
func (*Update) template() string  { return "update" }
func (*Search) template() string  { return "search" }
func (*Feeds) template() string   { return "feeds" }
func (*Quality) template() string { return "quality" }
func (*Error) template() string   { return "error" }
func (*Chooser) template() string { return "chooser" }
