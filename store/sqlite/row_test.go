package sqlite

import (
	"context"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"ketenkaart/registry"
	"ketenkaart/store/storetest"
)

// TestWhatPartsColumnsIsText: a text that holds what stands between packed columns comes back as it was, and leaves the others as they were.
func TestWhatPartsColumnsIsText(t *testing.T) {
	s, data := filled(t, 1, 1), storetest.Generate(1, 1)
	const text = "één" + parting + `"twee\` + parting
	collaboration := data.Collaborations[0]
	collaboration.EndReason, collaboration.Motivation = new(text), new(text)
	collaboration.Provenance = &registry.Provenance{Source: text, Note: new(text)}
	collaboration.ContactPoints = []registry.ContactPoint{{Function: text}}
	err := s.Update(t.Context(), func(ctx context.Context, w registry.Writer) error {
		return w.Put(ctx, registry.BatchOf(collaboration))
	})
	if err != nil {
		t.Fatalf("Put: %v", err)
	}
	err = s.View(t.Context(), func(ctx context.Context, r registry.Reader) error {
		collaborations, err := r.Collaborations(ctx, registry.CollaborationSelect{UUIDs: []string{collaboration.UUID}})
		if diff := cmp.Diff([]registry.Collaboration{collaboration}, collaborations, cmpopts.EquateEmpty()); diff != "" {
			t.Errorf("the collaboration (-want +got):\n%s", diff)
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
}
