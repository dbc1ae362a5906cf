package sqlite

import (
	"context"
	"maps"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"ketenkaart/registry"
	"ketenkaart/store/named"
)

// TestStatementsAreUsed finds each named statement in the code, whole or as walk and addEdge make it.
func TestStatementsAreUsed(t *testing.T) {
	statements, code := written(t), source(t)
	if diff := cmp.Diff(slices.Sorted(maps.Keys(statements)), names()); diff != "" {
		t.Errorf("names() is not what the files have: (-files +names)\n%s", diff)
	}
	for _, asked := range regexp.MustCompile(`(?:add|query|Text|put|ofCertainty|addList)\((?:q, |ctx, )?"(\w+)"`).FindAllStringSubmatch(code, -1) {
		if name := asked[1]; !slices.Contains(names(), name) && !slices.Contains([]string{"Adoption", "Collaboration", "Missing"}, name) {
			t.Errorf("the code asks for the statement %s, which is not there", name)
		}
	}
	used := func(name string) bool { return strings.Contains(code, `"`+name+`"`) }
	for _, name := range composed() {
		if statements[name] == "" {
			t.Errorf("no statement is named %s", name)
		}
		delete(statements, name)
	}
	for name, text := range statements {
		if !used(name) {
			t.Errorf("nothing uses %s", name)
		}
		if text == "" {
			t.Errorf("%s is empty", name)
		}
	}
}

// written are the statements as the files have them.
func written(t *testing.T) named.Statements {
	t.Helper()
	all, _, err := named.Read(files, "sql", "--")
	if err != nil {
		t.Fatal(err)
	}
	return all
}

func source(t *testing.T) string {
	t.Helper()
	names, err := filepath.Glob("*.go")
	if err != nil {
		t.Fatal(err)
	}
	var code strings.Builder
	for _, name := range names {
		if strings.HasSuffix(name, "_test.go") {
			continue
		}
		text, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		code.Write(text)
	}
	return code.String()
}

// composed are the names that the code puts together.
func composed() []string {
	var names []string
	for _, w := range []walk{
		{things: "Partners", by: "Name"}, {things: "Partners", by: "Collaborations"}, {things: "Partners", by: "Latest"},
		{things: "Collaborations", by: "Since"}, {things: "Collaborations", by: "Partner"}, {things: "Adoptions", by: "Since"},
		{things: "Agreements", by: "Title"}, {things: "AgreementsOfParty", by: "Title"}, {things: "Agenda", by: "Day"}, {things: "AgreedPairs", by: "Region"},
	} {
		names = append(names, w.things+"From"+w.by, w.things+"To"+w.by, w.things+"UpBy"+w.by, w.things+"DownBy"+w.by)
	}
	for _, things := range []string{"Changes", "Touches"} {
		names = append(names, things+"FromRevision", things+"ToRevision", things+"Up", things+"Down")
	}
	for _, field := range []string{"Regions", "Partners", "Profiles", "Incidental", "SinceFrom", "SinceBefore", "Certainty"} {
		names = append(names, edgePrefix+field)
	}
	for _, period := range []string{"Current", "Past", "Planned"} {
		names = append(names, edgePrefix+period, "Adoption"+period)
	}
	for _, kind := range []registry.Kind{
		registry.KindRegion, registry.KindMunicipality, registry.KindPartner, registry.KindSector, registry.KindChain, registry.KindMinistry, registry.KindAgreement,
	} {
		names = append(names, "Missing"+string(kind))
	}
	return append(names, "AgreementPageOfParty", "CountAgreementsOfParty", "AdoptionOfCertainty", "CollaborationOfCertainty")
}

// TestALostFilterFails: a fragment that nothing has is no text that SQLite would take.
func TestALostFilterFails(t *testing.T) {
	s := filled(t, 2, 2)
	delete(s.library.Statements, "PartnerNational")
	err := s.View(t.Context(), func(ctx context.Context, r registry.Reader) error {
		query := registry.PartnerQuery{Filter: registry.PartnerFilter{National: new(true)}, Order: registry.PartnerOrder{Field: registry.ByName}, Page: registry.Page{Limit: 1}, AsOf: "2025-01-01"}
		_, err := r.ListPartners(ctx, []registry.PartnerQuery{query})
		return err
	})
	if err == nil {
		t.Error("a filter whose fragment is not there lets all through")
	}
}

func TestOneOfAList(t *testing.T) {
	l := library{named.Statements{"A": "AND +c.x IN (SELECT value FROM json_each(:xs))", "B": "AND y = :y"}}
	l.repeatForOne()
	if got, want := l.Statements["OneA"], "AND c.x = :xs"; got != want {
		t.Errorf("got %q, want %q", got, want)
	}
	if _, ok := l.Statements["OneB"]; ok {
		t.Error("a fragment without a list was repeated")
	}
}
