package storetest

import (
	"context"
	"testing"

	"ketenkaart/registry"
)

func testAdoptions(t *testing.T, store registry.Store) {
	put(t, store, registry.Dataset{
		Regions:  regions("VR01", "VR02", "VR03", "VR10"),
		Partners: []registry.Partner{partner("a", "Zeta"), partner("b", "Alfa"), partner("c", "Beta")},
	})
	t.Run("not found", func(t *testing.T) { testAdoptionReferences(t, store) })
	t.Run("read what was put", func(t *testing.T) { testAdoptionFields(t, store) })
	t.Run("selects", func(t *testing.T) { testAdoptionSelects(t, store) })
	t.Run("partners of a region", func(t *testing.T) { testAdoptedByName(t, store) })
	t.Run("lists and pages", func(t *testing.T) { testAdoptionLists(t, store) })
	t.Run("removed", func(t *testing.T) { testAdoptionRemoved(t, store) })
}

func mandate(regionCode string, period registry.Period) registry.Mandate {
	return registry.Mandate{RegionCode: regionCode, Period: period}
}

func readAdoptions(of registry.AdoptionSelect) func(context.Context, registry.Reader) ([]registry.Adoption, error) {
	return func(ctx context.Context, r registry.Reader) ([]registry.Adoption, error) { return r.Adoptions(ctx, of) }
}

func putAdoptions(adoptions ...registry.Adoption) registry.Dataset {
	return registry.Dataset{Adoptions: adoptions}
}

func testAdoptionFields(t *testing.T, store registry.Store) {
	full := adoption(1, "VR10", "a", period("2019-03-06", "2031-03-07"),
		mandate("VR01", period("2019-03-06", "2019-04-01")), mandate("VR01", period("2020-03-06")), mandate("VR03", period("2018-03-06")))
	full.RequestedOn, full.EndReason = new(registry.PartialDate("2018")), new("overgedragen")
	full.Milestones = []registry.Milestone{
		{Step: "Verkenning", On: new(registry.PartialDate("2018-09")), Note: new("met \"alle\" regio's")}, {Step: "Afspraken"}, {Step: "Afspraken", On: new(registry.PartialDate("2017"))},
	}
	full.ContactPoints, full.Provenance, full.Stamp = fullContactPoints(), provenance(registry.Derived), stamp(6)
	bare := adoption(2, "VR01", "b", period("2020-01-01"))
	put(t, store, putAdoptions(full, bare))
	byID := registry.AdoptionSelect{UUIDs: []string{uuid(2), uuid(1), uuid(2), uuid(99)}}
	wants(t, "as put", get(t, store, readAdoptions(byID)), []registry.Adoption{full, bare})

	unsorted := full
	unsorted.Mandates = []registry.Mandate{full.Mandates[2], full.Mandates[1], full.Mandates[0]}
	put(t, store, putAdoptions(unsorted))
	wants(t, "mandates in order of region, then since", get(t, store, readAdoptions(byID)), []registry.Adoption{full, bare})

	full.UUID, bare.UUID = bare.UUID, full.UUID
	put(t, store, putAdoptions(full, bare))
	wants(t, "as replaced", get(t, store, readAdoptions(byID)), []registry.Adoption{full, bare})
	wants(t, "of its new partner", get(t, store, readAdoptions(registry.AdoptionSelect{Partners: []string{"a"}})), []registry.Adoption{full})

	put(t, store, registry.Dataset{Partners: []registry.Partner{partner("a", "Zeta")}, Regions: regions("VR01", "VR03", "VR10")})
	wants(t, "after its ends were replaced", get(t, store, readAdoptions(byID)), []registry.Adoption{full, bare})
}

// fewAdoptions are 1 to 5: each partner is adopted by at most one region at a date.
func fewAdoptions() registry.Dataset {
	few := putAdoptions(
		adoption(1, "VR01", "a", period("2018-01-01", "2020-01-01"), mandate("VR02", period("2018-01-01", "2020-01-01"))),
		adoption(2, "VR02", "a", period("2020-01-01")),
		adoption(3, "VR02", "b", period("2018-01-01"), mandate("VR01", period("2019-01-01"))),
		adoption(4, "VR10", "c", period("2018-01-01", "2020-01-02")),
		adoption(5, "VR01", "c", period("2020-01-02")),
	)
	few.Adoptions[1].Provenance, few.Adoptions[2].Provenance = provenance(registry.Verified), provenance(registry.Illustration)
	return few
}

