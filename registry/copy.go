package registry

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strconv"
	"time"
)

// copyKinds are the kinds of things that a copy goes through: each after those that it refers to, and the feed last.
var copyKinds = []Kind{
	KindMinistry, KindSector, KindChain, KindRegion, KindMunicipality, KindPartner, KindCollaboration, KindAdoption, KindAgreement,
	KindPeerReview, KindEvaluation, KindChange,
}

const (
	// copyBatch bounds the things of one Update of a copy, and so the memory that it takes.
	copyBatch = 2_000
	// copyLargeBatch is for agreements, each of which can hold thousands of pairs.
	copyLargeBatch = 100
	// copyCounted is how many partners are counted the collaborations of in one Update.
	copyCounted = 1_000
)

// copier is one run of a copy.
type copier struct {
	from, to Store
	of       string
	place    copyPlace
	tell     func(Kind, int)
}

// copyPlace is how far a copy came.
type copyPlace struct {
	// Revision is that of the source when the copy began: what changed since is copied again along with its change.
	Revision int `json:"revision"`
	// Kind is what is being copied, and After the key of the last that was.
	Kind  Kind   `json:"kind"`
	After string `json:"after"`
	// Counted is the key of the last partner whose collaborations were counted since anything was copied.
	Counted string `json:"counted"`
}

// Copy brings a whole register into an empty store: things with their versions and times, the feed with its items, the
// idempotency keys. Into a store in which the same copy was cut off, it goes on from there; what the source changed
// meanwhile is copied too. tell hears how many things of a kind were copied; it may be nil. BAD_USER_INPUT when the source is
// empty or not whole, or when the other store holds anything else.
func Copy(ctx context.Context, from, to Store, tell func(Kind, int)) (state State, err error) {
	c := &copier{from: from, to: to, tell: tell}
	if c.tell == nil {
		c.tell = func(Kind, int) {}
	}
	if err := c.begin(ctx); err != nil {
		return state, err
	}
	for _, kind := range copyKinds[slices.Index(copyKinds, c.place.Kind):] {
		if kind != c.place.Kind {
			c.place.Kind, c.place.After = kind, ""
		}
		if err := c.copyKind(ctx); err != nil {
			return state, fmt.Errorf("copy things of kind %s: %w", kind, err)
		}
	}
	return c.end(ctx)
}

// begin finds where the copy goes on, and marks the store so that it is not served before the end.
func (c *copier) begin(ctx context.Context) error {
	source, err := stateOf(ctx, c.from)
	if err != nil {
		return fmt.Errorf("look what the source holds: %w", err)
	}
	if source.Incomplete != nil {
		return Invalid(ReasonInvalid, "from", "the source is not whole: a %s into it was cut off", source.Incomplete.By)
	}
	if c.of, err = firstChange(ctx, c.from); err != nil {
		return err
	}
	target, err := stateOf(ctx, c.to)
	if err != nil {
		return fmt.Errorf("look what the store holds: %w", err)
	}
	if mark := target.Incomplete; mark != nil {
		return c.goOn(*mark, source.Revision)
	}
	if err := checkEmpty(ctx, c.to); err != nil {
		return err
	}
	c.place = copyPlace{Revision: source.Revision, Kind: copyKinds[0]}
	return c.write(ctx, nil, nil)
}

// goOn takes up a copy that was cut off.
func (c *copier) goOn(mark Incomplete, revision int) error {
	if mark.By != FilledByCopy || mark.Of != c.of {
		return Invalid(ReasonInvalid, "to", "the store holds part of another register, of which a %s was cut off: go on with that one, or take an empty store", mark.By)
	}
	if err := json.Unmarshal([]byte(mark.Next), &c.place); err != nil || !slices.Contains(copyKinds, c.place.Kind) {
		return fmt.Errorf("read how far the copy came: %q is no place of it", clip(mark.Next))
	}
	if c.place.Revision > revision {
		return Invalid(ReasonInvalid, "from", "the source is at revision %d, and was at %d when the copy began: it is an older register; take an empty store", revision, c.place.Revision)
	}
	return nil
}

func stateOf(ctx context.Context, store Store) (state State, err error) {
	err = store.View(ctx, func(ctx context.Context, reader Reader) error {
		state, err = reader.State(ctx)
		return err
	})
	return state, err
}

// firstChange tells registers apart: each began at another moment.
func firstChange(ctx context.Context, store Store) (string, error) {
	var changes []Change
	err := store.View(ctx, func(ctx context.Context, reader Reader) error {
		lists, err := reader.ListChanges(ctx, []ChangeQuery{{Page: Page{Limit: 1}}})
		for _, list := range lists {
			changes = append(changes, list.Items...)
		}
		return err
	})
	if err != nil {
		return "", fmt.Errorf("read how the source began: %w", err)
	}
	if len(changes) == 0 {
		return "", Invalid(ReasonInvalid, "from", "the source is empty: there is nothing to copy")
	}
	change := changes[0]
	return fmt.Sprintf("revision %d of %s by %s", change.Revision, change.At.Format(time.RFC3339Nano), change.Action), nil
}

