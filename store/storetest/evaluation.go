package storetest

import (
	"context"
	"testing"

	"ketenkaart/registry"
)

func testEvaluations(t *testing.T, store registry.Store) {
	put(t, store, agreementSurroundings())
	put(t, store, registry.Dataset{
		Collaborations: []registry.Collaboration{edge(6, "VR01", "a", registry.Kern, period("2019-01-01")), edge(7, "VR02", "a", registry.Kern, period("2019-01-01"))},
		Agreements: []registry.Agreement{
			agreement(1, "Een", registry.Active, []string{"VR01"}, []string{"a"}), agreement(2, "Twee", registry.Active, []string{"VR02"}, []string{"b"}),
			agreement(3, "Drie", registry.Ended, []string{"VR01"}, []string{"a"}),
		},
	})
	t.Run("not found", func(t *testing.T) { testEvaluationReferences(t, store) })
	t.Run("read what was put", func(t *testing.T) { testEvaluationFields(t, store) })
	t.Run("selects", func(t *testing.T) { testEvaluationSelects(t, store) })
	t.Run("of a collaboration that was removed", func(t *testing.T) { testEvaluationOfRemoved(t, store) })
}

func evaluation(n int, on registry.Date, regions, partners []string) registry.InformalEvaluation {
	return registry.InformalEvaluation{UUID: uuid(n), On: on, RegionCodes: regions, PartnerKeys: partners, Stamp: stamp(1)}
}

func evaluationNumber(e registry.InformalEvaluation) int { return number(e.UUID) }

func readEvaluations(of registry.EvaluationSelect) func(context.Context, registry.Reader) ([]registry.InformalEvaluation, error) {
	return func(ctx context.Context, r registry.Reader) ([]registry.InformalEvaluation, error) {
		return r.Evaluations(ctx, of)
	}
}

func putEvaluations(t tester, store registry.Store, evaluations ...registry.InformalEvaluation) {
	t.Helper()
	putAgreed(t, store, Agreed{Evaluations: evaluations})
}

// fullEvaluation is of a collaboration that is not there, among others.
func fullEvaluation() registry.InformalEvaluation {
	full := evaluation(11, "2020-03-01", []string{"VR01", "VR02"}, []string{"a", "b"})
	full.CollaborationUUIDs, full.AgreementUUID = []string{uuid(6), uuid(7), uuid(98)}, new(uuid(1))
	full.Participants = []registry.Participant{
		{Function: "Liaison \"water\"", OrganisationID: "Partner:b"}, {Function: "Accounthouder", OrganisationID: "Region:VR01"}, {Function: "Accounthouder", OrganisationID: "Partner:a"},
	}
	full.Good, full.Better = new("Korte lijnen.\nSnel."), new("Vaker 'oefenen'")
	full.NextOn, full.FollowedOn, full.Stamp = new(registry.Date("2021-03-01")), new(registry.Date("2021-02-28")), stamp(8)
	return full
}

func testEvaluationFields(t *testing.T, store registry.Store) {
	full, bare := fullEvaluation(), evaluation(12, "2020-03-01", []string{"VR10"}, []string{"c"})
	putEvaluations(t, store, bare, full)
	byID := registry.EvaluationSelect{UUIDs: []string{uuid(12), uuid(11), uuid(12), uuid(99)}}
	wants(t, "as put", get(t, store, readEvaluations(byID)), []registry.InformalEvaluation{full, bare})

	full.UUID, bare.UUID = bare.UUID, full.UUID
	full.On = "2020-02-28"
	putEvaluations(t, store, full)
	putEvaluations(t, store, bare)
	wants(t, "as replaced", get(t, store, readEvaluations(byID)), []registry.InformalEvaluation{full, bare})
	wants(t, "of its new agreement", get(t, store, readEvaluations(registry.EvaluationSelect{Agreements: []string{uuid(1)}})), []registry.InformalEvaluation{full})
	wants(t, "of its new collaboration", get(t, store, readEvaluations(registry.EvaluationSelect{Collaborations: []string{uuid(98)}})), []registry.InformalEvaluation{full})

	put(t, store, agreementSurroundings())
	put(t, store, putAgreements(agreement(1, "Anders", registry.Ended, []string{"VR03"}, []string{"c"})))
	wants(t, "after its agreement and parties were replaced", get(t, store, readEvaluations(byID)), []registry.InformalEvaluation{full, bare})
	wants(t, "still of its agreement", names(get(t, store, readEvaluations(registry.EvaluationSelect{Agreements: []string{uuid(1)}})), evaluationNumber), []int{12})
}

