package web

import (
	"bytes"

	"github.com/andybalholm/brotli"
	"github.com/gofiber/fiber/v2"
	"github.com/klauspost/compress/gzip"

	"portal/internal/site"
)

// every: a page of this one request is packed in whatever form is asked for.
func every(site.Encoding) bool { return true }

// compressed sends a page made for this one request. Its compression is fast
// rather than small.
func compressed(c *fiber.Ctx, body []byte) error {
	var buf bytes.Buffer
	switch e := encoding(c.Get(fiber.HeaderAcceptEncoding), every); e {
	case site.Brotli:
		w := brotli.NewWriterLevel(&buf, 3)
		w.Write(body)
		w.Close()
		c.Set(fiber.HeaderContentEncoding, e.Name())
	case site.Gzip:
		w := gzip.NewWriter(&buf)
		w.Write(body)
		w.Close()
		c.Set(fiber.HeaderContentEncoding, e.Name())
	default:
		buf.Write(body)
	}
	return c.Send(buf.Bytes())
}
