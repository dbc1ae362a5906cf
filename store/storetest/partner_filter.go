package storetest

import (
	"context"
	"slices"
	"testing"

	"ketenkaart/registry"
)

func testPartnerFilter(t *testing.T, store registry.Store) {
	put(t, store, describedPartners())
	t.Run("facts", func(t *testing.T) { testDescriptions(t, store, factCases()) })
	t.Run("chains", func(t *testing.T) { testDescriptions(t, store, chainCases()) })
	t.Run("collaborations", func(t *testing.T) { testDescriptions(t, store, edgeCases()) })
	t.Run("adoptions", func(t *testing.T) { testDescriptions(t, store, adoptionCases()) })
	t.Run("counterparts", func(t *testing.T) { testDescriptions(t, store, counterpartCases()) })
	t.Run("shared", func(t *testing.T) { testDescriptions(t, store, sharedCases()) })
	t.Run("days", func(t *testing.T) { testDescriptions(t, store, dayCases()) })
	t.Run("several fields", func(t *testing.T) { testDescriptions(t, store, mixedCases()) })
	t.Run("orders and pages", func(t *testing.T) { testDescribedPages(t, store) })
	t.Run("facets", func(t *testing.T) { testFacets(t, store) })
	t.Run("what comes along", func(t *testing.T) { testIncluded(t, store) })
	t.Run("several at once", func(t *testing.T) { testTogether(t, store) })
	t.Run("after changes", func(t *testing.T) { testDescribedAnew(t, store) })
}

// description is a filter with the keys of the partners that it meets, in order of name.
type description struct {
	what   string
	filter registry.PartnerFilter
	day    registry.Date
	want   []string
}

func (d description) query() registry.PartnerQuery {
	query := registry.PartnerQuery{Filter: d.filter, Order: byName(registry.Ascending), Page: whole(), AsOf: d.day}
	if d.day == "" {
		query.AsOf = "2025-01-01"
	}
	return query
}

// testDescriptions asks several in one call, and counts them in another: not all at once, since an engine may need as
// long to plan each as a transaction may take.
func testDescriptions(t *testing.T, store registry.Store, descriptions []description) {
	t.Helper()
	for batch := range slices.Chunk(descriptions, 5) {
		var queries []registry.PartnerQuery
		for _, d := range batch {
			queries = append(queries, d.query())
		}
		lists := listPartners(t, store, queries...)
		counts := get(t, store, func(ctx context.Context, r registry.Reader) ([]int, error) {
			return r.Count(ctx, registry.CountsOf(queries...))
		})
		wants(t, "how many counts", len(counts), len(batch))
		for i, d := range batch {
			wants(t, d.what, names(lists[i].Items, partnerKey), d.want)
			if i < len(counts) && counts[i] != len(d.want) {
				t.Errorf("%s: counted %d, want %d", d.what, counts[i], len(d.want))
			}
		}
	}
}

type partnerFilter = registry.PartnerFilter

