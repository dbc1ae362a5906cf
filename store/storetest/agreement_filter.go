package storetest

import (
	"context"
	"slices"
	"testing"

	"ketenkaart/registry"
)

// testAgreementFilter reads lists of fewAgreements.
func testAgreementFilter(t *testing.T, store registry.Store) {
	put(t, store, agreementSurroundings())
	putAgreed(t, store, fewAgreements())
	t.Run("selects", func(t *testing.T) { testAgreementSelects(t, store) })
	t.Run("filters", func(t *testing.T) { testAgreementFilters(t, store) })
	t.Run("orders and pages", func(t *testing.T) { testAgreementOrders(t, store) })
	t.Run("by signing", func(t *testing.T) { testAgreementsBySigning(t, store) })
	t.Run("of a party", func(t *testing.T) { testAgreementParties(t, store) })
	t.Run("days", func(t *testing.T) { testAgreementDays(t, store) })
	t.Run("several queries", func(t *testing.T) { testAgreementBatch(t, store) })
	t.Run("a cursor between", func(t *testing.T) { testAgreementCursorBetween(t, store) })
	t.Run("after the rest was replaced", func(t *testing.T) { testAgreementAround(t, store) })
}

func testAgreementSelects(t *testing.T, store registry.Store) {
	type of = registry.AgreementSelect
	pairs := []registry.Pair{
		{Region: "VR02", Partner: "a"}, {Region: "VR02", Partner: "b"}, {Region: "VR02", Partner: "a"}, {Region: "VR10", Partner: "b"}, {Region: "VR25", Partner: "geen"},
	}
	for _, c := range []struct {
		what string
		of   of
		want []int
	}{
		{"by id", agreementsByUUID(39, 31, 35, 31, 99), []int{31, 35, 39}},
		{"no id", of{UUIDs: []string{}}, nil},
		{"nothing named", of{}, nil},
		{"by commitments, two of one", of{Commitments: []string{uuid(67), uuid(61), uuid(64), uuid(67), uuid(98)}}, []int{32, 34}},
		{"no commitment", of{Commitments: []string{}}, nil},
		{"by a pair of which both are bound, whatever its Pairs", of{Pairs: pairs[:1]}, []int{33, 34}},
		{"by pairs", of{Pairs: pairs}, []int{32, 33, 34}},
		{"by a pair that none binds", of{Pairs: pairs[3:]}, nil},
		{"no pair", of{Pairs: []registry.Pair{}}, nil},
		{"amending", of{Amending: []string{uuid(36), uuid(34), uuid(36), uuid(31), uuid(99)}}, []int{33, 35}},
		{"amending none", of{Amending: []string{}}, nil},
	} {
		wants(t, c.what, names(get(t, store, readAgreements(c.of)), agreementNumber), c.want)
	}
}

type agreementFilterCase struct {
	what   string
	filter registry.AgreementFilter
	want   []int
}

