package e2e

import (
	"encoding/json"
	"maps"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"ketenkaart/e2e/world"
)

// step is a mutation of the story; `$name` in it stands for a value that an earlier step kept.
type step struct {
	document string
	// keep names values of the answer by their path.
	keep map[string]string
}

// story takes a partner through all mutations: each writes one Change, and the network tells of it.
func story() []step {
	const change = `change { revision action reason items { totalCount nodes { kind subject { __typename } fields { field before after } } } }`
	return []step{
		{`mutation { createSector(input: {code: "proef", name: "Proefsector", ambition: {text: "Samen op koppelniveau", profile: KOPPEL, statedOn: "2026-09"}}) { sector { id name ambition { profile text statedOn } version } ` + change + ` } }`, map[string]string{"sector": "createSector.sector.id", "sectorVersion": "createSector.sector.version"}},
		{`mutation { updateSector(input: {sectorId: "$sector", version: $sectorVersion, ambition: null}) { sector { ambition { text } } ` + change + ` } }`, nil},
		{`mutation { createChain(input: {code: "PROEF", name: "Proefketen", kind: FUNCTIONEEL, ministries: ["mnre1130"]}) { chain { id version ministries { abbreviation } } ` + change + ` } }`, map[string]string{"chain": "createChain.chain.id", "chainVersion": "createChain.chain.version"}},
		{`mutation { updateChain(input: {chainId: "$chain", version: $chainVersion, ministries: ["mnre1058"]}) { chain { ministries { abbreviation } responsibilities { since until ministry { abbreviation } } } ` + change + ` } }`, nil},
		{`mutation { registerPartner(input: {name: "Proefbedrijf Noord", coreTasks: [BEHEERDER], sectorCodes: ["proef"], chainCodes: ["PROEF"], workingAreas: [{regionCode: "VR01", municipalities: 3}, {regionCode: "VR02"}], idempotencyKey: "registreer-1"}) { partner { id key version workingAreas { municipalities region { name } } } ` + change + ` } }`, map[string]string{"partner": "registerPartner.partner.id", "partnerVersion": "registerPartner.partner.version"}},
		{`mutation { registerPartner(input: {name: "Proefbedrijf Noord", coreTasks: [BEHEERDER], sectorCodes: ["proef"], chainCodes: ["PROEF"], workingAreas: [{regionCode: "VR01", municipalities: 3}, {regionCode: "VR02"}], idempotencyKey: "registreer-1"}) { partner { key } change { revision } } }`, nil},
		{`mutation { updatePartner(input: {partnerId: "$partner", version: $partnerVersion, shortName: "PBN", aliases: ["Proef"]}) { partner { shortName aliases sectors { name } version } ` + change + ` } }`, map[string]string{"partnerVersion": "updatePartner.partner.version"}},
		{`mutation { setContactPoints(input: {subjectId: "$partner", version: $partnerVersion, contactPoints: [{kind: PIKET, function: "Informatiemanager van dienst", email: "piket@voorbeeld.example"}]}) { subject { id ... on Partner { contactPoints { kind function email } version } } ` + change + ` } }`, map[string]string{"partnerVersion": "setContactPoints.subject.version"}},
		{`mutation { startCollaboration(input: {regionCode: "VR01", partnerKey: "proefbedrijf-noord", profile: KOPPEL, since: "2026-01-01"}) { collaboration { id version suits } ` + change + ` } }`, map[string]string{"collaboration": "startCollaboration.collaboration.id", "collaborationVersion": "startCollaboration.collaboration.version"}},
		{`mutation { startCollaborations(input: {collaborations: [{regionCode: "VR03", partnerKey: "proefbedrijf-noord", profile: KOPPEL, since: "2020-01-01", until: "2021-01-01"}, {regionCode: "VR04", partnerKey: "proefbedrijf-noord", profile: ADHOC, incidental: true, since: "2020-02-01", until: "2020-03-01"}], idempotencyKey: "begin-2"}) { collaborations { id version profile incidental since until region { code } } ` + change + ` } }`, nil},
		{`mutation { changeProfile(input: {collaborationId: "$collaboration", version: $collaborationVersion, profile: STRUCTUREEL, on: "2026-06-01"}) { collaboration { id version profile since previous { profile until endReason } next { since } } ` + change + ` } }`, map[string]string{"collaboration": "changeProfile.collaboration.id", "collaborationVersion": "changeProfile.collaboration.version"}},
		{`mutation { correctCollaboration(input: {collaborationId: "$collaboration", version: $collaborationVersion, profile: KERN, reason: "Verkeerd overgenomen"}) { collaboration { version profile since } ` + change + ` } }`, map[string]string{"collaborationVersion": "correctCollaboration.collaboration.version"}},
		{`mutation { endCollaboration(input: {collaborationId: "$collaboration", version: $collaborationVersion, on: "2027-01-01", reason: "Proef afgelopen"}) { collaboration { version until endReason } ` + change + ` } }`, nil},
		{`mutation { startCollaboration(input: {regionCode: "VR02", partnerKey: "proefbedrijf-noord", profile: STANDBY, since: "2026-02-01", motivation: "Alleen kennis, op verzoek van de partner"}) { collaboration { id version suits motivation } ` + change + ` } }`, map[string]string{"second": "startCollaboration.collaboration.id", "secondVersion": "startCollaboration.collaboration.version"}},
		{`mutation { adoptPartner(input: {regionCode: "VR01", partnerKey: "proefbedrijf-noord", requestedOn: "2025", since: "2026-03-01", mandates: [{regionCode: "VR02", since: "2026-03-01"}], milestones: [{step: "Verzoek", on: "2025-11"}]}) { adoption { id version mandates { since region { code } } milestones { step on } } ` + change + ` } }`, map[string]string{"adoption": "adoptPartner.adoption.id", "adoptionVersion": "adoptPartner.adoption.version"}},
		{`mutation { setMandates(input: {adoptionId: "$adoption", version: $adoptionVersion, mandates: [{regionCode: "VR02", since: "2026-03-01"}, {regionCode: "VR03", since: "2026-04-01"}]}) { adoption { version mandates { region { code } } } ` + change + ` } }`, map[string]string{"adoptionVersion": "setMandates.adoption.version"}},
		{`mutation { setMilestones(input: {subjectId: "$adoption", version: $adoptionVersion, milestones: [{step: "Go-Live", on: "2026-10"}]}) { subject { ... on Adoption { version milestones { step on } } } ` + change + ` } }`, map[string]string{"adoptionVersion": "setMilestones.subject.version"}},
		{`mutation { transferAdoption(input: {adoptionId: "$adoption", version: $adoptionVersion, toRegionCode: "VR02", on: "2026-09-01", mandates: [{regionCode: "VR01", since: "2026-09-01"}], reason: "Andere capaciteit"}) { adoption { id version since region { code } } ` + change + ` } }`, map[string]string{"adoption": "transferAdoption.adoption.id", "adoptionVersion": "transferAdoption.adoption.version"}},
		{`{ region(code: "VR01") { counterparts { ourAdoptionRegions { nodes { partner { key } basis adoption { region { code } } collaboration { profile } } } } } }`, nil},
		{`mutation { endAdoption(input: {adoptionId: "$adoption", version: $adoptionVersion, on: "2027-02-01", reason: "Klaar"}) { adoption { version until endReason } ` + change + ` } }`, map[string]string{"adoptionVersion": "endAdoption.adoption.version"}},
		{`mutation { voidAdoption(input: {adoptionId: "$adoption", version: $adoptionVersion, reason: "Nooit besloten"}) { ` + change + ` } }`, nil},
		{`mutation { voidCollaboration(input: {collaborationId: "$second", version: $secondVersion, reason: "Dubbel ingevoerd"}) { ` + change + ` } }`, nil},
		{`mutation { updateRegion(input: {regionId: "Region:VR01", version: 1, visitingAddress: null, inhabitants: 601287}) { region { visitingAddress inhabitants version } ` + change + ` } }`, nil},
		{`mutation { endPartner(input: {partnerId: "$partner", version: $partnerVersion, on: "2026-12-01", reason: "Opgegaan in een ander", endEdges: true}) { partner { version until endReason collaborations { until endReason } } ` + change + ` } }`, map[string]string{"partnerVersion": "endPartner.partner.version"}},
		{`mutation { reopenPartner(input: {partnerId: "$partner", version: $partnerVersion, reason: "Toch niet"}) { partner { until endReason } ` + change + ` } }`, nil},
		{`{ partner(key: "proefbedrijf-noord", asOf: "2026-05-01") { collaborations { profile region { code } } adoption { region { code } } } }`, nil},
		{`{ changes(afterRevision: 1, first: 100, filter: {partners: ["proefbedrijf-noord"]}) { nodes { revision action actor } } }`, nil},
	}
}

