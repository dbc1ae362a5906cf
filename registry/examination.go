package registry

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"slices"
)

const (
	// examinedTogether bounds the things that an examination has in memory.
	examinedTogether = 500
	// examinedAgreements is for agreements, each of which can hold thousands of pairs.
	examinedAgreements = 50
)

// Violation is something in the stored register that is not as a rule says.
type Violation struct {
	// Rule is its number, such as R3.
	Rule string
	// ID is of the thing that is wrong; "" is the register as a whole.
	ID string
	// Message is what is wrong.
	Message string
}

// examination is one run of Examine.
type examination struct {
	registry *Registry
	// found are the violations of a page, told when it is read.
	found []Violation
	// numbers is how many things of each kind were read.
	numbers map[Kind]int
	feed    examinedFeed
}

// Examine reads the whole register, a page at a time, and tells of whatever is not as the rules say, by the checks that
// mutations use. It changes nothing. Of what others change meanwhile it may tell too, so that whoever wants to be sure examines a
// register that nobody changes. read hears how many things were read.
func (r *Registry) Examine(ctx context.Context, tell func(Violation), read func(more int)) error {
	e := &examination{registry: r, numbers: map[Kind]int{}, feed: examinedFeed{astray: map[string]int{}}}
	begun, err := r.State(ctx)
	if err != nil {
		return err
	}
	if begun.Incomplete != nil {
		tell(Violation{"R16", "", fmt.Sprintf("it is part of a register, for the %s into it was cut off", begun.Incomplete.By)})
		return nil
	}
	for _, kind := range copyKinds {
		for query := (ScanQuery{Kind: kind, Limit: examinedAtOnce(kind)}); ; {
			number, err := e.examine(ctx, &query)
			if err != nil {
				return fmt.Errorf("examine things of kind %s: %w", kind, err)
			}
			for _, violation := range e.found {
				tell(violation)
			}
			if number == 0 {
				break
			}
			e.numbers[kind] += number
			read(number)
		}
	}
	ended, err := r.State(ctx)
	for _, violation := range e.conclude(begun, ended) {
		tell(violation)
	}
	return err
}

func examinedAtOnce(kind Kind) int {
	if kind == KindAgreement {
		return examinedAgreements
	}
	return examinedTogether
}

// examine holds the next page against the rules, and gives how many things it has.
func (e *examination) examine(ctx context.Context, query *ScanQuery) (number int, err error) {
	var next string
	err = e.registry.store.View(ctx, func(ctx context.Context, reader Reader) error {
		e.found = nil // a View may run more than once
		nodes, err := reader.Scan(ctx, *query)
		if number = len(nodes); err != nil || number == 0 {
			return err
		}
		next = scanKey(nodes[number-1])
		if query.Kind == KindChange {
			return e.changes(ctx, reader, nodes)
		}
		return e.page(ctx, &work{Reader: reader, today: e.registry.Today(), guide: e.registry.guide}, nodes)
	})
	query.After = cmp.Or(next, query.After)
	return number, err
}

// page holds things of one kind against the rules.
func (e *examination) page(ctx context.Context, w *work, nodes []Node) error {
	if err := e.versions(ctx, w, nodes); err != nil {
		return err
	}
	if err := e.references(ctx, w, nodes); err != nil {
		return err
	}
	batch := batchOfNodes(nodes)
	met, err := w.around(ctx, asNew(batch))
	if err != nil {
		return err
	}
	past, err := w.changedPartners(ctx, batch, met)
	if err != nil {
		return err
	}
	examineEach(e, batch.Ministries, func(thing, before *Ministry) error { return thing.check(before, met) })
	examineEach(e, batch.Sectors, func(thing, before *Sector) error { return thing.check(before, met) })
	examineEach(e, batch.Chains, func(thing, before *Chain) error { return thing.check(before, met) })
	examineEach(e, batch.Regions, func(thing, before *Region) error { return thing.check(before, met) })
	examineEach(e, batch.Municipalities, func(thing, before *Municipality) error { return thing.check(before, met) })
	examineEach(e, batch.Partners, func(thing, before *Partner) error { return thing.check(before, met) })
	examineEach(e, batch.Collaborations, func(thing, before *Collaboration) error {
		return problemsBut(thing.check(before, met), func(problem *Error) bool { return problem.Reason == ReasonNotSuitable && past[thing.PartnerKey] })
	})
	examineEach(e, batch.Adoptions, func(thing, before *Adoption) error {
		return errors.Join(thing.check(before, met), thing.checkStanding(met))
	})
	examineEach(e, batch.PeerReviews, func(thing, _ *PeerReview) error { return thing.check(w.today, w.guide) })
	examineEach(e, batch.Evaluations, func(thing, _ *InformalEvaluation) error {
		return errors.Join(thing.check(w.today), thing.checkParticipants())
	})
	return firstOf(
		func() error { return e.neighbours(ctx, w, batch.Regions) }, func() error { return e.counts(ctx, w, batch.Partners) },
		func() error { return e.agreements(ctx, w, batch.Agreements, met, past) },
	)
}

