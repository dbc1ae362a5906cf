package registry_test

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"ketenkaart/registry"
	"ketenkaart/store/sqlite"
)

// today is the day of the tests' clock.
const today registry.Date = "2026-11-23"

// world is a registry on a real store, with the clock and the actor of a test.
type world struct {
	*registry.Registry
	t     testing.TB
	ctx   context.Context
	clock *clock
}

// clock is a clock that a test sets.
type clock struct {
	mutex  sync.Mutex
	moment time.Time
}

func (c *clock) now() time.Time {
	c.mutex.Lock()
	defer c.mutex.Unlock()
	return c.moment
}

func (c *clock) set(t testing.TB, moment string) {
	t.Helper()
	parsed, err := time.Parse(time.RFC3339, moment)
	if err != nil {
		t.Fatal(err)
	}
	c.mutex.Lock()
	defer c.mutex.Unlock()
	c.moment = parsed
}

func newClock() *clock {
	return &clock{moment: time.Date(2026, time.November, 23, 11, 0, 0, 0, time.UTC)}
}

// bareWorld has an empty store.
func bareWorld(t testing.TB) *world {
	t.Helper()
	return worldAt(t, t.TempDir()+"/x.db")
}

// worldAt has the store at a path, as another process would open it.
func worldAt(t testing.TB, path string) *world {
	t.Helper()
	clock := newClock()
	r, err := registry.New(openStore(t, path), clock.now, smallGuide())
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { checkRules(t, r) })
	return &world{Registry: r, t: t, ctx: registry.WithActor(t.Context(), registry.LocalActor()), clock: clock}
}

// checkRules looks whether all that a test left in the register is as the rules say.
func checkRules(t testing.TB, r *registry.Registry) {
	t.Helper()
	ctx := registry.WithActor(context.Background(), registry.LocalActor()) // that of the test has ended
	if err := r.Examine(ctx, func(v registry.Violation) {
		t.Errorf("what the test left is not as %s says: %s: %s", v.Rule, v.ID, v.Message)
	}, func(int) {}); err != nil {
		t.Errorf("examine what the test left: %v", err)
	}
}

func openStore(t testing.TB, path string) registry.Store {
	t.Helper()
	store, err := sqlite.Open(t.Context(), path)
	if err != nil {
		t.Fatalf("open the store: %v", err)
	}
	t.Cleanup(func() {
		if err := store.Close(context.Background()); err != nil {
			t.Errorf("close the store: %v", err)
		}
	})
	return store
}

// imported is the file of a store that holds the small register: to make one anew for each test would take the most of
// their time.
var imported = sync.OnceValues(func() ([]byte, error) {
	folder, err := os.MkdirTemp("", "ketenkaart-registry-")
	if err != nil {
		return nil, err
	}
	defer func() { _ = os.RemoveAll(folder) }() // nobody looks for it any more
	ctx, path := registry.WithActor(context.Background(), registry.LocalActor()), filepath.Join(folder, "x.db")
	store, err := sqlite.Open(ctx, path)
	if err != nil {
		return nil, err
	}
	r, err := registry.New(store, newClock().now, smallGuide())
	if err == nil {
		_, err = r.Fill(ctx, smallRegister())
	}
	if err = errors.Join(err, store.Close(ctx)); err != nil {
		return nil, err
	}
	return os.ReadFile(path)
})

// newWorld holds the small register below, imported as revision 1.
func newWorld(t testing.TB) *world {
	t.Helper()
	file, err := imported()
	if err != nil {
		t.Fatalf("import the small register: %v", err)
	}
	path := filepath.Join(t.TempDir(), "x.db")
	if err := os.WriteFile(path, file, 0o600); err != nil {
		t.Fatal(err)
	}
	return worldAt(t, path)
}

// Import imports a dataset, and gives the Change.
func (w *world) Import(ctx context.Context, data registry.Dataset) (registry.Change, error) {
	plan, err := w.Registry.Import(ctx, registry.ImportInput{Data: data})
	if plan.Change == nil {
		return registry.Change{}, err
	}
	return *plan.Change, err
}

// in is the world of a subtest.
func (w *world) in(t testing.TB) *world {
	inside := *w
	inside.t = t
	return &inside
}

