package publish

import (
	"archive/zip"
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
)

// keeper keeps the content that went live last, apart from any clone: in
// memory, and in one file, for a restart at which nothing else can be read.
type keeper struct {
	dir  string // "" for no file
	data []byte
}

// kept says what the file holds.
type kept struct {
	From   string `json:"from"` // remote, branch and folder
	Commit Commit `json:"commit"`
}

func (k *keeper) file() string { return filepath.Join(k.dir, "live.zip") }

// save replaces the file. It is the old one or the new one at every moment,
// also after a crash.
func (k *keeper) save(files fs.FS, about kept) error {
	comment, err := json.Marshal(about)
	if err != nil {
		return fmt.Errorf("publish: keeping the content: %w", err)
	}
	var buf bytes.Buffer
	w := zip.NewWriter(&buf)
	if err := errors.Join(w.SetComment(string(comment)), w.AddFS(files), w.Close()); err != nil {
		return fmt.Errorf("publish: keeping the content: %w", err)
	}
	k.data = buf.Bytes()
	if k.dir == "" {
		return nil
	}
	if err := replaceFile(k.file(), k.data); err != nil {
		return fmt.Errorf("publish: keeping the content: %w", err)
	}
	return nil
}

// replaceFile writes a file beside the old one, and puts it in its place when
// it is safe on the disk.
func replaceFile(name string, data []byte) error {
	tmp, err := os.CreateTemp(filepath.Dir(name), filepath.Base(name)+".new-")
	if err != nil {
		return err
	}
	_, err = tmp.Write(data)
	if err = errors.Join(err, tmp.Sync(), tmp.Close()); err == nil {
		err = os.Rename(tmp.Name(), name)
	}
	if err != nil {
		os.Remove(tmp.Name())
		return err
	}
	dir, err := os.Open(filepath.Dir(name))
	if err != nil {
		return err
	}
	defer dir.Close()
	return dir.Sync()
}

// load gives the files kept; ErrNothing if there are none.
func (k *keeper) load() (fs.FS, kept, error) {
	if err := k.read(); err != nil {
		return nil, kept{}, err
	}
	r, err := zip.NewReader(bytes.NewReader(k.data), int64(len(k.data)))
	if err != nil {
		return nil, kept{}, fmt.Errorf("publish: reading %s: %w", k.file(), err)
	}
	var about kept
	if err := json.Unmarshal([]byte(r.Comment), &about); err != nil {
		return nil, kept{}, fmt.Errorf("publish: reading %s: %w", k.file(), err)
	}
	return r, about, nil
}

// read reads the file, once.
func (k *keeper) read() (err error) {
	if k.data != nil {
		return nil
	}
	if k.dir == "" {
		return ErrNothing
	}
	k.data, err = os.ReadFile(k.file())
	if errors.Is(err, fs.ErrNotExist) {
		return ErrNothing
	}
	if err != nil {
		return fmt.Errorf("publish: reading what was kept: %w", err)
	}
	return nil
}
