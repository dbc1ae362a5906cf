package registry

import (
	"context"
	"fmt"
	"maps"
)

// planning is an import or a revert while it is held against the register.
type planning struct {
	// data has the things as they become, was those that are there by id, and write those that are to be written.
	data, write Dataset
	was         map[string]Node
	// gone has the ids of what ends because the data has no row of it.
	gone map[string]bool
	// borders has the neighbours of the regions that the data has pairs of, as they are.
	borders map[string][]Neighbour
	// bordering has those of the regions of which they change, as they become.
	bordering map[string][]Neighbour
	met       surroundings
	plan      Plan
	// removed are things that are taken out, and parted the pairs of neighbours that are.
	removed []versioned
	parted  []Neighbours
	// evaluations are as they were before a change that is taken back, restored those that are to be written.
	evaluations, restored []InformalEvaluation
	// checkAgreement holds an agreement against the rules, as an edit or as it was; the number is the revision.
	checkAgreement func(a, before *Agreement, met surroundings, revision int) error
}

func newPlanning(data Dataset) *planning {
	return &planning{
		data: data, was: map[string]Node{}, gone: map[string]bool{}, bordering: map[string][]Neighbour{},
		plan: Plan{Counts: map[Outcome]int{}}, checkAgreement: (*Agreement).checkImported,
	}
}

// planImport holds all things against the register and its rules, as mutations do, before any of them is written.
func (w *work) planImport(ctx context.Context, data Dataset, ending *Ending) (*planning, error) {
	pl := newPlanning(data.renewed())
	if err := w.recognise(ctx, pl); err != nil {
		return nil, err
	}
	if ending != nil {
		if err := w.endMissing(ctx, pl, *ending); err != nil {
			return nil, err
		}
	}
	if err := w.surround(ctx, pl); err != nil {
		return nil, err
	}
	return pl, pl.hold(w.stamp.Version)
}

// surround reads what the things are held against. Edges that are there are read around as new ones are, for any of them may
// be told otherwise, and they stand beside one another as they become.
func (w *work) surround(ctx context.Context, pl *planning) (err error) {
	anew := pl.data
	anew.Collaborations = renew(anew.Collaborations, func(c *Collaboration) { c.Stamp = Stamp{} })
	anew.Adoptions = renew(anew.Adoptions, func(a *Adoption) { a.Stamp = Stamp{} })
	if pl.met, err = w.around(ctx, anew); err != nil {
		return err
	}
	pl.leaveOut()
	for _, c := range pl.data.Collaborations {
		become(pl.met.ofPair[c.Pair()], c)
		become(pl.met.ofPartner[c.PartnerKey], c)
	}
	for _, a := range pl.data.Adoptions {
		become(pl.met.adoptions[a.PartnerKey], a)
	}
	return firstOf(func() error { return w.readEnds(ctx, pl) }, func() error { return w.readPredecessors(ctx, pl) })
}

// become puts a thing as it becomes in the place of the same thing as it is.
func become[T Node](things []T, next T) {
	for i := range things {
		if things[i].ID() == next.ID() {
			things[i] = next
		}
	}
}

