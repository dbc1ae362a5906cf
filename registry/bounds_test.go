package registry_test

import (
	"context"
	"fmt"
	"testing"

	"ketenkaart/registry"
)

// many gives so many values, each made of its number.
func many[T any](number int, make func(n int) T) []T {
	list := []T{}
	for n := range number {
		list = append(list, make(n))
	}
	return list
}

func word(prefix string) func(int) string {
	return func(n int) string { return fmt.Sprintf("%s%03d", prefix, n) }
}

func sectorNumber(n int) registry.Sector {
	return registry.Sector{Code: word("sector-")(n), Name: "Sector"}
}

func chainNumber(n int) registry.Chain {
	return registry.Chain{Code: word("KET")(n), Name: "Keten", Kind: registry.Functioneel}
}

func ministryNumber(n int) registry.Ministry {
	return registry.Ministry{Code: word("mnre9")(n), Abbreviation: "M", Name: "Ministerie"}
}

func partNumber(n int) registry.Partner {
	return registry.Partner{Key: word("deel-")(n), Name: "Deel", PartOfKey: new("politie")}
}

// holds says that what most+1 makes is refused with the bound as a fact, and what most makes is taken.
func holds[In, Out any](w *world, field string, most int, mutate func(context.Context, In) (Out, error), in func(number int) In) {
	w.t.Helper()
	refuses(w, mutate, in(most+1), invalid("TOO_LONG", facts{"field": field, "most": most}))
	does(w, mutate, in(most))
}

// fullRegister is the small one with more sectors, chains and ministries, so that others can have many of them.
func fullRegister() registry.Dataset {
	return smallRegister().With(registry.Dataset{Sectors: many(30, sectorNumber), Chains: many(60, chainNumber), Ministries: many(30, ministryNumber)})
}

func TestListsOfPartnersAreBounded(t *testing.T) {
	for name, list := range map[string]struct {
		most int
		fill func(in *registry.RegisterPartnerInput, number int)
	}{
		"aliases":      {50, func(in *registry.RegisterPartnerInput, n int) { in.Aliases = many(n, word("a")) }},
		"capacities":   {50, func(in *registry.RegisterPartnerInput, n int) { in.Capacities = many(n, word("a")) }},
		"inCareOf":     {50, func(in *registry.RegisterPartnerInput, n int) { in.InCareOf = many(n, word("a")) }},
		"sectorCodes":  {25, func(in *registry.RegisterPartnerInput, n int) { in.SectorCodes = many(n, word("sector-")) }},
		"chainCodes":   {50, func(in *registry.RegisterPartnerInput, n int) { in.ChainCodes = many(n, word("KET")) }},
		"connections":  {25, func(in *registry.RegisterPartnerInput, n int) { in.Connections = connectionsOf(n) }},
		"workingAreas": {25, func(in *registry.RegisterPartnerInput, n int) { in.WorkingAreas = areas(many(n, regionNumber)...) }},
	} {
		t.Run(name, func(t *testing.T) {
			w := bareWorld(t)
			does(w, w.Import, fullRegister().With(registry.Dataset{Regions: restOfRegions()}))
			given := func(n int) registry.RegisterPartnerInput {
				in := registry.RegisterPartnerInput{Key: new("nieuw"), Name: "Nieuw"}
				list.fill(&in, n)
				return in
			}
			holds(w, name, list.most, w.RegisterPartner, given)
			_, err := w.Import(w.ctx, registry.Dataset{Partners: []registry.Partner{asData(given(list.most + 1))}})
			rejectedFor(t, err, fmt.Sprintf("Partner:import: %s: at most %d, not %d", name, list.most, list.most+1))
			does(w, w.Import, registry.Dataset{Partners: []registry.Partner{asData(given(list.most))}})
		})
	}
}

func connectionsOf(number int) []registry.FacilityLink {
	return many(number, func(n int) registry.FacilityLink { return registry.FacilityLink{Facility: word("LCMS ")(n)} })
}

// regionNumber gives VR01 and on.
func regionNumber(n int) string { return fmt.Sprintf("VR%02d", n+1) }

func restOfRegions() []registry.Region {
	return many(25, func(n int) registry.Region { return region(regionNumber(n), "Regio") })[5:]
}

// asData is the same partner as a dataset has it.
func asData(in registry.RegisterPartnerInput) registry.Partner {
	return registry.Partner{
		Key: "import", Name: in.Name, Aliases: in.Aliases, Capacities: in.Capacities, InCareOf: in.InCareOf, SectorCodes: in.SectorCodes,
		ChainCodes: in.ChainCodes, Connections: in.Connections, WorkingAreas: in.WorkingAreas,
	}
}