// asNew gives the things of a batch as a dataset of which everything that they refer to is read: of edges, that is read
// only around new ones.
func asNew(b Batch) Dataset {
	data := Dataset{
		Ministries: b.Ministries, Sectors: b.Sectors, Chains: b.Chains, Regions: b.Regions, Municipalities: b.Municipalities, Partners: b.Partners,
		Collaborations: slices.Clone(b.Collaborations), Adoptions: slices.Clone(b.Adoptions), Agreements: b.Agreements,
	}
	for i := range data.Collaborations {
		data.Collaborations[i].Stamp = Stamp{}
	}
	for i := range data.Adoptions {
		data.Adoptions[i].Stamp = Stamp{}
	}
	return data
}

// changedPartners gives those of collaborations and agreements whose profile does not suit them that were changed after they came into the
// register: it may have suited the kerntaken that they had (R2, R11).
func (w *work) changedPartners(ctx context.Context, b Batch, met surroundings) (map[string]bool, error) {
	ill := References{}
	for _, c := range b.Collaborations {
		if checkProfile(c.Profile, met.partners[c.PartnerKey].CoreTasks, c.Incidental, c.Motivation) != nil {
			ill.add(KindPartner, c.PartnerKey)
		}
	}
	for _, a := range b.Agreements {
		for _, pair := range a.Pairs {
			if checkProfile(pair.Profile, met.partners[pair.PartnerKey].CoreTasks, false, pair.Motivation) != nil {
				ill.add(KindPartner, pair.PartnerKey)
			}
		}
	}
	keys, queries, changed := ill.formed(KindPartner), []ChangeQuery{}, map[string]bool{}
	for _, key := range keys {
		queries = append(queries, ChangeQuery{Filter: ChangeFilter{Subjects: []string{MakeID(KindPartner, key)}}, Page: Page{Limit: 2}})
	}
	if len(queries) == 0 {
		return changed, nil
	}
	lists, err := w.ListChanges(ctx, queries)
	if err != nil {
		return nil, fmt.Errorf("read the changes of partners: %w", err)
	}
	for i, key := range keys {
		changed[key] = len(lists[i].Items) > 1
	}
	return changed, nil
}

// problemsBut leaves out problems that are none of what is stored.
func problemsBut(err error, none func(*Error) bool) error {
	left := []error{}
	for _, problem := range Problems(err) {
		if !none(problem) {
			left = append(left, problem)
		}
	}
	return errors.Join(left...)
}

// checkStanding refuses a period that is not within that of the partner, or in which another region adopted it (R5).
func (a *Adoption) checkStanding(met surroundings) error {
	partner, there := met.partners[a.PartnerKey]
	if !there {
		return nil // which is refused already
	}
	return errors.Join(partner.contains(a.Period), a.checkOnly(met.adoptions[a.PartnerKey]))
}

// examineEach tells what a check says of things, and of those that it would keep in another form.
func examineEach[T Node](e *examination, things []T, check func(thing, before *T) error) {
	for _, before := range things {
		thing := before
		err := check(&thing, &before)
		e.refused(before, err)
		if same, failed := alike(before, thing); err == nil && (failed != nil || !same) {
			e.tell(ruleOf(before), before, "it is not kept in the form in which it would be written")
		}
	}
}

// refused tells of each problem but of what is not there, which references tells for all kinds alike.
func (e *examination) refused(thing Node, err error) {
	for _, problem := range Problems(err) {
		if problem.Reason == ReasonNotFound {
			continue
		}
		rule, ok := problem.Facts["rule"].(string)
		if !ok {
			rule = ruleOf(thing)
		}
		e.tell(rule, thing, problem.Message)
	}
}

func (e *examination) tell(rule string, thing Node, message string) {
	e.found = append(e.found, Violation{rule, thing.ID(), message})
}

// ruleOf is the rule that says what a thing is, for what no rule of its own says.
func ruleOf(thing Node) string {
	switch thing.(type) {
	case Collaboration:
		return "R3"
	case Adoption:
		return "R5"
	case Agreement:
		return "R6"
	case PeerReview:
		return "R12"
	case InformalEvaluation:
		return "R13"
	case Change:
		return "R16"
	case Municipality:
		return "R20"
	}
	return "R1"
}

// versions tells of things whose version is no revision of the register (R15).
func (e *examination) versions(ctx context.Context, w *work, nodes []Node) error {
	revision, err := w.Revision(ctx)
	for _, node := range nodes {
		if thing, ok := node.(versioned); ok && (thing.AtVersion() < 1 || thing.AtVersion() > revision) {
			e.tell("R15", node, fmt.Sprintf("its version is %d, and the register is at revision %d", thing.AtVersion(), revision))
		}
	}
	return err
}

