// Package static holds the style sheet, the script and the pictures of the
// site. They are part of the program and stand under addresses that carry a
// hash of their bytes, so that a browser may keep them for a year.
package static

import (
	"bytes"
	"crypto/sha256"
	"embed"
	"encoding/hex"
	"fmt"
	"io/fs"
	"maps"
	"path"
	"slices"
	"strings"
)

// The style sheet is written in parts, one topic each, and sent as one file.
//
//go:embed css files
var embedded embed.FS

// prefix begins the address of every asset.
const prefix = "/static/"

// types are the media types of the endings we use. They are written down here
// because those of package mime depend on the machine.
var types = map[string]string{
	".css": "text/css; charset=utf-8",
	".ico": "image/x-icon",
	".js":  "text/javascript; charset=utf-8",
	".png": "image/png",
	".svg": "image/svg+xml",
}

// An Asset is one file as it is sent. Its bytes must not be changed.
type Asset struct {
	Bytes       []byte
	ContentType string
	Name        string // without the hash: "site.css"
}

// Assets are all files of the site: style sheets, scripts, icon.svg, favicon.ico
// and og.png. They never change and are safe for concurrent use.
type Assets struct {
	byName map[string]Asset
	urls   map[string]string // by name
}

// Load reads the embedded files. An error means that the program was built
// with a file that it cannot serve.
func Load() (*Assets, error) { return load(embedded) }

func load(fsys fs.FS) (*Assets, error) {
	a := &Assets{byName: map[string]Asset{}, urls: map[string]string{}}
	css, err := join(fsys, "css/*.css")
	if err != nil {
		return nil, err
	}
	if err := a.add("site.css", css); err != nil {
		return nil, err
	}
	files, err := fs.ReadDir(fsys, "files")
	if err != nil {
		return nil, fmt.Errorf("static: listing files: %w", err)
	}
	for _, f := range files {
		b, err := fs.ReadFile(fsys, path.Join("files", f.Name()))
		if err != nil {
			return nil, fmt.Errorf("static: reading %s: %w", f.Name(), err)
		}
		if err := a.add(f.Name(), b); err != nil {
			return nil, err
		}
	}
	return a, nil
}

// join puts the files of a pattern together in the order of their names.
func join(fsys fs.FS, pattern string) ([]byte, error) {
	names, err := fs.Glob(fsys, pattern)
	if err != nil {
		return nil, fmt.Errorf("static: finding %s: %w", pattern, err)
	}
	var parts [][]byte
	for _, name := range names {
		b, err := fs.ReadFile(fsys, name)
		if err != nil {
			return nil, fmt.Errorf("static: reading %s: %w", name, err)
		}
		parts = append(parts, b)
	}
	return bytes.Join(parts, []byte("\n")), nil
}

func (a *Assets) add(name string, b []byte) error {
	ext := path.Ext(name)
	if types[ext] == "" || strings.Count(name, ".") != 1 {
		return fmt.Errorf("static: %s: want one dot and a known ending", name)
	}
	a.byName[name] = Asset{Bytes: b, ContentType: types[ext], Name: name}
	a.urls[name] = prefix + strings.TrimSuffix(name, ext) + "." + hash(b) + ext
	return nil
}

// hash is short, as it stands in every page: ten digits tell apart all
// versions that a site will ever have.
func hash(b []byte) string {
	sum := sha256.Sum256(b)
	return hex.EncodeToString(sum[:5])
}

// URL returns the address of an asset, for example
// "/static/site.1f3870be27.css" for "site.css".
func (a *Assets) URL(name string) (string, error) {
	url, ok := a.urls[name]
	if !ok {
		return "", fmt.Errorf("static: no file %q", name)
	}
	return url, nil
}

// URLs lists the addresses of all assets in alphabetical order.
func (a *Assets) URLs() []string { return slices.Sorted(maps.Values(a.urls)) }

// Get finds the asset that an address asks for. An address with the hash of
// an earlier version gives today's bytes with current false: a page that was
// saved or cached still finds its style, but must not keep it for long.
func (a *Assets) Get(url string) (asset Asset, current, ok bool) {
	file, ok := strings.CutPrefix(url, prefix)
	if !ok {
		return Asset{}, false, false
	}
	parts := strings.Split(file, ".")
	if len(parts) != 3 || !isHash(parts[1]) {
		return Asset{}, false, false
	}
	name := parts[0] + "." + parts[2]
	asset, ok = a.byName[name]
	return asset, ok && a.urls[name] == url, ok
}

func isHash(s string) bool {
	return s != "" && len(s) <= 64 && strings.Trim(s, "0123456789abcdef") == ""
}