// smallRegister has five regions and partners of each kind: in several regions, in one, in all, in none that is known,
// and one that has ended.
func smallRegister() registry.Dataset {
	return registry.Dataset{
		Ministries: []registry.Ministry{
			{Code: "mnre1045", Abbreviation: "EZ", Name: "Economische Zaken"},
			{Code: "mnre1058", Abbreviation: "JenV", Name: "Justitie en Veiligheid"},
			{Code: "mnre1130", Abbreviation: "IenW", Name: "Infrastructuur en Waterstaat"},
		},
		Sectors: []registry.Sector{{Code: "drinkwater", Name: "Drinkwater"}, {Code: "energie", Name: "Energie"}},
		Chains: []registry.Chain{
			{Code: "ALG", Name: "Algemene keten", Kind: registry.Algemeen, Ministries: []registry.ChainMinistry{{MinistryCode: "mnre1058"}}},
			{Code: "BNK03", Name: "Oppervlaktewater", Kind: registry.Functioneel, Ministries: []registry.ChainMinistry{{MinistryCode: "mnre1130"}}},
			{Code: "BNK12", Name: "Drinkwater", Kind: registry.Functioneel, Ministries: []registry.ChainMinistry{{MinistryCode: "mnre1130"}}},
		},
		Regions: []registry.Region{
			region("VR01", "Groningen"), region("VR02", "Fryslân"), region("VR03", "Drenthe"), region("VR04", "IJsselland"), region("VR05", "Twente"),
		},
		Neighbours: []registry.Neighbours{{A: "VR01", B: "VR02", Kind: registry.SharedBoundary}},
		Municipalities: []registry.Municipality{
			{Code: "GM0014", Name: "Groningen", RegionCode: "VR01"}, {Code: "GM0080", Name: "Leeuwarden", RegionCode: "VR02"},
		},
		Partners: []registry.Partner{
			{Key: "vitens", Name: "Vitens", CoreTasks: []registry.CoreTask{registry.Beheerder}, SectorCodes: []string{"drinkwater"}, ChainCodes: []string{"BNK12"}, WorkingAreas: areas("VR02", "VR04", "VR05")},
			{Key: "enexis", Name: "Enexis", CoreTasks: []registry.CoreTask{registry.Beheerder}, SectorCodes: []string{"energie"}, WorkingAreas: areas("VR01", "VR03")},
			{Key: "waterbedrijf-groningen", Name: "Waterbedrijf Groningen", CoreTasks: []registry.CoreTask{registry.Beheerder}, SectorCodes: []string{"drinkwater"}, ChainCodes: []string{"BNK12"}, WorkingAreas: areas("VR01")},
			{Key: "politie", Name: "Politie", CoreTasks: []registry.CoreTask{registry.Hulpdienst}, ChainCodes: []string{"ALG"}, National: true},
			{Key: "rode-kruis", Name: "Rode Kruis", CoreTasks: []registry.CoreTask{registry.Dienstverlener}},
			{Key: "raadsel", Name: "Raadsel"},
			{Key: "opgeheven", Name: "Opgeheven", CoreTasks: []registry.CoreTask{registry.Beheerder}, National: true, Since: new(registry.Date("2010-01-01")), Until: new(registry.Date("2020-01-01")), EndReason: new("gefuseerd")},
		},
	}
}

// smallGuide has four subjects, the four questions, and one framework.
func smallGuide() registry.Guide {
	return registry.Guide{
		Subjects: []registry.Subject{
			{Code: "alarmering", Name: "Alarmering", Dimension: new(registry.Proces)},
			{Code: "informatie-uitwisseling", Name: "Informatie-uitwisseling", Dimension: new(registry.Proces)},
			{Code: "opleiden-en-oefenen", Name: "Opleiden en oefenen", Dimension: new(registry.Mens)},
			{Code: "lcms-toegang", Name: "Toegang tot LCMS", Dimension: new(registry.Techniek)},
		},
		Track: []registry.TrackStep{
			{Code: "gesprek", Name: "Gesprek", Question: "Wat willen we bereiken?"},
			{Code: "proces", Name: "Proces", Dimension: new(registry.Proces), Question: "Welke afspraken?"},
			{Code: "organisatie", Name: "Organisatie", Dimension: new(registry.Organisatie), Question: "Hoe georganiseerd?"},
			{Code: "mens", Name: "Mens", Dimension: new(registry.Mens), Question: "Door wie?"},
			{Code: "techniek", Name: "Techniek", Dimension: new(registry.Techniek), Question: "Waarmee?"},
		},
		Frameworks: []registry.Framework{{
			Code: "rnc-2023", Title: "Referentiekader", Edition: "2023",
			Criteria: []registry.Criterion{
				{Code: "eigen-beeld", Text: "Elke partij houdt een eigen beeld bij"},
				{Code: "oefenen", Dimension: new(registry.Mens), Text: "Er wordt geoefend"},
			},
			Outcomes: []string{"voldoet", "voldoet-deels"},
		}},
	}
}

