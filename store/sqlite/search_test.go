package sqlite

import (
	"context"
	"math"
	"path/filepath"
	"testing"

	"ketenkaart/registry"
	"ketenkaart/store/sqlite/sqlitetest"
	"ketenkaart/store/storetest"
)

// TestStepsOfSearch: however many things a word finds, and wherever by name those lie, a search takes few times as many steps as
// the cheaper of its two ways would.
func TestStepsOfSearch(t *testing.T) {
	steps := &sqlitetest.Steps{}
	steps.Hook()
	for _, partners := range []int{400, 8_000} {
		s := opened(t, filepath.Join(t.TempDir(), "register.db"))
		storetest.Fill(t, s, storetest.GenerateNamed(partners))
		for _, c := range storetest.NamedWords(partners) {
			steps.Reset()
			ids := searchFor(t, s, c.Word)
			taken, _ := steps.Counted()
			if want := min(c.Found, 25); len(ids) != want {
				t.Errorf("%q finds %d of %d", c.Word, len(ids), want)
			}
			if most := 30*(c.Least+int(math.Sqrt(float64(25*partners)))) + 500; taken > most {
				t.Errorf("%q among %d takes %d steps, at most %d", c.Word, partners, taken, most)
			}
			t.Logf("%q among %d: %d steps", c.Word, partners, taken)
		}
	}
}

func searchFor(t *testing.T, s *Store, word string) (ids []string) {
	t.Helper()
	err := s.View(t.Context(), func(ctx context.Context, r registry.Reader) error {
		list, err := r.Search(ctx, registry.SearchQuery{Tokens: []string{word}, Limit: 25, AsOf: "2025-01-01"})
		ids = list.IDs
		return err
	})
	if err != nil {
		t.Fatalf("search for %q: %v", word, err)
	}
	return ids
}
