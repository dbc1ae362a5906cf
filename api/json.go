package api

import (
	"encoding/json"
	"net/url"
	"strings"
	"unicode/utf8"

	"github.com/go-json-experiment/json/jsontext"

	"ketenkaart/registry"
)

// requestNames are the parameters of a GraphQL request.
func requestNames() []string { return []string{"query", "operationName", "variables", "extensions"} }

// checkRequestText refuses a request that could be read in two ways; BAD_USER_INPUT, MALFORMED_REQUEST.
func checkRequestText(text []byte) *registry.Error {
	if err := checkJSON(text); err != nil {
		return err
	}
	return checkNames(text, requestNames())
}

// checkMessage does so for a message on a WebSocket, with the request that it may carry.
func checkMessage(text []byte) *registry.Error {
	if err := checkJSON(text); err != nil {
		return err
	}
	if err := checkNames(text, []string{"id", "type", "payload"}); err != nil {
		return err
	}
	var message struct{ Payload json.RawMessage }
	if json.Unmarshal(text, &message) != nil {
		return nil // the transport says so
	}
	return checkNames(message.Payload, requestNames())
}

// checkJSON refuses what is no JSON, and what Go would read by guessing: bytes that are no UTF-8, halves of pairs of
// surrogates, and a name that stands twice in an object.
func checkJSON(text []byte) *registry.Error {
	switch {
	case jsontext.Value(text).IsValid():
		return nil
	case !json.Valid(text):
		return badRequest(reasonMalformed, "the request is no JSON")
	case !utf8.Valid(text):
		return badRequest(reasonMalformed, "the request is not UTF-8")
	}
	return badRequest(reasonMalformed, "the JSON of the request has a name twice in one object, or an escape that is no character")
}

// checkNames refuses a name in other capitals, which Go would read as that name.
func checkNames(text []byte, names []string) *registry.Error {
	var object map[string]json.RawMessage
	if json.Unmarshal(text, &object) != nil {
		return nil // what is no object is refused where it is read
	}
	for given := range object {
		for _, name := range names {
			if given != name && strings.EqualFold(given, name) {
				return badRequest(reasonMalformed, name+" is written as "+given)
			}
		}
	}
	return nil
}

// checkAddress refuses a GET whose parameters GraphQL could not read, for it would say so without a code, or could read in
// two ways.
func checkAddress(query string) *registry.Error {
	parameters, err := url.ParseQuery(query)
	if err != nil {
		return badRequest(reasonMalformed, "the parameters of the address cannot be read")
	}
	for _, name := range requestNames() {
		given := parameters[name]
		switch {
		case len(given) == 0:
		case len(given) > 1:
			return badRequest(reasonMalformed, name+" is there twice")
		case !utf8.ValidString(given[0]):
			return badRequest(reasonMalformed, name+" is not UTF-8")
		case (name == "variables" || name == "extensions") && given[0] != "":
			if err := checkObject(name, []byte(given[0])); err != nil {
				return err
			}
		}
	}
	return nil
}

// checkObject refuses a parameter that is no JSON object.
func checkObject(name string, text []byte) *registry.Error {
	var object map[string]any
	if json.Unmarshal(text, &object) != nil {
		return badRequest(reasonMalformed, name+" is no JSON object")
	}
	return checkJSON(text)
}
