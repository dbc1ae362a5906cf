package e2e

import (
	"context"
	"encoding/json"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/vektah/gqlparser/v2/ast"

	"ketenkaart/e2e/world"
	"ketenkaart/graph"
	"ketenkaart/registry"
)

// schema is the contract that the server serves.
func schema() *ast.Schema { return graph.NewExecutableSchema(graph.Config{}).Schema() }

// valuesOf returns the values of an enum, sorted.
func valuesOf(t *testing.T, enum string) []string {
	t.Helper()
	definition := schema().Types[enum]
	if definition == nil || definition.Kind != ast.Enum {
		t.Fatalf("%s is no enum of the schema", enum)
	}
	values := []string{}
	for _, value := range definition.EnumValues {
		values = append(values, value.Name)
	}
	slices.Sort(values)
	return values
}

func TestEveryMutationIsAnActionThatCanKnows(t *testing.T) {
	mutations := []string{}
	for _, field := range schema().Mutation.Fields {
		mutations = append(mutations, field.Name)
	}
	want := append(slices.Clone(mutations), "importRegister", "revertChange")
	slices.Sort(want)
	if diff := cmp.Diff(want, valuesOf(t, "Action")); diff != "" {
		t.Errorf("actions (-mutations and what the program does +enum):\n%s", diff)
	}
	var refused struct {
		Errors []struct{ Extensions struct{ Actions []string } }
	}
	if err := json.Unmarshal([]byte(world.Embedded(t).Ask(t, `{ can(action: importRegister) { allowed } }`, nil)), &refused); err != nil || len(refused.Errors) != 1 {
		t.Fatalf("%v, %v", refused, err)
	}
	known := refused.Errors[0].Extensions.Actions
	slices.Sort(known)
	slices.Sort(mutations)
	if diff := cmp.Diff(mutations, known); diff != "" {
		t.Errorf("actions that can knows (-mutations +table):\n%s", diff)
	}
}

// TestEveryReasonIsInTheContract holds the reasons that the registry, the door and sign-in refuse by to the enum, both ways.
func TestEveryReasonIsInTheContract(t *testing.T) {
	declared := []string{}
	for _, path := range []string{"../registry/*.go", "../api/*.go", "../auth/*.go"} {
		files, err := filepath.Glob(path)
		if err != nil || len(files) == 0 {
			t.Fatalf("no sources: %v", err)
		}
		for _, file := range files {
			for _, found := range regexp.MustCompile(`(?m)^\t[Rr]eason\w+ +(?:registry\.)?Reason += "([A-Z_]+)"`).FindAllStringSubmatch(read(t, file), -1) {
				declared = append(declared, found[1])
			}
		}
	}
	slices.Sort(declared)
	if diff := cmp.Diff(declared, valuesOf(t, "RefusalReason")); diff != "" {
		t.Errorf("RefusalReason (-sources +schema):\n%s", diff)
	}
}

func TestWhateverHasAnIDAnswersToNode(t *testing.T) {
	withID := []string{}
	for name, definition := range schema().Types {
		if field := definition.Fields.ForName("id"); definition.Kind == ast.Object && field != nil && field.Type.String() == "ID!" {
			withID = append(withID, name)
			if !slices.Contains(definition.Interfaces, "Node") {
				t.Errorf("%s has an id and is no Node", name)
			}
		}
	}
	slices.Sort(withID)
	if diff := cmp.Diff(withID, valuesOf(t, "NodeKind")); diff != "" {
		t.Errorf("kinds of nodes (-types with an id +enum):\n%s", diff)
	}
	for _, s := range world.Servers(t) {
		ids := oneOfEachKind(t, s)
		for _, kind := range withID {
			want := `"node": {
      "__typename": "` + kind + `",
      "id": "` + ids[kind] + `"`
			if answer := s.Ask(t, `query ($id: ID!) { node(id: $id) { __typename id } }`, map[string]any{"id": ids[kind]}); !strings.Contains(answer, want) {
				t.Errorf("%s: node(id: %q) of a %s: %s", s.Name, ids[kind], kind, answer)
			}
		}
	}
}

