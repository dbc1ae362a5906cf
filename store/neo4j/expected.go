package neo4j

import (
	"cmp"
	"context"
	"maps"
	"slices"

	"ketenkaart/registry"
)

// expected is what came along with the lock, as it came; nil in it is what is not there. What is written goes out of it.
type expected struct {
	changes    map[usedKey][]any
	regions    map[string][]any
	partners   map[string][]any
	agreements map[string][]any
	// collaborations are by UUID; those of a pair are all that it has, and binding are the agreements of both its ends.
	collaborations map[string][]any
	ofPair         map[registry.Pair][][]any
	binding        map[registry.Pair][][]any
}

// usedKey is an idempotency key of an actor.
type usedKey struct{ actor, key string }

// Expect implements registry.Writer: one statement takes the lock and reads all of it, unless that is known already.
func (w *writer) Expect(ctx context.Context, mutations []registry.Expected) ([]*registry.Change, error) {
	if !w.knows(mutations) {
		if err := w.readExpected(ctx, mutations); err != nil {
			return nil, err
		}
	}
	earlier := make([]*registry.Change, len(mutations))
	for i, mutation := range mutations {
		if found := w.expected.changes[usedKey{mutation.ActorID, mutation.Key}]; found != nil {
			change := changeOf(found)
			earlier[i] = &change
		}
	}
	return earlier, nil
}

// knows says whether all that is expected is known. A collaboration alone is: what stands beside it may have been written since.
func (w *writer) knows(mutations []registry.Expected) bool {
	return w.locked && !slices.ContainsFunc(mutations, func(m registry.Expected) bool {
		return m.Key != "" && !has(w.expected.changes, usedKey{m.ActorID, m.Key}) || !has(w.expected.regions, m.KeysOf(registry.KindRegion)...) ||
			!has(w.expected.partners, m.KeysOf(registry.KindPartner)...) || !has(w.expected.collaborations, m.KeysOf(registry.KindCollaboration)...) ||
			!has(w.expected.agreements, m.KeysOf(registry.KindAgreement)...) || !has(w.expected.ofPair, m.Pairs...) || !has(w.expected.binding, m.Pairs...)
	})
}

func has[K comparable, V any](known map[K]V, keys ...K) bool {
	return !slices.ContainsFunc(keys, func(key K) bool { _, there := known[key]; return !there })
}

func (w *writer) readExpected(ctx context.Context, mutations []registry.Expected) error {
	asked := map[registry.Kind][]string{}
	pairs, keys := []registry.Pair{}, []map[string]any{}
	for _, m := range mutations {
		for _, kind := range []registry.Kind{registry.KindRegion, registry.KindPartner, registry.KindCollaboration, registry.KindAgreement} {
			asked[kind] = append(asked[kind], m.KeysOf(kind)...)
		}
		pairs = append(pairs, m.Pairs...)
		if m.Key != "" {
			keys = append(keys, map[string]any{"actor": m.ActorID, "key": m.Key})
		}
	}
	if len(pairs)+len(keys)+len(slices.Concat(slices.Collect(maps.Values(asked))...)) == 0 {
		return w.lock()
	}
	values, err := w.lockAnd(ctx, expectText(w.library), expectParameters(asked, pairs, keys))
	if err != nil {
		return err
	}
	w.expected.add(expectedOf(values, asked, mutations))
	return nil
}

func expectText(l library) string {
	return l.get("Expect", choices{"named": eachProfile(l.Text("ExpectedPairs"), nil)})
}

func expectParameters(asked map[registry.Kind][]string, pairs []registry.Pair, keys []map[string]any) map[string]any {
	return map[string]any{
		"regions": distinct(asked[registry.KindRegion]), "partners": distinct(asked[registry.KindPartner]),
		"collaborations": distinct(asked[registry.KindCollaboration]), "agreements": distinct(asked[registry.KindAgreement]),
		"pairs": pairRows(pairs), "keys": keys,
	}
}

