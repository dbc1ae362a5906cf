package api_test

import (
	"encoding/json"
	"fmt"
	"net/http"
	"net/url"
	"strings"
	"testing"

	"ketenkaart/api"
	"ketenkaart/api/streamtest"
	"ketenkaart/registry"
)

// ambiguous are requests that a lenient reader takes for something, by what is wrong with them.
func ambiguous() map[string]string {
	return map[string]string{
		"not UTF-8":                    "{\"query\":\"{ look(input: {name: \\\"Frysl\xe2n\\\"}) }\"}",
		"not UTF-8 in a variable":      "{\"query\":\"query($i: Look) { look(input: $i) }\",\"variables\":{\"i\":{\"name\":\"Frysl\xe2n\"}}}",
		"UTF-8 of a surrogate":         "{\"query\":\"{ ok }\",\"variables\":{\"a\":\"\xed\xa0\x80\"}}",
		"half a pair":                  `{"query":"{ ok }","variables":{"a":"\ud800"}}`,
		"the other half":               `{"query":"{ ok }","variables":{"a":"x\udc00x"}}`,
		"a pair the wrong way":         `{"query":"{ ok }","variables":{"a":"\udc00\ud800"}}`,
		"the query twice":              `{"query":"{ ok }","query":"mutation { change }"}`,
		"the query twice, by escape":   `{"query":"{ ok }","q\u0075ery":"mutation { change }"}`,
		"the query twice, by capitals": `{"query":"{ ok }","Query":"mutation { change }"}`,
		"a variable twice":             `{"query":"{ ok }","variables":{"a":1,"a":2}}`,
		"a field twice, deep":          `{"query":"{ ok }","variables":{"a":[{"b":{"c":1,"d":2,"c":3}}]}}`,
	}
}

func TestRequestsThatCouldBeReadInTwoWays(t *testing.T) {
	door := open(t, fine, nil)
	for name, body := range ambiguous() {
		for _, accept := range []string{"application/json", "text/event-stream"} {
			got := send(t, http.MethodPost, door.URL+api.Path, body, "Content-Type", "application/json", "Accept", accept)
			if got.status != http.StatusBadRequest || got.code() != string(registry.CodeBadInput) || got.reason() != "MALFORMED_REQUEST" {
				t.Errorf("%s, as %s: got %d %s", name, accept, got.status, got.body)
			}
		}
		t.Run(name, func(t *testing.T) {
			socket := streamtest.Dial(t, door.URL+api.Path)
			socket.Send(t, json.RawMessage(fmt.Sprintf(`{"id":"1","type":"subscribe","payload":%s}`, body)))
			if event := socket.Next(t); event.Type != "closed" || event.Payload != "4400" {
				t.Errorf("got %v", event)
			}
		})
	}
}

func TestAddressesThatCouldBeReadInTwoWays(t *testing.T) {
	door := open(t, fine, nil)
	for _, query := range []string{
		"query={ok}&query={things{totalCount}}",
		"query=%7Bok%7D%E2",
		"query={ok}&operationName=%FF",
		`query={ok}&variables={"a":1}&variables={"a":2}`,
		`query={ok}&variables={"a":1,"a":2}`,
		`query={ok}&variables={"a":"\ud800"}`,
		`query={ok}&extensions={"a":"%FF"}`,
		`query={ok}&variables=[1]`,
	} {
		address := door.URL + api.Path + "?" + strings.NewReplacer(" ", "%20", `"`, "%22", "{", "%7B", "}", "%7D", `\`, "%5C").Replace(query)
		if got := send(t, http.MethodGet, address, ""); got.status != http.StatusBadRequest || got.reason() != "MALFORMED_REQUEST" {
			t.Errorf("%s: got %d %s", query, got.status, got.body)
		}
	}
	whole := url.Values{"query": {"query($i: Look) { look(input: $i) }"}, "variables": {`{"i":{"name":"Fryslân 😀 \ud83d\ude00"}}`}}
	if got := send(t, http.MethodGet, door.URL+api.Path+"?"+whole.Encode(), ""); got.status != http.StatusOK {
		t.Errorf("what is whole: got %d %s", got.status, got.body)
	}
}
