package site

import (
	"fmt"
	"os"
	"path"
	"path/filepath"
	"strings"
)

// Export writes the snapshot to a folder as files that any web server can
// hand out. Redirects and answers other than 200 are left out: files cannot
// say them.
func (s *Snapshot) Export(dir string) error {
	for _, address := range s.Paths() {
		if r := s.resources[address]; r.Status == 200 {
			if err := write(dir, file(address), r.plain()); err != nil {
				return err
			}
		}
	}
	for address, r := range s.builder.resources {
		if err := write(dir, address, r.plain()); err != nil {
			return err
		}
	}
	return nil
}

// file is where an address lies: pages in a folder of their own.
func file(address string) string {
	if strings.HasSuffix(address, "/") || path.Ext(address) == "" {
		return address + "/index.html"
	}
	return address
}

func write(dir, name string, body []byte) error {
	name = filepath.Join(dir, filepath.FromSlash(name))
	if err := os.MkdirAll(filepath.Dir(name), 0o755); err != nil {
		return fmt.Errorf("site: writing %s: %w", name, err)
	}
	if err := os.WriteFile(name, body, 0o644); err != nil {
		return fmt.Errorf("site: writing %s: %w", name, err)
	}
	return nil
}