// agreementFilters are filters with the numbers of fewAgreements that they meet at 2020-01-01.
func agreementFilters() []agreementFilterCase {
	type filter = registry.AgreementFilter
	day := func(day registry.Date) *registry.Date { return &day }
	return []agreementFilterCase{
		{"nothing said", filter{}, []int{31, 32, 33, 34, 35, 36, 37, 38, 39}},
		{"regions", filter{Regions: []string{"VR10", "VR03", "VR25"}}, []int{34, 37, 38}},
		{"partners", filter{Partners: []string{"c", "geen", "a"}}, []int{31, 33, 34, 35, 37, 39}},
		{"led by", filter{LedBy: []string{"VR10", "VR02"}}, []int{32, 34, 39}},
		{"stored stages", filter{Status: []registry.AgreementStatus{registry.Exploring, registry.Draft, registry.Proposed}}, []int{31, 32, 33}},
		{"recorded, ended, abandoned", filter{Status: []registry.AgreementStatus{registry.Abandoned, registry.Ended, registry.Recorded}}, []int{36, 37, 38, 39}},
		{"active", filter{Status: []registry.AgreementStatus{registry.Active}}, []int{35}},
		{"expired", filter{Status: []registry.AgreementStatus{registry.Expired}}, []int{34}},
		{"expired or ended", filter{Status: []registry.AgreementStatus{registry.Ended, registry.Expired}}, []int{34, 36, 38}},
		{"active or expired", filter{Status: []registry.AgreementStatus{registry.Expired, registry.Active}}, []int{34, 35}},
		{"in force", filter{InForce: new(true)}, []int{35}},
		{"not in force", filter{InForce: new(false)}, []int{31, 32, 33, 34, 36, 37, 38, 39}},
		{"sectors of one partner", filter{Sectors: []string{"s1"}}, []int{31, 33, 34, 37}},
		{"sectors of several", filter{Sectors: []string{"s3", "s2"}}, []int{31, 32, 33, 34, 36, 37, 38}},
		{"a sector of none", filter{Sectors: []string{"s3"}}, nil},
		{"chains of partners and of its own", filter{Chains: []string{"A1"}}, []int{32, 33, 34, 36, 38}},
		{"a chain of an agreement alone", filter{Chains: []string{"F2", "GEEN"}}, []int{32}},
		{"a sector of one partner, a chain of the other", filter{Sectors: []string{"s1"}, Chains: []string{"A1"}}, []int{33, 34}},
		{"profiles", filter{Profiles: []registry.Profile{registry.Koppel, registry.Structureel}}, []int{33, 34}},
		{"a profile", filter{Profiles: []registry.Profile{registry.Kern}}, []int{32, 33, 34}},
		{"proces is empty", filter{EmptyDimensions: []registry.Dimension{registry.Proces}}, []int{31, 35, 37, 38, 39}},
		{"mens or techniek is empty", filter{EmptyDimensions: []registry.Dimension{registry.Mens, registry.Techniek}}, []int{31, 32, 35, 37, 38, 39}},
		{"organisatie is empty", filter{EmptyDimensions: []registry.Dimension{registry.Organisatie}}, []int{31, 35, 37, 38, 39}},
		{"ends before", filter{EndsBefore: day("2023-01-01")}, []int{34, 36, 38}},
		{"ends before the day after", filter{EndsBefore: day("2023-01-02")}, []int{32, 34, 36, 38}},
		{"waiting for a partner", filter{WaitingFor: []string{"Partner:b", "Partner:c"}}, []int{33}},
		{"waiting for who approved, or another did for it", filter{WaitingFor: []string{"Region:VR01", "Region:VR02"}}, nil},
		{"evaluation due before", filter{EvaluationDueBefore: day("2020-06-01")}, nil},
		{"evaluation due before the day after", filter{EvaluationDueBefore: day("2020-06-02")}, []int{34}},
		{"evaluation due before, late", filter{EvaluationDueBefore: day("2030-01-01")}, []int{34, 37}},
		{"reviewed", filter{Reviewed: new(true)}, []int{34}},
		{"not reviewed", filter{Reviewed: new(false)}, []int{31, 32, 33, 35, 36, 37, 38, 39}},
		{"certainty", filter{Certainty: []registry.Certainty{registry.Illustration, registry.Verified}}, []int{32, 34, 35}},
		{"any certainty", filter{Certainty: registry.AllCertainties()}, []int{32, 33, 34, 35, 37}},
		{"region and status", filter{Regions: []string{"VR01"}, Status: []registry.AgreementStatus{registry.Active, registry.Ended}}, []int{35, 36}},
		{"region and partner, of different pairs", filter{Regions: []string{"VR10"}, Partners: []string{"a"}, Profiles: []registry.Profile{registry.Koppel}}, []int{34}},
		{"words of a title", filter{Tokens: registry.Tokens("Ener")}, []int{32, 33}},
		{"words of a partner's name", filter{Tokens: registry.Tokens("zet")}, []int{31, 33, 34, 37}},
		{"the code of a region", filter{Tokens: registry.Tokens("VR10")}, []int{34}},
		{"a word of the title, others of two parties", filter{Tokens: registry.Tokens("energie alfa vr01 zeta")}, []int{33}},
		{"a word twice", filter{Tokens: registry.Tokens("drinkw drinkw")}, []int{34, 35}},
		{"a word that is not met", filter{Tokens: registry.Tokens("drinkwater alfa")}, nil},
		{"not the middle of a word", filter{Tokens: registry.Tokens("afspraak")}, nil},
		{"words that mean something to an engine", filter{Tokens: registry.Tokens("or not")}, nil},
		{"words and a partner", filter{Tokens: registry.Tokens("drinkwater"), Partners: []string{"c"}, LedBy: []string{"VR01"}}, []int{35}},
		{"empty and certain", filter{EmptyDimensions: []registry.Dimension{registry.Mens}, Certainty: []registry.Certainty{registry.Verified}, InForce: new(false)}, []int{32}},
		{"due and ending", filter{EvaluationDueBefore: day("2030-01-01"), EndsBefore: day("2020-01-02"), Reviewed: new(true)}, []int{34}},
		{"all that can be said", filter{
			Regions: []string{"VR02"}, Partners: []string{"a"}, LedBy: []string{"VR10"}, Status: []registry.AgreementStatus{registry.Expired}, InForce: new(false),
			Sectors: []string{"s2"}, Chains: []string{"A1"}, Profiles: []registry.Profile{registry.Kern}, EndsBefore: day("2020-01-02"),
			EvaluationDueBefore: day("2020-07-01"), Reviewed: new(true), Certainty: []registry.Certainty{registry.Verified},
		}, []int{34}},
		{"nothing meets all", filter{LedBy: []string{"VR10"}, Status: []registry.AgreementStatus{registry.Active}}, nil},
	}
}

