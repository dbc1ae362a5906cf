package e2e

import (
	"encoding/json"
	"fmt"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/vektah/gqlparser/v2"
	"github.com/vektah/gqlparser/v2/ast"
	"github.com/vektah/gqlparser/v2/validator/rules"

	"ketenkaart/e2e/world"
	"ketenkaart/registry"
)

// form is a way to give the names of things in a document.
type form struct {
	name string
	// of rewrites a name of a thing of one of these kinds.
	of func(name string, kinds []registry.Kind) string
	// asVariables has the names given in variables.
	asVariables bool
}

func forms() []form {
	id := func(name string, kinds []registry.Kind) string { return registry.IDNamed(name, kinds) }
	return []form{
		{"by code or key", func(name string, kinds []registry.Kind) string {
			for _, kind := range kinds {
				name = registry.KeyNamed(name, kind)
			}
			return name
		}, false},
		{"by id", id, false},
		{"by id with a date", func(name string, kinds []registry.Kind) string {
			return registry.DatedID(id(name, kinds), "2026-11-23")
		}, false},
		{"by id, in variables", id, true},
	}
}

// TestAThingIsNamedByCodeOrID tells both stories and asks all documents with each name of a thing in each form, literally and
// in variables: the answers are the same. Every argument and field of an input that names a thing is in them.
func TestAThingIsNamedByCodeOrID(t *testing.T) {
	contract := theSchema(t)
	documents := naming(t)
	met := map[string]bool{}
	var want string
	for _, form := range forms() {
		t.Run(form.name, func(t *testing.T) {
			for _, s := range world.Servers(t) {
				got := world.Anonymous(strings.Join(tell(t, s, contract, documents, form, met), "\n"))
				if want == "" {
					want = got
				}
				if diff := cmp.Diff(want, got); diff != "" {
					t.Errorf("%s answers something else:\n%s", s.Name, diff)
				}
			}
		})
	}
	for place := range namingPlaces(contract) {
		if !met[place] {
			t.Errorf("%s names a thing, and no document gives it", place)
		}
	}
}

// tell sends documents with names in a form, one after another.
func tell(t *testing.T, s world.Server, contract *ast.Schema, steps []step, form form, met map[string]bool) (answers []string) {
	t.Helper()
	kept := map[string]string{}
	for _, st := range steps {
		document, variables := form.rewrite(t, contract, fill(st.document, kept), met)
		answer := s.Ask(t, document, variables)
		if strings.Contains(answer, `"errors"`) {
			t.Fatalf("%s: %s\n%v\n%s", s.Name, document, variables, answer)
		}
		st.remember(t, answer, kept)
		answers = append(answers, answer)
	}
	return answers
}

// naming returns documents in which each argument and field that names a thing is given.
func naming(t *testing.T) []step {
	t.Helper()
	steps := append(story(), agreementStory()...)
	for _, path := range documents(t) {
		steps = append(steps, step{read(t, path), nil})
	}
	for _, document := range []string{
		`{ region(code: "VR08") { name agreements(filter: {partners: ["vitens"], regions: ["VR02"]}) { totalCount } } regions(codes: ["VR08", "VR09"]) { name } }`,
		`{ sector(code: "drinkwater") { name } chain(code: "BNK12") { name } municipality(code: "GM0344") { name } coverage(sectorCode: "drinkwater") { regions { region { code } state } } chains: coverage(chainCode: "BNK01") { regions { region { code } state } } }`,
		`{ partners(filter: {keys: ["vitens", "kwr"], sectors: ["drinkwater"], chains: ["BNK02", "BNK03"], worksIn: ["VR02"], adoptedBy: ["VR04"]}) { totalCount } }`,
		`{ partners(filter: {collaboration: {regions: ["VR02"], partners: ["vitens"]}}) { totalCount } partner(key: "vitens") { collaboration(regionCode: "VR02") { profile } } }`,
		`{ agreements(filter: {regions: ["VR02"], partners: ["vitens"], ledBy: ["VR02"], sectors: ["drinkwater"], chains: ["BNK02", "BNK03"], waitingFor: ["VR02", "vitens"]}) { totalCount } }`,
		`{ changes(filter: {regions: ["VR02"], partners: ["vitens"]}) { nodes { revision } } agenda(organisation: "vitens", until: "2030-01-01") { nodes { on kind } } }`,
	} {
		steps = append(steps, step{document, nil})
	}
	return steps
}

