package site

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"io"
	"sync"
	"time"

	"github.com/andybalholm/brotli"
	"github.com/klauspost/compress/gzip"
)

// Encoding is a form in which bytes are sent.
type Encoding int

// The encodings that every resource is stored in.
const (
	Identity Encoding = iota
	Gzip
	Brotli
)

// Name is the encoding as it stands in Content-Encoding; empty for Identity.
func (e Encoding) Name() string { return [...]string{"", "gzip", "br"}[e] }

const (
	htmlType   = "text/html; charset=utf-8"
	revalidate = "no-cache"
	feedCache  = "public, max-age=900"
)

// Resource is what one address answers. It is never changed.
type Resource struct {
	Status      int
	ContentType string
	Cache       string    // Cache-Control
	Modified    time.Time // of feeds and calendars; zero where only the ETag counts
	Location    string    // of a redirect
	Filename    string    // for downloads

	body    []byte
	encoded [3][]byte
	etags   [3]string
}

// Body gives the bytes in an encoding and their ETag, RFC 9110 section 8.8.3.
// The caller must not change them.
func (r *Resource) Body(e Encoding) (body []byte, etag string) {
	return r.encoded[e], r.etags[e]
}

// compression is brotli's quality: 11 takes 30 times as long for 5 % of bytes.
const compression = 5

// Compressors are kept: each allocates more than a page weighs.
var (
	gzips   = sync.Pool{New: func() any { return gzip.NewWriter(nil) }}
	brotlis = sync.Pool{New: func() any { return brotli.NewWriterLevel(nil, compression) }}
)

type compressor interface {
	io.WriteCloser
	Reset(io.Writer)
}

func compress(pool *sync.Pool, body []byte) []byte {
	var buf bytes.Buffer
	w := pool.Get().(compressor)
	defer pool.Put(w)
	w.Reset(&buf)
	w.Write(body) // a buffer takes everything
	w.Close()
	return buf.Bytes()
}

// finish compresses the body once, so that no request has to.
func (r *Resource) finish() {
	if r.Location != "" {
		return
	}
	r.encoded = [3][]byte{r.body, compress(&gzips, r.body), compress(&brotlis, r.body)}
	sum := sha256.Sum256(r.body)
	for e, suffix := range []string{"", "-g", "-b"} {
		r.etags[e] = `"` + hex.EncodeToString(sum[:8]) + suffix + `"`
	}
}
