package storetest

import "ketenkaart/registry"

// fewAgreements are 31 to 39, with the evaluations 41 to 45; most of what begins or ends does so on 2020-01-01.
func fewAgreements() Agreed {
	all := []registry.Agreement{
		agreement(31, "Waterafspraak", registry.Exploring, []string{"VR01"}, []string{"a"}),
		agreement(32, "energie", registry.Draft, []string{"VR02"}, []string{"b"}),
		agreement(33, "Énergie", registry.Proposed, []string{"VR01", "VR02"}, []string{"a", "b"}),
		agreement(34, "Drinkwater", registry.Active, []string{"VR02", "VR10"}, []string{"a"}),
		agreement(35, "Drinkwater", registry.Active, []string{"VR01"}, []string{"c"}),
		agreement(36, "Oud", registry.Ended, []string{"VR01"}, []string{"b"}),
		agreement(37, "Convenant", registry.Recorded, []string{"VR03"}, []string{"a", "c"}),
		agreement(38, "Archief", registry.Ended, []string{"VR03"}, []string{"b"}),
		agreement(39, "Afgezien", registry.Abandoned, []string{"VR02"}, []string{"c"}),
	}
	led := []string{"VR01", "VR02", "VR01", "VR10", "VR01", "VR01", "", "", "VR02"}
	for i, version := range []int{3, 7, 4, 6, 6, 2, 1, 1, 8} {
		all[i].Stamp = stamp(version)
		if led[i] != "" {
			all[i].LedBy = &led[i]
		}
	}
	fewDays(all)
	fewTexts(all)
	return Agreed{Agreements: all, Evaluations: fewEvaluations()}
}

func fewDays(all []registry.Agreement) {
	draft, proposed, expired, active, ended, recorded, archived := &all[1], &all[2], &all[3], &all[4], &all[5], &all[6], &all[7]
	draft.Since, draft.Until = new(registry.Date("2021-01-01")), new(registry.Date("2023-01-01"))
	proposed.ProposedOn = new(registry.Date("2020-03-01"))
	proposed.Approvals = []registry.Approval{{PartyID: "Region:VR01", On: "2020-03-02", OnBehalfOf: []string{"Region:VR02"}}}
	expired.Since, expired.Until, expired.ReviewedOn = new(registry.Date("2019-01-01")), new(registry.Date("2020-01-01")), new(registry.Date("2019-06-01"))
	active.Since = new(registry.Date("2020-01-01"))
	ended.Since, ended.Until = new(registry.Date("2018-01-01")), new(registry.Date("2019-01-01"))
	recorded.SignedOn, recorded.Until = new(registry.PartialDate("2014-11")), new(registry.Date("2024-01-01"))
	expired.SignedOn, ended.SignedOn, active.SignedOn = new(registry.PartialDate("2014-11-03")), new(registry.PartialDate("2017")), new(registry.PartialDate("2014-11"))
	archived.SignedOn, archived.Until = new(registry.PartialDate("2014")), new(registry.Date("2020-01-01"))
}

func fewTexts(all []registry.Agreement) {
	draft, proposed, expired, active, ended, recorded := &all[1], &all[2], &all[3], &all[4], &all[5], &all[6]
	draft.ChainCodes, draft.Pairs, draft.Provenance = []string{"F2"}, []registry.AgreedPair{pair("VR02", "b", registry.Kern)}, provenance(registry.Verified)
	draft.Commitments = []registry.Commitment{commitment(61, registry.Proces, "Partner:b"), commitment(62, registry.Organisatie, "Region:VR02")}
	draft.NotApplicable = []registry.NotApplicable{{Dimension: registry.Techniek, Reason: "Geen"}}
	proposed.Pairs, proposed.Provenance = []registry.AgreedPair{pair("VR01", "a", registry.Structureel), pair("VR02", "b", registry.Kern)}, provenance(registry.Derived)
	proposed.Commitments = []registry.Commitment{commitment(63, registry.Proces, "Partner:b")}
	for _, dimension := range []registry.Dimension{registry.Organisatie, registry.Mens, registry.Techniek} {
		proposed.NotApplicable = append(proposed.NotApplicable, registry.NotApplicable{Dimension: dimension, Reason: "Geen"})
	}
	expired.ChainCodes, expired.Provenance = []string{"A1"}, provenance(registry.Verified)
	expired.Pairs = []registry.AgreedPair{pair("VR02", "a", registry.Koppel), pair("VR10", "a", registry.Kern)}
	for i, dimension := range registry.AllDimensions() {
		expired.Commitments = append(expired.Commitments, commitment(64+i, dimension, "Partner:a"))
		ended.NotApplicable = append(ended.NotApplicable, registry.NotApplicable{Dimension: dimension, Reason: "Geen"})
	}
	active.Commitments, active.Provenance = []registry.Commitment{commitment(68, registry.Mens, "Partner:c")}, provenance(registry.Illustration)
	active.Supersedes, proposed.Supersedes = new(uuid(36)), new(uuid(34))
	recorded.ChainCodes, recorded.Provenance = []string{"F1"}, provenance(registry.Interpretation)
}

// fewEvaluations: those that are due are of 34 and 37, for the next of 35 has been.
func fewEvaluations() []registry.InformalEvaluation {
	all := []registry.InformalEvaluation{
		evaluation(41, "2019-12-01", []string{"VR02", "VR10"}, []string{"a"}), evaluation(42, "2019-12-01", []string{"VR01"}, []string{"c"}),
		evaluation(43, "2019-11-01", []string{"VR03"}, []string{"a", "c"}), evaluation(44, "2020-02-02", []string{"VR01"}, []string{"c"}),
		evaluation(45, "2019-10-01", []string{"VR01"}, []string{"a"}),
	}
	for i, of := range []int{34, 35, 37, 35} {
		all[i].AgreementUUID = new(uuid(of))
	}
	all[0].NextOn, all[1].NextOn, all[2].NextOn = new(registry.Date("2020-06-01")), new(registry.Date("2020-02-01")), new(registry.Date("2021-01-01"))
	all[1].FollowedOn, all[4].NextOn = new(registry.Date("2020-02-02")), new(registry.Date("2020-01-01"))
	return all
}