// oneOfEachKind returns the id of a thing of each kind; what the bundled register has none of is made.
func oneOfEachKind(t *testing.T, s world.Server) map[string]string {
	t.Helper()
	reg, ctx := s.Another(t), registry.WithActor(t.Context(), registry.LocalActor())
	dimensions := []registry.NotApplicable{}
	for _, dimension := range []registry.Dimension{registry.Organisatie, registry.Mens, registry.Techniek} {
		dimensions = append(dimensions, registry.NotApplicable{Dimension: dimension, Reason: "Niet nodig"})
	}
	made := done(t, ctx, reg.StartCollaboration, registry.StartCollaborationInput{RegionCode: "VR01", PartnerKey: "waterbedrijf-groningen", Profile: "KOPPEL", Since: "2001-01-01", Until: new(registry.Date("2001-02-01"))})
	a := done(t, ctx, reg.ExploreAgreement, registry.ExploreAgreementInput{Title: "Afspraak", RegionCodes: []string{"VR08"}, PartnerKeys: []string{"vitens"}, LedBy: "VR08"}).Agreement
	a = done(t, ctx, reg.DraftAgreement, registry.AgreementStepInput{AgreementID: a.ID(), Version: a.Version}).Agreement
	a = done(t, ctx, reg.SetCommitments, registry.SetCommitmentsInput{AgreementID: a.ID(), Version: a.Version, NotApplicable: dimensions,
		Commitments: []registry.CommitmentInput{{Dimension: registry.Proces, Subject: "alarmering", Text: "Bellen", By: []string{"Region:VR08"}}}}).Agreement
	a = done(t, ctx, reg.ProposeAgreement, registry.AgreementStepInput{AgreementID: a.ID(), Version: a.Version}).Agreement
	reviewed := done(t, ctx, reg.RecordPeerReview, registry.RecordPeerReviewInput{AgreementID: a.ID(), Version: a.Version, On: "2026-11-20", FrameworkCode: reg.Guide().Frameworks[0].Code,
		Reviewers: []registry.Reviewer{{Function: "Adviseur", Discipline: "brandweer"}, {Function: "Adviseur", Discipline: "zorg"}},
		Findings:  []registry.FindingInput{{Dimension: registry.Mens, Text: "Oefen"}, {Dimension: registry.Mens, Text: "Oefen meer"}}})
	evaluated := done(t, ctx, reg.RecordEvaluation, registry.RecordEvaluationInput{CollaborationIDs: []string{made.Collaboration.ID()}, On: "2026-11-20",
		Participants: []registry.Participant{{Function: "Accounthouder", OrganisationID: "Region:VR01"}}})
	adopted := done(t, ctx, reg.ListAdoptions, []registry.AdoptionQuery{{Page: registry.Page{Limit: 1}, AsOf: reg.Today()}})[0].Items[0]
	return map[string]string{
		"Region": "Region:VR08", "Municipality": "Municipality:GM0268", "Partner": "Partner:vitens", "Sector": "Sector:drinkwater",
		"Chain": "Chain:BNK12", "Ministry": "Ministry:mnre1130", "Collaboration": made.Collaboration.ID(), "Adoption": adopted.ID(),
		"Agreement": a.ID(), "Commitment": a.Commitments[0].ID(), "PeerReview": reviewed.Review.ID(), "Finding": reviewed.Review.Findings[1].ID(),
		"InformalEvaluation": evaluated.Evaluation.ID(), "Change": reviewed.Change.ID(),
	}
}

// done returns what a mutation or a read of the registry gave, or ends the test.
func done[I, O any](t *testing.T, ctx context.Context, do func(context.Context, I) (O, error), in I) O {
	t.Helper()
	out, err := do(ctx, in)
	if err != nil {
		t.Fatal(err)
	}
	return out
}
