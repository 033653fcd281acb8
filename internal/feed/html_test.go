package feed

import (
	"strings"
	"testing"
)

var cleaned = []struct{ in, want string }{
	{"", ""},
	{" <p>a</p>\n", "<p>a</p>"},
	{"a & b < c", "a &amp; b &lt; c"},
	{"<p>a<p>b", "<p>a</p><p>b</p>"},
	{"<b>a", "<b>a</b>"},
	{`<h2 id="who" class="x">Who</h2>`, "<h2>Who</h2>"},
	{`<div class="table" role="region" tabindex="0" aria-label="Table"><table><tbody><tr><td colspan="2">1</td></tr></tbody></table></div>`,
		`<div><table><tbody><tr><td colspan="2">1</td></tr></tbody></table></div>`},
	{`<a href="tel:+3280032745"><svg viewBox="0 0 1 1"><path d="M0 0"/></svg>0800</a>`, `<a href="tel:+3280032745">0800</a>`},
	{`<a href="mailto:a@b.be">a</a><span aria-hidden="true">→</span><span hidden>x</span>`, `<a href="mailto:a@b.be">a</a>`},
	{`<img src="https://a.be/x.png" alt="" width="1">`, `<img src="https://a.be/x.png" alt="" width="1"/>`},
	{`<span lang="fr" data-x="1">oui</span><!-- c -->`, `<span lang="fr">oui</span>`},
	{`<ol start="3"><li>a</li></ol>`, `<ol start="3"><li>a</li></ol>`},
	{"a&#1;b\x00", "a\ufffdb\ufffd"},
	{"<td>a</td>", "a"},
}

func TestClean(t *testing.T) {
	for _, tt := range cleaned {
		if got, err := Clean(tt.in); got.String() != tt.want || err != nil {
			t.Errorf("Clean(%q) = %q, %v, want %q", tt.in, got, err, tt.want)
		}
	}
}

var harmful = []string{
	`<a href="/az/page">a</a>`,
	`<a href="#who">a</a>`,
	`<a href="page">a</a>`,
	`<a href="">a</a>`,
	`<a href="//yol.example/a">a</a>`,
	`<a href="javascript:alert(1)">a</a>`,
	`<a href="JaVaScRiPt:alert(1)">a</a>`,
	`<a href=" https://a.be/">a</a>`,
	`<a href="https://a.be/a b">a</a>`,
	`<a href="data:text/html,x">a</a>`,
	`<a href="https:///a">a</a>`,
	`<img src="/x.png" alt="">`,
	`<img src="data:image/png;base64,AA" alt="">`,
	`<img src="mailto:a@b.be" alt="">`,
	`<img src="https://a.be/x.png">`,
	`<script>alert(1)</script>`,
	`<SCRIPT src="https://a.be/x.js"></SCRIPT>`,
	`<style>p{}</style>`,
	`<p style="color:red">a</p>`,
	`<p onclick="x()">a</p>`,
	`<p OnMouseOver="x()">a</p>`,
	`<form action="https://a.be/"><input></form>`,
	`<button>a</button>`,
	`<iframe src="https://a.be/"></iframe>`,
	`<object data="https://a.be/"></object>`,
	`<video src="https://a.be/"></video>`,
	`<math><mi>x</mi></math>`,
	`<template><p>a</p></template>`,
	`<noscript><p>a</p></noscript>`,
	`<base href="https://a.be/">`,
	`<meta http-equiv="refresh" content="0">`,
	`<yol-card>a</yol-card>`,
	`<div><div><p><a href="x">deep</a></p></div></div>`,
	strings.Repeat("<b>", 600) + "deep",
	strings.Repeat("a", maxContent+1),
}

func TestCleanRefuses(t *testing.T) {
	for _, in := range harmful {
		if got, err := Clean(in); err == nil || got.String() != "" {
			t.Errorf("Clean(%.80q) = %.80q, want an error", in, got)
		}
	}
}

// Whatever comes out is clean: cleaning it again finds nothing to change.
func FuzzClean(f *testing.F) {
	for _, tt := range cleaned {
		f.Add(tt.in)
	}
	for _, in := range harmful {
		f.Add(in)
	}
	f.Add("<p><table><p>a</table><svg><p>b")
	f.Add("<pre>\n\na</pre><a href=https://a.be/>a<a href=https://b.be/>b")
	f.Fuzz(func(t *testing.T, in string) {
		once, err := Clean(in)
		if err != nil {
			return
		}
		twice, err := Clean(once.String())
		if err != nil || twice != once {
			t.Errorf("Clean(%q) = %q, again %q, %v", in, once, twice, err)
		}
	})
}
