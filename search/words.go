package search

import (
	"embed"
	"strings"

	"portal/locales"
)

//go:embed words
var wordFiles embed.FS

// wordLists are the word lists of a language, folded.
type wordLists struct {
	stop     map[string]bool // as spelt and folded
	elided   map[string]bool // French: l, d, qu
	parts    map[string]bool // Dutch: parts of compounds
	synonyms []Synonym
}

// The lists are compiled in, so what is wrong in them is found by every test.
var (
	lists       = loadLists()
	russianStop = set(entries("words/ru/stop.txt"))
)

func loadLists() map[locales.Lang]wordLists {
	all := map[locales.Lang]wordLists{}
	for _, lang := range locales.All {
		folder := "words/" + string(lang) + "/"
		l := wordLists{stop: map[string]bool{}}
		for _, w := range entries(folder + "stop.txt") {
			w = strings.Map(dropMarks, w)
			l.stop[w], l.stop[fold(lang, w)] = true, true
		}
		for _, line := range lines(folder + "synonyms.txt") {
			l.synonyms = append(l.synonyms, Synonym{splitNames(line)})
		}
		all[lang] = l
	}
	l := all[locales.FR]
	l.elided = set(entries("words/fr/elided.txt"))
	all[locales.FR] = l
	l = all[locales.NL]
	l.parts = set(entries("words/nl/parts.txt"))
	all[locales.NL] = l
	return all
}

func splitNames(line string) []string {
	names := strings.Split(line, "=")
	for i := range names {
		names[i] = strings.TrimSpace(names[i])
	}
	return names
}

// lines are the lines of a list. # begins a remark.
func lines(name string) []string {
	data, err := wordFiles.ReadFile(name)
	if err != nil {
		panic("search: " + err.Error()) // the list was not compiled in
	}
	var all []string
	for line := range strings.Lines(string(data)) {
		line, _, _ = strings.Cut(line, "#")
		if line = strings.TrimSpace(line); line != "" {
			all = append(all, line)
		}
	}
	return all
}

// entries are the words of a list, however many stand on a line.
func entries(name string) []string { return strings.Fields(strings.Join(lines(name), " ")) }

func set(words []string) map[string]bool {
	all := make(map[string]bool, len(words))
	for _, w := range words {
		all[w] = true
	}
	return all
}
