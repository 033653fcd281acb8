// Command portal serves public guidance on migration between Azerbaijan and
// Belgium in four languages, and checks the content it is made of.
package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/signal"
	"syscall"

	"github.com/alecthomas/kong"
)

// Exit codes: what is wrong with content is the author's, what is wrong with
// flags, addresses or folders is the operator's.
const (
	exitProblems = 1
	exitUsage    = 2
)

// errProblems says that the problems have been printed already.
var errProblems = errors.New("the content has problems")

// commands are what portal can do. Each has flags with environment twins.
type commands struct {
	Serve        serveCommand        `cmd:"" help:"Serve the site."`
	Check        checkCommand        `cmd:"" help:"Check content and print every problem."`
	Export       exportCommand       `cmd:"" help:"Write the site as files."`
	Proof        proofCommand        `cmd:"" help:"Write the pages that change as files that need nothing else."`
	Analyze      analyzeCommand      `cmd:"" help:"Show the index terms of words: one line for each line of standard input."`
	New          newCommand          `cmd:"" help:"Begin a page or an update."`
	Report       reportCommand       `cmd:"" help:"Say in plain words what commits change for readers."`
	Translations translationsCommand `cmd:"" help:"Look after translations."`
	Version      versionCommand      `cmd:"" help:"Print the version of the program."`
}

// streams are what a command reads and writes.
type streams struct {
	in       io.Reader
	out, err io.Writer
}

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	os.Exit(run(ctx, os.Args[1:], streams{os.Stdin, os.Stdout, os.Stderr}))
}

// run carries out one command line and gives the exit code.
func run(ctx context.Context, args []string, std streams) int {
	var cli commands
	code := -1
	parser, err := kong.New(&cli,
		kong.Name("portal"),
		kong.Description("Public guidance on migration between Azerbaijan and Belgium."),
		kong.DefaultEnvars("PORTAL"),
		kong.Writers(std.out, std.err),
		kong.Exit(func(c int) { code = c }),
		kong.BindTo(ctx, (*context.Context)(nil)),
		kong.Bind(std),
	)
	if err != nil {
		fmt.Fprintln(std.err, "portal:", err)
		return exitUsage
	}
	command, err := parser.Parse(args)
	if code >= 0 { // --help was asked for and printed
		return code
	}
	if err != nil {
		fmt.Fprintf(std.err, "portal: %v (portal --help tells more)\n", err)
		return exitUsage
	}
	switch err := command.Run(); {
	case errors.Is(err, errProblems):
		return exitProblems
	case err != nil:
		fmt.Fprintln(std.err, "portal:", err)
		return exitUsage
	}
	return 0
}
