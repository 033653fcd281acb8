package main

import (
	"fmt"
	"os"
	"path/filepath"
	"time"

	"portal/content"
	"portal/locales"
)

// translationsCommand keeps translations and their sources together.
type translationsCommand struct {
	Stamp stampCommand `cmd:"" help:"Write into every translation that it follows its source as it stands now."`
}

type stampCommand struct {
	Dir string `arg:"" optional:"" default:"./content" help:"Folder of the content."`
}

func (c stampCommand) Run(std streams) error {
	fsys, err := folder(c.Dir)
	if err != nil {
		return err
	}
	catalog, err := locales.Load()
	if err != nil {
		return err
	}
	tree, _ := content.Load(fsys, catalog, time.Now())
	stamps := tree.Stamps()
	for name, line := range stamps {
		if err := stamp(filepath.Join(c.Dir, filepath.FromSlash(name)), line); err != nil {
			return err
		}
	}
	fmt.Fprintf(std.out, "%s: %d translations stamped\n", c.Dir, len(stamps))
	return nil
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
