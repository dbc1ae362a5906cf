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
		for _, c := range []struct {
			word  string
			found int
			// last says that all that is found lies behind all else.
			last bool
		}{
			{"organisatie", partners, false}, {"tiende", partners / 10, false}, {"veertigste", partners / 40, false},
			{"achteraan", partners / 10, true}, {"enige", 1, false},
		} {
			ids, hits, statements := searchOf(t, store, c.word, partners)
			if want := min(c.found, 25); len(ids) != want {
				t.Errorf("%q finds %d of %d", c.word, len(ids), want)
			}
			walked := 25 * partners / c.found
			if c.last {
				walked = partners
			}
			least := min(walked, c.found)
			if most := int64(20*(least+max(250, int(math.Sqrt(float64(25*partners))))) + 500); hits > most {
				t.Errorf("%q among %d takes %d db hits, at most %d", c.word, partners, hits, most)
			}
			t.Logf("%q among %d: %d db hits, %d statements", c.word, partners, hits, statements)
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