func testAdoptionSelects(t *testing.T, store registry.Store) {
	put(t, store, fewAdoptions())
	day := new(registry.Date("2020-01-01"))
	ids := []string{uuid(5), uuid(4), uuid(3), uuid(2), uuid(1), uuid(5), uuid(99)}
	partners := []string{"c", "a", "c", "geen"}
	for _, c := range []struct {
		what string
		of   registry.AdoptionSelect
		want []string
	}{
		{"by id", registry.AdoptionSelect{UUIDs: ids}, []string{"VR01-a 2018-01-01", "VR02-a 2020-01-01", "VR02-b 2018-01-01", "VR10-c 2018-01-01", "VR01-c 2020-01-02"}},
		{"by id at a date", registry.AdoptionSelect{UUIDs: ids, AsOf: day}, []string{"VR02-a 2020-01-01", "VR02-b 2018-01-01", "VR10-c 2018-01-01"}},
		{"no id", registry.AdoptionSelect{UUIDs: []string{}}, nil},
		{"of partners", registry.AdoptionSelect{Partners: partners}, []string{"VR01-a 2018-01-01", "VR02-a 2020-01-01", "VR10-c 2018-01-01", "VR01-c 2020-01-02"}},
		{"of partners at a date", registry.AdoptionSelect{Partners: partners, AsOf: day}, []string{"VR02-a 2020-01-01", "VR10-c 2018-01-01"}},
		{"of no partner", registry.AdoptionSelect{Partners: []string{}}, nil},
	} {
		wants(t, c.what, names(get(t, store, readAdoptions(c.of)), adoptionName), c.want)
	}
}

func listAdoptions(t tester, store registry.Store, queries ...registry.AdoptionQuery) []registry.List[registry.Adoption] {
	t.Helper()
	lists := get(t, store, func(ctx context.Context, r registry.Reader) ([]registry.List[registry.Adoption], error) {
		return r.ListAdoptions(ctx, queries)
	})
	if len(lists) != len(queries) {
		t.Fatalf("ListAdoptions: %d lists for %d queries", len(lists), len(queries))
	}
	return lists
}

func testAdoptionLists(t *testing.T, store registry.Store) {
	put(t, store, fewAdoptions())
	var queries []registry.AdoptionQuery
	for _, c := range []struct {
		region    string
		certainty []registry.Certainty
		day       registry.Date
		want      []string
	}{
		{"", nil, "2017-12-31", nil},
		{"", nil, "2018-01-01", []string{"VR01-a 2018-01-01", "VR02-b 2018-01-01", "VR10-c 2018-01-01"}},
		{"", nil, "2020-01-01", []string{"VR02-b 2018-01-01", "VR10-c 2018-01-01", "VR02-a 2020-01-01"}},
		{"", nil, "2020-01-02", []string{"VR02-b 2018-01-01", "VR02-a 2020-01-01", "VR01-c 2020-01-02"}},
		{"", []registry.Certainty{registry.Verified, registry.Derived}, "2020-01-02", []string{"VR02-a 2020-01-01"}},
		{"", registry.AllCertainties(), "2020-01-02", []string{"VR02-b 2018-01-01", "VR02-a 2020-01-01"}},
		{"VR02", nil, "2020-01-02", []string{"VR02-b 2018-01-01", "VR02-a 2020-01-01"}},
		{"VR02", []registry.Certainty{registry.Illustration}, "2020-01-02", []string{"VR02-b 2018-01-01"}},
		{"VR01", []registry.Certainty{registry.Verified}, "2020-01-02", nil},
		{"VR03", nil, "2020-01-02", nil},
		{"VR25", nil, "2020-01-02", nil},
	} {
		query := registry.AdoptionQuery{Region: c.region, Certainty: c.certainty, Page: whole(), AsOf: c.day}
		queries = append(queries, query)
		list := listAdoptions(t, store, query)[0]
		wants(t, c.region+" on "+string(c.day), names(list.Items, adoptionName), c.want)
		walks(t, c.region+" on "+string(c.day), list.Items, adoptionPlace, adoptionName,
			func(pages []registry.Page) ([]registry.List[registry.Adoption], error) {
				var queries []registry.AdoptionQuery
				for _, query.Page = range pages {
					queries = append(queries, query)
				}
				return listAdoptions(t, store, queries...), nil
			})
	}
	counts := get(t, store, func(ctx context.Context, r registry.Reader) ([]int, error) {
		return r.Count(ctx, registry.CountsOf(queries...))
	})
	wants(t, "counts", counts, []int{0, 3, 3, 3, 1, 2, 2, 1, 0, 0, 0})
	full := listAdoptions(t, store, queries[1])[0].Items
	wants(t, "with mandates", full[:1], fewAdoptions().Adoptions[:1])
}

