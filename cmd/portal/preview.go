package main

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net"

	"portal/internal/publish"
	"portal/internal/site"
	"portal/internal/web"
)

// checkPreview refuses a preview of nothing, and one that shows drafts to
// everybody by mistake.
func (c serveCommand) checkPreview() error {
	switch {
	case !c.Preview:
		return nil
	case c.Content == "":
		return errors.New("--preview needs --content: the folder that you write in")
	case !c.Yes && !loopback(c.Addr):
		return fmt.Errorf("--preview shows what is not public, and others can reach %s: listen on 127.0.0.1, or add --yes", c.Addr)
	}
	return nil
}

// loopback reports whether only this machine can reach an address.
func loopback(addr string) bool {
	host, _, err := net.SplitHostPort(addr)
	if err != nil {
		return false
	}
	ip := net.ParseIP(host)
	return host == "localhost" || ip != nil && ip.IsLoopback()
}

// preview serves a folder to the one who writes in it.
func (c serveCommand) preview(ctx context.Context, builder *site.Builder, live *site.Live, listener, operators net.Listener, log *slog.Logger) error {
	preview := publish.NewPreview(publish.PreviewOptions{Dir: c.Content, Builder: builder, Live: live, Log: log})
	if err := preview.Start(); err != nil {
		return err
	}
	go preview.Run(ctx)
	observe, end := operate(ctx, operators, preview.Status, log)
	defer end()
	app := web.New(web.Options{Live: live, Log: log, Observe: observe, Preview: &web.Preview{State: preview.State, Done: ctx.Done()}})
	log.Info("preview", "open", "http://"+listener.Addr().String()+"/")
	return serve(ctx, app, listener)
}
