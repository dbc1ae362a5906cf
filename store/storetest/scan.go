package storetest

import (
	"context"
	"encoding/json"
	"fmt"
	"testing"

	"ketenkaart/registry"
)

func testScan(t *testing.T, store registry.Store) {
	for _, kind := range scanKinds() {
		wants(t, "of an empty register", scanAll(t, store, kind, 2), nil)
	}
	everything := OfEverything()
	everything.Put(t, store)
	for _, kind := range scanKinds() {
		for _, limit := range []int{1, 2, 3, 100} {
			wants(t, fmt.Sprintf("%s by %d", kind, limit), scanAll(t, store, kind, limit), everything.nodes(kind))
		}
	}
	for _, kind := range []registry.Kind{registry.KindCommitment, registry.KindFinding, "Iets"} {
		wantsError(t, string(kind), viewScan(t, store, registry.ScanQuery{Kind: kind, Limit: 1}), registry.CodeBadInput, registry.ReasonInvalid)
	}
	wantsError(t, "behind no revision", viewScan(t, store, registry.ScanQuery{Kind: registry.KindChange, After: "x", Limit: 1}), registry.CodeBadInput, registry.ReasonMalformedID)
	t.Run("between keys", func(t *testing.T) { testScanBetween(t, store) })
	t.Run("large changes", func(t *testing.T) { testScanLargeChanges(t, store) })
}

func viewScan(t *testing.T, store registry.Store, query registry.ScanQuery) error {
	t.Helper()
	return store.View(t.Context(), func(ctx context.Context, r registry.Reader) error {
		_, err := r.Scan(ctx, query)
		return err
	})
}

func readScan(query registry.ScanQuery) func(context.Context, registry.Reader) ([]registry.Node, error) {
	return func(ctx context.Context, r registry.Reader) ([]registry.Node, error) { return r.Scan(ctx, query) }
}

// scanAll reads pages until there are no more.
func scanAll(t tester, store registry.Store, kind registry.Kind, limit int) []registry.Node {
	t.Helper()
	var all []registry.Node
	query := registry.ScanQuery{Kind: kind, Limit: limit}
	for {
		page := get(t, store, readScan(query))
		if len(page) == 0 {
			return all
		}
		if len(page) > limit {
			t.Fatalf("%s: %d things by %d", kind, len(page), limit)
		}
		all = append(all, page...)
		query.After = keyOf(page[len(page)-1])
	}
}

// testScanBetween begins behind keys that nothing has.
func testScanBetween(t *testing.T, store registry.Store) {
	for after, want := range map[registry.Kind]struct{ key, first string }{
		registry.KindRegion: {"VR04", "Region:VR09"}, registry.KindPartner: {"b-b", "Partner:c"}, registry.KindChange: {"3", "Change:5"},
		registry.KindCollaboration: {uuid(20), "Collaboration:" + uuid(21)}, registry.KindAgreement: {uuid(1) + "x", "Agreement:" + uuid(2)},
	} {
		page := get(t, store, readScan(registry.ScanQuery{Kind: after, After: want.key, Limit: 1}))
		wants(t, "behind "+want.key, names(page, registry.Node.ID), []string{want.first})
	}
}

// testScanLargeChanges: a page of changes is bounded by their items, save for one change that has more.
func testScanLargeChanges(t *testing.T, store registry.Store) {
	var changes []registry.Change
	for i, items := range []int{2, 1, 7, 0, 3} {
		change := registry.Change{Revision: 20 + i, At: moment(i), ActorID: "alice", Action: "importRegister", InputHash: "-"}
		for place := range items {
			change.Items = append(change.Items, registry.ChangeItem{Place: place, SubjectID: fmt.Sprintf("Partner:p-%d", place), Kind: registry.KindPartner, After: json.RawMessage(`{"a":1}`)})
		}
		changes = append(changes, change)
	}
	write(t, store, func(ctx context.Context, w registry.Writer) error {
		for _, change := range changes {
			if err := w.AppendChange(ctx, change); err != nil {
				return err
			}
		}
		return nil
	})
	query := registry.ScanQuery{Kind: registry.KindChange, After: "19", Limit: 4}
	for _, want := range [][]registry.Change{changes[:2], changes[2:3], changes[3:]} {
		page := get(t, store, readScan(query))
		wants(t, "behind "+query.After, page, registry.NodesOf(want))
		query.After = keyOf(want[len(want)-1])
	}
}
