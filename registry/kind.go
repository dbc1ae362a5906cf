package registry

import (
	"context"
	"regexp"
)

// Kind names a type of node; it is the part of an id before the colon.
type Kind string

// The kinds of nodes.
const (
	KindRegion        Kind = "Region"
	KindMunicipality  Kind = "Municipality"
	KindPartner       Kind = "Partner"
	KindSector        Kind = "Sector"
	KindChain         Kind = "Chain"
	KindMinistry      Kind = "Ministry"
	KindCollaboration Kind = "Collaboration"
	KindAdoption      Kind = "Adoption"
	KindAgreement     Kind = "Agreement"
	KindCommitment    Kind = "Commitment"
	KindPeerReview    Kind = "PeerReview"
	KindFinding       Kind = "Finding"
	KindEvaluation    Kind = "InformalEvaluation"
	KindChange        Kind = "Change"
)

// kindRow is what the register knows of a kind.
type kindRow struct {
	// shape is what the part of an id after the colon looks like.
	shape *regexp.Regexp
	// example is such a part, of a kind that people name by it.
	example string
	// read adds the things with these keys, by their ids.
	read func(ctx context.Context, reader Reader, keys []string, into map[string]Node) error
	// touches returns the regions and partners that a change of a thing concerns; nil when it concerns none, or when a change
	// is never of such a thing.
	touches func(thing Node) (regions, partners []string)
}

// kinds is the one table of them.
var kinds = map[Kind]kindRow{
	KindRegion: {regionCode, "VR08", reading(Reader.Regions), touchingRegion},
	KindMunicipality: {municipalityCode, "GM0268", reading(func(reader Reader, ctx context.Context, codes []string) ([]Municipality, error) {
		return reader.Municipalities(ctx, MunicipalitySelect{Codes: codes})
	}), touching(func(m Municipality) ([]string, []string) { return []string{m.RegionCode}, nil })},
	KindPartner: {slugKey, "kustwacht-nederland", reading(func(reader Reader, ctx context.Context, keys []string) ([]Partner, error) {
		return reader.Partners(ctx, PartnerSelect{Keys: keys})
	}), touching(func(p Partner) ([]string, []string) { return nil, []string{p.Key} })},
	KindSector:   {slugKey, "drinkwater", reading(Reader.Sectors), nil},
	KindChain:    {chainCode, "BNK12", reading(Reader.Chains), nil},
	KindMinistry: {ministryCode, "mnre1130", reading(Reader.Ministries), nil},
	KindCollaboration: {uuidKey, "", reading(func(reader Reader, ctx context.Context, uuids []string) ([]Collaboration, error) {
		return reader.Collaborations(ctx, CollaborationSelect{UUIDs: uuids})
	}), touching(func(c Collaboration) ([]string, []string) { return []string{c.RegionCode}, []string{c.PartnerKey} })},
	KindAdoption: {uuidKey, "", reading(func(reader Reader, ctx context.Context, uuids []string) ([]Adoption, error) {
		return reader.Adoptions(ctx, AdoptionSelect{UUIDs: uuids})
	}), touching(Adoption.touches)},
	KindAgreement: {uuidKey, "", reading(func(reader Reader, ctx context.Context, uuids []string) ([]Agreement, error) {
		return reader.Agreements(ctx, AgreementSelect{UUIDs: uuids})
	}), touching(func(a Agreement) ([]string, []string) { return a.RegionCodes, a.PartnerKeys })},
	KindCommitment: {uuidKey, "", readCommitments, nil},
	KindPeerReview: {uuidKey, "", reading(func(reader Reader, ctx context.Context, uuids []string) ([]PeerReview, error) {
		return reader.PeerReviews(ctx, PeerReviewSelect{UUIDs: uuids})
	}), touching(func(r PeerReview) ([]string, []string) { return r.RegionCodes, r.PartnerKeys })},
	KindFinding: {findingKey, "", readFindings, nil},
	KindEvaluation: {uuidKey, "", reading(func(reader Reader, ctx context.Context, uuids []string) ([]InformalEvaluation, error) {
		return reader.Evaluations(ctx, EvaluationSelect{UUIDs: uuids})
	}), touching(func(e InformalEvaluation) ([]string, []string) { return e.RegionCodes, e.PartnerKeys })},
	KindChange: {revisionKey, "", readChanges, nil},
}

var (
	regionCode       = regexp.MustCompile(`^VR(0[1-9]|1[0-9]|2[0-5])$`)
	municipalityCode = regexp.MustCompile(`^GM[0-9]{4}$`)
	slugKey          = regexp.MustCompile(`^[a-z0-9]+(-[a-z0-9]+)*$`)
	chainCode        = regexp.MustCompile(`^[A-Z0-9]{2,12}$`)
	ministryCode     = regexp.MustCompile(`^[a-z0-9_]{2,40}$`)
	uuidKey          = regexp.MustCompile(`^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$`)
	findingKey       = regexp.MustCompile(`^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}\.[1-9][0-9]{0,2}$`)
	revisionKey      = regexp.MustCompile(`^[1-9][0-9]{0,9}$`)
)

// reading is the read of a kind whose things a store gives by key.
func reading[T Node](read func(Reader, context.Context, []string) ([]T, error)) func(context.Context, Reader, []string, map[string]Node) error {
	return func(ctx context.Context, reader Reader, keys []string, into map[string]Node) error {
		things, err := read(reader, ctx, keys)
		for _, thing := range things {
			into[thing.ID()] = thing
		}
		return err
	}
}

// touchingRegion goes by the id, since the feed tells of regions with their neighbours too.
func touchingRegion(thing Node) (regions, partners []string) {
	_, code := splitID(thing.ID())
	return []string{code}, nil
}

// touching is the touches of a kind that one type is of.
func touching[T Node](of func(T) (regions, partners []string)) func(Node) (regions, partners []string) {
	return func(thing Node) ([]string, []string) { return of(thing.(T)) }
}
