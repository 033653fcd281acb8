package main

import (
	"bufio"
	"fmt"
	"maps"
	"runtime/debug"
	"slices"
	"strings"

	"portal/locales"
	"portal/search"
)

// analyzeCommand shows what search makes of words.
type analyzeCommand struct {
	Lang string `required:"" enum:"az,nl,fr,en" help:"Language of the words: az, nl, fr or en."`
}

func (c analyzeCommand) Run(std streams) error {
	lines := bufio.NewScanner(std.in)
	for lines.Scan() {
		fmt.Fprintln(std.out, strings.Join(search.Terms(locales.Lang(c.Lang), lines.Text()), " "))
	}
	return lines.Err()
}

// versionCommand tells which program this is.
type versionCommand struct{}

func (versionCommand) Run(std streams) error {
	version := "development"
	if info, ok := debug.ReadBuildInfo(); ok {
		for _, s := range info.Settings {
			if s.Key == "vcs.revision" {
				version = s.Value
			}
		}
	}
	_, err := fmt.Fprintln(std.out, "portal", version)
	return err
}

func sortedNames(m map[string]string) []string { return slices.Sorted(maps.Keys(m)) }
