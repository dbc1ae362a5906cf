package e2e

import (
	"context"
	"database/sql"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	driver "github.com/neo4j/neo4j-go-driver/v5/neo4j"

	"ketenkaart/exchange"
	"ketenkaart/registry"
	"ketenkaart/store/neo4j/neo4jtest"
	"ketenkaart/store/sqlite"
)

// ward is a store with the example in it, and a way around the program to its engine.
type ward struct {
	name  string
	store registry.Store
	// byHand runs what is written for the engine: SQL, or Cypher.
	byHand func(t *testing.T, sql, cypher string)
}

// TestDoctor breaks what the rules say in a store, where no rule stands in the way, and has each of it named.
func TestDoctor(t *testing.T) {
	for _, w := range wards(t) {
		t.Run(w.name, func(t *testing.T) {
			if said := w.examine(t); len(said) > 0 {
				t.Fatalf("the example is not as the rules say: %q", said)
			}
			wanted := w.sicken(t)
			said := w.examine(t)
			for _, want := range wanted {
				if !slices.ContainsFunc(said, func(line string) bool { return strings.HasPrefix(line, want) }) {
					t.Errorf("nothing is said of %q", want)
				}
			}
			if t.Failed() {
				t.Logf("said:\n%s", strings.Join(said, "\n"))
			}
		})
	}
}

func wards(t *testing.T) []ward {
	t.Helper()
	path := filepath.Join(t.TempDir(), "sick.db")
	embedded, err := sqlite.Open(t.Context(), path)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = embedded.Close(context.WithoutCancel(t.Context())) })
	all := []ward{{"sqlite", embedded, func(t *testing.T, statement, _ string) {
		t.Helper()
		if err := execute(t.Context(), path, statement); err != nil {
			t.Fatalf("%s: %v", statement, err)
		}
	}}}
	if graph, there := neo4jtest.Open(t); there {
		all = append(all, ward{"neo4j", graph, func(t *testing.T, _, statement string) {
			t.Helper()
			config, _ := neo4jtest.Config(t)
			engine, err := driver.NewDriverWithContext(config.URI, driver.BasicAuth(config.Username, config.Password, ""))
			if err != nil {
				t.Fatal(err)
			}
			defer engine.Close(t.Context())
			if _, err := driver.ExecuteQuery(t.Context(), engine, statement, nil, driver.EagerResultTransformer); err != nil {
				t.Fatalf("%s: %v", statement, err)
			}
		}})
	}
	for _, w := range all {
		example, err := exchange.BundledExample()
		if err != nil {
			t.Fatal(err)
		}
		if _, err := w.registry(t).Fill(registry.WithActor(t.Context(), registry.LocalActor()), example); err != nil {
			t.Fatal(err)
		}
	}
	return all
}

// execute runs a statement on a file, whatever refers to what it changes.
func execute(ctx context.Context, path, statement string) error {
	file, err := sql.Open("sqlite", "file:"+path+"?_pragma=foreign_keys(0)&_pragma=busy_timeout(5000)")
	if err != nil {
		return err
	}
	defer file.Close()
	_, err = file.ExecContext(ctx, statement)
	return err
}

func (w ward) registry(t *testing.T) *registry.Registry {
	t.Helper()
	guide, err := exchange.BundledGuide()
	if err != nil {
		t.Fatal(err)
	}
	reg, err := registry.New(w.store, func() time.Time { return time.Date(2026, 11, 23, 11, 0, 0, 0, time.UTC) }, guide)
	if err != nil {
		t.Fatal(err)
	}
	return reg
}

// examine gives a line for each violation.
func (w ward) examine(t *testing.T) (said []string) {
	t.Helper()
	return examine(t, w.registry(t))
}

func examine(t *testing.T, reg *registry.Registry) (said []string) {
	t.Helper()
	err := reg.Examine(registry.WithActor(t.Context(), registry.LocalActor()), func(v registry.Violation) {
		said = append(said, v.Rule+" "+v.ID+": "+v.Message)
	}, func(int) {})
	if err != nil {
		t.Fatal(err)
	}
	return said
}

