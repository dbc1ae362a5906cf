package e2e

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"maps"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"ketenkaart/e2e/world"
	"ketenkaart/exchange"
	"ketenkaart/registry"
)

// closedRegister is a register in which agreements in the making are closed.
type closedRegister struct {
	*registry.Registry
	t      *testing.T
	chance *rand.Rand
	// all is the context of a registrar.
	all context.Context
	// agreements are all of them, by id.
	agreements map[string]registry.Agreement
}

func TestWhatIsClosedIsNowhere(t *testing.T) {
	for _, server := range world.Servers(t) {
		t.Run(server.Name, func(t *testing.T) {
			r := closedRegister{Registry: server.Another(t), t: t, chance: rand.New(rand.NewPCG(1, 2)), all: registry.WithActor(t.Context(), registry.LocalActor())}
			r.SetClosed(registry.Closed{Agreements: true})
			for n := range 12 {
				r.agree(n)
			}
			r.read()
			for name, viewer := range r.viewers() {
				r.compare(name, viewer)
			}
			r.takeOut()
		})
	}
}

func (r *closedRegister) must(err error) {
	r.t.Helper()
	if err != nil {
		r.t.Fatal(err)
	}
}

// some takes one to three of a list.
func (r *closedRegister) some(of ...string) []string {
	r.chance.Shuffle(len(of), func(i, j int) { of[i], of[j] = of[j], of[i] })
	return of[:1+r.chance.IntN(min(3, len(of)))]
}

// agree makes an agreement of random parties, and takes it some way.
func (r *closedRegister) agree(n int) {
	r.t.Helper()
	regions := r.some("VR01", "VR02", "VR08", "VR13")
	made, err := r.ExploreAgreement(r.all, registry.ExploreAgreementInput{
		Title: fmt.Sprintf("Geslotenproef %d", n), RegionCodes: regions, LedBy: regions[0], PartnerKeys: r.some("vitens", "kustwacht-nederland"),
	})
	r.must(err)
	a := made.Agreement
	steps := n % 4
	if steps == 3 {
		_, err := r.AbandonAgreement(r.all, registry.AgreementReasonInput{AgreementID: a.ID(), Version: a.Version, Reason: "proef"})
		r.must(err)
		return
	}
	if steps > 0 {
		drafted, err := r.DraftAgreement(r.all, registry.AgreementStepInput{AgreementID: a.ID(), Version: a.Version})
		r.must(err)
		a = drafted.Agreement
	}
	if steps > 1 {
		var given []registry.NotApplicable
		for _, dimension := range registry.AllDimensions() {
			given = append(given, registry.NotApplicable{Dimension: dimension, Reason: "proef"})
		}
		set, err := r.SetCommitments(r.all, registry.SetCommitmentsInput{AgreementID: a.ID(), Version: a.Version, NotApplicable: given})
		r.must(err)
		proposed, err := r.ProposeAgreement(r.all, registry.AgreementStepInput{AgreementID: a.ID(), Version: set.Agreement.Version})
		r.must(err)
		a = proposed.Agreement
	}
	if n == 10 {
		for _, party := range a.Parties() {
			_, err := r.ApproveAgreement(r.all, registry.ApproveAgreementInput{AgreementID: a.ID(), TextVersion: a.TextVersion, Party: party})
			r.must(err)
		}
	}
}

func (r *closedRegister) read() {
	r.agreements = map[string]registry.Agreement{}
	for page, err := range registry.ScanPages[registry.Agreement](r.all, r.Registry, registry.KindAgreement) {
		r.must(err)
		for _, a := range page {
			r.agreements[a.ID()] = a
		}
	}
}

// viewers have random rights.
func (r *closedRegister) viewers() map[string]context.Context {
	viewers := map[string]context.Context{"nobody": r.t.Context()}
	for n := range 10 {
		rights := registry.Rights{
			Roles:   []registry.Role{registry.AllRoles()[r.chance.IntN(5)]},
			Regions: r.some("VR01", "VR02", "VR08", "VR20"), Partners: r.some("vitens", "kustwacht-nederland", "enexis"),
		}
		viewers[fmt.Sprint(n, rights)] = registry.WithActor(r.t.Context(), registry.Actor{ID: fmt.Sprint(n), Rights: rights})
	}
	return viewers
}

