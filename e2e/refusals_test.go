package e2e

import (
	"encoding/json"
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"ketenkaart/e2e/world"
)

// refusal is a document that has to be refused, and how.
type refusal struct{ name, document, code, reason string }

func refusals() []refusal {
	const bad = "BAD_USER_INPUT"
	long := strings.Repeat("a", 201)
	return []refusal{
		{"unknown enum value", `{ partners(filter: {coreTasks: [BRANDWEER]}) { totalCount } }`, "GRAPHQL_VALIDATION_FAILED", "INVALID_DOCUMENT"},
		{"not GraphQL", `{ partners(`, "GRAPHQL_PARSE_FAILED", "INVALID_DOCUMENT"},
		{"unknown field", `{ partners { banana } }`, "GRAPHQL_VALIDATION_FAILED", "INVALID_DOCUMENT"},
		{"malformed id", `{ node(id: "vitens") { id } }`, bad, "MALFORMED_ID"},
		{"id of no kind", `{ node(id: "Boat:vitens") { id } }`, bad, "MALFORMED_ID"},
		{"malformed cursor", `{ partners(after: "!!") { nodes { id } } }`, bad, "MALFORMED_CURSOR"},
		{"cursor of another list", `{ partners(after: "eyJvIjoiU0lOQ0UuQVNDIiwidCI6IjIwMjQtMDEtMDEiLCJrIjoieCJ9") { nodes { id } } }`, bad, "MALFORMED_CURSOR"},
		{"malformed date", `{ partners(asOf: "2024-02-30") { nodes { id } } }`, bad, "MALFORMED_DATE"},
		{"date that is a number", `{ partners(asOf: 2024) { nodes { id } } }`, bad, "MALFORMED_DATE"},
		{"malformed code", `{ region(code: "VR26") { name } }`, bad, "MALFORMED_CODE"},
		{"malformed key", `{ partner(key: "Vitens NV") { name } }`, bad, "MALFORMED_CODE"},
		{"page of 0", `{ partners(first: 0) { nodes { id } } }`, bad, "PAGE_SIZE"},
		{"page of 101", `{ collaborations(last: 101) { nodes { id } } }`, bad, "PAGE_SIZE"},
		{"first and last", `{ partners(first: 1, last: 1) { nodes { id } } }`, bad, "PAGE_SIZE"},
		{"empty list", `{ partners(filter: {chains: []}) { nodes { id } } }`, bad, "EMPTY_LIST"},
		{"contradiction", `{ partners(filter: {adopted: false, adoptedBy: ["VR02"]}) { nodes { id } } }`, bad, "CONTRADICTION"},
		{"inverted filter", `{ collaborations(filter: {sinceFrom: "2024-01-02", sinceBefore: "2024-01-01"}) { nodes { id } } }`, bad, "CONTRADICTION"},
		{"search for one letter", `{ search(text: "a") { __typename } }`, bad, "SEARCH_TOO_SHORT"},
		{"search of agreements for one letter", `{ agreements(filter: {search: "a"}) { nodes { id } } }`, bad, "SEARCH_TOO_SHORT"},
		{"over-long search", `{ search(text: "` + long + `") { __typename } }`, bad, "TOO_LONG"},
		{"control character", `mutation { createSector(input: {code: "x-y", name: "a\u0007b"}) { change { id } } }`, bad, "INVALID"},
		{"over-long name", `mutation { createSector(input: {code: "x-y", name: "` + long + `"}) { change { id } } }`, bad, "TOO_LONG"},
		{"empty name", `mutation { createSector(input: {code: "x-y", name: "  "}) { change { id } } }`, bad, "INVALID"},
		{"key that is taken", `mutation { createSector(input: {code: "water", name: "Water"}) { change { id } } }`, "CONFLICT", "KEY_TAKEN"},
		{"inverted period", start(`regionCode: "VR08", partnerKey: "vitens", profile: KERN, since: "2025-01-01", until: "2025-01-01"`), bad, "PERIOD_INVERTED"},
		{"overlapping period", start(`regionCode: "VR08", partnerKey: "waterschap-rivierenland", profile: KERN, since: "2023-01-01"`), "CONFLICT", "PERIOD_OVERLAPS"},
		{"unsuitable profile", start(`regionCode: "VR08", partnerKey: "vitens", profile: STANDBY, since: "2025-01-01"`), bad, "PROFILE_NOT_SUITABLE"},
		{"unknown partner", start(`regionCode: "VR08", partnerKey: "niet-bekend", profile: KERN, since: "2025-01-01"`), "NOT_FOUND", "NOT_FOUND"},
		{"unknown thing", `mutation { endPartner(input: {partnerId: "Partner:niet-bekend", version: 1, on: "2027-01-01", reason: "x"}) { change { id } } }`, "NOT_FOUND", "NOT_FOUND"},
		{"stale version", `mutation { updateSector(input: {sectorId: "Sector:water", version: 7, name: "Nat"}) { change { id } } }`, "CONFLICT", "VERSION_MISMATCH"},
		{"id of another kind", `mutation { updateSector(input: {sectorId: "Region:VR08", version: 1, name: "Nat"}) { change { id } } }`, bad, "MALFORMED_ID"},
		{"no reason", `mutation { endPartner(input: {partnerId: "Partner:vitens", version: 1, on: "2027-01-01", reason: " "}) { change { id } } }`, bad, "REASON_REQUIRED"},
		{"open edges", `mutation { endPartner(input: {partnerId: "Partner:kustwacht-nederland", version: 1, on: "2027-01-01", reason: "x"}) { change { id } } }`, "CONFLICT", "HAS_OPEN_EDGES"},
		{"parts", `mutation { endPartner(input: {partnerId: "Partner:politie", version: 1, on: "2027-01-01", reason: "x"}) { change { id } } }`, "CONFLICT", "HAS_PARTS"},
		{"adopted already", `mutation { adoptPartner(input: {regionCode: "VR01", partnerKey: "kustwacht-nederland", since: "2025-01-01", mandates: []}) { change { id } } }`, "CONFLICT", "PERIOD_OVERLAPS"},
		{"not shared", `mutation { adoptPartner(input: {regionCode: "VR19", partnerKey: "waterschap-scheldestromen", since: "2025-01-01", mandates: []}) { change { id } } }`, bad, "PARTNER_NOT_SHARED"},
		{"agreement without a partner", explore(`regionCodes: ["VR08"], partnerKeys: [], ledBy: "VR08"`), bad, "PARTIES_MISSING"},
		{"agreement led by another", explore(`regionCodes: ["VR08"], partnerKeys: ["vitens"], ledBy: "VR09"`), bad, "NOT_A_PARTY"},
		{"agreement of an unknown partner", explore(`regionCodes: ["VR08"], partnerKeys: ["niet-bekend"], ledBy: "VR08"`), "NOT_FOUND", "NOT_FOUND"},
		{"step of an agreement that is not there", `mutation { draftAgreement(input: {agreementId: "Agreement:019a0000-0000-7000-8000-000000000999", version: 1}) { change { id } } }`, "NOT_FOUND", "NOT_FOUND"},
		{"step of what is no agreement", `mutation { draftAgreement(input: {agreementId: "Partner:vitens", version: 1}) { change { id } } }`, bad, "MALFORMED_ID"},
		{"recorded without a source", `mutation { recordAgreement(input: {title: "x", regionCodes: ["VR08"], partnerKeys: ["vitens"], provenance: {source: " ", certainty: VERIFIED}}) { change { id } } }`, bad, "INVALID"},
		{"evaluation of nothing", `mutation { recordEvaluation(input: {collaborationIds: [], on: "2026-01-01", participants: []}) { change { id } } }`, bad, "INVALID"},
		{"agenda of what is no organisation", `{ agenda(organisation: "Sector:drinkwater", until: "2027-01-01") { nodes { on } } }`, bad, "MALFORMED_ID"},
		{"coverage of two", `{ coverage(sectorCode: "drinkwater", chainCode: "BNK12") { inForce } }`, bad, "CONTRADICTION"},
		{"coverage of an unknown chain", `{ coverage(chainCode: "NIETS") { inForce } }`, "NOT_FOUND", "NOT_FOUND"},
		{"permission for no mutation", `{ can(action: importRegister) { allowed } }`, bad, "UNKNOWN_ACTION"},
		{"waiting for what is no party", `{ agreements(filter: {waitingFor: ["Chain:BNK12"]}) { nodes { id } } }`, bad, "MALFORMED_ID"},
		{"cursor of another order of agreements", `{ agreements(orderBy: {field: TITLE}, after: "eyJvIjoiQUdSRUVNRU5UX1VQREFURUQuREVTQyIsIm4iOjEsImsiOiJ4In0") { nodes { id } } }`, bad, "MALFORMED_CURSOR"},
		{"shared with no region", `{ sharedPartners(regions: []) { totalCount } }`, bad, "EMPTY_LIST"},
		{"shared by more than there are", `{ sharedPartners(regions: ["VR08", "VR09"], atLeast: 3) { totalCount } }`, bad, "INVALID"},
		{"gaps of an unknown region", `{ gaps(regionCode: "VR26") { asOf } }`, bad, "MALFORMED_CODE"},
		{"gaps that work elsewhere", `{ gaps(regionCode: "VR08") { withoutCollaboration(filter: {worksIn: ["VR09"]}) { totalCount } } }`, bad, "CONTRADICTION"},
		{"matrix of one property", `{ matrix(rows: CHAIN, columns: CHAIN) { cellCount } }`, bad, "CONTRADICTION"},
		{"matrix of too many cells", `{ matrix(rows: CHAIN, columns: SECTOR) { cells(first: 5001) { row } } }`, bad, "INVALID"},
		{"matrix of things of two dates", `{ matrix(rows: CHAIN, columns: SECTOR, filter: {regions: ["Region:VR08@2024-01-01"], partners: ["Partner:vitens@2025-01-01"]}) { asOf } }`, bad, "CONTRADICTION"},
		{"an entity without its key", `{ _entities(representations: [{__typename: "Region"}]) { ... on Region { code } } }`, bad, "MALFORMED_ID"},
		{"ways between two dates", `{ paths(from: "Partner:vitens@2024-01-01", to: "Region:VR08@2025-01-01") { length } }`, bad, "CONTRADICTION"},
		{"shared at two dates", `{ sharedPartners(regions: ["Region:VR08@2024-01-01", "Region:VR09@2025-01-01"]) { totalCount } }`, bad, "CONTRADICTION"},
		{"around a thing of another date", `{ network(filter: {around: {id: "Region:VR08@2024-01-01"}, regions: ["Region:VR09@2025-01-01"]}) { nodeCount } }`, bad, "CONTRADICTION"},
		{"trend of millions of points", `{ trend(from: "1000-01-01", until: "9998-01-01", step: DAY) { on } }`, bad, "TOO_LONG"},
		{"trend that goes back", `{ trend(from: "2025-01-01", until: "2024-01-01") { on } }`, bad, "PERIOD_INVERTED"},
		{"comparison of a date with itself", `{ comparison(before: "2025-01-01", after: "2025-01-01") { before } }`, bad, "PERIOD_INVERTED"},
		{"counted for no profile", `{ comparison(before: "2024-01-01", after: "2025-01-01", filter: {profiles: []}) { before } }`, bad, "EMPTY_LIST"},
		{"data quality of no kind", `{ dataQuality(kinds: []) { totalCount } }`, bad, "EMPTY_LIST"},
		{"data quality of what is no region", `{ dataQuality(regionCode: "VR26") { totalCount } }`, bad, "MALFORMED_CODE"},
		{"sectors under a sector", `{ sector(code: "water") { partners(filter: {sectors: ["drinkwater"]}) { totalCount } } }`, bad, "CONTRADICTION"},
	}
}