func checkEmpty(ctx context.Context, store Store) error {
	for _, kind := range copyKinds {
		nodes, err := scanStore(ctx, store, ScanQuery{Kind: kind, Limit: 1})
		if err != nil {
			return fmt.Errorf("look what the store holds: %w", err)
		}
		if len(nodes) > 0 {
			return Invalid(ReasonInvalid, "to", "the store is not empty: it holds %s; a copy goes into an empty store", nodes[0].ID())
		}
	}
	return nil
}

func scanStore(ctx context.Context, store Store, query ScanQuery) (nodes []Node, err error) {
	err = store.View(ctx, func(ctx context.Context, reader Reader) error {
		nodes, err = reader.Scan(ctx, query)
		return err
	})
	return nodes, err
}

// copyKind copies what there is of a kind behind the place, and what came meanwhile.
func (c *copier) copyKind(ctx context.Context) error {
	for {
		before := c.place.After
		if err := c.copyPages(ctx); err != nil || c.place.After == before {
			return err
		}
	}
}

func (c *copier) copyPages(ctx context.Context) error {
	query := ScanQuery{Kind: c.place.Kind, After: c.place.After, Limit: copyBatch}
	if query.Kind == KindAgreement {
		query.Limit = copyLargeBatch
	}
	for page, err := range Ahead(scanPages[Node](ctx, c.from.View, query)) {
		if err != nil {
			return err
		}
		if err := c.copyPage(ctx, page); err != nil {
			return err
		}
	}
	return nil
}

func (c *copier) copyPage(ctx context.Context, nodes []Node) (err error) {
	c.place.After, c.place.Counted = scanKey(nodes[len(nodes)-1]), ""
	if c.place.Kind == KindChange {
		err = c.copyChanges(ctx, nodes)
	} else if nodes, err = c.withReferred(ctx, nodes); err == nil {
		err = c.write(ctx, nodes, nil)
	}
	if err == nil {
		c.tell(c.place.Kind, len(nodes))
	}
	return err
}

// scanKey is the place of a thing in a Scan.
func scanKey(node Node) string {
	_, key := splitID(node.ID())
	return key
}

// copyChanges appends changes; what those touched that came since the copy began is copied as it is now.
func (c *copier) copyChanges(ctx context.Context, nodes []Node) error {
	changes := make([]Change, len(nodes))
	var touched []string
	for i, node := range nodes {
		changes[i] = node.(Change)
		if changes[i].Revision <= c.place.Revision {
			continue
		}
		for _, item := range changes[i].Items {
			touched = append(touched, item.SubjectID)
		}
	}
	if len(touched) == 0 {
		return c.write(ctx, nil, changes)
	}
	found, err := c.read(ctx, touched)
	if err != nil {
		return err
	}
	var things []Node
	var gone []string
	for _, id := range slices.Compact(slices.Sorted(slices.Values(touched))) {
		if thing, there := found[id]; there {
			things = append(things, thing)
		} else {
			gone = append(gone, id)
		}
	}
	return c.replace(ctx, things, gone, changes)
}

// withReferred adds the things of the same kind that the page refers to and that come behind it.
func (c *copier) withReferred(ctx context.Context, nodes []Node) ([]Node, error) {
	for {
		batch := batchOfNodes(nodes)
		refers := References{}
		for _, of := range []References{RefersTo(batch.Municipalities), RefersTo(batch.Partners), RefersTo(batch.Agreements)} {
			refers.add(c.place.Kind, of.Keys(c.place.Kind)...)
		}
		var behind []string
		for _, key := range refers.Keys(c.place.Kind) {
			if key > c.place.After {
				behind = append(behind, MakeID(c.place.Kind, key))
			}
		}
		if len(behind) == 0 {
			return nodes, nil
		}
		found, err := c.read(ctx, behind)
		if err != nil {
			return nil, err
		}
		for _, id := range behind {
			if thing, there := found[id]; there {
				nodes = append(nodes, thing)
			} else {
				return nil, NotFound(id)
			}
		}
	}
}

func (c *copier) read(ctx context.Context, ids []string) (nodes map[string]Node, err error) {
	err = c.from.View(ctx, func(ctx context.Context, reader Reader) error {
		nodes, err = Nodes(ctx, reader, ids)
		return err
	})
	return nodes, err
}

func (c *copier) write(ctx context.Context, things []Node, changes []Change) error {
	return c.replace(ctx, things, nil, changes)
}

// replace writes things and changes, takes away what is gone, and marks how far the copy came, all at once. What a thing
// refers to and is not there yet came to the source since, and goes along.
func (c *copier) replace(ctx context.Context, things []Node, gone []string, changes []Change) error {
	for {
		err := c.put(ctx, batchOfNodes(things), gone, changes)
		missing, ok := missingID(err)
		if !ok {
			return err
		}
		found, failed := c.read(ctx, []string{missing})
		if failed != nil || found[missing] == nil {
			return errors.Join(err, failed)
		}
		things = append(things, found[missing])
	}
}

func missingID(err error) (string, bool) {
	problem, ok := errors.AsType[*Error](err)
	if !ok || problem.Reason != ReasonNotFound {
		return "", false
	}
	id, ok := problem.Facts["id"].(string)
	return id, ok
}

