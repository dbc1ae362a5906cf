package sqlite

import (
	"encoding/json"
	"testing"
	"unicode/utf8"

	"github.com/google/go-cmp/cmp"

	"ketenkaart/registry"
)

// both reads a text by the short way and by encoding/json, and wants the same of both. Of what is no JSON it only wants
// that the short way ends: nobody but this store writes these columns.
func both[T any](t *testing.T, text string, short func(*parser) T) {
	t.Helper()
	var long T
	errLong := json.Unmarshal([]byte(text), &long)
	r := &row{}
	value := decode(r, 0, text, short)
	if !json.Valid([]byte(text)) || !utf8.ValidString(text) {
		return
	}
	if (errLong == nil) != (r.err == nil) {
		t.Fatalf("%s: %v, encoding/json: %v", text, r.err, errLong)
	}
	if diff := cmp.Diff(long, value); errLong == nil && diff != "" {
		t.Errorf("%s: %s", text, diff)
	}
}

// all reads a text as each type that has a short way.
func all(t *testing.T, text string) {
	t.Helper()
	both(t, text, func(p *parser) []string { return items(p, word[string]) })
	both(t, text, func(p *parser) []registry.WorkingArea { return items(p, workingArea) })
	both(t, text, func(p *parser) []registry.FacilityLink { return items(p, connection) })
	both(t, text, func(p *parser) []registry.ContactPoint { return items(p, contactPoint) })
	both(t, text, func(p *parser) []registry.ChainMinistry { return items(p, chainMinistry) })
	both(t, text, func(p *parser) []registry.Mandate { return items(p, mandate) })
	both(t, text, func(p *parser) []registry.Milestone { return items(p, milestone) })
	both(t, text, provenance)
	both(t, text, ambition)
	both(t, text, identifiers)
}

func seeds() []string {
	return []string{
		`[]`, `["a"]`, `["a","b\"c","é","<&>"]`, `["a",]`, `["a"`, `[1]`, `null`, ``, `{}`, `[{}]`, ` [ "a" , "b" ] `, `[null]`, `["a"]x`, `["\u0041"]`,
		`{"source":"s","certainty":"DERIVED","note":"n"}`, `{"source":"s","certainty":null}`, `{"Source":"S"}`, `{"source":"a","source":"b"}`,
		`{"profile":"KERN","text":"een\ntwee","statedOn":"2014","provenance":{"source":"s","certainty":"VERIFIED"}}`, `{"tooi":"t","kvk":"k","oin":"o"}`,
		`[{"regionCode":"VR01","municipalities":12,"provenance":{"source":"s","certainty":"x"}},{"regionCode":"VR02"}]`, `[{"municipalities":012}]`,
		`[{"municipalities":-1}]`, `[{"municipalities":1.5}]`, `[{"municipalities":99999999999999999999}]`, `[{"municipalities":1e2}]`, `[{"municipalities":null}]`,
		`[{"facility":"LCMS","since":"2014","until":"2015-01","provenance":{"source":"s","certainty":"x","note":"y"}}]`, `[{"facility":"LCMS","later":[1,{"a":"b"}]}]`,
		`[{"kind":"k","function":"f","email":"e","phone":"p","availability":"a"}]`, `[{"ministryCode":"m","since":"2010-01-01","until":"2020-01-01"}]`,
		`[{"regionCode":"VR01","since":"2010-01-01","until":"2020-01-01"}]`, `[{"step":"s","on":"2010","note":"n"}]`,
		`[{"partnerKey":"a","signsFor":["b","c"]},{"partnerKey":"c","signsFor":[]}]`, `[{"partnerKey":"a","signsFor":null}]`, `[{"partnerKey":"a","signsFor":["b"]`,
		`[{"regionCode":"VR01","partnerKey":"a","profile":"KERN","motivation":"m"}]`, `[{"on":"2018-11","forEachOther":"f","goal":"g","how":"h"}]`,
		`[{"title":"t","url":"https://example.org/?a=1&b=2","sha256":"0f"}]`, `[{"dimension":"MENS","reason":"r"}]`,
		`[{"id":"c","dimension":"PROCES","subject":"s","text":"t","by":["Region:VR01"],"due":"2025-01-01","doneOn":"2025-01-02","findingId":"f.1"}]`,
		`[{"party":"Region:VR01","on":"2025-01-01","onBehalfOf":["Region:VR02"],"evidence":"e"}]`, `{"party":"Region:VR01","on":"2025-01-01","reason":"r"}`,
		`[{"function":"f","discipline":"d","organisation":"Region:VR01"}]`, `[{"id":"r.1","dimension":"MENS","criterion":"c","text":"t"}]`,
		"[\"a\x01b\"]", "[\"a\xffb\"]",
	}
}

func TestParser(t *testing.T) {
	for _, text := range seeds() {
		all(t, text)
	}
	p := parser{text: `["a","b"]`}
	if got := items(&p, word[string]); p.lost || len(got) != 2 {
		t.Errorf("the short way was not taken: %v", got)
	}
}

func FuzzParser(f *testing.F) {
	for _, text := range seeds() {
		f.Add(text)
	}
	f.Fuzz(all)
}
