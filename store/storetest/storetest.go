// Package storetest is the one conformance suite of the stores: whatever is a registry.Store passes it in full, so
// that a difference between stores that a caller could see is a test that fails.
package storetest

import (
	"context"
	"encoding/json"
	"errors"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"ketenkaart/registry"
)

// Run tests a store. Each call of open gives an empty one, which the suite closes; the suite opens one at a time,
// since a store may be a view on the only database that there is.
func Run(t *testing.T, open func(t *testing.T) registry.Store) {
	for _, group := range []struct {
		name string
		test func(t *testing.T, store registry.Store)
	}{
		{"State", testState},
		{"Region", testRegions},
		{"Chain", testChains},
		{"Partner", testPartners},
		{"PartnerFilter", testPartnerFilter},
		{"Collaboration", testCollaborations},
		{"Adoption", testAdoptions},
		{"Agreement", testAgreements},
		{"AgreementFilter", testAgreementFilter},
		{"AgreedPair", testAgreedPairs},
		{"PeerReview", testPeerReviews},
		{"Evaluation", testEvaluations},
		{"Agenda", testAgenda},
		{"Coverage", testCoverage},
		{"Search", testSearch},
		{"Change", testChanges},
		{"Scan", testScan},
		{"Edges", testEdges},
		{"Remove", testRemove},
		{"Delivery", testDeliveries},
		{"EndedSession", testEndedSessions},
		{"Update", testUpdate},
		{"UpdateReads", testUpdateReads},
		{"Generated", testGenerated},
	} {
		t.Run(group.name, func(t *testing.T) {
			store := open(t)
			t.Cleanup(func() { closes(t, store) })
			group.test(t, store)
		})
	}
	t.Run("Grouped", func(t *testing.T) { testGrouped(t, open) })
	t.Run("Random", func(t *testing.T) { testRandom(t, open) })
}

// closes has a context of its own, since that of the test is done when the test is.
func closes(t *testing.T, store registry.Store) {
	if err := store.Close(context.Background()); err != nil {
		t.Errorf("Close: %v", err)
	}
}

// tester is what the helpers need of a *testing.T, a *testing.B or a *rapid.T.
type tester interface {
	Helper()
	Errorf(format string, args ...any)
	Fatalf(format string, args ...any)
	Context() context.Context
}

// get reads one value in a View of its own.
func get[T any](t tester, store registry.Store, read func(context.Context, registry.Reader) (T, error)) T {
	t.Helper()
	var value T
	err := store.View(t.Context(), func(ctx context.Context, r registry.Reader) (err error) {
		value, err = read(t.Context(), r)
		return err
	})
	if err != nil {
		t.Fatalf("View: %v", err)
	}
	return value
}

// write runs one Update that has to succeed.
func write(t tester, store registry.Store, do func(context.Context, registry.Writer) error) {
	t.Helper()
	err := store.Update(t.Context(), func(ctx context.Context, w registry.Writer) error { return do(t.Context(), w) })
	if err != nil {
		t.Fatalf("Update: %v", err)
	}
}

// put writes things in one Update, without a Change.
func put(t tester, store registry.Store, data registry.Dataset) {
	t.Helper()
	write(t, store, func(ctx context.Context, w registry.Writer) error { return putAll(ctx, w, data) })
}

// wants fails the test when the two differ; an empty list is as good as none.
func wants[T any](t tester, what string, got, want T) {
	t.Helper()
	if diff := cmp.Diff(want, got, cmpopts.EquateEmpty(), jsonText()); diff != "" {
		t.Errorf("%s: (-want +got)\n%s", what, diff)
	}
}

// answers takes what a read gives, error and all.
func answers[T any](t tester, what string, want T) func(got T, err error) {
	return func(got T, err error) {
		t.Helper()
		if err != nil {
			t.Errorf("%s: %v", what, err)
			return
		}
		wants(t, what, got, want)
	}
}

// wantsError fails the test unless the error has the code and the reason.
func wantsError(t tester, what string, err error, code registry.Code, reason registry.Reason) {
	t.Helper()
	if err == nil || registry.CodeOf(err) != code || registry.ReasonOf(err) != reason {
		t.Errorf("%s: got %v (%s, %s), want %s, %s", what, err, registry.CodeOf(err), registry.ReasonOf(err), code, reason)
	}
}

// refuses puts what refers to a thing that is not there.
func refuses(t *testing.T, store registry.Store, what, missing string, data registry.Dataset) {
	t.Helper()
	refusesWrite(t, store, what, missing, func(ctx context.Context, w registry.Writer) error { return putAll(ctx, w, data) })
}

func refusesWrite(t *testing.T, store registry.Store, what, missing string, do func(context.Context, registry.Writer) error) {
	t.Helper()
	err := store.Update(t.Context(), func(ctx context.Context, w registry.Writer) error { return do(t.Context(), w) })
	wantsError(t, what, err, registry.CodeNotFound, registry.ReasonNotFound)
	if e, ok := errors.AsType[*registry.Error](err); ok {
		wants(t, what+": what is not there", e.Facts["id"], any(missing))
	}
}

// jsonText compares JSON by what it says, since an engine may write the fields in another order.
func jsonText() cmp.Option {
	return cmp.FilterValues(func(a, b json.RawMessage) bool { return json.Valid(a) && json.Valid(b) },
		cmp.Transformer("JSON", func(raw json.RawMessage) (value any) {
			_ = json.Unmarshal(raw, &value)
			return value
		}))
}