func newExpected() expected {
	return expected{
		changes: map[usedKey][]any{}, regions: map[string][]any{}, partners: map[string][]any{}, agreements: map[string][]any{},
		collaborations: map[string][]any{}, ofPair: map[registry.Pair][][]any{}, binding: map[registry.Pair][][]any{},
	}
}

func (e expected) add(more expected) {
	maps.Copy(e.changes, more.changes)
	maps.Copy(e.regions, more.regions)
	maps.Copy(e.partners, more.partners)
	maps.Copy(e.agreements, more.agreements)
	maps.Copy(e.collaborations, more.collaborations)
	maps.Copy(e.ofPair, more.ofPair)
	maps.Copy(e.binding, more.binding)
}

// expectedOf puts in order what was read, and notes what is not there.
func expectedOf(values []any, asked map[registry.Kind][]string, mutations []registry.Expected) expected {
	list := func(place int) []any { found, _ := values[place].([]any); return found }
	e := newExpected()
	setAbsent(e.regions, asked[registry.KindRegion])
	setAbsent(e.partners, textsOf(list(1)))
	setAbsent(e.agreements, asked[registry.KindAgreement])
	setAbsent(e.collaborations, asked[registry.KindCollaboration])
	for _, m := range mutations {
		e.changes[usedKey{m.ActorID, m.Key}] = nil
	}
	for _, value := range list(0) {
		p := propertiesOf(value)
		pair := registry.Pair{Region: p.text("region"), Partner: p.text("partner")}
		e.ofPair[pair], e.binding[pair] = [][]any{}, [][]any{}
	}
	for _, value := range list(2) {
		p := propertiesOf(value)
		e.changes[usedKey{p.text("actor"), p.text("idempotencyKey")}] = []any{value, nil}
	}
	for _, value := range list(3) {
		e.regions[propertiesOf(value).text("code")] = []any{value}
	}
	for _, partner := range rowsOf(list(4)) {
		e.partners[propertiesOf(partner[0]).text("key")] = partner
	}
	for _, collaboration := range rowsOf(list(5)) {
		p := propertiesOf(collaboration[1])
		pair := registry.Pair{Region: p.text("region"), Partner: p.text("partner")}
		e.collaborations[p.text("id")], e.ofPair[pair] = collaboration, append(e.ofPair[pair], collaboration)
	}
	for _, agreement := range rowsOf(list(6)) {
		e.bind(agreement)
	}
	for _, agreement := range rowsOf(list(7)) {
		e.agreements[propertiesOf(agreement[0]).text("id")] = agreement
	}
	return e
}

// bind adds an agreement to the pairs of which it binds both ends.
func (e expected) bind(agreement []any) {
	p := propertiesOf(agreement[0])
	regions, partners := texts[string](p, "regions"), texts[string](p, "partners")
	for pair := range e.binding {
		if slices.Contains(regions, pair.Region) && slices.Contains(partners, pair.Partner) {
			e.binding[pair] = append(e.binding[pair], agreement)
		}
	}
}

func setAbsent(known map[string][]any, keys []string) {
	for _, key := range keys {
		known[key] = nil
	}
}

func textsOf(values []any) []string {
	found := make([]string, 0, len(values))
	for _, value := range values {
		text, _ := value.(string)
		found = append(found, text)
	}
	return found
}

func rowsOf(values []any) [][]any {
	found := make([][]any, 0, len(values))
	for _, value := range values {
		row, _ := value.([]any)
		found = append(found, row)
	}
	return found
}

// forget takes out what a Put writes, and all when it writes what may tell of the rest.
func (w *writer) forget(batch registry.Batch) {
	e := w.expected
	for _, region := range batch.Regions {
		delete(e.regions, region.Code)
	}
	for _, partner := range batch.Partners {
		delete(e.partners, partner.Key)
	}
	for _, collaboration := range batch.Collaborations {
		delete(e.collaborations, collaboration.UUID)
		delete(e.ofPair, collaboration.Pair())
	}
	for _, agreement := range batch.Agreements {
		delete(e.agreements, agreement.UUID)
		clear(e.binding)
	}
	if len(batch.PeerReviews)+len(batch.Evaluations)+len(batch.Adoptions)+len(batch.Municipalities)+len(batch.Ministries) > 0 {
		w.expected = newExpected()
	}
}

