package registry

import (
	"cmp"
	"context"
	"fmt"
	"slices"
)

// activationDay is the day on which an agreement takes effect when it becomes active now (R10).
func (w *work) activationDay(a Agreement) Date {
	if a.Since == nil {
		return w.today
	}
	return max(*a.Since, w.today)
}

// activation is what agreements meet when they become active now: their partners by their key, and for each of their pairs
// the collaborations at any date, in order of since, and what agreements set for it.
type activation struct {
	partners map[string]Partner
	edges    map[Pair][]Collaboration
	set      map[Pair][]profileSet
}

// inParts has a check look at agreements with their pairs, at no more at once than can have maxPairs together, save one
// alone: so what is held in memory is bounded, however large the agreements of a page.
func inParts(check func(*work, context.Context, []attempt[Agreement]) ([]error, error)) func(*work, context.Context, []attempt[Agreement]) ([]error, error) {
	return func(w *work, ctx context.Context, attempts []attempt[Agreement]) ([]error, error) {
		refusals := make([]error, 0, len(attempts))
		for len(attempts) > 0 {
			part := attempts[:firstPart(attempts)]
			whole, err := w.withPairs(ctx, part)
			if err != nil {
				return nil, err
			}
			found, err := check(w, ctx, whole)
			if err != nil {
				return nil, err
			}
			refusals, attempts = append(refusals, found...), attempts[len(part):]
		}
		return refusals, nil
	}
}

// ofNamed has a check look only at attempts that say who would do it; the others are refused nothing.
func ofNamed(check func(*work, context.Context, []attempt[Agreement]) ([]error, error)) func(*work, context.Context, []attempt[Agreement]) ([]error, error) {
	return func(w *work, ctx context.Context, attempts []attempt[Agreement]) ([]error, error) {
		named := func(try attempt[Agreement]) (attempt[Agreement], bool) { return try, try.by != nil }
		return checkSome(attempts, named, func(some []attempt[Agreement]) ([]error, error) { return check(w, ctx, some) })
	}
}

func firstPart(attempts []attempt[Agreement]) int {
	pairs := 0
	for i, try := range attempts {
		pairs += len(try.on.RegionCodes) * len(try.on.PartnerKeys)
		if i > 0 && pairs > maxPairs {
			return i
		}
	}
	return len(attempts)
}

// withPairs reads agreements anew, with their pairs.
func (w *work) withPairs(ctx context.Context, attempts []attempt[Agreement]) ([]attempt[Agreement], error) {
	uuids := make([]string, len(attempts))
	for i, try := range attempts {
		uuids[i] = try.on.UUID
	}
	agreements, err := w.Agreements(ctx, AgreementSelect{UUIDs: uuids})
	if err != nil {
		return nil, fmt.Errorf("read agreements with their pairs: %w", err)
	}
	byUUID := make(map[string]Agreement, len(agreements))
	for _, agreement := range agreements {
		byUUID[agreement.UUID] = agreement
	}
	whole := make([]attempt[Agreement], len(attempts))
	for i, try := range attempts {
		whole[i] = attempt[Agreement]{byUUID[try.on.UUID], try.by}
	}
	return whole, nil
}

// activationOf reads what agreements meet, of all of them at once.
func (w *work) activationOf(ctx context.Context, agreements []Agreement) (activation, error) {
	met := activation{partners: map[string]Partner{}, edges: map[Pair][]Collaboration{}}
	refs, pairs := References{}, []Pair{}
	for _, a := range agreements {
		refs.add(KindPartner, a.PartnerKeys...)
		pairs = append(pairs, a.agreed()...)
	}
	partners, err := w.Partners(ctx, PartnerSelect{Keys: refs.formed(KindPartner)})
	if err != nil {
		return met, fmt.Errorf("read the partners of agreements: %w", err)
	}
	for _, partner := range partners {
		met.partners[partner.Key] = partner
	}
	if len(pairs) == 0 {
		return met, nil
	}
	edges, err := w.Collaborations(ctx, CollaborationSelect{Pairs: pairs})
	if err != nil {
		return met, fmt.Errorf("read the collaborations of agreements: %w", err)
	}
	for _, edge := range edges {
		met.edges[edge.Pair()] = append(met.edges[edge.Pair()], edge)
	}
	met.set, err = w.profilesSet(ctx, pairs)
	return met, err
}

