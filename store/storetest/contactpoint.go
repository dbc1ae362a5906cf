package storetest

import (
	"context"
	"testing"

	"ketenkaart/registry"
)

// withContacts is a register of which one thing of each kind has contact points.
func withContacts(points []registry.ContactPoint) registry.Dataset {
	data := Generate(3, 3)
	data.Regions[0].ContactPoints, data.Partners[0].ContactPoints = points, points
	data.Collaborations[0].ContactPoints, data.Adoptions[0].ContactPoints = points, points
	return data
}

// FillOldContactPoints fills a store with contact points as those of older schemas held them, with any text as their kind.
func FillOldContactPoints(t testing.TB, store registry.Store) {
	t.Helper()
	Fill(t, store, withContacts([]registry.ContactPoint{
		{Kind: "piket", Function: "Liaison", Email: new("piket@example.org")}, {Kind: "Netcentrisch coördinator", Function: "C"},
		{Kind: "meldkamer", Function: `De "wacht"`},
	}))
}

// HasListedContactPoints says whether they are as a store of this schema holds them, on everything that has them.
func HasListedContactPoints(t testing.TB, store registry.Store) {
	t.Helper()
	listed := []registry.ContactPoint{
		{Kind: registry.ContactOnCall, Function: "Liaison", Email: new("piket@example.org")}, {Kind: registry.ContactNetcentricCoordinator, Function: "C"},
		{Kind: registry.ContactOther, Function: `meldkamer: De "wacht"`},
	}
	want := withContacts(listed)
	err := store.View(t.Context(), func(ctx context.Context, r registry.Reader) error {
		regions, err := r.Regions(ctx, []string{want.Regions[0].Code})
		wants(t, "the region's contact points", regions[0].ContactPoints, listed)
		if err != nil {
			return err
		}
		partners, err := r.Partners(ctx, registry.PartnerSelect{Keys: []string{want.Partners[0].Key}})
		wants(t, "the partner's contact points", partners[0].ContactPoints, listed)
		if err != nil {
			return err
		}
		edges, err := r.Collaborations(ctx, registry.CollaborationSelect{UUIDs: []string{want.Collaborations[0].UUID}})
		wants(t, "the collaboration's contact points", edges[0].ContactPoints, listed)
		if err != nil {
			return err
		}
		adoptions, err := r.Adoptions(ctx, registry.AdoptionSelect{UUIDs: []string{want.Adoptions[0].UUID}})
		wants(t, "the adoption's contact points", adoptions[0].ContactPoints, listed)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
}
