package main

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"

	"go.yaml.in/yaml/v3"
)

// writeCI writes the portal command lines of the files in docs/ci to scripts of
// the same name, so that they are run as their hosts run them.
func writeCI(dir string) error {
	files, err := filepath.Glob("../../docs/ci/*.yml")
	if err != nil {
		return err
	}
	if err := os.MkdirAll(dir, 0o755); err != nil {
		return err
	}
	for _, name := range files {
		lines, err := commandLines(name)
		if err != nil {
			return err
		}
		script := filepath.Join(dir, strings.TrimSuffix(filepath.Base(name), ".yml")+".sh")
		if err := os.WriteFile(script, []byte(strings.Join(lines, "\n")+"\n"), 0o644); err != nil {
			return err
		}
	}
	return writeExample(filepath.Join(dir, "change.yaml"))
}

// writeExample writes the change note that docs/editing.md shows.
func writeExample(name string) error {
	doc, err := os.ReadFile("../../docs/editing.md")
	if err != nil {
		return err
	}
	_, rest, _ := strings.Cut(string(doc), "```yaml\n")
	example, _, found := strings.Cut(rest, "```")
	if !found {
		return errors.New("docs/editing.md shows no change note")
	}
	return os.WriteFile(name, []byte(example), 0o644)
}

// commandLines are the lines of all scalars of a file that run portal.
func commandLines(name string) ([]string, error) {
	data, err := os.ReadFile(name)
	if err != nil {
		return nil, err
	}
	var doc yaml.Node
	if err := yaml.Unmarshal(data, &doc); err != nil {
		return nil, fmt.Errorf("%s: %w", name, err)
	}
	var lines []string
	var walk func(n *yaml.Node)
	walk = func(n *yaml.Node) {
		for _, line := range strings.Split(n.Value, "\n") {
			if line = strings.TrimSpace(line); strings.HasPrefix(line, "portal ") {
				lines = append(lines, line)
			}
		}
		for _, child := range n.Content {
			walk(child)
		}
	}
	walk(&doc)
	return lines, nil
}