// hold checks each thing, and plans what is done with it. Edges stand beside the later ones once they are right.
func (pl *planning) hold(revision int) error {
	d, to := pl.data, &pl.write
	return firstOf(
		func() error {
			return holdEach(pl, "ministries", d.Ministries, &to.Ministries, Ministry.ID, (*Ministry).check)
		},
		func() error { return holdEach(pl, "sectors", d.Sectors, &to.Sectors, Sector.ID, (*Sector).check) },
		func() error { return holdEach(pl, "chains", d.Chains, &to.Chains, Chain.ID, (*Chain).check) },
		func() error { return holdEach(pl, "regions", d.Regions, &to.Regions, Region.ID, (*Region).check) },
		func() error { return pl.holdNeighbours() },
		func() error {
			return holdEach(pl, "municipalities", d.Municipalities, &to.Municipalities, Municipality.ID, (*Municipality).check)
		},
		func() error { return holdEach(pl, "partners", d.Partners, &to.Partners, Partner.ID, (*Partner).check) },
		func() error {
			return holdEach(pl, "collaborations", d.Collaborations, &to.Collaborations, Collaboration.name, (*Collaboration).checkAmong)
		},
		func() error {
			return holdEach(pl, "adoptions", d.Adoptions, &to.Adoptions, Adoption.name, (*Adoption).checkAmong)
		},
		func() error {
			return holdEach(pl, "agreements", d.Agreements, &to.Agreements, Agreement.name, func(a, before *Agreement, met surroundings) error {
				if pl.gone[a.ID()] {
					return a.check(met)
				}
				return pl.checkAgreement(a, before, met, revision)
			})
		},
		func() error {
			noRule := func(_, _ *InformalEvaluation, _ surroundings) error { return nil }
			return holdEach(pl, "evaluations", pl.evaluations, &pl.restored, InformalEvaluation.ID, noRule)
		},
	)
}

// holdEach checks the things of a list, plans what is done with each, and gives those that are to be written. What stays as it
// is, is not held against the rules again: it was right when it was written.
func holdEach[T versioned](pl *planning, list string, things []T, write *[]T, name func(T) string, check func(thing, before *T, met surroundings) error) error {
	for i := range things {
		row := PlanRow{Name: name(things[i]), Place: pl.data.place(list, i, "", nil)}
		before := beforeOf(pl, things[i])
		problems := Problems(check(&things[i], before, pl.met))
		if before != nil {
			same, err := alike(*before, things[i])
			if err != nil {
				return err
			}
			if same {
				pl.plan.Counts[OutcomeUnchanged]++
				continue
			}
		}
		row.Outcome = pl.outcome(things[i])
		if before != nil {
			if err := row.tell(*before, things[i]); err != nil {
				return err
			}
		}
		if row.refuse(pl.data, list, i, problems); row.Outcome != OutcomeRefused {
			*write = append(*write, things[i])
		}
		pl.plan.add(row)
	}
	return nil
}

// beforeOf returns a thing as it is in the register; nil when it is not there.
func beforeOf[T versioned](pl *planning, thing T) *T {
	if thing.AtVersion() == 0 {
		return nil
	}
	before := pl.was[thing.ID()].(T)
	return &before
}

// outcome says what is done with a thing that is right, and not as it was.
func (pl *planning) outcome(thing versioned) Outcome {
	switch {
	case thing.AtVersion() == 0:
		return OutcomeNew
	case pl.gone[thing.ID()]:
		return OutcomeEnded
	}
	return OutcomeChanged
}

// firstOf runs one after another until one fails.
func firstOf(steps ...func() error) error {
	for _, step := range steps {
		if err := step(); err != nil {
			return err
		}
	}
	return nil
}

// recognise finds the things of the data that are there, and gives them their ids and what no dataset tells.
func (w *work) recognise(ctx context.Context, pl *planning) error {
	d := &pl.data
	if err := w.readKeyed(ctx, pl); err != nil {
		return err
	}
	recognised(d.Ministries, pl.was, Ministry.over)
	recognised(d.Sectors, pl.was, Sector.over)
	recognised(d.Chains, pl.was, Chain.over)
	recognised(d.Regions, pl.was, Region.over)
	recognised(d.Municipalities, pl.was, Municipality.over)
	recognised(d.Partners, pl.was, Partner.over)
	return firstOf(
		func() error { return w.readBorders(ctx, pl) },
		func() error { return w.recogniseCollaborations(ctx, pl) },
		func() error { return w.recogniseAdoptions(ctx, pl) },
		func() error { return w.recogniseAgreements(ctx, pl) },
	)
}

