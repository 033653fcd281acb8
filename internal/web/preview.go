package web

import (
	"bufio"
	"bytes"
	"encoding/json"
	"fmt"
	"html/template"
	"time"

	"github.com/gofiber/fiber/v2"

	"portal/content"
)

// Preview is what the app needs to show content to the one who writes it.
type Preview struct {
	// State tells which version is live, empty if none ever was good, and what
	// is wrong with the newest. It holds until changed is closed.
	State func() (version string, problems []content.Problem, changed <-chan struct{})
	// Done is closed when the program ends.
	Done <-chan struct{}
}

// alive is how often a browser that hears nothing is told that we are there;
// one that is gone is noticed then.
const alive = 10 * time.Second

// private keeps a preview out of caches and search engines, whatever the
// answer is.
func (h *handler) private(c *fiber.Ctx) error {
	if err := c.Next(); err != nil {
		if err := h.fail(c, err); err != nil {
			return err
		}
	}
	c.Set(fiber.HeaderCacheControl, "no-store")
	c.Set("X-Robots-Tag", "noindex, nofollow")
	c.Response().Header.Del(fiber.HeaderETag)
	return nil
}

// problem is a mistake as the script of the page takes it.
type problem struct {
	File string `json:"file"`
	Line int    `json:"line"` // 0 if it has none
	Text string `json:"text"`
}

// events tells the page what has changed, as server-sent events: the state at
// once, and again whenever there is another.
func (h *handler) events(c *fiber.Ctx) error {
	c.Set(fiber.HeaderContentType, "text/event-stream")
	preview := h.Preview
	c.Context().SetBodyStreamWriter(func(w *bufio.Writer) {
		fmt.Fprint(w, "retry: 300\n\n")
		for {
			version, problems, changed := preview.State()
			if err := event(w, version, problems); err != nil {
				return // the browser is gone
			}
			if !wait(w, changed, preview.Done) {
				return
			}
		}
	})
	return nil
}

func event(w *bufio.Writer, version string, problems []content.Problem) error {
	list := []problem{}
	for _, p := range problems {
		list = append(list, problem{p.File, p.Line, p.Msg})
	}
	data, err := json.Marshal(fiber.Map{"version": version, "problems": list})
	if err != nil {
		return err
	}
	fmt.Fprintf(w, "event: state\ndata: %s\n\n", data)
	return w.Flush()
}

// wait returns true when the state has changed, false when nobody listens any
// more.
func wait(w *bufio.Writer, changed, done <-chan struct{}) bool {
	tick := time.NewTicker(alive)
	defer tick.Stop()
	for {
		select {
		case <-changed:
			return true
		case <-done:
			return false
		case <-tick.C:
			fmt.Fprint(w, ":\n\n")
			if w.Flush() != nil {
				return false
			}
		}
	}
}

// mistakes stands for the site while nothing of it was ever good.
var mistakes = template.Must(template.New("mistakes").Parse(`<!DOCTYPE html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<meta http-equiv="refresh" content="1">
<title>{{len .}} problems</title>
<h1>Nothing can be shown yet</h1>
<ol>
{{- range .}}
<li><b>{{.File}}{{if .Line}}:{{.Line}}{{end}}</b> {{.Msg}}</li>
{{- end}}
</ol>
`))

// unready answers a page while there is no site.
func (h *handler) unready(c *fiber.Ctx) error {
	_, problems, _ := h.Preview.State()
	var page bytes.Buffer
	if err := mistakes.Execute(&page, problems); err != nil {
		return err
	}
	c.Set(fiber.HeaderContentType, "text/html; charset=utf-8")
	return c.Status(fiber.StatusServiceUnavailable).Send(page.Bytes())
}
