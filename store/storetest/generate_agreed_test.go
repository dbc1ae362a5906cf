package storetest

import (
	"slices"
	"testing"

	"ketenkaart/registry"
)

// generatedToday is a day on which the generated agreements are looked at.
const generatedToday = "2025-06-01"

func TestGenerateAgreementsRepeatsBlocks(t *testing.T) {
	filter := registry.AgreementFilter{
		InForce: new(true), Profiles: []registry.Profile{registry.Kern, registry.Structureel}, EvaluationDueBefore: new(registry.Date("2026-01-01")),
	}
	rows := func(size int) (rows, met int) {
		agreed := GenerateAgreements(size, 10, size)
		twin := &model{evaluations: agreed.Evaluations}
		for i, a := range agreed.Agreements {
			if twin.meetsAgreement(a, filter, generatedToday) {
				met++
			}
			if met == 25 {
				return i, met
			}
		}
		return len(agreed.Agreements), met
	}
	smallRows, small := rows(2_000)
	largeRows, large := rows(5_000)
	if small != 25 || small != large || smallRows != largeRows {
		t.Errorf("the first page of few agreements: %d among %d; of many: %d among %d", small, smallRows, large, largeRows)
	}
}

func TestGenerateAgreementsKeepsTheRules(t *testing.T) {
	data, agreed := Generate(250, 4), GenerateAgreements(250, 4, 600)
	store := &memory{}
	Fill(t, store, data)
	FillAgreed(t, store, agreed)
	pairs := map[registry.Pair]bool{}
	for _, c := range data.Collaborations {
		pairs[c.Pair()] = true
	}
	statuses := map[registry.AgreementStatus]int{}
	for _, a := range agreed.Agreements {
		statuses[a.Status(generatedToday)]++
		for _, pair := range a.Pairs {
			if !a.Binds(pair.Pair()) || !pairs[pair.Pair()] {
				t.Errorf("%s sets a pair that is not its own, or has no collaboration", a.Title)
			}
		}
		if a.LedBy != nil && !slices.Contains(a.RegionCodes, *a.LedBy) || a.LedBy == nil && a.Stage != registry.Recorded {
			t.Errorf("%s is not led by one of its regions", a.Title)
		}
		if a.Until != nil && *a.Until <= *a.Since {
			t.Errorf("%s ends before it begins", a.Title)
		}
		if empty := a.EmptyDimensions(); len(empty) > 0 && (a.Stage == registry.Proposed || a.Stage == registry.Active) {
			t.Errorf("%s is %s and has nothing of %s", a.Title, a.Stage, empty)
		}
	}
	wants(t, "statuses", statuses, map[registry.AgreementStatus]int{
		registry.Exploring: 30, registry.Draft: 30, registry.Proposed: 54, registry.Recorded: 90,
		registry.Active: 234, registry.Expired: 60, registry.Ended: 72, registry.Abandoned: 30,
	})
}

func TestGenerateAgreementsEndsWithItsPartners(t *testing.T) {
	ended := map[string]bool{}
	for _, p := range Generate(200, 3).Partners {
		ended[p.Key] = p.Until != nil
	}
	for _, a := range GenerateAgreements(200, 3, 400).Agreements {
		if a.InForce(generatedToday) && slices.ContainsFunc(a.PartnerKeys, func(key string) bool { return ended[key] }) {
			t.Errorf("%s is in force with a partner that has ended", a.Title)
		}
	}
}

func TestGenerateAgreementsHasIDs(t *testing.T) {
	agreed := GenerateAgreements(200, 3, 400)
	ids := slices.Concat(names(agreed.Agreements, agreementUUID), names(agreed.Reviews, reviewUUID), names(agreed.Evaluations, evaluationUUID))
	for _, a := range agreed.Agreements {
		ids = append(ids, names(a.Commitments, func(c registry.Commitment) string { return c.UUID })...)
	}
	for _, id := range ids {
		if _, _, err := registry.ParseID("id", registry.MakeID(registry.KindAgreement, id)); err != nil {
			t.Error(err)
		}
	}
	slices.Sort(ids)
	wants(t, "ids that differ", len(slices.Compact(slices.Clone(ids))), len(ids))
	if len(agreed.Reviews) == 0 || len(agreed.Evaluations) == 0 {
		t.Errorf("%d reviews, %d evaluations", len(agreed.Reviews), len(agreed.Evaluations))
	}
}
