package site

import (
	"flag"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

var update = flag.Bool("update", false, "add new lines to the contract with subscribers")

// TestContract: addresses and ids of feeds, ids of entries and keys of topics
// are what subscribers rely on. Lines may be added to the files; one that the
// site no longer keeps is a broken promise, and no flag takes it out.
func TestContract(t *testing.T) {
	for name, s := range map[string]*Snapshot{"small.txt": built(t, base, small(t)), "site.txt": committed(t)} {
		file := filepath.Join("testdata", "contract", name)
		data, err := os.ReadFile(file)
		if err != nil && !*update {
			t.Fatal(err)
		}
		promised, kept := strings.Fields(string(data)), contract(s)
		for _, line := range promised {
			if !slices.Contains(kept, line) {
				t.Errorf("%s promises %s, which is gone", name, line)
			}
		}
		added := slices.DeleteFunc(kept, func(line string) bool { return slices.Contains(promised, line) })
		t.Logf("%s: %d lines, %d more to promise (go test ./internal/site -run Contract -update)", name, len(promised), len(added))
		if *update && !t.Failed() {
			all := append(promised, added...)
			slices.Sort(all)
			if err := os.WriteFile(file, []byte(strings.Join(all, "\n")+"\n"), 0o644); err != nil {
				t.Fatal(err)
			}
		}
	}
}

func contract(s *Snapshot) []string {
	lines := map[string]bool{}
	for _, path := range s.Paths() {
		address, isAtom := strings.CutSuffix(path, ".atom")
		switch {
		case strings.HasSuffix(path, ".ics") || strings.HasSuffix(path, ".opml"):
			lines[path] = true
		case !isAtom:
			continue
		}
		if isAtom && !strings.Contains(address, ".") {
			for _, ending := range []string{".atom", ".rss", ".json"} {
				if _, ok := s.Resource(address + ending); ok {
					lines[address+ending] = true
				}
			}
		}
		if isAtom {
			r, _ := s.Resource(path)
			for part := range strings.SplitSeq(string(r.plain()), "<id>") {
				if id, _, ok := strings.Cut(part, "</id>"); ok && strings.HasPrefix(id, "tag:") {
					lines[id] = true
				}
			}
		}
	}
	for _, topic := range s.frames["en"].tree.Topics {
		lines["topic:"+topic.Key] = true
	}
	var all []string
	for line := range lines {
		all = append(all, line)
	}
	slices.Sort(all)
	return all
}
