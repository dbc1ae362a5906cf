package api_test

import (
	"net/http"
	"strings"
	"testing"

	"ketenkaart/api"
)

const (
	older = "application/json"
	newer = "application/graphql-response+json"
)

func TestAcceptGoesByItsQualities(t *testing.T) {
	door := open(t, fine, nil)
	for accept, want := range map[string]string{
		"":                                      older,
		"*/*":                                   older,
		"application/*":                         older,
		newer:                                   newer,
		newer + ", " + older + ";q=0.9":         newer,
		older + ";q=0.1, " + newer + ";q=0.2":   newer,
		newer + ";q=0.1, */*":                   older,
		older + ";q=0, */*;q=0.5":               newer,
		"text/html, */*;q=0.1":                  older,
		newer + "; charset=UTF-8":               newer,
		strings.ToUpper(newer):                  newer,
		newer + ";q=2, " + older:                older,
		"text/html":                             "",
		"*/*;q=0":                               "",
		older + "; charset=iso-8859-1":          "",
		strings.Repeat("text/html,", 500) + "x": "",
	} {
		got := door.ask(t, "{ ok }", nil, "Accept", accept)
		if want == "" {
			if got.status != http.StatusNotAcceptable || got.reason() != "ACCEPT" {
				t.Errorf("%q: got %d %s", accept, got.status, got.body)
			}
			continue
		}
		if got.status != http.StatusOK || got.header.Get("Content-Type") != want+"; charset=utf-8" {
			t.Errorf("%q: got %d %s", accept, got.status, got.header.Get("Content-Type"))
		}
	}
}

func TestARequestThatGraphQLRefusesHasNoData(t *testing.T) {
	door := open(t, fine, nil)
	for _, query := range []string{"{", "{ nothing }", "query($x: Int!) { things(first: $x) { nodes { name } } }", "query A { ok } query B { ok }"} {
		for accept, status := range map[string]int{older: http.StatusOK, newer: http.StatusBadRequest} {
			got := door.ask(t, query, nil, "Accept", accept)
			if got.status != status || strings.Contains(got.body, `"data"`) || got.code() == "" {
				t.Errorf("%s, %s: got %d %s", query, accept, got.status, got.body)
			}
		}
	}
}

func TestRequestsThatAreNone(t *testing.T) {
	door := open(t, fine, nil)
	for body, reason := range map[string]string{
		`{}`: "MALFORMED_REQUEST", `{"query": ""}`: "MALFORMED_REQUEST", `{"query": 1}`: "MALFORMED_REQUEST", `[]`: "MALFORMED_REQUEST", `"x"`: "MALFORMED_REQUEST", `null`: "MALFORMED_REQUEST",
		`{"query": "{ ok }", "variables": "x"}`: "MALFORMED_REQUEST", `{"query": "{ ok }", "extensions": [1]}`: "MALFORMED_REQUEST", `{"query": "{ ok }", "operationName": {}}`: "MALFORMED_REQUEST",
	} {
		got := send(t, http.MethodPost, door.URL+api.Path, body, "Content-Type", "application/json")
		if got.status != http.StatusBadRequest || got.reason() != reason {
			t.Errorf("%s: got %d %s", body, got.status, got.body)
		}
	}
	if got := send(t, http.MethodPost, door.URL+api.Path, `{"query": "{ ok }"}`, "Content-Type", "application/json; charset=utf-16"); got.status != http.StatusUnsupportedMediaType {
		t.Errorf("in UTF-16: got %d %s", got.status, got.body)
	}
	if got := send(t, http.MethodHead, door.URL+api.Path+"?query=%7Bok%7D", ""); got.status != http.StatusOK || got.body != "" || got.header.Get("Content-Type") != older+"; charset=utf-8" {
		t.Errorf("HEAD: got %d %q %v", got.status, got.body, got.header)
	}
}
