package main

import (
	"os"
	"path/filepath"
	"regexp"
	"testing"
)

// The first line of a new file leads editors to its schema.
func TestModelines(t *testing.T) {
	for name, folder := range map[string]string{"page.yaml": "pages/return/new", "update.yaml": "updates/2026/new"} {
		src, err := freshFiles.ReadFile("fresh/" + name)
		if err != nil {
			t.Fatal(err)
		}
		m := regexp.MustCompile(`^# yaml-language-server: \$schema=(\S+)\n`).FindSubmatch(src)
		if m == nil {
			t.Fatalf("%s has no modeline", name)
		}
		if _, err := os.Stat(filepath.Join("../../content", folder, string(m[1]))); err != nil {
			t.Errorf("%s: %v", name, err)
		}
	}
}