// check refuses what could not become active on a day: a text that has ended by then, a partner that has, a pair behind
// which another collaboration is planned, or that another agreement sets otherwise (R4, R8, R10).
func (met activation) check(a Agreement, day Date) error {
	if a.Until != nil && *a.Until <= day {
		return Invalid(ReasonInverted, "until", "%s is not after the day on which it takes effect (%s)", *a.Until, day).rule("R8")
	}
	for _, key := range a.PartnerKeys {
		if until := met.partners[key].Until; until != nil && *until <= day {
			return Conflict(ReasonPartnerEnded, "Partner:%s ends on %s, before the agreement takes effect (%s)", key, *until, day).
				with("partnerKey", key).with("until", *until).rule("R10")
		}
	}
	for _, pair := range a.Pairs {
		partner := met.partners[pair.PartnerKey]
		if err := cmp.Or(
			checkProfile(pair.Profile, partner.CoreTasks, false, pair.Motivation),
			partner.contains(Period{Since: day, Until: partner.Until}), pair.checkPlanned(met.edges[pair.Pair()], day),
			met.checkOthers(a, pair, Period{Since: day, Until: a.Until}),
		); err != nil {
			return forPair(err, pair)
		}
	}
	return nil
}

// agreed returns the two ends of each pair.
func (a Agreement) agreed() []Pair {
	pairs := make([]Pair, len(a.Pairs))
	for i, pair := range a.Pairs {
		pairs[i] = pair.Pair()
	}
	return pairs
}

// checkOthers refuses a pair of which another agreement sets another profile at the same time (R4); the one that this
// amends ends when it begins.
func (met activation) checkOthers(a Agreement, pair AgreedPair, period Period) error {
	for _, other := range met.set[pair.Pair()] {
		amended := a.Supersedes != nil && *a.Supersedes == other.by.UUID
		if other.profile != pair.Profile && !amended && other.by.UUID != a.UUID && other.by.heldIn(period) {
			return profileAgreed(other, pair.Pair())
		}
	}
	return nil
}

// profileSet is the profile that an agreement sets for a pair.
type profileSet struct {
	by      *Agreement
	profile Profile
}

// profilesSet reads what agreements set, at any date, for pairs of which they bind both ends. No other of their
// pairs are read.
func (w *work) profilesSet(ctx context.Context, pairs []Pair) (map[Pair][]profileSet, error) {
	binding, err := pairless{w.Reader}.Agreements(ctx, AgreementSelect{Pairs: pairs})
	if err != nil {
		return nil, fmt.Errorf("read the agreements of the pairs: %w", err)
	}
	held := []string{}
	for _, a := range binding {
		if a.held() {
			held = append(held, a.UUID)
		}
	}
	set := map[Pair][]profileSet{}
	if len(held) == 0 {
		return set, nil
	}
	agreements, err := w.Agreements(ctx, AgreementSelect{UUIDs: held, OnlyPairs: pairs})
	if err != nil {
		return nil, fmt.Errorf("read the pairs of agreements: %w", err)
	}
	for i := range agreements {
		for _, pair := range agreements[i].Pairs {
			set[pair.Pair()] = append(set[pair.Pair()], profileSet{&agreements[i], pair.Profile})
		}
	}
	return set, nil
}

// held says whether the agreement is or was active, and so sets its pairs at some date.
func (a Agreement) held() bool { return (a.Stage == Active || a.Stage == Ended) && a.Since != nil }

// heldIn says whether the agreement sets anything in a part of a period. One that has an end to come does until then.
func (a Agreement) heldIn(period Period) bool {
	return a.held() && (Period{Since: *a.Since, Until: a.Until}).Overlaps(period)
}

// checkPlanned refuses a pair that has a collaboration of another profile planned after the day (R10).
func (p AgreedPair) checkPlanned(edges []Collaboration, day Date) error {
	for _, edge := range edges {
		if edge.Since > day && edge.Profile != p.Profile {
			return Conflict(ReasonPlanned, "%s and %s have a collaboration of profile %s planned from %s: %s", p.RegionCode, p.PartnerKey, edge.Profile, edge.Since, edge.ID()).
				with("id", edge.ID()).with("since", edge.Since).rule("R10")
		}
	}
	return nil
}

// activate makes the agreement active: it begins, sets the collaboration of each pair, and ends what it supersedes (R10,
// R11). The caller writes it.
func (w *work) activate(ctx context.Context, a *Agreement) error {
	day := w.activationDay(*a)
	met, err := w.activationOf(ctx, []Agreement{*a})
	if err != nil {
		return err
	}
	if err := met.check(*a, day); err != nil {
		return err
	}
	a.Stage = Active
	// An amendment takes effect when the old one ends, so that never two of its texts are in force.
	if a.Since == nil || a.Supersedes != nil {
		a.Since = &day
	}
	var changes []collaborationChange
	for _, pair := range a.Pairs {
		set, err := met.change(pair, day, &Provenance{Source: a.ID(), Certainty: Verified})
		if err != nil {
			return forPair(err, pair)
		}
		changes = append(changes, set...)
	}
	if err := w.putCollaborations(ctx, changes); err != nil {
		return err
	}
	return w.supersede(ctx, *a, day)
}

