package storetest

import (
	"errors"
	"strings"
	"sync"
	"testing"
	"time"

	"ketenkaart/registry"
)

// testDeliveries keeps how far webhooks are, beside a register that does not change by it.
func testDeliveries(t *testing.T, store registry.Store) {
	kept, keeps := store.(registry.DeliveryStore)
	if !keeps {
		return // the model, which is no store of the program
	}
	answers(t, "at first", []registry.Delivery(nil))(kept.Deliveries(t.Context()))
	at := time.Date(2026, 11, 23, 11, 0, 0, 5, time.UTC)
	vitens := registry.Delivery{
		Name: "vitens", Revision: 12, Holder: "één \"server\"", Failure: &registry.DeliveryFailure{Revision: 13, Attempts: 2, Since: at, At: at, Why: "500"},
		Dead: []registry.DeadLetter{{Revision: 3, At: at, Why: strings.Repeat("ë", 500)}}, Lost: 4, Again: []int{5, 6},
	}
	for _, each := range []registry.Delivery{vitens, {Name: "groningen"}} {
		if err := kept.PutDelivery(t.Context(), each); err != nil {
			t.Fatal(err)
		}
	}
	wantsError(t, "one that is there, as if it were not", kept.PutDelivery(t.Context(), vitens), registry.CodeConflict, registry.ReasonVersion)
	vitens.Version = 2
	wantsError(t, "over a version that is not there yet", kept.PutDelivery(t.Context(), vitens), registry.CodeConflict, registry.ReasonVersion)
	vitens.Version = 1
	answers(t, "both", []registry.Delivery{{Name: "groningen", Version: 1}, vitens})(kept.Deliveries(t.Context()))
	vitens.Failure, vitens.Again = nil, nil
	if err := kept.PutDelivery(t.Context(), vitens); err != nil {
		t.Fatal(err)
	}
	vitens.Version = 2
	answers(t, "the second version", []registry.Delivery{{Name: "groningen", Version: 1}, vitens})(kept.Deliveries(t.Context()))
	wants(t, "the register", get(t, store, readState), registry.State{})
	testDeliveriesTogether(t, kept)
}

// testDeliveriesTogether: of those who change one at the same time, none overwrites what another did.
func testDeliveriesTogether(t *testing.T, kept registry.DeliveryStore) {
	const many = 5
	var group sync.WaitGroup
	errs := make([]error, many)
	for i := range many {
		group.Go(func() {
			_, errs[i] = registry.ChangeDelivery(t.Context(), kept, "samen", func(d *registry.Delivery) error { d.Revision++; return nil })
		})
	}
	group.Wait()
	delivery, err := registry.DeliveryOf(t.Context(), kept, "samen")
	if err := errors.Join(append(errs, err)...); err != nil {
		t.Fatal(err)
	}
	wants(t, "changed by many", delivery, registry.Delivery{Name: "samen", Version: many, Revision: many})
}
