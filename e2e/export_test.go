package e2e

import (
	"encoding/csv"
	"encoding/json"
	"fmt"
	"net/url"
	"slices"
	"strings"
	"testing"

	"ketenkaart/e2e/world"
)

// exportAddress is where an export is, with the parameters that are pairs of name and value.
func exportAddress(name string, parameters ...string) string {
	values := url.Values{}
	for i := 0; i < len(parameters); i += 2 {
		values.Set(parameters[i], parameters[i+1])
	}
	return "/export/" + name + "?" + values.Encode()
}

// csvOf reads CSV with a header as a spreadsheet does.
func csvOf(t *testing.T, text string, separator rune) []map[string]string {
	t.Helper()
	reader := csv.NewReader(strings.NewReader(text))
	reader.Comma = separator
	lines, err := reader.ReadAll()
	if err != nil {
		t.Fatalf("%v in %s", err, text)
	}
	all := []map[string]string{}
	for _, line := range lines[1:] {
		row := map[string]string{}
		for i, name := range lines[0] {
			row[name] = line[i]
		}
		all = append(all, row)
	}
	return all
}

// jsonOf reads JSON lines, and writes their values as CSV has them.
func jsonOf(t *testing.T, text string) []map[string]string {
	t.Helper()
	all := []map[string]string{}
	for line := range strings.Lines(text) {
		numbers := json.NewDecoder(strings.NewReader(line))
		numbers.UseNumber()
		var object map[string]any
		if err := numbers.Decode(&object); err != nil {
			t.Fatalf("%v in %s", err, line)
		}
		row := map[string]string{}
		for name, value := range object {
			row[name] = cellOf(t, value)
		}
		all = append(all, row)
	}
	return all
}

func cellOf(t *testing.T, value any) string {
	switch value := value.(type) {
	case nil:
		return ""
	case []any:
		items := make([]string, len(value))
		for i, item := range value {
			items[i] = fmt.Sprint(item)
		}
		return strings.Join(items, ";")
	case map[string]any:
		text, err := json.Marshal(value)
		if err != nil {
			t.Fatal(err)
		}
		return string(text)
	}
	return fmt.Sprint(value)
}

// expectation is an export with the rows of data/ that it is to hold, by the columns that make their key.
type expectation struct {
	name       string
	parameters []string
	table      string
	key        []string
	takes      func(row map[string]string) bool
}

func on(day string) func(map[string]string) bool {
	return func(row map[string]string) bool { return holds(row, day) }
}

// TestTablesHoldWhatTheDataHas: every column that a file of data/ has, and row for row, at a date and by a filter, as CSV and
// as JSON lines.
func TestTablesHoldWhatTheDataHas(t *testing.T) {
	pair := []string{"region", "partner", "since"}
	for _, server := range world.Servers(t) {
		for _, want := range []expectation{
			{"partners", nil, "partners", []string{"key"}, on("2026-11-23")},
			{"partners", []string{"filter", `{"coreTasks":["BEHEERDER"],"sectors":["water"]}`}, "partners", []string{"key"}, func(row map[string]string) bool {
				return strings.Contains(row["core_tasks"], "BEHEERDER") && slices.Contains(strings.Split(row["sectors"], ";"), "water") && holds(row, "2026-11-23")
			}},
			{"regions", nil, "regions", []string{"code"}, func(map[string]string) bool { return true }},
			{"regions", []string{"codes", `["VR08","Region:VR20"]`}, "regions", []string{"code"}, func(row map[string]string) bool {
				return row["code"] == "VR08" || row["code"] == "VR20"
			}},
			{"collaborations", nil, "collaborations", pair, on("2026-11-23")},
			{"collaborations", []string{"asOf", "2022-05-01"}, "collaborations", pair, on("2022-05-01")},
			{"collaborations", []string{"filter", `{"period":"ALL"}`}, "collaborations", pair, func(map[string]string) bool { return true }},
			{"collaborations", []string{"filter", `{"regions":["VR08"],"profiles":["KOPPEL","KERN"]}`, "asOf", "2024-01-01"}, "collaborations", pair, func(row map[string]string) bool {
				return row["region"] == "VR08" && (row["profile"] == "KOPPEL" || row["profile"] == "KERN") && holds(row, "2024-01-01")
			}},
			{"adoptions", nil, "adoptions", pair, on("2026-11-23")},
			{"adoptions", []string{"certainty", `["VERIFIED"]`, "period", "ALL"}, "adoptions", pair, func(row map[string]string) bool { return row["certainty"] == "VERIFIED" }},
			{"agreements", nil, "agreements", []string{"title"}, func(map[string]string) bool { return true }},
			{"agreements", []string{"filter", `{"ledBy":["VR01"]}`}, "agreements", []string{"title"}, func(row map[string]string) bool { return row["led_by"] == "VR01" }},
		} {
			want.check(t, server, csvOf(t, server.Get(t, exportAddress(want.name+".csv", want.parameters...)), ','))
			want.check(t, server, jsonOf(t, server.Get(t, exportAddress(want.name+".jsonl", want.parameters...))))
		}
	}
}

