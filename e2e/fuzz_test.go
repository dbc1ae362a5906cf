package e2e

import (
	"encoding/json"
	"io"
	"net/http"
	"strings"
	"testing"

	"ketenkaart/e2e/world"
)

// FuzzPartnerFilter has whatever a client gives as a filter be answered, or be refused as an input: never fail inside.
func FuzzPartnerFilter(f *testing.F) {
	for _, seed := range []string{
		`{"coreTasks":["BEHEERDER"],"chainKind":"FUNCTIONEEL","collaboration":{"profiles":["STRUCTUREEL"]}}`, `{"search":"é ' \" % _ *"}`, `{"sectors":["water"],"region":"VR08"}`,
		`{"collaboration":{"period":{"since":"2019-02-30"}}}`, `{"keys":[]}`, `null`, `[]`, `{"adopted":1e400}`, `{"search":"\ud800"}`, `{"collaboration":null,"national":true}`,
	} {
		f.Add(seed)
	}
	server := world.Embedded(f)
	f.Fuzz(func(t *testing.T, filter string) {
		if !json.Valid([]byte(filter)) {
			return // FuzzBody has what is no JSON
		}
		body := `{"query":"query($f: PartnerFilter) { partners(filter: $f, first: 3) { totalCount nodes { id } facets { sectors { count } } } }","variables":{"f":` + filter + `}}`
		response, err := http.Post(server.URL, "application/json", strings.NewReader(body))
		if err != nil {
			t.Fatal(err)
		}
		defer response.Body.Close()
		said, err := io.ReadAll(response.Body)
		if err != nil || response.StatusCode >= http.StatusInternalServerError || !json.Valid(said) || strings.Contains(string(said), "INTERNAL_SERVER_ERROR") {
			t.Errorf("%s: %d %s %v", filter, response.StatusCode, said, err)
		}
	})
}