// put writes all of that, and marks how far the copy came, at once.
func (c *copier) put(ctx context.Context, batch Batch, gone []string, changes []Change) error {
	next, err := json.Marshal(c.place)
	if err != nil {
		return err
	}
	batch.Mark = &Incomplete{By: FilledByCopy, Of: c.of, Next: string(next)}
	return c.to.Update(ctx, func(ctx context.Context, writer Writer) error {
		if err := writer.Put(ctx, batch); err != nil {
			return err
		}
		if err := writer.Remove(ctx, gone); err != nil {
			return err
		}
		if err := expectKeys(ctx, writer, changes); err != nil {
			return err
		}
		for _, change := range changes {
			if err := writer.AppendChange(ctx, change); err != nil {
				return fmt.Errorf("append revision %d: %w", change.Revision, err)
			}
		}
		return nil
	})
}

// expectKeys has the idempotency keys of changes looked up together, which AppendChange would do one by one.
func expectKeys(ctx context.Context, writer Writer, changes []Change) error {
	var keyed []Expected
	for _, change := range changes {
		if change.IdempotencyKey != nil {
			keyed = append(keyed, Expected{ActorID: change.ActorID, Key: *change.IdempotencyKey})
		}
	}
	if len(keyed) == 0 {
		return nil
	}
	_, err := writer.Expect(ctx, keyed)
	return err
}

// batchOfNodes sorts things by their kinds.
func batchOfNodes(nodes []Node) (b Batch) {
	for _, node := range nodes {
		switch thing := node.(type) {
		case Ministry:
			b.Ministries = append(b.Ministries, thing)
		case Sector:
			b.Sectors = append(b.Sectors, thing)
		case Chain:
			b.Chains = append(b.Chains, thing)
		case Region:
			b.Regions = append(b.Regions, thing)
		case Municipality:
			b.Municipalities = append(b.Municipalities, thing)
		case Partner:
			b.Partners = append(b.Partners, thing)
		case Collaboration:
			b.Collaborations = append(b.Collaborations, thing)
		case Adoption:
			b.Adoptions = append(b.Adoptions, thing)
		case Agreement:
			b.Agreements = append(b.Agreements, thing)
		case PeerReview:
			b.PeerReviews = append(b.PeerReviews, thing)
		case InformalEvaluation:
			b.Evaluations = append(b.Evaluations, thing)
		}
	}
	return b
}

// count counts the collaborations of all partners, for while a register is filled no Put does so.
func (c *copier) count(ctx context.Context) error {
	query := ScanQuery{Kind: KindPartner, After: c.place.Counted, Limit: copyCounted}
	for page, err := range Ahead(scanPages[Partner](ctx, c.to.View, query)) {
		if err != nil {
			return err
		}
		keys := make([]string, len(page))
		for i, partner := range page {
			keys[i] = partner.Key
		}
		c.place.Counted = keys[len(keys)-1]
		if err := c.put(ctx, Batch{Counted: keys}, nil, nil); err != nil {
			return err
		}
	}
	return nil
}

// end counts, copies the neighbours, of which the feed tells nothing, and takes the mark away when both stores hold as much.
func (c *copier) end(ctx context.Context) (state State, err error) {
	if err := c.count(ctx); err != nil {
		return state, fmt.Errorf("count collaborations: %w", err)
	}
	pairs, err := neighboursOf(ctx, c.from)
	if err != nil {
		return state, err
	}
	source, err := stateOf(ctx, c.from)
	if err != nil {
		return state, fmt.Errorf("look what the source holds: %w", err)
	}
	if copied, _ := strconv.Atoi(c.place.After); copied != source.Revision {
		return state, Conflict(ReasonVersion, "the source went on to revision %d while it was copied up to %s: begin the copy again, which goes on from there", source.Revision, c.place.After)
	}
	err = c.to.Update(ctx, func(ctx context.Context, writer Writer) error {
		if err := writer.Put(ctx, Batch{Neighbours: pairs, Mark: &Incomplete{}}); err != nil {
			return err
		}
		state, err = writer.State(ctx)
		if err == nil && state != source {
			err = fmt.Errorf("the copy holds %+v, and the source %+v: it stays marked as incomplete", state, source)
		}
		return err
	})
	return state, err
}

// neighboursOf gives each pair of neighbours once.
func neighboursOf(ctx context.Context, store Store) (pairs []Neighbours, err error) {
	err = store.View(ctx, func(ctx context.Context, reader Reader) error {
		regions, err := reader.Regions(ctx, nil)
		if err != nil {
			return fmt.Errorf("read the regions: %w", err)
		}
		codes := make([]string, len(regions))
		for i, region := range regions {
			codes[i] = region.Code
		}
		beside, err := reader.Neighbours(ctx, codes)
		for _, code := range codes {
			for _, neighbour := range beside[code] {
				if code < neighbour.RegionCode {
					pairs = append(pairs, Neighbours{A: code, B: neighbour.RegionCode, Kind: neighbour.Kind, Provenance: neighbour.Provenance})
				}
			}
		}
		return err
	})
	return pairs, err
}
