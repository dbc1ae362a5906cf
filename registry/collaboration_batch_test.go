package registry_test

import (
	"context"
	"fmt"
	"strings"
	"testing"

	"ketenkaart/registry"
)

// batch is collaborations to start together.
func batch(each ...registry.StartCollaborationInput) registry.StartCollaborationsInput {
	return registry.StartCollaborationsInput{Collaborations: each}
}

func toStart(region, partner string, profile registry.Profile, period registry.Period) registry.StartCollaborationInput {
	return registry.StartCollaborationInput{RegionCode: region, PartnerKey: partner, Profile: profile, Since: period.Since, Until: period.Until}
}

func TestStartCollaborationsInOneChange(t *testing.T) {
	w := newWorld(t)
	payload := does(w, w.StartCollaborations, batch(
		toStart("VR02", "vitens", "KERN", span("2024-01-01", "2025-01-01")), toStart("VR02", "vitens", "KOPPEL", since("2025-01-01")),
		toStart("VR01", "enexis", "KERN", since("2020-01-01")),
	))
	told := w.told(payload.Change)
	if payload.Change.Revision != 2 || told.action != "startCollaborations" || len(told.items) != 3 || len(payload.Collaborations) != 3 {
		t.Fatalf("%d collaborations, and the change %+v", len(payload.Collaborations), told)
	}
	for i, edge := range payload.Collaborations {
		w.stored(edge)
		if edge.ID() != told.items[i].subject || edge.Version != 2 {
			t.Errorf("item %d of the change is of %s, not %s in version %d", i, told.items[i].subject, edge.ID(), edge.Version)
		}
	}
}

// TestStartCollaborationsRefusesWhatOneByOneIsRefused tries all pairs of inputs, right and wrong, together and one after another.
func TestStartCollaborationsRefusesWhatOneByOneIsRefused(t *testing.T) {
	inputs := []registry.StartCollaborationInput{
		toStart("VR02", "vitens", "KOPPEL", since("2024-01-01")), toStart("VR02", "vitens", "KERN", span("2023-01-01", "2024-01-01")),
		toStart("VR02", "vitens", "STANDBY", since("2024-06-01")), toStart("VR01", "opgeheven", "KERN", since("2021-01-01")),
		toStart("VR25", "niemand", "KERN", span("2024-01-01", "2023-01-01")), toStart("VR99", "Vitens", "KERN", since("2024-01-01")),
		toStart("VR03", "enexis", "KERN", since("2024-01-01")),
	}
	for i, first := range inputs {
		for j, second := range inputs {
			t.Run(fmt.Sprint(i, " and ", j), func(t *testing.T) {
				apart, want := newWorld(t), []string{}
				for item, in := range batch(first, second).Collaborations {
					_, err := apart.StartCollaboration(apart.ctx, in)
					for _, problem := range registry.Problems(err) {
						field := strings.TrimSuffix("collaborations."+problem.Field(), ".")
						want = append(want, fmt.Sprint(item, " ", field, " ", problem.Code, " ", problem.Reason))
					}
				}
				together := newWorld(t)
				_, err := together.StartCollaborations(together.ctx, batch(first, second))
				got := []string{}
				for _, problem := range registry.Problems(err) {
					got = append(got, fmt.Sprint(*problem.Item, " ", problem.Field(), " ", problem.Code, " ", problem.Reason))
				}
				wants(t, "the problems", got, want)
				state := together.state()
				if started := state.Collaborations; (err == nil) != (started == 2) || err != nil && (started != 0 || state.Revision != 1) {
					t.Errorf("%d started in revision %d, %v", started, state.Revision, err)
				}
			})
		}
	}
}

// Of what overlaps in the input itself nobody knows an id.
func TestAnOverlapInTheInputNamesNoID(t *testing.T) {
	w := newWorld(t)
	edge := w.start("VR02", "vitens", "KOPPEL", since("2026-01-01"))
	_, err := w.StartCollaborations(w.ctx, batch(toStart("VR02", "vitens", "KERN", span("2024-01-01", "2025-01-01")), toStart("VR02", "vitens", "KERN", span("2024-06-01", "2025-06-01")), toStart("VR02", "vitens", "KERN", since("2027-01-01"))))
	problems := registry.Problems(err)
	if len(problems) != 2 {
		t.Fatalf("%d problems: %v", len(problems), err)
	}
	conflict("PERIOD_OVERLAPS", facts{"field": "collaborations", "since": registry.Date("2024-01-01"), "until": new(registry.Date("2025-01-01")), "rule": "R3"}).is(t, problems[0])
	conflict("PERIOD_OVERLAPS", facts{"field": "collaborations", "since": edge.Since, "until": edge.Until, "rule": "R3", "id": edge.ID()}).is(t, problems[1])
}

