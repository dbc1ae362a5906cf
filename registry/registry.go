// Package registry is the domain of Ketenkaart: its types, rules R1–R19, use cases and error codes, and the contract
// that a store fulfils. It imports no store and no GraphQL.
package registry

import (
	"context"
	"fmt"
	"time"

	"github.com/google/uuid"
)

// Registry answers questions about the register and changes it by its rules.
type Registry struct {
	store     Store
	guard     *guard
	now       func() time.Time
	amsterdam *time.Location
	guide     Guide
	labels    labels
	revisions *revisions
	feed      *feed
	group     *group
	networks  *networks
	// maxImport is how many rows go into one transaction.
	maxImport int
	// maxLater is how many items later changes have at most, for a revert that takes things out.
	maxLater int
}

// New returns a registry on a store; now is the clock, guide what helps to make agreements.
func New(store Store, now func() time.Time, guide Guide) (*Registry, error) {
	amsterdam, err := time.LoadLocation("Europe/Amsterdam")
	if err != nil {
		return nil, fmt.Errorf("load the time zone of the register: %w", err)
	}
	labels, err := theLabels()
	if err != nil {
		return nil, err
	}
	networks, err := newNetworks()
	if err != nil {
		return nil, err
	}
	revisions := newRevisions(store)
	r := &Registry{
		store: store, revisions: revisions, guard: newGuard(store, newKeptLists(revisions)), now: now, amsterdam: amsterdam, guide: guide, labels: labels, feed: newFeed(store), networks: networks, maxImport: maxImport, maxLater: maxLater,
	}
	r.group = newGroup(r.update)
	return r, nil
}

// Today is the day in Europe/Amsterdam at this moment; an operation reads it once.
func (r *Registry) Today() Date { return DateOf(r.now(), r.amsterdam) }

// View reads from the store for clients: what the viewer may not see is masked, and agreements come without their pairs.
func (r *Registry) View(ctx context.Context, read func(context.Context, Reader) error) error {
	return r.guard.view(ctx, func(ctx context.Context, reader Reader) error { return read(ctx, pairless{reader}) })
}

// State tells of the register as a whole.
func (r *Registry) State(ctx context.Context) (state State, err error) {
	err = r.guard.view(ctx, func(ctx context.Context, reader Reader) error {
		state, err = reader.State(ctx)
		return err
	})
	return state, err
}

// Revision is that of the register's last change, after it was asked; 0 when there is none.
func (r *Registry) Revision(ctx context.Context) (int, error) { return r.revisions.now(ctx) }

// AwaitRevision waits until the register has a revision, for at most two seconds. UNAVAILABLE with REVISION_NOT_REACHED when it has not
// then, and when the store is away.
func (r *Registry) AwaitRevision(ctx context.Context, least int) error {
	_, err := r.revisions.reach(ctx, least)
	return err
}

// newUUID returns a UUIDv7, which is unique over all types and grows with time. It cannot fail: since Go 1.24 the
// system's randomness either comes or stops the program.
func newUUID() string { return uuid.Must(uuid.NewV7()).String() }
