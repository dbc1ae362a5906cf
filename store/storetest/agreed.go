package storetest

import (
	"context"
	"slices"
	"testing"

	"ketenkaart/registry"
)

// Agreed is what parties agreed, and how they looked back at it, which a Dataset does not hold.
type Agreed struct {
	Agreements  []registry.Agreement
	Reviews     []registry.PeerReview
	Evaluations []registry.InformalEvaluation
}

// put writes all of it.
func (a Agreed) put(ctx context.Context, w registry.Writer) error {
	return w.Put(ctx, registry.Batch{Agreements: a.Agreements, PeerReviews: a.Reviews, Evaluations: a.Evaluations})
}

func putAgreed(t tester, store registry.Store, agreed Agreed) {
	t.Helper()
	write(t, store, agreed.put)
}

// agreedBatch is smaller than fillBatch, for an agreement is many rows.
const agreedBatch = 1000

// FillAgreed puts what is agreed in a store that has the partners, in several Updates.
func FillAgreed(t testing.TB, store registry.Store, agreed Agreed) {
	t.Helper()
	for batch := range slices.Chunk(agreed.Agreements, agreedBatch) {
		putAgreed(t, store, Agreed{Agreements: batch})
	}
	for batch := range slices.Chunk(agreed.Reviews, agreedBatch) {
		putAgreed(t, store, Agreed{Reviews: batch})
	}
	for batch := range slices.Chunk(agreed.Evaluations, agreedBatch) {
		putAgreed(t, store, Agreed{Evaluations: batch})
	}
}
