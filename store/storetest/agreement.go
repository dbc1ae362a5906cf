package storetest

import (
	"context"
	"strings"
	"testing"

	"ketenkaart/registry"
)

func testAgreements(t *testing.T, store registry.Store) {
	put(t, store, agreementSurroundings())
	t.Run("read what was put", func(t *testing.T) { testAgreementFields(t, store) })
	t.Run("replaced", func(t *testing.T) { testAgreementReplaced(t, store) })
	t.Run("the longest", func(t *testing.T) { testLongestAgreement(t, store) })
	t.Run("not found", func(t *testing.T) { testAgreementReferences(t, store) })
}

// agreementSurroundings: a and b differ in sector and chain, c has neither.
func agreementSurroundings() registry.Dataset {
	a, b, c := partner("a", "Zeta"), partner("b", "Alfa"), partner("c", "Beta")
	a.SectorCodes, a.ChainCodes = []string{"s1", "s2"}, []string{"F1"}
	b.SectorCodes, b.ChainCodes = []string{"s2"}, []string{"A1", "F1"}
	return registry.Dataset{
		Regions: regions("VR01", "VR02", "VR03", "VR10"), Sectors: []registry.Sector{sector("s1", "S1"), sector("s2", "S2"), sector("s3", "S3")},
		Chains:   []registry.Chain{chain("A1", registry.Algemeen), chain("F1", registry.Functioneel), chain("F2", registry.Functioneel)},
		Partners: []registry.Partner{a, b, c},
	}
}

// agreement returns one with what every agreement has.
func agreement(n int, title string, stage registry.AgreementStatus, regions, partners []string) registry.Agreement {
	return registry.Agreement{UUID: uuid(n), Title: title, Stage: stage, RegionCodes: regions, PartnerKeys: partners, TextVersion: 1, Stamp: stamp(1)}
}

func commitment(n int, dimension registry.Dimension, by ...string) registry.Commitment {
	return registry.Commitment{UUID: uuid(n), Dimension: dimension, Subject: "overig", Text: "Doen", By: by}
}

func pair(regionCode, partnerKey string, profile registry.Profile) registry.AgreedPair {
	return registry.AgreedPair{RegionCode: regionCode, PartnerKey: partnerKey, Profile: profile}
}

func putAgreements(agreements ...registry.Agreement) registry.Dataset {
	return registry.Dataset{Agreements: agreements}
}

func readAgreements(of registry.AgreementSelect) func(context.Context, registry.Reader) ([]registry.Agreement, error) {
	return func(ctx context.Context, r registry.Reader) ([]registry.Agreement, error) {
		return r.Agreements(ctx, of)
	}
}

func agreementsByUUID(ns ...int) registry.AgreementSelect {
	return registry.AgreementSelect{UUIDs: names(ns, uuid)}
}

func agreementNumber(a registry.Agreement) int { return number(a.UUID) }

// fullAgreement has every field, and lists in an order that is none of a sort, where a store does not sort them.
func fullAgreement() registry.Agreement {
	full := agreement(1, "Afspraken \"Drinkwater\" – één voor álle", registry.Active, []string{"VR01", "VR10"}, []string{"a", "b", "c"})
	full.Summary, full.LedBy, full.ChainCodes = new("Wie doet wat.\nEn wanneer."), new("VR10"), []string{"A1", "F2"}
	full.Signatories = []registry.Signatory{{PartnerKey: "c", SignsFor: []string{"b", "a"}}, {PartnerKey: "a", SignsFor: []string{"a"}}}
	full.Pairs = []registry.AgreedPair{
		{RegionCode: "VR01", PartnerKey: "b", Profile: registry.Kern}, {RegionCode: "VR10", PartnerKey: "a", Profile: registry.Structureel},
		{RegionCode: "VR10", PartnerKey: "b", Profile: registry.Koppel, Motivation: new("Op verzoek van de regio")},
	}
	full.SignedOn, full.Since, full.Until = new(registry.PartialDate("2019-02")), new(registry.Date("2019-03-06")), new(registry.Date("2031-03-07"))
	full.EndReason = new("Opgevolgd")
	full.Talks = []registry.Talk{
		{On: "2018-11", ForEachOther: new("Kennis"), Goal: new("Een gedeeld beeld"), How: new("Samen oefenen\nen bellen")}, {On: "2017"}, {On: "2018-11"},
	}
	full.Documents = []registry.AgreementDocument{
		{Title: "Convenant", URL: "https://example.org/z?a=1&b=2", SHA256: new(strings.Repeat("0f", 32))}, {Title: "Bijlage", URL: "https://example.org/a"},
	}
	full.Commitments = []registry.Commitment{
		{
			UUID: uuid(13), Dimension: registry.Techniek, Subject: "lcms", Text: "Aansluiten op 'LCMS'", By: []string{"Partner:b", "Region:VR01"},
			Due: new(registry.Date("2025-10-26")), DoneOn: new(registry.Date("2025-03-30")), FindingKey: new(uuid(21) + ".2"),
		},
		{UUID: uuid(11), Dimension: registry.Proces, Subject: "alarmering", Text: "Bellen", By: []string{"Region:VR10"}, Due: new(registry.Date("2026-01-01"))},
		{UUID: uuid(12), Dimension: registry.Proces, Subject: "alarmering", Text: "Bellen"},
	}
	full.NotApplicable = []registry.NotApplicable{{Dimension: registry.Organisatie, Reason: "Staat in het crisisplan"}, {Dimension: registry.Mens, Reason: "Geen"}}
	full.Milestones = []registry.Milestone{{Step: "Afspraken", On: new(registry.PartialDate("2019")), Note: new("met alle regio's")}, {Step: "Verkenning"}}
	full.ProposedOn = new(registry.Date("2019-02-01"))
	full.Approvals = []registry.Approval{
		{PartyID: "Region:VR10", On: "2019-02-03", OnBehalfOf: []string{"Region:VR01"}},
		{PartyID: "Partner:c", On: "2019-02-02", OnBehalfOf: []string{"Partner:b", "Partner:a"}, Evidence: new("Brief van 1 februari")},
	}
	full.Refusal = &registry.Refusal{PartyID: "Partner:a", On: "2019-01-15", Reason: "Te \"snel\"", Evidence: new("Verslag van 14 januari")}
	full.Supersedes, full.ReviewedOn, full.Provenance = new(uuid(2)), new(registry.Date("2019-06-01")), provenance(registry.Derived)
	full.Provenance.Note, full.TextVersion, full.Stamp = new("Van de site"), 6, stamp(9)
	return full
}