// readKeyed reads what is there of the things that have keys.
func (w *work) readKeyed(ctx context.Context, pl *planning) error {
	keys, always := References{}, func(Node) bool { return true }
	addKeys(keys, NodesOf(pl.data.Ministries), always)
	addKeys(keys, NodesOf(pl.data.Sectors), always)
	addKeys(keys, NodesOf(pl.data.Chains), always)
	addKeys(keys, NodesOf(pl.data.Regions), always)
	addKeys(keys, NodesOf(pl.data.Municipalities), always)
	addKeys(keys, NodesOf(pl.data.Partners), always)
	for _, kind := range keys.Kinds() {
		if formed := keys.formed(kind); len(formed) > 0 {
			if err := kinds[kind].read(ctx, w, formed, pl.was); err != nil {
				return fmt.Errorf("read what is there of kind %s: %w", kind, err)
			}
		}
	}
	return nil
}

// recognised has each thing that is there be what the data tells of it. One that the data has twice is recognised once, and the
// other is refused, as its key is taken.
func recognised[T Node](things []T, was map[string]Node, over func(told, before T) T) {
	seen := map[string]bool{}
	for i := range things {
		id := things[i].ID()
		if before, there := was[id].(T); there && !seen[id] {
			things[i], seen[id] = over(things[i], before), true
		}
	}
}

// edge is by what an edge is known again: its ends, and the day on which it begins.
type edge struct {
	Pair
	since Date
}

// recogniseCollaborations knows them by region, partner and first day.
func (w *work) recogniseCollaborations(ctx context.Context, pl *planning) error {
	pairs := make([]Pair, len(pl.data.Collaborations))
	for i, c := range pl.data.Collaborations {
		pairs[i] = c.Pair()
	}
	if len(pairs) == 0 {
		return nil
	}
	found, err := w.Collaborations(ctx, CollaborationSelect{Pairs: pairs})
	if err != nil {
		return fmt.Errorf("read the collaborations that are there: %w", err)
	}
	recognisedBy(pl, pl.data.Collaborations, found, func(c Collaboration) edge { return edge{c.Pair(), c.Since} }, Collaboration.over)
	return nil
}

// recogniseAdoptions knows them by region, partner and first day.
func (w *work) recogniseAdoptions(ctx context.Context, pl *planning) error {
	partners := References{}
	for _, a := range pl.data.Adoptions {
		partners.add(KindPartner, a.PartnerKey)
	}
	keys := partners.formed(KindPartner)
	if len(keys) == 0 {
		return nil
	}
	found, err := w.Adoptions(ctx, AdoptionSelect{Partners: keys})
	if err != nil {
		return fmt.Errorf("read the adoptions that are there: %w", err)
	}
	by := func(a Adoption) edge { return edge{Pair{a.RegionCode, a.PartnerKey}, a.Since} }
	recognisedBy(pl, pl.data.Adoptions, found, by, Adoption.over)
	return nil
}

// recognisedBy is recognised for things that have no key, which are known by something else: the first of those that are there,
// of which an earlier one of the data is not.
func recognisedBy[T Node, K comparable](pl *planning, things, found []T, by func(T) K, over func(told, before T) T) {
	there := map[K][]T{}
	for _, before := range found {
		there[by(before)] = append(there[by(before)], before)
	}
	for i := range things {
		known := by(things[i])
		if queue := there[known]; len(queue) > 0 {
			things[i], pl.was[queue[0].ID()] = over(things[i], queue[0]), queue[0]
			there[known] = queue[1:]
		}
	}
}

// readEnds reads what keeps a partner from ending earlier than it did: its parts, as the data has them end, and its agreements.
func (w *work) readEnds(ctx context.Context, pl *planning) error {
	ending := map[Date][]Partner{}
	for _, p := range pl.data.Partners {
		if before := beforeOf(pl, p); before != nil && p.endsBefore(*before) {
			ending[*p.Until] = append(ending[*p.Until], p)
		}
	}
	pl.met.openParts, pl.met.bound = map[string][]string{}, map[string][]string{}
	for on, partners := range ending {
		parts, err := w.partsBeyond(ctx, partners, on, pl.met.partners)
		if err != nil {
			return err
		}
		bound, err := w.boundBeyond(ctx, partners, on)
		if err != nil {
			return err
		}
		maps.Copy(pl.met.openParts, parts)
		maps.Copy(pl.met.bound, bound)
	}
	return nil
}

