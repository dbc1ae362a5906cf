package registry

import (
	"context"
	"fmt"
	"maps"
	"slices"

	"golang.org/x/sync/errgroup"
)

const (
	// readTogether is how many things or edges of the network are read at once.
	readTogether = 20_000
	// maxCaughtUp is how many things are read one by one when the register has changed; after more, all is read anew.
	maxCaughtUp = 5_000
	// readAtOnce is how many of those are read in one View.
	readAtOnce = 500
)

// networkThings are the kinds of which the network is read whole, each thing with its edges.
func networkThings() []Kind {
	return []Kind{KindSector, KindMinistry, KindChain, KindPartner, KindAdoption, KindAgreement}
}

// readNetwork reads all nodes and edges of the register.
func (r *Registry) readNetwork(ctx context.Context) (*keptNetwork, error) {
	revision, err := r.Revision(ctx)
	if err != nil {
		return nil, err
	}
	b, err := r.beginNetwork(ctx, newNetworkBuilder)
	if err != nil {
		return nil, err
	}
	// Collaborations are the most of it, so they are read beside the rest.
	pages := make(chan networkPage)
	reading, ctx := errgroup.WithContext(ctx)
	reading.Go(func() error { return r.readCollaborations(ctx, pages) })
	reading.Go(func() error {
		for _, kind := range networkThings() {
			if err := r.scan(ctx, kind, func(things []Node) error { return networkPage{things: things}.sendTo(ctx, pages) }); err != nil {
				return err
			}
		}
		return nil
	})
	ended := make(chan error, 1)
	go func() {
		defer close(pages)
		ended <- reading.Wait()
	}()
	for page := range pages {
		b.addPage(page)
	}
	if err := <-ended; err != nil {
		return nil, err
	}
	return b.network(revision), nil
}

// networkPage is what one read gave.
type networkPage struct {
	things []Node
	edges  []LightEdge
}

func (p networkPage) sendTo(ctx context.Context, pages chan<- networkPage) error {
	select {
	case pages <- p:
		return nil
	case <-ctx.Done():
		return ctx.Err()
	}
}

// beginNetwork reads what is small and whole: the regions and which are neighbours.
func (r *Registry) beginNetwork(ctx context.Context, begin func([]Region) *networkBuilder) (b *networkBuilder, err error) {
	err = r.store.View(ctx, func(ctx context.Context, reader Reader) error {
		regions, err := reader.Regions(ctx, nil)
		if err != nil {
			return fmt.Errorf("read the regions: %w", err)
		}
		b = begin(regions)
		neighbours, err := reader.Neighbours(ctx, b.regions)
		for of, beside := range neighbours {
			b.addNeighbours(of, beside)
		}
		return err
	})
	return b, err
}

// scan calls use with all things of a kind, page by page, so that each read of the store is short.
func (r *Registry) scan(ctx context.Context, kind Kind, use func([]Node) error) error {
	for page, err := range scanPages[Node](ctx, r.store.View, ScanQuery{Kind: kind, Limit: readTogether}) {
		if err != nil {
			return fmt.Errorf("read all of kind %s: %w", kind, err)
		}
		if err := use(page); err != nil {
			return err
		}
	}
	return nil
}

func (r *Registry) readCollaborations(ctx context.Context, pages chan<- networkPage) error {
	for after, more := "", true; more; {
		var edges []LightEdge
		err := r.store.View(ctx, func(ctx context.Context, reader Reader) (err error) {
			edges, err = reader.Edges(ctx, EdgeQuery{After: after, Limit: readTogether})
			return err
		})
		if err != nil {
			return fmt.Errorf("read the collaborations: %w", err)
		}
		if more = len(edges) > 0; more {
			after = edges[len(edges)-1].UUID
			if err := (networkPage{edges: edges}).sendTo(ctx, pages); err != nil {
				return err
			}
		}
	}
	return nil
}

// catchUp returns the network at a later revision: what changed since is read again, by the feed.
func (r *Registry) catchUp(ctx context.Context, old *keptNetwork, revision int) (*keptNetwork, error) {
	touched, err := r.touchedSince(ctx, old.revision, revision)
	if err != nil {
		return nil, err
	}
	if touched == nil {
		return r.readNetwork(ctx)
	}
	b, err := r.beginNetwork(ctx, func(regions []Region) *networkBuilder { return old.without(touched, regions) })
	if err != nil {
		return nil, err
	}
	for _, kind := range []Kind{KindSector, KindMinistry, KindChain} {
		if err := r.scan(ctx, kind, func(things []Node) error { b.addPage(networkPage{things: things}); return nil }); err != nil {
			return nil, err
		}
	}
	for ids := range slices.Chunk(slices.Sorted(maps.Keys(touched)), readAtOnce) {
		err := r.store.View(ctx, func(ctx context.Context, reader Reader) error {
			things, err := Nodes(ctx, reader, ids)
			for _, id := range ids {
				if thing, there := things[id]; there {
					b.add(thing)
				}
			}
			return err
		})
		if err != nil {
			return nil, fmt.Errorf("read what changed: %w", err)
		}
	}
	return b.network(revision), nil
}

// touchedSince is that of partners, collaborations, adoptions and agreements.
func (r *Registry) touchedSince(ctx context.Context, after, revision int) (map[string]bool, error) {
	kinds := []Kind{KindPartner, KindCollaboration, KindAdoption, KindAgreement}
	return touchedSince(ctx, after, revision, kinds, func(ctx context.Context, query ChangeQuery) (list List[Change], err error) {
		err = r.store.View(ctx, func(ctx context.Context, reader Reader) error {
			list, err = only(reader.ListChanges(ctx, []ChangeQuery{query}))
			return err
		})
		return list, err
	})
}

// touchedSince returns the ids of things of the kinds that were touched after one revision, up to another at least; nil when they
// are too many.
func touchedSince(ctx context.Context, after, revision int, kinds []Kind, read func(context.Context, ChangeQuery) (List[Change], error)) (map[string]bool, error) {
	touched := map[string]bool{}
	for after < revision {
		changes, err := read(ctx, ChangeQuery{After: after, Page: Page{Limit: MaxPageSize}, Items: true})
		if err != nil {
			return nil, fmt.Errorf("read what changed after revision %d: %w", after, err)
		}
		if len(changes.Items) == 0 {
			return nil, nil // the feed does not reach as far as the revision: the store was put in the place of another
		}
		for _, change := range changes.Items {
			after = change.Revision
			for _, item := range change.Items {
				if slices.Contains(kinds, item.Kind) {
					touched[item.SubjectID] = true
				}
			}
		}
		if len(touched) > maxCaughtUp {
			return nil, nil
		}
	}
	return touched, nil
}
