package registry

import (
	"context"
	"math"
	"slices"
	"strconv"
	"strings"
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

// EdgeQuery asks for the next edges of a kind.
type EdgeQuery struct {
	Kind NetworkEdgeKind
	// At takes those whose period holds on the day; nil takes all periods.
	At *Date
	// After is the ID of the edge behind which they begin; "" is the first of all.
	After string
	// Limit is the most edges that come.
	Limit int
}

// edgeParts stands between what holds an edge and what tells it from others of the same.
const edgeParts = "."

// Place is where the edges begin: behind the one of these two parts of an ID.
func (q EdgeQuery) Place() (holder, part string) {
	holder, part, _ = strings.Cut(q.After, edgeParts)
	return holder, part
}

// LightEdge is an edge of the network with no more than analysis asks of it. An agreement is one from each of its regions
// to each of its partners, as far as it covers them (Cover).
type LightEdge struct {
	Kind NetworkEdgeKind
	// ID tells it from others of its kind: the UUID of a collaboration or an adoption; of others the UUID, key or code of what
	// holds it and, behind a dot, what it leads to.
	ID string
	// Source and Target are ids, such as Region:VR08.
	Source, Target string
	// Profile is that of a collaboration; "" otherwise. Incidental says whether it is one.
	Profile    Profile
	Incidental bool
	// Since is nil when it is not known to the day, or when the kind has no periods; Until also when it is open.
	Since, Until *Date
	// Certainty is that of what tells of the edge; "" is not known.
	Certainty Certainty
}

// EdgeParts are what a store reads of a LightEdge.
type EdgeParts struct {
	// Holder and Part make its ID.
	Holder, Part string
	// Source and Target are keys.
	Source, Target string
	Profile        Profile
	Incidental     bool
	Since, Until   PartialDate
	Certainty      Certainty
}

// EdgeMaker makes light edges of one kind; it remembers the ids of the ends, of which there are fewer than of edges.
type EdgeMaker struct {
	kind             NetworkEdgeKind
	sources, targets idsOfKind
}

type idsOfKind struct {
	kind Kind
	ids  map[string]string
}

func (i idsOfKind) of(key string) string {
	id, there := i.ids[key]
	if !there {
		id = MakeID(i.kind, key)
		i.ids[key] = id
	}
	return id
}

// NewEdgeMaker returns one of a kind.
func NewEdgeMaker(kind NetworkEdgeKind) *EdgeMaker {
	source, target := kind.Ends()
	return &EdgeMaker{kind: kind, sources: idsOfKind{source, map[string]string{}}, targets: idsOfKind{target, map[string]string{}}}
}

// Make returns the edge of its parts.
func (m *EdgeMaker) Make(p EdgeParts) LightEdge {
	id := p.Holder
	if p.Part != "" {
		id += edgeParts + p.Part
	}
	return LightEdge{
		Kind: m.kind, ID: id, Source: m.sources.of(p.Source), Target: m.targets.of(p.Target),
		Profile: p.Profile, Incidental: p.Incidental, Since: wholeDate(p.Since), Until: wholeDate(p.Until), Certainty: p.Certainty,
	}
}

// wholeDate returns nil for what is no whole day (R19).
func wholeDate(day PartialDate) *Date {
	if len(day) != len("2006-01-02") {
		return nil
	}
	return new(Date(day))
}

// CheckEdgeKind refuses what is no kind of edge; BAD_USER_INPUT.
func CheckEdgeKind(kind NetworkEdgeKind) error {
	if slices.Contains(AllNetworkEdgeKinds(), kind) {
		return nil
	}
	return Invalid(ReasonInvalid, "kind", "%q is no kind of edge", clip(string(kind)))
}