func factCases() []description {
	return []description{
		{"nothing said", partnerFilter{}, "", []string{"a", "b", "c", "d", "g"}},
		{"keys", partnerFilter{Keys: []string{"c", "a", "e", "geen", "a"}}, "", []string{"a", "c"}},
		{"KVK", partnerFilter{Identifiers: []string{"11111111"}}, "", []string{"a"}},
		{"OIN", partnerFilter{Identifiers: []string{"00000000000000000002"}}, "", []string{"b"}},
		{"TOOI", partnerFilter{Identifiers: []string{"https://identifier.overheid.nl/tooi/id/d"}}, "", []string{"d"}},
		{"any of identifiers", partnerFilter{Identifiers: []string{"00000000000000000002", "11111111", "2"}}, "", []string{"a", "b"}},
		{"what an engine could take for a query", partnerFilter{Identifiers: []string{"' OR 1=1 --", "\"}) RETURN 1 //", "%", "*"}}, "", nil},
		{"core task", partnerFilter{CoreTasks: []registry.CoreTask{registry.Beheerder}}, "", []string{"a", "b"}},
		{"any of core tasks", partnerFilter{CoreTasks: []registry.CoreTask{registry.Hulpdienst, registry.Dienstverlener}}, "", []string{"b", "c", "g"}},
		{"sector", partnerFilter{Sectors: []string{"drinkwater"}}, "", []string{"a", "c"}},
		{"any of sectors", partnerFilter{Sectors: []string{"energie", "drinkwater", "geen"}}, "", []string{"a", "b", "c"}},
		{"works in", partnerFilter{WorksIn: []string{"VR02"}}, "", []string{"a", "b"}},
		{"works in any of", partnerFilter{WorksIn: []string{"VR02", "VR03"}}, "", []string{"a", "b", "c"}},
		{"works where nobody else does", partnerFilter{WorksIn: []string{"VR25"}}, "", []string{"b"}},
		{"national", partnerFilter{National: new(true)}, "", []string{"b"}},
		{"works in, not national", partnerFilter{WorksIn: []string{"VR02"}, National: new(false)}, "", []string{"a"}},
		{"area not known", partnerFilter{AreaUnknown: new(true)}, "", []string{"d", "g"}},
		{"area known", partnerFilter{AreaUnknown: new(false)}, "", []string{"a", "b", "c"}},
		{"ambition", partnerFilter{Ambitions: []registry.Profile{registry.Structureel}}, "", []string{"a"}},
		{"any of ambitions", partnerFilter{Ambitions: registry.AllProfiles()}, "", []string{"a", "c"}},
		{"connected", partnerFilter{Connected: new(true)}, "", []string{"a", "c"}},
		{"not connected", partnerFilter{Connected: new(false)}, "", []string{"b", "d", "g"}},
		{"connected before the year of the end", partnerFilter{Connected: new(true)}, "2018-12-31", []string{"a", "b", "c"}},
		{"connected before the month of the end", partnerFilter{Connected: new(true)}, "2019-04-30", []string{"a", "c"}},
		{"connected in the month of the end", partnerFilter{Connected: new(true)}, "2019-05-01", []string{"a"}},
		{"connected before the year of the beginning", partnerFilter{Connected: new(true)}, "2019-12-31", []string{"a"}},
		{"connected in the year of the beginning", partnerFilter{Connected: new(true)}, "2020-01-01", []string{"a", "c"}},
		{"certainty", partnerFilter{Certainty: []registry.Certainty{registry.Illustration}}, "", []string{"d"}},
		{"any of certainties", partnerFilter{Certainty: []registry.Certainty{registry.Verified, registry.Derived}}, "", []string{"a", "c"}},
		{"a word", partnerFilter{Tokens: []string{"part"}}, "", []string{"a", "b", "c", "d", "g"}},
		{"two words", partnerFilter{Tokens: []string{"part", "anders"}}, "", []string{"c"}},
	}
}

func chainCases() []description {
	general, functional := new(registry.Algemeen), new(registry.Functioneel)
	return []description{
		{"chain", partnerFilter{Chains: []string{"ALG1"}}, "", []string{"b", "c"}},
		{"any of chains", partnerFilter{Chains: []string{"FUN1", "ALG2", "GEEN"}}, "", []string{"a", "g"}},
		{"kind", partnerFilter{ChainKind: functional}, "", []string{"a", "b", "g"}},
		{"the other kind", partnerFilter{ChainKind: general}, "", []string{"b", "c", "g"}},
		{"a general chain that is functional", partnerFilter{Chains: []string{"ALG1"}, ChainKind: functional}, "", nil},
		{"a functional chain that is general", partnerFilter{Chains: []string{"FUN1", "FUN2"}, ChainKind: general}, "", nil},
		{"chains of both kinds, functional", partnerFilter{Chains: []string{"ALG1", "FUN2"}, ChainKind: functional}, "", []string{"b", "g"}},
		{"chains of both kinds, general", partnerFilter{Chains: []string{"ALG1", "FUN2"}, ChainKind: general}, "", []string{"b", "c"}},
	}
}

