package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"log/slog"
	"net"
	"net/url"
	"os"
	"runtime/debug"
	"strings"
	"time"

	"github.com/gofiber/fiber/v2"

	"portal/content"
	"portal/internal/publish"
	"portal/internal/site"
	"portal/internal/web"
)

// serveCommand serves the site.
type serveCommand struct {
	Addr    string `default:"127.0.0.1:8080" help:"Address to listen on."`
	BaseURL string `help:"Public origin of the site, as https://example.org. Default: http://<addr>."`
	Content string `help:"Folder of the content, followed as it changes. Default: the content in the program."`
	Preview bool   `help:"For writing at home: show drafts too, and every change of --content in the browser as it is saved."`
	Yes     bool   `help:"Let --preview listen on an address that others reach."`

	Data string `help:"Folder that keeps what a restart should not lose: the clone, the last good content, what a hub was told. Default: none is kept."`

	WebSubHub string `name:"websub-hub" help:"WebSub hub that feeds name and that hears of their changes. Default: none."`

	AdminAddr string `help:"Address for those who run the site: state of publishing, metrics, profiles. Default: none."`

	followFlags
}

// shutdown is how long requests under way may take once the program is told
// to end.
const shutdown = 8 * time.Second

// memory is what the program aims to stay below: a build makes several times
// the garbage of what it leaves, and may cost time rather than memory. The
// environment variable GOMEMLIMIT sets another aim.
const memory = 106 << 20

func (c serveCommand) Run(ctx context.Context, std streams) error {
	if os.Getenv("GOMEMLIMIT") == "" {
		debug.SetMemoryLimit(memory)
		debug.SetGCPercent(200) // the limit above keeps the heap in bounds
	}
	log := slog.New(slog.NewTextHandler(std.err, nil))
	base, err := origin(c.BaseURL, c.Addr)
	if err != nil {
		return err
	}
	if err := c.checkPreview(); err != nil {
		return err
	}
	from, err := c.source(log)
	if err != nil {
		return err
	}
	defer from.close()
	listener, err := net.Listen("tcp", c.Addr)
	if err != nil {
		return fmt.Errorf("cannot listen on %s: %w", c.Addr, reason(err))
	}
	defer listener.Close()
	operators, err := c.listenAdmin(log)
	if err != nil {
		return err
	}
	if operators != nil {
		defer operators.Close()
	}
	builder, err := site.NewBuilder(base)
	if err != nil {
		return err
	}
	live := &site.Live{}
	if c.Preview {
		return c.preview(ctx, builder, live, listener, operators, log)
	}
	publisher := publish.New(publish.Options{
		Source: from.source, Spare: from.spare, Every: from.every, Builder: builder, Live: live, Log: log,
	})
	end, err := c.tellHub(ctx, publisher)
	if err != nil {
		return err
	}
	defer end()
	if err := publisher.Start(); err != nil {
		return refused(err, std.out)
	}
	go publisher.Run(ctx)
	observe, leave := operate(ctx, operators, publisher.Status, log)
	defer leave()
	app := web.New(web.Options{
		Live: live, HTTPS: strings.HasPrefix(base, "https://"), Log: log,
		Ready: publisher.Ready, HookSecret: from.hookSecret, Hook: publisher.Wake, Observe: observe,
	})
	log.Info("serving", "addr", listener.Addr().String(), "base", base)
	return serve(ctx, app, listener)
}

// serve answers until ctx ends, and then finishes the requests under way. The
// listener returns before they are finished, so it is not waited for.
func serve(ctx context.Context, app *fiber.App, listener net.Listener) error {
	ended := make(chan error, 1)
	go func() { ended <- app.Listener(listener) }()
	select {
	case err := <-ended:
		return err
	case <-ctx.Done():
	}
	if err := app.ShutdownWithTimeout(shutdown); !errors.Is(err, context.DeadlineExceeded) {
		return err
	}
	return nil // a reader who takes longer is let go
}

// origin is the one address of the site that absolute links begin with.
func origin(base, addr string) (string, error) {
	if base == "" {
		return "http://" + addr, nil
	}
	u, err := url.Parse(base)
	if err != nil || u.Host == "" || u.Scheme != "https" && u.Scheme != "http" || strings.Trim(u.Path, "/")+u.RawQuery+u.Fragment != "" {
		return "", fmt.Errorf("--base-url %q is no origin: write it as https://example.org", base)
	}
	return u.Scheme + "://" + u.Host, nil
}

func source(dir string) (fs.FS, error) {
	if dir == "" {
		return content.Embedded(), nil
	}
	return folder(dir)
}

// refused prints why content is not published.
func refused(err error, out io.Writer) error {
	var problems publish.Problems
	if !errors.As(err, &problems) {
		return err
	}
	print(problems, out)
	return errProblems
}

// reason is what an operator needs of a network error: the last part.
func reason(err error) error {
	var op *net.OpError
	if errors.As(err, &op) {
		return op.Err
	}
	return err
}
