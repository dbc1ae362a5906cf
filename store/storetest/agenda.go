package storetest

import (
	"context"
	"fmt"
	"testing"

	"ketenkaart/registry"
)

func testAgenda(t *testing.T, store registry.Store) {
	put(t, store, agreementSurroundings())
	putAgreed(t, store, busyAgreed())
	t.Run("what is due, and pages", func(t *testing.T) { testAgendaLists(t, store) })
	t.Run("until a day", func(t *testing.T) { testAgendaDays(t, store) })
	t.Run("several queries", func(t *testing.T) { testAgendaBatch(t, store) })
	t.Run("what is done is off it", func(t *testing.T) { testAgendaSteps(t, store) })
}

// busyAgreed is 51 to 54, of which the last two are of another agenda, with the evaluations 57 to 59.
func busyAgreed() Agreed {
	proposed := agreement(51, "Voorstel", registry.Proposed, []string{"VR01", "VR02"}, []string{"a", "b"})
	proposed.ProposedOn, proposed.Until = new(registry.Date("2020-03-01")), new(registry.Date("2020-12-31"))
	proposed.Approvals = []registry.Approval{{PartyID: "Region:VR01", On: "2020-03-02", OnBehalfOf: []string{"Region:VR02"}}}
	proposed.Commitments = []registry.Commitment{due(60, "2020-03-01", "Region:VR01")}
	active := agreement(52, "Actief", registry.Active, []string{"VR01"}, []string{"a"})
	active.Since, active.Until = new(registry.Date("2020-01-01")), new(registry.Date("2021-01-01"))
	active.Commitments = []registry.Commitment{
		due(62, "2020-05-01", "Region:VR01"), due(61, "2020-05-01", "Region:VR01", "Partner:a"), due(63, "2020-02-01", "Region:VR01"),
		commitment(64, registry.Proces, "Region:VR01"), due(65, "2020-06-01"),
	}
	active.Commitments[2].DoneOn = new(registry.Date("2020-03-01"))
	reviewed := agreement(53, "Getoetst", registry.Active, []string{"VR10"}, []string{"c"})
	reviewed.Since, reviewed.ReviewedOn = new(registry.Date("2019-01-01")), new(registry.Date("2019-06-01"))
	// A region that is no party may still have promised something.
	reviewed.Commitments = []registry.Commitment{due(66, "2020-05-01", "Region:VR01")}
	ended := agreement(54, "Oud", registry.Ended, []string{"VR01"}, []string{"a"})
	ended.Since, ended.Until, ended.Commitments = active.Since, active.Until, []registry.Commitment{due(67, "2020-05-01", "Region:VR01")}

	next, loose, followed := evaluation(57, "2020-01-01", []string{"VR01"}, []string{"a"}), evaluation(58, "2020-01-01", []string{"VR01", "VR02"}, []string{"b"}), evaluation(59, "2019-01-01", []string{"VR01"}, []string{"a"})
	next.AgreementUUID, next.NextOn = new(uuid(52)), new(registry.Date("2020-05-01"))
	loose.NextOn = new(registry.Date("2020-04-01"))
	followed.AgreementUUID, followed.NextOn, followed.FollowedOn = new(uuid(52)), new(registry.Date("2020-01-01")), new(registry.Date("2020-01-01"))
	return Agreed{Agreements: []registry.Agreement{proposed, active, reviewed, ended}, Evaluations: []registry.InformalEvaluation{next, loose, followed}}
}

func due(n int, on registry.Date, by ...string) registry.Commitment {
	c := commitment(n, registry.Proces, by...)
	c.Due = &on
	return c
}

func listAgenda(t tester, store registry.Store, queries ...registry.AgendaQuery) []registry.List[registry.AgendaEntry] {
	t.Helper()
	lists := get(t, store, func(ctx context.Context, r registry.Reader) ([]registry.List[registry.AgendaEntry], error) {
		return r.ListAgenda(ctx, queries)
	})
	if len(lists) != len(queries) {
		t.Fatalf("ListAgenda: %d lists for %d queries", len(lists), len(queries))
	}
	return lists
}

