package site

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"io"
	"sync"
	"sync/atomic"
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
	Link        string    // header Link, of feeds that have a hub

	body  []byte // until it is compressed
	gzip  []byte
	etags [3]string

	brotli atomic.Pointer[[]byte] // set by Snapshot.Finish

	before *Resource // at the address in the snapshot before, until finished

	render func() ([]byte, error) // of what is written when first asked for
	once   sync.Once
	fault  error
}

// Ready writes what has waited to be asked for, as most pages and all feeds
// do. It comes before all else; an error is a fault that the build did not find.
func (r *Resource) Ready() error {
	r.once.Do(func() {
		if r.render == nil {
			return
		}
		if r.body, r.fault = r.render(); r.fault == nil {
			r.finish()
		}
		r.render = nil // with all the entries it holds
	})
	return r.fault
}

// Body gives the bytes in an encoding and their ETag, RFC 9110 section 8.8.3.
// The caller must not change them. Plain bytes are unpacked: hardly anybody
// asks for them, and kept they would be half of all memory.
func (r *Resource) Body(e Encoding) (body []byte, etag string) {
	switch e {
	case Identity:
		return r.plain(), r.etags[e]
	case Brotli:
		return *r.brotli.Load(), r.etags[e]
	}
	return r.gzip, r.etags[e]
}

// Has reports whether the resource is stored in an encoding. Brotli follows
// when the snapshot is live already, see [Snapshot.Finish].
func (r *Resource) Has(e Encoding) bool { return e != Brotli || r.brotli.Load() != nil }

func (r *Resource) plain() []byte {
	r.Ready()
	unpack, err := gzip.NewReader(bytes.NewReader(r.gzip))
	if err != nil {
		return nil // a redirect has no body
	}
	body, _ := io.ReadAll(unpack) // our own bytes, from memory
	return body
}

// compression is brotli's quality: 11 takes 30 times as long for 5 % of bytes.
// Its window is as large as hardly any page; the default takes megabytes.
var compression = brotli.WriterOptions{Quality: 5, LGWin: 18}

// Compressors are kept: each allocates more than a page weighs.
var (
	gzips   = sync.Pool{New: func() any { w, _ := gzip.NewWriterLevel(nil, 7); return w }}
	brotlis = sync.Pool{New: func() any { return brotli.NewWriterOptions(nil, compression) }}
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
	return bytes.Clone(buf.Bytes()) // without the room to grow
}

// finish compresses the body once, so that no request has to. Brotli saves a
// sixth of the bytes and takes most of the time, so it comes after the first
// answer.
func (r *Resource) finish() {
	if r.Location != "" {
		r.before = nil
		return
	}
	sum := sha256.Sum256(r.body)
	for e, suffix := range []string{"", "-g", "-b"} {
		r.etags[e] = `"` + hex.EncodeToString(sum[:8]) + suffix + `"`
	}
	if r.adopt(); r.gzip == nil {
		r.gzip = compress(&gzips, r.body)
	}
	r.body = nil
}

// adopt shares the compressed forms of the snapshot before where the bytes are
// the same, as most are: while one snapshot replaces the other both are in
// memory.
func (r *Resource) adopt() {
	if old := r.before; old != nil && old.etags == r.etags {
		r.gzip = old.gzip
		r.brotli.Store(old.brotli.Load())
	}
	r.before = nil
}

// With gives the same bytes under another status.
func (r *Resource) With(status int) *Resource { return r.with(status, r.Cache) }

func (r *Resource) with(status int, cache string) *Resource {
	other := &Resource{Status: status, ContentType: r.ContentType, Cache: cache, Modified: r.Modified, gzip: r.gzip, etags: r.etags}
	other.brotli.Store(r.brotli.Load())
	return other
}

// pack adds what is missing: the brotli form, or all of them.
func (r *Resource) pack() error {
	if err := r.Ready(); err != nil || r.Location != "" || r.brotli.Load() != nil {
		return err
	}
	packed := compress(&brotlis, r.plain())
	r.brotli.Store(&packed)
	return nil
}
