package registry

import (
	"errors"
	"regexp"
	"strings"
	"time"
)

// Node is whatever has an id of its own.
type Node interface {
	ID() string
	IsNode()
}

// Organisation is a region or a partner.
type Organisation interface {
	Named
	IsOrganisation()
}

// Stamp is the last change of a thing.
type Stamp struct {
	// Version is the revision of the last change (R15).
	Version int `json:"-"`
	// UpdatedAt is the moment of the last change, UTC.
	UpdatedAt time.Time `json:"-"`
}

// Identifiers are those of the open standards: TOOI, Chamber of Commerce (KVK), Logius (OIN).
type Identifiers struct {
	TOOI *URL    `json:"tooi,omitempty"`
	KVK  *string `json:"kvk,omitempty"`
	OIN  *string `json:"oin,omitempty"`
}

var (
	kvkNumber = regexp.MustCompile(`^[0-9]{8}$`)
	oinNumber = regexp.MustCompile(`^[0-9]{20}$`)
)

const tooiPrefix = "https://identifier.overheid.nl/tooi/id/"

// checkTOOI refuses an address that is not of the standard's form.
func checkTOOI(field string, address *URL) error {
	if address != nil && !strings.HasPrefix(string(*address), tooiPrefix) {
		return Invalid(ReasonInvalid, field, "begins with %s", tooiPrefix).as(detailTOOI)
	}
	return checkURL(field, address)
}

// CheckIdentifiers refuses numbers that are not of their standard's form.
func CheckIdentifiers(ids Identifiers) error {
	problems := []error{checkTOOI("identifiers.tooi", ids.TOOI)}
	if ids.KVK != nil && !kvkNumber.MatchString(*ids.KVK) {
		problems = append(problems, Invalid(ReasonInvalid, "identifiers.kvk", "has 8 digits").as(detailKVK))
	}
	if ids.OIN != nil && !oinNumber.MatchString(*ids.OIN) {
		problems = append(problems, Invalid(ReasonInvalid, "identifiers.oin", "has 20 digits").as(detailOIN))
	}
	return errors.Join(problems...)
}

// List returns the identifiers that are known.
func (ids Identifiers) List() []string {
	var known []string
	if ids.TOOI != nil {
		known = append(known, string(*ids.TOOI))
	}
	for _, number := range []*string{ids.KVK, ids.OIN} {
		if number != nil {
			known = append(known, *number)
		}
	}
	return known
}

// AtVersion returns the revision of the last change.
func (s Stamp) AtVersion() int { return s.Version }
