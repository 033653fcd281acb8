package content

import (
	"time"

	"portal/locales"
)

// Fields are needed unless their tag says optional. A field without a value in
// the file has the zero value.

// Site is what the whole site has in common.
type Site struct {
	Schema     int               `yaml:"schema"`
	Name       string            `yaml:"name"`
	Tag        Tag               `yaml:"tag"`
	Licence    Licence           `yaml:"licence"`
	Publishers []Publisher       `yaml:"publishers"`
	Urgent     []string          `yaml:"urgent"` // contact keys, shown on the home page
	Exit       string            `yaml:"exit"`   // where the exit of sensitive pages leads
	Timezones  map[string]string `yaml:"timezones"`
}

// Tag is the authority and year of feed ids, RFC 4151.
type Tag struct {
	Authority string `yaml:"authority"`
	Year      int    `yaml:"year"`
}

// Licence is under what terms the content may be used.
type Licence struct {
	Name string `yaml:"name"`
	URL  string `yaml:"url"`
}

// Publisher is one of the administrations behind the site. Its contact is
// where readers report errors.
type Publisher struct {
	Key     string        `yaml:"key"`
	Name    locales.Texts `yaml:"name"`
	URL     string        `yaml:"url"`
	Contact string        `yaml:"contact"`
}

// Section is a part of the menu. A hidden one has pages but no place there.
type Section struct {
	Key     string        `yaml:"key"`
	Hidden  bool          `yaml:"hidden,optional"`
	Title   locales.Texts `yaml:"title"`
	Summary locales.Texts `yaml:"summary"`
	Slug    locales.Texts `yaml:"slug"`
	Pages   []string      `yaml:"pages"` // ids, in menu order
}

// Topic is a subject that readers filter and subscribe by.
type Topic struct {
	Key  string        `yaml:"key"`
	Name locales.Texts `yaml:"name"`
}

// Word is an expression that must not stand in a text.
type Word struct {
	Lang  locales.Lang `yaml:"lang"`
	Wrong string       `yaml:"wrong"`
	Right string       `yaml:"right"`
	Why   string       `yaml:"why"`
}

// Page is one subject of guidance in all its languages. ID never changes.
type Page struct {
	ID      string `yaml:"-"`
	Section string `yaml:"-"`

	Code           int          `yaml:"code"`
	Kind           string       `yaml:"kind"`
	SourceLang     locales.Lang `yaml:"source_lang,optional"`
	Direction      string       `yaml:"direction"`
	Jurisdictions  []string     `yaml:"jurisdictions"`
	Topics         []string     `yaml:"topics"`
	Sensitive      bool         `yaml:"sensitive,optional"`
	Critical       bool         `yaml:"critical,optional"`
	Contacts       []string     `yaml:"contacts"`
	Related        []string     `yaml:"related,optional"`
	Sources        []string     `yaml:"sources"`
	FirstPublished Date         `yaml:"first_published"`
	ReviewBy       Date         `yaml:"review_by"`
	Draft          bool         `yaml:"draft,optional"`
	PublishAt      time.Time    `yaml:"publish_at,optional"`
	WithdrawAt     time.Time    `yaml:"withdraw_at,optional"`
	Fate           *Fate        `yaml:"fate,optional"`
	Changes        []Change     `yaml:"changes"` // newest first

	Texts map[locales.Lang]*Text `yaml:"-"`
	file  *file
}

// Fate is what became of a page that guides no longer.
type Fate struct {
	Kind   string        `yaml:"kind"`        // withdrawn | redirect | gone
	To     string        `yaml:"to,optional"` // page id of a redirect
	Reason locales.Texts `yaml:"reason"`
}

// Change is a note about what changed on a page or in an update. Note lacks
// the languages that are not written yet.
type Change struct {
	ID      string    `yaml:"id"`
	At      time.Time `yaml:"at"`
	Kind    string    `yaml:"kind"`
	Section string    `yaml:"section,optional"`
	Update  string    `yaml:"update,optional"`
	Urgent  string    `yaml:"urgent,optional"`
	Note    Notes     `yaml:"note,optional"`
}

// Notes is a text in some of the languages.
type Notes map[locales.Lang]string

// Text is a page or update in one language.
type Text struct {
	Lang locales.Lang `yaml:"-"`

	Title    string            `yaml:"title"`
	TabTitle string            `yaml:"tab_title,optional"`
	Summary  string            `yaml:"summary"` // may hold inserts
	Slug     string            `yaml:"slug"`
	OldPaths []string          `yaml:"old_paths,optional"`
	Keywords []string          `yaml:"keywords,optional"`
	Glance   *Glance           `yaml:"glance,optional"`
	Reviewed *Reviewed         `yaml:"reviewed,optional"`
	Follows  map[string]string `yaml:"follows,optional"`

	body *body
	file *file
}