func region(code, name string) registry.Region {
	return registry.Region{Code: code, Name: name, OfficialName: "Veiligheidsregio " + name, Province: "Ergens", Location: registry.GeoPoint{Latitude: 53, Longitude: 6}}
}

func areas(codes ...string) []registry.WorkingArea {
	var list []registry.WorkingArea
	for _, code := range codes {
		list = append(list, registry.WorkingArea{RegionCode: code})
	}
	return list
}

// since is a period without an end, span one with an end.
func since(from registry.Date) registry.Period { return registry.Period{Since: from} }

func span(from, until registry.Date) registry.Period {
	return registry.Period{Since: from, Until: &until}
}

// set is a field of an update that is given, null one that is cleared.
func set[T any](value T) registry.Optional[T] { return registry.Optional[T]{Set: true, Value: &value} }

func null[T any]() registry.Optional[T] { return registry.Optional[T]{Set: true} }

// does runs a mutation that has to succeed.
func does[In, Out any](w *world, mutate func(context.Context, In) (Out, error), in In) Out {
	w.t.Helper()
	out, err := mutate(w.ctx, in)
	if err != nil {
		w.t.Fatalf("%T is refused: %v", in, err)
	}
	return out
}

// start starts a collaboration that has to be possible.
func (w *world) start(region, partner string, profile registry.Profile, period registry.Period) registry.Collaboration {
	w.t.Helper()
	return does(w, w.StartCollaboration, registry.StartCollaborationInput{
		RegionCode: region, PartnerKey: partner, Profile: profile, Since: period.Since, Until: period.Until,
	}).Collaboration
}

// adopt starts an adoption that has to be possible.
func (w *world) adopt(region, partner string, from registry.Date, mandates ...registry.Mandate) registry.Adoption {
	w.t.Helper()
	return does(w, w.AdoptPartner, registry.AdoptPartnerInput{RegionCode: region, PartnerKey: partner, Since: from, Mandates: mandates}).Adoption
}

func mandate(region string, period registry.Period) registry.Mandate {
	return registry.Mandate{RegionCode: region, Period: period}
}

// partner reads a partner.
func (w *world) partner(key string) registry.Partner {
	w.t.Helper()
	return thing[registry.Partner](w, "Partner:"+key)
}

// thing reads what has to be there.
func thing[T registry.Node](w *world, id string) T {
	w.t.Helper()
	found, ok := w.nodes(id)[id].(T)
	if !ok {
		w.t.Fatalf("%s is not in the register", id)
	}
	return found
}

func (w *world) nodes(ids ...string) (found map[string]registry.Node) {
	w.t.Helper()
	err := w.View(w.ctx, func(ctx context.Context, reader registry.Reader) (err error) {
		found, err = registry.Nodes(w.ctx, reader, ids)
		return err
	})
	if err != nil {
		w.t.Fatalf("read %v: %v", ids, err)
	}
	for id, node := range found {
		if agreement, ok := node.(registry.Agreement); ok {
			agreement.Pairs = w.pairs(agreement)
			found[id] = agreement
		}
	}
	return found
}

// pairs reads all pairs of an agreement, which clients read by the page.
func (w *world) pairs(a registry.Agreement) []registry.AgreedPair {
	w.t.Helper()
	args, pairs := registry.PageArgs{First: new(100)}, []registry.AgreedPair{}
	for {
		query, err := a.PairQuery(args)
		if err != nil {
			w.t.Fatal(err)
		}
		pages, err := w.ListAgreedPairs(w.ctx, []registry.AgreedPairQuery{query})
		if err != nil {
			w.t.Fatal(err)
		}
		pairs = append(pairs, pages[0].Nodes()...)
		if !pages[0].PageInfo().HasNextPage {
			return pairs
		}
		args.After = pages[0].PageInfo().EndCursor
	}
}

// gone says that a thing is in no read.
func (w *world) gone(id string) {
	w.t.Helper()
	if found := w.nodes(id); len(found) > 0 {
		w.t.Errorf("%s is still there: %+v", id, found)
	}
}

// facts are what an error tells a client, as JSON shows them.
type facts map[string]any

// refusal is what a refused mutation has to answer.
type refusal struct {
	code   registry.Code
	reason registry.Reason
	facts  facts
}

func invalid(reason registry.Reason, facts facts) refusal {
	return refusal{registry.CodeBadInput, reason, facts}
}

