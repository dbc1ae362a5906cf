package neo4j

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	driver "github.com/neo4j/neo4j-go-driver/v5/neo4j"

	"ketenkaart/registry"
	"ketenkaart/store/storetest"
)

// The size of the register on which plans are looked at, and what a read may cost there.
const (
	planPartners = 10_000
	planEdges    = 3
	// mostHits is what no page may exceed; mostSorted is how many rows a page may sort, such as those of five walks.
	mostHits   = 30_000
	mostSorted = 250
)

// plan is one read whose plan is looked at. Costly ones are costly by nature: they may read and sort what they like.
type plan struct {
	name   string
	costly bool
	read   func(ctx context.Context, r *reader) error
}

// TestPlans asks for the plans twice: of an empty register, for Neo4j keeps a plan for some time while the register
// grows, and of a large one.
func TestPlans(t *testing.T) {
	if server(t) == nil {
		return
	}
	store := empty(t)
	defer closes(t, store)
	for _, p := range plans() {
		t.Run("empty/"+p.name, func(t *testing.T) { explain(t, store, p) })
	}
	fill(t, store)
	for _, p := range plans() {
		t.Run("large/"+p.name, func(t *testing.T) { profile(t, store, p) })
	}
	erase(t, store)
}

// TestPlansOfWrites looks at the plans that an empty register gives to what writes, for they are kept while it grows.
func TestPlansOfWrites(t *testing.T) {
	if server(t) == nil {
		return
	}
	store := empty(t)
	defer closes(t, store)
	seen := 0
	watching := func(summary driver.ResultSummary, cypher string) {
		seen++
		walkPlan(summary.Plan(), func(operator string) {
			if scans(operator) {
				t.Errorf("%s in\n%s", operator, cypher)
			}
		})
	}
	reads := watched(store, "EXPLAIN ", watching)
	w := &writer{reader: reader{library: store.library}, most: batchSize, locked: true, expected: newExpected()}
	w.run = w.inOrder(reads.run)
	_, lock := w.rows(t.Context(), store.library.Text("Lock"), nil)
	_, expect := w.rows(t.Context(), expectText(w.library), map[string]any{
		"collaborations": []string{}, "pairs": []any{}, "keys": []any{}, "regions": []string{}, "partners": []string{}, "agreements": []string{},
	})
	writes := []error{
		lock, expect, w.AppendChange(t.Context(), registry.Change{}),
		w.PutRegions(t.Context(), []registry.Region{{}}), w.PutNeighbours(t.Context(), []registry.Neighbours{{}}),
		w.PutMunicipalities(t.Context(), []registry.Municipality{{}}), w.PutSectors(t.Context(), []registry.Sector{{}}),
		w.PutMinistries(t.Context(), []registry.Ministry{{}}), w.PutChains(t.Context(), []registry.Chain{{}}),
		w.PutPartners(t.Context(), []registry.Partner{{}}), w.PutCollaborations(t.Context(), []registry.Collaboration{{}}),
		w.PutCounts(t.Context(), []string{""}),
		w.RemoveCollaborations(t.Context(), []string{""}), w.PutAdoptions(t.Context(), []registry.Adoption{{}}),
		w.RemoveAgreements(t.Context(), []string{""}), w.RemovePartners(t.Context(), []string{""}),
		w.RemoveMunicipalities(t.Context(), []string{""}), w.RemoveNeighbours(t.Context(), []registry.Neighbours{{}}),
		w.RemoveChains(t.Context(), []string{""}), w.RemoveSectors(t.Context(), []string{""}), w.RemoveMinistries(t.Context(), []string{""}),
		w.RemoveAdoptions(t.Context(), []string{""}), w.PutAgreements(t.Context(), []registry.Agreement{{}}),
		w.PutPeerReviews(t.Context(), []registry.PeerReview{{}}), w.PutEvaluations(t.Context(), []registry.InformalEvaluation{{}}),
		w.AppendChange(t.Context(), registry.Change{}), w.release(t.Context()),
	}
	if err := errors.Join(writes...); err != nil {
		t.Fatal(err)
	}
	// The last Put goes along with the Change, when both are let go.
	if seen != len(writes)-2 {
		t.Errorf("%d statements for %d writes", seen, len(writes))
	}
}