// agreementStory takes agreements through the mutations that name parties.
func agreementStory() []step {
	const agreement = `{ agreement { id version textVersion status regions { code } partners { key } ledBy { code } chains { code } waitingFor { id } } }`
	keep := func(mutation string) map[string]string {
		return map[string]string{"agreement": mutation + ".agreement.id", "agreementVersion": mutation + ".agreement.version", "text": mutation + ".agreement.textVersion"}
	}
	return []step{
		{`mutation { registerPartner(input: {name: "Koepel", coreTasks: [BEHEERDER], sectorCodes: ["drinkwater"], chainCodes: ["BNK02"]}) { partner { key version } } }`, map[string]string{"partnerVersion": "registerPartner.partner.version"}},
		{`mutation { registerPartner(input: {name: "Deel", coreTasks: [BEHEERDER], partOfKey: "koepel"}) { partner { partOf { key } } } }`, nil},
		{`mutation { registerPartner(input: {name: "Ander deel", coreTasks: [BEHEERDER]}) { partner { key version } } }`, map[string]string{"secondVersion": "registerPartner.partner.version"}},
		{`mutation { updatePartner(input: {partnerId: "koepel", version: $partnerVersion, sectorCodes: ["energie"], chainCodes: ["BNK03"], workingAreas: [{regionCode: "VR05"}]}) { partner { sectors { code } chains { code } workingAreas { region { code } } } } }`, nil},
		{`mutation { updatePartner(input: {partnerId: "ander-deel", version: $secondVersion, partOfKey: "koepel"}) { partner { partOf { key } } } }`, nil},
		{`mutation { exploreAgreement(input: {title: "Proef", regionCodes: ["VR02"], partnerKeys: ["vitens"], ledBy: "VR02"}) ` + agreement + ` }`, keep("exploreAgreement")},
		{`mutation { draftAgreement(input: {agreementId: "$agreement", version: $agreementVersion}) ` + agreement + ` }`, keep("draftAgreement")},
		{`mutation { updateAgreement(input: {agreementId: "$agreement", version: $agreementVersion, regionCodes: ["VR02", "VR04"], partnerKeys: ["deel", "ander-deel"], ledBy: "VR04", chainCodes: ["BNK02"], signatories: [{partnerKey: "koepel", signsFor: ["deel"]}], pairs: [{regionCode: "VR02", partnerKey: "deel", profile: KOPPEL}]}) ` + agreement + ` }`, keep("updateAgreement")},
		{`mutation { setCommitments(input: {agreementId: "$agreement", version: $agreementVersion, commitments: [{dimension: PROCES, subject: "alarmering", text: "x", by: ["VR02", "deel"]}], notApplicable: [{dimension: ORGANISATIE, reason: "x"}, {dimension: MENS, reason: "x"}, {dimension: TECHNIEK, reason: "x"}]}) ` + agreement + ` }`, keep("setCommitments")},
		{`mutation { proposeAgreement(input: {agreementId: "$agreement", version: $agreementVersion}) ` + agreement + ` }`, keep("proposeAgreement")},
		{`{ can(action: approveAgreement, subject: "$agreement", party: "koepel") { allowed } agreements(filter: {waitingFor: ["deel"]}) { totalCount } }`, nil},
		{`{ node(id: "$agreement") { ... on Actionable { actions(party: "koepel") { action allowed reason } } } }`, nil},
		{`{ agreement(id: "$agreement") { actions(party: "koepel") { allowed } dimensions { commitments { actions(party: "VR02") { allowed } } } } sector(code: "drinkwater") { actions(party: "VR02") { allowed } } chain(code: "BNK12") { actions(party: "VR02") { allowed } } }`, nil},
		{`{ region(code: "VR02") { actions(party: "VR02") { allowed } collaborations(first: 1) { nodes { actions(party: "VR02") { allowed } } } adoptions(first: 1) { nodes { actions(party: "VR02") { allowed } partner { actions(party: "VR02") { allowed } } } } } }`, nil},
		{`mutation { approveAgreement(input: {agreementId: "$agreement", textVersion: $text, party: "koepel"}) ` + agreement + ` }`, keep("approveAgreement")},
		{`mutation { recordPeerReview(input: {agreementId: "$agreement", version: $agreementVersion, on: "2026-11-01", frameworkCode: "rnc-2023", reviewers: [{function: "a", discipline: "b", organisation: "VR05"}, {function: "c", discipline: "d", organisation: "vitens"}], findings: []}) { review { reviewers { organisation { id } } agreement { version } } } }`, nil},
		{`mutation { refuseAgreement(input: {agreementId: "$agreement", textVersion: $text, party: "VR04", reason: "x"}) ` + agreement + ` }`, nil},
		{`mutation { startCollaboration(input: {regionCode: "VR01", partnerKey: "deel", profile: KOPPEL, since: "2026-01-01"}) { collaboration { id } } }`, map[string]string{"collaboration": "startCollaboration.collaboration.id"}},
		{`mutation { recordEvaluation(input: {collaborationIds: ["$collaboration"], on: "2026-11-01", participants: [{function: "a", organisation: "VR01"}, {function: "b", organisation: "deel"}]}) { evaluation { participants { organisation { id } } } } }`, nil},
		{`mutation { recordAgreement(input: {title: "Elders", regionCodes: ["VR02", "VR04"], partnerKeys: ["deel"], ledBy: "VR02", chainCodes: ["BNK02"], signatories: [{partnerKey: "koepel", signsFor: ["deel"]}], provenance: {source: "x", certainty: VERIFIED}}) ` + agreement + ` }`, keep("recordAgreement")},
		{`mutation { confirmAgreement(input: {agreementId: "$agreement", version: $agreementVersion, party: "deel", since: "2026-01-01", evidence: "x"}) ` + agreement + ` }`, nil},
	}
}

