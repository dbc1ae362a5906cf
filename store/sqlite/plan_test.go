package sqlite

import (
	"context"
	"database/sql"
	"regexp"
	"slices"
	"strings"
	"testing"

	"ketenkaart/registry"
	"ketenkaart/store/storetest"
)

// TestPlans looks at the plan of every statement that reading can make: each goes by an index, in the order that the
// index gives. Next to nothing is in the register: without statistics the planner knows nothing of sizes.
func TestPlans(t *testing.T) {
	s := filled(t, 2, 2)
	appendTouching(t, s)
	texts := recorded(s)
	readAll(t, s)
	if len(texts) < 700 {
		t.Errorf("only %d statements", len(texts))
	}
	for text := range texts {
		steps := plan(t, s, text)
		for _, step := range steps {
			if reason := costly(step); reason != "" && !excepted(text, step) {
				t.Errorf("%s in the plan of\n%s\n%s", reason, text, strings.Join(steps, "\n"))
			}
		}
	}
	var statistics int
	if err := s.readers.QueryRowContext(t.Context(), "SELECT count(*) FROM sqlite_schema WHERE name LIKE 'sqlite_stat%'").Scan(&statistics); err != nil || statistics > 0 {
		t.Errorf("%d tables of statistics, %v: plans would depend on what the register holds", statistics, err)
	}
}

// TestPlansOfWriting looks at the plans of what agreements are written by: a row is found by an index there too.
func TestPlansOfWriting(t *testing.T) {
	s := filled(t, 2, 2)
	texts := map[string]bool{}
	prepare := s.connection.PrepareContext
	s.writing = newStatements(func(ctx context.Context, text string) (*sql.Stmt, error) {
		texts[text] = true
		return prepare(ctx, text)
	})
	storetest.FillAgreed(t, s, storetest.GenerateAgreements(2, 2, 50))
	if len(texts) < 15 {
		t.Errorf("only %d statements", len(texts))
	}
	for text := range texts {
		steps := plan(t, s, text)
		for _, step := range steps {
			if reason := costly(step); reason != "" {
				t.Errorf("%s in the plan of\n%s\n%s", reason, text, strings.Join(steps, "\n"))
			}
		}
	}
}

// appendTouching makes a change that the filters of readRest meet.
func appendTouching(t *testing.T, s *Store) {
	t.Helper()
	item := registry.ChangeItem{SubjectID: "partner-1", Kind: "a", Regions: one(), Partners: one()}
	err := s.Update(t.Context(), func(ctx context.Context, w registry.Writer) error {
		return w.AppendChange(t.Context(), registry.Change{Revision: 2, Action: "test", Items: []registry.ChangeItem{item}})
	})
	if err != nil {
		t.Fatal(err)
	}
}

// recorded makes the store tell of each statement that it prepares from now on.
func recorded(s *Store) map[string]bool {
	texts := map[string]bool{}
	prepare := s.readers.PrepareContext
	s.reading = newStatements(func(ctx context.Context, text string) (*sql.Stmt, error) {
		texts[text] = true
		return prepare(ctx, text)
	})
	return texts
}

// costly says what is wrong with a step that grows with the register.
func costly(step string) string {
	switch {
	case strings.Contains(step, "USE TEMP B-TREE"):
		return "a sort"
	case strings.Contains(step, "SCAN") && !strings.Contains(step, "VIRTUAL TABLE") && !strings.Contains(step, "CONSTANT ROW"):
		return "a scan"
	case strings.Contains(step, "AUTOMATIC"):
		return "an index made for one statement"
	}
	return ""
}

