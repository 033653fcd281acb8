package web

import (
	"bufio"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/gofiber/fiber/v2"
)

// Request scripts say what the site answers, in words anyone can read:
//
//	GET /az/                     begins a request
//	with Accept-Language: tr     sets a header of it
//	code 200                     the status
//	header Vary: Accept-Encoding the whole value of a header
//	header Vary ~ Accept         a pattern of it
//	no header Set-Cookie
//	body text                    the body holds the text
//	no body text
//	body ~ pattern
func TestScripts(t *testing.T) {
	app := testApp(t)
	files, err := filepath.Glob("testdata/*.txt")
	if err != nil || len(files) == 0 {
		t.Fatal("no scripts", err)
	}
	for _, name := range files {
		t.Run(strings.TrimSuffix(filepath.Base(name), ".txt"), func(t *testing.T) { runScript(t, app, name) })
	}
}

type response struct {
	*http.Response
	body string
}

func runScript(t *testing.T, app *fiber.App, name string) {
	f, err := os.Open(name)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	var req *http.Request
	var res *response
	lines := bufio.NewScanner(f)
	for n := 1; lines.Scan(); n++ {
		line := strings.TrimSpace(lines.Text())
		word, rest, _ := strings.Cut(line, " ")
		switch word {
		case "", "#":
			continue
		case "GET", "HEAD", "POST", "PUT", "DELETE", "TRACE", "OPTIONS":
			req, res = httptest.NewRequest(word, rest, nil), nil
			continue
		case "with":
			key, value, _ := strings.Cut(rest, ": ")
			req.Header.Set(key, value)
			continue
		}
		if res == nil {
			res = do(t, app, req)
		}
		if fault := expect(res, line); fault != "" {
			t.Errorf("%s:%d: %s %s: %s: %s", name, n, req.Method, req.URL, line, fault)
		}
	}
}

func do(t *testing.T, app *fiber.App, req *http.Request) *response {
	t.Helper()
	res, err := app.Test(req, -1)
	if err != nil {
		t.Fatal(err)
	}
	defer res.Body.Close()
	body, err := io.ReadAll(res.Body)
	if err != nil {
		t.Fatal(err)
	}
	return &response{res, string(body)}
}

// expect holds one line of a script against an answer.
func expect(res *response, line string) (fault string) {
	line, negated := strings.CutPrefix(line, "no ")
	what, rest, _ := strings.Cut(line, " ")
	var got string
	switch what {
	case "code":
		got = fmt.Sprint(res.StatusCode)
	case "body":
		got = res.body
		if !strings.HasPrefix(rest, "~ ") {
			rest = "~ " + regexp.QuoteMeta(rest)
		}
	case "header":
		key, value, found := strings.Cut(rest, ": ")
		if !found {
			key, value, _ = strings.Cut(rest, " ")
		}
		got, rest = strings.Join(res.Header.Values(key), ", "), value
	default:
		return "unknown line"
	}
	pattern, isPattern := strings.CutPrefix(rest, "~ ")
	match := got == rest
	if isPattern {
		match = regexp.MustCompile(pattern).MatchString(got)
	}
	if negated && rest == "" {
		match = got != ""
	}
	if match == negated {
		return fmt.Sprintf("got %.300q", got)
	}
	return ""
}
