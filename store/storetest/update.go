package storetest

import (
	"context"
	"errors"
	"fmt"
	"sync"
	"testing"

	"ketenkaart/registry"
)

// putAll writes a Dataset.
func putAll(ctx context.Context, w registry.Writer, data registry.Dataset) error {
	return w.Put(ctx, data.Batch())
}

func testUpdate(t *testing.T, store registry.Store) {
	put(t, store, registry.Dataset{Regions: regions("VR01", "VR02"), Partners: []registry.Partner{partner("vitens", "Vitens")}})
	t.Run("an error rolls all back", func(t *testing.T) { testRollBack(t, store) })
	t.Run("a panic rolls all back", func(t *testing.T) { testPanic(t, store) })
	t.Run("a writer reads what it wrote", func(t *testing.T) { testReadsOwnWrites(t, store) })
	t.Run("a view reads what is committed", func(t *testing.T) { testIsolation(t, store) })
	t.Run("cancelled", func(t *testing.T) { testCancelled(t, store) })
	t.Run("concurrent updates are one after another", func(t *testing.T) { testConcurrent(t, store) })
	t.Run("one key at once", func(t *testing.T) { testSameKey(t, store) })
}

// newcomers touches, with newlyAgreed, every kind of thing that an Update can write.
func newcomers() registry.Dataset {
	newcomer := partner("nieuw", "Nieuw")
	newcomer.SectorCodes = []string{"nieuw"}
	return registry.Dataset{
		Ministries:     []registry.Ministry{{Code: "mnre9001", Abbreviation: "NEW", Name: "Nieuw", Stamp: stamp(2)}},
		Sectors:        []registry.Sector{{Code: "nieuw", Name: "Nieuw", Stamp: stamp(2)}},
		Chains:         []registry.Chain{{Code: "NIEUW", Name: "Nieuw", Kind: registry.Functioneel, Stamp: stamp(2)}},
		Regions:        regions("VR03"),
		Neighbours:     []registry.Neighbours{{A: "VR01", B: "VR02", Kind: registry.SharedBoundary}},
		Municipalities: []registry.Municipality{{Code: "GM9001", Name: "Nieuw", Aliases: []string{}, RegionCode: "VR01", Stamp: stamp(2)}},
		Partners:       []registry.Partner{newcomer, partner("vitens", "Nieuwe naam")},
		Collaborations: []registry.Collaboration{edge(1, "VR01", "vitens", registry.Kern, period("2020-01-01"))},
		Adoptions:      []registry.Adoption{adoption(2, "VR01", "vitens", period("2020-01-01"))},
	}
}

// newlyAgreed has something on the agenda, for both an agreement and an evaluation.
func newlyAgreed() Agreed {
	agreed := agreement(3, "Nieuw", registry.Active, []string{"VR01"}, []string{"nieuw", "vitens"})
	agreed.Since, agreed.Commitments = new(registry.Date("2020-01-01")), []registry.Commitment{due(4, "2020-02-01", "Region:VR01")}
	met := evaluation(6, "2020-01-01", []string{"VR01"}, []string{"vitens"})
	met.AgreementUUID, met.CollaborationUUIDs, met.NextOn = new(uuid(3)), []string{uuid(1)}, new(registry.Date("2021-01-01"))
	return Agreed{Agreements: []registry.Agreement{agreed}, Reviews: []registry.PeerReview{newReview()}, Evaluations: []registry.InformalEvaluation{met}}
}

func newReview() registry.PeerReview {
	made := review(5, 3, "2020-01-01")
	made.PartnerKeys = []string{"vitens"}
	return made
}

func putNewcomers(ctx context.Context, w registry.Writer) error {
	if err := putAll(ctx, w, newcomers()); err != nil {
		return err
	}
	return newlyAgreed().put(ctx, w)
}

func changeNumber(revision int) registry.Change {
	return registry.Change{Revision: revision, At: moment(revision), ActorID: "local", Action: "test", InputHash: "-"}
}

// wantsUntouched reads all that newcomers would have changed.
func wantsUntouched(t *testing.T, store registry.Store) {
	t.Helper()
	err := store.View(t.Context(), func(ctx context.Context, r registry.Reader) error {
		wantsNoNewcomers(t, r)
		return nil
	})
	if err != nil {
		t.Errorf("View: %v", err)
	}
}