func testAgreementFilters(t *testing.T, store registry.Store) {
	var queries []registry.AgreementQuery
	var counts []int
	for _, c := range agreementFilters() {
		query := registry.AgreementQuery{Filter: c.filter, Order: registry.AgreementOrder{Field: registry.ByUpdated, Direction: registry.Ascending}, Page: whole(), AsOf: "2020-01-01"}
		queries, counts = append(queries, query), append(counts, len(c.want))
		got := names(listAgreements(t, store, query)[0].Items, agreementNumber)
		slices.Sort(got)
		wants(t, c.what, got, c.want)
	}
	wants(t, "counts", get(t, store, countAgreements(queries...)), counts)
}

func byUpdated(direction registry.OrderDirection) registry.AgreementOrder {
	return registry.AgreementOrder{Field: registry.ByUpdated, Direction: direction}
}

func listAgreements(t tester, store registry.Store, queries ...registry.AgreementQuery) []registry.List[registry.Agreement] {
	t.Helper()
	lists := get(t, store, func(ctx context.Context, r registry.Reader) ([]registry.List[registry.Agreement], error) {
		return r.ListAgreements(ctx, queries)
	})
	if len(lists) != len(queries) {
		t.Fatalf("ListAgreements: %d lists for %d queries", len(lists), len(queries))
	}
	return lists
}

// ListedAgreements returns the UUIDs of the agreements on the pages of queries, page after page.
func ListedAgreements(t testing.TB, store registry.Store, queries ...registry.AgreementQuery) (uuids []string) {
	t.Helper()
	for _, list := range listAgreements(t, store, queries...) {
		uuids = append(uuids, names(list.Items, agreementUUID)...)
	}
	return uuids
}

func countAgreements(queries ...registry.AgreementQuery) func(context.Context, registry.Reader) ([]int, error) {
	return func(ctx context.Context, r registry.Reader) ([]int, error) {
		return r.Count(ctx, registry.CountsOf(queries...))
	}
}

func walkAgreements(t *testing.T, store registry.Store, query registry.AgreementQuery, want []int) {
	t.Helper()
	query.Page = whole()
	list := listAgreements(t, store, query)[0]
	wants(t, "the whole list", names(list.Items, agreementNumber), want)
	wants(t, "more than the whole list", list.More, false)
	wants(t, "count", get(t, store, countAgreements(query)), []int{len(want)})
	place := func(a registry.Agreement) registry.Key { return agreementPlace(query.Order, a) }
	walks(t, "pages", list.Items, place, agreementUUID, func(pages []registry.Page) ([]registry.List[registry.Agreement], error) {
		var queries []registry.AgreementQuery
		for _, query.Page = range pages {
			queries = append(queries, query)
		}
		return listAgreements(t, store, queries...), nil
	})
}

// walkBothWays walks the list in an order up, which is written here, and down.
func walkBothWays(t *testing.T, store registry.Store, query registry.AgreementQuery, up []int) {
	t.Helper()
	query.Order.Direction = registry.Ascending
	walkAgreements(t, store, query, up)
	query.Order.Direction = registry.Descending
	walkAgreements(t, store, query, directed(up, registry.Descending))
}

