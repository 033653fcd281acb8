// Package web answers requests from the snapshot being served. It knows HTTP:
// routes, headers, methods, what may be cached, and which page a reader gets
// when something went wrong. What the pages say is made by package site.
//
// Nothing here reads the Host header or the client's address: the one origin
// is that of the snapshot, and readers leave no trace.
package web

import (
	"fmt"
	"log/slog"
	"time"

	"github.com/gofiber/fiber/v2"
	"github.com/gofiber/fiber/v2/middleware/recover"

	"portal/internal/site"
)

// Options are what an app needs to know besides the snapshot.
type Options struct {
	Live  *site.Live
	HTTPS bool // the public origin is https: send HSTS
	Log   *slog.Logger
	Ready func() bool // whether what is live is what was asked for; nil: always

	HookSecret []byte // of the git host that tells of changes; empty: none may
	Hook       func() // looks for new content; it does not wait for it

	Observe func(Answer) // hears of every answer, on many goroutines; nil: nobody
	Preview *Preview     // at home, for who writes; nil on a public site
}

// Limits of one connection and of searching. A search that finds no place is
// answered 429: limiting by client address would shut out whole NGO offices
// behind one address, and would need addresses.
const (
	readTimeout   = 10 * time.Second
	writeTimeout  = 20 * time.Second
	idleTimeout   = 60 * time.Second
	headerLimit   = 40 << 10 // 5,000 letters of Azerbaijani are 30 KB in an address
	bodyLimit     = 1 << 20
	searchTimeout = 2 * time.Second
	searchPlaces  = 32
)

type handler struct {
	Options
	searching chan struct{}
}

// New makes the app. It is safe to serve before Live has a snapshot: readers
// then get 503.
func New(o Options) *fiber.App {
	h := &handler{Options: o, searching: make(chan struct{}, searchPlaces)}
	writeTimeout := writeTimeout
	if h.Preview != nil {
		writeTimeout = 0 // events are written as long as a page is open
	}
	app := fiber.New(fiber.Config{
		ReadTimeout:             readTimeout,
		WriteTimeout:            writeTimeout,
		IdleTimeout:             idleTimeout,
		ReadBufferSize:          headerLimit,
		BodyLimit:               bodyLimit,
		StrictRouting:           true,
		CaseSensitive:           true,
		EnableTrustedProxyCheck: true, // no proxy is trusted: forwarded headers are ignored
		Immutable:               true, // strings outlive their request
		DisableStartupMessage:   true,
		ErrorHandler:            h.fail,
	})
	if h.Observe != nil {
		app.Use(h.observe)
	}
	app.Use(h.headers)
	if h.Preview != nil {
		app.Use(h.private)
	}
	app.Use(recover.New(), h.methods)
	if h.Preview != nil {
		app.Get("/preview/events", h.events)
	}
	app.Get("/", h.root)
	app.Get("/p/:id", h.short)
	app.Get("/healthz", h.healthy)
	app.Get("/readyz", h.ready)
	app.Get("/static/+", h.static)
	app.Get("/api/v1/:lang/search", h.searchJSON)
	app.Get("/api/v1/:lang/suggest", h.suggestJSON)
	app.Get("/:lang/search", h.search)
	app.Post(hookPath, h.hook)
	app.Get("/*", h.resource)
	return app
}

// methods lets through what the routes take: questions without a body.
func (h *handler) methods(c *fiber.Ctx) error {
	if c.Method() == fiber.MethodPost && c.Path() == hookPath {
		return c.Next()
	}
	if m := c.Method(); m != fiber.MethodGet && m != fiber.MethodHead {
		c.Set(fiber.HeaderAllow, "GET, HEAD")
		return fiber.ErrMethodNotAllowed
	}
	if len(c.Request().Body()) > 0 {
		return fiber.ErrBadRequest
	}
	return c.Next()
}

// security is what a browser may do with our answers: nothing but show them.
const security = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; " +
	"form-action 'self'; base-uri 'none'; frame-ancestors 'none'"

func (h *handler) headers(c *fiber.Ctx) error {
	c.Set(fiber.HeaderContentSecurityPolicy, security)
	c.Set(fiber.HeaderXContentTypeOptions, "nosniff")
	c.Set(fiber.HeaderReferrerPolicy, "no-referrer")
	c.Set("Cross-Origin-Opener-Policy", "same-origin")
	c.Set("Cross-Origin-Resource-Policy", "same-origin")
	c.Set("Permissions-Policy", "camera=(), geolocation=(), microphone=()")
	c.Set(fiber.HeaderVary, fiber.HeaderAcceptEncoding)
	if h.HTTPS {
		c.Set(fiber.HeaderStrictTransportSecurity, "max-age=31536000; includeSubDomains")
	}
	return c.Next()
}

func (h *handler) healthy(c *fiber.Ctx) error {
	c.Set(fiber.HeaderCacheControl, "no-store")
	return c.SendString("ok\n")
}

// ready tells a load balancer whether there is a site to serve.
func (h *handler) ready(c *fiber.Ctx) error {
	c.Set(fiber.HeaderCacheControl, "no-store")
	s, release := h.Live.Get()
	defer release()
	if s == nil {
		return c.Status(fiber.StatusServiceUnavailable).SendString("no content yet\n")
	}
	if h.Ready != nil && !h.Ready() {
		return c.Status(fiber.StatusServiceUnavailable).SendString("only the content of the program\n")
	}
	return c.SendString(fmt.Sprintf("ok %s\n", s.Version))
}
