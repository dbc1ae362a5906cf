package storetest

import (
	"errors"
	"slices"

	"pgregory.net/rapid"

	"ketenkaart/registry"
)

func agreementIDs() []string  { return numbered(300, 10) }
func reviewIDs() []string     { return numbered(400, 5) }
func evaluationIDs() []string { return numbered(500, 6) }

// commitmentIDs are those that one agreement may hold, for no other holds the same.
func commitmentIDs(agreement int) []string { return numbered(600+10*agreement, 3) }

func partyIDs(partners []string) []string {
	ids := []string{}
	for _, code := range regionCodes() {
		ids = append(ids, registry.MakeID(registry.KindRegion, code))
	}
	for _, key := range partners {
		ids = append(ids, registry.MakeID(registry.KindPartner, key))
	}
	return ids
}

func statuses() []registry.AgreementStatus {
	return []registry.AgreementStatus{
		registry.Exploring, registry.Draft, registry.Proposed, registry.Recorded, registry.Active, registry.Ended, registry.Abandoned, registry.Expired,
	}
}

func atLeastOne[T any](rt *rapid.T, label string, all []T) []T {
	return rapid.Permutation(all).Draw(rt, label)[:rapid.IntRange(1, min(3, len(all))).Draw(rt, "how many "+label)]
}

// drawAgreed draws what is agreed between regions and the partners that are there, and what looks back at it.
func drawAgreed(rt *rapid.T, after *model, partners []string) Agreed {
	var agreed Agreed
	there := names(after.data.Agreements, agreementUUID)
	for n, id := range agreementIDs() {
		if rapid.Bool().Draw(rt, "agreement put") {
			agreed.Agreements = append(agreed.Agreements, drawAgreement(rt, n, id, partners, there))
			there = append(there, id)
		}
	}
	for _, id := range someOrNone(rt, "reviews put", reviewIDs()) {
		if len(there) > 0 {
			made := registry.PeerReview{
				UUID: id, AgreementUUID: rapid.SampledFrom(there).Draw(rt, "reviewed"), RegionCodes: regionCodes()[:1], PartnerKeys: partners[:1],
				On: drawDay(rt, "reviewed on"), Outcome: maybe(rt, "outcome", drawFrom("goed", "matig")), Stamp: stamp(2),
			}
			agreed.Reviews = append(agreed.Reviews, made)
		}
	}
	for _, id := range someOrNone(rt, "evaluations put", evaluationIDs()) {
		agreed.Evaluations = append(agreed.Evaluations, drawEvaluation(rt, id, partners, there))
	}
	return agreed
}

func drawAgreement(rt *rapid.T, n int, id string, partners, there []string) registry.Agreement {
	a := registry.Agreement{
		UUID: id, Title: drawName(rt, "title"), Stage: rapid.SampledFrom(statuses()[:7]).Draw(rt, "stage"),
		RegionCodes: atLeastOne(rt, "parties", regionCodes()), PartnerKeys: atLeastOne(rt, "partners", partners),
		LedBy: maybe(rt, "led by", drawFrom(regionCodes()...)), ChainCodes: someOrNone(rt, "chains", chainCodes()[:1+n%2]),
		SignedOn: maybe(rt, "signed on", drawFrom[registry.PartialDate]("2018", "2019-12", "2020-01-01")),
		Since:    maybe(rt, "since", drawDay), Until: maybe(rt, "until", drawDay), ProposedOn: maybe(rt, "proposed on", drawDay),
		ReviewedOn: maybe(rt, "reviewed on", drawDay),
		Provenance: maybe(rt, "provenance", drawCertainty), Stamp: stamp(rapid.IntRange(1, 3).Draw(rt, "version")),
	}
	if earlier := slices.DeleteFunc(slices.Clone(there), func(other string) bool { return other == id }); len(earlier) > 0 {
		a.Supersedes = maybe(rt, "supersedes", drawFrom(earlier...))
	}
	for _, dimension := range someOrNone(rt, "not applicable", registry.AllDimensions()) {
		a.NotApplicable = append(a.NotApplicable, registry.NotApplicable{Dimension: dimension, Reason: "Geen"})
	}
	for _, commitmentID := range someOrNone(rt, "commitments", commitmentIDs(n)) {
		a.Commitments = append(a.Commitments, registry.Commitment{
			UUID: commitmentID, Dimension: rapid.SampledFrom(registry.AllDimensions()).Draw(rt, "dimension"), Subject: "overig", Text: "Doen",
			By: atLeastOne(rt, "by", partyIDs(partners)), Due: maybe(rt, "due", drawDay), DoneOn: seldom(rt, "done", drawDay),
		})
	}
	for _, code := range someOrNone(rt, "regions of pairs", a.RegionCodes) {
		for _, key := range someOrNone(rt, "partners of pairs", a.PartnerKeys) {
			a.Pairs = append(a.Pairs, pair(code, key, rapid.SampledFrom(registry.AllProfiles()).Draw(rt, "profile")))
		}
	}
	for _, party := range someOrNone(rt, "approvals", a.Parties()) {
		approval := registry.Approval{PartyID: party, On: "2020-01-01", OnBehalfOf: anyOf(rt, "on behalf of", a.Parties()...)}
		a.Approvals = append(a.Approvals, approval)
	}
	return a
}