func testAgreementOrders(t *testing.T, store registry.Store) {
	type filter = registry.AgreementFilter
	for _, c := range []struct {
		what   string
		field  registry.AgreementOrderField
		filter filter
		up     []int
	}{
		{"by title", registry.ByTitle, filter{}, []int{39, 38, 37, 34, 35, 32, 33, 36, 31}},
		{"by beginning, none first", registry.ByBeginning, filter{}, []int{31, 33, 37, 38, 39, 36, 34, 35, 32}},
		{"by end, none last", registry.ByEnd, filter{}, []int{36, 34, 38, 32, 37, 31, 33, 35, 39}},
		{"by version", registry.ByUpdated, filter{}, []int{37, 38, 36, 31, 33, 34, 35, 32, 39}},
		{"by title, led by", registry.ByTitle, filter{LedBy: []string{"VR01", "VR02"}}, []int{39, 35, 32, 33, 36, 31}},
		{"by beginning, not reviewed", registry.ByBeginning, filter{Reviewed: new(false)}, []int{31, 33, 37, 38, 39, 36, 35, 32}},
		{"by end, with an end", registry.ByEnd, filter{EndsBefore: new(registry.Date("2024-01-01"))}, []int{36, 34, 38, 32}},
		{"by version, of sectors", registry.ByUpdated, filter{Sectors: []string{"s2", "s1"}}, []int{37, 38, 36, 31, 33, 34, 32}},
		{"by end, of chains", registry.ByEnd, filter{Chains: []string{"A1", "F2", "F1"}}, []int{36, 34, 38, 32, 37, 31, 33}},
		{"by title, of regions", registry.ByTitle, filter{Regions: []string{"VR01", "VR02"}}, []int{39, 34, 35, 32, 33, 36, 31}},
		{"by version, in force or not", registry.ByUpdated, filter{InForce: new(false), Status: []registry.AgreementStatus{registry.Expired, registry.Recorded, registry.Ended}}, []int{37, 38, 36, 34}},
		{"by title, with an empty dimension", registry.ByTitle, filter{EmptyDimensions: registry.AllDimensions()}, []int{39, 38, 37, 35, 32, 31}},
	} {
		t.Run(c.what, func(t *testing.T) {
			walkBothWays(t, store, registry.AgreementQuery{Filter: c.filter, Order: registry.AgreementOrder{Field: c.field}, AsOf: "2020-01-01"}, c.up)
		})
	}
}

func testAgreementParties(t *testing.T, store registry.Store) {
	type filter = registry.AgreementFilter
	for _, c := range []struct {
		party  string
		field  registry.AgreementOrderField
		filter filter
		up     []int
	}{
		{"Region:VR01", registry.ByUpdated, filter{}, []int{36, 31, 33, 35}},
		{"Region:VR02", registry.ByUpdated, filter{}, []int{33, 34, 32, 39}},
		{"Region:VR03", registry.ByUpdated, filter{}, []int{37, 38}},
		{"Partner:a", registry.ByUpdated, filter{}, []int{37, 31, 33, 34}},
		{"Partner:c", registry.ByUpdated, filter{}, []int{37, 35, 39}},
		{"Region:VR25", registry.ByUpdated, filter{}, nil},
		{"Partner:geen", registry.ByUpdated, filter{}, nil},
		{"Region:VR01", registry.ByTitle, filter{}, []int{35, 33, 36, 31}},
		{"Partner:b", registry.ByBeginning, filter{}, []int{33, 38, 36, 32}},
		{"Region:VR02", registry.ByEnd, filter{}, []int{34, 32, 33, 39}},
		{"Region:VR01", registry.ByUpdated, filter{Partners: []string{"a", "c"}}, []int{31, 33, 35}},
		{"Partner:b", registry.ByUpdated, filter{Regions: []string{"VR02", "VR10"}, Certainty: []registry.Certainty{registry.Derived, registry.Verified}}, []int{33, 32}},
		{"Partner:a", registry.ByUpdated, filter{Status: []registry.AgreementStatus{registry.Expired, registry.Exploring}}, []int{31, 34}},
		{"Region:VR01", registry.ByUpdated, filter{Regions: []string{"VR02"}}, []int{33}},
		{"Region:VR01", registry.ByTitle, filter{InForce: new(true)}, []int{35}},
		{"Region:VR10", registry.ByUpdated, filter{WaitingFor: []string{"Partner:a"}}, nil},
		{"Region:VR02", registry.ByTitle, filter{Tokens: []string{"zeta"}}, []int{34, 33}},
		{"Partner:a", registry.ByEnd, filter{Tokens: []string{"vr0"}}, []int{34, 37, 31, 33}},
	} {
		t.Run(c.party+" by "+string(c.field), func(t *testing.T) {
			walkBothWays(t, store, registry.AgreementQuery{Party: c.party, Filter: c.filter, Order: registry.AgreementOrder{Field: c.field}, AsOf: "2020-01-01"}, c.up)
		})
	}
}