// namingPlaces returns the arguments and fields of inputs that name a thing, as Type.field or Type.field(argument).
func namingPlaces(contract *ast.Schema) map[string]bool {
	places := map[string]bool{}
	for _, definition := range contract.Types {
		for _, field := range definition.Fields {
			if kindsNamed(field.Directives) != nil {
				places[definition.Name+"."+field.Name] = true
			}
			for _, argument := range field.Arguments {
				if kindsNamed(argument.Directives) != nil {
					places[definition.Name+"."+field.Name+"("+argument.Name+")"] = true
				}
			}
		}
	}
	return places
}

// TestWhatNamesAThingIsMarked: an argument or a field of an input that is called as what names a thing has @code or @id, unless it
// may name a thing of any kind, or one that has an id alone, or gives a new thing its code.
func TestWhatNamesAThingIsMarked(t *testing.T) {
	other := map[string]bool{
		"Query.node(id)": true, "Query.nodes(ids)": true, "Query.agreement(id)": true, "CommitmentInput.id": true,
		"RegisterPartnerInput.key": true, "CreateSectorInput.code": true, "CreateChainInput.code": true,
		"RecordPeerReviewInput.frameworkCode": true, "FindingInput.criterionCode": true,
	}
	called := regexp.MustCompile(`(?i)(codes?|keys?|ids?|regions?|partners?|sectors?|chains?|ministries|organisations?|party|parties|by|worksIn|signsFor|waitingFor)$`)
	idsAlone := regexp.MustCompile(`(?i)(subjectId|agreementId|collaborationIds?|adoptionId|commitmentId|findingId|idempotencyKey)\)?$`)
	check := func(place, name string, kind *ast.Type, directives ast.DirectiveList) {
		isWord := kind.Name() == "String" || kind.Name() == "ID"
		if isWord && called.MatchString(name) && kindsNamed(directives) == nil && !other[place] && !idsAlone.MatchString(place) {
			t.Errorf("%s names a thing, and has neither @code nor @id", place)
		}
	}
	for _, definition := range theSchema(t).Types {
		for _, field := range definition.Fields {
			if definition.Kind == ast.InputObject {
				check(definition.Name+"."+field.Name, field.Name, field.Type, field.Directives)
			}
			for _, argument := range field.Arguments {
				check(definition.Name+"."+field.Name+"("+argument.Name+")", argument.Name, argument.Type, argument.Directives)
			}
		}
	}
}

