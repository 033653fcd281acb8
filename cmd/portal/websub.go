package main

import (
	"context"
	"fmt"
	"path/filepath"

	"portal/internal/publish"
	"portal/internal/site"
	"portal/internal/websub"
)

// tellHub makes feeds name the hub, if there is to be one, and tells it of
// what the publisher publishes until ctx ends or end is called. What it was
// told is kept in the data folder.
func (c serveCommand) tellHub(ctx context.Context, p *publish.Publisher) (end func(), err error) {
	if c.WebSubHub == "" {
		return func() {}, nil
	}
	if err := websub.CheckHub(c.WebSubHub); err != nil {
		return nil, fmt.Errorf("--websub-hub %w", err)
	}
	file := ""
	if c.Data != "" {
		file = filepath.Join(c.Data, "websub.json")
	}
	pinger, err := websub.New(c.WebSubHub, file, p.Log)
	if err != nil {
		return nil, fmt.Errorf("--data: %w", err)
	}
	p.Builder.Hub = c.WebSubHub
	p.Published = func(s *site.Snapshot) { pinger.Changed(s.Feeds) }
	return background(ctx, pinger.Run), nil
}

// background starts a job; end tells it to end and waits until it has.
func background(ctx context.Context, job func(context.Context)) (end func()) {
	ctx, cancel := context.WithCancel(ctx)
	done := make(chan struct{})
	go func() { job(ctx); close(done) }()
	return func() { cancel(); <-done }
}
