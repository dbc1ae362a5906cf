package registry_test

import (
	"reflect"
	"slices"
	"strings"
	"testing"

	"ketenkaart/registry"
)

// TestEveryFieldOfAChangeHasALabel holds the table to the fields that the feed shows of each kind of thing, both ways.
func TestEveryFieldOfAChangeHasALabel(t *testing.T) {
	w := newWorld(t)
	for _, thing := range []any{
		registry.Region{}, registry.Municipality{}, registry.Partner{}, registry.Sector{}, registry.Chain{}, registry.Ministry{},
		registry.Collaboration{}, registry.Adoption{}, registry.Agreement{}, registry.PeerReview{}, registry.InformalEvaluation{},
	} {
		of := reflect.TypeOf(thing)
		fields := jsonFields(of)
		slices.Sort(fields)
		for _, language := range []registry.Language{registry.Dutch, registry.English} {
			labelled := []string{}
			for _, label := range w.Labels(language) {
				if label.Type == of.Name() {
					labelled = append(labelled, label.Value)
				}
			}
			slices.Sort(labelled)
			wants(t, of.Name()+" in "+string(language), labelled, fields)
		}
	}
}

// jsonFields are the names under which a struct is written.
func jsonFields(of reflect.Type) []string {
	names := []string{}
	for _, field := range reflect.VisibleFields(of) {
		name, _, _ := strings.Cut(field.Tag.Get("json"), ",")
		if name != "" && name != "-" {
			names = append(names, name)
		}
	}
	return names
}