// kindsNamed returns the kinds of the things of which @code or @id says that they are named; nil when neither stands there.
func kindsNamed(directives ast.DirectiveList) (kinds []registry.Kind) {
	for _, name := range []string{"code", "id"} {
		if directive := directives.ForName(name); directive != nil {
			for _, word := range regexp.MustCompile(`\w+`).FindAllString(directive.Arguments.ForName("of").Value.String(), -1) {
				kinds = append(kinds, registry.Kind(word))
			}
		}
	}
	return kinds
}

// place is a value in a document at a place that names things: Type.field or Type.field(argument), and what a refusal calls it.
type place struct {
	name, field string
	value       *ast.Value
	kinds       []registry.Kind
	kind        *ast.Type
}

// rewrite returns the document with its names in the form, and the values of its variables.
func (f form) rewrite(t *testing.T, contract *ast.Schema, document string, met map[string]bool) (string, map[string]any) {
	t.Helper()
	variables, definitions := map[string]any{}, ""
	for i, each := range placesOf(t, contract, document) {
		met[each.name] = true
		given := f.valueOf(each)
		start, end := each.value.Position.Start, endOf(document, each.value)
		if !f.asVariables {
			document = document[:start] + literal(t, given) + document[end:]
			continue
		}
		name := fmt.Sprintf("name%d", i)
		variables[name] = given
		definitions += "$" + name + ": " + each.kind.String() + " "
		document = document[:start] + "$" + name + document[end:]
	}
	return withVariables(document, definitions), variables
}

// placesOf returns the literals of a document that name things, the last first.
func placesOf(t *testing.T, contract *ast.Schema, document string) (found []place) {
	t.Helper()
	query, errs := gqlparser.LoadQueryWithRules(contract, document, rules.NewDefaultRules())
	if errs != nil {
		t.Fatalf("%v: %s", errs, document)
	}
	for _, operation := range query.Operations {
		found = append(found, namesIn(contract, operation.SelectionSet)...)
	}
	for _, fragment := range query.Fragments {
		found = append(found, namesIn(contract, fragment.SelectionSet)...)
	}
	found = slices.DeleteFunc(found, func(p place) bool { return p.value.Kind == ast.Variable || p.value.Kind == ast.NullValue })
	slices.SortFunc(found, func(a, b place) int { return b.value.Position.Start - a.value.Position.Start })
	return found
}

func literal(t *testing.T, value any) string {
	t.Helper()
	text, err := json.Marshal(value)
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}

func (f form) valueOf(at place) any {
	if at.value.Kind != ast.ListValue {
		return f.of(at.value.Raw, at.kinds)
	}
	names := []string{}
	for _, child := range at.value.Children {
		names = append(names, f.of(child.Value.Raw, at.kinds))
	}
	return names
}

// endOf returns where a literal ends in a document: a string at its closing quote, a list at its bracket.
func endOf(document string, value *ast.Value) int {
	closing := `"`
	if value.Kind == ast.ListValue {
		closing = "]"
	}
	start := value.Position.Start + 1
	return start + strings.Index(document[start:], closing) + 1
}

var opening = regexp.MustCompile(`(?m)^(query|mutation|)( *\w*)(\(([^)]*)\))? *\{`)

// withVariables adds definitions to those of the operation with which a document opens.
func withVariables(document, definitions string) string {
	if definitions == "" {
		return document
	}
	at := opening.FindStringSubmatchIndex(document)
	found := opening.FindStringSubmatch(document)
	operation := found[1]
	if operation == "" {
		operation = "query"
	}
	return document[:at[0]] + operation + found[2] + "(" + found[4] + " " + definitions + ") {" + document[at[1]:]
}