func explore(fields string) string {
	return `mutation { exploreAgreement(input: {title: "x", ` + fields + `}) { change { id } } }`
}

func start(fields string) string {
	return `mutation { startCollaboration(input: {` + fields + `}) { change { id } } }`
}

// TestRefusals sends what has to be refused to both stores: each answers with code and reason, and writes nothing.
func TestRefusals(t *testing.T) {
	for _, s := range world.Servers(t) {
		t.Run(s.Name, func(t *testing.T) {
			before := s.Ask(t, `{ registry { revision partners collaborations agreements } }`, nil)
			for _, r := range refusals() {
				t.Run(r.name, func(t *testing.T) { r.check(t, s) })
			}
			if after := s.Ask(t, `{ registry { revision partners collaborations agreements } }`, nil); after != before {
				t.Errorf("a refusal wrote something: %s", after)
			}
		})
	}
}

func (r refusal) check(t *testing.T, s world.Server) {
	t.Helper()
	answer := s.Ask(t, r.document, nil)
	var response struct {
		Errors []struct {
			Message    string
			Extensions struct{ Code, Reason string }
		}
	}
	if err := json.Unmarshal([]byte(answer), &response); err != nil {
		t.Fatal(err)
	}
	if len(response.Errors) == 0 {
		t.Fatalf("is not refused: %s", answer)
	}
	got := response.Errors[0].Extensions
	if got.Code != r.code || got.Reason != r.reason {
		t.Errorf("is refused with %s %s, not %s %s: %s", got.Code, got.Reason, r.code, r.reason, response.Errors[0].Message)
	}
}

