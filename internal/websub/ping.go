package websub

import (
	"context"
	"errors"
	"fmt"
	"io"
	"maps"
	"net/http"
	"net/url"
	"slices"
	"strings"

	"golang.org/x/sync/errgroup"
)

// errRefused is an answer that concerns one feed and not the hub as a whole.
var errRefused = errors.New("the hub refuses a feed")

// round pings once every feed that the hub does not know as it is now. It ends
// early when the hub fails: each further ping would wait in vain. The error
// says why not all were told.
func (p *Pinger) round(ctx context.Context) error {
	due := p.due()
	if len(due) == 0 {
		return nil
	}
	told, err := p.pingAll(ctx, due)
	if told > 0 {
		p.log.Info("the hub is told", "feeds", told, "left", len(due)-told)
		if err := p.keep(); err != nil {
			p.log.Error("a restart will tell the hub again", "error", err)
		}
	}
	return err
}

// due are the digests of the feeds that the hub does not know as they are.
func (p *Pinger) due() map[string]string {
	p.mu.Lock()
	defer p.mu.Unlock()
	due := maps.Clone(p.feeds)
	maps.DeleteFunc(due, func(address, digest string) bool { return p.told[address] == digest })
	return due
}

// pingAll gives how many of the feeds the hub took.
func (p *Pinger) pingAll(ctx context.Context, due map[string]string) (told int, err error) {
	var refused error
	group, working := errgroup.WithContext(ctx)
	group.SetLimit(parallel)
	for _, address := range slices.Sorted(maps.Keys(due)) {
		group.Go(func() error {
			if working.Err() != nil {
				return working.Err()
			}
			err := p.ping(ctx, address)
			p.mu.Lock()
			defer p.mu.Unlock()
			switch {
			case err == nil:
				p.told[address] = due[address]
				told++
			case errors.Is(err, errRefused):
				refused = err
				return nil
			}
			return err
		})
	}
	err = group.Wait()
	return told, errors.Join(err, refused)
}

// ping asks the hub to fetch a feed, in the form that the hubs in use take.
func (p *Pinger) ping(ctx context.Context, address string) error {
	form := url.Values{"hub.mode": {"publish"}, "hub.url": {address}}
	req, err := http.NewRequestWithContext(ctx, http.MethodPost, p.hub, strings.NewReader(form.Encode()))
	if err != nil {
		return err
	}
	req.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	resp, err := p.client.Do(req)
	if err != nil {
		return err
	}
	defer resp.Body.Close()
	io.CopyN(io.Discard, resp.Body, 4<<10) // read to its end, the connection serves again
	switch code := resp.StatusCode; {
	case code/100 == 2:
		return nil
	case code/100 == 4 && code != http.StatusRequestTimeout && code != http.StatusTooManyRequests:
		return fmt.Errorf("%w: %s: %s", errRefused, address, resp.Status)
	default:
		return fmt.Errorf("the hub answers %s", resp.Status)
	}
}

// keep writes what the hub was told of the feeds that there are.
func (p *Pinger) keep() error {
	p.mu.Lock()
	maps.DeleteFunc(p.told, func(address, _ string) bool { _, there := p.feeds[address]; return !there })
	told := maps.Clone(p.told)
	p.mu.Unlock()
	return p.store.save(told)
}