// agendaName tells of an entry all but whose it is, with - for what it is not of.
func agendaName(e registry.AgendaEntry) string {
	text := string(e.On) + " " + string(e.Kind)
	for _, id := range []string{e.AgreementUUID, e.EvaluationUUID, e.CommitmentUUID} {
		if id == "" {
			text += " -"
		} else {
			text += fmt.Sprintf(" %d", number(id))
		}
	}
	return text
}

func agendaParty(e registry.AgendaEntry) string { return e.PartyID }

func wantsAgenda(t tester, store registry.Store, what, party string, want ...string) {
	t.Helper()
	list := listAgenda(t, store, registry.AgendaQuery{Party: party, Until: "9998-12-31", Page: whole()})[0]
	wants(t, what+", "+party, names(list.Items, agendaName), want)
	for _, of := range names(list.Items, agendaParty) {
		wants(t, what+", of whom it is", of, party)
	}
}

// busyRegion is the agenda of Region:VR01 as busyAgreed has it.
func busyRegion() []string {
	return []string{
		"2020-01-01 REVIEW_MISSING 52 - -", "2020-03-01 REVIEW_MISSING 51 - -", "2020-04-01 EVALUATION_DUE - 58 -",
		"2020-05-01 COMMITMENT_DUE 52 - 61", "2020-05-01 COMMITMENT_DUE 52 - 62", "2020-05-01 COMMITMENT_DUE 53 - 66", "2020-05-01 EVALUATION_DUE 52 57 -",
		"2021-01-01 AGREEMENT_ENDS 52 - -",
	}
}

func testAgendaLists(t *testing.T, store registry.Store) {
	wantsAgenda(t, store, "as put", "Region:VR01", busyRegion()...)
	wantsAgenda(t, store, "as put", "Region:VR02", "2020-03-01 REVIEW_MISSING 51 - -", "2020-04-01 EVALUATION_DUE - 58 -")
	wantsAgenda(t, store, "as put", "Partner:a", "2020-01-01 REVIEW_MISSING 52 - -", "2020-03-01 APPROVAL_WAITING 51 - -", "2020-03-01 REVIEW_MISSING 51 - -",
		"2020-05-01 COMMITMENT_DUE 52 - 61", "2020-05-01 EVALUATION_DUE 52 57 -", "2021-01-01 AGREEMENT_ENDS 52 - -")
	wantsAgenda(t, store, "as put", "Partner:b", "2020-03-01 APPROVAL_WAITING 51 - -", "2020-03-01 REVIEW_MISSING 51 - -", "2020-04-01 EVALUATION_DUE - 58 -")
	for _, party := range []string{"Region:VR10", "Partner:c", "Region:VR25", "Partner:geen"} {
		wantsAgenda(t, store, "nothing due", party)
	}
	for _, query := range []registry.AgendaQuery{
		{Party: "Region:VR01", Until: "2021-01-01", Page: whole()}, {Party: "Region:VR01", Until: "2020-05-01", Page: whole()}, {Party: "Partner:a", Until: "2020-03-01", Page: whole()},
	} {
		list := listAgenda(t, store, query)[0]
		wants(t, "more than all", list.More, false)
		what := query.Party + " until " + string(query.Until)
		walks(t, what, list.Items, agendaPlace, agendaName, func(pages []registry.Page) ([]registry.List[registry.AgendaEntry], error) {
			var queries []registry.AgendaQuery
			for _, query.Page = range pages {
				queries = append(queries, query)
			}
			return listAgenda(t, store, queries...), nil
		})
	}
}

