package admin

import (
	"bytes"
	_ "embed"
	"html/template"
	"net/http"
	"time"

	"portal/internal/publish"
)

//go:embed page.html
var pageSource string

var pageTemplate = template.Must(template.New("page").Funcs(template.FuncMap{"at": at}).Parse(pageSource))

// at is a time as an operator reads it.
func at(t time.Time) string { return t.UTC().Format("2 January 2006, 15:04:05 UTC") }

// facts are what the page says.
type facts struct {
	publish.Status
	Waits time.Duration // the head of the branch, unpublished
}

// page says in sentences what /status says.
func (a *Admin) page(w http.ResponseWriter, _ *http.Request) {
	f := facts{Status: a.Status()}
	if f.Waiting != nil {
		f.Waits = max(a.Now().Sub(f.Waiting.Since), 0).Round(time.Second)
	}
	var html bytes.Buffer
	if err := pageTemplate.Execute(&html, f); err != nil {
		a.Log.Error("page for the operator", "error", err)
		http.Error(w, "the page cannot be made: see the log", http.StatusInternalServerError)
		return
	}
	w.Header().Set("Content-Type", "text/html; charset=utf-8")
	w.Write(html.Bytes())
}
