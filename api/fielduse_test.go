package api_test

import (
	"context"
	"fmt"
	"strings"
	"testing"

	"github.com/prometheus/client_golang/prometheus"
	"github.com/prometheus/client_golang/prometheus/testutil"

	"ketenkaart/api"
	"ketenkaart/registry"
)

const usesMetric = "ketenkaart_field_uses_total"

// TestUsesOfFieldsAreCounted: each field once for an operation, by the names of operation and client when they come often, from the
// cache too.
func TestUsesOfFieldsAreCounted(t *testing.T) {
	taken := prometheus.NewRegistry()
	door := open(t, fine, func(config *api.Config) {
		config.AnswerCache, config.Today = 1<<20, func() registry.Date { return "2026-11-28" }
		config.Revision = func(context.Context) (int, error) { return 1, nil }
		config.Metrics = taken
	})
	for range 4 {
		door.ask(t, `query Kaart { __typename things(first: 1) { nodes { name again: name parts { name } ...all } } } fragment all on Thing { name words }`, nil,
			"Apollographql-Client-Name", "loket")
	}
	door.ask(t, "{ all { weg } }", nil)
	if err := testutil.GatherAndCompare(taken, strings.NewReader(`
# HELP ketenkaart_field_uses_total Operations that asked for a field, by their name and that of their client.
# TYPE ketenkaart_field_uses_total counter
ketenkaart_field_uses_total{client="loket",field="Query.things",operation="Kaart"} 2
ketenkaart_field_uses_total{client="loket",field="Thing.name",operation="Kaart"} 2
ketenkaart_field_uses_total{client="loket",field="Thing.parts",operation="Kaart"} 2
ketenkaart_field_uses_total{client="loket",field="Thing.words",operation="Kaart"} 2
ketenkaart_field_uses_total{client="loket",field="ThingConnection.nodes",operation="Kaart"} 2
ketenkaart_field_uses_total{client="other",field="Query.things",operation="other"} 2
ketenkaart_field_uses_total{client="other",field="Thing.name",operation="other"} 2
ketenkaart_field_uses_total{client="other",field="Thing.parts",operation="other"} 2
ketenkaart_field_uses_total{client="other",field="Thing.words",operation="other"} 2
ketenkaart_field_uses_total{client="other",field="ThingConnection.nodes",operation="other"} 2
`), usesMetric); err != nil {
		t.Error(err)
	}
}

// TestUsesOfFieldsAreFew, whatever clients make up.
func TestUsesOfFieldsAreFew(t *testing.T) {
	taken := prometheus.NewRegistry()
	door := open(t, fine, func(config *api.Config) {
		config.Metrics, config.Revision = taken, func(context.Context) (int, error) { return 1, nil }
	})
	for range 4 {
		for operation := range 110 {
			for client := range 20 {
				door.ask(t, fmt.Sprintf("query Vraag%d { ok all { name words } }", operation), nil, "Apollographql-Client-Name", fmt.Sprint("loket", client))
			}
		}
	}
	found, err := testutil.GatherAndCount(taken, usesMetric)
	if most := 5_000 + 4; err != nil || found < 5_000 || found > most {
		t.Errorf("%d uses are told apart, want 5,000 and those of others, at most %d; %v", found, most, err)
	}
}