func wantsNoNewcomers(t *testing.T, r registry.Reader) {
	t.Helper()
	ctx := t.Context()
	answers(t, "State", registry.State{Partners: 1})(r.State(ctx))
	answers(t, "Regions", regions("VR01", "VR02"))(r.Regions(ctx, nil))
	answers(t, "Partners", []registry.Partner{partner("vitens", "Vitens")})(r.Partners(ctx, registry.PartnerSelect{Keys: []string{"nieuw", "vitens"}}))
	answers[[]registry.Collaboration](t, "Collaborations", nil)(r.Collaborations(ctx, registry.CollaborationSelect{Partners: []string{"vitens"}}))
	answers[[]registry.Adoption](t, "Adoptions", nil)(r.Adoptions(ctx, registry.AdoptionSelect{Partners: []string{"vitens"}}))
	wantsNothingAgreed(t, r)
	answers[[]string](t, "Search", nil)(search("2025-01-01", 10, "nieuw")(ctx, r))
	answers(t, "ListChanges", []registry.List[registry.Change]{{}})(r.ListChanges(ctx, []registry.ChangeQuery{{Page: whole()}}))
	answers[[]registry.Chain](t, "Chains", nil)(r.Chains(ctx, nil))
	answers[[]registry.Sector](t, "Sectors", nil)(r.Sectors(ctx, nil))
	answers[[]registry.Ministry](t, "Ministries", nil)(r.Ministries(ctx, nil))
	answers[[]registry.Municipality](t, "Municipalities", nil)(r.Municipalities(ctx, registry.MunicipalitySelect{Regions: []string{"VR01"}}))
	beside, err := r.Neighbours(ctx, []string{"VR01"})
	answers[[]registry.Neighbour](t, "Neighbours", nil)(beside["VR01"], err)
}

func wantsNothingAgreed(t *testing.T, r registry.Reader) {
	t.Helper()
	ctx := t.Context()
	answers[[]registry.Agreement](t, "Agreements", nil)(r.Agreements(ctx, registry.AgreementSelect{Commitments: []string{uuid(4)}}))
	query := registry.AgreementQuery{Party: "Region:VR01", Order: byUpdated(registry.Descending), Page: whole(), AsOf: "2025-01-01"}
	answers(t, "ListAgreements", []registry.List[registry.Agreement]{{}})(r.ListAgreements(ctx, []registry.AgreementQuery{query}))
	answers[[]registry.PeerReview](t, "PeerReviews", nil)(r.PeerReviews(ctx, registry.PeerReviewSelect{UUIDs: []string{uuid(5)}}))
	answers[[]registry.InformalEvaluation](t, "Evaluations", nil)(r.Evaluations(ctx, registry.EvaluationSelect{Collaborations: []string{uuid(1)}}))
	agenda := registry.AgendaQuery{Party: "Region:VR01", Until: "2030-01-01", Page: whole()}
	answers(t, "ListAgenda", []registry.List[registry.AgendaEntry]{{}})(r.ListAgenda(ctx, []registry.AgendaQuery{agenda}))
	answers(t, "Coverage", [][]registry.Covering{{}})(r.Coverage(ctx, []registry.CoverageQuery{{Sector: "nieuw", AsOf: "2025-01-01"}}))
}

func testRollBack(t *testing.T, store registry.Store) {
	sorry := errors.New("the callback says no")
	err := store.Update(t.Context(), func(ctx context.Context, w registry.Writer) error {
		if err := putNewcomers(t.Context(), w); err != nil {
			return err
		}
		if err := w.AppendChange(t.Context(), changeNumber(1)); err != nil {
			return err
		}
		return sorry
	})
	if !errors.Is(err, sorry) {
		t.Errorf("Update returned %v, want the error of its callback", err)
	}
	wantsUntouched(t, store)
	t.Run("of a View", func(t *testing.T) {
		if err := store.View(t.Context(), func(context.Context, registry.Reader) error { return sorry }); !errors.Is(err, sorry) {
			t.Errorf("View returned %v, want the error of its callback", err)
		}
	})
}

func testPanic(t *testing.T, store registry.Store) {
	cause := panicOf(func() error {
		return store.Update(t.Context(), func(ctx context.Context, w registry.Writer) error {
			if err := putNewcomers(t.Context(), w); err != nil {
				return err
			}
			panic("a fault in a rule")
		})
	})
	wants(t, "what Update panics with", cause, any("a fault in a rule"))
	wantsUntouched(t, store)
	cause = panicOf(func() error {
		return store.View(t.Context(), func(context.Context, registry.Reader) error { panic("a fault in a read") })
	})
	wants(t, "what View panics with", cause, any("a fault in a read"))
	wantsUntouched(t, store)
}

// panicOf returns what the call panics with, or the error that it returns instead.
func panicOf(call func() error) (cause any) {
	defer func() {
		if recovered := recover(); recovered != nil {
			cause = recovered
		}
	}()
	return call()
}

// undo is an error that takes back what a test wrote, so that the next one finds the store as it was.
type undo struct{}

func (undo) Error() string { return "undo" }

