package websub

import (
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
)

// store is the file of what a hub was told; without a name it keeps nothing.
type store struct{ file, hub string }

type record struct {
	Hub  string            `json:"hub"`
	Told map[string]string `json:"told"` // digest by address of the feed
}

// load gives what the hub was told: nothing, if that was another hub. The map
// can be written to whatever the error.
func (s store) load() (map[string]string, error) {
	nothing := map[string]string{}
	data, err := os.ReadFile(s.file)
	if s.file == "" || errors.Is(err, fs.ErrNotExist) {
		return nothing, nil
	}
	if err != nil {
		return nothing, fmt.Errorf("websub: %w", err)
	}
	var r record
	if err := json.Unmarshal(data, &r); err != nil {
		return nothing, fmt.Errorf("websub: reading %s: %w", s.file, err)
	}
	if r.Hub != s.hub || r.Told == nil {
		return nothing, nil
	}
	return r.Told, nil
}

// save replaces the file: a reader finds the whole of it, old or new.
func (s store) save(told map[string]string) (err error) {
	if s.file == "" {
		return nil
	}
	defer func() {
		if err != nil {
			err = fmt.Errorf("websub: keeping what the hub was told: %w", err)
		}
	}()
	data, err := json.MarshalIndent(record{s.hub, told}, "", "\t")
	if err != nil {
		return err
	}
	if err := os.MkdirAll(filepath.Dir(s.file), 0o755); err != nil {
		return err
	}
	next, err := os.CreateTemp(filepath.Dir(s.file), filepath.Base(s.file)+".*")
	if err != nil {
		return err
	}
	defer os.Remove(next.Name()) // it is gone once it took the name
	_, err = next.Write(data)
	if err := errors.Join(err, next.Sync(), next.Close()); err != nil {
		return err
	}
	return os.Rename(next.Name(), s.file)
}
