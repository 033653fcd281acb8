package web

import (
	"crypto/hmac"
	"crypto/sha256"
	"crypto/subtle"
	"encoding/hex"
	"strings"

	"github.com/gofiber/fiber/v2"
)

// hookPath is where git hosts tell that somebody pushed.
const hookPath = "/hooks/publish"

// hook looks for new content if a git host asks that knows the secret. It
// reads nothing of the body but the signature's worth: what is new is in git.
func (h *handler) hook(c *fiber.Ctx) error {
	if len(h.HookSecret) == 0 {
		return fiber.ErrNotFound
	}
	if !h.signed(c) {
		return fiber.ErrUnauthorized
	}
	h.Hook()
	c.Set(fiber.HeaderCacheControl, "no-store")
	return c.Status(fiber.StatusAccepted).SendString("accepted\n")
}

// signed reports whether the request carries the secret, as one of the git
// hosts shows it: GitHub, Gitea and Forgejo sign the body with HMAC-SHA256,
// GitLab sends the secret itself.
func (h *handler) signed(c *fiber.Ctx) bool {
	if token := c.Get("X-Gitlab-Token"); token != "" {
		got, want := sha256.Sum256([]byte(token)), sha256.Sum256(h.HookSecret)
		return subtle.ConstantTimeCompare(got[:], want[:]) == 1
	}
	for _, name := range []string{"X-Hub-Signature-256", "X-Forgejo-Signature", "X-Gitea-Signature"} {
		value := c.Get(name)
		if value == "" {
			continue
		}
		got, err := hex.DecodeString(strings.TrimPrefix(value, "sha256="))
		if err != nil {
			return false
		}
		mac := hmac.New(sha256.New, h.HookSecret)
		mac.Write(c.Request().Body()) // as it was sent, not unpacked
		return hmac.Equal(got, mac.Sum(nil))
	}
	return false
}