func (e expectation) check(t *testing.T, server world.Server, got []map[string]string) {
	t.Helper()
	keyOf := func(row map[string]string) string {
		parts := make([]string, len(e.key))
		for i, name := range e.key {
			parts[i] = row[name]
		}
		return strings.Join(parts, " ")
	}
	byKey := map[string]map[string]string{}
	for _, row := range got {
		byKey[keyOf(row)] = row
	}
	wanted := 0
	for _, row := range rows(t, e.table) {
		if !e.takes(row) {
			continue
		}
		wanted++
		for name, cell := range row {
			if found := byKey[keyOf(row)][name]; sorted(found) != sorted(cell) && (name != "key" || e.name == "partners") {
				t.Errorf("%s, %s %v: %s of %s is %q, not %q", server.Name, e.name, e.parameters, name, keyOf(row), found, cell)
			}
		}
	}
	if len(got) != wanted || wanted == 0 {
		t.Errorf("%s, %s %v: got %d rows, and want %d", server.Name, e.name, e.parameters, len(got), wanted)
	}
}

// sorted puts the items of a cell in order, for the register has some lists in an order of its own.
func sorted(cell string) string {
	items := strings.Split(cell, ";")
	slices.Sort(items)
	return strings.Join(items, ";")
}

// TestNamesStandBesideCodes: who reads a table need not look up what a code means.
func TestNamesStandBesideCodes(t *testing.T) {
	names := map[string]string{}
	for _, table := range []string{"regions", "partners"} {
		for _, row := range rows(t, table) {
			names[row["code"]+row["key"]] = row["name"]
		}
	}
	for _, server := range world.Servers(t) {
		for _, table := range []string{"collaborations.csv", "adoptions.csv"} {
			for _, row := range csvOf(t, server.Get(t, "/export/"+table), ',') {
				if row["region_name"] != names[row["region"]] || row["partner_name"] != names[row["partner"]] {
					t.Errorf("%s, %s: got %v", server.Name, table, row)
				}
			}
		}
	}
}

// TestTheChangesAreExported: as many rows as things were touched, of those that a filter takes.
func TestTheChangesAreExported(t *testing.T) {
	for _, server := range world.Servers(t) {
		all := jsonOf(t, server.Get(t, "/export/changes.jsonl"))
		partners, ofOne := 0, 0
		for _, row := range all {
			if row["kind"] == "Partner" {
				partners++
			}
			if row["item"] == "Partner:vitens" && strings.Contains(row["after"], `"name":"Vitens N.V."`) && row["before"] == "" && row["action"] == "importRegister" && row["revision"] == "1" {
				ofOne++
			}
		}
		if want := len(rows(t, "partners")); partners != want || ofOne != 1 {
			t.Errorf("%s: got %d partners, and want %d; %d of Vitens", server.Name, partners, want, ofOne)
		}
		filtered := csvOf(t, server.Get(t, exportAddress("changes.csv", "filter", `{"kinds":["Partner"],"partners":["vitens"]}`)), ',')
		if len(filtered) != 1 || filtered[0]["item"] != "Partner:vitens" {
			t.Errorf("%s: got %v", server.Name, filtered)
		}
		if later := csvOf(t, server.Get(t, exportAddress("changes.csv", "afterRevision", "1")), ','); len(later) != 0 {
			t.Errorf("%s: got %v", server.Name, later)
		}
	}
}

// TestCommitmentsAreExportedWithTheirAgreement, with a text that a spreadsheet would take for a formula.
func TestCommitmentsAreExportedWithTheirAgreement(t *testing.T) {
	for _, server := range world.Servers(t) {
		id := agreementToExport(t, server)
		rows := csvOf(t, server.Get(t, exportAddress("commitments.csv", "filter", `{"status":["DRAFT"]}`, "separator", ";")), ';')
		if len(rows) != 1 || rows[0]["agreement"] != id || rows[0]["agreement_status"] != "DRAFT" || rows[0]["due"] != "2027-01-01" || rows[0]["by"] != "Region:VR08" ||
			rows[0]["text"] != `'=HYPERLINK("https://elsewhere.example";"Klik")` {
			t.Errorf("%s: got %v", server.Name, rows)
		}
		if lines := jsonOf(t, server.Get(t, "/export/commitments.jsonl")); len(lines) != 1 || lines[0]["text"] != `=HYPERLINK("https://elsewhere.example";"Klik")` {
			t.Errorf("%s: JSON is no spreadsheet: got %v", server.Name, lines)
		}
	}
}

