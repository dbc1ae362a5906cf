package registry

import (
	"context"
	"fmt"
	"slices"
	"strconv"
	"strings"
)

// Nodes gives things by their ids; what is not there is left out. BAD_USER_INPUT when an id is none.
func Nodes(ctx context.Context, reader Reader, ids []string) (map[string]Node, error) {
	keys := map[Kind][]string{}
	for _, id := range ids {
		kind, key, err := ParseID(id)
		if err != nil {
			return nil, err
		}
		keys[kind] = append(keys[kind], key)
	}
	nodes := make(map[string]Node, len(ids))
	for kind, ofKind := range keys {
		if err := readNodes(ctx, reader, kind, ofKind, nodes); err != nil {
			return nil, fmt.Errorf("read things of kind %s: %w", kind, err)
		}
	}
	return nodes, nil
}

func readNodes(ctx context.Context, reader Reader, kind Kind, keys []string, into map[string]Node) error {
	switch kind {
	case KindRegion:
		things, err := reader.Regions(ctx, keys)
		return addAll(into, things, err)
	case KindMunicipality:
		things, err := reader.Municipalities(ctx, MunicipalitySelect{Codes: keys})
		return addAll(into, things, err)
	case KindPartner:
		things, err := reader.Partners(ctx, PartnerSelect{Keys: keys})
		return addAll(into, things, err)
	case KindSector:
		things, err := reader.Sectors(ctx, keys)
		return addAll(into, things, err)
	case KindChain:
		things, err := reader.Chains(ctx, keys)
		return addAll(into, things, err)
	case KindMinistry:
		things, err := reader.Ministries(ctx, keys)
		return addAll(into, things, err)
	case KindCollaboration:
		things, err := reader.Collaborations(ctx, CollaborationSelect{UUIDs: keys})
		return addAll(into, things, err)
	case KindAdoption:
		things, err := reader.Adoptions(ctx, AdoptionSelect{UUIDs: keys})
		return addAll(into, things, err)
	case KindAgreement:
		things, err := reader.Agreements(ctx, AgreementSelect{UUIDs: keys})
		return addAll(into, things, err)
	case KindCommitment:
		return addCommitments(ctx, reader, keys, into)
	case KindFinding:
		return addFindings(ctx, reader, keys, into)
	case KindPeerReview:
		things, err := reader.PeerReviews(ctx, PeerReviewSelect{UUIDs: keys})
		return addAll(into, things, err)
	case KindEvaluation:
		things, err := reader.Evaluations(ctx, EvaluationSelect{UUIDs: keys})
		return addAll(into, things, err)
	case KindChange:
		return addChanges(ctx, reader, keys, into)
	}
	return nil
}

func addAll[T Node](into map[string]Node, things []T, err error) error {
	for _, thing := range things {
		into[thing.ID()] = thing
	}
	return err
}

// addChanges reads each change as the page of one after the revision before it.
func addChanges(ctx context.Context, reader Reader, keys []string, into map[string]Node) error {
	queries := make([]ChangeQuery, len(keys))
	for i, key := range keys {
		revision, err := strconv.Atoi(key)
		if err != nil {
			return fmt.Errorf("read the revision %s: %w", key, err)
		}
		before := changeKey(Change{Revision: revision - 1})
		queries[i].Page = Page{Limit: 1, After: &before}
	}
	lists, err := reader.ListChanges(ctx, queries)
	for i, list := range lists {
		for _, change := range list.Items {
			if change.ID() == MakeID(KindChange, keys[i]) {
				into[change.ID()] = change
			}
		}
	}
	return err
}

// addCommitments reads the agreements that hold them.
func addCommitments(ctx context.Context, reader Reader, uuids []string, into map[string]Node) error {
	agreements, err := reader.Agreements(ctx, AgreementSelect{Commitments: uuids})
	for _, agreement := range agreements {
		for _, commitment := range agreement.Commitments {
			if slices.Contains(uuids, commitment.UUID) {
				into[commitment.ID()] = commitment
			}
		}
	}
	return err
}

// addFindings reads the reviews with which their keys begin.
func addFindings(ctx context.Context, reader Reader, keys []string, into map[string]Node) error {
	uuids := make([]string, 0, len(keys))
	for _, key := range keys {
		uuid, _, _ := strings.Cut(key, ".")
		uuids = append(uuids, uuid)
	}
	reviews, err := reader.PeerReviews(ctx, PeerReviewSelect{UUIDs: uuids})
	for _, review := range reviews {
		for _, finding := range review.Findings {
			if slices.Contains(keys, finding.Key) {
				into[finding.ID()] = finding
			}
		}
	}
	return err
}

// find returns one thing of a type by its id; NOT_FOUND when it is not there, MALFORMED_ID when it is of another type.
func find[T Node](ctx context.Context, reader Reader, id string) (thing T, err error) {
	nodes, err := Nodes(ctx, reader, []string{id})
	if err != nil {
		return thing, err
	}
	node, there := nodes[id]
	if !there {
		return thing, NotFound(id)
	}
	thing, ok := node.(T)
	if !ok {
		return thing, Invalid(ReasonMalformedID, "id", "%s is not of the kind that is asked for", id)
	}
	return thing, nil
}

// versioned is a thing whose last change is known.
type versioned interface {
	Node
	AtVersion() int
}

// findVersion returns one thing of a type by its id, in the version that the client read (R15).
func findVersion[T versioned](ctx context.Context, w *work, id string, version int) (thing T, err error) {
	thing, err = find[T](ctx, w, id)
	if err != nil {
		return thing, err
	}
	return thing, checkVersion(id, thing.AtVersion(), version)
}
