package storetest

import (
	"context"
	"testing"

	"ketenkaart/registry"
)

func testPeerReviews(t *testing.T, store registry.Store) {
	put(t, store, agreementSurroundings())
	put(t, store, putAgreements(
		agreement(1, "Een", registry.Active, []string{"VR01"}, []string{"a"}), agreement(2, "Twee", registry.Proposed, []string{"VR01"}, []string{"a"}),
		agreement(3, "Drie", registry.Draft, []string{"VR01"}, []string{"a"}),
	))
	t.Run("not found", func(t *testing.T) { testReviewReferences(t, store) })
	t.Run("read what was put", func(t *testing.T) { testReviewFields(t, store) })
	t.Run("selects", func(t *testing.T) { testReviewSelects(t, store) })
}

func review(n, of int, on registry.Date) registry.PeerReview {
	return registry.PeerReview{
		UUID: uuid(n), AgreementUUID: uuid(of), RegionCodes: []string{"VR01"}, PartnerKeys: []string{"a"}, On: on, FrameworkCode: "toets", Stamp: stamp(1),
	}
}

func reviewNumber(r registry.PeerReview) int { return number(r.UUID) }

func readReviews(of registry.PeerReviewSelect) func(context.Context, registry.Reader) ([]registry.PeerReview, error) {
	return func(ctx context.Context, r registry.Reader) ([]registry.PeerReview, error) {
		return r.PeerReviews(ctx, of)
	}
}

func putReviews(t tester, store registry.Store, reviews ...registry.PeerReview) {
	t.Helper()
	putAgreed(t, store, Agreed{Reviews: reviews})
}

// fullReview has parties that its agreement has no more, and a reviewer of an organisation that is not there.
func fullReview() registry.PeerReview {
	full := review(11, 1, "2020-03-01")
	full.RegionCodes, full.PartnerKeys = []string{"VR02", "VR10"}, []string{"b", "c"}
	full.Reviewers = []registry.Reviewer{
		{Function: "Teamleider \"Crisis\"", Discipline: "zorg", OrganisationID: new("Region:VR25")}, {Function: "Adviseur", Discipline: "brandweer"},
		{Function: "Adviseur", Discipline: "bevolkingszorg", OrganisationID: new("Partner:b")},
	}
	full.FrameworkCode = "toetskader-2017"
	full.Findings = []registry.Finding{
		{Key: uuid(11) + ".1", Dimension: registry.Techniek, CriterionCode: new("t-2"), Text: "Geen aansluiting.\nWel een plan."},
		{Key: uuid(11) + ".2", Dimension: registry.Mens, Text: "Oefen \"samen\""}, {Key: uuid(11) + ".3", Dimension: registry.Mens, Text: "Oefen \"samen\""},
	}
	full.Outcome, full.Stamp = new("voldoende, met aanbevelingen"), stamp(7)
	return full
}

func testReviewFields(t *testing.T, store registry.Store) {
	full, bare := fullReview(), review(12, 2, "2020-03-01")
	putReviews(t, store, bare, full)
	byID := registry.PeerReviewSelect{UUIDs: []string{uuid(12), uuid(11), uuid(12), uuid(99)}}
	wants(t, "as put", get(t, store, readReviews(byID)), []registry.PeerReview{full, bare})
	wants(t, "its agreement stays as put", get(t, store, readAgreements(agreementsByUUID(1))),
		[]registry.Agreement{agreement(1, "Een", registry.Active, []string{"VR01"}, []string{"a"})})

	full.UUID, bare.UUID = bare.UUID, full.UUID
	full.On, full.Outcome = "2020-02-28", nil
	putReviews(t, store, full)
	putReviews(t, store, bare)
	wants(t, "as replaced", get(t, store, readReviews(byID)), []registry.PeerReview{full, bare})
	wants(t, "of its new agreement", get(t, store, readReviews(registry.PeerReviewSelect{Agreements: []string{uuid(1)}})), []registry.PeerReview{full})

	around := agreementSurroundings()
	put(t, store, around)
	put(t, store, putAgreements(agreement(1, "Anders", registry.Ended, []string{"VR03"}, []string{"c"})))
	wants(t, "after its agreement and parties were replaced", get(t, store, readReviews(byID)), []registry.PeerReview{full, bare})
	wants(t, "still of its agreement", names(get(t, store, readReviews(registry.PeerReviewSelect{Agreements: []string{uuid(1)}})), reviewNumber), []int{12})
}

func testReviewSelects(t *testing.T, store registry.Store) {
	putReviews(t, store, review(24, 1, "2019-01-01"), review(21, 1, "2020-01-01"), review(22, 2, "2019-01-01"), review(23, 2, "2021-01-01"),
		review(11, 2, "2020-01-01"), review(12, 2, "2020-06-01"))
	type of = registry.PeerReviewSelect
	for _, c := range []struct {
		what string
		of   of
		want []int
	}{
		{"by id, in order of day, then id", of{UUIDs: []string{uuid(23), uuid(24), uuid(22), uuid(21), uuid(24), uuid(99)}}, []int{22, 24, 21, 23}},
		{"no id", of{UUIDs: []string{}}, nil},
		{"nothing named", of{}, nil},
		{"of an agreement", of{Agreements: []string{uuid(1)}}, []int{24, 21}},
		{"of agreements", of{Agreements: []string{uuid(2), uuid(1), uuid(2), uuid(3), uuid(99)}}, []int{22, 24, 11, 21, 12, 23}},
		{"of an agreement without", of{Agreements: []string{uuid(3)}}, nil},
		{"of no agreement", of{Agreements: []string{}}, nil},
	} {
		wants(t, c.what, names(get(t, store, readReviews(c.of)), reviewNumber), c.want)
	}
}

func testReviewReferences(t *testing.T, store registry.Store) {
	with := func(change func(*registry.PeerReview)) func(context.Context, registry.Writer) error {
		wrong := review(92, 1, "2020-01-01")
		change(&wrong)
		return Agreed{Reviews: []registry.PeerReview{review(91, 1, "2020-01-01"), wrong}}.put
	}
	refusesWrite(t, store, "agreement", "Agreement:"+uuid(99), with(func(r *registry.PeerReview) { r.AgreementUUID = uuid(99) }))
	refusesWrite(t, store, "region", "Region:VR25", with(func(r *registry.PeerReview) { r.RegionCodes = []string{"VR01", "VR25"} }))
	refusesWrite(t, store, "partner", "Partner:geen", with(func(r *registry.PeerReview) { r.PartnerKeys = []string{"a", "geen"} }))
	wants(t, "none was written", get(t, store, readReviews(registry.PeerReviewSelect{UUIDs: []string{uuid(91), uuid(92)}})), nil)
}
