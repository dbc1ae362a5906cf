package registry

import (
	"context"
	"errors"
	"regexp"
	"slices"
	"strings"
)

// ContactPointKind is what one turns to a contact point for.
type ContactPointKind string

// The kinds.
const (
	ContactInformationManager    ContactPointKind = "INFORMATIEMANAGER"
	ContactOnCall                ContactPointKind = "PIKET"
	ContactLiaison               ContactPointKind = "LIAISON"
	ContactAccountHolder         ContactPointKind = "ACCOUNTHOUDER"
	ContactNetcentricCoordinator ContactPointKind = "NETCENTRISCH_COORDINATOR"
	ContactCrisisAdviser         ContactPointKind = "ADVISEUR_CRISISBEHEERSING"
	ContactOther                 ContactPointKind = "ANDERS"
)

// AllContactPointKinds are the kinds, in the order in which people choose from them.
func AllContactPointKinds() []ContactPointKind {
	return []ContactPointKind{
		ContactInformationManager, ContactOnCall, ContactLiaison, ContactAccountHolder, ContactNetcentricCoordinator, ContactCrisisAdviser,
		ContactOther,
	}
}

// ContactPoint is a function that can be reached, never a named person (R18).
type ContactPoint struct {
	Kind         ContactPointKind `json:"kind"`
	Function     string           `json:"function"`
	Email        *string          `json:"email,omitempty"`
	Phone        *string          `json:"phone,omitempty"`
	Availability *string          `json:"availability,omitempty"`
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
		oneOf("contactPoints.kind", point.Kind, AllContactPointKinds()), cleanName("contactPoints.function", &point.Function),
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
	return [5]string{string(c.Kind), c.Function, text(c.Email), text(c.Phone), text(c.Availability)}
}

// ListedContactPoints returns contact points whose kind was a free text, as they were kept before, with kinds of the list. A text
// that is none of them becomes ANDERS, and stands before the function, as far as there is room. What is the same then is there once.
func ListedContactPoints(points []ContactPoint) []ContactPoint {
	listed := make([]ContactPoint, 0, len(points))
	for _, point := range points {
		point = point.listed()
		if !slices.ContainsFunc(listed, func(other ContactPoint) bool { return other.told() == point.told() }) {
			listed = append(listed, point)
		}
	}
	return listed
}

func (c ContactPoint) listed() ContactPoint {
	given := string(c.Kind)
	c.Kind = ContactPointKind(strings.ToUpper(strings.Join(Tokens(given), "_")))
	if !slices.Contains(AllContactPointKinds(), c.Kind) {
		told := []rune(given + ": " + c.Function)
		c.Kind, c.Function = ContactOther, string(told[:min(len(told), maxName)])
	}
	return c
}

const actionSetContactPoints Action = "setContactPoints"

// SetContactPointsInput replaces the contact points of a region, partner, collaboration or adoption.
type SetContactPointsInput struct {
	SubjectID      string
	Version        int
	ContactPoints  []ContactPoint
	IdempotencyKey *string
}

// ContactPointsPayload is the thing as it is now, and what the mutation did.
type ContactPointsPayload struct {
	Subject Node
	Change  Change
}

// SetContactPoints replaces the contact points of a thing (R18). BAD_USER_INPUT, NOT_FOUND, VERSION_MISMATCH.
func (r *Registry) SetContactPoints(ctx context.Context, in SetContactPointsInput) (ContactPointsPayload, error) {
	cmd := command{action: actionSetContactPoints, input: in, key: in.IdempotencyKey}
	subject, change, err := mutate(ctx, r, cmd, func(ctx context.Context, w *work) (versioned, error) {
		old, err := findVersion[versioned](ctx, w, "subjectId", in.SubjectID, in.Version)
		if err != nil {
			return old, err
		}
		points := in.ContactPoints
		if err := cleanContactPoints(&points); err != nil {
			return old, err
		}
		return w.setContactPoints(ctx, old, points)
	})
	return ContactPointsPayload{Subject: subject, Change: change}, err
}

func (w *work) setContactPoints(ctx context.Context, thing versioned, points []ContactPoint) (versioned, error) {
	switch old := thing.(type) {
	case Region:
		next := old
		next.ContactPoints = points
		return w.putRegion(ctx, &old, next)
	case Partner:
		next := old
		next.ContactPoints = points
		return w.putPartner(ctx, &old, next)
	case Collaboration:
		next := old
		next.ContactPoints = points
		return w.putCollaboration(ctx, &old, next)
	case Adoption:
		next := old
		next.ContactPoints = points
		return w.putAdoption(ctx, &old, next)
	}
	return thing, Invalid(ReasonMalformedID, "subjectId", "%s has no contact points", thing.ID()).rule("R18")
}