func bareAgreement() registry.Agreement {
	return agreement(2, "Kaal", registry.Exploring, []string{"VR02"}, []string{"b"})
}

func testAgreementFields(t *testing.T, store registry.Store) {
	full, bare := fullAgreement(), bareAgreement()
	put(t, store, putAgreements(full, bare))
	wants(t, "as put", get(t, store, readAgreements(agreementsByUUID(2, 1, 2, 99))), []registry.Agreement{full, bare})
	query := registry.AgreementQuery{Order: registry.AgreementOrder{Field: registry.ByUpdated, Direction: registry.Descending}, Page: whole(), AsOf: "2025-01-01"}
	wants(t, "in a list", listAgreements(t, store, query)[0].Items, withoutPairs([]registry.Agreement{full, bare}))

	var all []registry.Agreement
	for i, stage := range []registry.AgreementStatus{
		registry.Exploring, registry.Draft, registry.Proposed, registry.Recorded, registry.Active, registry.Ended, registry.Abandoned,
	} {
		all = append(all, agreement(3+i, string(stage), stage, []string{"VR02"}, []string{"b"}))
	}
	put(t, store, putAgreements(all...))
	wants(t, "of every stage", get(t, store, readAgreements(agreementsByUUID(9, 8, 7, 6, 5, 4, 3))), all)

	unsorted := full
	unsorted.RegionCodes, unsorted.PartnerKeys, unsorted.ChainCodes = []string{"VR10", "VR01"}, []string{"c", "a", "b"}, []string{"F2", "A1"}
	unsorted.Pairs = []registry.AgreedPair{full.Pairs[2], full.Pairs[0], full.Pairs[1]}
	put(t, store, putAgreements(unsorted))
	wants(t, "codes and keys sorted", get(t, store, readAgreements(agreementsByUUID(1))), []registry.Agreement{full})
}

// testAgreementReplaced gives each of two the fields of the other, and back.
func testAgreementReplaced(t *testing.T, store registry.Store) {
	full, bare := fullAgreement(), bareAgreement()
	put(t, store, putAgreements(full, bare))
	emptied, filled := bare, full
	emptied.UUID, filled.UUID, filled.Supersedes = full.UUID, bare.UUID, new(full.UUID)
	put(t, store, putAgreements(emptied))
	put(t, store, putAgreements(filled))
	wants(t, "the one as the other", get(t, store, readAgreements(agreementsByUUID(1, 2))), []registry.Agreement{emptied, filled})
	wants(t, "by a commitment", names(get(t, store, readAgreements(registry.AgreementSelect{Commitments: []string{uuid(13)}})), agreementNumber), []int{2})
	wants(t, "by its new pair", names(get(t, store, readAgreements(registry.AgreementSelect{Pairs: []registry.Pair{{Region: "VR10", Partner: "c"}}})), agreementNumber), []int{2})
	wants(t, "amending", names(get(t, store, readAgreements(registry.AgreementSelect{Amending: []string{uuid(1), uuid(2)}})), agreementNumber), []int{2})
	query := registry.AgreementQuery{Order: registry.AgreementOrder{Field: registry.ByTitle, Direction: registry.Ascending}, Page: whole(), AsOf: "2025-01-01"}
	for party, want := range map[string][]int{"Region:VR01": {2}, "Partner:c": {2}, "Region:VR03": {}} {
		query.Party = party
		wants(t, party, names(listAgreements(t, store, query)[0].Items, agreementNumber), want)
	}
	put(t, store, putAgreements(bare))
	put(t, store, putAgreements(full))
	wants(t, "and back", get(t, store, readAgreements(agreementsByUUID(1, 2))), []registry.Agreement{full, bare})
}

