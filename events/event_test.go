package events

import (
	"regexp"
	"testing"

	"ketenkaart/registry"
)

// TestTypesAreStable: receivers choose by the type, so that it changes with the action alone.
func TestTypesAreStable(t *testing.T) {
	shape := regexp.MustCompile(`^nl\.ketenkaart\.[a-z]+(-[a-z]+)*$`)
	for _, row := range registry.AllActionRights() {
		if made := Type(row.Action); !shape.MatchString(made) {
			t.Errorf("%s is the type %s", row.Action, made)
		}
	}
	for action, want := range map[registry.Action]string{
		"startCollaboration": "nl.ketenkaart.start-collaboration", "importRegister": "nl.ketenkaart.import-register", "recordPeerReview": "nl.ketenkaart.record-peer-review",
	} {
		if got := Type(action); got != want {
			t.Errorf("%s is the type %s, want %s", action, got, want)
		}
	}
}