func TestListsOfTheRegisterAreBounded(t *testing.T) {
	for name, list := range map[string]struct {
		most        int
		field, last string
		data        func(number int) registry.Dataset
	}{
		// Two sectors, three chains, three ministries and a municipality are there already.
		"sectors":        {200, "code", "Sector:sector-198", func(n int) registry.Dataset { return registry.Dataset{Sectors: many(n-2, sectorNumber)} }},
		"chains":         {200, "code", "Chain:KET197", func(n int) registry.Dataset { return registry.Dataset{Chains: many(n-3, chainNumber)} }},
		"ministries":     {100, "code", "Ministry:mnre9097", func(n int) registry.Dataset { return registry.Dataset{Ministries: many(n-3, ministryNumber)} }},
		"municipalities": {100, "regionCode", "Municipality:GM9099", func(n int) registry.Dataset { return registry.Dataset{Municipalities: municipalitiesOf("VR01", n-1)} }},
		"parts":          {100, "partOfKey", "Partner:deel-100", func(n int) registry.Dataset { return registry.Dataset{Partners: many(n, partNumber)} }},
	} {
		t.Run(name, func(t *testing.T) {
			w := newWorld(t)
			_, err := w.Import(w.ctx, list.data(list.most+1))
			rejectedFor(t, err, fmt.Sprintf("%s: %s: at most %d, not %d", list.last, list.field, list.most, list.most+1))
			does(w, w.Import, list.data(list.most))
		})
	}
}

func municipalitiesOf(region string, number int) []registry.Municipality {
	return many(number, func(n int) registry.Municipality {
		return registry.Municipality{Code: word("GM9")(n), Name: "Gemeente", RegionCode: region}
	})
}

func TestOneMoreOfTheRegisterIsRefused(t *testing.T) {
	w := newWorld(t)
	does(w, w.Import, registry.Dataset{Sectors: many(198, sectorNumber), Chains: many(197, chainNumber), Partners: many(99, partNumber)})
	refuses(w, w.CreateSector, registry.CreateSectorInput{Code: "nieuw", Name: "Nieuw"}, invalid("TOO_LONG", facts{"field": "code", "most": 200}))
	refuses(w, w.CreateChain, registry.CreateChainInput{Code: "NIEUW", Name: "Nieuw", Kind: "FUNCTIONEEL"}, invalid("TOO_LONG", facts{"field": "code", "most": 200}))
	last := does(w, w.RegisterPartner, registry.RegisterPartnerInput{Name: "Laatste deel", PartOfKey: new("politie")}).Partner
	more := invalid("TOO_LONG", facts{"field": "partOfKey", "most": 100})
	refuses(w, w.RegisterPartner, registry.RegisterPartnerInput{Name: "Nog een deel", PartOfKey: new("politie")}, more)
	refuses(w, w.UpdatePartner, registry.PartnerPatch{PartnerID: "Partner:vitens", Version: 1, PartOfKey: set("politie")}, more)
	does(w, w.UpdatePartner, registry.PartnerPatch{PartnerID: last.ID(), Version: last.Version, Name: set("Nog steeds een deel")})
}

// Ministries that hand a chain over stay on it with their periods.
func TestResponsibilitiesOfAChainAreBounded(t *testing.T) {
	w := bareWorld(t)
	does(w, w.Import, fullRegister())
	held := func(number int) registry.Dataset {
		chain := registry.Chain{Code: "OUD", Name: "Oud", Kind: registry.Functioneel}
		for n := range number {
			chain.Ministries = append(chain.Ministries, registry.ChainMinistry{
				MinistryCode: word("mnre9")(n), Since: new(registry.Date(fmt.Sprintf("19%02d-01-01", n))), Until: new(registry.Date(fmt.Sprintf("19%02d-01-01", n+1))),
			})
		}
		return registry.Dataset{Chains: []registry.Chain{chain}}
	}
	_, err := w.Import(w.ctx, held(26))
	rejectedFor(t, err, "Chain:OUD: ministries: at most 25, not 26")
	does(w, w.Import, held(25))
	refuses(w, w.UpdateChain, registry.ChainPatch{ChainID: "Chain:OUD", Version: 2, Ministries: set([]string{"mnre1058"})},
		invalid("TOO_LONG", facts{"field": "ministries", "most": 25}))
}

func TestListsOfAdoptionsAreBounded(t *testing.T) {
	milestones := func(number int) []registry.Milestone {
		return many(number, func(n int) registry.Milestone { return registry.Milestone{Step: word("stap ")(n)} })
	}
	mandates := func(number int) []registry.Mandate {
		return many(number, func(n int) registry.Mandate {
			return mandate("VR04", span(registry.Date(fmt.Sprintf("%d-01-01", 1000+n)), registry.Date(fmt.Sprintf("%d-06-01", 1000+n))))
		})
	}
	w := newWorld(t)
	adoption := w.adopt("VR02", "vitens", "2024-01-01")
	holds(w, "milestones", 50, w.SetMilestones, func(number int) registry.SetMilestonesInput {
		return registry.SetMilestonesInput{SubjectID: adoption.ID(), Version: adoption.Version, Milestones: milestones(number)}
	})
	adoption = thing[registry.Adoption](w, adoption.ID())
	holds(w, "mandates", 100, w.SetMandates, func(number int) registry.SetMandatesInput {
		return registry.SetMandatesInput{AdoptionID: adoption.ID(), Version: adoption.Version, Mandates: mandates(number)}
	})
	for reason, adoption := range map[string]registry.Adoption{
		"milestones: at most 50, not 51": {Milestones: milestones(51)},
		"mandates: at most 100, not 101": {Mandates: mandates(101)},
		"contactPoints: at most 25, not 26": {ContactPoints: many(26, func(n int) registry.ContactPoint {
			return registry.ContactPoint{Kind: "PIKET", Function: word("liaison ")(n)}
		})},
	} {
		adoption.RegionCode, adoption.PartnerKey, adoption.Since = "VR01", "enexis", "2024-01-01"
		_, err := w.Import(w.ctx, registry.Dataset{Adoptions: []registry.Adoption{adoption}})
		rejectedFor(t, err, "adoption of enexis: "+reason)
	}
}