// TestWhatCannotBeReadIsNamed: a date or an address that is none names its field, as the rules do.
func TestWhatCannotBeReadIsNamed(t *testing.T) {
	server := world.Servers(t)[0]
	for document, field := range map[string]string{
		`{ partners(asOf: "x") { totalCount } }`:                                                             "asOf",
		`{ partners(filter: {collaboration: {sinceFrom: "x"}}) { totalCount } }`:                             "filter.collaboration.sinceFrom",
		start(`regionCode: "VR08", partnerKey: "vitens", profile: KERN, since: "x"`):                         "since",
		explore(`regionCodes: ["VR08"], partnerKeys: ["vitens"], ledBy: "VR08", talks: [{on: "x"}]`):         "talks.on",
		`mutation { registerPartner(input: {name: "x", coreTasks: [], website: "x"}) { change { id } } }`:    "website",
		`mutation { again: registerPartner(input: {name: "x", coreTasks: [], since: 1}) { change { id } } }`: "since",
	} {
		answer := server.Ask(t, document, nil)
		if !strings.Contains(answer, `"field": "`+field+`"`) {
			t.Errorf("%s does not name %s: %s", document, field, answer)
		}
	}
}

// What is wrong with any of several things that are sent together is named with which of them it is of, and none is written.
func TestEveryProblemOfABatchIsNamed(t *testing.T) {
	const document = `mutation { startCollaborations(input: {collaborations: [
		{regionCode: "VR08", partnerKey: "prorail", profile: KOPPEL, since: "2026-01-01"},
		{regionCode: "VR99", partnerKey: "niemand", profile: KOPPEL, since: "2026-01-01", until: "2025-01-01"},
		{regionCode: "VR08", partnerKey: "Partner:prorail", profile: STANDBY, since: "2026-06-01"}
	]}) { collaborations { id } } }`
	for _, s := range world.Servers(t) {
		var answer struct {
			Errors []struct {
				Extensions struct {
					Code, Reason string
					Problems     []struct {
						Field, Reason string
						Item          int
					}
				}
			}
		}
		before := s.Ask(t, `{ registry { revision collaborations } }`, nil)
		reply := s.Ask(t, document, nil)
		if err := json.Unmarshal([]byte(reply), &answer); err != nil || len(answer.Errors) != 1 {
			t.Fatalf("%s: %s", s.Name, reply)
		}
		told := []string{}
		for _, problem := range answer.Errors[0].Extensions.Problems {
			told = append(told, fmt.Sprint(problem.Item, " ", problem.Field, " ", problem.Reason))
		}
		want := []string{
			"1 collaborations.regionCode MALFORMED_CODE", "1 collaborations.partnerKey NOT_FOUND", "1 collaborations.until PERIOD_INVERTED",
			"2 collaborations.profile PROFILE_NOT_SUITABLE", "2 collaborations PERIOD_OVERLAPS",
		}
		if diff := cmp.Diff(want, told); diff != "" {
			t.Errorf("%s (-want +got):\n%s", s.Name, diff)
		}
		if after := s.Ask(t, `{ registry { revision collaborations } }`, nil); after != before {
			t.Errorf("%s: something was written: %s", s.Name, after)
		}
	}
}

