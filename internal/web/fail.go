package web

import (
	"context"
	"errors"
	"strings"

	"github.com/gofiber/fiber/v2"

	"portal/internal/site"
	"portal/locales"
)

// fail is the one place where an error becomes a status. The cause goes to the
// log; the reader gets a page in their language that says what to do next.
func (h *handler) fail(c *fiber.Ctx, err error) error {
	code := status(err)
	if code >= 500 && code != fiber.StatusServiceUnavailable {
		h.Log.Error("request failed", "path", c.Path(), "error", err)
	}
	if code == fiber.StatusTooManyRequests || code == fiber.StatusServiceUnavailable {
		c.Set(fiber.HeaderRetryAfter, "60")
	}
	s, release := h.Live.Get()
	defer release()
	if s == nil && h.Preview != nil {
		return h.unready(c)
	}
	if strings.HasPrefix(c.Path(), "/api/") || c.Path() == hookPath || s == nil {
		c.Set(fiber.HeaderCacheControl, "no-store")
		return c.Status(code).JSON(fiber.Map{"error": code})
	}
	return send(c, s.Error(readerLang(c), code).With(code))
}

func status(err error) int {
	var fe *fiber.Error
	switch {
	case errors.As(err, &fe):
		return fe.Code
	case errors.Is(err, context.DeadlineExceeded):
		return fiber.StatusServiceUnavailable
	}
	return fiber.StatusInternalServerError
}

// readerLang is the language of the address, or else of the browser, or else
// English.
func readerLang(c *fiber.Ctx) locales.Lang {
	if lang, ok := site.Lang(c.Path()); ok {
		return lang
	}
	if lang, ok := locales.Match(c.Get(fiber.HeaderAcceptLanguage)); ok {
		return lang
	}
	return locales.EN
}
