package neo4j

import (
	"math"
	"slices"
	"sync/atomic"
	"testing"

	driver "github.com/neo4j/neo4j-go-driver/v5/neo4j"

	"ketenkaart/registry"
	"ketenkaart/store/storetest"
)

// TestHitsOfSearch: however many things a word finds, and wherever by name those lie, a search costs few times as much as the cheaper of its
// two ways would.
func TestHitsOfSearch(t *testing.T) {
	if server(t) == nil {
		return
	}
	for _, partners := range []int{400, 8_000} {
		store := empty(t)
		data := storetest.GenerateNamed(partners)
		for some := range slices.Chunk(data.Partners, 500) {
			storetest.Fill(t, store, registry.Dataset{Partners: some})
		}
		raw(t, store, "CALL db.prepareForReplanning()", nil)
		for _, c := range storetest.NamedWords(partners) {
			ids, hits, statements := searchOf(t, store, c.Word, partners)
			if want := min(c.Found, 25); len(ids) != want {
				t.Errorf("%q finds %d of %d", c.Word, len(ids), want)
			}
			if most := int64(20*(c.Least+max(250, int(math.Sqrt(float64(25*partners))))) + 500); hits > most {
				t.Errorf("%q among %d takes %d db hits, at most %d", c.Word, partners, hits, most)
			}
			t.Logf("%q among %d: %d db hits, %d statements", c.Word, partners, hits, statements)
		}
		closes(t, store)
	}
}

func searchOf(t *testing.T, store *Store, word string, partners int) (ids []string, hits int64, statements int) {
	t.Helper()
	r := watched(store, "PROFILE ", func(summary driver.ResultSummary, _ string) {
		more, _ := judge(summary.Profile())
		hits += more
		statements++
	})
	r.partners = &atomic.Int64{}
	r.partners.Store(int64(partners))
	list, err := r.Search(t.Context(), registry.SearchQuery{Tokens: []string{word}, Limit: 25, AsOf: planDay})
	if err != nil {
		t.Fatal(err)
	}
	return list.IDs, hits, statements
}