func countAgenda(queries ...registry.AgendaQuery) func(context.Context, registry.Reader) ([]int, error) {
	return func(ctx context.Context, r registry.Reader) ([]int, error) {
		return r.Count(ctx, registry.CountsOf(queries...))
	}
}

// testAgendaDays: the day that is asked for counts.
func testAgendaDays(t *testing.T, store registry.Store) {
	for day, count := range map[registry.Date]int{
		"1000-01-01": 0, "2019-12-31": 0, "2020-01-01": 1, "2020-02-29": 1, "2020-03-01": 2, "2020-04-01": 3, "2020-04-30": 3, "2020-05-01": 7, "2020-12-31": 7, "2021-01-01": 8,
	} {
		query := registry.AgendaQuery{Party: "Region:VR01", Until: day, Page: whole()}
		wants(t, "until "+string(day), names(listAgenda(t, store, query)[0].Items, agendaName), busyRegion()[:count])
		nobody, small := query, query
		nobody.Party, small.Page.Limit = "Region:VR25", 1
		wants(t, "until "+string(day)+", counted", get(t, store, countAgenda(nobody, small)), []int{0, count})
	}
}

func testAgendaBatch(t *testing.T, store registry.Store) {
	first := registry.AgendaQuery{Party: "Region:VR01", Until: "2030-01-01", Page: registry.Page{Limit: 2}}
	last, nothing, other := first, first, first
	last.Page.Backward = true
	nothing.Until, other.Party = "2019-01-01", "Partner:b"
	// Places that no entry has any more.
	after, before := first, last
	after.Page.After = &registry.Key{Text: "2020-05-01", Tie: "COMMITMENT_DUE"}
	before.Page.Before = &registry.Key{Text: "2020-05-01", Tie: "COMMITMENT_DUE " + uuid(53)}
	lists := listAgenda(t, store, first, last, nothing, other, after, before)
	region := busyRegion()
	for i, want := range [][]string{
		region[:2], region[6:], nil, {"2020-03-01 APPROVAL_WAITING 51 - -", "2020-03-01 REVIEW_MISSING 51 - -"}, region[3:5], region[3:5],
	} {
		wants(t, "list", names(lists[i].Items, agendaName), want)
		wants(t, "more", lists[i].More, want != nil)
	}
	wants(t, "no query", len(listAgenda(t, store)), 0)
}

