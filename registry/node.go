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
		kind, key, err := ParseID("ids", id)
		if err != nil {
			return nil, err
		}
		keys[kind] = append(keys[kind], key)
	}
	nodes := make(map[string]Node, len(ids))
	for kind, ofKind := range keys {
		if err := kinds[kind].read(ctx, reader, ofKind, nodes); err != nil {
			return nil, fmt.Errorf("read things of kind %s: %w", kind, err)
		}
	}
	return nodes, nil
}

// readChanges reads each change as the page of one after the revision before it.
func readChanges(ctx context.Context, reader Reader, keys []string, into map[string]Node) error {
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

// readCommitments reads the agreements that hold them.
func readCommitments(ctx context.Context, reader Reader, uuids []string, into map[string]Node) error {
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

// readFindings reads the reviews with which their keys begin.
func readFindings(ctx context.Context, reader Reader, keys []string, into map[string]Node) error {
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

// find returns one thing of a type by its id, which stands in a field of the input; NOT_FOUND when it is not there,
// MALFORMED_ID when it is of another type.
func find[T Node](ctx context.Context, reader Reader, field, id string) (thing T, err error) {
	if _, _, err := ParseID(field, id); err != nil {
		return thing, err
	}
	nodes, err := Nodes(ctx, reader, []string{id})
	if err != nil {
		return thing, err
	}
	node, there := nodes[id]
	if w, ok := reader.(*work); ok && there {
		there = w.sees(ctx, node)
	}
	if !there {
		return thing, NotFound(id).At(field)
	}
	thing, ok := node.(T)
	if !ok {
		return thing, Invalid(ReasonMalformedID, field, "%s is not of the kind that is asked for", id)
	}
	return thing, nil
}

// versioned is a thing whose last change is known.
type versioned interface {
	Node
	AtVersion() int
}

// findVersion returns one thing of a type by its id, in the version that the client read (R15).
func findVersion[T versioned](ctx context.Context, w *work, field, id string, version int) (thing T, err error) {
	thing, err = find[T](ctx, w, field, id)
	if err != nil {
		return thing, err
	}
	return thing, checkVersion(id, thing.AtVersion(), version)
}