// readPredecessors reads what the municipalities of the data succeed: any of them may get another first or last day.
func (w *work) readPredecessors(ctx context.Context, pl *planning) error {
	told := map[string]bool{}
	for _, m := range pl.data.Municipalities {
		told[m.Code] = true
	}
	if len(told) == 0 {
		return nil
	}
	regions, err := w.Regions(ctx, nil)
	if err != nil {
		return fmt.Errorf("read the regions: %w", err)
	}
	codes := make([]string, len(regions))
	for i, region := range regions {
		codes[i] = region.Code
	}
	municipalities, err := w.Municipalities(ctx, MunicipalitySelect{Regions: codes})
	if err != nil {
		return fmt.Errorf("read the municipalities: %w", err)
	}
	pl.met.predecessors = map[string][]Municipality{}
	for _, m := range municipalities {
		if m.SuccessorCode != nil && !told[m.Code] {
			pl.met.predecessors[*m.SuccessorCode] = append(pl.met.predecessors[*m.SuccessorCode], m)
		}
	}
	return nil
}

// putPlan writes what refers to nothing first.
func (w *work) putPlan(ctx context.Context, pl *planning) error {
	d := pl.write
	return firstOf(
		func() error {
			return putAll(ctx, w, pl, d.Ministries, func(m *Ministry) { m.Stamp = w.stamp })
		},
		func() error {
			return putAll(ctx, w, pl, d.Sectors, func(s *Sector) { s.Stamp = w.stamp })
		},
		func() error {
			return putAll(ctx, w, pl, d.Chains, func(c *Chain) { c.Stamp = w.stamp })
		},
		func() error { return w.putRegions(ctx, pl) },
		func() error {
			return putAll(ctx, w, pl, d.Municipalities, func(m *Municipality) { m.Stamp = w.stamp })
		},
		func() error {
			return putAll(ctx, w, pl, d.Partners, func(p *Partner) { p.Stamp = w.stamp })
		},
		func() error {
			return putAll(ctx, w, pl, d.Collaborations, func(c *Collaboration) { c.Stamp = w.stamp })
		},
		func() error {
			return putAll(ctx, w, pl, d.Adoptions, func(a *Adoption) { a.Stamp = w.stamp })
		},
		func() error {
			return putAll(ctx, w, pl, d.Agreements, func(a *Agreement) { a.Stamp, a.Pairs = w.stamp, sortedPairs(a.Pairs) })
		},
		func() error {
			return putAll(ctx, w, pl, pl.restored, func(e *InformalEvaluation) { e.Stamp = w.stamp })
		},
		func() error { return w.removeAll(ctx, pl.removed, pl.parted) },
	)
}

// putRegions writes regions and the pairs of neighbours.
func (w *work) putRegions(ctx context.Context, pl *planning) error {
	regions := pl.write.Regions
	befores, afters := make([]Node, len(regions)), make([]Node, len(regions))
	for i := range regions {
		befores[i], afters[i] = pl.states(regions[i])
		regions[i].Stamp = w.stamp
	}
	if err := w.writer.Put(ctx, Batch{Regions: regions, Neighbours: pl.write.Neighbours}); err != nil {
		return err
	}
	for i := range regions {
		if err := w.record(befores[i], afters[i]); err != nil {
			return err
		}
	}
	return nil
}

// putAll stamps, writes and records things.
func putAll[T interface {
	versioned
	Thing
}](ctx context.Context, w *work, pl *planning, things []T, stamp func(*T)) error {
	if len(things) == 0 {
		return nil
	}
	befores := make([]*T, len(things))
	for i := range things {
		befores[i] = beforeOf(pl, things[i])
		stamp(&things[i])
	}
	if err := w.writer.Put(ctx, BatchOf(things...)); err != nil {
		return err
	}
	for i, thing := range things {
		if err := recordOf(w, befores[i], thing); err != nil {
			return err
		}
	}
	return nil
}
