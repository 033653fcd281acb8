package main

import (
	"errors"
	"fmt"
	"log/slog"
	"os"
	"strings"
	"time"

	"portal/content"
	"portal/internal/publish"
)

// followFlags say which git branch is served.
type followFlags struct {
	Git               string        `help:"Repository whose branch is followed: https, ssh, git, file or a local path. With a password in the address, set PORTAL_GIT instead."`
	Branch            string        `default:"main" help:"Branch that is followed."`
	GitFolder         string        `default:"content" help:"Folder of the content in the repository."`
	GitKey            string        `help:"File of the private key for ssh. Default: the ssh agent."`
	Poll              time.Duration `default:"15s" help:"How often the branch is looked at."`
	AllowedSigners    string        `help:"File in the form of ssh allowed_signers: only commits signed by one of its keys go live."`
	WebhookSecretFile string        `help:"File with the secret of POST /hooks/publish, which looks at the branch at once. Or set PORTAL_WEBHOOK_SECRET. Default: no webhook."`
}

// shortest is the least time between two looks at a remote.
const shortest = time.Second

// supply is where content comes from and who may tell that it changed.
type supply struct {
	source     publish.Source
	spare      publish.Source
	every      time.Duration
	hookSecret []byte
	close      func() error
}

// source gives the content that the flags choose.
func (c serveCommand) source(log *slog.Logger) (supply, error) {
	if c.Git != "" && c.Content != "" {
		return supply{}, errors.New("--git and --content exclude each other")
	}
	if c.Git != "" {
		return c.follow(c.Data, log)
	}
	if c.AllowedSigners != "" || c.WebhookSecretFile != "" || c.GitKey != "" {
		return supply{}, errors.New("--allowed-signers, --webhook-secret-file and --git-key need --git")
	}
	fsys, err := source(c.Content)
	return supply{
		source: &publish.Folder{Files: fsys, Watch: c.Content != ""},
		every:  time.Second,
		close:  func() error { return nil },
	}, err
}

// follow reads what a branch is followed with. The data folder may be empty.
func (f followFlags) follow(data string, log *slog.Logger) (supply, error) {
	if f.Poll < shortest {
		return supply{}, fmt.Errorf("--poll %v is too often: %v at least", f.Poll, shortest)
	}
	secret, err := f.secret()
	if err != nil {
		return supply{}, err
	}
	signers, err := f.signers()
	if err != nil {
		return supply{}, err
	}
	git, err := publish.NewGit(publish.GitOptions{
		Remote: f.Git, Branch: f.Branch, Folder: f.GitFolder, Data: data, Key: f.GitKey, Signers: signers, Log: log,
	})
	if err != nil {
		return supply{}, err
	}
	return supply{git, &publish.Folder{Files: content.Embedded()}, f.Poll, secret, git.Close}, nil
}

// secret reads the secret of the webhook; nil turns it off.
func (f followFlags) secret() ([]byte, error) {
	if f.WebhookSecretFile == "" {
		return []byte(os.Getenv("PORTAL_WEBHOOK_SECRET")), nil
	}
	data, err := os.ReadFile(f.WebhookSecretFile)
	if err != nil {
		return nil, fmt.Errorf("--webhook-secret-file: %w", err)
	}
	secret := strings.TrimSpace(string(data))
	if secret == "" {
		return nil, fmt.Errorf("--webhook-secret-file: %s is empty", f.WebhookSecretFile)
	}
	return []byte(secret), nil
}

func (f followFlags) signers() (*publish.Signers, error) {
	if f.AllowedSigners == "" {
		return nil, nil
	}
	file, err := os.Open(f.AllowedSigners)
	if err != nil {
		return nil, fmt.Errorf("--allowed-signers: %w", err)
	}
	defer file.Close()
	signers, err := publish.ReadSigners(file)
	if err != nil {
		return nil, fmt.Errorf("--allowed-signers: %s: %w", f.AllowedSigners, err)
	}
	return signers, nil
}