func TestStartCollaborationsIsOf1To100(t *testing.T) {
	w := newWorld(t)
	refuses(w, w.StartCollaborations, batch(), invalid("INVALID", facts{"field": "collaborations"}))
	refuses(w, w.StartCollaborations, batch(months(101)...), invalid("TOO_LONG", facts{"field": "collaborations", "most": 100}))
	if started := does(w, w.StartCollaborations, batch(months(100)...)).Collaborations; len(started) != 100 {
		t.Errorf("%d started", len(started))
	}
}

// months are as many collaborations of one pair, one after another.
func months(number int) (inputs []registry.StartCollaborationInput) {
	day := func(n int) registry.Date { return registry.Date(fmt.Sprintf("%d-%02d-01", 2010+n/12, n%12+1)) }
	for n := range number {
		inputs = append(inputs, toStart("VR02", "vitens", "KOPPEL", span(day(n), day(n+1))))
	}
	return inputs
}

func TestR15StartCollaborationsOnce(t *testing.T) {
	w := newWorld(t)
	in := batch(months(30)...)
	in.IdempotencyKey = new("maanden")
	first := does(w, w.StartCollaborations, in)
	w.sendsNothing(func() {
		again := does(w, w.StartCollaborations, in)
		wants(t, "the collaborations", again.Collaborations, first.Collaborations)
		if again.Change.Revision != first.Change.Revision {
			t.Errorf("it is change %d, not %d", again.Change.Revision, first.Change.Revision)
		}
	})
	does(w, w.VoidCollaboration, registry.VoidCollaborationInput{CollaborationID: first.Collaborations[1].ID(), Version: 2, Reason: "proef"})
	again := does(w, w.StartCollaborations, in)
	wants(t, "the collaborations that were not voided", again.Collaborations, append(first.Collaborations[:1:1], first.Collaborations[2:]...))
	other := batch(months(29)...)
	other.IdempotencyKey = in.IdempotencyKey
	refuses(w, w.StartCollaborations, other, conflict("IDEMPOTENCY_KEY_REUSED", facts{"revision": 2, "rule": "R15"}))
}

func (w *world) sendsNothing(do func()) {
	w.t.Helper()
	before := w.state().Revision
	do()
	if after := w.state().Revision; after != before {
		w.t.Errorf("revision %d became %d", before, after)
	}
}

// TestABatchCostsWhatOneDoes counts the calls of the store, of which there are as many for 100 collaborations as for one.
func TestABatchCostsWhatOneDoes(t *testing.T) {
	calls := func(number int) int {
		store := &countingStore{Store: openStore(t, t.TempDir()+"/x.db")}
		r, err := registry.New(store, newClock().now, smallGuide())
		if err != nil {
			t.Fatal(err)
		}
		ctx := registry.WithActor(t.Context(), registry.LocalActor())
		if _, err := r.Fill(ctx, smallRegister()); err != nil {
			t.Fatal(err)
		}
		store.calls = 0
		if _, err := r.StartCollaborations(ctx, batch(months(number)...)); err != nil {
			t.Fatal(err)
		}
		return store.calls
	}
	if one, many := calls(1), calls(100); one < 5 || one != many {
		t.Errorf("one takes %d calls of the store, and 100 take %d", one, many)
	}
}

// countingStore counts the calls that a start makes in an Update.
type countingStore struct {
	registry.Store
	calls int
}

func (s *countingStore) Update(ctx context.Context, write func(context.Context, registry.Writer) error) error {
	return s.Store.Update(ctx, func(ctx context.Context, w registry.Writer) error {
		return write(ctx, countingWriter{w, s})
	})
}

type countingWriter struct {
	registry.Writer
	store *countingStore
}

func (w countingWriter) Regions(ctx context.Context, codes []string) ([]registry.Region, error) {
	w.store.calls++
	return w.Writer.Regions(ctx, codes)
}

func (w countingWriter) Partners(ctx context.Context, of registry.PartnerSelect) ([]registry.Partner, error) {
	w.store.calls++
	return w.Writer.Partners(ctx, of)
}

func (w countingWriter) Collaborations(ctx context.Context, of registry.CollaborationSelect) ([]registry.Collaboration, error) {
	w.store.calls++
	return w.Writer.Collaborations(ctx, of)
}

func (w countingWriter) Agreements(ctx context.Context, of registry.AgreementSelect) ([]registry.Agreement, error) {
	w.store.calls++
	return w.Writer.Agreements(ctx, of)
}

func (w countingWriter) Put(ctx context.Context, batch registry.Batch) error {
	w.store.calls++
	return w.Writer.Put(ctx, batch)
}

func (w countingWriter) AppendChange(ctx context.Context, change registry.Change) error {
	w.store.calls++
	return w.Writer.AppendChange(ctx, change)
}