func conflict(reason registry.Reason, facts facts) refusal {
	return refusal{registry.CodeConflict, reason, facts}
}

func notFound(id string) refusal {
	return refusal{registry.CodeNotFound, registry.ReasonNotFound, facts{"id": id}}
}

// notFoundIn is notFound for what a field of the input names.
func notFoundIn(field, id string) refusal {
	return refusal{registry.CodeNotFound, registry.ReasonNotFound, facts{"field": field, "id": id}}
}

func stale(id string, version int) refusal {
	return conflict("VERSION_MISMATCH", facts{"id": id, "version": version, "rule": "R15"})
}

// is holds an error against the refusal: code, reason and all facts.
func (want refusal) is(t testing.TB, err error) {
	t.Helper()
	e, ok := errors.AsType[*registry.Error](err)
	if !ok {
		t.Errorf("got %v, want %s, %s", err, want.code, want.reason)
		return
	}
	if e.Code != want.code || e.Reason != want.reason {
		t.Errorf("got %v (%s, %s), want %s, %s", err, e.Code, e.Reason, want.code, want.reason)
	}
	if e.Message == "" {
		t.Errorf("%s has no message", e.Reason)
	}
	if diff := cmp.Diff(want.facts.told(t), facts(e.Facts).told(t)); diff != "" {
		t.Errorf("facts of %v: (-want +got)\n%s", err, diff)
	}
}

// told are the facts as a client gets them; none are an empty object.
func (f facts) told(t testing.TB) any {
	t.Helper()
	if f == nil {
		f = facts{}
	}
	return asJSON(t, f)
}

// asJSON returns a value as a client would decode it.
func asJSON(t testing.TB, value any) (decoded any) {
	t.Helper()
	encoded, err := json.Marshal(value)
	if err == nil {
		err = json.Unmarshal(encoded, &decoded)
	}
	if err != nil {
		t.Fatal(err)
	}
	return decoded
}

// refuses runs a mutation that has to be refused, and checks that it wrote nothing.
func refuses[In, Out any](w *world, mutate func(context.Context, In) (Out, error), in In, want refusal) {
	w.t.Helper()
	refusesAs(w, w.ctx, mutate, in, want)
}

// refusesAs is refuses for another actor.
func refusesAs[In, Out any](w *world, ctx context.Context, mutate func(context.Context, In) (Out, error), in In, want refusal) {
	w.t.Helper()
	before, feed := w.state(), len(w.feed())
	_, err := mutate(ctx, in)
	want.is(w.t, err)
	if after := w.state(); after != before {
		w.t.Errorf("a refused %T changed the register from %+v to %+v", in, before, after)
	}
	if grown := len(w.feed()); grown != feed {
		w.t.Errorf("a refused %T wrote %d changes", in, grown-feed)
	}
}

func (w *world) state() registry.State {
	w.t.Helper()
	state, err := w.State(w.ctx)
	if err != nil {
		w.t.Fatal(err)
	}
	return state
}

// Changes returns a page of the feed.
func (w *world) Changes(ctx context.Context, filter *registry.ChangeFilter, after *int, args registry.PageArgs) (registry.ChangeConnection, error) {
	query, err := registry.ChangeQueryOf(filter, after, args)
	if err != nil {
		return registry.ChangeConnection{}, err
	}
	pages, err := w.ListChanges(ctx, []registry.ChangeQuery{query})
	if err != nil {
		return registry.ChangeConnection{}, err
	}
	return pages[0], nil
}

// items returns what a change touched, as far as it was asked, and how many there are.
func (w *world) items(change registry.Change) ([]registry.ChangeItem, int) {
	w.t.Helper()
	args, items := registry.PageArgs{First: new(100)}, []registry.ChangeItem{}
	for {
		query, err := change.ItemQuery(args)
		if err != nil {
			w.t.Fatal(err)
		}
		pages, err := w.ListChangeItems(w.ctx, []registry.ChangeItemQuery{query})
		if err != nil {
			w.t.Fatal(err)
		}
		items = append(items, pages[0].Items...)
		if args.After = pages[0].PageInfo().EndCursor; !pages[0].More {
			number, err := one(w.CountChangeItems(w.ctx, []registry.ChangeItemQuery{query}))
			if err != nil {
				w.t.Fatal(err)
			}
			return items, number
		}
	}
}

