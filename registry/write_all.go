package registry

import (
	"context"
	"fmt"
)

// AllWriter takes all of a register.
type AllWriter interface {
	Put(ctx context.Context, batch Batch) error
	AppendChange(ctx context.Context, change Change) error
}

// WriteAll writes all of the register, its history last, to what is empty; written hears how many things there were, and nil
// hears nothing. What the viewer may not see is masked.
func (r *Registry) WriteAll(ctx context.Context, to AllWriter, written func(things int)) error {
	if written == nil {
		written = func(int) {}
	}
	a := allWriting{registry: r, to: to, written: written}
	if err := firstOf(
		func() error { return putPages(ctx, a, KindMinistry, unrelated[Ministry]) },
		func() error { return putPages(ctx, a, KindSector, unrelated[Sector]) },
		func() error { return putPages(ctx, a, KindChain, unrelated[Chain]) },
		func() error { return putPages(ctx, a, KindRegion, unrelated[Region]) },
		func() error { return a.putNeighbours(ctx) },
		func() error { return putPages(ctx, a, KindMunicipality, Municipality.alone) },
		func() error { return putPages(ctx, a, KindPartner, Partner.alone) },
		func() error { return putPages(ctx, a, KindCollaboration, unrelated[Collaboration]) },
		func() error { return putPages(ctx, a, KindAdoption, unrelated[Adoption]) },
		func() error { return putPages(ctx, a, KindAgreement, Agreement.alone) },
		func() error { return putPages(ctx, a, KindPeerReview, unrelated[PeerReview]) },
		func() error { return putPages(ctx, a, KindEvaluation, unrelated[InformalEvaluation]) },
		func() error { return a.appendChanges(ctx) },
	); err != nil {
		return fmt.Errorf("write all of the register: %w", err)
	}
	return nil
}

// allWriting is a WriteAll that goes on.
type allWriting struct {
	registry *Registry
	to       AllWriter
	written  func(things int)
}

// putPages puts all of a kind, and then once more what refers to another thing of the kind, which alone leaves out the first
// time, for it may come on a later page.
func putPages[T interface {
	Node
	Thing
}](ctx context.Context, a allWriting, kind Kind, alone func(T) (T, bool)) error {
	put := func(things []T) error {
		if len(things) == 0 {
			return nil
		}
		return a.to.Put(ctx, BatchOf(things...))
	}
	referring := false
	for page, err := range ScanPages[T](ctx, a.registry, kind) {
		if err != nil {
			return err
		}
		bare := make([]T, len(page))
		for i, thing := range page {
			refers := false
			bare[i], refers = alone(thing)
			referring = referring || refers
		}
		if err := put(bare); err != nil {
			return err
		}
		a.written(len(page))
	}
	if !referring {
		return nil
	}
	for page, err := range ScanPages[T](ctx, a.registry, kind) {
		if err != nil {
			return err
		}
		var whole []T
		for _, thing := range page {
			if _, refers := alone(thing); refers {
				whole = append(whole, thing)
			}
		}
		if err := put(whole); err != nil {
			return err
		}
	}
	return nil
}

// unrelated is of kinds of which none refers to another of its own.
func unrelated[T any](thing T) (T, bool) { return thing, false }

// alone gives the municipality without the one that it went up in, and says whether there is one; so do those of other kinds.
func (m Municipality) alone() (Municipality, bool) {
	refers := m.SuccessorCode != nil
	m.SuccessorCode = nil
	return m, refers
}

func (p Partner) alone() (Partner, bool) {
	refers := p.PartOfKey != nil
	p.PartOfKey = nil
	return p, refers
}

func (a Agreement) alone() (Agreement, bool) {
	refers := a.Supersedes != nil
	a.Supersedes = nil
	return a, refers
}

func (a allWriting) putNeighbours(ctx context.Context) error {
	pairs, err := a.registry.AllNeighbours(ctx)
	if err != nil || len(pairs) == 0 {
		return err
	}
	return a.to.Put(ctx, Batch{Neighbours: pairs})
}

// AllNeighbours gives each pair of regions that touch once, in order of their codes.
func (r *Registry) AllNeighbours(ctx context.Context) ([]Neighbours, error) {
	return neighboursOf(ctx, r.store)
}

func (a allWriting) appendChanges(ctx context.Context) error {
	for page, err := range ScanPages[Change](ctx, a.registry, KindChange) {
		if err != nil {
			return err
		}
		for _, change := range page {
			if err := a.to.AppendChange(ctx, change); err != nil {
				return err
			}
		}
		a.written(len(page))
	}
	return nil
}
