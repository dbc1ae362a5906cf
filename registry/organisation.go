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
func cleanContactPoints(points *[]ContactPoint) error {
	return cleanItems("contactPoints", points, maxContactPoints, cleanContactPoint, ContactPoint.told)
}

func cleanContactPoint(point *ContactPoint) error {
	problems := []error{
		cleanName("contactPoints.kind", &point.Kind), cleanName("contactPoints.function", &point.Function),
		cleanOptional("contactPoints.email", &point.Email), cleanOptional("contactPoints.phone", &point.Phone),
		cleanOptional("contactPoints.availability", &point.Availability),
	}
	if point.Email != nil && !emailShape.MatchString(*point.Email) {
		problems = append(problems, Invalid(ReasonInvalid, "contactPoints.email", "%q is not an e-mail address", clip(*point.Email)).as(detailEmail))
	}
	if point.Phone != nil && !phoneShape.MatchString(*point.Phone) {
		problems = append(problems, Invalid(ReasonInvalid, "contactPoints.phone", "%q is not a telephone number", clip(*point.Phone)).as(detailPhone))
	}
	return errors.Join(problems...)
}

// told is the contact point as one value, to tell doubles.
func (c ContactPoint) told() [5]string {
	return [5]string{c.Kind, c.Function, text(c.Email), text(c.Phone), text(c.Availability)}
}

// AtVersion returns the revision of the last change.
func (s Stamp) AtVersion() int { return s.Version }