// change starts a collaboration from the day when the pair has none, leaves one of the same profile, and changes another
// (R4, R10).
func (met activation) change(pair AgreedPair, day Date, agreed *Provenance) ([]collaborationChange, error) {
	partner, edges := met.partners[pair.PartnerKey], met.edges[pair.Pair()]
	i := slices.IndexFunc(edges, func(edge Collaboration) bool { return edge.Holds(day) })
	if i < 0 {
		started := Collaboration{
			UUID: newUUID(), RegionCode: pair.RegionCode, PartnerKey: pair.PartnerKey, Profile: pair.Profile, Motivation: pair.Motivation,
			Period: Period{Since: day, Until: nextStop(partner, edges, day)}, Provenance: agreed, ContactPoints: []ContactPoint{},
		}
		err := started.checkAgainst(partner, edges)
		return []collaborationChange{{after: started}}, err
	}
	edge := edges[i]
	if edge.Profile == pair.Profile {
		return nil, nil
	}
	if edge.Since == day {
		// A collaboration of no day at all would remain before the change, so the change is of the whole.
		changed := edge
		changed.Profile, changed.Motivation, changed.Incidental, changed.Provenance = pair.Profile, pair.Motivation, false, agreed
		err := changed.checkAgainst(partner, edges)
		return []collaborationChange{{before: &edge, after: changed}}, err
	}
	closed, next, err := edge.changedTo(ChangeProfileInput{Profile: pair.Profile, On: day, Motivation: pair.Motivation, Provenance: agreed}, partner, edges)
	return []collaborationChange{{before: &edge, after: closed}, {after: next}}, err
}

// nextStop is where a collaboration from the day has to end: at the next one of the pair, or with the partner; nil is
// nowhere.
func nextStop(partner Partner, edges []Collaboration, day Date) *Date {
	stop := partner.Until
	for _, edge := range edges {
		if edge.Since > day && (stop == nil || edge.Since < *stop) {
			stop = &edge.Since
		}
	}
	return stop
}

// supersede ends the agreement that this one amends, on the day on which this one takes effect (R11).
func (w *work) supersede(ctx context.Context, a Agreement, day Date) error {
	if a.Supersedes == nil {
		return nil
	}
	old, err := find[Agreement](ctx, w, "agreementId", MakeID(KindAgreement, *a.Supersedes))
	if err != nil {
		return err
	}
	if old.Stage != Active && old.Stage != Ended || old.Until != nil && *old.Until <= day && old.Stage == Ended {
		return nil
	}
	ended := old
	ended.Stage, ended.EndReason = Ended, cmp.Or(old.EndReason, new("opgevolgd door "+a.ID()))
	if ended.Until == nil || *ended.Until > day {
		// One that would have begun later never was in force.
		until := max(day, *old.Since)
		ended.Until = &until
	}
	_, err = w.putAgreement(ctx, &old, ended)
	return err
}

// checkAgreed refuses a profile that differs from the one that an agreement set for the pair (R4).
func (c *Collaboration) checkAgreed(set map[Pair][]profileSet) error {
	return c.checkSet(set, func(agreed Profile) bool { return agreed != c.Profile })
}

// checkProfilesFree refuses any change from today on of a profile that an agreement set (R4).
func (w *work) checkProfilesFree(ctx context.Context, collaborations []Collaboration) ([]error, error) {
	pairs := make([]Pair, len(collaborations))
	for i, c := range collaborations {
		pairs[i] = c.Pair()
	}
	set, err := w.profilesSet(ctx, pairs)
	if err != nil {
		return nil, err
	}
	return refusalsOf(collaborations, func(c Collaboration) error {
		c.Since = max(c.Since, w.today)
		return c.checkSet(set, func(Profile) bool { return true })
	}), nil
}

// checkSet refuses when an agreement sets a profile for the pair, in a part of the period, that is in the way.
func (c *Collaboration) checkSet(set map[Pair][]profileSet, inTheWay func(agreed Profile) bool) error {
	for _, agreed := range set[c.Pair()] {
		if inTheWay(agreed.profile) && agreed.by.heldIn(c.Period) {
			return profileAgreed(agreed, c.Pair())
		}
	}
	return nil
}

func profileAgreed(set profileSet, pair Pair) *Error {
	return Conflict(ReasonAgreedProfile, "%s sets the profile %s for %s and %s: amend it", set.by.ID(), set.profile, pair.Region, pair.Partner).
		with("id", set.by.ID()).with("profile", set.profile).rule("R4")
}