// fill is several Updates, for so many rows in one need more memory than Neo4j has by default on a small machine.
func fill(t testing.TB, store *Store) {
	data := storetest.Generate(planPartners, planEdges)
	surroundings := data
	surroundings.Partners, surroundings.Collaborations, surroundings.Adoptions = nil, nil, nil
	storetest.Fill(t, store, surroundings)
	for partners := range slices.Chunk(data.Partners, 5000) {
		storetest.Fill(t, store, registry.Dataset{Partners: partners})
	}
	for edges := range slices.Chunk(data.Collaborations, 15000) {
		storetest.Fill(t, store, registry.Dataset{Collaborations: edges})
	}
	storetest.Fill(t, store, registry.Dataset{Adoptions: data.Adoptions})
	storetest.FillAgreed(t, store, planAgreed())
	raw(t, store, "CALL db.prepareForReplanning()", nil)
}

// explain lets the planner plan without running, and looks at the operators.
func explain(t *testing.T, store *Store, p plan) {
	watching := func(summary driver.ResultSummary, cypher string) {
		walkPlan(summary.Plan(), func(operator string) {
			if scans(operator) && !p.costly {
				t.Errorf("%s in\n%s", operator, cypher)
			}
		})
	}
	_ = p.read(t.Context(), watched(store, "EXPLAIN ", watching)) // a page of partners misses its one record here
}

// profile runs, and looks at what each operator did.
func profile(t *testing.T, store *Store, p plan) {
	watching := func(summary driver.ResultSummary, cypher string) {
		hits, found := judge(summary.Profile())
		t.Logf("%d hits", hits)
		if p.costly {
			return
		}
		if hits > mostHits {
			t.Errorf("%d db hits, at most %d, in\n%s", hits, mostHits, cypher)
		}
		if len(found) > 0 {
			t.Errorf("%s in\n%s", strings.Join(found, ", "), cypher)
		}
	}
	if err := p.read(t.Context(), watched(store, "PROFILE ", watching)); err != nil {
		t.Error(err)
	}
}

// watched is a reader that lets the test see the summary of each statement.
func watched(store *Store, prefix string, watch func(driver.ResultSummary, string)) *reader {
	return &reader{library: store.library, run: func(ctx context.Context, _ time.Duration, cypher string, params map[string]any) ([]*driver.Record, error) {
		session := store.session(ctx, driver.AccessModeRead)
		defer store.end(ctx, session)
		result, err := session.Run(ctx, prefix+cypher, params)
		if err != nil {
			return nil, fmt.Errorf("%w in\n%s", err, cypher)
		}
		records, err := result.Collect(ctx)
		if err != nil {
			return nil, fmt.Errorf("%w in\n%s", err, cypher)
		}
		summary, err := result.Consume(ctx)
		if err != nil {
			return nil, err
		}
		watch(summary, cypher)
		return records, nil
	}}
}

func walkPlan(p driver.Plan, visit func(operator string)) {
	visit(p.Operator())
	for _, child := range p.Children() {
		walkPlan(child, visit)
	}
}

// judge sums the hits, and names what reads or sorts too much.
func judge(p driver.ProfiledPlan) (hits int64, found []string) {
	hits = p.DbHits()
	if scans(p.Operator()) {
		found = append(found, p.Operator())
	}
	for _, child := range p.Children() {
		if sorts(p.Operator()) && child.Records() > mostSorted {
			found = append(found, fmt.Sprintf("%s of %d rows", p.Operator(), child.Records()))
		}
		below, more := judge(child)
		hits, found = hits+below, append(found, more...)
	}
	return hits, found
}

func scans(operator string) bool {
	name, _, _ := strings.Cut(operator, "@")
	return strings.HasSuffix(name, "Scan") && !strings.HasSuffix(name, "IndexScan") || strings.HasSuffix(name, "LabelsScan")
}

func sorts(operator string) bool {
	name, _, _ := strings.Cut(operator, "@")
	return name == "Sort" || name == "Top" || name == "PartialSort" || name == "PartialTop"
}

func plans() []plan {
	return slices.Concat(partnerPlans(), filterPlans(), edgePlans(), agreementPlans(), otherPlans(), costlyPlans())
}

const planDay registry.Date = "2025-01-01"