func edgeCases() []description {
	type filter = registry.CollaborationFilter
	some := func(f filter) partnerFilter { return partnerFilter{Collaboration: &f} }
	none := func(f filter) partnerFilter { return partnerFilter{NoCollaboration: &f} }
	return []description{
		{"some", some(filter{}), "", []string{"a", "b", "c", "g"}},
		{"none", none(filter{}), "", []string{"d"}},
		{"in a region", some(filter{Regions: []string{"VR01"}}), "", []string{"a", "b"}},
		{"in any of regions", some(filter{Regions: []string{"VR03", "VR02"}}), "", []string{"a", "c", "g"}},
		{"none in a region", none(filter{Regions: []string{"VR01"}}), "", []string{"c", "d", "g"}},
		{"of a partner", some(filter{Partners: []string{"a", "g", "e"}}), "", []string{"a", "g"}},
		{"none of a partner", none(filter{Partners: []string{"a", "g"}}), "", []string{"b", "c", "d"}},
		{"by a profile", some(filter{Profiles: []registry.Profile{registry.Kern}}), "", []string{"a", "b"}},
		{"by any of profiles", some(filter{Profiles: []registry.Profile{registry.Standby, registry.Koppel}}), "", []string{"c", "g"}},
		{"none by a profile", none(filter{Profiles: []registry.Profile{registry.Kern, registry.Standby}}), "", []string{"d", "g"}},
		{"incidental", some(filter{Incidental: new(true)}), "", []string{"a", "g"}},
		{"not incidental", some(filter{Incidental: new(false)}), "", []string{"a", "b", "c", "g"}},
		{"none that is not incidental", none(filter{Incidental: new(false)}), "", []string{"d"}},
		{"since from", some(filter{SinceFrom: new(registry.Date("2022-03-01"))}), "", []string{"b", "c", "g"}},
		{"since before", some(filter{SinceBefore: new(registry.Date("2022-03-01"))}), "", []string{"a"}},
		{"since between", some(filter{SinceFrom: new(registry.Date("2020-01-02")), SinceBefore: new(registry.Date("2023-01-01"))}), "", []string{"a", "c"}},
		{"certainty", some(filter{Certainty: []registry.Certainty{registry.Verified}}), "", []string{"a"}},
		{"any of certainties", some(filter{Certainty: []registry.Certainty{registry.Illustration, registry.Derived}}), "", []string{"a", "g"}},
		{"none of a certainty", none(filter{Certainty: []registry.Certainty{registry.Derived}}), "", []string{"b", "c", "d", "g"}},
		{"region and profile of one edge", some(filter{Regions: []string{"VR01"}, Profiles: []registry.Profile{registry.Kern}}), "", []string{"b"}},
		{"incidental and profile of one edge", some(filter{Incidental: new(true), Profiles: []registry.Profile{registry.Structureel, registry.Koppel}}), "", nil},
		{"certainty and region of one edge", some(filter{Certainty: []registry.Certainty{registry.Verified}, Regions: []string{"VR02"}}), "", nil},
		{"since and region of one edge", some(filter{SinceFrom: new(registry.Date("2021-01-01")), Regions: []string{"VR01"}}), "", []string{"b"}},
		{"no one edge of region and profile", none(filter{Regions: []string{"VR01"}, Profiles: []registry.Profile{registry.Kern}}), "", []string{"a", "c", "d", "g"}},
		{"one, and not another", partnerFilter{
			Collaboration: &filter{Regions: []string{"VR02", "VR03"}}, NoCollaboration: &filter{Regions: []string{"VR01"}},
		}, "", []string{"c", "g"}},
	}
}

func adoptionCases() []description {
	return []description{
		{"adopted", partnerFilter{Adopted: new(true)}, "", []string{"a", "b", "d"}},
		{"not adopted", partnerFilter{Adopted: new(false)}, "", []string{"c", "g"}},
		{"adopted by", partnerFilter{AdoptedBy: []string{"VR02"}}, "", []string{"b"}},
		{"adopted by any of", partnerFilter{AdoptedBy: []string{"VR02", "VR03", "VR25"}}, "", []string{"a", "b"}},
		{"adopted by who ended it", partnerFilter{AdoptedBy: []string{"VR01"}}, "", nil},
		{"adopted and by", partnerFilter{Adopted: new(true), AdoptedBy: []string{"VR04"}}, "", []string{"d"}},
		{"adopted the day before", partnerFilter{AdoptedBy: []string{"VR01"}}, "2024-12-31", []string{"b"}},
		{"adopted later", partnerFilter{Adopted: new(false)}, "2026-06-01", nil},
		{"not adopted sooner", partnerFilter{Adopted: new(false)}, "2019-06-01", []string{"a", "c", "d", "e", "g"}},
		{"adopted for sure", partnerFilter{Adopted: new(true), AdoptionCertainty: []registry.Certainty{registry.Verified, registry.Derived}}, "", []string{"a"}},
		{"not adopted for sure", partnerFilter{Adopted: new(false), AdoptionCertainty: []registry.Certainty{registry.Verified, registry.Derived}}, "", []string{"b", "c", "d", "g"}},
		{"adopted by, as an illustration", partnerFilter{AdoptedBy: []string{"VR02", "VR03", "VR04"}, AdoptionCertainty: []registry.Certainty{registry.Illustration}}, "", []string{"d"}},
		{"a certainty of no adoption that is asked for", partnerFilter{AdoptionCertainty: []registry.Certainty{registry.Illustration}}, "", []string{"a", "b", "c", "d", "g"}},
	}
}