func testAdoptionReferences(t *testing.T, store registry.Store) {
	refuses(t, store, "region", "Region:VR25", putAdoptions(adoption(9, "VR25", "a", period("2000-01-01"))))
	refuses(t, store, "partner", "Partner:geen", putAdoptions(adoption(9, "VR01", "geen", period("2000-01-01"))))
	refuses(t, store, "the region of a mandate", "Region:VR24", putAdoptions(
		adoption(9, "VR01", "a", period("2000-01-01"), mandate("VR02", period("2000-01-01")), mandate("VR24", period("2000-01-01")))))
	wants(t, "none was written", get(t, store, readAdoptions(registry.AdoptionSelect{UUIDs: []string{uuid(9)}})), nil)
}

// testAdoptedByName renames an adopted partner: a store may keep the name with the adoption.
func testAdoptedByName(t *testing.T, store registry.Store) {
	put(t, store, fewAdoptions())
	query := func(direction registry.OrderDirection, limit int) registry.PartnerQuery {
		return registry.PartnerQuery{
			Filter: registry.PartnerFilter{AdoptedBy: []string{"VR02"}}, Order: byName(direction),
			Page: registry.Page{Limit: limit}, AsOf: "2020-06-01",
		}
	}
	queries := []registry.PartnerQuery{query(registry.Ascending, 9), query(registry.Descending, 9), query(registry.Ascending, 1)}
	lists := func() [][]string {
		var all [][]string
		for _, list := range listPartners(t, store, queries...) {
			all = append(all, names(list.Items, partnerKey))
		}
		return all
	}
	asBefore := [][]string{{"b", "a"}, {"a", "b"}, {"b"}}
	wants(t, "by name", lists(), asBefore)
	put(t, store, registry.Dataset{Partners: []registry.Partner{partner("a", "Aaa")}})
	wants(t, "by the new name", lists(), [][]string{{"a", "b"}, {"b", "a"}, {"a"}})
	put(t, store, registry.Dataset{Partners: []registry.Partner{partner("a", "Zeta")}})
	wants(t, "by the old name again", lists(), asBefore)
}

// testAdoptionRemoved looks for what is gone, with its mandates, in every read that could still see it.
func testAdoptionRemoved(t *testing.T, store registry.Store) {
	put(t, store, fewAdoptions())
	partners := registry.PartnerQuery{Order: byName(registry.Ascending), Page: whole(), AsOf: "2020-01-02"}
	adopted, mandated := partners, partners
	adopted.Filter.Adopted = new(true)
	mandated.Filter.Counterpart = &registry.CounterpartFilter{Region: "VR01", List: registry.OurAdoptionRegions}
	wants(t, "adopted before", names(listPartners(t, store, adopted)[0].Items, partnerKey), []string{"b", "c", "a"})
	wants(t, "mandated before", names(listPartners(t, store, mandated)[0].Items, partnerKey), []string{"b"})

	write(t, store, func(ctx context.Context, w registry.Writer) error {
		return w.Remove(ctx, []string{"Adoption:" + uuid(3), "Adoption:" + uuid(4), "Adoption:" + uuid(3)})
	})
	err := store.Update(t.Context(), func(ctx context.Context, w registry.Writer) error {
		return w.Remove(ctx, []string{"Adoption:" + uuid(5), "Region:VR01"})
	})
	wantsError(t, "what is never removed", err, registry.CodeBadInput, registry.ReasonInvalid)
	wants(t, "by id", names(get(t, store, readAdoptions(registry.AdoptionSelect{UUIDs: []string{uuid(3), uuid(4), uuid(5)}})), adoptionName), []string{"VR01-c 2020-01-02"})
	wants(t, "of partners", names(get(t, store, readAdoptions(registry.AdoptionSelect{Partners: []string{"b", "c"}})), adoptionName), []string{"VR01-c 2020-01-02"})
	query := registry.AdoptionQuery{Page: whole(), AsOf: "2020-01-01"}
	wants(t, "list", names(listAdoptions(t, store, query)[0].Items, adoptionName), []string{"VR02-a 2020-01-01"})
	wants(t, "adopted", names(listPartners(t, store, adopted)[0].Items, partnerKey), []string{"c", "a"})
	wants(t, "mandated", listPartners(t, store, mandated)[0].Items, nil)

	put(t, store, putAdoptions(fewAdoptions().Adoptions[2]))
	wants(t, "put again", get(t, store, readAdoptions(registry.AdoptionSelect{Partners: []string{"b"}})), fewAdoptions().Adoptions[2:3])
}
