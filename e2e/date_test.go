package e2e

import (
	"encoding/json"
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"ketenkaart/e2e/world"
)

// TestIDsNameTheDate: whatever is read at another day than today says so in its id, and so does all that is below it;
// the feed, and what is below it, is of no day.
func TestIDsNameTheDate(t *testing.T) {
	answer := respond(t, world.Embedded(t), read(t, "testdata/dated-ids.graphql"))
	for field, want := range map[string]string{
		"before": "@2019-03-05", "after": "@2019-03-06", "now": "", "collaborations": "@2021-07-15", "region": "@2019-03-06", "chain": "@2019-03-06",
		"search": "@2019-03-06", "node": "@2019-03-06",
	} {
		for _, id := range idsIn(t, answer.Data[field]) {
			if _, date, _ := strings.Cut(id, "@"); date != strings.TrimPrefix(want, "@") {
				t.Errorf("%s has the id %s", field, id)
			}
		}
		for _, id := range idsIn(t, answer.Data[field], "timeline") {
			if strings.Contains(id, "@") {
				t.Errorf("the feed of %s has the id %s", field, id)
			}
		}
	}
	var nodes []struct {
		ID       string
		Adoption *struct{ Region struct{ ID string } }
	}
	if err := json.Unmarshal(answer.Data["nodes"], &nodes); err != nil {
		t.Fatal(err)
	}
	got := [][2]string{}
	for _, node := range nodes {
		region := ""
		if node.Adoption != nil {
			region = node.Adoption.Region.ID
		}
		got = append(got, [2]string{node.ID, region})
	}
	if diff := cmp.Diff([][2]string{
		{"Partner:kustwacht-nederland@2019-03-05", ""}, {"Partner:kustwacht-nederland@2019-03-06", "Region:VR02@2019-03-06"},
		{"Partner:kustwacht-nederland", "Region:VR02"}, {"Partner:kustwacht-nederland", "Region:VR02"}, {"Change:1", ""},
	}, got); diff != "" {
		t.Errorf("nodes (-want +got):\n%s", diff)
	}
}

// idsIn returns all ids, those below a timeline left out; or with the name of a field, those below it alone.
func idsIn(t *testing.T, data json.RawMessage, below ...string) (ids []string) {
	t.Helper()
	var value any
	if err := json.Unmarshal(data, &value); err != nil {
		t.Fatal(err)
	}
	var walk func(value any, inside bool)
	walk = func(value any, inside bool) {
		switch value := value.(type) {
		case []any:
			for _, item := range value {
				walk(item, inside)
			}
		case map[string]any:
			for name, item := range value {
				if id, ok := item.(string); ok && (name == "id" || name == "subjectId") && inside == (len(below) > 0) {
					ids = append(ids, id)
				}
				walk(item, inside || name == "timeline")
			}
		}
	}
	walk(value, false)
	return ids
}

// TestEitherFormOfAnID: mutations and filters take an id with a date as that of the thing.
func TestEitherFormOfAnID(t *testing.T) {
	const date = "@2019-03-05"
	for _, s := range world.Servers(t) {
		registered := decode(t, s.Ask(t, `mutation { registerPartner(input: {name: "Proef", coreTasks: [BEHEERDER]}) { partner { id version } } }`, nil), "registerPartner", "partner")
		updated := decode(t, s.Ask(t, `mutation($input: UpdatePartnerInput!) { updatePartner(input: $input) { partner { id shortName } } }`,
			map[string]any{"input": map[string]any{"partnerId": registered["id"].(string) + date, "version": registered["version"], "shortName": "P"}}), "updatePartner", "partner")
		if diff := cmp.Diff(map[string]any{"id": "Partner:proef", "shortName": "P"}, updated); diff != "" {
			t.Errorf("%s: updatePartner (-want +got):\n%s", s.Name, diff)
		}
		explored := decode(t, s.Ask(t, `mutation { exploreAgreement(input: {title: "Proef", regionCodes: ["VR02"], partnerKeys: ["proef"], ledBy: "VR02"}) { agreement { id version } } }`, nil), "exploreAgreement", "agreement")
		drafted := decode(t, s.Ask(t, `mutation($input: AgreementStepInput!) { draftAgreement(input: $input) { agreement { id version } } }`,
			map[string]any{"input": map[string]any{"agreementId": explored["id"].(string) + date, "version": explored["version"]}}), "draftAgreement", "agreement")
		committed := decode(t, s.Ask(t, `mutation($input: SetCommitmentsInput!) { setCommitments(input: $input) { agreement { dimensions { commitments { by { id } } } } } }`,
			map[string]any{"input": map[string]any{
				"agreementId": drafted["id"].(string) + date, "version": drafted["version"], "notApplicable": []any{},
				"commitments": []any{map[string]any{"dimension": "PROCES", "subject": "alarmering", "text": "x", "by": []any{"Partner:proef" + date}}},
			}}), "setCommitments", "agreement")
		if !strings.Contains(fmt.Sprint(committed), "by:[map[id:Partner:proef]]") {
			t.Errorf("%s: setCommitments gives %v", s.Name, committed)
		}
		for name, document := range map[string]string{
			"changes":    `{ changes(filter: {subjects: ["Partner:proef@2019-03-05"]}) { nodes { id } } }`,
			"agreement":  `{ agreement(id: "` + explored["id"].(string) + date + `") { id } }`,
			"agreements": `{ agreements(filter: {waitingFor: ["Partner:proef@2019-03-05"]}) { nodes { id } } }`,
			"can":        `{ can(action: updatePartner, subject: "Partner:proef@2019-03-05") { allowed } }`,
		} {
			if answer := respond(t, s, document); len(answer.Errors) > 0 || len(answer.Data[name]) < len(`{"nodes":[]}`) {
				t.Errorf("%s: %s gives %s %v", s.Name, name, answer.Data[name], answer.Errors)
			}
		}
	}
}