func counterpartCases() []description {
	in := func(region string, list registry.CounterpartList, certainty ...registry.Certainty) partnerFilter {
		return partnerFilter{Counterpart: &registry.CounterpartFilter{Region: region, List: list, Certainty: certainty}}
	}
	return []description{
		{"theirs, for VR01", in("VR01", registry.OurAdoptionRegions), "", []string{"a", "b"}},
		{"theirs, by a mandate alone", in("VR02", registry.OurAdoptionRegions), "", []string{"a", "d"}},
		{"theirs, by a national working area alone", in("VR03", registry.OurAdoptionRegions), "", []string{"b"}},
		{"theirs, not by a mandate that ended", in("VR04", registry.OurAdoptionRegions), "", []string{"b"}},
		{"theirs, by that mandate before", in("VR04", registry.OurAdoptionRegions), "2023-06-01", []string{"a", "b"}},
		{"theirs, by a collaboration alone", in("VR04", registry.OurAdoptionRegions), "2025-02-01", []string{"b", "g"}},
		{"theirs, not by a collaboration that ended", in("VR03", registry.OurAdoptionRegions), "2025-02-01", []string{"b"}},
		{"theirs, the day before a collaboration", in("VR03", registry.OurAdoptionRegions), "2026-12-31", []string{"b", "c"}},
		{"theirs, by a collaboration on its first day", in("VR03", registry.OurAdoptionRegions), "2027-01-01", []string{"b", "c", "d"}},
		{"theirs, the day before a mandate", in("VR02", registry.OurAdoptionRegions), "2023-12-31", []string{"a", "b"}},
		{"theirs, by a mandate on its first day", in("VR02", registry.OurAdoptionRegions), "2024-01-01", []string{"a", "b", "d"}},
		{"theirs, by a mandate on its last day", in("VR04", registry.OurAdoptionRegions), "2023-12-31", []string{"a", "b"}},
		{"theirs, not on the day on which it ended", in("VR04", registry.OurAdoptionRegions), "2024-01-01", []string{"b"}},
		{"theirs, the day before it was adopted", in("VR01", registry.OurAdoptionRegions), "2021-12-31", nil},
		{"theirs, on the day on which it was adopted", in("VR01", registry.OurAdoptionRegions), "2022-01-01", []string{"a"}},
		{"theirs, by a working area alone", in("VR04", registry.OurAdoptionRegions), "2026-06-01", []string{"b", "c", "g"}},
		{"ours, none on the day it ended", in("VR01", registry.PartnersWeAdopted), "", nil},
		{"ours, the day before", in("VR01", registry.PartnersWeAdopted), "2024-12-31", []string{"b"}},
		{"ours, from that day", in("VR02", registry.PartnersWeAdopted), "", []string{"b"}},
		{"ours, two", in("VR01", registry.PartnersWeAdopted), "2026-06-01", []string{"c", "g"}},
		{"shared, of the one", in("VR03", registry.SharedNotAdopted), "", []string{"g"}},
		{"shared, of the other", in("VR04", registry.SharedNotAdopted), "", []string{"g"}},
		{"shared, of a third", in("VR01", registry.SharedNotAdopted), "", nil},
		{"shared, before it was adopted", in("VR01", registry.SharedNotAdopted), "2021-06-01", []string{"a"}},
		{"shared, the day before the other's first", in("VR01", registry.SharedNotAdopted), "2020-12-31", nil},
		{"shared, from the other's first day", in("VR01", registry.SharedNotAdopted), "2021-01-01", []string{"a"}},
		{"shared, from its own first day", in("VR02", registry.SharedNotAdopted), "2021-01-01", []string{"a"}},
		{"shared, until it was adopted", in("VR02", registry.SharedNotAdopted), "2021-12-31", []string{"a"}},
		{"shared, not when it was", in("VR02", registry.SharedNotAdopted), "2022-01-01", nil},
		{"shared no more, since the other's ended", in("VR04", registry.SharedNotAdopted), "2025-01-02", nil},
		{"shared no more, since its own ended", in("VR03", registry.SharedNotAdopted), "2025-01-02", nil},
		{"collaborated with alone", in("VR02", registry.SharedNotAdopted), "", nil},
		{"theirs for sure, not by an illustration", in("VR02", registry.OurAdoptionRegions, registry.Verified), "", []string{"a"}},
		{"theirs, as an illustration", in("VR02", registry.OurAdoptionRegions, registry.Illustration), "", []string{"d"}},
		{"theirs, not by a collaboration of another certainty", in("VR04", registry.OurAdoptionRegions, registry.Derived), "2025-02-01", nil},
		{"theirs, by a collaboration of that certainty", in("VR03", registry.OurAdoptionRegions, registry.Derived, registry.Illustration), "2027-01-01", []string{"d"}},
		{"theirs, by none of the adoption's certainty", in("VR03", registry.OurAdoptionRegions, registry.Illustration), "2027-01-01", nil},
		{"ours, as an illustration", in("VR04", registry.PartnersWeAdopted, registry.Illustration), "", []string{"d"}},
		{"ours, not for sure", in("VR04", registry.PartnersWeAdopted, registry.Verified), "", nil},
		{"shared by collaborations of two certainties", in("VR01", registry.SharedNotAdopted, registry.Verified, registry.Derived), "2021-06-01", []string{"a"}},
		{"shared, the other's is of another certainty", in("VR01", registry.SharedNotAdopted, registry.Verified), "2021-06-01", nil},
		{"shared, its own is of another certainty", in("VR01", registry.SharedNotAdopted, registry.Derived), "2021-06-01", nil},
		{"shared, by an adoption of another certainty", in("VR02", registry.SharedNotAdopted, registry.Derived, registry.Verified), "2022-01-01", nil},
		{"a region of nothing", in("VR25", registry.SharedNotAdopted), "", nil},
		{"with another field", partnerFilter{
			Counterpart: &registry.CounterpartFilter{Region: "VR01", List: registry.OurAdoptionRegions}, CoreTasks: []registry.CoreTask{registry.Hulpdienst},
		}, "", []string{"b"}},
	}
}