// Every value that cannot be read is told at once, with which item of a list it is of, from a literal and from a variable alike.
func TestWhatCannotBeReadInABatchNamesItsItem(t *testing.T) {
	const answer = `{ collaborations { id } }`
	lines := func(profile string) string {
		return `[{regionCode: "VR08", partnerKey: "prorail", profile: KOPPEL, since: "2026-01-01"},
			{regionCode: "VR08", partnerKey: "prorail", profile: ` + profile + `, since: "x", until: 7},
			{regionCode: "VR99", partnerKey: "prorail", profile: KOPPEL, since: "2026-02-30"}]`
	}
	line := func(profile string, since, until any) map[string]any {
		return map[string]any{"regionCode": "VR99", "partnerKey": "prorail", "profile": profile, "since": since, "until": until}
	}
	good, bad, enum := line("KOPPEL", "2026-01-01", nil), line("KOPPEL", "x", 7), line("koppel", "x", nil)
	const since, until, profile = "1 collaborations.since MALFORMED_DATE", "1 collaborations.until MALFORMED_DATE", "1 collaborations.profile INVALID"
	for _, s := range world.Servers(t) {
		for name, test := range map[string]struct {
			document  string
			variables map[string]any
			want      []string
		}{
			"literals":  {`mutation { startCollaborations(input: {collaborations: ` + lines("KOPPEL") + `}) ` + answer + ` }`, nil, []string{since, until, "2 collaborations.since MALFORMED_DATE"}},
			"an enum":   {`mutation { startCollaborations(input: {collaborations: ` + lines("koppel") + `}) ` + answer + ` }`, nil, []string{"1 collaborations.profile INVALID_DOCUMENT"}},
			"variables": {`mutation($in: StartCollaborationsInput!) { startCollaborations(input: $in) ` + answer + ` }`, map[string]any{"in": map[string]any{"collaborations": []any{good, bad, enum}}}, []string{since, until, "2 collaborations.profile INVALID", "2 collaborations.since MALFORMED_DATE"}},
			"a line":    {`mutation($first: CollaborationInput!, $second: CollaborationInput!) { startCollaborations(input: {collaborations: [$first, $second]}) ` + answer + ` }`, map[string]any{"first": good, "second": enum}, []string{profile, since}},
			"a field":   {`mutation($since: Date!) { startCollaborations(input: {collaborations: [{regionCode: "VR08", partnerKey: "prorail", profile: KOPPEL, since: "2026-01-01"}, {regionCode: "VR08", partnerKey: "prorail", profile: KOPPEL, since: $since}]}) ` + answer + ` }`, map[string]any{"since": "x"}, []string{since}},
		} {
			var response struct {
				Errors []struct {
					Extensions struct {
						Problems []struct {
							Field, Reason, Message string
							Item                   *int
						}
					}
				}
			}
			before := s.Ask(t, `{ registry { revision collaborations } }`, nil)
			reply := s.Ask(t, test.document, test.variables)
			if err := json.Unmarshal([]byte(reply), &response); err != nil {
				t.Fatalf("%s, %s: %s", s.Name, name, reply)
			}
			told := []string{}
			for _, each := range response.Errors {
				for _, problem := range each.Extensions.Problems {
					item := "none"
					if problem.Item != nil {
						item = fmt.Sprint(*problem.Item)
					}
					told = append(told, item+" "+problem.Field+" "+problem.Reason)
					if problem.Reason == "MALFORMED_DATE" && !strings.HasPrefix(problem.Message, problem.Field+": ") {
						t.Errorf("%s, %s: the message does not name its field: %s", s.Name, name, problem.Message)
					}
				}
			}
			if diff := cmp.Diff(test.want, told); diff != "" {
				t.Errorf("%s, %s (-want +got):\n%s\n%s", s.Name, name, diff, reply)
			}
			if after := s.Ask(t, `{ registry { revision collaborations } }`, nil); after != before {
				t.Errorf("%s, %s: something was written: %s", s.Name, name, after)
			}
		}
	}
}

