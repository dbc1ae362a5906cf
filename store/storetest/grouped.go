package storetest

import (
	"context"
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"ketenkaart/registry"
)

// groupsOf is how many mutations wait at once, and groups how often, for each seed; tries is how often that is done at most.
const (
	groupsOf = 12
	groups   = 5
	seeds    = 2
	tries    = 4
)

// testGrouped makes random mutations, many of which are refused, at once and one by one, and compares the registers and their feeds.
func testGrouped(t *testing.T, open func(t *testing.T) registry.Store) {
	for seed := range uint64(seeds) {
		t.Run(fmt.Sprintf("seed %d", seed), func(t *testing.T) {
			var shared int64
			var together []string
			// A store that makes its plans while others wait may take all the time that they have, which tells nothing of the rest.
			for range tries {
				together = told(t, open, seed, func(gate *Gate, attempts []Attempt) []error {
					ends := gate.AtOnce(attempts...)
					shared = gate.Updates.Load()
					return ends
				})
				if !slices.ContainsFunc(together, func(line string) bool { return strings.Contains(line, "took all the time") }) {
					break
				}
			}
			alone := told(t, open, seed, func(_ *Gate, attempts []Attempt) []error { return oneByOne(attempts) })
			if diff := cmp.Diff(alone, together); diff != "" {
				t.Errorf("(-one by one +at once)\n%s", diff)
			}
			if all := int64(groupsOf * groups); shared >= all {
				t.Errorf("%d mutations took %d transactions", all, shared)
			}
		})
	}
}

func oneByOne(attempts []Attempt) (ends []error) {
	for _, a := range attempts {
		ends = append(ends, a.Do(a.Ctx))
	}
	return ends
}

// told makes the mutations of a seed, and tells how each ended and what the register and its feed are at last, in which each UUID is a
// number in order of appearance.
func told(t *testing.T, open func(t *testing.T) registry.Store, seed uint64, carryOut func(*Gate, []Attempt) []error) (lines []string) {
	gate := &Gate{Store: open(t)}
	defer closes(t, gate)
	put(t, gate, surroundings())
	put(t, gate, registry.Dataset{Partners: []registry.Partner{partner("a", "A"), partner("b", "B"), partner("c", "C")}})
	moment := time.Date(2026, time.November, 23, 11, 0, 0, 0, time.UTC)
	r, err := registry.New(gate, func() time.Time { return moment }, registry.Guide{})
	if err != nil {
		t.Fatal(err)
	}
	draw := drawing{rand.New(rand.NewPCG(seed, 1)), gate, r}
	oneByOne(draw.attempts(t)) // a store may plan its statements when it first sees them, which can take longer than others wait
	gate.Updates.Store(0)
	for range groups {
		for _, err := range carryOut(gate, draw.attempts(t)) {
			lines = append(lines, fmt.Sprint(err))
		}
	}
	for _, kind := range []registry.Kind{registry.KindPartner, registry.KindSector, registry.KindCollaboration, registry.KindChange} {
		for _, thing := range get(t, gate, scans(kind)) {
			if change, ok := thing.(registry.Change); ok {
				change.InputHash = "" // of an input with UUIDs
				thing = change
			}
			text, err := json.Marshal(thing)
			if err != nil {
				t.Fatal(err)
			}
			lines = append(lines, thing.ID()+" "+string(text))
		}
	}
	return withNumbers(lines)
}

func scans(kind registry.Kind) func(context.Context, registry.Reader) ([]registry.Node, error) {
	return func(ctx context.Context, r registry.Reader) (all []registry.Node, err error) {
		for query := (registry.ScanQuery{Kind: kind, Limit: 1000}); ; query.After = keyOf(all[len(all)-1]) {
			page, err := r.Scan(ctx, query)
			if err != nil || len(page) == 0 {
				return all, err
			}
			all = append(all, page...)
		}
	}
}

func withNumbers(lines []string) []string {
	uuids, seen := regexp.MustCompile(`[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}`), map[string]string{}
	for i, line := range lines {
		lines[i] = uuids.ReplaceAllStringFunc(line, func(uuid string) string {
			if seen[uuid] == "" {
				seen[uuid] = fmt.Sprintf("<%d>", len(seen)+1)
			}
			return seen[uuid]
		})
	}
	return lines
}

// drawing draws mutations of a register by a seed, the same ones whatever the UUIDs there.
type drawing struct {
	*rand.Rand
	store    registry.Store
	registry *registry.Registry
}