// feed returns the whole feed, with what each change touched.
func (w *world) feed() []registry.Change {
	w.t.Helper()
	changes := []registry.Change{}
	for {
		after := 0
		if len(changes) > 0 {
			after = changes[len(changes)-1].Revision
		}
		page, err := w.Changes(w.ctx, nil, &after, registry.PageArgs{First: new(100)})
		if err != nil {
			w.t.Fatal(err)
		}
		for _, change := range page.Items {
			change.Items, _ = w.items(change)
			changes = append(changes, change)
		}
		if !page.More {
			return changes
		}
	}
}

// change is what a mutation has to write into the feed.
type change struct {
	revision int
	action   registry.Action
	reason   string
	subject  string
	items    []item
}

// item is one thing that it touched; each field reads "name: before → after" in JSON, null for absent.
type item struct {
	subject  string
	regions  []string
	partners []string
	fields   []string
}

// wrote holds the change of a payload, and the last one of the feed, against what is wanted (R16).
func (w *world) wrote(got registry.Change, want change) {
	w.t.Helper()
	if diff := cmp.Diff(want, w.told(got), cmp.AllowUnexported(change{}, item{}), cmpopts.EquateEmpty()); diff != "" {
		w.t.Errorf("the change: (-want +got)\n%s", diff)
	}
	if got.ActorID != "local" || !got.At.Equal(w.clock.now()) {
		w.t.Errorf("the change is by %s at %s, want local at %s", got.ActorID, got.At, w.clock.now())
	}
	if id := fmt.Sprintf("Change:%d", want.revision); got.ID() != id {
		w.t.Errorf("the change is %s, want %s", got.ID(), id)
	}
	feed := w.feed()
	wants(w.t, "the feed's last change", feed[len(feed)-1], got)
	if state := w.state(); state.Revision != want.revision || len(feed) != want.revision {
		w.t.Errorf("the register is at revision %d with %d changes, want %d", state.Revision, len(feed), want.revision)
	}
}

// told puts a change into the form of the tests.
func (w *world) told(c registry.Change) change {
	w.t.Helper()
	told := change{revision: c.Revision, action: c.Action, subject: c.SubjectID}
	if c.Reason != nil {
		told.reason = *c.Reason
	}
	for _, i := range c.Items {
		if kind, _, _ := strings.Cut(i.SubjectID, ":"); kind != string(i.Kind) {
			w.t.Errorf("the item of %s is of kind %s", i.SubjectID, i.Kind)
		}
		told.items = append(told.items, item{subject: i.SubjectID, regions: i.Regions, partners: i.Partners, fields: w.fields(i)})
	}
	return told
}

// fields tells what differs in an item.
func (w *world) fields(i registry.ChangeItem) []string {
	w.t.Helper()
	differences, err := i.Fields()
	if err != nil {
		w.t.Fatal(err)
	}
	lines := []string{}
	for _, d := range differences {
		lines = append(lines, fmt.Sprintf("%s: %s → %s", d.Field, compact(w.t, d.Before), compact(w.t, d.After)))
	}
	return lines
}

// compact writes JSON with its fields in order, as engines differ in that.
func compact(t testing.TB, value any) string {
	t.Helper()
	var text bytes.Buffer
	encoder := json.NewEncoder(&text)
	encoder.SetEscapeHTML(false)
	if err := encoder.Encode(asJSON(t, value)); err != nil {
		t.Fatal(err)
	}
	return strings.TrimSpace(text.String())
}

// stored says that the register holds the thing as a payload gave it.
func (w *world) stored(payload registry.Node) {
	w.t.Helper()
	wants(w.t, payload.ID()+" in the register", w.nodes(payload.ID())[payload.ID()], payload)
}

// wants fails the test when the two differ; an empty list is as good as none, and JSON is what it says.
func wants[T any](t testing.TB, what string, got, want T, options ...cmp.Option) {
	t.Helper()
	jsonText := cmp.FilterValues(func(a, b json.RawMessage) bool { return json.Valid(a) && json.Valid(b) },
		cmp.Transformer("JSON", func(raw json.RawMessage) any { return asJSON(t, raw) }))
	if diff := cmp.Diff(want, got, append(options, cmpopts.EquateEmpty(), jsonText)...); diff != "" {
		t.Errorf("%s: (-want +got)\n%s", what, diff)
	}
}

// keysOf returns the keys of partners.
func keysOf(partners []registry.Partner) []string {
	keys := []string{}
	for _, partner := range partners {
		keys = append(keys, partner.Key)
	}
	return keys
}

// one returns the only count of a read that was asked one.
func one(counts []int, err error) (int, error) {
	if err != nil {
		return 0, err
	}
	return counts[0], nil
}