func testEvaluationSelects(t *testing.T, store registry.Store) {
	all := []registry.InformalEvaluation{
		evaluation(24, "2019-01-01", []string{"VR01"}, []string{"a"}), evaluation(21, "2020-01-01", []string{"VR01"}, []string{"a"}),
		evaluation(22, "2019-01-01", []string{"VR01"}, []string{"a"}), evaluation(23, "2021-01-01", []string{"VR01"}, []string{"a"}),
		evaluation(11, "2020-01-01", []string{"VR01"}, []string{"a"}), evaluation(12, "2020-06-01", []string{"VR01"}, []string{"a"}),
	}
	all[0].AgreementUUID, all[1].AgreementUUID, all[2].AgreementUUID, all[3].AgreementUUID = new(uuid(1)), new(uuid(1)), new(uuid(2)), new(uuid(2))
	all[0].CollaborationUUIDs, all[1].CollaborationUUIDs = []string{uuid(6), uuid(7)}, []string{uuid(7)}
	all[3].CollaborationUUIDs, all[5].CollaborationUUIDs = []string{uuid(6), uuid(97)}, []string{uuid(97)}
	putEvaluations(t, store, all...)
	type of = registry.EvaluationSelect
	for _, c := range []struct {
		what string
		of   of
		want []int
	}{
		{"by id, in order of day, then id", of{UUIDs: []string{uuid(23), uuid(24), uuid(22), uuid(21), uuid(24), uuid(99)}}, []int{22, 24, 21, 23}},
		{"no id", of{UUIDs: []string{}}, nil},
		{"nothing named", of{}, nil},
		{"of an agreement", of{Agreements: []string{uuid(1)}}, []int{24, 21}},
		{"of agreements", of{Agreements: []string{uuid(2), uuid(1), uuid(2), uuid(3), uuid(99)}}, []int{22, 24, 21, 23}},
		{"of an agreement without", of{Agreements: []string{uuid(3)}}, nil},
		{"of no agreement", of{Agreements: []string{}}, nil},
		{"of collaborations, two of one", of{Collaborations: []string{uuid(7), uuid(6), uuid(7), uuid(96)}}, []int{24, 21, 23}},
		{"of a collaboration that is not there", of{Collaborations: []string{uuid(97)}}, []int{12, 23}},
		{"of no collaboration", of{Collaborations: []string{}}, nil},
	} {
		wants(t, c.what, names(get(t, store, readEvaluations(c.of)), evaluationNumber), c.want)
	}
}

func testEvaluationReferences(t *testing.T, store registry.Store) {
	with := func(change func(*registry.InformalEvaluation)) func(context.Context, registry.Writer) error {
		wrong := evaluation(92, "2020-01-01", []string{"VR01"}, []string{"a"})
		change(&wrong)
		return Agreed{Evaluations: []registry.InformalEvaluation{evaluation(91, "2020-01-01", []string{"VR01"}, []string{"a"}), wrong}}.put
	}
	refusesWrite(t, store, "agreement", "Agreement:"+uuid(99), with(func(e *registry.InformalEvaluation) { e.AgreementUUID = new(uuid(99)) }))
	refusesWrite(t, store, "region", "Region:VR25", with(func(e *registry.InformalEvaluation) { e.RegionCodes = []string{"VR01", "VR25"} }))
	refusesWrite(t, store, "partner", "Partner:geen", with(func(e *registry.InformalEvaluation) { e.PartnerKeys = []string{"a", "geen"} }))
	wants(t, "none was written", get(t, store, readEvaluations(registry.EvaluationSelect{UUIDs: []string{uuid(91), uuid(92)}})), nil)
}

// testEvaluationOfRemoved voids a collaboration: what was said of it stays.
func testEvaluationOfRemoved(t *testing.T, store registry.Store) {
	of := registry.EvaluationSelect{Collaborations: []string{uuid(7)}}
	before := get(t, store, readEvaluations(of))
	write(t, store, removeEdges(uuid(7)))
	wants(t, "after the removal", get(t, store, readEvaluations(of)), before)
	wants(t, "how many", len(before), 2)
}