// undone runs an Update that is always rolled back.
func undone(t *testing.T, store registry.Store, do func(context.Context, registry.Writer) error) {
	t.Helper()
	var failure error
	err := store.Update(t.Context(), func(ctx context.Context, w registry.Writer) error {
		failure = do(t.Context(), w)
		return undo{}
	})
	if failure != nil || !errors.Is(err, undo{}) {
		t.Errorf("Update: %v, %v", failure, err)
	}
}

func testReadsOwnWrites(t *testing.T, store registry.Store) {
	undone(t, store, func(ctx context.Context, w registry.Writer) error {
		answers(t, "Revision of an empty feed", 0)(w.Revision(ctx))
		if err := errors.Join(putNewcomers(ctx, w), w.AppendChange(ctx, changeNumber(1))); err != nil {
			return err
		}
		answers(t, "State", registry.State{Revision: 1, Partners: 2, Collaborations: 1, Agreements: 1})(w.State(ctx))
		answers(t, "Revision", 1)(w.Revision(ctx))
		answers(t, "ListChanges", []registry.List[registry.Change]{{Items: []registry.Change{changeNumber(1)}}})(w.ListChanges(ctx, []registry.ChangeQuery{{Page: whole()}}))
		answers(t, "Search", []string{"Partner:vitens"})(search("2025-01-01", 10, "nieuwe")(ctx, w))
		query := registry.PartnerQuery{
			Filter: registry.PartnerFilter{Collaboration: &registry.CollaborationFilter{Regions: []string{"VR01"}}},
			Order:  byName(registry.Ascending), Page: whole(), AsOf: "2025-01-01",
		}
		renamed := partner("vitens", "Nieuwe naam")
		want := registry.List[registry.Partner]{Items: []registry.Partner{renamed}}
		answers(t, "ListPartners", []registry.PartnerList{{List: want}})(w.ListPartners(ctx, []registry.PartnerQuery{query}))
		wantsNewlyAgreed(t, w)
		return nil
	})
	wantsUntouched(t, store)
}

// wantsNewlyAgreed reads in the Update that wrote it, once more after a part of it was replaced.
func wantsNewlyAgreed(t *testing.T, w registry.Writer) {
	t.Helper()
	ctx, agreed := t.Context(), newlyAgreed()
	answers(t, "Agreements", agreed.Agreements)(w.Agreements(ctx, registry.AgreementSelect{Commitments: []string{uuid(4)}}))
	answers(t, "PeerReviews", agreed.Reviews)(w.PeerReviews(ctx, registry.PeerReviewSelect{Agreements: []string{uuid(3)}}))
	answers(t, "Evaluations", agreed.Evaluations)(w.Evaluations(ctx, registry.EvaluationSelect{Collaborations: []string{uuid(1)}}))
	covering := registry.Covering{RegionCode: "VR01", AgreementUUID: uuid(3), InForce: true, Since: new(registry.PartialDate("2020-01-01"))}
	answers(t, "Coverage", [][]registry.Covering{{covering}})(w.Coverage(ctx, []registry.CoverageQuery{{Sector: "nieuw", AsOf: "2025-01-01"}}))
	agenda := []registry.AgendaQuery{{Party: "Region:VR01", Until: "2030-01-01", Page: whole()}}
	lists := func(entries ...registry.AgendaEntry) []registry.List[registry.AgendaEntry] {
		return []registry.List[registry.AgendaEntry]{{Items: entries}}
	}
	missing := registry.AgendaEntry{PartyID: "Region:VR01", On: "2020-01-01", Kind: registry.ReviewMissing, AgreementUUID: uuid(3)}
	promised := registry.AgendaEntry{PartyID: "Region:VR01", On: "2020-02-01", Kind: registry.CommitmentDue, AgreementUUID: uuid(3), CommitmentUUID: uuid(4)}
	next := registry.AgendaEntry{PartyID: "Region:VR01", On: "2021-01-01", Kind: registry.EvaluationDue, AgreementUUID: uuid(3), EvaluationUUID: uuid(6)}
	answers(t, "ListAgenda", lists(missing, promised, next))(w.ListAgenda(ctx, agenda))
	agreed.Agreements[0].ReviewedOn = new(registry.Date("2020-01-01"))
	if err := w.Put(ctx, registry.BatchOf(agreed.Agreements...)); err != nil {
		t.Errorf("Put: %v", err)
	}
	answers(t, "ListAgenda after a review", lists(promised, next))(w.ListAgenda(ctx, agenda))
}

func testIsolation(t *testing.T, store registry.Store) {
	undone(t, store, func(ctx context.Context, w registry.Writer) error {
		if err := putNewcomers(ctx, w); err != nil {
			return err
		}
		wantsUntouched(t, store)
		return nil
	})
}