// TestSeveralThingsAreReadAtTheirDate: where several things are named, their ids say at which date, as asOf does; a code says none.
func TestSeveralThingsAreReadAtTheirDate(t *testing.T) {
	const (
		network = `query($filter: NetworkFilter, $asOf: Date) { network(filter: $filter, asOf: $asOf) { asOf nodeCount edges { source target } } }`
		paths   = `query($from: ID!, $to: ID!, $asOf: Date) { paths(from: $from, to: $to, asOf: $asOf) { nodes { key } } }`
		shared  = `query($regions: [String!]!, $asOf: Date) { sharedPartners(regions: $regions, asOf: $asOf) { nodes { partner { id } } } }`
		matrix  = `query($filter: CountFilter, $asOf: Date) { matrix(rows: REGION, columns: PROFILE, filter: $filter, asOf: $asOf) { asOf cells { row column partners } } }`
		day     = "2024-01-01"
	)
	around := func(id string) map[string]any { return map[string]any{"around": map[string]any{"id": id}} }
	s := world.Embedded(t)
	for name, c := range map[string]struct {
		document    string
		given, same map[string]any
	}{
		"network":        {network, map[string]any{"filter": around("Region:VR08@" + day)}, map[string]any{"filter": around("VR08"), "asOf": day}},
		"paths":          {paths, map[string]any{"from": "Partner:vitens@" + day, "to": "waterbedrijf-groningen"}, map[string]any{"from": "vitens", "to": "waterbedrijf-groningen", "asOf": day}},
		"sharedPartners": {shared, map[string]any{"regions": []string{"VR06", "Region:VR08@" + day}, "asOf": day}, map[string]any{"regions": []string{"VR06", "VR08"}, "asOf": day}},
		"sharedPartner":  {shared, map[string]any{"regions": "Region:VR08@" + day}, map[string]any{"regions": "VR08", "asOf": day}},
		"matrix":         {matrix, map[string]any{"filter": map[string]any{"regions": []string{"Region:VR08@" + day}}}, map[string]any{"filter": map[string]any{"regions": "VR08"}, "asOf": day}},
	} {
		want, got := s.Ask(t, c.document, c.same), s.Ask(t, c.document, c.given)
		if got != want || !strings.Contains(got, day) {
			t.Errorf("%s gives %s, not %s", name, got, want)
		}
	}
}

// TestMalformedDatesInIDs: an id with what is no date, and a change with one, is no id.
func TestMalformedDatesInIDs(t *testing.T) {
	s := world.Embedded(t)
	for _, id := range []string{"Partner:vitens@2019-02-30", "Partner:vitens@", "Partner:vitens@2019", "Partner:vitens@2019-03-05@2019-03-05", "Change:1@2019-03-05", "@2019-03-05"} {
		answer := respond(t, s, `{ node(id: "`+id+`") { id } }`)
		if len(answer.Errors) != 1 || answer.Errors[0].Extensions.Reason != "MALFORMED_ID" {
			t.Errorf("%s gives %s %v", id, answer.Data, answer.Errors)
		}
	}
}

// decode returns the object at a path of an answer's data.
func decode(t *testing.T, answer string, path ...string) map[string]any {
	t.Helper()
	var response map[string]any
	if err := json.Unmarshal([]byte(answer), &response); err != nil {
		t.Fatal(err)
	}
	for _, name := range append([]string{"data"}, path...) {
		next, ok := response[name].(map[string]any)
		if !ok {
			t.Fatalf("no %s in %s", name, answer)
		}
		response = next
	}
	return response
}
