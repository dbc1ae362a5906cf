package neo4j

import (
	"context"
	"testing"
	"time"

	driver "github.com/neo4j/neo4j-go-driver/v5/neo4j"

	"ketenkaart/registry"
	"ketenkaart/store/storetest"
)

// TestStatementsOfAQuestion: what the operation asks below a page comes along with it, and pages that differ in values alone come
// together.
func TestStatementsOfAQuestion(t *testing.T) {
	if server(t) == nil {
		return
	}
	store := empty(t)
	defer closes(t, store)
	storetest.Fill(t, store, storetest.Generate(20, 3))
	byName := registry.PartnerOrder{Field: registry.ByName, Direction: registry.Ascending}
	all := &registry.With{Adoption: true, Collaborations: &registry.WithCollaborations{}}
	keys, pages := []registry.PartnerQuery{}, []registry.CollaborationQuery{}
	for _, key := range []string{"p-0000001", "p-0000002", "p-0000003"} {
		query := registry.PartnerQueryOfKeys([]string{key}, planDay)
		query.With = *all
		keys = append(keys, query)
	}
	for _, region := range []string{"VR01", "VR02", "VR03", "VR04", "VR05"} {
		pages = append(pages, registry.CollaborationQuery{
			Region: region, Order: registry.CollaborationOrder{Field: registry.BySince, Direction: registry.Ascending}, Page: registry.Page{Limit: 10}, AsOf: planDay,
			With: registry.CollaborationWith{Partner: all},
		})
	}
	for name, question := range map[string]struct {
		statements int
		read       func(ctx context.Context, r *reader) error
	}{
		"partners with collaborations and adoptions": {1, func(ctx context.Context, r *reader) error {
			_, err := r.ListPartners(ctx, []registry.PartnerQuery{{Order: byName, Page: registry.Page{Limit: 25}, AsOf: planDay, With: *all}})
			return err
		}},
		"three partners with all around them": {1, func(ctx context.Context, r *reader) error {
			lists, err := r.ListPartners(ctx, keys)
			for i, list := range lists {
				if len(list.Items) != 1 || list.Items[0].Key != keys[i].Filter.Keys[0] {
					t.Errorf("%v: %v", keys[i].Filter.Keys, list.Items)
				}
			}
			return err
		}},
		"collaborations of five regions with their partners": {1, func(ctx context.Context, r *reader) error {
			lists, err := r.ListCollaborations(ctx, pages)
			for i, list := range lists {
				if len(list.Items) == 0 || list.Items[0].RegionCode != pages[i].Region || len(list.Partners) == 0 {
					t.Errorf("%s: %v", pages[i].Region, list)
				}
			}
			return err
		}},
		"one partner with all that belongs to it": {1, func(ctx context.Context, r *reader) error {
			query := keys[0]
			query.With = registry.With{Adoption: true, Collaborations: &registry.WithCollaborations{}, Parts: true, PartOf: true, Agreements: 5}
			_, err := r.ListPartners(ctx, []registry.PartnerQuery{query})
			return err
		}},
		"a search with what is asked of partners": {1, func(ctx context.Context, r *reader) error {
			list, err := r.Search(ctx, registry.SearchQuery{Tokens: []string{"partner"}, Limit: 25, AsOf: planDay, With: *all})
			if len(list.IDs) != 20 || len(list.Partners) != 20 || len(list.Included.Collaborations) != 20 {
				t.Errorf("found %v", list)
			}
			return err
		}},
		"pages of two sizes": {2, func(ctx context.Context, r *reader) error {
			other := pages[0]
			other.Page.Limit = 5
			_, err := r.ListCollaborations(ctx, append([]registry.CollaborationQuery{other}, pages...))
			return err
		}},
	} {
		statements := 0
		session := store.session(t.Context(), driver.AccessModeRead)
		inside := retrying(session)
		counting := &reader{library: store.library, partners: &store.partners, run: func(ctx context.Context, limit time.Duration, cypher string, params map[string]any) ([]*driver.Record, error) {
			statements++
			return inside(ctx, limit, cypher, params)
		}}
		if err := question.read(t.Context(), counting); err != nil {
			t.Errorf("%s: %v", name, err)
		}
		store.end(t.Context(), session)
		if statements != question.statements {
			t.Errorf("%s: %d statements, not %d", name, statements, question.statements)
		}
	}
}