// asked makes a read of a query for partners.
func asked(change func(*registry.PartnerQuery)) func(context.Context, *reader) error {
	query := registry.PartnerQuery{
		Order: registry.PartnerOrder{Field: registry.ByName, Direction: registry.Ascending},
		Page:  registry.Page{Limit: 25}, AsOf: planDay,
	}
	change(&query)
	return func(ctx context.Context, r *reader) error {
		_, err := r.ListPartners(ctx, []registry.PartnerQuery{query})
		return err
	}
}

// partnerPlans walk each order in both directions, from a cursor in the middle.
func partnerPlans() []plan {
	var all []plan
	middle := registry.Key{Text: "partner 0005000 spoorbedrijf", Tie: "p-0005000"}
	for field, after := range map[registry.PartnerOrderField]registry.Key{
		registry.ByName:                middle,
		registry.ByCollaborations:      {Number: planEdges, Tie: "p-0005000"},
		registry.ByLatestCollaboration: {Text: "2020-01-01", Tie: "p-0005000"},
	} {
		for _, direction := range []registry.OrderDirection{registry.Ascending, registry.Descending} {
			for _, backward := range []bool{false, true} {
				name := fmt.Sprintf("partners %s %s backward %t", field, direction, backward)
				all = append(all, plan{name: name, read: asked(func(q *registry.PartnerQuery) {
					q.Order = registry.PartnerOrder{Field: field, Direction: direction}
					q.Page = registry.Page{Limit: 25, Backward: backward, After: &after, Before: &after}
					if backward {
						q.Page.After = nil
					} else {
						q.Page.Before = nil
					}
				})})
			}
		}
	}
	return append(all,
		plan{name: "three partners by key, with all", read: func(ctx context.Context, r *reader) error {
			var queries []registry.PartnerQuery
			for _, key := range []string{"p-0000001", "p-0005000", "p-0009999"} {
				query := registry.PartnerQueryOfKeys([]string{key}, planDay)
				query.With = registry.With{Adoption: true, Collaborations: &registry.WithCollaborations{}}
				queries = append(queries, query)
			}
			_, err := r.ListPartners(ctx, queries)
			return err
		}},
		plan{name: "collaborations of three regions, with their partners", read: func(ctx context.Context, r *reader) error {
			var queries []registry.CollaborationQuery
			for _, region := range []string{"VR01", "VR08", "VR25"} {
				queries = append(queries, registry.CollaborationQuery{
					Region: region, Order: registry.CollaborationOrder{Field: registry.BySince, Direction: registry.Descending}, Page: registry.Page{Limit: 10},
					AsOf: planDay, With: registry.CollaborationWith{Partner: &registry.With{Adoption: true}},
				})
			}
			_, err := r.ListCollaborations(ctx, queries)
			return err
		}},
		plan{name: "partners first page", read: asked(func(*registry.PartnerQuery) {})},
		plan{name: "partners with all", read: asked(func(q *registry.PartnerQuery) {
			q.With = registry.With{Adoption: true, Collaborations: &registry.WithCollaborations{}}
		})},
		plan{name: "the mission's question", read: asked(func(q *registry.PartnerQuery) {
			structural := &registry.CollaborationFilter{Profiles: []registry.Profile{registry.Structureel}}
			q.Filter.CoreTasks, q.Filter.ChainKind = []registry.CoreTask{registry.Beheerder}, new(registry.Functioneel)
			q.Filter.Collaboration = structural
			q.With.Collaborations = &registry.WithCollaborations{Filter: structural}
		})},
	)
}

