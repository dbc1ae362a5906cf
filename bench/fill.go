package main

import (
	"context"
	"slices"
	"time"

	"ketenkaart/registry"
	"ketenkaart/store/storetest"
)

const (
	fillBatch = 5_000
	// countedBatch is how many partners are counted the collaborations of together.
	countedBatch = 1_000
	// agreedBatch is smaller, for an agreement is many rows.
	agreedBatch = 1_000
	// changed is how many partners the generated feed has one change for.
	changed = 10
)

// fill puts a generated register in an empty store, in batches, with a feed that grows along; it is marked as incomplete meanwhile.
func fill(ctx context.Context, store registry.Store, partners int) error {
	data := storetest.Generate(partners, each)
	around := data
	around.Partners, around.Collaborations, around.Adoptions = nil, nil, nil
	first := around.Batch()
	first.Mark = &registry.Incomplete{By: registry.FilledByCopy, Of: "a generated register"}
	if err := putBatch(ctx, store, first); err != nil {
		return err
	}
	if err := fillWith(ctx, store, data.Partners, fillBatch, putAll); err != nil {
		return err
	}
	if err := fillWith(ctx, store, data.Collaborations, fillBatch, putAll); err != nil {
		return err
	}
	if err := fillWith(ctx, store, data.Adoptions, fillBatch, putAll); err != nil {
		return err
	}
	if err := fillWith(ctx, store, changesOf(data), fillBatch, appendChanges); err != nil {
		return err
	}
	for some := range slices.Chunk(data.Partners, countedBatch) {
		counted := make([]string, len(some))
		for i, partner := range some {
			counted[i] = partner.Key
		}
		if err := putBatch(ctx, store, registry.Batch{Counted: counted}); err != nil {
			return err
		}
	}
	return putBatch(ctx, store, registry.Batch{Mark: &registry.Incomplete{}})
}

func putBatch(ctx context.Context, store registry.Store, batch registry.Batch) error {
	return store.Update(ctx, func(ctx context.Context, w registry.Writer) error { return w.Put(ctx, batch) })
}

// fillAgreed puts generated agreements, with how they were looked back at, in a store that fill filled.
func fillAgreed(ctx context.Context, store registry.Store, partners, agreements int) error {
	agreed := storetest.GenerateAgreements(partners, each, agreements)
	if err := fillWith(ctx, store, agreed.Agreements, agreedBatch, putAll); err != nil {
		return err
	}
	if err := fillWith(ctx, store, agreed.Reviews, agreedBatch, putAll); err != nil {
		return err
	}
	return fillWith(ctx, store, agreed.Evaluations, agreedBatch, putAll)
}

// fillWith puts things in transactions of so many.
func fillWith[T any](ctx context.Context, store registry.Store, things []T, size int, put func(registry.Writer, context.Context, []T) error) error {
	for batch := range slices.Chunk(things, size) {
		if err := store.Update(ctx, func(ctx context.Context, w registry.Writer) error { return put(w, ctx, batch) }); err != nil {
			return err
		}
	}
	return nil
}

// putAll puts things of one kind.
func putAll[T registry.Thing](w registry.Writer, ctx context.Context, things []T) error {
	return w.Put(ctx, registry.BatchOf(things...))
}

func appendChanges(w registry.Writer, ctx context.Context, changes []registry.Change) error {
	for _, change := range changes {
		if err := w.AppendChange(ctx, change); err != nil {
			return err
		}
	}
	return nil
}

// changesOf makes a feed of the first collaboration of every so many partners.
func changesOf(data registry.Dataset) []registry.Change {
	var changes []registry.Change
	for i := 0; i < len(data.Collaborations); i += changed * each {
		edge := data.Collaborations[i]
		changes = append(changes, registry.Change{
			Revision: len(changes) + 1, At: time.Date(2025, time.January, 1, 0, 0, 0, 0, time.UTC), ActorID: "local",
			Action: "startCollaboration", SubjectID: edge.ID(), InputHash: "-",
			Items: []registry.ChangeItem{{
				SubjectID: edge.ID(), Kind: registry.KindCollaboration, Regions: []string{edge.RegionCode}, Partners: []string{edge.PartnerKey},
				After: []byte(`{}`),
			}},
		})
	}
	return changes
}
