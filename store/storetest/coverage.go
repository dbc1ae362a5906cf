package storetest

import (
	"context"
	"fmt"
	"testing"

	"ketenkaart/registry"
)

func testCoverage(t *testing.T, store registry.Store) {
	put(t, store, coverageSurroundings())
	put(t, store, putAgreements(coveringAgreements()...))
	t.Run("sectors and chains at days", func(t *testing.T) { testCoverageDays(t, store) })
	t.Run("several queries", func(t *testing.T) { testCoverageBatch(t, store) })
	t.Run("after partners and agreements were replaced", func(t *testing.T) { testCoverageAround(t, store) })
}

// coverageSurroundings: a and c share a sector and a chain, b and c another sector, d has none.
func coverageSurroundings() registry.Dataset {
	around := agreementSurroundings()
	a, b, c, d := partner("a", "A"), partner("b", "B"), partner("c", "C"), partner("d", "D")
	a.SectorCodes, a.ChainCodes = []string{"s1"}, []string{"F1"}
	b.SectorCodes, b.ChainCodes = []string{"s2"}, []string{"A1"}
	c.SectorCodes, c.ChainCodes = []string{"s1", "s2"}, []string{"F1"}
	around.Partners = []registry.Partner{a, b, c, d}
	return around
}

// coveringAgreements are 71 to 80, in another order than that of their ids.
func coveringAgreements() []registry.Agreement {
	during := func(a registry.Agreement, since, until registry.Date) registry.Agreement {
		a.Since = &since
		if until != "" {
			a.Until = &until
		}
		return a
	}
	signed := func(a registry.Agreement, on registry.PartialDate, until registry.Date) registry.Agreement {
		if on != "" {
			a.SignedOn = &on
		}
		if until != "" {
			a.Until = &until
		}
		return a
	}
	ownChain := during(agreement(80, "Keten", registry.Active, []string{"VR01"}, []string{"d"}), "2010-01-01", "")
	ownChain.ChainCodes = []string{"F1"}
	return []registry.Agreement{
		signed(agreement(75, "Ooit", registry.Recorded, []string{"VR10"}, []string{"c"}), "", ""),
		during(agreement(72, "Beëindigd", registry.Ended, []string{"VR01"}, []string{"a", "c"}), "2018-01-01", "2019-01-01"),
		signed(during(agreement(71, "Actief", registry.Active, []string{"VR01", "VR02"}, []string{"a", "d"}), "2020-01-01", "2021-01-01"), "2019-12-01", ""),
		signed(agreement(73, "Jaar", registry.Recorded, []string{"VR02", "VR03"}, []string{"a"}), "2014", ""),
		signed(agreement(74, "Dag", registry.Recorded, []string{"VR01"}, []string{"b"}), "2014-11-15", "2020-06-01"),
		signed(agreement(76, "Maand, beëindigd", registry.Ended, []string{"VR03"}, []string{"b"}), "2014-11", "2020-01-01"),
		during(agreement(77, "Voorstel", registry.Proposed, []string{"VR10"}, []string{"a"}), "2019-01-01", ""),
		during(agreement(78, "Straks", registry.Active, []string{"VR10"}, []string{"a", "b", "c"}), "2030-01-01", ""),
		// A first day says nothing of what is but recorded.
		signed(during(agreement(79, "Met begin", registry.Recorded, []string{"VR02"}, []string{"c"}), "2031-01-01", ""), "2017-05", ""),
		ownChain,
	}
}

func coverage(queries ...registry.CoverageQuery) func(context.Context, registry.Reader) ([][]registry.Covering, error) {
	return func(ctx context.Context, r registry.Reader) ([][]registry.Covering, error) {
		return r.Coverage(ctx, queries)
	}
}

func coveringName(c registry.Covering) string {
	state, since := "on record", "unknown"
	if c.InForce {
		state = "in force"
	}
	if c.Since != nil {
		since = string(*c.Since)
	}
	return fmt.Sprintf("%s %d %s %s", c.RegionCode, number(c.AgreementUUID), state, since)
}

func wantsCoverage(t tester, store registry.Store, query registry.CoverageQuery, want ...string) {
	t.Helper()
	found := get(t, store, coverage(query))
	what := query.Sector + query.Chain + " on " + string(query.AsOf)
	if len(found) != 1 {
		t.Fatalf("%s: %d answers", what, len(found))
	}
	wants(t, what, names(found[0], coveringName), want)
}