func sharedCases() []description {
	type filter = registry.CollaborationFilter
	by := func(atLeast int, f filter) partnerFilter {
		return partnerFilter{Shared: &registry.SharedFilter{AtLeast: atLeast, Collaboration: f}}
	}
	ends := filter{Regions: []string{"VR01", "VR02", "VR03"}}
	return []description{
		{"by two of three regions", by(2, ends), "", []string{"a"}},
		{"by one of them", by(1, ends), "", []string{"a", "b", "c", "g"}},
		{"by all of them", by(3, ends), "", nil},
		{"by two, when the second begins", by(2, ends), "2026-01-01", []string{"a", "c"}},
		{"by two, the day before", by(2, ends), "2025-12-31", []string{"a"}},
		{"by two, on the last day of one", by(2, filter{Regions: []string{"VR03", "VR04"}}), "2025-01-01", []string{"g"}},
		{"by two, on the day on which it ended", by(2, filter{Regions: []string{"VR03", "VR04"}}), "2025-01-02", nil},
		{"by two of all regions", by(2, filter{}), "", []string{"a", "g"}},
		{"by two of profiles", by(2, filter{Profiles: []registry.Profile{registry.Structureel, registry.Kern}}), "", []string{"a"}},
		{"by two of one profile", by(2, filter{Profiles: []registry.Profile{registry.Kern}}), "", nil},
		{"by two of certainties", by(2, filter{Certainty: []registry.Certainty{registry.Verified, registry.Derived}}), "", []string{"a"}},
		{"by two, of which one is of the certainty", by(2, filter{Certainty: []registry.Certainty{registry.Verified}}), "", nil},
		{"by two, with another edge and none of a third", partnerFilter{
			Shared: &registry.SharedFilter{AtLeast: 2, Collaboration: ends}, Collaboration: &filter{Profiles: []registry.Profile{registry.Kern}},
			NoCollaboration: &filter{Profiles: []registry.Profile{registry.Koppel}},
		}, "", []string{"a"}},
	}
}

