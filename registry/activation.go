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

// activation is what an agreement meets when it becomes active now: the day on which it takes effect, its partners by
// their key, and the collaborations of its pairs at any date, in order of since.
type activation struct {
	day      Date
	partners map[string]Partner
	edges    map[Pair][]Collaboration
}

// checkActivation refuses what could not become active now: a text that has ended by then, a partner that has, a pair
// behind which another collaboration is planned, or that another agreement sets otherwise (R4, R8, R10).
func (w *work) checkActivation(ctx context.Context, a Agreement) error {
	_, err := w.activationOf(ctx, a)
	return err
}

func (w *work) activationOf(ctx context.Context, a Agreement) (met activation, err error) {
	met.day = w.activationDay(a)
	if a.Until != nil && *a.Until <= met.day {
		return met, Invalid(ReasonInverted, "until", "%s is not after the day on which it takes effect (%s)", *a.Until, met.day).rule("R8")
	}
	if met.partners, err = w.partnersOf(ctx, a); err != nil {
		return met, err
	}
	if met.edges, err = w.edgesOf(ctx, a); err != nil {
		return met, err
	}
	if err := met.check(a); err != nil {
		return met, err
	}
	return met, w.checkOtherAgreements(ctx, a, met.day)
}

// check refuses a partner that has ended by the day, and a pair that could not be set on it.
func (met activation) check(a Agreement) error {
	for _, key := range a.PartnerKeys {
		if until := met.partners[key].Until; until != nil && *until <= met.day {
			return Conflict(ReasonPartnerEnded, "Partner:%s ends on %s, before the agreement takes effect (%s)", key, *until, met.day).
				with("partnerKey", key).with("until", *until).rule("R10")
		}
	}
	for _, pair := range a.Pairs {
		partner := met.partners[pair.PartnerKey]
		if err := cmp.Or(
			checkProfile(pair.Profile, partner.CoreTasks, false, pair.Motivation),
			partner.contains(Period{Since: met.day, Until: partner.Until}), pair.checkPlanned(met.edges[pair.Pair()], met.day),
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

// checkOtherAgreements refuses a pair of which another agreement sets another profile at the same time (R4); the one that
// this amends ends when it begins.
func (w *work) checkOtherAgreements(ctx context.Context, a Agreement, day Date) error {
	if len(a.Pairs) == 0 {
		return nil
	}
	others, err := w.Agreements(ctx, AgreementSelect{Pairs: a.agreed()})
	if err != nil {
		return fmt.Errorf("read the other agreements of the pairs: %w", err)
	}
	period := Period{Since: day, Until: a.Until}
	set := profilesSet(others, period)
	for _, pair := range a.Pairs {
		for _, other := range set[pair.Pair()] {
			amended := a.Supersedes != nil && *a.Supersedes == other.by.UUID
			if other.profile != pair.Profile && !amended && other.by.UUID != a.UUID {
				planned := Collaboration{RegionCode: pair.RegionCode, PartnerKey: pair.PartnerKey, Profile: pair.Profile, Period: period}
				return forPair(profileAgreed(*other.by, other.profile, planned), pair)
			}
		}
	}
	return nil
}

// profileSet is the profile that an agreement sets for a pair.
type profileSet struct {
	by      *Agreement
	profile Profile
}

// profilesSet returns what agreements set in a part of a period, by pair: each pair of each agreement is looked at once.
func profilesSet(agreements []Agreement, period Period) map[Pair][]profileSet {
	set := map[Pair][]profileSet{}
	for i := range agreements {
		if !agreements[i].heldIn(period) {
			continue
		}
		for _, pair := range agreements[i].Pairs {
			set[pair.Pair()] = append(set[pair.Pair()], profileSet{&agreements[i], pair.Profile})
		}
	}
	return set
}

// heldIn says whether the agreement sets anything in a part of a period. One that has an end to come does until then.
func (a Agreement) heldIn(period Period) bool {
	held := a.Stage == Active || a.Stage == Ended
	return held && a.Since != nil && (Period{Since: *a.Since, Until: a.Until}).Overlaps(period)
}

// sets returns the profile that the agreement sets for the pair of a collaboration in a part of its period; "" when it
// sets none.
func (a Agreement) sets(c Collaboration) Profile {
	if !a.heldIn(c.Period) {
		return ""
	}
	for _, pair := range a.Pairs {
		if pair.Pair() == c.Pair() {
			return pair.Profile
		}
	}
	return ""
}

// edgesOf reads the collaborations of the agreement's pairs, at any date, in order of since.
func (w *work) edgesOf(ctx context.Context, a Agreement) (map[Pair][]Collaboration, error) {
	edges := map[Pair][]Collaboration{}
	if len(a.Pairs) == 0 {
		return edges, nil
	}
	found, err := w.Collaborations(ctx, CollaborationSelect{Pairs: a.agreed()})
	if err != nil {
		return nil, fmt.Errorf("read the collaborations of %s: %w", a.ID(), err)
	}
	for _, edge := range found {
		edges[edge.Pair()] = append(edges[edge.Pair()], edge)
	}
	return edges, nil
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
	met, err := w.activationOf(ctx, *a)
	if err != nil {
		return err
	}
	a.Stage = Active
	// An amendment takes effect when the old one ends, so that never two of its texts are in force.
	if a.Since == nil || a.Supersedes != nil {
		a.Since = &met.day
	}
	var changes []collaborationChange
	for _, pair := range a.Pairs {
		set, err := met.set(pair, &Provenance{Source: a.ID(), Certainty: Verified})
		if err != nil {
			return forPair(err, pair)
		}
		changes = append(changes, set...)
	}
	if err := w.putCollaborations(ctx, changes); err != nil {
		return err
	}
	return w.supersede(ctx, *a, met.day)
}

// set starts a collaboration from the day when the pair has none, leaves one of the same profile, and changes another
// (R4, R10).
func (met activation) set(pair AgreedPair, agreed *Provenance) ([]collaborationChange, error) {
	partner, edges := met.partners[pair.PartnerKey], met.edges[pair.Pair()]
	i := slices.IndexFunc(edges, func(edge Collaboration) bool { return edge.Holds(met.day) })
	if i < 0 {
		started := Collaboration{
			UUID: newUUID(), RegionCode: pair.RegionCode, PartnerKey: pair.PartnerKey, Profile: pair.Profile, Motivation: pair.Motivation,
			Period: Period{Since: met.day, Until: nextStop(partner, edges, met.day)}, Provenance: agreed, ContactPoints: []ContactPoint{},
		}
		err := started.checkAgainst(partner, edges)
		return []collaborationChange{{after: started}}, err
	}
	edge := edges[i]
	if edge.Profile == pair.Profile {
		return nil, nil
	}
	if edge.Since == met.day {
		// A collaboration of no day at all would remain before the change, so the change is of the whole.
		changed := edge
		changed.Profile, changed.Motivation, changed.Incidental, changed.Provenance = pair.Profile, pair.Motivation, false, agreed
		err := changed.checkAgainst(partner, edges)
		return []collaborationChange{{before: &edge, after: changed}}, err
	}
	closed, next, err := edge.changedTo(ChangeProfileInput{Profile: pair.Profile, On: met.day, Motivation: pair.Motivation, Provenance: agreed}, partner, edges)
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
func (c *Collaboration) checkAgreed(agreements []Agreement) error {
	return c.checkSet(agreements, func(agreed Profile) bool { return agreed != c.Profile })
}

// checkProfileFree refuses any change from today on of a profile that an agreement set (R4).
func (w *work) checkProfileFree(ctx context.Context, c Collaboration) error {
	c.Since = max(c.Since, w.today)
	agreements, err := w.Agreements(ctx, AgreementSelect{Pairs: []Pair{c.Pair()}})
	if err != nil {
		return fmt.Errorf("read the agreements of the pair: %w", err)
	}
	return c.checkSet(agreements, func(Profile) bool { return true })
}

// checkSet refuses when an agreement sets a profile for the pair, in a part of the period, that is in the way.
func (c *Collaboration) checkSet(agreements []Agreement, inTheWay func(agreed Profile) bool) error {
	for _, a := range agreements {
		if agreed := a.sets(*c); agreed != "" && inTheWay(agreed) {
			return profileAgreed(a, agreed, *c)
		}
	}
	return nil
}

func profileAgreed(a Agreement, profile Profile, c Collaboration) *Error {
	return Conflict(ReasonAgreedProfile, "%s sets the profile %s for %s and %s: amend it", a.ID(), profile, c.RegionCode, c.PartnerKey).
		with("id", a.ID()).with("profile", profile).rule("R4")
}