func testCoverageDays(t *testing.T, store registry.Store) {
	ever, year, month := "VR10 75 on record unknown", "VR02 73 on record 2014", "VR02 79 on record 2017-05"
	for _, c := range []struct {
		sector, chain string
		day           registry.Date
		want          []string
	}{
		{"s1", "", "1000-01-01", []string{ever}},
		{"s1", "", "2013-12-31", []string{ever}},
		{"s1", "", "2014-01-01", []string{year, "VR03 73 on record 2014", ever}},
		{"s1", "", "2017-04-30", []string{year, "VR03 73 on record 2014", ever}},
		{"s1", "", "2017-05-01", []string{year, month, "VR03 73 on record 2014", ever}},
		{"s1", "", "2018-01-01", []string{"VR01 72 in force 2018-01-01", year, month, "VR03 73 on record 2014", ever}},
		{"s1", "", "2018-12-31", []string{"VR01 72 in force 2018-01-01", year, month, "VR03 73 on record 2014", ever}},
		{"s1", "", "2019-01-01", []string{year, month, "VR03 73 on record 2014", ever}},
		{"s1", "", "2019-12-31", []string{year, month, "VR03 73 on record 2014", ever}},
		{"s1", "", "2020-01-01", []string{"VR01 71 in force 2020-01-01", "VR02 71 in force 2020-01-01", year, month, "VR03 73 on record 2014", ever}},
		{"s1", "", "2020-12-31", []string{"VR01 71 in force 2020-01-01", "VR02 71 in force 2020-01-01", year, month, "VR03 73 on record 2014", ever}},
		{"s1", "", "2021-01-01", []string{year, month, "VR03 73 on record 2014", ever}},
		{"s1", "", "2030-01-01", []string{year, month, "VR03 73 on record 2014", ever, "VR10 78 in force 2030-01-01"}},
		{"s2", "", "2014-10-31", []string{ever}},
		{"s2", "", "2014-11-01", []string{"VR03 76 on record 2014-11", ever}},
		{"s2", "", "2014-11-14", []string{"VR03 76 on record 2014-11", ever}},
		{"s2", "", "2014-11-15", []string{"VR01 74 on record 2014-11-15", "VR03 76 on record 2014-11", ever}},
		{"s2", "", "2019-12-31", []string{"VR01 74 on record 2014-11-15", month, "VR03 76 on record 2014-11", ever}},
		{"s2", "", "2020-01-01", []string{"VR01 74 on record 2014-11-15", month, ever}},
		{"s2", "", "2020-05-31", []string{"VR01 74 on record 2014-11-15", month, ever}},
		{"s2", "", "2020-06-01", []string{month, ever}},
		{"s3", "", "2020-01-01", nil},
		{"geen", "", "2020-01-01", nil},
		{"", "F1", "2018-06-01", []string{"VR01 72 in force 2018-01-01", year, month, "VR03 73 on record 2014", ever}},
		{"", "A1", "2018-06-01", []string{"VR01 74 on record 2014-11-15", "VR03 76 on record 2014-11"}},
		{"", "A1", "2030-01-01", []string{"VR10 78 in force 2030-01-01"}},
		{"", "F2", "2020-01-01", nil},
		{"", "GEEN", "2020-01-01", nil},
	} {
		wantsCoverage(t, store, registry.CoverageQuery{Sector: c.sector, Chain: c.chain, AsOf: c.day}, c.want...)
	}
}

func testCoverageBatch(t *testing.T, store registry.Store) {
	found := get(t, store, coverage(
		registry.CoverageQuery{Chain: "A1", AsOf: "2030-01-01"}, registry.CoverageQuery{Sector: "s3", AsOf: "2030-01-01"},
		registry.CoverageQuery{Sector: "s2", AsOf: "2014-10-31"}, registry.CoverageQuery{Chain: "A1", AsOf: "2030-01-01"},
	))
	wants(t, "answers", names(found, func(list []registry.Covering) []string { return names(list, coveringName) }), [][]string{
		{"VR10 78 in force 2030-01-01"}, {}, {"VR10 75 on record unknown"}, {"VR10 78 in force 2030-01-01"},
	})
	wants(t, "no query", len(get(t, store, coverage())), 0)
}

// testCoverageAround: sectors and chains of partners are as they are now, whatever the day.
func testCoverageAround(t *testing.T, store registry.Store) {
	around := coverageSurroundings()
	a, d := around.Partners[0], around.Partners[3]
	a.SectorCodes, a.ChainCodes, d.SectorCodes = []string{"s3"}, nil, []string{"s1"}
	put(t, store, registry.Dataset{Partners: []registry.Partner{a, d}, Regions: around.Regions, Sectors: around.Sectors, Chains: around.Chains})
	wantsCoverage(t, store, registry.CoverageQuery{Sector: "s1", AsOf: "2020-01-01"},
		"VR01 71 in force 2020-01-01", "VR01 80 in force 2010-01-01", "VR02 71 in force 2020-01-01", "VR02 79 on record 2017-05", "VR10 75 on record unknown")
	wantsCoverage(t, store, registry.CoverageQuery{Sector: "s3", AsOf: "2018-06-01"}, "VR01 72 in force 2018-01-01", "VR02 73 on record 2014", "VR03 73 on record 2014")
	wantsCoverage(t, store, registry.CoverageQuery{Chain: "F1", AsOf: "2020-01-01"}, "VR02 79 on record 2017-05", "VR10 75 on record unknown")

	confirmed := agreement(73, "Bevestigd", registry.Active, []string{"VR03"}, []string{"b"})
	confirmed.SignedOn, confirmed.Since = new(registry.PartialDate("2014")), new(registry.Date("2015-01-01"))
	put(t, store, putAgreements(confirmed))
	wantsCoverage(t, store, registry.CoverageQuery{Sector: "s3", AsOf: "2018-06-01"}, "VR01 72 in force 2018-01-01")
	wantsCoverage(t, store, registry.CoverageQuery{Chain: "A1", AsOf: "2018-06-01"},
		"VR01 74 on record 2014-11-15", "VR03 73 in force 2015-01-01", "VR03 76 on record 2014-11")
}