func TestListsOfAgreementsAreBounded(t *testing.T) {
	talk := func(n int) registry.Talk { return registry.Talk{On: "2026", Goal: new(word("doel ")(n))} }
	document := func(n int) registry.AgreementDocument {
		return registry.AgreementDocument{Title: word("Plan ")(n), URL: "https://example.org/"}
	}
	branch := func(n int) registry.Partner { return registry.Partner{Key: word("tak-")(n), Name: "Tak"} }
	signatory := func(n int) registry.Signatory {
		return registry.Signatory{PartnerKey: word("tak-")(n), SignsFor: []string{"vitens"}}
	}
	agreed := func(n int) registry.CommitmentInput {
		return registry.CommitmentInput{Dimension: "MENS", Subject: "opleiden-en-oefenen", Text: "Een oefening", By: []string{"Region:VR02"}}
	}
	for name, list := range map[string]struct {
		most int
		fill func(in *registry.AgreementPatch, number int)
	}{
		"talks":       {50, func(in *registry.AgreementPatch, n int) { in.Talks = set(many(n, talk)) }},
		"documents":   {50, func(in *registry.AgreementPatch, n int) { in.Documents = set(many(n, document)) }},
		"signatories": {200, func(in *registry.AgreementPatch, n int) { in.Signatories = set(many(n, signatory)) }},
		"partnerKeys": {200, func(in *registry.AgreementPatch, n int) { in.PartnerKeys = set(many(n, word("tak-"))) }},
		"chainCodes":  {50, func(in *registry.AgreementPatch, n int) { in.ChainCodes = set(many(n, word("KET"))) }},
	} {
		t.Run(name, func(t *testing.T) {
			w := bareWorld(t)
			does(w, w.Import, fullRegister().With(registry.Dataset{Partners: many(201, branch)}))
			a := w.explore()
			holds(w, name, list.most, w.UpdateAgreement, func(number int) registry.AgreementPatch {
				in := patch(a)
				list.fill(&in, number)
				return in
			})
		})
	}
	w := newWorld(t)
	a := w.draft()
	holds(w, "commitments", 200, w.SetCommitments, func(number int) registry.SetCommitmentsInput {
		return registry.SetCommitmentsInput{AgreementID: a.ID(), Version: a.Version, Commitments: many(number, agreed)}
	})
}

func TestReviewsAndEvaluationsAreBounded(t *testing.T) {
	w := newWorld(t)
	a := w.proposed()
	holds(w, "reviewers", 50, w.RecordPeerReview, func(number int) registry.RecordPeerReviewInput {
		in := review(a)
		in.Reviewers = append(in.Reviewers, many(number-len(in.Reviewers), func(n int) registry.Reviewer {
			return registry.Reviewer{Function: word("adviseur ")(n), Discipline: "Brandweer"}
		})...)
		return in
	})
	a = w.agreement(a)
	holds(w, "findings", 200, w.RecordPeerReview, func(number int) registry.RecordPeerReviewInput {
		in := review(a)
		in.Findings = many(number, func(n int) registry.FindingInput {
			return registry.FindingInput{Dimension: "MENS", Text: word("punt ")(n)}
		})
		return in
	})
	for range 98 {
		does(w, w.RecordPeerReview, review(w.agreement(a)))
	}
	refuses(w, w.RecordPeerReview, review(w.agreement(a)), invalid("TOO_LONG", facts{"field": "agreementId", "most": 100}))

	edge := w.start("VR02", "vitens", "KOPPEL", since("2020-01-01"))
	holds(w, "participants", 200, w.RecordEvaluation, func(number int) registry.RecordEvaluationInput {
		in := evaluation(edge)
		in.Participants = many(number, func(n int) registry.Participant {
			return registry.Participant{Function: word("functie ")(n), OrganisationID: "Partner:vitens"}
		})
		return in
	})
	for range 199 {
		does(w, w.RecordEvaluation, evaluation(edge))
	}
	refuses(w, w.RecordEvaluation, evaluation(edge), invalid("TOO_LONG", facts{"field": "collaborationIds", "most": 200}))
}