// testAgreementsBySigning: what is not signed comes last in either direction, and a page goes on past it.
func testAgreementsBySigning(t *testing.T, store registry.Store) {
	type filter = registry.AgreementFilter
	for _, c := range []struct {
		party    string
		filter   filter
		up, down []int
	}{
		{"", filter{}, []int{38, 35, 37, 34, 36, 31, 32, 33, 39}, []int{36, 34, 37, 35, 38, 39, 33, 32, 31}},
		{"Region:VR02", filter{}, []int{34, 32, 33, 39}, []int{34, 39, 33, 32}},
		{"Partner:b", filter{}, []int{38, 36, 32, 33}, []int{36, 38, 33, 32}},
		{"", filter{Partners: []string{"a", "c"}}, []int{35, 37, 34, 31, 33, 39}, []int{34, 37, 35, 39, 33, 31}},
		{"", filter{Tokens: []string{"vr01"}}, []int{35, 36, 31, 33}, []int{36, 35, 33, 31}},
	} {
		query := registry.AgreementQuery{Party: c.party, Filter: c.filter, Order: registry.AgreementOrder{Field: registry.BySigning, Direction: registry.Ascending}, AsOf: "2020-01-01"}
		walkAgreements(t, store, query, c.up)
		query.Order.Direction = registry.Descending
		walkAgreements(t, store, query, c.down)
	}
}

// testAgreementDays reads around ends and beginnings: the first day counts, until does not.
func testAgreementDays(t *testing.T, store registry.Store) {
	for _, c := range []struct {
		day                      registry.Date
		active, expired, inForce []int
	}{
		{"2017-12-31", []int{34, 35}, nil, nil},
		{"2018-01-01", []int{34, 35}, nil, []int{36}},
		{"2018-12-31", []int{34, 35}, nil, []int{36}},
		{"2019-01-01", []int{34, 35}, nil, []int{34}},
		{"2019-12-31", []int{34, 35}, nil, []int{34}},
		{"2020-01-01", []int{35}, []int{34}, []int{35}},
		{"9998-12-31", []int{35}, []int{34}, []int{35}},
	} {
		query := registry.AgreementQuery{Order: registry.AgreementOrder{Field: registry.ByTitle, Direction: registry.Ascending}, Page: whole(), AsOf: c.day}
		for _, asked := range []struct {
			what   string
			filter registry.AgreementFilter
			want   []int
		}{
			{"active", registry.AgreementFilter{Status: []registry.AgreementStatus{registry.Active}}, c.active},
			{"expired", registry.AgreementFilter{Status: []registry.AgreementStatus{registry.Expired}}, c.expired},
			{"ended", registry.AgreementFilter{Status: []registry.AgreementStatus{registry.Ended}}, []int{38, 36}},
			{"in force", registry.AgreementFilter{InForce: new(true)}, c.inForce},
		} {
			query.Filter = asked.filter
			what := asked.what + " on " + string(c.day)
			wants(t, what, names(listAgreements(t, store, query)[0].Items, agreementNumber), asked.want)
			query.Filter.Regions = []string{"VR01", "VR02", "VR03", "VR10"}
			wants(t, what+", counted", get(t, store, countAgreements(query)), []int{len(asked.want)})
		}
		query.Filter = registry.AgreementFilter{InForce: new(false)}
		wants(t, "not in force on "+string(c.day), get(t, store, countAgreements(query)), []int{9 - len(c.inForce)})
	}
}

func testAgreementBatch(t *testing.T, store registry.Store) {
	query := registry.AgreementQuery{Order: byUpdated(registry.Descending), Page: registry.Page{Limit: 2}, AsOf: "2020-01-01"}
	ofRegion, none, backward, early := query, query, query, query
	ofRegion.Party = "Region:VR01"
	none.Filter.Partners = []string{"geen"}
	backward.Order, backward.Page.Backward = registry.AgreementOrder{Field: registry.ByEnd, Direction: registry.Ascending}, true
	early.AsOf, early.Filter.Status = "2019-12-31", []registry.AgreementStatus{registry.Active}
	queries := []registry.AgreementQuery{query, ofRegion, none, backward, early, query}
	lists := listAgreements(t, store, queries...)
	for i, want := range [][]int{{39, 32}, {35, 33}, nil, {35, 39}, {35, 34}, {39, 32}} {
		wants(t, "list", names(lists[i].Items, agreementNumber), want)
		wants(t, "more", lists[i].More, want != nil && i != 4)
	}
	wants(t, "counts", get(t, store, countAgreements(queries...)), []int{9, 4, 0, 9, 2, 9})
	wants(t, "no query", len(listAgreements(t, store)), 0)
	wants(t, "no query to count", len(get(t, store, countAgreements())), 0)
}

