package main

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net"
	"net/http"
	"time"

	"portal/internal/admin"
	"portal/internal/publish"
	"portal/internal/web"
)

// listenAdmin takes the address for operators; nil if there is none.
func (c serveCommand) listenAdmin(log *slog.Logger) (net.Listener, error) {
	if c.AdminAddr == "" {
		return nil, nil
	}
	listener, err := net.Listen("tcp", c.AdminAddr)
	if err != nil {
		return nil, fmt.Errorf("cannot listen on %s for operators: %w", c.AdminAddr, reason(err))
	}
	if !loopback(listener.Addr().String()) {
		log.Warn("others can reach --admin-addr: it shows profiles of the program", "addr", listener.Addr().String())
	}
	return listener, nil
}

// operate answers operators until ctx ends or end is called, which finishes
// their requests under way. Without a listener it does nothing. What the site
// answers is to be told to observe.
func operate(ctx context.Context, listener net.Listener, status func() publish.Status, log *slog.Logger) (observe func(web.Answer), end func()) {
	if listener == nil {
		return nil, func() {}
	}
	answers := admin.New(admin.Options{Status: status, Log: log})
	server := &http.Server{Handler: answers.Handler(), ReadHeaderTimeout: 10 * time.Second, IdleTimeout: time.Minute, ErrorLog: slog.NewLogLogger(log.Handler(), slog.LevelError)}
	go func() {
		if err := server.Serve(listener); !errors.Is(err, http.ErrServerClosed) {
			log.Error("no answers for operators", "error", err)
		}
	}()
	ctx, cancel := context.WithCancel(ctx)
	done := make(chan struct{})
	go func() {
		defer close(done)
		<-ctx.Done()
		late, cancel := context.WithTimeout(context.WithoutCancel(ctx), shutdown)
		defer cancel()
		server.Shutdown(late)
		server.Close() // who takes longer, as for a profile, is let go
	}()
	log.Info("answering operators", "addr", listener.Addr().String())
	return answers.Observe, func() { cancel(); <-done }
}
