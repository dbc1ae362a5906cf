package e2e

import (
	"encoding/json"
	"fmt"
	"os"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/vektah/gqlparser/v2"
	"github.com/vektah/gqlparser/v2/ast"

	"ketenkaart/e2e/world"
	"ketenkaart/registry"
)

// doubling asks a field of type by 60 fragments, each of which uses the next one twice.
func doubling(field, of, last string) string {
	query := "{ " + field + " { ...f0 } }"
	for i := range 60 {
		query += fmt.Sprintf(" fragment f%d on %s { ...f%d ...f%d }", i, of, i+1, i+1)
	}
	return query + fmt.Sprintf(" fragment f60 on %s { %s }", of, last)
}

// TestFragmentsThatDouble: a document that would take for ever, if each use of a fragment was looked at, is answered.
func TestFragmentsThatDouble(t *testing.T) {
	server := world.Servers(t)[0]
	for _, document := range []string{
		doubling("__schema", "__Schema", "queryType { name }"),
		doubling(`__type(name: "Region")`, "__Type", "name"),
		doubling(`partner(key: "vitens")`, "Partner", "name"),
		doubling(`region(code: "VR08")`, "Region", "name collaborations { nodes { profile } }"),
	} {
		if answer := server.Ask(t, document, nil); strings.Contains(answer, `"errors"`) {
			t.Errorf("%.60s: %s", document, answer)
		}
	}
}

// TestEveryListHasABound: whatever gives many says in the schema how many at most, so that it is priced by that.
func TestEveryListHasABound(t *testing.T) {
	schema := contract(t)
	sized := sizedFields(schema)
	for _, object := range schema.Types {
		if object.BuiltIn || object.Kind == ast.InputObject {
			continue
		}
		for _, field := range object.Fields {
			name := object.Name + "." + field.Name
			_, bounded := assumedSize(field)
			isPage := field.Type.Elem == nil && field.Arguments.ForName("first") != nil
			switch {
			case strings.HasPrefix(field.Name, "__"):
			case isPage && !(bounded && len(sizedOf(field)) > 0):
				t.Errorf("%s is a page without sizedFields and an assumedSize", name)
			case field.Type.Elem != nil && bounded == slices.Contains(sized, name):
				t.Errorf("%s has no bound, or one of its own beside that of its page", name)
			}
		}
	}
}

// TestTheSchemaSaysTheBoundsOfTheRegistry: what the schema promises of a list is what the rules of the registry keep.
func TestTheSchemaSaysTheBoundsOfTheRegistry(t *testing.T) {
	said := map[string]int{}
	for _, object := range contract(t).Types {
		for _, field := range object.Fields {
			size, bounded := assumedSize(field)
			if bounded && field.Type.Elem != nil && field.Directives.ForName("listSize").Arguments.ForName("slicingArguments") == nil {
				said[object.Name+"."+field.Name] = size
			}
		}
	}
	if diff := cmp.Diff(registry.Bounds(), said); diff != "" {
		t.Errorf("(-registry +schema)\n%s", diff)
	}
}

func contract(t *testing.T) *ast.Schema {
	t.Helper()
	text, err := os.ReadFile("../schema.graphqls")
	if err != nil {
		t.Fatal(err)
	}
	return gqlparser.MustLoadSchema(&ast.Source{Input: string(text)})
}

// sizedFields returns the fields that have the items of a page.
func sizedFields(schema *ast.Schema) (sized []string) {
	for _, object := range schema.Types {
		for _, field := range object.Fields {
			for _, name := range sizedOf(field) {
				sized = append(sized, field.Type.Name()+"."+name)
			}
		}
	}
	return sized
}

func sizedOf(field *ast.FieldDefinition) (names []string) {
	size := field.Directives.ForName("listSize")
	if size == nil || size.Arguments.ForName("sizedFields") == nil {
		return nil
	}
	for _, child := range size.Arguments.ForName("sizedFields").Value.Children {
		names = append(names, child.Value.Raw)
	}
	return names
}