// mayBeSeen is the rule, told once more.
func mayBeSeen(a registry.Agreement, ctx context.Context) bool {
	if !slices.Contains([]registry.AgreementStatus{"EXPLORING", "DRAFT", "PROPOSED", "ABANDONED"}, a.Stage) {
		return true
	}
	actor, known := registry.ActorFrom(ctx)
	if !known {
		return false
	}
	switch actor.Rights.Roles[0] {
	case registry.RoleAnalyst, registry.RoleRegistrar:
		return true
	case registry.RoleRegionEditor:
		return slices.ContainsFunc(actor.Rights.Regions, func(code string) bool { return slices.Contains(a.RegionCodes, code) })
	case registry.RolePartnerEditor:
		return slices.ContainsFunc(actor.Rights.Partners, func(key string) bool { return slices.Contains(a.PartnerKeys, key) })
	}
	return false
}

// compare holds each way of reading against what node shows.
func (r *closedRegister) compare(name string, viewer context.Context) {
	r.t.Helper()
	want := []string{}
	for id, a := range r.agreements {
		if mayBeSeen(a, viewer) {
			want = append(want, id)
		}
	}
	slices.Sort(want)
	named := slices.DeleteFunc(slices.Clone(want), func(id string) bool { return !strings.HasPrefix(r.agreements[id].Title, "Geslotenproef") })
	for way, read := range map[string]func(context.Context) []string{
		"nodes": r.byNode, "a list": r.byList, "an export": r.byExport, "the feed": r.byFeed, "Scan": r.byScan,
	} {
		if diff := cmp.Diff(want, read(viewer)); diff != "" {
			r.t.Errorf("%s reads by %s (-may be seen +is):\n%s", name, way, diff)
		}
	}
	if diff := cmp.Diff(named, r.bySearch(viewer)); diff != "" {
		r.t.Errorf("%s finds by words (-may be seen +is):\n%s", name, diff)
	}
	if diff := cmp.Diff(r.agenda(r.all, want), r.agenda(viewer, nil)); diff != "" {
		r.t.Errorf("%s has the agenda (-may be seen +is):\n%s", name, diff)
	}
	r.count(name, viewer, want)
	r.subscribe(name, viewer)
	for id, a := range r.agreements {
		_, err := r.WithdrawAgreement(viewer, registry.AgreementReasonInput{AgreementID: id, Version: a.Version - 1, Reason: "proef"})
		if _, known := registry.ActorFrom(viewer); known && !slices.Contains(want, id) && registry.CodeOf(err) == registry.CodeConflict {
			r.t.Errorf("a mutation tells %s that %s is there: %v", name, id, err)
		}
	}
}

func (r *closedRegister) byNode(ctx context.Context) (ids []string) {
	r.must(r.View(ctx, func(ctx context.Context, reader registry.Reader) error {
		found, err := registry.Nodes(ctx, reader, slices.Collect(maps.Keys(r.agreements)))
		ids = slices.Sorted(maps.Keys(found))
		return err
	}))
	return ids
}

func (r *closedRegister) query(ctx context.Context) registry.AgreementQuery {
	query, err := registry.AgreementQueryOf("", nil, nil, registry.PageArgs{First: new(100)}, r.Today())
	r.must(err)
	return query
}

func (r *closedRegister) byList(ctx context.Context) (ids []string) {
	for page, err := range r.AgreementPages(ctx, r.query(ctx)) {
		r.must(err)
		for _, a := range page {
			ids = append(ids, a.ID())
		}
	}
	slices.Sort(ids)
	return ids
}

func (r *closedRegister) byScan(ctx context.Context) (ids []string) {
	for page, err := range registry.ScanPages[registry.Agreement](ctx, r.Registry, registry.KindAgreement) {
		r.must(err)
		for _, a := range page {
			ids = append(ids, a.ID())
		}
	}
	slices.Sort(ids)
	return ids
}

func (r *closedRegister) byExport(ctx context.Context) (ids []string) {
	exports := exchange.Exports(r.Registry)
	place := slices.IndexFunc(exports, func(e exchange.Export) bool { return e.Name() == "agreements.jsonl" })
	var out bytes.Buffer
	r.must(exports[place].Write(ctx, &out, exchange.Asked{AsOf: r.Today()}))
	for line := range strings.Lines(out.String()) {
		var row struct{ ID string }
		r.must(json.Unmarshal([]byte(line), &row))
		ids = append(ids, row.ID)
	}
	slices.Sort(ids)
	return ids
}

// byFeed gives the agreements of which the feed tells, in its changes, their subjects and their items.
func (r *closedRegister) byFeed(ctx context.Context) []string {
	ids := []string{}
	for _, change := range r.changes(ctx) {
		if strings.HasPrefix(change.SubjectID, "Agreement:") {
			ids = append(ids, change.SubjectID)
		}
		query, err := change.ItemQuery(registry.PageArgs{First: new(100)})
		r.must(err)
		for page, err := range r.ChangeItemPages(ctx, query) {
			r.must(err)
			for _, item := range page {
				if item.Kind == registry.KindAgreement {
					ids = append(ids, item.SubjectID)
				}
			}
		}
	}
	slices.Sort(ids)
	return slices.Compact(ids)
}

