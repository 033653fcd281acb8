package main

import (
	"fmt"
	"io"
	"slices"
	"strings"
	"time"

	"github.com/rogpeppe/go-internal/diff"

	"portal/content"
	"portal/internal/publish"
	"portal/locales"
)

// diffCommand shows a translator what to look at: of each part of the source
// that changed, what it said when the translation followed it, what it says
// now, and what the translation says.
type diffCommand struct {
	ID   string `arg:"" name:"id" help:"Page or update."`
	Lang string `arg:"" name:"lang" help:"Language of the translation: az, nl, fr or en."`
	Dir  string `default:"./content" help:"Folder of the content."`
}

// searched is how many commits are looked through for what a translation
// followed.
const searched = 10_000

// followedPart is a part of the source as it was when a translation followed
// it, and the commit that last had it so.
type followedPart struct {
	content.Part
	commit publish.Commit
}

func (c diffCommand) Run(std streams) error {
	tree, _, err := load(c.Dir)
	if err != nil {
		return err
	}
	s, err := find(tree, c.ID)
	if err != nil {
		return err
	}
	translation, source, err := s.of(c.Lang)
	if err != nil {
		return err
	}
	behind := s.translation(locales.Lang(c.Lang)).Behind
	if len(behind) == 0 {
		_, err := fmt.Fprintf(std.out, "%s/%s.md says what %s.md says.\n", s.dir, c.Lang, s.source)
		return err
	}
	old, why := c.followed(s, translation.Follows, behind)
	for _, id := range behind {
		part, _ := partOf(source, id)
		fmt.Fprintf(std.out, "%s.md, line %d: %s\n", s.source, part.Line, place(id))
		if then, ok := old[id]; ok {
			fmt.Fprintf(std.out, "%s", changed(then, part, string(s.source)))
		} else {
			fmt.Fprintf(std.out, "What it said before is not known: %s. Now:\n\n%s", why, part.Markdown)
		}
		beside(std.out, translation, id, c.Lang)
	}
	_, err = fmt.Fprintf(std.out, "Once %s.md says the same: portal translations stamp %s %s\n", c.Lang, c.ID, c.Lang)
	return err
}

// beside writes what the translation says at the same place.
func beside(out io.Writer, translation *content.Text, id, lang string) {
	if part, ok := partOf(translation, id); ok {
		fmt.Fprintf(out, "\n%s.md, line %d, says:\n\n%s\n", lang, part.Line, part.Markdown)
		return
	}
	fmt.Fprintf(out, "\n%s.md has no heading {#%s}.\n\n", lang, id)
}

// changed is the difference in the form of git, under a name people know.
func changed(then followedPart, now content.Part, lang string) string {
	name := fmt.Sprintf("%s.md of %s, %s (%s)", lang, then.commit.At.Format(time.DateOnly), then.commit.ID.Short(), then.commit.Subject)
	_, text, _ := strings.Cut(string(diff.Diff(name, []byte(then.Markdown), lang+".md now", []byte(now.Markdown))), "\n")
	if text == "" {
		return "Only blanks changed.\n"
	}
	return text
}

// followed looks in the history for the parts a translation followed. why says
// what is the matter if one is not found.
func (c diffCommand) followed(s subject, follows map[string]string, ids []string) (found map[string]followedPart, why string) {
	h, err := openHistory(c.Dir)
	if err != nil {
		return nil, err.Error()
	}
	found = map[string]followedPart{}
	head, err := h.commit("HEAD")
	if err != nil {
		return found, err.Error()
	}
	commits, err := h.FirstParents(head.ID, searched)
	if err != nil {
		return found, err.Error()
	}
	var last publish.ID
	for _, commit := range commits {
		tree := h.tree(commit.ID, s)
		if tree == last {
			continue
		}
		last = tree
		text, ok := h.text(commit.ID, s, string(s.source)+".md")
		if !ok {
			break // older than the page
		}
		for _, part := range text.Parts() {
			if _, seen := found[part.ID]; !seen && follows[part.ID] == part.Hash && slices.Contains(ids, part.ID) {
				found[part.ID] = followedPart{part, commit}
			}
		}
		if len(found) == len(ids) {
			break
		}
	}
	if h.Shallow() {
		return found, "the clone is shallow, git fetch --unshallow brings the rest of the history"
	}
	return found, "no commit has the text that the translation follows"
}

func partOf(t *content.Text, id string) (content.Part, bool) {
	all := t.Parts()
	i := slices.IndexFunc(all, func(p content.Part) bool { return p.ID == id })
	if i < 0 {
		return content.Part{}, false
	}
	return all[i], true
}

// place names a part for people.
func place(id string) string {
	switch id {
	case "_meta":
		return "title and summary"
	case "_top":
		return "the text before the first heading"
	}
	return "{#" + id + "}"
}
