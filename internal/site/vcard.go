package site

import (
	"bytes"
	"fmt"

	"github.com/emersion/go-vcard"

	"portal/content"
)

// vcard builds a contact that a telephone can keep, RFC 6350.
func (l *language) vcard(c *content.Contact, path string) error {
	card := vcard.Card{}
	card.SetValue(vcard.FieldVersion, "4.0")
	card.SetKind(vcard.KindOrganization)
	card.SetValue(vcard.FieldFormattedName, c.Name[l.lang])
	card.SetValue(vcard.FieldOrganization, c.Name[l.lang])
	card.SetValue(vcard.FieldNote, c.Purpose[l.lang])
	for _, p := range c.Phones {
		card.AddValue(vcard.FieldTelephone, p.Number)
	}
	for _, mail := range c.Mail {
		card.AddValue(vcard.FieldEmail, mail)
	}
	for _, web := range c.Web {
		card.AddValue(vcard.FieldURL, web)
	}
	for _, address := range c.Addresses {
		card.AddAddress(&vcard.Address{StreetAddress: address})
	}
	var buf bytes.Buffer
	if err := vcard.NewEncoder(&buf).Encode(card); err != nil {
		return fmt.Errorf("vCard of %s: %w", c.Key, err)
	}
	return l.add(path, &Resource{Status: 200, ContentType: "text/vcard; charset=utf-8", Cache: revalidate, body: buf.Bytes()})
}