// filterPlans ask one field of the filter at a time, each met by one partner in a hundred or more.
func filterPlans() []plan {
	all := map[string]func(*registry.PartnerFilter){
		"keys":        func(f *registry.PartnerFilter) { f.Keys = []string{"p-0000001", "p-0005000", "p-0009999"} },
		"identifiers": func(f *registry.PartnerFilter) { f.Identifiers = []string{"10000007", "10005000"} },
		"a rare word": func(f *registry.PartnerFilter) { f.Tokens = []string{"0000042"} },
		"core tasks": func(f *registry.PartnerFilter) {
			f.CoreTasks = []registry.CoreTask{registry.Hulpdienst, registry.Dienstverlener}
		},
		"sectors":    func(f *registry.PartnerFilter) { f.Sectors = []string{"sector-03"} },
		"chains":     func(f *registry.PartnerFilter) { f.Chains = []string{"FUN05"} },
		"chain kind": func(f *registry.PartnerFilter) { f.ChainKind = new(registry.Algemeen) },
		"chains of a kind": func(f *registry.PartnerFilter) {
			f.Chains, f.ChainKind = []string{"FUN05", "ALG00"}, new(registry.Algemeen)
		},
		"works in":         func(f *registry.PartnerFilter) { f.WorksIn = []string{"VR08"} },
		"connected":        func(f *registry.PartnerFilter) { f.Connected = new(true) },
		"adopted":          func(f *registry.PartnerFilter) { f.Adopted = new(true) },
		"not adopted":      func(f *registry.PartnerFilter) { f.Adopted = new(false) },
		"adopted by":       func(f *registry.PartnerFilter) { f.AdoptedBy = []string{"VR08"} },
		"certainty":        func(f *registry.PartnerFilter) { f.Certainty = []registry.Certainty{registry.Verified} },
		"ended too":        func(f *registry.PartnerFilter) { f.IncludeEnded = true },
		"collaboration":    func(f *registry.PartnerFilter) { f.Collaboration = fullEdgeFilter() },
		"no collaboration": func(f *registry.PartnerFilter) { f.NoCollaboration = fullEdgeFilter() },
		"our adoption regions": func(f *registry.PartnerFilter) {
			f.Counterpart = &registry.CounterpartFilter{Region: "VR08", List: registry.OurAdoptionRegions}
		},
		"partners we adopted": func(f *registry.PartnerFilter) {
			f.Counterpart = &registry.CounterpartFilter{Region: "VR08", List: registry.PartnersWeAdopted}
		},
		"shared, not adopted": func(f *registry.PartnerFilter) {
			f.Counterpart = &registry.CounterpartFilter{Region: "VR08", List: registry.SharedNotAdopted}
		},
		"shared": func(f *registry.PartnerFilter) {
			f.Shared = &registry.SharedFilter{AtLeast: 1, Collaboration: *fullEdgeFilter()}
		},
	}
	var list []plan
	for name, change := range all {
		list = append(list, plan{name: "partners by " + name, read: asked(func(q *registry.PartnerQuery) { change(&q.Filter) })})
	}
	return list
}

func fullEdgeFilter() *registry.CollaborationFilter {
	return &registry.CollaborationFilter{
		Regions: []string{"VR08", "VR09", "VR10"}, SinceFrom: new(registry.Date("2015-01-01")), SinceBefore: new(registry.Date("2024-01-01")),
		Certainty: []registry.Certainty{registry.Verified, registry.Derived, registry.CommonKnowledge}, Incidental: new(false),
	}
}

// edgePlans walk collaborations and adoptions, of all regions and of one.
func edgePlans() []plan {
	var all []plan
	for _, region := range []string{"", "VR08"} {
		for _, field := range []registry.CollaborationOrderField{registry.BySince, registry.ByPartner} {
			for _, direction := range []registry.OrderDirection{registry.Ascending, registry.Descending} {
				after := registry.Key{Text: "2019-01-01", Tie: "0"}
				if field == registry.ByPartner {
					after.Text = "p-0005000"
				}
				query := registry.CollaborationQuery{
					Region: region, Order: registry.CollaborationOrder{Field: field, Direction: direction},
					Page: registry.Page{Limit: 25, After: &after}, AsOf: planDay,
				}
				all = append(all, plan{name: fmt.Sprintf("collaborations %s %s of %q", field, direction, region), read: func(ctx context.Context, r *reader) error {
					_, err := r.ListCollaborations(ctx, []registry.CollaborationQuery{query})
					return err
				}})
			}
		}
		adoptions := registry.AdoptionQuery{Region: region, Page: registry.Page{Limit: 25, After: &registry.Key{Text: "2022-01-01", Tie: "0"}}, AsOf: planDay}
		all = append(all, plan{name: fmt.Sprintf("adoptions of %q", region), read: func(ctx context.Context, r *reader) error {
			_, err := r.ListAdoptions(ctx, []registry.AdoptionQuery{adoptions})
			return err
		}})
	}
	return all
}

