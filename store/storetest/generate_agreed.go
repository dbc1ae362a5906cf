package storetest

import (
	"fmt"
	"slices"

	"ketenkaart/registry"
)

// The kinds in the ids of what is generated; collaborations and adoptions are 0 and 1.
const (
	kindAgreement = iota + 2
	kindCommitment
	kindReview
	kindEvaluation
)

// GenerateAgreements makes agreements over the partners that Generate makes, always the same and in blocks, as those:
// each is of the partner of its number, and of regions with which that collaborates. Of a hundred about fifty are
// active, of which ten have expired; the others are of every other status.
func GenerateAgreements(partners, collaborationsPerPartner, agreements int) Agreed {
	var agreed Agreed
	for i := range agreements {
		a := generatedAgreement(i, partners)
		if a.ReviewedOn != nil {
			agreed.Reviews = append(agreed.Reviews, generatedReview(i, a))
		}
		if i%block%3 == 0 {
			agreed.Evaluations = append(agreed.Evaluations, generatedEvaluation(i, a, i%partners*collaborationsPerPartner))
		}
		agreed.Agreements = append(agreed.Agreements, a)
	}
	return agreed
}

// generatedStage: the factor spreads each stage over the block. A partner that has ended has no agreement in force.
func generatedStage(b int) registry.AgreementStatus {
	if b%50 == 49 {
		return registry.Ended
	}
	switch n := b * 7 % 20; {
	case n < 10:
		return registry.Active
	case n < 13:
		return registry.Recorded
	case n < 15:
		return registry.Proposed
	case n == 15:
		return registry.Draft
	case n == 16:
		return registry.Exploring
	case n < 19:
		return registry.Ended
	}
	return registry.Abandoned
}

// generatedAgreement depends on its place in the block alone, but for what has to be its own. Ten have one version, as
// those of one import have.
func generatedAgreement(i, partners int) registry.Agreement {
	b := i % block
	a := agreement(0, fmt.Sprintf("Afspraak %07d over samenwerking", i), generatedStage(b), nil, []string{generatedKey(i % partners)})
	a.UUID, a.Stamp, a.TextVersion = generatedUUID(kindAgreement, i), stamp(1+i/10), 1+i/10
	for n := range b%3 + 1 {
		a.RegionCodes = append(a.RegionCodes, generatedRegion(b*7+n))
	}
	a.LedBy = new(a.RegionCodes[0])
	slices.Sort(a.RegionCodes)
	if second := i%partners + 1; b%4 == 0 && second < partners {
		a.PartnerKeys = append(a.PartnerKeys, generatedKey(second))
	}
	if b%5 < 2 {
		a.ChainCodes = []string{generatedFunctional(b)}
	}
	if b%50 == 48 {
		a.Supersedes = new(generatedUUID(kindAgreement, i-1))
	}
	a.Summary = new("Hoe de partijen elkaar vinden, voor, tijdens en na een crisis.")
	a.Documents = []registry.AgreementDocument{{Title: "Convenant", URL: registry.URL(fmt.Sprintf("https://example.org/convenant/%d", i))}}
	a.Talks = []registry.Talk{{On: "2018-11", Goal: new("Een gedeeld beeld binnen een uur")}}
	a.Milestones = []registry.Milestone{{Step: "Verkenning", On: new(registry.PartialDate("2018"))}, {Step: "Afspraken"}}
	a.Provenance = provenance(registry.AllCertainties()[b%4])
	generateText(&a, b, i)
	generateDays(&a, b)
	return a
}

// generateText gives the draft and what came of it commitments, and a pair; what is but recorded has gaps.
func generateText(a *registry.Agreement, b, i int) {
	if a.Stage == registry.Exploring || a.Stage == registry.Recorded && b%2 == 0 {
		return
	}
	a.Pairs = []registry.AgreedPair{pair(*a.LedBy, a.PartnerKeys[0], registry.AllProfiles()[b%len(registry.AllProfiles())])}
	a.Pairs[0].Motivation = new("Op verzoek van de regio")
	parties := a.Parties()
	for j, dimension := range registry.AllDimensions() {
		switch {
		case a.Stage == registry.Draft && j > 1:
		case (b+j)%6 == 0:
			a.NotApplicable = append(a.NotApplicable, registry.NotApplicable{Dimension: dimension, Reason: "Staat in het crisisplan"})
		default:
			c := commitment(0, dimension, parties[j%len(parties)])
			c.UUID, c.Due = generatedUUID(kindCommitment, i*len(registry.AllDimensions())+j), new(generatedDue(b*37+j*101))
			if (b+j)%2 == 0 {
				c.DoneOn = c.Due
			}
			a.Commitments = append(a.Commitments, c)
		}
	}
}

// generateDays sets what the stage asks for. Of the active ones every fifth ended in 2024, and of the others half have
// an end.
func generateDays(a *registry.Agreement, b int) {
	since := generatedDay(b * 37)
	switch a.Stage {
	case registry.Recorded:
		a.LedBy, a.SignedOn = nil, new(registry.PartialDate(since[:4+b%2*3]))
	case registry.Proposed:
		a.ProposedOn, a.Approvals = new(generatedDue(b*37)), []registry.Approval{{PartyID: registry.MakeID(registry.KindRegion, *a.LedBy), On: "2025-01-01"}}
	case registry.Active, registry.Ended:
		a.SignedOn, a.Since, a.ProposedOn = new(registry.PartialDate(since)), &since, &since
		for _, party := range a.Parties() {
			a.Approvals = append(a.Approvals, registry.Approval{PartyID: party, On: since})
		}
		if a.Stage == registry.Ended || b%5 == 1 {
			a.Until = new(generatedEnd())
		} else if b%2 == 0 {
			a.Until = new(registry.Date(fmt.Sprintf("%d-01-01", 2026+b%7)))
		}
		if a.Stage == registry.Ended {
			a.EndReason = new("Opgevolgd")
		} else if b%2 == 0 {
			a.ReviewedOn = &since
		}
	}
}

// generatedDue is one of two years around the day at which the generated register is looked at.
func generatedDue(n int) registry.Date {
	return registry.Date(fmt.Sprintf("%d-%02d-%02d", 2024+n%2, 1+n%12, 1+n%28))
}

func generatedReview(i int, a registry.Agreement) registry.PeerReview {
	made := review(0, 0, *a.ReviewedOn)
	made.UUID, made.AgreementUUID, made.RegionCodes, made.PartnerKeys = generatedUUID(kindReview, i), a.UUID, a.RegionCodes, a.PartnerKeys
	made.Reviewers = []registry.Reviewer{{Function: "Adviseur", Discipline: "brandweer"}, {Function: "Adviseur", Discipline: "zorg"}}
	made.Findings = []registry.Finding{{Key: made.UUID + ".1", Dimension: registry.Techniek, Text: "Geen aansluiting"}}
	return made
}

// generatedEvaluation is of the partner's first collaboration, and now and then of no agreement; of half of them the
// next has been.
func generatedEvaluation(i int, a registry.Agreement, collaboration int) registry.InformalEvaluation {
	b := i % block
	e := evaluation(0, "2023-06-01", a.RegionCodes, a.PartnerKeys)
	e.UUID, e.CollaborationUUIDs, e.NextOn = generatedUUID(kindEvaluation, i), []string{generatedUUID(0, collaboration)}, new(generatedDue(b*37))
	if b%9 != 0 {
		e.AgreementUUID = &a.UUID
	}
	if b%2 == 0 {
		e.FollowedOn = e.NextOn
	}
	return e
}
