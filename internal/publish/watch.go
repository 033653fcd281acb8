package publish

import (
	"context"
	"io/fs"
	"path/filepath"
	"strings"
	"time"

	"github.com/fsnotify/fsnotify"
)

const (
	settle = 20 * time.Millisecond  // in which the writes of one save follow each other
	lost   = time.Second            // after which a folder is looked at without a notice: some drives send none
	often  = 200 * time.Millisecond // the same, where the system gives no notices at all
)

// watch sends when something below a folder may have been saved, until ctx
// ends.
func watch(ctx context.Context, dir string) <-chan struct{} {
	saved := make(chan struct{}, 1)
	w, err := fsnotify.NewWatcher()
	if err == nil {
		err = below(dir, w.Add)
	}
	go func() {
		if w == nil {
			w = &fsnotify.Watcher{} // its channels never send
		} else {
			defer w.Close()
		}
		pause := lost
		if err != nil {
			pause = often
		}
		timer := time.NewTimer(pause)
		defer timer.Stop()
		for {
			select {
			case <-ctx.Done():
				return
			case event := <-w.Events:
				if event.Has(fsnotify.Create) {
					below(event.Name, w.Add) // a file is not watched by itself
				}
				timer.Reset(settle)
			case <-w.Errors: // notices were lost: the timer finds what they said
			case <-timer.C:
				select {
				case saved <- struct{}{}:
				default:
				}
				timer.Reset(pause)
			}
		}
	}()
	return saved
}

// below calls do for a folder and all folders in it, hidden ones left out.
func below(dir string, do func(string) error) error {
	return filepath.WalkDir(dir, func(name string, d fs.DirEntry, err error) error {
		switch {
		case err != nil:
			return err
		case !d.IsDir():
			return nil
		case name != dir && strings.HasPrefix(d.Name(), "."):
			return fs.SkipDir
		}
		return do(name)
	})
}