// exceptions are the steps that may do more than the answer holds: in the plan of a statement that has the part, those
// that begin so, and why.
func exceptions() []struct{ part, step, why string } {
	return []struct{ part, step, why string }{
		{"SELECT '', count(*)", "SCAN", "the length of a list is counted along it"},
		{"SELECT f.", "SCAN p", "a facet is of the whole list"},
		{"SELECT f.", "USE TEMP B-TREE FOR GROUP BY", "a facet is of the whole list"},
		{"SELECT f.", "USE TEMP B-TREE FOR count(DISTINCT)", "a facet is of the whole list"},
		{"max(revision)", "SCAN", "the state counts everything, and looks into the indexes of what is made up"},
		{"AND p.key IN (SELECT", "USE TEMP B-TREE FOR ORDER BY", "few partners are named by keys, identifiers or words"},
		{"FROM partner AS p CROSS JOIN collaboration_count", "USE TEMP B-TREE FOR ORDER BY", "few partners are named by a key, an identifier or words"},
		{"AND p.part_of IN (SELECT", "USE TEMP B-TREE FOR ORDER BY", "the parts of a few partners"},
		{":edgePartners", "USE TEMP B-TREE FOR", "the collaborations of a few partners"},
		{"AND a.id IN (SELECT q", "USE TEMP B-TREE FOR ORDER BY", "the agreements of a few partners, or the few that wait for a party"},
		{"AND a.uuid IN (SELECT v", "USE TEMP B-TREE FOR ORDER BY", "those whose evaluation is due"},
		{"FROM municipality", "USE TEMP B-TREE FOR ORDER BY", "there are some 350 municipalities"},
		{"search_index MATCH", "USE TEMP B-TREE FOR ORDER BY", "words find things in no order"},
		{"search_index MATCH", "SCAN (subquery", "what words find is counted up to a bound"},
		{"instr(' ' || s.words", "SCAN s", "a walk by name that is bounded"},
		{"search_index MATCH", "SCAN f", "the agreements that words find, each once"},
		{"search_index MATCH", "USE TEMP B-TREE FOR GROUP BY", "the agreements that words find, each once"},
	}
}

func excepted(text, step string) bool {
	return slices.ContainsFunc(exceptions(), func(e struct{ part, step, why string }) bool {
		return strings.Contains(text, e.part) && strings.HasPrefix(strings.TrimSpace(step), e.step)
	})
}

var parameter = regexp.MustCompile(`:([a-zA-Z]\w*)`)

func plan(t testing.TB, s *Store, text string) []string {
	t.Helper()
	var args []any
	for _, match := range parameter.FindAllStringSubmatch(text, -1) {
		args = append(args, sql.Named(match[1], nil))
	}
	rows, err := s.readers.QueryContext(t.Context(), "EXPLAIN QUERY PLAN "+text, args...)
	if err != nil {
		t.Fatalf("%v\n%s", err, text)
	}
	defer rows.Close()
	var steps []string
	depth := map[int]int{}
	for rows.Next() {
		var id, parent, unused int
		var detail string
		if err := rows.Scan(&id, &parent, &unused, &detail); err != nil {
			t.Fatal(err)
		}
		depth[id] = depth[parent] + 1
		steps = append(steps, strings.Repeat("  ", depth[id])+detail)
	}
	return steps
}

