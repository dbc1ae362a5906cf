package registry_test

import (
	"testing"
	"time"

	"ketenkaart/registry"
)

// TestDeadLettersAreBounded: the oldest go, and are counted.
func TestDeadLettersAreBounded(t *testing.T) {
	var d registry.Delivery
	for revision := range registry.MaxDead + 3 {
		d.Failure = &registry.DeliveryFailure{Revision: revision + 1}
		if !d.Skip(time.Time{}) {
			t.Fatal("there was nothing to skip")
		}
	}
	if len(d.Dead) != registry.MaxDead || d.Lost != 3 || d.Dead[0].Revision != 4 || d.Revision != registry.MaxDead+3 || d.Skip(time.Time{}) {
		t.Errorf("got %d, %d lost, from revision %d, up to %d", len(d.Dead), d.Lost, d.Dead[0].Revision, d.Revision)
	}
	d.Resend()
	d.Resend()
	if len(d.Dead) != 0 || len(d.Again) != registry.MaxDead || d.Awaits(registry.MaxDead+3) || !d.Awaits(registry.MaxDead+4) {
		t.Errorf("got %d, %d again", len(d.Dead), len(d.Again))
	}
	d.Resent(5, time.Time{}, "") // which is not the one that comes first
	d.Resent(4, time.Time{}, "")
	d.Resent(5, time.Time{}, "gone")
	if d.Again[0] != 6 || len(d.Dead) != 1 || d.Dead[0] != (registry.DeadLetter{Revision: 5, Why: "gone"}) {
		t.Errorf("%d comes next, and given up are %v", d.Again[0], d.Dead)
	}
}
