package registry

import (
	"context"
	"encoding/json"
	"fmt"
	"sync"

	"github.com/hashicorp/golang-lru/v2/simplelru"
)

const (
	// keptViews and keptViewEdges bound what filters left of the network, which is kept so that the questions of a page read it
	// once.
	keptViews     = 32
	keptViewEdges = 3_000_000
)

// networks keeps the network of the last revision that was asked for, and the views of it.
type networks struct {
	// building is held while a network or a view is made: one at a time, for each takes all of a processor.
	building chan struct{}
	// measuring is held while measures are worked out, which takes all processors.
	measuring chan struct{}

	mutex sync.Mutex
	kept  *keptNetwork
	views *simplelru.LRU[string, *networkView]
	// edges are those of all views together.
	edges int
}

func newNetworks() (*networks, error) {
	n := &networks{building: make(chan struct{}, 1), measuring: make(chan struct{}, 1)}
	views, err := simplelru.NewLRU(keptViews, func(_ string, view *networkView) { n.edges -= len(view.edges) })
	if err != nil {
		return nil, fmt.Errorf("make room for views of the network: %w", err)
	}
	n.views = views
	return n, nil
}

// networkAt returns what the filter, which was checked, leaves of the network on the day, at the register's revision or later.
func (r *Registry) networkAt(ctx context.Context, filter NetworkFilter, asOf Date) (*networkView, error) {
	revision, err := r.Revision(ctx)
	if err != nil {
		return nil, err
	}
	asked, err := json.Marshal(filter)
	if err != nil {
		return nil, fmt.Errorf("tell filters of the network apart: %w", err)
	}
	key := fmt.Sprintf("%d %s %s", revision, asOf, asked)
	if view, there := r.networks.view(key); there {
		return view, nil
	}
	if err := r.networks.begin(ctx); err != nil {
		return nil, err
	}
	defer r.networks.end()
	if view, there := r.networks.view(key); there {
		return view, nil
	}
	kept, err := r.network(ctx, revision)
	if err != nil {
		return nil, err
	}
	view, err := r.newNetworkView(ctx, kept, filter, asOf)
	if err == nil {
		r.networks.keep(key, view)
	}
	return view, err
}

// keptAt returns the whole network, at the register's revision or later.
func (r *Registry) keptAt(ctx context.Context) (*keptNetwork, error) {
	revision, err := r.Revision(ctx)
	if err != nil {
		return nil, err
	}
	if kept := r.networks.current(); kept != nil && kept.revision >= revision {
		return kept, nil
	}
	if err := r.networks.begin(ctx); err != nil {
		return nil, err
	}
	defer r.networks.end()
	return r.network(ctx, revision)
}

// current is the network that is kept; nil when none is.
func (n *networks) current() *keptNetwork {
	n.mutex.Lock()
	defer n.mutex.Unlock()
	return n.kept
}

// network returns the whole network of a revision, read or caught up with; its caller holds building.
func (r *Registry) network(ctx context.Context, revision int) (kept *keptNetwork, err error) {
	old := r.networks.current()
	switch {
	case old == nil:
		kept, err = r.readNetwork(ctx)
	case old.revision >= revision:
		return old, nil
	default:
		kept, err = r.catchUp(ctx, old, revision)
	}
	if err != nil {
		return nil, fmt.Errorf("read the network: %w", err)
	}
	r.networks.mutex.Lock()
	defer r.networks.mutex.Unlock()
	if kept != old {
		r.networks.views.Purge() // they would hold on to the older network
	}
	r.networks.kept = kept
	return kept, nil
}

func (n *networks) begin(ctx context.Context) error {
	select {
	case n.building <- struct{}{}:
		return nil
	case <-ctx.Done():
		return ctx.Err()
	}
}

func (n *networks) end() { <-n.building }

func (n *networks) view(key string) (*networkView, bool) {
	n.mutex.Lock()
	defer n.mutex.Unlock()
	return n.views.Get(key)
}

// keep keeps a view, and lets go of those that were not asked for the longest.
func (n *networks) keep(key string, view *networkView) {
	n.mutex.Lock()
	defer n.mutex.Unlock()
	n.edges += len(view.edges)
	n.views.Add(key, view)
	for n.edges > keptViewEdges && n.views.Len() > 1 {
		n.views.RemoveOldest()
	}
}