func drawEvaluation(rt *rapid.T, id string, partners, there []string) registry.InformalEvaluation {
	e := registry.InformalEvaluation{
		UUID: id, CollaborationUUIDs: someOrNone(rt, "evaluated", edgeIDs()[:3]), RegionCodes: atLeastOne(rt, "regions", regionCodes())[:1],
		PartnerKeys: atLeastOne(rt, "partners", partners)[:1], On: drawDay(rt, "evaluated on"), NextOn: maybe(rt, "next on", drawDay),
		FollowedOn: seldom(rt, "followed on", drawDay), Stamp: stamp(2),
	}
	if len(there) > 0 {
		e.AgreementUUID = maybe(rt, "of an agreement", drawFrom(there...))
	}
	return e
}

func drawAgreementFilter(rt *rapid.T) registry.AgreementFilter {
	filter := registry.AgreementFilter{
		Regions: anyOf(rt, "regions", regionCodes()...), Partners: anyOf(rt, "partners", partnerKeys()...), LedBy: anyOf(rt, "led by", regionCodes()...),
		Status: anyOf(rt, "status", statuses()...), InForce: seldom(rt, "in force", drawBool), Sectors: anyOf(rt, "sectors", sectorCodes()...),
		Chains: anyOf(rt, "chains", chainCodes()...), Profiles: anyOf(rt, "profiles", registry.AllProfiles()...),
		EmptyDimensions: anyOf(rt, "empty dimensions", registry.AllDimensions()...), EndsBefore: seldom(rt, "ends before", drawDay),
		WaitingFor: anyOf(rt, "waiting for", partyIDs(partnerKeys())...), EvaluationDueBefore: seldom(rt, "evaluation due before", drawDay),
		Reviewed: seldom(rt, "reviewed", drawBool), Certainty: anyOf(rt, "certainties", registry.AllCertainties()...),
		Without: anyOf(rt, "agreements left out", agreementIDs()...),
	}
	if rapid.IntRange(0, 4).Draw(rt, "words?") == 0 {
		filter.Tokens = drawTokens(rt)
	}
	return filter
}

func drawAgreementQuery(rt *rapid.T, twin *model) registry.AgreementQuery {
	query := registry.AgreementQuery{
		Filter: drawAgreementFilter(rt), AsOf: drawDay(rt, "as of"),
		Order: registry.AgreementOrder{
			Field: rapid.SampledFrom([]registry.AgreementOrderField{
				registry.ByTitle, registry.ByBeginning, registry.ByEnd, registry.BySigning, registry.ByUpdated,
			}).Draw(rt, "order"),
			Direction: drawDirection(rt),
		},
	}
	if rapid.IntRange(0, 2).Draw(rt, "of a party") == 0 {
		query.Party = rapid.SampledFrom(partyIDs(partnerKeys())).Draw(rt, "party")
	}
	query.Page = drawPage(rt, twin.data.Agreements, func(a registry.Agreement) registry.Key { return agreementPlace(query.Order, a) })
	return query
}

func tellAgreements(what string, query registry.AgreementQuery) string {
	return what + " of " + query.Party + " by " + string(query.Order.Field) + " " + string(query.Order.Direction) + " at " + string(query.AsOf) + ", " + tell(query.Page)
}

func askAgreements(rt *rapid.T, twin *model) question {
	queries := several(rt, "agreement queries", 4, func(rt *rapid.T) registry.AgreementQuery { return drawAgreementQuery(rt, twin) })
	return func(t tester, r registry.Reader) error {
		lists, err := r.ListAgreements(t.Context(), queries)
		for i, list := range lists {
			wants(t, tellAgreements("ListAgreements", queries[i]), list, twin.listAgreements(queries[i]))
		}
		counts, err2 := r.Count(t.Context(), registry.CountsOf(queries...))
		for i, count := range counts {
			query := queries[i]
			query.Page = whole()
			wants(t, tellAgreements("CountAgreements", query), count, len(twin.listAgreements(query).Items))
		}
		wants(t, "lists and counts of agreements", []int{len(lists), len(counts)}, []int{len(queries), len(queries)})
		return errors.Join(err, err2)
	}
}