func dayCases() []description {
	kern := partnerFilter{Collaboration: &registry.CollaborationFilter{Profiles: []registry.Profile{registry.Kern}}}
	ended := partnerFilter{IncludeEnded: true}
	kernEnded := partnerFilter{Collaboration: kern.Collaboration, IncludeEnded: true}
	return []description{
		{"the last day of a partner", partnerFilter{}, "2019-12-31", []string{"a", "b", "c", "d", "e", "g"}},
		{"the day on which it ended", partnerFilter{}, "2020-01-01", []string{"a", "b", "c", "d", "g"}},
		{"the day before a partner begins", partnerFilter{}, "2029-12-31", []string{"a", "b", "c", "d", "g"}},
		{"the day on which it begins", partnerFilter{}, "2030-01-01", []string{"a", "b", "c", "d", "f", "g"}},
		{"with ended ones, not those to come", ended, "", []string{"a", "b", "c", "d", "e", "g"}},
		{"with ended ones and the new", ended, "2030-01-01", []string{"a", "b", "c", "d", "e", "f", "g"}},
		{"an edge on its last day", kern, "2019-12-31", []string{"e"}},
		{"an edge on the day it ended", kernEnded, "2020-01-01", nil},
		{"an edge on its first day", kern, "2021-01-01", []string{"a"}},
		{"before it", kern, "2020-12-31", nil},
		{"a planned edge", partnerFilter{Collaboration: &registry.CollaborationFilter{Regions: []string{"VR03"}, Partners: []string{"c"}}}, "2026-01-01", []string{"c"}},
		{"before all", partnerFilter{Collaboration: &registry.CollaborationFilter{}}, "1999-01-01", nil},
	}
}

func mixedCases() []description {
	type filter = registry.CollaborationFilter
	return []description{
		{"the mission's question", partnerFilter{
			CoreTasks: []registry.CoreTask{registry.Beheerder}, ChainKind: new(registry.Functioneel), Collaboration: &filter{Profiles: []registry.Profile{registry.Structureel}},
		}, "", []string{"a"}},
		{"white spots", partnerFilter{WorksIn: []string{"VR02", "VR03"}, NoCollaboration: &filter{Regions: []string{"VR02", "VR03"}}}, "", []string{"b"}},
		{"sector, ambition, certainty, connected", partnerFilter{
			Sectors: []string{"drinkwater"}, Ambitions: []registry.Profile{registry.Koppel, registry.Structureel}, Certainty: []registry.Certainty{registry.Derived}, Connected: new(true),
		}, "", []string{"c"}},
		{"words, adoption and collaboration", partnerFilter{Tokens: []string{"partner"}, Adopted: new(true), Collaboration: &filter{Incidental: new(true)}}, "", []string{"a"}},
		{"identifier and another's key", partnerFilter{Identifiers: []string{"11111111"}, Keys: []string{"b", "c"}}, "", nil},
		{"all fields", partnerFilter{
			Keys: []string{"a", "b"}, Identifiers: []string{"11111111"}, CoreTasks: []registry.CoreTask{registry.Beheerder}, Sectors: []string{"drinkwater"},
			Chains: []string{"FUN1"}, ChainKind: new(registry.Functioneel), WorksIn: []string{"VR01"}, Ambitions: []registry.Profile{registry.Structureel},
			Connected: new(true), Adopted: new(true), AdoptedBy: []string{"VR03"}, Certainty: []registry.Certainty{registry.Verified},
			Collaboration: &filter{
				Regions: []string{"VR02"}, Partners: []string{"a"}, Profiles: []registry.Profile{registry.Kern}, Incidental: new(true),
				SinceFrom: new(registry.Date("2021-01-01")), SinceBefore: new(registry.Date("2021-01-02")), Certainty: []registry.Certainty{registry.Derived},
			},
			NoCollaboration: &filter{Regions: []string{"VR04"}}, IncludeEnded: true, Tokens: []string{"par"},
			Counterpart: &registry.CounterpartFilter{Region: "VR02", List: registry.OurAdoptionRegions},
		}, "", []string{"a"}},
	}
}