// agreementToExport makes a draft with one commitment, and returns its id.
func agreementToExport(t *testing.T, server world.Server) (id string) {
	t.Helper()
	version := 0
	for _, input := range []string{
		`exploreAgreement(input: {title: "Export", regionCodes: ["VR08"], partnerKeys: ["vitens"], ledBy: "VR08"})`,
		`draftAgreement(input: {agreementId: $id, version: $version})`,
		`setCommitments(input: {agreementId: $id, version: $version, notApplicable: [], commitments: [{dimension: PROCES, subject: "alarmering",
			text: "=HYPERLINK(\"https://elsewhere.example\";\"Klik\")", by: ["Region:VR08"], due: "2027-01-01"}]})`,
	} {
		document := strings.NewReplacer("$id", `"`+id+`"`, "$version", fmt.Sprint(version)).Replace("mutation { done: " + input + " { agreement { id version } } }")
		answer := server.Ask(t, document, nil)
		var got struct {
			Data struct {
				Done struct {
					Agreement struct {
						ID      string
						Version int
					}
				}
			}
		}
		if err := json.Unmarshal([]byte(answer), &got); err != nil || got.Data.Done.Agreement.ID == "" {
			t.Fatalf("%v: %s", err, answer)
		}
		id, version = got.Data.Done.Agreement.ID, got.Data.Done.Agreement.Version
	}
	return id
}

func TestTheFormOfCSV(t *testing.T) {
	server := world.Embedded(t)
	for query, begins := range map[string]string{
		"":                       "id,code,name",
		"?separator=,":           "id,code,name",
		"?separator=;":           "id;code;name",
		"?separator=%3B":         "id;code;name",
		"?separator=tab":         "id\tcode\tname",
		"?bom=true&separator=;":  "\ufeffid;code;name",
		"?bom=false&separator=;": "id;code;name",
	} {
		if got := server.Get(t, "/export/regions.csv"+query); !strings.HasPrefix(got, begins) {
			t.Errorf("%q begins with %q", query, got[:30])
		}
	}
}

func TestAFilterThatNothingMeetsGivesAHeader(t *testing.T) {
	server := world.Embedded(t)
	got := server.Get(t, exportAddress("collaborations.csv", "filter", `{"partners":["nobody"]}`))
	if !strings.HasPrefix(got, "id,region_name,") || strings.Count(got, "\n") != 1 {
		t.Errorf("got %q", got)
	}
	if lines := server.Get(t, exportAddress("collaborations.jsonl", "asOf", "1900-01-01")); lines != "" {
		t.Errorf("got %q", lines)
	}
}

// TestExportsReadValuesAsTheAPIDoes: what a query refuses, an export of the same refuses, by the same words.
func TestExportsReadValuesAsTheAPIDoes(t *testing.T) {
	server := world.Embedded(t)
	for _, test := range []struct{ name, parameter, value, says string }{
		{"partners.csv", "asOf", "2026-02-30", "asOf"},
		{"partners.csv", "filter", `{"coreTasks":["beheerder"]}`, "BEHEERDER"},
		{"partners.csv", "filter", `{"colour":"red"}`, "colour"},
		{"partners.csv", "filter", `{"coreTasks":[]}`, "filter.coreTasks"},
		{"partners.csv", "filter", `{"national":"true"}`, "filter.national"},
		{"partners.csv", "filter", `{"national":true,"national":false}`, "twice"},
		{"partners.csv", "filter", `coreTasks`, "JSON"},
		{"partners.csv", "filter", `[]`, "filter"},
		{"partners.csv", "filter", `{"areaUnknown":true,"national":true}`, "filter.areaUnknown"},
		{"partners.csv", "orderBy", `{}`, "is no parameter of partners.csv"},
		{"collaborations.jsonl", "filter", `{"sinceFrom":"2024-01-01","sinceBefore":"2023-01-01"}`, "filter.sinceBefore"},
		{"collaborations.jsonl", "separator", ";", "is no parameter of collaborations.jsonl"},
		{"adoptions.csv", "period", "NOW", "period"},
		{"regions.csv", "codes", `["VR99"]`, "codes"},
		{"changes.csv", "afterRevision", "-1", "afterRevision"},
		{"changes.csv", "afterRevision", "1.5", "afterRevision"},
		{"changes.csv", "afterRevision", "x", "JSON"},
	} {
		status, body := server.Try(t, exportAddress(test.name, test.parameter, test.value))
		var answer struct {
			Errors []struct {
				Message    string
				Extensions struct{ Code string }
			}
		}
		if err := json.Unmarshal([]byte(body), &answer); err != nil || status != 400 || len(answer.Errors) == 0 ||
			!strings.Contains(answer.Errors[0].Message, test.says) || answer.Errors[0].Extensions.Code != "BAD_USER_INPUT" {
			t.Errorf("%s %s=%s: got %d %s", test.name, test.parameter, test.value, status, body)
		}
	}
}
