package neo4j

import (
	"testing"

	"ketenkaart/store/storetest"
)

func TestOpenListsTheKindsOfContactPoints(t *testing.T) {
	if server(t) == nil {
		return
	}
	before := empty(t)
	defer closes(t, before)
	storetest.FillOldContactPoints(t, before)
	raw(t, before, "MATCH (g:Registry) SET g.schema = 4", nil)
	after, err := Open(t.Context(), *server(t))
	if err != nil {
		t.Fatal(err)
	}
	defer closes(t, after)
	storetest.HasListedContactPoints(t, after)
}
