package site

import (
	"strconv"

	"portal/templates"
)

// errorView is the page of a status, with the values its text needs.
func (l *language) errorView(status int, args ...any) (*templates.Error, error) {
	code := strconv.Itoa(status)
	title, err := l.p.T("err.title_" + code)
	if err != nil {
		return nil, err
	}
	text, err := l.p.T("err."+code, args...)
	if err != nil {
		return nil, err
	}
	v := &templates.Error{Status: status, Heading: title, Text: text}
	if v.Frame, err = l.frame(title, text, l.paths.home, nil); err != nil {
		return nil, err
	}
	v.Suggests = true
	v.Urgent, err = l.urgent()
	return v, err
}