func assumedSize(field *ast.FieldDefinition) (int, bool) {
	size := field.Directives.ForName("listSize")
	if size == nil || size.Arguments.ForName("assumedSize") == nil {
		return 0, false
	}
	number, err := strconv.Atoi(size.Arguments.ForName("assumedSize").Value.Raw)
	return number, err == nil
}

// TestCounterpartsOfAllRegions: what a national overview asks is answered in one document, with full pages.
func TestCounterpartsOfAllRegions(t *testing.T) {
	query := `{ regions { code counterparts {
		ourAdoptionRegions(first: 100) { nodes { partner { key } basis adoption { region { code } since } collaboration { profile } } }
		partnersWeAdopted(first: 100) { nodes { partner { key } counterparts { region { code } mandated } } }
		sharedNotAdopted(first: 100) { nodes { key name } }
	} } }`
	for _, server := range world.Servers(t) {
		answer := server.Ask(t, query, nil)
		if strings.Contains(answer, `"errors"`) || strings.Count(answer, `"ourAdoptionRegions"`) != 25 {
			t.Errorf("%s: %.400s", server.Name, answer)
		}
	}
}

// TestWorstDocuments: what goes round between a whole and its parts, or repeats a long list under many names, is refused before it
// is read.
func TestWorstDocuments(t *testing.T) {
	server := world.Servers(t)[0]
	aliases := ""
	for i := range 256 {
		aliases += fmt.Sprintf(" a%d: capacities", i)
	}
	for name, query := range map[string]string{
		"parts of parts":         `{ partners(first: 100) { nodes { parts { partOf { parts { partOf { parts { name } } } } } } } }`,
		"aliases of a list":      `{ partners(first: 100) { nodes { ` + aliases + ` } } }`,
		"pairs of all":           `{ agreements(first: 100) { nodes { pairs(first: 100) { nodes { region { name neighbours { region { name } } } } } } } }`,
		"evaluations of a whole": `{ collaborations(first: 100) { nodes { evaluations { participants { function } } } } }`,
	} {
		if answer := server.Ask(t, query, nil); !strings.Contains(answer, `"TOO_COMPLEX"`) {
			t.Errorf("%s: %.400s", name, answer)
		}
	}
}

// TestTheTextOfPairsIsBounded: a small document cannot have the register keep the same text thousands of times.
func TestTheTextOfPairsIsBounded(t *testing.T) {
	for _, server := range world.Servers(t) {
		var asked struct {
			Data struct {
				Partners struct{ Nodes []struct{ Key string } }
				Regions  []struct{ Code string }
				Explored struct {
					Agreement struct {
						ID      string
						Version int
					}
				}
			}
		}
		read := func(document string, variables map[string]any) {
			if err := json.Unmarshal([]byte(server.Ask(t, document, variables)), &asked); err != nil {
				t.Fatal(err)
			}
		}
		read("{ partners(first: 100) { nodes { key } } regions { code } }", nil)
		keys, codes := []string{}, []string{}
		for _, partner := range asked.Data.Partners.Nodes {
			keys = append(keys, partner.Key)
		}
		for _, region := range asked.Data.Regions {
			codes = append(codes, region.Code)
		}
		read(`mutation($keys: [String!]!, $codes: [String!]!) { explored: exploreAgreement(input: {title: "Groot", regionCodes: $codes, partnerKeys: $keys, ledBy: "VR01"}) { agreement { id version } } }`,
			map[string]any{"keys": keys, "codes": codes})
		answer := server.Ask(t, `mutation($id: ID!, $version: Int!, $motivation: String!) { updateAgreement(input: {agreementId: $id, version: $version, fillPairs: {profile: KERN, motivation: $motivation}}) { agreement { version } } }`,
			map[string]any{"id": asked.Data.Explored.Agreement.ID, "version": asked.Data.Explored.Agreement.Version, "motivation": strings.Repeat("m", 4000)})
		if !strings.Contains(answer, `"TOO_LONG"`) || !strings.Contains(answer, `"most": 500000`) {
			t.Errorf("%s: %.400s", server.Name, answer)
		}
	}
}
