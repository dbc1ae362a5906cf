package registry_test

import (
	"context"
	"testing"

	"ketenkaart/registry"
)

func TestR18ReadersMaskContactPointsOfWhoIsNotSignedIn(t *testing.T) {
	w := newWorld(t)
	point := []registry.ContactPoint{{Kind: "PIKET", Function: "Liaison", Email: new("geheim@example.org")}}
	edge := w.start("VR02", "vitens", "KERN", since("2024-01-01"))
	does(w, w.SetContactPoints, registry.SetContactPointsInput{SubjectID: edge.ID(), Version: edge.Version, ContactPoints: point})
	does(w, w.SetContactPoints, registry.SetContactPointsInput{SubjectID: "Partner:vitens", Version: 1, ContactPoints: point})
	for name, seen := range map[string]struct {
		ctx   context.Context
		shown bool
	}{"signed in": {w.ctx, true}, "a stranger": {t.Context(), false}} {
		points := [][]registry.ContactPoint{}
		err := w.View(seen.ctx, func(ctx context.Context, reader registry.Reader) error {
			nodes, err := registry.Nodes(ctx, reader, []string{edge.ID(), "Partner:vitens"})
			if err != nil {
				return err
			}
			points = append(points, nodes[edge.ID()].(registry.Collaboration).ContactPoints, nodes["Partner:vitens"].(registry.Partner).ContactPoints)
			for _, kind := range []registry.Kind{registry.KindPartner, registry.KindCollaboration} {
				things, err := reader.Scan(ctx, registry.ScanQuery{Kind: kind, Limit: 1000})
				if err != nil {
					return err
				}
				for _, thing := range things {
					switch thing := thing.(type) {
					case registry.Partner:
						if thing.Key == "vitens" {
							points = append(points, thing.ContactPoints)
						}
					case registry.Collaboration:
						points = append(points, thing.ContactPoints)
					}
				}
			}
			return nil
		})
		if err != nil || len(points) != 4 {
			t.Fatalf("%s reads %d lists of contact points, want 4: %v", name, len(points), err)
		}
		for i, list := range points {
			if (list != nil) != seen.shown {
				t.Errorf("%s reads the contact points %v at place %d", name, list, i)
			}
		}
	}
}

func TestR21WhatIsClosedIsNotThereForAMutation(t *testing.T) {
	for closed, want := range map[bool]registry.Code{true: registry.CodeNotFound, false: registry.CodeForbidden} {
		w := newWorld(t)
		w.SetClosed(registry.Closed{Agreements: closed})
		a := w.draft()
		stranger := as(t, registry.RoleRegionEditor, "VR05")
		if _, err := w.SetCommitments(stranger, commitments(a)); registry.CodeOf(err) != want {
			t.Errorf("closed %v: a stranger's mutation is refused with %v, want %s", closed, err, want)
		}
		if _, err := w.Can(stranger, "setCommitments", new(a.ID()), nil); (registry.CodeOf(err) == registry.CodeNotFound) != closed {
			t.Errorf("closed %v: can tells a stranger %v", closed, err)
		}
		if _, err := w.SetCommitments(as(t, registry.RoleRegionEditor, "VR02"), commitments(a)); err != nil {
			t.Errorf("closed %v: a party's mutation is refused: %v", closed, err)
		}
	}
}

func TestR21CountsAreOfWhatTheViewerMaySee(t *testing.T) {
	w := newWorld(t)
	w.draft()
	for name, c := range map[string]struct {
		closed bool
		ctx    context.Context
		want   int
	}{"open": {false, t.Context(), 1}, "closed, to one who sees all": {true, w.ctx, 1}, "closed": {true, as(t, registry.RoleReader), 0}} {
		w.SetClosed(registry.Closed{Agreements: c.closed})
		if state, err := w.State(c.ctx); err != nil || state.Agreements != c.want {
			t.Errorf("%s: %d agreements, want %d: %v", name, state.Agreements, c.want, err)
		}
	}
}

// What is closed is not told by the mark that the register holds illustrations either; what is not closed is.
func TestR21IllustrationsAreToldOfWhatTheViewerMaySee(t *testing.T) {
	w := newWorld(t)
	mark := func(a registry.Agreement) {
		in := patch(a)
		in.Provenance = set(registry.Provenance{Source: "proef", Certainty: "ILLUSTRATION"})
		does(w, w.UpdateAgreement, in)
	}
	reader, all := as(t, registry.RoleReader), as(t, registry.RoleAnalyst)
	w.SetClosed(registry.Closed{Agreements: true})
	tells := func(when string, ctx context.Context, want bool) {
		t.Helper()
		if state, err := w.State(ctx); err != nil || state.Illustrations != want {
			t.Errorf("%s: illustrations %v, want %v: %v", when, state.Illustrations, want, err)
		}
	}
	mark(w.draft())
	tells("of a closed draft, to who sees all", all, true)
	tells("of a closed draft, to a party", as(t, registry.RoleRegionEditor, "VR02"), true)
	tells("of a closed draft, to a reader", reader, false)
	mark(w.recorded())
	tells("of one on record, to a reader", reader, true)
}