// otherPlans read by key, and the feed.
func otherPlans() []plan {
	return slices.Concat(codePlans(), keyPlans(), feedPlans(), scanPlans())
}

func codePlans() []plan {
	return []plan{
		{name: "state", read: func(ctx context.Context, r *reader) error { _, err := r.State(ctx); return err }},
		{name: "revision", read: func(ctx context.Context, r *reader) error { _, err := r.Revision(ctx); return err }},
		{name: "regions", read: func(ctx context.Context, r *reader) error { _, err := r.Regions(ctx, nil); return err }},
		{name: "regions by code", read: func(ctx context.Context, r *reader) error { _, err := r.Regions(ctx, []string{"VR08"}); return err }},
		{name: "neighbours", read: func(ctx context.Context, r *reader) error { _, err := r.Neighbours(ctx, []string{"VR08"}); return err }},
		{name: "sectors", read: func(ctx context.Context, r *reader) error { _, err := r.Sectors(ctx, nil); return err }},
		{name: "sectors by code", read: func(ctx context.Context, r *reader) error {
			_, err := r.Sectors(ctx, []string{"sector-01"})
			return err
		}},
		{name: "chains", read: func(ctx context.Context, r *reader) error { _, err := r.Chains(ctx, nil); return err }},
		{name: "chains by code", read: func(ctx context.Context, r *reader) error { _, err := r.Chains(ctx, []string{"FUN01"}); return err }},
		{name: "ministries", read: func(ctx context.Context, r *reader) error { _, err := r.Ministries(ctx, nil); return err }},
		{name: "municipalities by code", read: func(ctx context.Context, r *reader) error {
			_, err := r.Municipalities(ctx, registry.MunicipalitySelect{Codes: []string{"GM0001"}})
			return err
		}},
		{name: "municipalities of regions", read: func(ctx context.Context, r *reader) error {
			_, err := r.Municipalities(ctx, registry.MunicipalitySelect{Regions: []string{"VR08"}})
			return err
		}},
	}
}

func keyPlans() []plan {
	keys, ids := []string{"p-0000001", "p-0005000"}, []string{"0194b2d1-0000-7000-8000-000000000001"}
	return []plan{
		{name: "partners by key", read: func(ctx context.Context, r *reader) error {
			_, err := r.Partners(ctx, registry.PartnerSelect{Keys: keys})
			return err
		}},
		{name: "parts of partners", read: func(ctx context.Context, r *reader) error {
			_, err := r.Partners(ctx, registry.PartnerSelect{PartOf: keys})
			return err
		}},
		{name: "collaborations by id", read: func(ctx context.Context, r *reader) error {
			_, err := r.Collaborations(ctx, registry.CollaborationSelect{UUIDs: ids})
			return err
		}},
		{name: "collaboration counts", read: func(ctx context.Context, r *reader) error {
			_, err := r.CollaborationCounts(ctx, []string{"p-0005000", "p-0005001"}, planDay)
			return err
		}},
		{name: "collaborations of pairs", read: func(ctx context.Context, r *reader) error {
			_, err := r.Collaborations(ctx, registry.CollaborationSelect{Pairs: []registry.Pair{{Region: "VR08", Partner: "p-0005000"}}})
			return err
		}},
		{name: "collaborations of partners", read: func(ctx context.Context, r *reader) error {
			_, err := r.Collaborations(ctx, registry.CollaborationSelect{Partners: keys, AsOf: new(planDay), Filter: fullEdgeFilter()})
			return err
		}},
		{name: "adoptions by id", read: func(ctx context.Context, r *reader) error {
			_, err := r.Adoptions(ctx, registry.AdoptionSelect{UUIDs: ids})
			return err
		}},
		{name: "adoptions of partners", read: func(ctx context.Context, r *reader) error {
			_, err := r.Adoptions(ctx, registry.AdoptionSelect{Partners: keys, AsOf: new(planDay)})
			return err
		}},
		{name: "collaborations of a list by partner", read: func(ctx context.Context, r *reader) error {
			_, err := r.ListCollaborations(ctx, []registry.CollaborationQuery{{
				Filter: registry.CollaborationFilter{Partners: keys}, Page: registry.Page{Limit: 25}, AsOf: planDay,
				Order: registry.CollaborationOrder{Field: registry.ByPartner, Direction: registry.Descending},
			}})
			return err
		}},
	}
}