// testAgreementCursorBetween goes on from places that no agreement has any more.
func testAgreementCursorBetween(t *testing.T, store registry.Store) {
	up := func(field registry.AgreementOrderField) registry.AgreementOrder {
		return registry.AgreementOrder{Field: field, Direction: registry.Ascending}
	}
	for _, c := range []struct {
		order registry.AgreementOrder
		gone  registry.Key
		after []int
	}{
		{up(registry.ByTitle), registry.Key{Text: "drinkwater", Tie: uuid(34) + "x"}, []int{35, 32, 33, 36, 31}},
		{up(registry.ByTitle), registry.Key{Text: "drinkwaters", Tie: uuid(1)}, []int{32, 33, 36, 31}},
		{up(registry.ByBeginning), registry.Key{Text: "", Tie: uuid(38)}, []int{39, 36, 34, 35, 32}},
		{up(registry.ByBeginning), registry.Key{Text: "2019-06-01", Tie: uuid(1)}, []int{35, 32}},
		{up(registry.ByEnd), registry.Key{Text: "2024-01-02", Tie: uuid(1)}, []int{31, 33, 35, 39}},
		{up(registry.ByUpdated), registry.Key{Number: 5, Tie: uuid(99)}, []int{34, 35, 32, 39}},
		{byUpdated(registry.Descending), registry.Key{Number: 6, Tie: uuid(35)}, []int{34, 33, 31, 36, 38, 37}},
	} {
		query := registry.AgreementQuery{Order: c.order, Page: registry.Page{Limit: 100, After: &c.gone}, AsOf: "2020-01-01"}
		wants(t, tell(query.Page), names(listAgreements(t, store, query)[0].Items, agreementNumber), c.after)
		query.Party, query.Filter.Partners = "Region:VR02", []string{"a", "b", "c"}
		want := []int{}
		for _, n := range c.after {
			if slices.Contains([]int{32, 33, 34, 39}, n) {
				want = append(want, n)
			}
		}
		wants(t, tell(query.Page)+" of a region", names(listAgreements(t, store, query)[0].Items, agreementNumber), want)
	}
}

// testAgreementAround replaces regions, chains and partners: agreements stay, and sectors and chains are as they are now.
func testAgreementAround(t *testing.T, store registry.Store) {
	around := agreementSurroundings()
	a, b, c := around.Partners[0], around.Partners[1], around.Partners[2]
	a.SectorCodes, b.ChainCodes, c.SectorCodes = []string{"s3"}, nil, []string{"s1"}
	a.Name, c.ShortName, c.Aliases = "Omega", new("BT"), []string{"Zetel"}
	around.Partners = []registry.Partner{a, b, c}
	put(t, store, around)
	wants(t, "as put", get(t, store, readAgreements(agreementsByUUID(31, 32, 33, 34, 35, 36, 37, 38, 39))), fewAgreements().Agreements)
	for _, asked := range []struct {
		what   string
		filter registry.AgreementFilter
		up     []int
	}{
		{"of a sector that a partner has now", registry.AgreementFilter{Sectors: []string{"s3"}}, []int{37, 31, 33, 34}},
		{"of a sector that went from one to another", registry.AgreementFilter{Sectors: []string{"s1"}}, []int{37, 35, 39}},
		{"of a chain that is but an agreement's own", registry.AgreementFilter{Chains: []string{"A1"}}, []int{34}},
		{"by the name that a partner has now", registry.AgreementFilter{Tokens: []string{"omega"}}, []int{37, 31, 33, 34}},
		{"by a name that one lost and another got", registry.AgreementFilter{Tokens: []string{"zet"}}, []int{37, 35, 39}},
		{"by a short name and a key", registry.AgreementFilter{Tokens: []string{"bt", "a"}}, []int{37, 39}},
		{"of the other chain", registry.AgreementFilter{Chains: []string{"F1"}}, []int{37, 31, 33, 34}},
	} {
		walkBothWays(t, store, registry.AgreementQuery{Filter: asked.filter, Order: byUpdated(""), AsOf: "2020-01-01"}, asked.up)
	}
	walkBothWays(t, store, registry.AgreementQuery{Party: "Partner:b", Order: byUpdated(""), AsOf: "2020-01-01"}, []int{38, 36, 33, 32})
}
