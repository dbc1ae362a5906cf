package registry

import (
	"context"
	"math"
	"strconv"
)

// ScanQuery asks for the next things of a kind, of all periods.
type ScanQuery struct {
	// Kind is any but those that are parts of others: KindCommitment and KindFinding.
	Kind Kind
	// After is the key of the thing behind which they begin; "" is the first of all.
	After string
	// Limit is the most things that come.
	Limit int
}

// lastRevision is that behind which the changes begin.
func (q ScanQuery) lastRevision() (int, error) {
	if q.After == "" {
		return 0, nil
	}
	revision, err := strconv.Atoi(q.After)
	if err != nil {
		return 0, Invalid(ReasonMalformedID, "after", "%q is no revision", clip(q.After))
	}
	return revision, nil
}

// NoScan refuses the kind of a ScanQuery; BAD_USER_INPUT.
func NoScan(kind Kind) error {
	return Invalid(ReasonInvalid, "kind", "things of kind %q come with those that hold them", clip(string(kind)))
}

// NodesOf returns things as nodes.
func NodesOf[T Node](things []T) []Node {
	nodes := make([]Node, len(things))
	for i, thing := range things {
		nodes[i] = thing
	}
	return nodes
}

// FeedReader is how a store reads the feed for a Scan.
type FeedReader interface {
	// NextChanges are those behind a revision, without items.
	NextChanges(ctx context.Context, after, limit int) ([]Change, error)
	// NextItems are those of the changes behind one revision and up to another, with their states, by revision.
	NextItems(ctx context.Context, after, last, limit int) (map[int][]ChangeItem, error)
}

// ScanChanges gives the next changes with all of their items: as many as have no more items together than the limit, or
// the first one however many it has.
func ScanChanges(ctx context.Context, feed FeedReader, query ScanQuery) ([]Node, error) {
	after, err := query.lastRevision()
	if err != nil {
		return nil, err
	}
	changes, err := feed.NextChanges(ctx, after, query.Limit)
	if err != nil || len(changes) == 0 {
		return nil, err
	}
	items, err := feed.NextItems(ctx, after, changes[len(changes)-1].Revision, query.Limit+1)
	if err != nil {
		return nil, err
	}
	if whole := wholeChanges(changes, items, query.Limit); len(whole) > 0 {
		return NodesOf(whole), nil
	}
	items, err = feed.NextItems(ctx, after, changes[0].Revision, math.MaxInt64)
	changes[0].Items = items[changes[0].Revision]
	return NodesOf(changes[:1]), err
}

// wholeChanges gives each of the changes its items, which are the next ones of the feed and more than limit when they are
// not all, and leaves out the changes from the first on of which some are missing.
func wholeChanges(changes []Change, items map[int][]ChangeItem, limit int) []Change {
	read, last := 0, 0
	for revision, of := range items {
		read, last = read+len(of), max(last, revision)
	}
	for i := range changes {
		if read > limit && changes[i].Revision >= last {
			return changes[:i]
		}
		changes[i].Items = items[changes[i].Revision]
	}
	return changes
}