// readAll makes every kind of read, each filter field alone, with one value and with two, in each order.
func readAll(t testing.TB, s *Store) {
	t.Helper()
	err := s.View(t.Context(), func(ctx context.Context, r registry.Reader) error {
		for _, read := range []func(context.Context, registry.Reader) error{
			readPartners, readCollaborations, readAdoptions, readAgreements, readAgreed, readRest, scanEverything,
		} {
			if err := read(ctx, r); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
}

func readPartners(ctx context.Context, r registry.Reader) error {
	var queries []registry.PartnerQuery
	for _, filter := range partnerFilters() {
		for _, field := range []registry.PartnerOrderField{registry.ByName, registry.ByCollaborations, registry.ByLatestCollaboration} {
			order := registry.PartnerOrder{Field: field, Direction: registry.Ascending}
			for _, page := range pages() {
				queries = append(queries, registry.PartnerQuery{Filter: filter, Order: order, Page: page, AsOf: "2025-06-01"})
			}
		}
	}
	if _, err := r.ListPartners(ctx, queries); err != nil {
		return err
	}
	if _, err := r.Count(ctx, registry.CountsOf(queries...)); err != nil {
		return err
	}
	for _, facet := range []registry.Facet{registry.FacetCoreTasks, registry.FacetProfiles, registry.FacetSectors, registry.FacetChains, registry.FacetRegions} {
		if _, err := r.PartnerFacet(ctx, facet, queries[0]); err != nil {
			return err
		}
	}
	for _, of := range []registry.PartnerSelect{{Keys: one()}, {Keys: two()}, {PartOf: one()}, {PartOf: two()}} {
		if _, err := r.Partners(ctx, of); err != nil {
			return err
		}
	}
	return nil
}

func one() []string { return []string{"VR01"} }
func two() []string { return []string{"VR01", "VR02"} }

// pages make every statement of an order: the other direction only takes the same bounds and walks the other way round.
func pages() []registry.Page {
	key := registry.Key{Text: "a", Number: 1, Tie: "a"}
	return []registry.Page{{Limit: 5}, {Limit: 5, Backward: true}, {Limit: 5, Before: &key}, {Limit: 5, Before: &key, Backward: true}}
}

func partnerFilters() []registry.PartnerFilter {
	type filter = registry.PartnerFilter
	tasks := registry.AllCoreTasks()
	filters := []filter{
		{}, {IncludeEnded: true}, {Keys: one()}, {Keys: two()}, {Identifiers: one()}, {Identifiers: two()}, {Tokens: []string{"wat"}}, {Tokens: []string{"wat", "zo"}},
		{CoreTasks: tasks[:1]}, {CoreTasks: tasks}, {Sectors: one()}, {Sectors: two()}, {Chains: one()}, {Chains: two()}, {ChainKind: new(registry.Functioneel)},
		{ChainKind: new(registry.Functioneel), Chains: one()}, {ChainKind: new(registry.Functioneel), Chains: two()}, {WorksIn: one()}, {WorksIn: two()},
		{Ambitions: registry.AllProfiles()[:1]}, {Ambitions: registry.AllProfiles()}, {Connected: new(true)}, {National: new(true)}, {AreaUnknown: new(true)}, {WorksIn: one(), National: new(false)}, {Certainty: registry.AllCertainties()[:1]}, {Certainty: registry.AllCertainties()},
		{Adopted: new(true)}, {Adopted: new(false)}, {AdoptedBy: one()}, {AdoptedBy: two()}, {Adopted: new(true), AdoptionCertainty: registry.AllCertainties()},
		{Adopted: new(false), AdoptionCertainty: registry.AllCertainties()}, {Adopted: new(true), AdoptedBy: two(), AdoptionCertainty: registry.AllCertainties()},
	}
	for _, edge := range edgeFilters() {
		filters = append(filters, filter{Collaboration: &edge}, filter{NoCollaboration: &edge}, filter{Collaboration: &edge, NoCollaboration: &edge, CoreTasks: tasks, ChainKind: new(registry.Functioneel)})
	}
	for _, list := range []registry.CounterpartList{registry.OurAdoptionRegions, registry.PartnersWeAdopted, registry.SharedNotAdopted} {
		for _, certainty := range [][]registry.Certainty{nil, registry.AllCertainties()[:1], registry.AllCertainties()} {
			filters = append(filters, filter{Counterpart: &registry.CounterpartFilter{Region: "VR01", List: list, Certainty: certainty}})
		}
	}
	for _, regions := range [][]string{one(), two()} {
		shared := registry.CollaborationFilter{Regions: regions, Profiles: registry.AllProfiles(), Certainty: registry.AllCertainties()}
		filters = append(filters, filter{Shared: &registry.SharedFilter{AtLeast: 2, Collaboration: shared}})
	}
	return filters
}

func edgeFilters() []registry.CollaborationFilter {
	type filter = registry.CollaborationFilter
	day := new(registry.Date("2020-01-01"))
	return []filter{
		{}, {Regions: one()}, {Regions: two()}, {Partners: one()}, {Partners: two()}, {Profiles: registry.AllProfiles()[:1]}, {Profiles: registry.AllProfiles()},
		{Incidental: new(true)}, {SinceFrom: day}, {SinceBefore: day}, {Certainty: registry.AllCertainties()[:1]}, {Certainty: registry.AllCertainties()},
		{SinceFrom: day, SinceBefore: new(registry.Date("2021-01-01"))}, {Regions: two(), Profiles: registry.AllProfiles()}, {Regions: one(), Profiles: registry.AllProfiles()[:1]},
		{Period: registry.PastPeriods}, {Period: registry.PlannedPeriods, SinceFrom: day}, {Period: registry.AllPeriods, Profiles: registry.AllProfiles()},
	}
}

func readCollaborations(ctx context.Context, r registry.Reader) error {
	var queries []registry.CollaborationQuery
	day := registry.Date("2025-06-01")
	for _, filter := range edgeFilters() {
		for _, region := range []string{"", "VR01"} {
			for _, field := range []registry.CollaborationOrderField{registry.BySince, registry.ByPartner} {
				order := registry.CollaborationOrder{Field: field, Direction: registry.Ascending}
				for _, page := range pages() {
					queries = append(queries, registry.CollaborationQuery{Region: region, Filter: filter, Order: order, Page: page, AsOf: day})
				}
			}
		}
		for _, at := range []*registry.Date{nil, &day} {
			for _, of := range []registry.CollaborationSelect{
				{UUIDs: one()}, {UUIDs: two()}, {Pairs: []registry.Pair{{Region: "VR01", Partner: "partner-1"}}}, {Partners: one()}, {Partners: two()},
			} {
				of.AsOf, of.Filter = at, &filter
				if _, err := r.Collaborations(ctx, of); err != nil {
					return err
				}
			}
		}
	}
	if _, err := r.ListCollaborations(ctx, queries); err != nil {
		return err
	}
	_, err := r.Count(ctx, registry.CountsOf(queries...))
	return err
}

func readAdoptions(ctx context.Context, r registry.Reader) error {
	day := registry.Date("2025-06-01")
	for _, at := range []*registry.Date{nil, &day} {
		for _, of := range []registry.AdoptionSelect{{UUIDs: one()}, {UUIDs: two()}, {Partners: one()}, {Partners: two()}} {
			of.AsOf = at
			if _, err := r.Adoptions(ctx, of); err != nil {
				return err
			}
		}
	}
	var queries []registry.AdoptionQuery
	for _, page := range pages() {
		queries = append(queries, registry.AdoptionQuery{Page: page, AsOf: day}, registry.AdoptionQuery{Region: "VR01", Page: page, AsOf: day, Certainty: registry.AllCertainties()})
		for _, period := range []registry.PeriodFilter{registry.PastPeriods, registry.PlannedPeriods, registry.AllPeriods} {
			queries = append(queries, registry.AdoptionQuery{Period: period, Page: page, AsOf: day})
		}
	}
	if _, err := r.ListAdoptions(ctx, queries); err != nil {
		return err
	}
	_, err := r.Count(ctx, registry.CountsOf(queries...))
	return err
}

func readRest(ctx context.Context, r registry.Reader) error {
	for _, page := range pages() {
		for _, filter := range []registry.ChangeFilter{
			{}, {Subjects: one()}, {Subjects: two()}, {Regions: two()}, {Partners: two()}, {Kinds: []registry.Kind{"a"}},
			{Subjects: two(), Regions: one(), Partners: one(), Kinds: []registry.Kind{"a", "b"}},
		} {
			if _, err := r.ListChanges(ctx, []registry.ChangeQuery{{Filter: filter, Page: page}, {Filter: filter, Page: page, Items: true}}); err != nil {
				return err
			}
			items := []registry.ChangeItemQuery{{Revision: 2, Filter: filter, Page: page}}
			if _, err := r.Count(ctx, registry.CountsOf([]registry.ChangeQuery{{Filter: filter, Page: page, After: 1}}...)); err != nil {
				return err
			}
			if _, err := r.ListChangeItems(ctx, items); err != nil {
				return err
			}
			if _, err := r.Count(ctx, registry.CountsOf(items...)); err != nil {
				return err
			}
		}
	}
	for _, partners := range [][]string{one(), two()} {
		if _, err := r.CollaborationCounts(ctx, partners, "2025-06-01"); err != nil {
			return err
		}
	}
	if _, err := r.Search(ctx, registry.SearchQuery{Tokens: []string{"wat"}, Limit: 5, AsOf: "2025-06-01"}); err != nil {
		return err
	}
	if _, err := r.Neighbours(ctx, two()); err != nil {
		return err
	}
	if _, err := r.State(ctx); err != nil {
		return err
	}
	for _, of := range []registry.MunicipalitySelect{{Codes: one()}, {Codes: two()}, {Regions: one()}, {Regions: two()}} {
		if _, err := r.Municipalities(ctx, of); err != nil {
			return err
		}
	}
	return nil
}

// scanEverything reads the first things and edges of all kinds.
func scanEverything(ctx context.Context, r registry.Reader) error {
	for _, kind := range []registry.Kind{
		registry.KindRegion, registry.KindMunicipality, registry.KindSector, registry.KindChain, registry.KindMinistry, registry.KindPartner,
		registry.KindCollaboration, registry.KindAdoption, registry.KindAgreement, registry.KindPeerReview, registry.KindEvaluation, registry.KindChange,
	} {
		if _, err := r.Scan(ctx, registry.ScanQuery{Kind: kind, Limit: 5}); err != nil {
			return err
		}
	}
	_, err := r.Edges(ctx, registry.EdgeQuery{Limit: 5})
	return err
}