// attempts draws a group, by what the register holds before it.
func (d drawing) attempts(t *testing.T) []Attempt {
	ctx := registry.WithActor(t.Context(), registry.LocalActor())
	drawn := []Attempt{}
	for range groupsOf {
		kinds := []func(context.Context, *testing.T) func(context.Context) error{d.start, d.start, d.change, d.end, d.rename, d.rename, d.register}
		do := kinds[d.IntN(len(kinds))](ctx, t)
		by := ctx
		if d.IntN(4) == 0 { // who may not do all of this, which is found out when it was done
			by = registry.WithActor(t.Context(), registry.Actor{ID: "vr01", Rights: registry.Rights{Roles: []registry.Role{registry.RoleRegionEditor}, Regions: []string{"VR01"}}})
		}
		drawn = append(drawn, Attempt{by, do})
	}
	return drawn
}

func (d drawing) region() string  { return []string{"VR01", "VR02"}[d.IntN(2)] }
func (d drawing) partner() string { return []string{"a", "b", "c"}[d.IntN(3)] }
func (d drawing) key() *string {
	if d.IntN(3) > 0 {
		return nil
	}
	return new(fmt.Sprintf("key %d", d.IntN(5)))
}
func (d drawing) day() registry.Date {
	return registry.Date(fmt.Sprintf("20%02d-01-01", 10+d.IntN(20)))
}
func (d drawing) profile() registry.Profile {
	return registry.AllProfiles()[d.IntN(len(registry.AllProfiles()))]
}

func (d drawing) start(context.Context, *testing.T) func(context.Context) error {
	in := registry.StartCollaborationInput{RegionCode: d.region(), PartnerKey: d.partner(), Profile: d.profile(), Since: d.day(), Motivation: new("daarom"), IdempotencyKey: d.key()}
	return func(ctx context.Context) error {
		_, err := d.registry.StartCollaboration(ctx, in)
		return err
	}
}

// collaboration draws one that is there.
func (d drawing) collaboration(t *testing.T) registry.Collaboration {
	place := d.Uint64()
	all := get(t, d.store, scans(registry.KindCollaboration))
	if len(all) == 0 {
		return registry.Collaboration{UUID: uuid(99)}
	}
	return all[place%uint64(len(all))].(registry.Collaboration)
}

func (d drawing) change(_ context.Context, t *testing.T) func(context.Context) error {
	of := d.collaboration(t)
	in := registry.ChangeProfileInput{CollaborationID: of.ID(), Version: of.Version, Profile: d.profile(), On: d.day(), Motivation: new("anders"), IdempotencyKey: d.key()}
	return func(ctx context.Context) error {
		_, err := d.registry.ChangeProfile(ctx, in)
		return err
	}
}

func (d drawing) end(_ context.Context, t *testing.T) func(context.Context) error {
	of := d.collaboration(t)
	in := registry.EndCollaborationInput{CollaborationID: of.ID(), Version: of.Version, On: d.day(), Reason: "klaar"}
	return func(ctx context.Context) error {
		_, err := d.registry.EndCollaboration(ctx, in)
		return err
	}
}

// rename gives a partner a name that it may have already.
func (d drawing) rename(ctx context.Context, t *testing.T) func(context.Context) error {
	key, name := d.partner(), fmt.Sprintf("Naam %d", d.IntN(3))
	partners := get(t, d.store, func(ctx context.Context, r registry.Reader) ([]registry.Partner, error) {
		return r.Partners(ctx, registry.PartnerSelect{Keys: []string{key}})
	})
	patch := registry.PartnerPatch{PartnerID: registry.MakeID(registry.KindPartner, key), Version: partners[0].Version, Name: registry.Optional[string]{Set: true, Value: &name}}
	return func(ctx context.Context) error {
		_, err := d.registry.UpdatePartner(ctx, patch)
		return err
	}
}

func (d drawing) register(context.Context, *testing.T) func(context.Context) error {
	in := registry.RegisterPartnerInput{Key: new(fmt.Sprintf("nieuw-%d", d.IntN(6))), Name: "Nieuw", CoreTasks: []registry.CoreTask{registry.Beheerder}, IdempotencyKey: d.key()}
	return func(ctx context.Context) error {
		_, err := d.registry.RegisterPartner(ctx, in)
		return err
	}
}
