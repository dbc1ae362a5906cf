package registry_test

import (
	"testing"

	"ketenkaart/registry"
)

// TestAgendaDays: a proposal and a missing review wait since their day; the others are due by it.
func TestAgendaDays(t *testing.T) {
	for kind, want := range map[registry.AgendaKind]registry.AgendaDay{
		"APPROVAL_WAITING": "BEGINNING", "REVIEW_MISSING": "BEGINNING", "COMMITMENT_DUE": "END", "AGREEMENT_ENDS": "END", "EVALUATION_DUE": "END",
	} {
		if got := (registry.AgendaEntry{Kind: kind}).Day(); got != want {
			t.Errorf("%s: %s, want %s", kind, got, want)
		}
	}
}
