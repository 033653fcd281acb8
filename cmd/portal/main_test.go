package main

import (
	"context"
	"os"
	"testing"

	"github.com/rogpeppe/go-internal/testscript"
	"golang.org/x/tools/txtar"
)

func TestMain(m *testing.M) {
	testscript.Main(m, map[string]func(){"portal": main})
}

// TestCommands runs the program as its users do.
func TestCommands(t *testing.T) {
	testscript.Run(t, testscript.Params{
		Dir: "testdata",
		Setup: func(env *testscript.Env) error {
			// A small site: scripts run the program many times.
			archive, err := txtar.ParseFile("../../content/testdata/small.txtar")
			if err != nil {
				return err
			}
			fsys, err := txtar.FS(archive)
			if err != nil {
				return err
			}
			return os.CopyFS(env.WorkDir+"/content", fsys)
		},
	})
}

func FuzzFlags(f *testing.F) {
	for _, seed := range []string{"--addr", "check", "--base-url=x", "-h", "", "serve", "\x00"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, arg string) {
		null, err := os.Open(os.DevNull)
		if err != nil {
			t.Fatal(err)
		}
		defer null.Close()
		// A command that is not there is never served, checked or written.
		if code := run(context.Background(), []string{"nothing", arg}, streams{null, discard{}, discard{}}); code != exitUsage && code != 0 {
			t.Errorf("portal nothing %q ends with %d", arg, code)
		}
	})
}

type discard struct{}

func (discard) Write(p []byte) (int, error) { return len(p), nil }