func (r *closedRegister) changes(ctx context.Context) (changes []registry.Change) {
	query, err := registry.ChangeQueryOf(nil, nil, registry.PageArgs{First: new(100)})
	r.must(err)
	for page, err := range r.ChangePages(ctx, query) {
		r.must(err)
		changes = append(changes, page...)
	}
	return changes
}

func (r *closedRegister) bySearch(ctx context.Context) []string {
	found, err := r.Search(ctx, "geslotenproef", 100, r.Today(), registry.With{})
	r.must(err)
	ids := []string{}
	for _, thing := range found.Things {
		ids = append(ids, thing.ID())
	}
	slices.Sort(ids)
	return ids
}

// agenda tells of the agendas of regions, as far as they are of some agreements; nil is all.
func (r *closedRegister) agenda(ctx context.Context, only []string) (entries []string) {
	for _, code := range []string{"VR01", "VR02", "VR08", "VR13"} {
		page, err := r.Agenda(ctx, "Region:"+code, "2100-01-01", registry.PageArgs{First: new(100)})
		r.must(err)
		of := 0
		for _, entry := range page.Items {
			if id := "Agreement:" + entry.AgreementUUID; only == nil || slices.Contains(only, id) || entry.AgreementUUID == "" {
				entries, of = append(entries, code+" "+string(entry.Kind)+" "+id), of+1
			}
		}
		counts, err := r.CountAgenda(ctx, []registry.AgendaQuery{page.Query})
		if r.must(err); only == nil && counts[0] != of {
			r.t.Errorf("an agenda of %d entries is counted as %d", of, counts[0])
		}
	}
	return entries
}

func (r *closedRegister) count(name string, viewer context.Context, want []string) {
	state, err := r.State(viewer)
	r.must(err)
	counts, err := r.CountAgreements(viewer, []registry.AgreementQuery{r.query(viewer)})
	r.must(err)
	changes, err := r.CountChanges(viewer, []registry.ChangeQuery{{}})
	r.must(err)
	if state.Agreements != len(want) || counts[0] != len(want) || changes[0] != len(r.changes(viewer)) {
		r.t.Errorf("%s counts %d and %d agreements, and %d changes; want %d and %d", name, state.Agreements, counts[0], changes[0], len(want), len(r.changes(viewer)))
	}
}

// subscribe follows the feed from its beginning, which gives what the list has.
func (r *closedRegister) subscribe(name string, viewer context.Context) {
	subscription, err := r.Subscribe(viewer, nil, new(0))
	r.must(err)
	defer subscription.Close()
	for _, want := range r.changes(viewer) {
		got, err := subscription.Next(viewer)
		r.must(err)
		if got.Revision != want.Revision || got.SubjectID != want.SubjectID || got.ActorID != want.ActorID {
			r.t.Errorf("%s hears of %d about %s by %s, want %d about %s by %s", name, got.Revision, got.SubjectID, got.ActorID, want.Revision, want.SubjectID, want.ActorID)
		}
	}
}

// takeOut reverts what was explored, of which only its parties and who sees all hear.
func (r *closedRegister) takeOut() {
	r.t.Helper()
	made, err := r.ExploreAgreement(r.all, registry.ExploreAgreementInput{Title: "Geslotenproef weg", RegionCodes: []string{"VR01"}, LedBy: "VR01", PartnerKeys: []string{"vitens"}})
	r.must(err)
	_, err = r.Revert(r.all, registry.RevertInput{Revision: made.Change.Revision, Reason: "proef"})
	r.must(err)
	stranger := registry.WithActor(r.t.Context(), registry.Actor{ID: "x", Rights: registry.Rights{Roles: []registry.Role{registry.RoleReader}}})
	party := registry.WithActor(r.t.Context(), registry.Actor{ID: "y", Rights: registry.Rights{Roles: []registry.Role{registry.RoleRegionEditor}, Regions: []string{"VR01"}}})
	if slices.Contains(r.byFeed(stranger), made.Agreement.ID()) {
		r.t.Error("a stranger hears of an agreement in the making that was taken out")
	}
	if !slices.Contains(r.byFeed(party), made.Agreement.ID()) || !slices.Contains(r.byFeed(r.all), made.Agreement.ID()) {
		r.t.Error("a party does not hear of its agreement that was taken out")
	}
	anew := r.Registry
	if state, err := anew.State(stranger); err != nil || state.Agreements != len(r.byList(stranger)) {
		r.t.Errorf("a stranger counts %d agreements, and lists %d: %v", state.Agreements, len(r.byList(stranger)), err)
	}
}