// known reads what is known of the keys, each once; false when that is not all.
func known[T any](of map[string][]any, keys []string, read func([]any) (T, error)) (things []T, all bool, err error) {
	if keys == nil || !has(of, keys...) {
		return nil, false, nil
	}
	for _, key := range distinct(keys) {
		if of[key] == nil {
			continue
		}
		thing, err := read(of[key])
		if err != nil {
			return nil, true, err
		}
		things = append(things, thing)
	}
	return things, true, nil
}

// Regions implements registry.Reader.
func (w *writer) Regions(ctx context.Context, codes []string) ([]registry.Region, error) {
	found, all, err := known(w.expected.regions, codes, func(values []any) (registry.Region, error) { return regionOf(propertiesOf(values[0])) })
	if !all {
		return w.reader.Regions(ctx, codes)
	}
	slices.SortFunc(found, func(a, b registry.Region) int { return cmp.Compare(a.Code, b.Code) })
	return found, err
}

// Partners implements registry.Reader.
func (w *writer) Partners(ctx context.Context, of registry.PartnerSelect) ([]registry.Partner, error) {
	found, all, err := known(w.expected.partners, of.Keys, partnerOf)
	if !all || of.PartOf != nil {
		return w.reader.Partners(ctx, of)
	}
	slices.SortFunc(found, func(a, b registry.Partner) int {
		return cmp.Compare(placeOf(registry.SortName(a.Name), a.Key), placeOf(registry.SortName(b.Name), b.Key))
	})
	return found, err
}

// Collaborations implements registry.Reader.
func (w *writer) Collaborations(ctx context.Context, of registry.CollaborationSelect) ([]registry.Collaboration, error) {
	whole := of.AsOf == nil && of.Filter == nil
	found, all, err := known(w.expected.collaborations, of.UUIDs, collaborationOf)
	if of.UUIDs == nil && of.Pairs != nil {
		found, all, err = knownOfPairs(w.expected.ofPair, of.Pairs, collaborationOf)
	}
	if !all || !whole {
		return w.reader.Collaborations(ctx, of)
	}
	sortCollaborations(found)
	return found, err
}

// Agreements implements registry.Reader.
func (w *writer) Agreements(ctx context.Context, of registry.AgreementSelect) ([]registry.Agreement, error) {
	var found []registry.Agreement
	var all bool
	var err error
	switch {
	case of.UUIDs != nil && !of.WithoutPairs && of.OnlyPairs == nil:
		found, all, err = known(w.expected.agreements, of.UUIDs, agreementOf)
	case of.Pairs != nil && of.WithoutPairs:
		found, all, err = knownOfPairs(w.expected.binding, of.Pairs, agreementOf)
	}
	if !all {
		return w.reader.Agreements(ctx, of)
	}
	slices.SortFunc(found, func(a, b registry.Agreement) int { return cmp.Compare(a.UUID, b.UUID) })
	return slices.CompactFunc(found, func(a, b registry.Agreement) bool { return a.UUID == b.UUID }), err
}

// knownOfPairs is known for the many things of each pair.
func knownOfPairs[T any](of map[registry.Pair][][]any, pairs []registry.Pair, read func([]any) (T, error)) (things []T, all bool, err error) {
	if !has(of, pairs...) {
		return nil, false, nil
	}
	seen := map[registry.Pair]bool{}
	for _, pair := range pairs {
		if seen[pair] {
			continue
		}
		seen[pair] = true
		for _, values := range of[pair] {
			thing, err := read(values)
			if err != nil {
				return nil, true, err
			}
			things = append(things, thing)
		}
	}
	return things, true, nil
}
