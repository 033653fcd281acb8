package web

import (
	"net/http"
	"strings"
	"time"

	"github.com/gofiber/fiber/v2"

	"portal/internal/site"
	"portal/locales"
)

// root sends a reader to the home page of their language, or lets them choose.
func (h *handler) root(c *fiber.Ctx) error {
	c.Vary(fiber.HeaderAcceptLanguage)
	if lang, ok := locales.Match(c.Get(fiber.HeaderAcceptLanguage)); ok {
		c.Set(fiber.HeaderCacheControl, "no-cache")
		return c.Redirect("/"+string(lang)+"/", fiber.StatusFound)
	}
	return h.resource(c)
}

// short leads from a permanent address to the page in the reader's language.
func (h *handler) short(c *fiber.Ctx) error {
	s, release := h.Live.Get()
	defer release()
	if s == nil {
		return fiber.ErrServiceUnavailable
	}
	c.Vary(fiber.HeaderAcceptLanguage)
	lang, ok := locales.Match(c.Get(fiber.HeaderAcceptLanguage))
	if !ok {
		lang = locales.EN
	}
	path, ok := s.Short(c.Params("id"), lang)
	if !ok {
		return fiber.ErrNotFound
	}
	c.Set(fiber.HeaderCacheControl, "no-cache")
	return c.Redirect(path, fiber.StatusFound)
}

// resource answers what the build has made ready.
func (h *handler) resource(c *fiber.Ctx) error {
	s, release := h.Live.Get()
	defer release()
	if s == nil {
		return fiber.ErrServiceUnavailable
	}
	path := c.Path()
	r, ok := s.Resource(path)
	if !ok {
		if other, ok := meant(s, path); ok {
			return c.Redirect(other, fiber.StatusMovedPermanently)
		}
		return fiber.ErrNotFound
	}
	c.Set("Portal-Content", s.Version)
	return send(c, r)
}

// meant finds the address a reader meant who typed capitals, or a slash too
// many or too few.
func meant(s *site.Snapshot, path string) (string, bool) {
	low := strings.ToLower(path)
	for _, other := range []string{low, low + "/", strings.TrimRight(low, "/")} {
		if _, ok := s.Resource(other); ok && other != path {
			return other, true
		}
	}
	return "", false
}

// send writes a resource, or 304 to a client that has it.
func send(c *fiber.Ctx, r *site.Resource) error {
	if r.Location != "" {
		c.Set(fiber.HeaderCacheControl, r.Cache)
		return c.Redirect(r.Location, r.Status)
	}
	if err := r.Ready(); err != nil {
		return err
	}
	e := encoding(c.Get(fiber.HeaderAcceptEncoding), r.Has)
	body, etag := r.Body(e)
	c.Set(fiber.HeaderCacheControl, r.Cache)
	c.Set(fiber.HeaderETag, etag)
	if !r.Modified.IsZero() {
		c.Set(fiber.HeaderLastModified, r.Modified.UTC().Format(http.TimeFormat))
		c.Set(fiber.HeaderAccessControlAllowOrigin, "*")
		c.Set("Cross-Origin-Resource-Policy", "cross-origin")
	}
	if r.Status == fiber.StatusOK && unchanged(c, etag, r.Modified) {
		return c.SendStatus(fiber.StatusNotModified)
	}
	c.Set(fiber.HeaderContentType, r.ContentType)
	if r.Link != "" {
		c.Set(fiber.HeaderLink, r.Link)
	}
	if name := e.Name(); name != "" {
		c.Set(fiber.HeaderContentEncoding, name)
	}
	return c.Status(r.Status).Send(body)
}

// unchanged answers the conditions of RFC 9110 section 13: a list of tags wins
// over a date. Fiber's own Fresh gets both wrong.
func unchanged(c *fiber.Ctx, etag string, modified time.Time) bool {
	if tags := c.Get(fiber.HeaderIfNoneMatch); tags != "" {
		for tag := range strings.SplitSeq(tags, ",") {
			if tag = strings.TrimSpace(tag); tag == "*" || strings.TrimPrefix(tag, "W/") == etag {
				return true
			}
		}
		return false
	}
	since, err := http.ParseTime(c.Get(fiber.HeaderIfModifiedSince))
	return err == nil && !modified.IsZero() && !modified.Truncate(time.Second).After(since)
}

// encoding chooses the smallest form that there is and the client takes, RFC
// 9110 section 12.5.3. A weight of zero is a refusal.
func encoding(accept string, has func(site.Encoding) bool) site.Encoding {
	best := site.Identity
	for part := range strings.SplitSeq(accept, ",") {
		name, params, _ := strings.Cut(strings.TrimSpace(part), ";")
		if q := strings.ReplaceAll(params, " ", ""); q == "q=0" || strings.HasPrefix(q, "q=0.0") && strings.Trim(q[4:], "0") == "" {
			continue
		}
		switch strings.ToLower(name) {
		case "br":
			if has(site.Brotli) {
				return site.Brotli
			}
		case "gzip":
			best = site.Gzip
		}
	}
	return best
}

// static answers an asset. Under today's hash it may be kept for a year; under
// an old one today's bytes are sent, to be asked for again.
func (h *handler) static(c *fiber.Ctx) error {
	s, release := h.Live.Get()
	defer release()
	if s == nil {
		return fiber.ErrServiceUnavailable
	}
	r, ok := s.Asset(c.Path())
	if !ok {
		return fiber.ErrNotFound
	}
	return send(c, r)
}
