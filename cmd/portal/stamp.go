package main

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"time"

	"portal/content"
	"portal/locales"
)

// stampCommand writes into translations what they follow.
type stampCommand struct {
	ID    string `arg:"" optional:"" name:"id" help:"Page or update. Default: all."`
	Lang  string `arg:"" optional:"" name:"lang" help:"Language of the translation: az, nl, fr or en."`
	Minor bool   `help:"The change of the source asks for no other words: every translation that said the same goes on saying it."`
	Since string `default:"HEAD" help:"With --minor: the revision before the change."`
	Dir   string `default:"./content" help:"Folder of the content."`
}

func (c stampCommand) Run(std streams) error {
	tree, _, err := load(c.Dir)
	if err != nil {
		return err
	}
	switch {
	case c.ID == "" && c.Minor:
		return errors.New("--minor needs the id of a page or update")
	case c.ID == "":
		return c.all(std, tree)
	case c.Lang == "" && !c.Minor:
		return errors.New("say which language says what its source says, as “stamp " + c.ID + " nl”; or --minor when only the form of the source changed")
	}
	s, err := find(tree, c.ID)
	if err != nil {
		return err
	}
	if c.Minor {
		return c.minor(std, tree, s)
	}
	_, source, err := s.of(c.Lang)
	if err != nil {
		return err
	}
	return c.write(std, s.dir+"/"+c.Lang+".md", source.FollowsLine())
}

// all stamps every translation: for those who translate all at once.
func (c stampCommand) all(std streams, tree *content.Tree) error {
	stamps := tree.Stamps()
	for name, line := range stamps {
		if err := stamp(filepath.Join(c.Dir, filepath.FromSlash(name)), line); err != nil {
			return err
		}
	}
	_, err := fmt.Fprintf(std.out, "%s: %d translations stamped\n", c.Dir, len(stamps))
	return err
}

// minor carries the translations along. Only history tells which of them said
// the same before: the others stay behind.
func (c stampCommand) minor(std streams, tree *content.Tree, s subject) error {
	h, err := openHistory(c.Dir)
	if err != nil {
		return fmt.Errorf("%w, so it is not known what the translations followed: stamp them one by one", err)
	}
	commit, err := h.commit(c.Since)
	if err != nil {
		return err
	}
	before, ok := h.text(commit.ID, s, string(s.source)+".md")
	source := s.texts[s.source]
	switch {
	case !ok || source == nil:
		return fmt.Errorf("%s has no text %s/%s.md", c.Since, s.dir, s.source)
	case before.Hash() == source.Hash():
		return fmt.Errorf("%s.md says what it said at %s: name the revision before the change with --since", s.source, c.Since)
	}
	for _, lang := range locales.All {
		if t := s.texts[lang]; t != nil && lang != s.source {
			if err := c.write(std, s.dir+"/"+string(lang)+".md", source.CarriedLine(before, t.Follows)); err != nil {
				return err
			}
		}
	}
	at := tree.FreeMoment(time.Now())
	if zone := tree.Zone("be"); zone != nil {
		at = at.In(zone)
	}
	_, err = fmt.Fprintf(std.out, "Write under “changes:” of %s/%s.yaml, at the top:\n  - id: minor-%s\n    at: %s\n    kind: minor\n",
		s.dir, s.kind(), at.Format("20060102-150405"), at.Format(time.RFC3339))
	return err
}

func (c stampCommand) write(std streams, name, line string) error {
	if err := stamp(filepath.Join(c.Dir, filepath.FromSlash(name)), line); err != nil {
		return err
	}
	_, err := fmt.Fprintf(std.out, "%s: %s\n", name, line)
	return err
}

func stamp(name, line string) error {
	src, err := os.ReadFile(name)
	if err != nil {
		return err
	}
	text, err := content.Stamp(string(src), line)
	if err != nil {
		return fmt.Errorf("%s: %w", name, err)
	}
	return os.WriteFile(name, []byte(text), 0o644)
}