func askAgreementSelect(rt *rapid.T, twin *model) question {
	all := []registry.AgreementSelect{{UUIDs: someOrNone(rt, "ids", agreementIDs())}, {Amending: someOrNone(rt, "amended", agreementIDs())}, {}, {}}
	for n := range agreementIDs() {
		all[2].Commitments = append(all[2].Commitments, someOrNone(rt, "commitments", commitmentIDs(n)[:2])...)
	}
	for _, key := range someOrNone(rt, "pairs", partnerKeys()) {
		all[3].Pairs = append(all[3].Pairs, registry.Pair{Region: rapid.SampledFrom(regionCodes()).Draw(rt, "region"), Partner: key})
	}
	some := registry.AgreementSelect{UUIDs: agreementIDs(), OnlyPairs: append([]registry.Pair{}, all[3].Pairs...)}
	return func(t tester, r registry.Reader) error {
		answers(t, "Agreements with some pairs", twin.selectAgreements(some))(r.Agreements(t.Context(), some))
		for _, of := range all {
			of.WithoutPairs = of.UUIDs != nil
			answers(t, "Agreements", twin.selectAgreements(of))(r.Agreements(t.Context(), of))
		}
		return nil
	}
}

func askAgreedPairs(rt *rapid.T, twin *model) question {
	queries := several(rt, "pair queries", 4, func(rt *rapid.T) registry.AgreedPairQuery {
		id := rapid.SampledFrom(agreementIDs()).Draw(rt, "agreement")
		return registry.AgreedPairQuery{AgreementUUID: id, Page: drawPage(rt, twin.pairsOf(id), pairPlace)}
	})
	return func(t tester, r registry.Reader) error {
		lists, err := r.ListAgreedPairs(t.Context(), queries)
		counts, err2 := r.Count(t.Context(), registry.CountsOf(queries...))
		wants(t, "lists and counts of pairs", []int{len(lists), len(counts)}, []int{len(queries), len(queries)})
		for i, query := range queries {
			what := "pairs of " + query.AgreementUUID + ", " + tell(query.Page)
			wants(t, what, lists[i], twin.listPairs(query))
			wants(t, what+", counted", counts[i], len(twin.pairsOf(query.AgreementUUID)))
		}
		return errors.Join(err, err2)
	}
}

// askLookedBack reads reviews and evaluations by each field of their selects.
func askLookedBack(rt *rapid.T, twin *model) question {
	of := someOrNone(rt, "looked back at", agreementIDs())
	reviews := []registry.PeerReviewSelect{{Agreements: of}, {UUIDs: someOrNone(rt, "reviews", reviewIDs())}}
	evaluations := []registry.EvaluationSelect{
		{Agreements: of}, {UUIDs: someOrNone(rt, "evaluations", evaluationIDs())}, {Collaborations: someOrNone(rt, "evaluated", edgeIDs()[:3])},
	}
	return func(t tester, r registry.Reader) error {
		for _, of := range reviews {
			answers(t, "PeerReviews", twin.selectReviews(of))(r.PeerReviews(t.Context(), of))
		}
		for _, of := range evaluations {
			answers(t, "Evaluations", twin.selectEvaluations(of))(r.Evaluations(t.Context(), of))
		}
		return nil
	}
}

func askAgenda(rt *rapid.T, twin *model) question {
	queries := several(rt, "agenda queries", 3, func(rt *rapid.T) registry.AgendaQuery {
		return registry.AgendaQuery{
			Party: rapid.SampledFrom(partyIDs(partnerKeys())).Draw(rt, "party"), Until: drawLateDay(rt), Page: drawPage(rt, twin.entries(), agendaPlace),
			Without: anyOf(rt, "agreements left out", agreementIDs()...),
		}
	})
	return func(t tester, r registry.Reader) error {
		lists, err := r.ListAgenda(t.Context(), queries)
		for i, list := range lists {
			wants(t, "ListAgenda of "+queries[i].Party+" until "+string(queries[i].Until)+", "+tell(queries[i].Page), list, twin.agenda(queries[i]))
		}
		counts, err2 := r.Count(t.Context(), registry.CountsOf(queries...))
		for i, count := range counts {
			wants(t, "CountAgenda of "+queries[i].Party+" until "+string(queries[i].Until), count, twin.countAgenda(queries[i]))
		}
		wants(t, "lists and counts of agendas", []int{len(lists), len(counts)}, []int{len(queries), len(queries)})
		return errors.Join(err, err2)
	}
}

func askCoverage(rt *rapid.T, twin *model) question {
	queries := several(rt, "coverage queries", 3, func(rt *rapid.T) registry.CoverageQuery {
		query := registry.CoverageQuery{AsOf: drawDay(rt, "as of")}
		if rapid.Bool().Draw(rt, "of a sector") {
			query.Sector = rapid.SampledFrom(sectorCodes()).Draw(rt, "sector")
		} else {
			query.Chain = rapid.SampledFrom(chainCodes()).Draw(rt, "chain")
		}
		return query
	})
	return func(t tester, r registry.Reader) error {
		found, err := r.Coverage(t.Context(), queries)
		for i, list := range found {
			wants(t, "Coverage of "+queries[i].Sector+queries[i].Chain+" at "+string(queries[i].AsOf), list, twin.coverage(queries[i]))
		}
		wants(t, "answers of Coverage", len(found), len(queries))
		return err
	}
}