// namesIn returns the places below a selection that name things.
func namesIn(contract *ast.Schema, selections ast.SelectionSet) (found []place) {
	for _, selection := range selections {
		switch s := selection.(type) {
		case *ast.InlineFragment:
			found = append(found, namesIn(contract, s.SelectionSet)...)
		case *ast.Field:
			for _, argument := range s.Arguments {
				definition := s.Definition.Arguments.ForName(argument.Name)
				at := place{
					name: s.ObjectDefinition.Name + "." + s.Name + "(" + argument.Name + ")", field: fieldName("", argument.Name),
					value: argument.Value, kinds: kindsNamed(definition.Directives), kind: definition.Type,
				}
				found = append(found, at.below(contract)...)
			}
			found = append(found, namesIn(contract, s.SelectionSet)...)
		}
	}
	return found
}

// below returns the place itself when it names things, else those inside the input that stands there.
func (p place) below(contract *ast.Schema) (found []place) {
	if p.kinds != nil {
		return []place{p}
	}
	definition := contract.Types[p.kind.Name()]
	for _, child := range p.value.Children {
		inside := p
		inside.value = child.Value
		if p.value.Kind == ast.ObjectValue {
			field := definition.Fields.ForName(child.Name)
			inside.name, inside.field = definition.Name+"."+child.Name, fieldName(p.field, child.Name)
			inside.kinds, inside.kind = kindsNamed(field.Directives), field.Type
		}
		found = append(found, inside.below(contract)...)
	}
	return found
}

// TestWhatNamesNothingIsRefusedByItsField tells both stories and asks all documents, each after it was refused with a word that
// names nothing, and with the id of what is of no kind that is meant, in each place that names things.
func TestWhatNamesNothingIsRefusedByItsField(t *testing.T) {
	contract, steps := theSchema(t), naming(t)
	for _, s := range world.Servers(t) {
		met, kept := map[string]bool{}, map[string]string{}
		for _, st := range steps {
			document := fill(st.document, kept)
			for _, place := range placesOf(t, contract, document) {
				if met[place.name] {
					continue
				}
				met[place.name] = true
				for _, wrong := range []string{"geen naam", "Change:1"} {
					place.refusedFor(t, s, document, wrong)
				}
			}
			answer := s.Ask(t, document, nil)
			if strings.Contains(answer, `"errors"`) {
				t.Fatalf("%s: %s\n%s", s.Name, document, answer)
			}
			st.remember(t, answer, kept)
		}
	}
}

// refusedFor sends a document with a wrong name in the place, which has to be refused by its field.
func (p place) refusedFor(t *testing.T, s world.Server, document, wrong string) {
	t.Helper()
	var given any = wrong
	if p.kind.Elem != nil {
		given = []string{wrong}
	}
	document = document[:p.value.Position.Start] + literal(t, given) + document[endOf(document, p.value):]
	var answer struct {
		Errors []struct {
			Extensions struct {
				Code, Field string
				Problems    []struct{ Field string }
			}
		}
	}
	reply := s.Ask(t, document, nil)
	if err := json.Unmarshal([]byte(reply), &answer); err != nil {
		t.Fatal(err)
	}
	for _, refused := range answer.Errors {
		for _, problem := range refused.Extensions.Problems {
			// Of a pair that is not of two parties, none knows which of the two is meant.
			if problem.Field == p.field || problem.Field == "pairs" && strings.HasPrefix(p.field, "pairs.") {
				return
			}
		}
	}
	t.Errorf("%s: %s is not refused by %s: %s\n%.600s", s.Name, p.name, p.field, document, reply)
}

// TestANameWithADateReadsAtIt: what is read by an id with a date, in place of a code, is read at that date unless asOf says another.
func TestANameWithADateReadsAtIt(t *testing.T) {
	const ask = `{ partner(key: "%s"%s) { id adoption { region { code } } } }`
	s := world.Embedded(t)
	for given, same := range map[string]string{
		fmt.Sprintf(ask, "Partner:kustwacht-nederland@2019-03-05", ""):                     fmt.Sprintf(ask, "kustwacht-nederland", `, asOf: "2019-03-05"`),
		fmt.Sprintf(ask, "Partner:kustwacht-nederland@2019-03-05", `, asOf: "2026-11-23"`): fmt.Sprintf(ask, "kustwacht-nederland", ""),
	} {
		if diff := cmp.Diff(s.Ask(t, same, nil), s.Ask(t, given, nil)); diff != "" {
			t.Errorf("%s is not %s:\n%s", given, same, diff)
		}
	}
}
