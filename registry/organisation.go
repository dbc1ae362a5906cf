package registry

import (
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
	Node
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

// CheckIdentifiers refuses numbers that are not of their standard's form.
func CheckIdentifiers(ids Identifiers) error {
	if ids.TOOI != nil && !strings.HasPrefix(string(*ids.TOOI), tooiPrefix) {
		return Invalid(ReasonInvalid, "identifiers.tooi", "begins with %s", tooiPrefix)
	}
	if ids.KVK != nil && !kvkNumber.MatchString(*ids.KVK) {
		return Invalid(ReasonInvalid, "identifiers.kvk", "has 8 digits")
	}
	if ids.OIN != nil && !oinNumber.MatchString(*ids.OIN) {
		return Invalid(ReasonInvalid, "identifiers.oin", "has 20 digits")
	}
	return nil
}

// List gives the identifiers that are known.
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

// ContactPoint is a function that can be reached, never a named person (R18).
type ContactPoint struct {
	Kind         string  `json:"kind"`
	Function     string  `json:"function"`
	Email        *string `json:"email,omitempty"`
	Phone        *string `json:"phone,omitempty"`
	Availability *string `json:"availability,omitempty"`
}

var (
	emailShape = regexp.MustCompile(`^[^@\s]+@[^@\s]+\.[^@\s]+$`)
	phoneShape = regexp.MustCompile(`^\+?[0-9][0-9 ()-]{1,24}$`)
)

// cleanContactPoints trims and checks a list of contact points.
func cleanContactPoints(points []ContactPoint) ([]ContactPoint, error) {
	if len(points) > maxList {
		return nil, Invalid(ReasonTooLong, "contactPoints", "at most %d, not %d", maxList, len(points))
	}
	cleaned := make([]ContactPoint, 0, len(points))
	for _, point := range points {
		if err := cleanContactPoint(&point); err != nil {
			return nil, err
		}
		cleaned = append(cleaned, point)
	}
	return cleaned, nil
}

func cleanContactPoint(point *ContactPoint) (err error) {
	if point.Kind, err = cleanName("contactPoints.kind", point.Kind); err != nil {
		return err
	}
	if point.Function, err = cleanName("contactPoints.function", point.Function); err != nil {
		return err
	}
	if point.Email, err = cleanOptional("contactPoints.email", point.Email); err != nil {
		return err
	}
	if point.Phone, err = cleanOptional("contactPoints.phone", point.Phone); err != nil {
		return err
	}
	if point.Availability, err = cleanOptional("contactPoints.availability", point.Availability); err != nil {
		return err
	}
	if point.Email != nil && !emailShape.MatchString(*point.Email) {
		return Invalid(ReasonInvalid, "contactPoints.email", "%q is not an e-mail address", clip(*point.Email))
	}
	if point.Phone != nil && !phoneShape.MatchString(*point.Phone) {
		return Invalid(ReasonInvalid, "contactPoints.phone", "%q is not a telephone number", clip(*point.Phone))
	}
	return nil
}

// AtVersion gives the revision of the last change.
func (s Stamp) AtVersion() int { return s.Version }
