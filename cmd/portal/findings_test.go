package main

import (
	"testing"

	"portal/content"
)

// An annotation is one line, and its place ends where it should.
func TestCommand(t *testing.T) {
	for _, tt := range []struct {
		p    content.Problem
		want string
	}{
		{content.Problem{File: "a.yaml", Line: 3, Msg: "no"}, "::error file=in/a.yaml,line=3::no"},
		{content.Problem{File: "a.yaml", Msg: "one\r\ntwo, 100%: ok"}, "::error file=in/a.yaml::one%0D%0Atwo, 100%25: ok"},
		{content.Problem{File: "a,b:c%.yaml", Msg: "::error::"}, "::error file=in/a%2Cb%3Ac%25.yaml::::error::"},
		{content.Problem{Msg: "no file"}, "::error::no file"},
	} {
		if got := command("error", "./in", tt.p); got != tt.want {
			t.Errorf("got %q, want %q", got, tt.want)
		}
	}
}
