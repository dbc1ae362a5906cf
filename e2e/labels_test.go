package e2e

import (
	"encoding/json"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/vektah/gqlparser/v2/ast"

	"ketenkaart/e2e/world"
)

// TestEveryValueOfAnEnumHasALabel holds the table to the schema, both ways, in both languages.
func TestEveryValueOfAnEnumHasALabel(t *testing.T) {
	want := []string{}
	for name, definition := range schema().Types {
		for _, value := range definition.EnumValues {
			if !strings.HasPrefix(name, "__") {
				want = append(want, name+"."+value.Name)
			}
		}
	}
	slices.Sort(want)
	s := world.Embedded(t)
	for _, language := range []string{"NL", "EN"} {
		var answer struct {
			Data struct {
				Labels []struct {
					Type, Value, Label string
					Help               *string
				}
			}
		}
		asked := s.Ask(t, `query ($language: Language!) { labels(language: $language) { type value label help } }`, map[string]any{"language": language})
		if err := json.Unmarshal([]byte(asked), &answer); err != nil {
			t.Fatal(err)
		}
		got := []string{}
		for _, label := range answer.Data.Labels {
			if label.Label == "" || label.Help != nil && *label.Help == "" {
				t.Errorf("%s.%s has no text in %s", label.Type, label.Value, language)
			}
			if definition := schema().Types[label.Type]; definition != nil && definition.Kind == ast.Enum {
				got = append(got, label.Type+"."+label.Value)
			}
		}
		slices.Sort(got)
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("labels in %s (-schema +table): %s\n%s", language, diff, asked[:min(len(asked), 300)])
		}
	}
}