func testCancelled(t *testing.T, store registry.Store) {
	cancelled, cancel := context.WithCancel(t.Context())
	cancel()
	err := store.View(cancelled, func(ctx context.Context, r registry.Reader) error {
		_, err := r.State(cancelled)
		return err
	})
	if err == nil {
		t.Error("View with a cancelled context returned no error")
	}
	err = store.Update(cancelled, func(ctx context.Context, w registry.Writer) error { return putNewcomers(cancelled, w) })
	if err == nil {
		t.Error("Update with a cancelled context returned no error")
	}
	halfway, cancel := context.WithCancel(t.Context())
	err = store.Update(halfway, func(ctx context.Context, w registry.Writer) error {
		if err := putNewcomers(halfway, w); err != nil {
			return err
		}
		cancel()
		_, err := w.State(halfway)
		return err
	})
	if err == nil {
		t.Error("a read in a transaction that was cancelled returned no error")
	}
	wantsUntouched(t, store)
}

func testConcurrent(t *testing.T, store registry.Store) {
	const writers, each = 8, 5
	inParallel(writers, func(int) {
		for range each {
			if err := store.Update(t.Context(), appendNext(t.Context())); err != nil {
				t.Errorf("Update: %v", err)
			}
			wantsNoGap(t, store)
		}
	})
	var want []registry.Change
	for n := range writers * each {
		want = append(want, changeNumber(n+1))
	}
	wants(t, "the feed", listChanges(t, store, registry.ChangeFilter{}, whole()).Items, want)
	wants(t, "State", get(t, store, readState), registry.State{Revision: writers * each, Partners: 1})
}

func inParallel(count int, do func(n int)) {
	var running sync.WaitGroup
	for n := range count {
		running.Go(func() { do(n) })
	}
	running.Wait()
}

// wantsNoGap reads the feed while others write: commit order is revision order, so it never shows a later change
// without the earlier ones.
func wantsNoGap(t *testing.T, store registry.Store) {
	err := store.View(t.Context(), func(ctx context.Context, r registry.Reader) error {
		lists, err := r.ListChanges(t.Context(), []registry.ChangeQuery{{Page: whole()}})
		if err != nil {
			return err
		}
		for i, change := range lists[0].Items {
			if change.Revision != i+1 {
				t.Errorf("the feed has revision %d in place %d", change.Revision, i+1)
				break
			}
		}
		if len(lists[0].Items) == 0 {
			t.Error("the feed is empty after an Update that appended to it")
		}
		return err
	})
	if err != nil {
		t.Errorf("View: %v", err)
	}
}

// testSameKey sends one mutation several times at once, as a client does that loses its patience.
func testSameKey(t *testing.T, store registry.Store) {
	const senders = 6
	errs := make([]error, senders)
	inParallel(senders, func(n int) {
		errs[n] = store.Update(t.Context(), func(ctx context.Context, w registry.Writer) error {
			revision, err := w.Revision(t.Context())
			if err != nil {
				return err
			}
			change := changeNumber(revision + 1)
			change.IdempotencyKey = new("impatient")
			return w.AppendChange(t.Context(), change)
		})
	})
	won := 0
	for _, err := range errs {
		if err == nil {
			won++
		} else {
			wantsError(t, "the same key", err, registry.CodeConflict, registry.ReasonKeyReused)
		}
	}
	wants(t, "how many succeeded", won, 1)
}

// appendNext reads the revision and writes the next, which loses an update wherever two of them could overlap.
func appendNext(ctx context.Context) func(context.Context, registry.Writer) error {
	return func(ctx context.Context, w registry.Writer) error {
		revision, err := w.Revision(ctx)
		if err != nil {
			return err
		}
		state, err := w.State(ctx)
		if err != nil || state.Revision != revision {
			return fmt.Errorf("revision %d, of the State %d, error %w", revision, state.Revision, err)
		}
		return w.AppendChange(ctx, changeNumber(revision+1))
	}
}

// inUpdate is a store whose Views are Updates that are taken back: a Writer reads as a Reader does.
type inUpdate struct{ registry.Store }

func (s inUpdate) View(ctx context.Context, read func(context.Context, registry.Reader) error) error {
	var failure error
	err := s.Update(ctx, func(ctx context.Context, w registry.Writer) error {
		failure = read(ctx, w)
		return undo{}
	})
	if errors.Is(err, undo{}) {
		return failure
	}
	return err
}

// testUpdateReads repeats tests whose keys are apart from each other's, by the reads of a Writer.
func testUpdateReads(t *testing.T, store registry.Store) {
	reads := inUpdate{store}
	t.Run("State", func(t *testing.T) { testEmpty(t, reads) })
	t.Run("Chain", func(t *testing.T) { testChains(t, reads) })
	t.Run("Change", func(t *testing.T) { testChanges(t, reads) })
	t.Run("Region", func(t *testing.T) { testRegions(t, reads) })
	t.Run("Agreement", func(t *testing.T) { testAgreements(t, reads) })
}
