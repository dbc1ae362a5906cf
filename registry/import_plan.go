package registry

import (
	"context"
	"fmt"
	"maps"
)

// importing is an import while it is held against the register.
type importing struct {
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
	plan      ImportPlan
}

// planImport holds all things against the register and its rules, as mutations do, before any of them is written.
func (w *work) planImport(ctx context.Context, data Dataset) (*importing, error) {
	im := &importing{data: data.renewed(), was: map[string]Node{}, gone: map[string]bool{}, bordering: map[string][]Neighbour{}, plan: ImportPlan{Counts: map[ImportOutcome]int{}}}
	if err := w.recognise(ctx, im); err != nil {
		return nil, err
	}
	if err := w.surround(ctx, im); err != nil {
		return nil, err
	}
	return im, im.hold(w.stamp.Version)
}

// surround reads what the things are held against. Edges that are there are read around as new ones are, for any of them may
// be told otherwise, and they stand beside one another as they become.
func (w *work) surround(ctx context.Context, im *importing) (err error) {
	anew := im.data
	anew.Collaborations = renew(anew.Collaborations, func(c *Collaboration) { c.Stamp = Stamp{} })
	anew.Adoptions = renew(anew.Adoptions, func(a *Adoption) { a.Stamp = Stamp{} })
	if im.met, err = w.around(ctx, anew); err != nil {
		return err
	}
	for _, c := range im.data.Collaborations {
		become(im.met.ofPair[c.Pair()], c)
		become(im.met.ofPartner[c.PartnerKey], c)
	}
	for _, a := range im.data.Adoptions {
		become(im.met.adoptions[a.PartnerKey], a)
	}
	return firstOf(func() error { return w.readEnds(ctx, im) }, func() error { return w.readPredecessors(ctx, im) })
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
func (im *importing) hold(revision int) error {
	d, to := im.data, &im.write
	return firstOf(
		func() error {
			return holdEach(im, "ministries", d.Ministries, &to.Ministries, Ministry.ID, (*Ministry).check)
		},
		func() error { return holdEach(im, "sectors", d.Sectors, &to.Sectors, Sector.ID, (*Sector).check) },
		func() error { return holdEach(im, "chains", d.Chains, &to.Chains, Chain.ID, (*Chain).check) },
		func() error { return holdEach(im, "regions", d.Regions, &to.Regions, Region.ID, (*Region).check) },
		func() error { return im.holdNeighbours() },
		func() error {
			return holdEach(im, "municipalities", d.Municipalities, &to.Municipalities, Municipality.ID, (*Municipality).check)
		},
		func() error { return holdEach(im, "partners", d.Partners, &to.Partners, Partner.ID, (*Partner).check) },
		func() error {
			return holdEach(im, "collaborations", d.Collaborations, &to.Collaborations, Collaboration.name, (*Collaboration).checkAmong)
		},
		func() error {
			return holdEach(im, "adoptions", d.Adoptions, &to.Adoptions, Adoption.name, (*Adoption).checkAmong)
		},
		func() error {
			return holdEach(im, "agreements", d.Agreements, &to.Agreements, Agreement.name, func(a, before *Agreement, met surroundings) error {
				return a.checkImported(before, met, revision)
			})
		},
	)
}

// holdEach checks the things of a list, plans what is done with each, and gives those that are to be written. What stays as it
// is, is not held against the rules again: it was right when it was written.
func holdEach[T versioned](im *importing, list string, things []T, write *[]T, name func(T) string, check func(thing, before *T, met surroundings) error) error {
	for i := range things {
		row := ImportRow{Name: name(things[i]), Place: im.data.place(list, i, "", nil)}
		before := beforeOf(im, things[i])
		problems := Problems(check(&things[i], before, im.met))
		if before != nil {
			same, err := alike(*before, things[i])
			if err != nil {
				return err
			}
			if same {
				im.plan.Counts[ImportUnchanged]++
				continue
			}
		}
		row.Outcome = im.outcome(things[i])
		if before != nil {
			if err := row.tell(*before, things[i]); err != nil {
				return err
			}
		}
		if row.refuse(im.data, list, i, problems); row.Outcome != ImportRefused {
			*write = append(*write, things[i])
		}
		im.plan.add(row)
	}
	return nil
}

// beforeOf returns a thing as it is in the register; nil when it is not there.
func beforeOf[T versioned](im *importing, thing T) *T {
	if thing.AtVersion() == 0 {
		return nil
	}
	before := im.was[thing.ID()].(T)
	return &before
}

// outcome says what is done with a thing that is right, and not as it was.
func (im *importing) outcome(thing versioned) ImportOutcome {
	switch {
	case thing.AtVersion() == 0:
		return ImportNew
	case im.gone[thing.ID()]:
		return ImportEnded
	}
	return ImportChanged
}

// refuse keeps what is wrong with the thing of a list, and where that was read; what has no problem is not refused.
func (r *ImportRow) refuse(data Dataset, list string, which int, problems []*Error) {
	for _, problem := range problems {
		r.Outcome = ImportRefused
		r.Problems = append(r.Problems, ImportProblem{Place: data.place(list, which, problem.Field(), problem.Item), Error: problem})
	}
}

// tell keeps what differs of a thing.
func (r *ImportRow) tell(before, after Node) (err error) {
	r.Item.SubjectID = after.ID()
	r.Item.Before, r.Item.After, err = differences(before, after)
	return err
}

func (p *ImportPlan) add(row ImportRow) {
	p.Counts[row.Outcome]++
	p.Rows = append(p.Rows, row)
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
func (w *work) recognise(ctx context.Context, im *importing) error {
	d := &im.data
	if err := w.readKeyed(ctx, im); err != nil {
		return err
	}
	recognised(d.Ministries, im.was, Ministry.over)
	recognised(d.Sectors, im.was, Sector.over)
	recognised(d.Chains, im.was, Chain.over)
	recognised(d.Regions, im.was, Region.over)
	recognised(d.Municipalities, im.was, Municipality.over)
	recognised(d.Partners, im.was, Partner.over)
	return firstOf(
		func() error { return w.readBorders(ctx, im) },
		func() error { return w.recogniseCollaborations(ctx, im) },
		func() error { return w.recogniseAdoptions(ctx, im) },
		func() error { return w.recogniseAgreements(ctx, im) },
	)
}

// readKeyed reads what is there of the things that have keys.
func (w *work) readKeyed(ctx context.Context, im *importing) error {
	keys, always := References{}, func(Node) bool { return true }
	addKeys(keys, nodesOf(im.data.Ministries), always)
	addKeys(keys, nodesOf(im.data.Sectors), always)
	addKeys(keys, nodesOf(im.data.Chains), always)
	addKeys(keys, nodesOf(im.data.Regions), always)
	addKeys(keys, nodesOf(im.data.Municipalities), always)
	addKeys(keys, nodesOf(im.data.Partners), always)
	for _, kind := range keys.Kinds() {
		if formed := keys.formed(kind); len(formed) > 0 {
			if err := kinds[kind].read(ctx, w, formed, im.was); err != nil {
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
func (w *work) recogniseCollaborations(ctx context.Context, im *importing) error {
	pairs := make([]Pair, len(im.data.Collaborations))
	for i, c := range im.data.Collaborations {
		pairs[i] = c.Pair()
	}
	if len(pairs) == 0 {
		return nil
	}
	found, err := w.Collaborations(ctx, CollaborationSelect{Pairs: pairs})
	if err != nil {
		return fmt.Errorf("read the collaborations that are there: %w", err)
	}
	recognisedBy(im, im.data.Collaborations, found, func(c Collaboration) edge { return edge{c.Pair(), c.Since} }, Collaboration.over)
	return nil
}

// recogniseAdoptions knows them by region, partner and first day.
func (w *work) recogniseAdoptions(ctx context.Context, im *importing) error {
	partners := References{}
	for _, a := range im.data.Adoptions {
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
	recognisedBy(im, im.data.Adoptions, found, by, Adoption.over)
	return nil
}

// recognisedBy is recognised for things that have no key, which are known by something else: the first of those that are there,
// of which an earlier one of the data is not.
func recognisedBy[T Node, K comparable](im *importing, things, found []T, by func(T) K, over func(told, before T) T) {
	there := map[K][]T{}
	for _, before := range found {
		there[by(before)] = append(there[by(before)], before)
	}
	for i := range things {
		known := by(things[i])
		if queue := there[known]; len(queue) > 0 {
			things[i], im.was[queue[0].ID()] = over(things[i], queue[0]), queue[0]
			there[known] = queue[1:]
		}
	}
}

func nodesOf[T Node](things []T) []Node {
	nodes := make([]Node, len(things))
	for i, thing := range things {
		nodes[i] = thing
	}
	return nodes
}

// readEnds reads what keeps a partner from ending earlier than it did: its parts, as the data has them end, and its agreements.
func (w *work) readEnds(ctx context.Context, im *importing) error {
	ending := map[Date][]Partner{}
	for _, p := range im.data.Partners {
		if before := beforeOf(im, p); before != nil && p.endsBefore(*before) {
			ending[*p.Until] = append(ending[*p.Until], p)
		}
	}
	im.met.openParts, im.met.bound = map[string][]string{}, map[string][]string{}
	for on, partners := range ending {
		parts, err := w.partsBeyond(ctx, partners, on, im.met.partners)
		if err != nil {
			return err
		}
		bound, err := w.boundBeyond(ctx, partners, on)
		if err != nil {
			return err
		}
		maps.Copy(im.met.openParts, parts)
		maps.Copy(im.met.bound, bound)
	}
	return nil
}

// readPredecessors reads what the municipalities of the data succeed: any of them may get another first or last day.
func (w *work) readPredecessors(ctx context.Context, im *importing) error {
	told := map[string]bool{}
	for _, m := range im.data.Municipalities {
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
	im.met.predecessors = map[string][]Municipality{}
	for _, m := range municipalities {
		if m.SuccessorCode != nil && !told[m.Code] {
			im.met.predecessors[*m.SuccessorCode] = append(im.met.predecessors[*m.SuccessorCode], m)
		}
	}
	return nil
}

// putImport writes what refers to nothing first.
func (w *work) putImport(ctx context.Context, im *importing) error {
	d := im.write
	return firstOf(
		func() error {
			return putAll(ctx, w, im, d.Ministries, func(m *Ministry) { m.Stamp = w.stamp })
		},
		func() error {
			return putAll(ctx, w, im, d.Sectors, func(s *Sector) { s.Stamp = w.stamp })
		},
		func() error {
			return putAll(ctx, w, im, d.Chains, func(c *Chain) { c.Stamp = w.stamp })
		},
		func() error { return w.putRegions(ctx, im) },
		func() error {
			return putAll(ctx, w, im, d.Municipalities, func(m *Municipality) { m.Stamp = w.stamp })
		},
		func() error {
			return putAll(ctx, w, im, d.Partners, func(p *Partner) { p.Stamp = w.stamp })
		},
		func() error {
			return putAll(ctx, w, im, d.Collaborations, func(c *Collaboration) { c.Stamp = w.stamp })
		},
		func() error {
			return putAll(ctx, w, im, d.Adoptions, func(a *Adoption) { a.Stamp = w.stamp })
		},
		func() error {
			return putAll(ctx, w, im, d.Agreements, func(a *Agreement) { a.Stamp = w.stamp })
		},
	)
}

// putRegions writes regions and the pairs of neighbours.
func (w *work) putRegions(ctx context.Context, im *importing) error {
	regions := im.write.Regions
	befores, afters := make([]Node, len(regions)), make([]Node, len(regions))
	for i := range regions {
		befores[i], afters[i] = im.states(regions[i])
		regions[i].Stamp = w.stamp
	}
	if err := w.writer.Put(ctx, Batch{Regions: regions, Neighbours: im.write.Neighbours}); err != nil {
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
}](ctx context.Context, w *work, im *importing, things []T, stamp func(*T)) error {
	if len(things) == 0 {
		return nil
	}
	befores := make([]*T, len(things))
	for i := range things {
		befores[i] = beforeOf(im, things[i])
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