// testAgendaSteps changes one thing after another; each line of an agenda goes when its reason does.
func testAgendaSteps(t *testing.T, store registry.Store) {
	agreed := busyAgreed()
	proposed, active := &agreed.Agreements[0], &agreed.Agreements[1]
	next, loose := &agreed.Evaluations[0], &agreed.Evaluations[1]
	region := busyRegion()
	for _, step := range []struct {
		what  string
		do    func()
		party string
		want  []string
	}{
		{"again", func() {}, "Region:VR01", region},
		{"a commitment is done", func() { active.Commitments[1].DoneOn = new(registry.Date("2020-02-01")) }, "Region:VR01",
			[]string{region[0], region[1], region[2], region[4], region[5], region[6], region[7]}},
		{"also for the other", func() {}, "Partner:a", []string{"2020-01-01 REVIEW_MISSING 52 - -", "2020-03-01 APPROVAL_WAITING 51 - -", "2020-03-01 REVIEW_MISSING 51 - -",
			"2020-05-01 EVALUATION_DUE 52 57 -", "2021-01-01 AGREEMENT_ENDS 52 - -"}},
		{"it is not done after all, and later", func() {
			active.Commitments[1].DoneOn, active.Commitments[1].Due = nil, new(registry.Date("2020-07-01"))
		}, "Region:VR01",
			[]string{region[0], region[1], region[2], region[4], region[5], region[6], "2020-07-01 COMMITMENT_DUE 52 - 61", region[7]}},
		{"another does it", func() { active.Commitments[1].By = []string{"Region:VR10"} }, "Region:VR10", []string{"2020-07-01 COMMITMENT_DUE 52 - 61"}},
		{"it was reviewed", func() { active.ReviewedOn = new(registry.Date("2020-02-01")) }, "Region:VR01",
			[]string{region[1], region[2], region[4], region[5], region[6], region[7]}},
		{"a partner approves", func() {
			proposed.Approvals = append(proposed.Approvals, registry.Approval{PartyID: "Partner:a", On: "2020-03-05"})
		}, "Partner:a",
			[]string{"2020-03-01 REVIEW_MISSING 51 - -", "2020-05-01 EVALUATION_DUE 52 57 -", "2021-01-01 AGREEMENT_ENDS 52 - -"}},
		{"which the other does not", func() {}, "Partner:b", []string{"2020-03-01 APPROVAL_WAITING 51 - -", "2020-03-01 REVIEW_MISSING 51 - -", "2020-04-01 EVALUATION_DUE - 58 -"}},
		{"it becomes active", func() { proposed.Stage, proposed.Since = registry.Active, new(registry.Date("2020-04-02")) }, "Partner:b",
			[]string{"2020-04-01 EVALUATION_DUE - 58 -", "2020-04-02 REVIEW_MISSING 51 - -", "2020-12-31 AGREEMENT_ENDS 51 - -"}},
		{"with its commitments", func() {}, "Region:VR01",
			[]string{"2020-03-01 COMMITMENT_DUE 51 - 60", region[2], "2020-04-02 REVIEW_MISSING 51 - -", region[4], region[5], region[6], "2020-12-31 AGREEMENT_ENDS 51 - -", region[7]}},
		{"an evaluation followed", func() { next.FollowedOn = new(registry.Date("2020-04-15")) }, "Partner:a",
			[]string{"2020-04-02 REVIEW_MISSING 51 - -", "2020-12-31 AGREEMENT_ENDS 51 - -", "2021-01-01 AGREEMENT_ENDS 52 - -"}},
		{"another is of others, and later", func() {
			loose.RegionCodes, loose.PartnerKeys, loose.NextOn, loose.AgreementUUID = []string{"VR03"}, []string{"c"}, new(registry.Date("2020-09-01")), new(uuid(53))
		}, "Partner:c", []string{"2020-09-01 EVALUATION_DUE 53 58 -"}},
		{"and off the old ones", func() {}, "Region:VR02", []string{"2020-04-02 REVIEW_MISSING 51 - -", "2020-12-31 AGREEMENT_ENDS 51 - -"}},
		{"the end moves", func() { active.Until = new(registry.Date("2022-01-01")) }, "Partner:a",
			[]string{"2020-04-02 REVIEW_MISSING 51 - -", "2020-12-31 AGREEMENT_ENDS 51 - -", "2022-01-01 AGREEMENT_ENDS 52 - -"}},
		{"it has other parties", func() { active.RegionCodes, active.PartnerKeys, active.Until = []string{"VR02"}, []string{"b"}, nil }, "Partner:a",
			[]string{"2020-04-02 REVIEW_MISSING 51 - -", "2020-12-31 AGREEMENT_ENDS 51 - -"}},
		{"it ended", func() {
			active.Stage, active.Until, active.Since = registry.Ended, new(registry.Date("2020-08-01")), new(registry.Date("2020-01-01"))
		}, "Region:VR10", nil},
		{"the other is withdrawn", func() { proposed.Stage = registry.Draft }, "Region:VR01", []string{region[5]}},
		{"nothing is left", func() { agreed.Agreements[2].Commitments = nil }, "Region:VR01", nil},
	} {
		step.do()
		putAgreed(t, store, agreed)
		wantsAgenda(t, store, step.what, step.party, step.want...)
	}
	putAgreed(t, store, busyAgreed())
	put(t, store, agreementSurroundings())
	wantsAgenda(t, store, "as at first, and after its parties were replaced", "Region:VR01", region...)
}