// testLongestAgreement has text at the bounds that the registry checks, for an index may have bounds of its own.
func testLongestAgreement(t *testing.T, store registry.Store) {
	undone(t, store, func(ctx context.Context, w registry.Writer) error {
		long := agreement(60, strings.Repeat("日", 200), registry.Draft, []string{"VR01"}, []string{"a"})
		long.Summary = new(strings.Repeat("é", 4000))
		for n := range 200 {
			c := commitment(100+n, registry.Proces, "Region:VR01", "Partner:a")
			c.Text = strings.Repeat("é", 4000)
			long.Commitments = append(long.Commitments, c)
		}
		for range 20 {
			url := registry.URL("https://example.org/" + strings.Repeat("x", 1980))
			long.Documents = append(long.Documents, registry.AgreementDocument{Title: strings.Repeat("w", 200), URL: url})
		}
		if err := w.Put(ctx, registry.BatchOf(long)); err != nil {
			return err
		}
		answers(t, "as put", []registry.Agreement{long})(w.Agreements(ctx, agreementsByUUID(60)))
		answers(t, "by its last commitment", []registry.Agreement{long})(w.Agreements(ctx, registry.AgreementSelect{Commitments: []string{uuid(299)}}))
		return nil
	})
}

func testAgreementReferences(t *testing.T, store registry.Store) {
	with := func(change func(*registry.Agreement)) registry.Dataset {
		fine, wrong := agreement(91, "Goed", registry.Draft, []string{"VR01"}, []string{"a"}), agreement(92, "Fout", registry.Draft, []string{"VR01"}, []string{"a"})
		change(&wrong)
		return putAgreements(fine, wrong)
	}
	for _, c := range []struct {
		what, missing string
		change        func(*registry.Agreement)
	}{
		{"region", "Region:VR25", func(a *registry.Agreement) { a.RegionCodes = []string{"VR01", "VR25"} }},
		{"partner", "Partner:geen", func(a *registry.Agreement) { a.PartnerKeys = []string{"a", "geen"} }},
		{"the leading region", "Region:VR24", func(a *registry.Agreement) { a.LedBy = new("VR24") }},
		{"signatory", "Partner:geen", func(a *registry.Agreement) {
			a.Signatories = []registry.Signatory{{PartnerKey: "geen", SignsFor: []string{"a"}}}
		}},
		{"for whom is signed", "Partner:geen", func(a *registry.Agreement) {
			a.Signatories = []registry.Signatory{{PartnerKey: "a", SignsFor: []string{"b", "geen"}}}
		}},
		{"the region of a pair", "Region:VR25", func(a *registry.Agreement) {
			a.Pairs = []registry.AgreedPair{pair("VR01", "a", registry.Kern), pair("VR25", "a", registry.Kern)}
		}},
		{"the partner of a pair", "Partner:geen", func(a *registry.Agreement) { a.Pairs = []registry.AgreedPair{pair("VR01", "geen", registry.Kern)} }},
		{"chain", "Chain:GEEN", func(a *registry.Agreement) { a.ChainCodes = []string{"A1", "GEEN"} }},
		{"what it amends", "Agreement:" + uuid(99), func(a *registry.Agreement) { a.Supersedes = new(uuid(99)) }},
	} {
		refuses(t, store, c.what, c.missing, with(c.change))
	}
	wants(t, "none was written", get(t, store, readAgreements(agreementsByUUID(91, 92))), nil)

	undone(t, store, func(ctx context.Context, w registry.Writer) error {
		amends := agreement(93, "Wijziging", registry.Draft, []string{"VR01"}, []string{"a"})
		amends.Supersedes = new(uuid(94))
		made := agreement(94, "Oud", registry.Active, []string{"VR01"}, []string{"a"})
		made.Commitments = []registry.Commitment{due(95, "2020-01-01", "Partner:geen", "Region:VR25")}
		if err := w.Put(ctx, registry.BatchOf(amends, made)); err != nil {
			return err
		}
		answers(t, "what it amends is of the same call, and who does it is not looked up", []registry.Agreement{amends, made})(
			w.Agreements(ctx, agreementsByUUID(93, 94)))
		return nil
	})
}