// sicken breaks the rules, and gives how each violation begins.
func (w ward) sicken(t *testing.T) (wanted []string) {
	t.Helper()
	for _, ill := range w.illnesses(t) {
		if err := w.store.Update(t.Context(), func(ctx context.Context, to registry.Writer) error { return to.Put(ctx, ill.batch) }); err != nil {
			t.Fatalf("%s: %v", ill.want, err)
		}
		wanted = append(wanted, ill.want)
	}
	later := registry.Change{Revision: 4, At: time.Now().UTC(), ActorID: "somebody", Action: "updatePartner", Items: []registry.ChangeItem{
		{SubjectID: "Partner:never-was", Kind: registry.KindPartner, Regions: []string{}, Partners: []string{}, After: []byte(`{"name":"x"}`)},
		{Place: 1, SubjectID: "Partner:vitens", Kind: registry.KindRegion, Regions: []string{}, Partners: []string{}, After: []byte(`{"name":"x"}`)},
	}}
	if err := w.store.Update(t.Context(), func(ctx context.Context, to registry.Writer) error { return to.AppendChange(ctx, later) }); err != nil {
		t.Fatal(err)
	}
	w.byHand(t, `UPDATE collaboration_count SET in_force = in_force + 7 WHERE partner_key = 'kustwacht-nederland'`,
		`MATCH (:Partner {key: 'kustwacht-nederland'})-[:_COUNTED]->(n) SET n.inForce = n.inForce + 7`)
	w.byHand(t, `DELETE FROM sector WHERE code = 'water'`, `MATCH (s:Sector {code: 'water'}) DETACH DELETE s`)
	return append(wanted, "R16 Change:4: the change before it is 1", "R16 Change:4: it touched Partner:never-was", "R16 Change:4: its item 1 is of",
		"R3 Partner:kustwacht-nederland: for 2", "R1 Partner:waterschap-aa-en-maas: it refers to Sector:water")
}

// illness is what no mutation would write, and how its violation begins.
type illness struct {
	want  string
	batch registry.Batch
}