// TestStory sends the story to both stores: the answers are the same, save for the ids.
func TestStory(t *testing.T) {
	told := map[string][]string{}
	for _, s := range world.Servers(t) {
		kept := map[string]string{}
		for i, st := range story() {
			answer := s.Ask(t, fill(st.document, kept), nil)
			if strings.Contains(answer, `"errors"`) {
				t.Fatalf("%s, step %d: %s", s.Name, i+1, answer)
			}
			st.remember(t, answer, kept)
			told[s.Name] = append(told[s.Name], answer)
		}
		if said := examine(t, s.Another(t)); len(said) > 0 {
			t.Errorf("%s: what mutations left is not as the rules say: %q", s.Name, said)
		}
	}
	want := world.Anonymous(strings.Join(told["sqlite"], "\n"))
	for name, answers := range told {
		if diff := cmp.Diff(want, world.Anonymous(strings.Join(answers, "\n"))); diff != "" {
			t.Errorf("SQLite and %s differ:\n%s", name, diff)
		}
	}
}

func fill(document string, kept map[string]string) string {
	pairs := []string{}
	for _, name := range slices.Backward(slices.Sorted(maps.Keys(kept))) { // the longest of those that begin alike comes first
		pairs = append(pairs, "$"+name, kept[name])
	}
	return strings.NewReplacer(pairs...).Replace(document)
}

func (st step) remember(t *testing.T, answer string, kept map[string]string) {
	t.Helper()
	for name, path := range st.keep {
		var at any
		if err := json.Unmarshal([]byte(answer), &at); err != nil {
			t.Fatal(err)
		}
		for _, field := range strings.Split("data."+path, ".") {
			at = at.(map[string]any)[field]
		}
		value, err := json.Marshal(at)
		if err != nil {
			t.Fatal(err)
		}
		kept[name] = strings.Trim(string(value), `"`)
	}
}