// Glance is the four short facts under the answer; each may hold inserts.
type Glance struct {
	Who   string `yaml:"who"`
	Time  string `yaml:"time"`
	Cost  string `yaml:"cost"`
	Where string `yaml:"where"`
}

// Reviewed says that an editor has read the text with this hash.
type Reviewed struct {
	On   Date   `yaml:"on"`
	By   string `yaml:"by"` // a role, never a name
	Text string `yaml:"text"`
}

// Update is one change in the law. ID never changes.
type Update struct {
	ID   string `yaml:"-"`
	Year int    `yaml:"-"` // of its folder

	Jurisdictions []string     `yaml:"jurisdictions"`
	ActKind       string       `yaml:"act_kind"`
	Stage         string       `yaml:"stage"`
	OriginalTitle string       `yaml:"original_title"`
	OriginalLang  string       `yaml:"original_lang"`
	Reference     string       `yaml:"reference,optional"`
	SourceLang    locales.Lang `yaml:"source_lang,optional"`
	AnnouncedAt   time.Time    `yaml:"announced_at"`
	Adopted       *Dated       `yaml:"adopted,optional"`
	Published     *Dated       `yaml:"published,optional"`
	InForce       *Dated       `yaml:"in_force,optional"`
	Applies       *Dated       `yaml:"applies,optional"`
	Until         *Dated       `yaml:"until,optional"`
	Supersedes    []string     `yaml:"supersedes,optional"`
	Topics        []string     `yaml:"topics"`
	Pages         []string     `yaml:"pages,optional"`
	Sources       []string     `yaml:"sources"`
	Confidence    string       `yaml:"confidence"`
	Draft         bool         `yaml:"draft,optional"`
	Changes       []Change     `yaml:"changes,optional"`

	Texts map[locales.Lang]*Text `yaml:"-"`
	file  *file
}

// Dated is a date of an act and how we know it.
type Dated struct {
	On    Date   `yaml:"on"`
	Basis string `yaml:"basis"` // read | computed | reported
}

// Source is a document that facts rest on.
type Source struct {
	Title     string `yaml:"title"`
	Lang      string `yaml:"lang"`
	URL       string `yaml:"url,optional"`
	Publisher string `yaml:"publisher"`
	Official  bool   `yaml:"official"`
	AsOf      Date   `yaml:"as_of,optional"`
	CheckedOn Date   `yaml:"checked_on"`
	file      *file
}

// Contact is somebody who answers.
type Contact struct {
	Key string `yaml:"-"`

	Name        locales.Texts `yaml:"name"`
	Purpose     locales.Texts `yaml:"purpose"`
	Country     string        `yaml:"country"` // az | be | tr
	Needs       []string      `yaml:"needs"`
	Phones      []Phone       `yaml:"phones,optional"`
	Visits      []Opening     `yaml:"visits,optional"`
	Appointment bool          `yaml:"appointment,optional"`
	Cannot      locales.Texts `yaml:"cannot,optional"`       // what they do not do
	Confidence  locales.Texts `yaml:"confidential,optional"` // whether a call is confidential, as the source says
	Addresses   []string      `yaml:"addresses,optional"`
	Web         []string      `yaml:"web,optional"`
	Mail        []string      `yaml:"mail,optional"`
	Sources     []string      `yaml:"sources"`
	file        *file
}

// Phone is a number of a contact.
type Phone struct {
	Number    string        `yaml:"number"`  // E.164, or a short code
	Display   string        `yaml:"display"` // as its owner prints it
	Hours     Hours         `yaml:"hours,optional"`
	Languages []string      `yaml:"languages,optional"`
	Free      bool          `yaml:"free,optional"` // false: not known
	Note      locales.Texts `yaml:"note,optional"`
	TriedOn   Date          `yaml:"tried_on,optional"`
}

// Hours is when somebody answers: always, or at the openings.
type Hours struct {
	Always   bool
	Openings []Opening
}

// Opening is a time of the week.
type Opening struct {
	Days string `yaml:"days"` // mon, mon-fri or mon,wed,fri
	From string `yaml:"from"` // 09:00
	To   string `yaml:"to"`
}

// Term is a word of letters, forms and offices, in plain words.
type Term struct {
	Key string `yaml:"-"`

	Name       locales.Texts  `yaml:"name"`
	Definition locales.Texts  `yaml:"definition"`
	Proposed   []locales.Lang `yaml:"proposed,optional"` // where the name is our translation
	RU         []string       `yaml:"ru,optional"`
	TR         []string       `yaml:"tr,optional"`
	Letters    []string       `yaml:"letters,optional"` // names found on letters
	Page       string         `yaml:"page,optional"`    // id of the page that explains it
	file       *file
}
