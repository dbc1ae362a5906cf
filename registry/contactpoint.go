package registry

import "context"

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
