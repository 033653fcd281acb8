// Package websub tells a hub which feeds have changed, so that subscribers
// hear of a change at once: the publisher's part of the W3C Recommendation
// WebSub of 2018.
//
// A [Pinger] knows of every feed the digest that the hub was last told of. It
// pings what has another one, again and again until the hub answers, and keeps
// the digests in a file, so that neither a restart nor a hub that is down
// loses a change.
package websub

import (
	"context"
	"fmt"
	"log/slog"
	"math/rand/v2"
	"net/http"
	"net/url"
	"strings"
	"sync"
	"time"
)

const (
	parallel = 4                // pings under way at one time
	patience = 10 * time.Second // with the hub, for one answer
)

// Pinger pings one hub.
type Pinger struct {
	hub      string
	client   *http.Client
	log      *slog.Logger
	store    store
	shortest time.Duration // wait before the second try
	longest  time.Duration // waits grow up to this

	changed chan func() map[string]string // holds one, the latest

	mu    sync.Mutex
	feeds map[string]string // digest by address, as the feeds are now
	told  map[string]string // digest by address, as the hub was told
}

// CheckHub wants a web address that may stand in feeds and headers for all to
// read.
func CheckHub(hub string) error {
	u, err := url.Parse(hub)
	odd := strings.ContainsFunc(hub, func(r rune) bool { return r <= ' ' || r > '~' || strings.ContainsRune(`<>"`, r) })
	if odd || err != nil || u.Scheme != "https" && u.Scheme != "http" || u.Host == "" || u.User != nil || u.Fragment != "" {
		return fmt.Errorf("%q is no address of a hub: write it as https://hub.example.org/", hub)
	}
	return nil
}

// New makes a pinger of a hub, see [CheckHub]. It keeps what it told the hub
// in a file, or in memory if the name of the file is empty. A file that cannot
// be written is an error; one that makes no sense is begun anew, and the hub
// hears of every feed once more.
func New(hub, file string, log *slog.Logger) (*Pinger, error) {
	p := &Pinger{
		hub:      hub,
		client:   newClient(),
		log:      log,
		store:    store{file, hub},
		shortest: 2 * time.Second,
		longest:  time.Hour,
		changed:  make(chan func() map[string]string, 1),
	}
	var err error
	if p.told, err = p.store.load(); err != nil {
		log.Warn("the hub is told of every feed again", "error", err)
	}
	if file == "" {
		log.Info("the hub is told of every feed at each start: nothing is kept without --data")
	}
	return p, p.store.save(p.told)
}

// newClient follows no redirect: it may turn a ping into a question whose
// answer passes for the hub's.
func newClient() *http.Client {
	return &http.Client{
		Timeout:       patience,
		Transport:     http.DefaultTransport.(*http.Transport).Clone(),
		CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
	}
}

// Changed says that there may be other feeds now. It never waits: [Pinger.Run]
// asks for the digests of their bytes, by address, and pings what the hub does
// not know. It may be called at any time; what was said before counts no more.
func (p *Pinger) Changed(feeds func() map[string]string) {
	for {
		select {
		case p.changed <- feeds:
			return
		case <-p.changed:
		}
	}
}

// Run pings until ctx ends, then breaks off what is under way and keeps what
// was told. It is called once.
func (p *Pinger) Run(ctx context.Context) {
	defer p.client.CloseIdleConnections()
	var again <-chan time.Time
	for tries := 0; ; {
		select {
		case <-ctx.Done():
			return
		case feeds := <-p.changed:
			p.take(feeds())
		case <-again:
		}
		again = nil
		err := p.round(ctx)
		if err == nil || ctx.Err() != nil {
			tries = 0
			continue
		}
		pause := p.wait(tries)
		tries++
		again = time.After(pause)
		p.log.Warn("the hub is not told of every feed", "again_in", pause.Round(time.Millisecond).String(), "error", err)
	}
}

func (p *Pinger) take(feeds map[string]string) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.feeds = feeds
}

// wait doubles from try to try. Up to half of it is left to chance, so that
// not all publishers come back to a hub at the same moment.
func (p *Pinger) wait(tries int) time.Duration {
	pause := p.longest
	if tries < 30 { // more would overflow
		pause = min(p.shortest<<tries, p.longest)
	}
	return pause/2 + rand.N(pause/2+1)
}