func feedPlans() []plan {
	return []plan{
		{name: "search for a rare word", read: searches("0000042")},
		{name: "feed", read: feeds(registry.ChangeFilter{})},
		{name: "feed of a subject", read: feeds(registry.ChangeFilter{Subjects: []string{"Partner:p-0000001"}})},
		{name: "feed of regions and partners", read: feeds(registry.ChangeFilter{Regions: []string{"VR08"}, Partners: []string{"p-0000001", "p-0005000"}})},
		{name: "items of a change", read: func(ctx context.Context, r *reader) error {
			_, err := r.ListChangeItems(ctx, []registry.ChangeItemQuery{{Revision: 1, Page: registry.Page{Limit: 25}}})
			return err
		}},
		{name: "number of items of a change", read: func(ctx context.Context, r *reader) error {
			_, err := r.Count(ctx, registry.CountsOf([]registry.ChangeItemQuery{{Revision: 1}}...))
			return err
		}},
		{name: "feed of kinds", read: feeds(registry.ChangeFilter{Kinds: []registry.Kind{registry.KindPartner}})},
	}
}

func searches(token string) func(context.Context, *reader) error {
	return func(ctx context.Context, r *reader) error {
		_, err := r.Search(ctx, registry.SearchQuery{Tokens: []string{token}, Limit: 25, AsOf: planDay})
		return err
	}
}

func feeds(filter registry.ChangeFilter) func(context.Context, *reader) error {
	return func(ctx context.Context, r *reader) error {
		_, err := r.ListChanges(ctx, []registry.ChangeQuery{{Filter: filter, Page: registry.Page{Limit: 25}}})
		return err
	}
}

// costlyPlans are the exceptions: counts, which the caller bounds in time, and what a common word finds.
func costlyPlans() []plan {
	query := registry.PartnerQuery{AsOf: planDay, Filter: registry.PartnerFilter{Collaboration: fullEdgeFilter()}}
	all := []plan{
		{name: "search for a common word", costly: true, read: searches("partner")},
		{name: "partners by a common word", costly: true, read: asked(func(q *registry.PartnerQuery) { q.Filter.Tokens = []string{"partner"} })},
		{name: "count partners", costly: true, read: func(ctx context.Context, r *reader) error {
			_, err := r.Count(ctx, registry.CountsOf([]registry.PartnerQuery{query}...))
			return err
		}},
		{name: "count collaborations", costly: true, read: func(ctx context.Context, r *reader) error {
			_, err := r.Count(ctx, registry.CountsOf([]registry.CollaborationQuery{{AsOf: planDay}, {Region: "VR08", AsOf: planDay}}...))
			return err
		}},
		{name: "count adoptions", costly: true, read: func(ctx context.Context, r *reader) error {
			_, err := r.Count(ctx, registry.CountsOf([]registry.AdoptionQuery{{AsOf: planDay}, {Region: "VR08", AsOf: planDay}}...))
			return err
		}},
	}
	for _, facet := range []registry.Facet{registry.FacetCoreTasks, registry.FacetProfiles, registry.FacetSectors, registry.FacetChains, registry.FacetRegions} {
		all = append(all, plan{name: fmt.Sprintf("facet %d", facet), costly: true, read: func(ctx context.Context, r *reader) error {
			_, err := r.PartnerFacet(ctx, facet, query)
			return err
		}})
	}
	return all
}

func scanPlans() (all []plan) {
	for _, kind := range []registry.Kind{
		registry.KindRegion, registry.KindMunicipality, registry.KindSector, registry.KindChain, registry.KindMinistry, registry.KindPartner,
		registry.KindCollaboration, registry.KindAdoption, registry.KindAgreement, registry.KindPeerReview, registry.KindEvaluation, registry.KindChange,
	} {
		all = append(all, plan{name: "scan " + string(kind), read: func(ctx context.Context, r *reader) error {
			_, err := r.Scan(ctx, registry.ScanQuery{Kind: kind, Limit: 50})
			return err
		}})
	}
	return append(all, plan{name: "edges", read: func(ctx context.Context, r *reader) error {
		_, err := r.Edges(ctx, registry.EdgeQuery{Limit: 50})
		return err
	}})
}