// references tells of what things refer to that is not there.
func (e *examination) references(ctx context.Context, w *work, nodes []Node) error {
	all := References{}
	for _, node := range nodes {
		if thing, ok := node.(referring); ok {
			thing.refer(all)
		}
	}
	ids := []string{}
	for _, kind := range all.Kinds() {
		for _, key := range all.formed(kind) {
			ids = append(ids, MakeID(kind, key))
		}
	}
	there, err := Nodes(ctx, pairless{w}, ids)
	if err != nil {
		return fmt.Errorf("read what is referred to: %w", err)
	}
	for _, node := range nodes {
		thing, ok := node.(referring)
		if !ok {
			continue
		}
		own := References{}
		thing.refer(own)
		for _, kind := range own.Kinds() {
			for _, key := range own.Keys(kind) {
				if id := MakeID(kind, key); there[id] == nil {
					e.tell(ruleOf(node), node, "it refers to "+id+", which is not there")
				}
			}
		}
	}
	return nil
}

// neighbours holds the pairs of regions against what they may be.
func (e *examination) neighbours(ctx context.Context, w *work, regions []Region) error {
	if len(regions) == 0 {
		return nil
	}
	codes := []string{}
	for _, region := range regions {
		codes = append(codes, region.Code)
	}
	beside, err := w.Neighbours(ctx, codes)
	if err != nil {
		return fmt.Errorf("read the neighbours: %w", err)
	}
	for _, region := range regions {
		for _, neighbour := range beside[region.Code] {
			pair := Neighbours{A: region.Code, B: neighbour.RegionCode, Kind: neighbour.Kind, Provenance: neighbour.Provenance}
			met, err := w.around(ctx, Dataset{Neighbours: []Neighbours{pair}})
			if err != nil {
				return err
			}
			e.refused(region, pair.check(met))
		}
	}
	return nil
}

// counts holds what is kept for the orders of partners against their collaborations, on each day on which that changes and
// today (R3).
func (e *examination) counts(ctx context.Context, w *work, partners []Partner) error {
	if len(partners) == 0 {
		return nil
	}
	days, of, told := map[Date][]string{}, map[string][]Period{}, map[string]bool{}
	for _, partner := range partners {
		days[w.today] = append(days[w.today], partner.Key)
		of[partner.Key] = nil
	}
	edges, err := w.Collaborations(ctx, CollaborationSelect{Partners: days[w.today]})
	if err != nil {
		return fmt.Errorf("read the collaborations of partners: %w", err)
	}
	for _, edge := range edges {
		of[edge.PartnerKey] = append(of[edge.PartnerKey], edge.Period)
		days[edge.Since] = append(days[edge.Since], edge.PartnerKey)
		if edge.Until != nil {
			days[*edge.Until] = append(days[*edge.Until], edge.PartnerKey)
		}
	}
	for day, keys := range days {
		kept, err := w.CollaborationCounts(ctx, slices.Compact(slices.Sorted(slices.Values(keys))), day)
		if err != nil {
			return fmt.Errorf("read what is kept of partners: %w", err)
		}
		for _, key := range keys {
			if is := countOn(of[key], day); kept[key] != is && !told[key] {
				told[key] = true
				e.found = append(e.found, Violation{"R3", MakeID(KindPartner, key), fmt.Sprintf("for %s are kept %d collaborations in force, the latest of %q; they are %d, the latest of %q",
					day, kept[key].InForce, kept[key].LatestSince, is.InForce, is.LatestSince)})
			}
		}
	}
	return nil
}

// countOn counts the periods that hold on a day.
func countOn(periods []Period, day Date) (count CollaborationCount) {
	for _, period := range periods {
		if period.Holds(day) {
			count.InForce, count.LatestSince = count.InForce+1, max(count.LatestSince, period.Since)
		}
	}
	return count
}

// conclude holds what was read against what the register says of itself, unless it was changed meanwhile.
func (e *examination) conclude(begun, ended State) (found []Violation) {
	if begun != ended {
		return nil
	}
	for _, kept := range []struct {
		kind   Kind
		number int
	}{{KindPartner, ended.Partners}, {KindCollaboration, ended.Collaborations}, {KindAgreement, ended.Agreements}} {
		if kept.number != e.numbers[kept.kind] {
			found = append(found, Violation{"R16", "", fmt.Sprintf("it says that it holds %d of kind %s, and holds %d", kept.number, kept.kind, e.numbers[kept.kind])})
		}
	}
	if ended.Revision != e.feed.last {
		found = append(found, Violation{"R16", "", fmt.Sprintf("it says that it is at revision %d, and the last change is %d", ended.Revision, e.feed.last)})
	}
	return append(found, e.feed.conclude()...)
}