func ofKind[T registry.Node](t *testing.T, w ward, kind registry.Kind, like func(T) bool) (found T) {
	t.Helper()
	err := w.store.View(t.Context(), func(ctx context.Context, reader registry.Reader) error {
		nodes, err := reader.Scan(ctx, registry.ScanQuery{Kind: kind, Limit: 1000})
		for _, node := range nodes {
			if thing := node.(T); like(thing) {
				found = thing
				return err
			}
		}
		t.Fatalf("the example has no such %s", kind)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return found
}

func (w ward) illnesses(t *testing.T) []illness {
	t.Helper()
	return slices.Concat(w.illPartners(t), w.illEdges(t), w.illAgreements(t), w.illElse(t))
}

func (w ward) illPartners(t *testing.T) []illness {
	t.Helper()
	named := func(key string) registry.Partner {
		return ofKind(t, w, registry.KindPartner, func(p registry.Partner) bool { return p.Key == key })
	}
	spaced, ended, linked, ahead := named("vitens"), named("waternet"), named("koninklijke-marechaussee"), named("politie")
	spaced.Name = " " + spaced.Name
	ended.Until = new(registry.Date("2026-01-01"))
	linked.Connections = []registry.FacilityLink{{Facility: "LCMS", Since: new(registry.PartialDate("2020")), Until: new(registry.PartialDate("2019"))}}
	ahead.Version = 9999
	return []illness{
		{"R1 Partner:vitens: ", registry.BatchOf(spaced)},
		{"R14 Partner:waternet: endReason: say why it ended", registry.BatchOf(ended)},
		{"R19 Partner:koninklijke-marechaussee: ", registry.BatchOf(linked)},
		{"R15 Partner:politie: its version is 9999", registry.BatchOf(ahead)},
	}
}

func (w ward) illEdges(t *testing.T) []illness {
	t.Helper()
	unsuited := ofKind(t, w, registry.KindCollaboration, func(c registry.Collaboration) bool { return c.PartnerKey == "waterschap-de-dommel" })
	unsuited.Profile = registry.Standby
	second := ofKind(t, w, registry.KindCollaboration, func(c registry.Collaboration) bool { return c.PartnerKey == "waterschap-aa-en-maas" })
	second.UUID = "019a0000-0000-7000-8000-00000000d0c1"
	adopted := ofKind(t, w, registry.KindAdoption, func(a registry.Adoption) bool { return a.PartnerKey == "kustwacht-nederland" })
	adopted.Mandates = append(adopted.Mandates, registry.Mandate{RegionCode: adopted.RegionCode, Period: adopted.Period})
	again := ofKind(t, w, registry.KindAdoption, func(a registry.Adoption) bool { return a.PartnerKey == "waterschap-de-dommel" })
	again.UUID, again.RegionCode, again.Mandates = "019a0000-0000-7000-8000-00000000d0c2", "VR01", []registry.Mandate{}
	return []illness{
		{"R2 " + unsuited.ID(), registry.BatchOf(unsuited)},
		{"R3 " + second.ID(), registry.BatchOf(second)},
		{"R5 " + adopted.ID(), registry.BatchOf(adopted)},
		{"R5 " + again.ID(), registry.BatchOf(again)},
	}
}

func (w ward) illAgreements(t *testing.T) []illness {
	t.Helper()
	recorded := ofKind(t, w, registry.KindAgreement, func(a registry.Agreement) bool { return a.LedBy != nil })
	ill := []illness{}
	another := func(rule string, number string, change func(*registry.Agreement)) registry.Agreement {
		a := recorded
		a.UUID = "019a0000-0000-7000-8000-00000000ad" + number
		change(&a)
		ill = append(ill, illness{rule + " " + a.ID(), registry.BatchOf(a)})
		return a
	}
	another("R6", "01", func(a *registry.Agreement) { a.LedBy = new("VR25") })
	another("R7", "02", func(a *registry.Agreement) { a.Stage = registry.Active })
	another("R8", "03", func(a *registry.Agreement) {
		a.Stage, a.ProposedOn = registry.Proposed, new(registry.Date("2026-01-01"))
	})
	another("R9", "04", func(a *registry.Agreement) {
		a.Stage, a.ProposedOn, a.Since = registry.Active, new(registry.Date("2026-01-01")), new(registry.Date("2026-02-01"))
	})
	another("R9", "05", func(a *registry.Agreement) { a.TextVersion = a.Version + 1 })
	draft := func(a *registry.Agreement) { a.Stage, a.Supersedes = registry.Draft, &recorded.UUID }
	another("R11", "06", draft)
	another("R11", "07", draft)
	ill[len(ill)-1].want, ill[len(ill)-2].want = "R11 "+recorded.ID(), "R11 "+recorded.ID()
	review := registry.PeerReview{
		UUID: "019a0000-0000-7000-8000-00000000d0c3", AgreementUUID: recorded.UUID, RegionCodes: recorded.RegionCodes, PartnerKeys: recorded.PartnerKeys,
		On: "2026-01-01", FrameworkCode: "geen", Reviewers: []registry.Reviewer{}, Findings: []registry.Finding{}, Stamp: recorded.Stamp,
	}
	return append(ill, illness{"R12 " + review.ID(), registry.BatchOf(review)})
}

func (w ward) illElse(t *testing.T) []illness {
	t.Helper()
	edge := ofKind(t, w, registry.KindCollaboration, func(registry.Collaboration) bool { return true })
	early := registry.InformalEvaluation{
		UUID: "019a0000-0000-7000-8000-00000000d0c4", CollaborationUUIDs: []string{edge.UUID}, RegionCodes: []string{edge.RegionCode},
		PartnerKeys: []string{edge.PartnerKey}, On: "2026-01-02", NextOn: new(registry.Date("2026-01-01")), Participants: []registry.Participant{}, Stamp: edge.Stamp,
	}
	merged := ofKind(t, w, registry.KindMunicipality, func(m registry.Municipality) bool { return m.Code == "GM0034" })
	merged.SuccessorCode = new("GM0014")
	return []illness{
		{"R13 " + early.ID(), registry.BatchOf(early)},
		{"R20 Municipality:GM0034: successorCode: only a municipality that ends", registry.BatchOf(merged)},
	}
}