// Everything that is wrong with an input is named by one answer, coded by the first; so is every value that does not fit its
// type, before anything else is looked at.
func TestEveryProblemOfAnInputIsNamed(t *testing.T) {
	for _, s := range world.Servers(t) {
		register := `mutation ($in: RegisterPartnerInput!) { registerPartner(input: $in) { partner { key } } }`
		for name, test := range map[string]struct{ input, want string }{
			"rules": {
				`{"name": " ", "key": "A B", "coreTasks": [], "website": "x", "aliases": ["goed", ""], "workingAreas": [{"regionCode": "VR01"}, {"regionCode": "VR99"}]}`,
				"name INVALID, key MALFORMED_CODE, aliases INVALID, workingAreas.regionCode MALFORMED_CODE, website INVALID",
			},
			"types": {
				`{"name": 1, "coreTasks": ["BEHEERDER", "beheerder"], "national": true, "workingAreas": [{"regionCode": "VR01", "municipalities": 3000000000}]}`,
				"name INVALID, coreTasks INVALID, workingAreas.municipalities INVALID",
			},
		} {
			var answer struct {
				Errors []struct {
					Extensions struct {
						Code, Reason string
						Problems     []struct{ Field, Reason, Message, Why, Remedy string }
					}
				}
			}
			reply := s.Ask(t, register, map[string]any{"in": json.RawMessage(test.input)})
			if err := json.Unmarshal([]byte(reply), &answer); err != nil || len(answer.Errors) != 1 {
				t.Fatalf("%s, %s: %s", s.Name, name, reply)
			}
			told := []string{}
			for _, problem := range answer.Errors[0].Extensions.Problems {
				told = append(told, problem.Field+" "+problem.Reason)
				if problem.Message == "" || !strings.HasSuffix(problem.Why, ".") || !strings.HasSuffix(problem.Remedy, ".") {
					t.Errorf("%s, %s: %+v", s.Name, name, problem)
				}
			}
			if got := strings.Join(told, ", "); got != test.want || answer.Errors[0].Extensions.Code != "BAD_USER_INPUT" {
				t.Errorf("%s, %s: got %s, want %s", s.Name, name, got, test.want)
			}
		}
	}
}
