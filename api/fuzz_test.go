package api_test

import (
	"encoding/json"
	"net/http"
	"strings"
	"testing"

	"ketenkaart/api"
)

// FuzzAccept has whatever a client says of the types that it takes be answered in one of the two, or refused.
func FuzzAccept(f *testing.F) {
	for _, seed := range []string{"", "*/*", newer + ";q=0.5, " + older, "application/*;q=1e9", ";;;,", "*/*;q=\"0", "text/html"} {
		f.Add(seed)
	}
	door := open(f, fine, nil)
	f.Fuzz(func(t *testing.T, accept string) {
		if strings.ContainsFunc(accept, func(r rune) bool { return r < ' ' || r == 0x7f }) {
			return // no header holds it
		}
		got := door.ask(t, "{ ok }", nil, "Accept", accept)
		answered := got.status == http.StatusOK && string(got.Data) == `{"ok":"yes"}`
		if !answered && (got.status != http.StatusNotAcceptable || got.reason() != "ACCEPT") {
			t.Errorf("%q: %d %s", accept, got.status, got.body)
		}
	})
}

// FuzzBody has whatever is posted be answered or refused in JSON, and never end in an error inside.
func FuzzBody(f *testing.F) {
	for _, seed := range []string{
		`{"query":"{ ok }"}`, `{"query":"query A { ok } query B { all { name } }","operationName":"B"}`,
		`{"query":"query($l: Look, $n: Int!) { look(input: $l) find(first: $n) { name } }","variables":{"l":{"colour":"RED","counts":[1,2]},"n":3}}`,
		`{"query":"{ a: ok @skip(if: true) ...F } fragment F on Query { ...F }"}`, `{"query":"{ look(input: {deep: {deep: {}}}) }","extensions":{"persistedQuery":{"version":1,"sha256Hash":"x"}}}`,
		`[{"query":"{ ok }"}]`, `{"query":1e999}`, `{}`, `null`, ``, "{\"query\":\"{ ok }\",\"variables\":{\"a\":\"\\ud800\"}}", `{"query":"mutation { change }"}`, `{"query":"subscription { ticks }"}`,
	} {
		f.Add(seed)
	}
	door := open(f, fine, nil)
	f.Fuzz(func(t *testing.T, body string) {
		got := send(t, http.MethodPost, door.URL+api.Path, body, "Content-Type", "application/json")
		if got.status >= http.StatusInternalServerError || got.code() == "INTERNAL_SERVER_ERROR" || !json.Valid([]byte(got.body)) {
			t.Errorf("%q: %d %s", body, got.status, got.body)
		}
	})
}
