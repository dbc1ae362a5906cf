package e2e

import (
	"encoding/json"
	"fmt"
	"strings"
	"testing"

	"ketenkaart/e2e/world"
)

// entities asks for what a gateway names.
func entities(t *testing.T, s world.Server, representations ...map[string]any) string {
	t.Helper()
	return s.Ask(t, `query($of: [_Any!]!) { _entities(representations: $of) { ... on Region { code } ... on Partner { key } ... on Sector { code } ... on Chain { code } } }`,
		map[string]any{"of": representations})
}

func TestEntitiesAreReadTogether(t *testing.T) {
	for _, s := range world.Servers(t) {
		asked := []map[string]any{}
		for n := range 25 {
			asked = append(asked, map[string]any{"__typename": "Region", "code": fmt.Sprintf("VR%02d", n+1)})
		}
		asked = append(asked, map[string]any{"__typename": "Sector", "code": "water"}, map[string]any{"__typename": "Chain", "code": "BNK12"}, map[string]any{"__typename": "Partner", "key": "vitens"})
		s.Reads.Reset()
		told := entities(t, s, asked...)
		for _, each := range []string{`"VR01"`, `"VR25"`, `"water"`, `"BNK12"`, `"vitens"`} {
			if !strings.Contains(told, each) {
				t.Errorf("%s: %s is not in %s", s.Name, each, told)
			}
		}
		for method, times := range s.Reads.Calls() {
			if times > 1 {
				t.Errorf("%s: %s was asked %d times", s.Name, method, times)
			}
		}
	}
}

func TestEntitiesThatAreNone(t *testing.T) {
	s := world.Embedded(t)
	many := make([]map[string]any, 101)
	for i := range many {
		many[i] = map[string]any{"__typename": "Region", "code": "VR01"}
	}
	for name, of := range map[string][]map[string]any{
		"no key":          {{"__typename": "Region"}},
		"no type":         {{"code": "VR01"}},
		"another type":    {{"__typename": "Agreement", "id": "Agreement:x"}},
		"a malformed":     {{"__typename": "Region", "code": "utrecht"}},
		"one not there":   {{"__typename": "Partner", "key": "bestaat-niet"}},
		"none":            {},
		"more than 100":   many,
		"a number as key": {{"__typename": "Region", "code": 8}},
	} {
		var answer struct {
			Errors []struct{ Extensions struct{ Code, Reason string } }
		}
		told := entities(t, s, of...)
		if err := json.Unmarshal([]byte(told), &answer); err != nil {
			t.Fatal(err)
		}
		if len(answer.Errors) == 0 || answer.Errors[0].Extensions.Code == "INTERNAL_SERVER_ERROR" || answer.Errors[0].Extensions.Code == "" {
			t.Errorf("%s: %s", name, told)
		}
	}
}
