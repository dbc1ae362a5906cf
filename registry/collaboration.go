package registry

import (
	"context"
	"errors"
	"fmt"
	"slices"
)

// Collaboration is a samenwerking: the edge of the network between one region and one partner, by one profile, for
// one period.
type Collaboration struct {
	// UUID is a UUIDv7, the key in its id.
	UUID       string  `json:"-"`
	RegionCode string  `json:"regionCode"`
	PartnerKey string  `json:"partnerKey"`
	Profile    Profile `json:"profile"`
	// Incidental says that the region works with the partner for a short time: a property of the relation.
	Incidental bool `json:"incidental"`
	Period
	EndReason     *string        `json:"endReason,omitempty"`
	Motivation    *string        `json:"motivation,omitempty"`
	ContactPoints []ContactPoint `json:"contactPoints"`
	Provenance    *Provenance    `json:"provenance,omitempty"`
	Stamp
}

// ID gives Collaboration:0190….
func (c Collaboration) ID() string { return MakeID(KindCollaboration, c.UUID) }

// Brief returns what a list shows of a collaboration at least; of its provenance, how sure it is.
func (c Collaboration) Brief() Collaboration {
	brief := Collaboration{UUID: c.UUID, RegionCode: c.RegionCode, PartnerKey: c.PartnerKey, Profile: c.Profile, Period: c.Period}
	if c.Provenance != nil {
		brief.Provenance = &Provenance{Certainty: c.Provenance.Certainty}
	}
	return brief
}

// IsNode marks a Node.
func (Collaboration) IsNode() {}

// IsActionable marks an Actionable.
func (Collaboration) IsActionable() {}

// over gives the collaboration as a dataset tells of it, with what it does not tell as it was.
func (c Collaboration) over(before Collaboration) Collaboration {
	c.UUID, c.Stamp, c.ContactPoints = before.UUID, before.Stamp, kept(c.ContactPoints, before.ContactPoints)
	c.EndReason = keptReason(c.EndReason, c.Until, before.EndReason, before.Until)
	return c
}

// Pair returns the two ends of the edge.
func (c Collaboration) Pair() Pair { return Pair{Region: c.RegionCode, Partner: c.PartnerKey} }

// Pair is a region and a partner.
type Pair struct{ Region, Partner string }

// CollaborationConnection is a page of collaborations, with the query that gave it.
type CollaborationConnection struct {
	Paged[Collaboration]
	Query CollaborationQuery
	// Total is how many the whole list has, when that is known already.
	Total *int
	// Partners and Included are what came along.
	Partners map[string]Partner
	Included Included
}

// CollaborationEdge is one item of the page.
type CollaborationEdge = Edge[Collaboration]

// CollaborationQueryOf checks what a client asks and makes a query of it; region "" is all regions.
func CollaborationQueryOf(region string, filter *CollaborationFilter, order *CollaborationOrder, args PageArgs, asOf Date) (query CollaborationQuery, err error) {
	query = CollaborationQuery{Region: region, Order: CollaborationOrder{Field: BySince, Direction: Ascending}, AsOf: asOf}
	if err := filter.Check("filter"); err != nil {
		return query, err
	}
	if filter != nil {
		query.Filter = *filter
	}
	if order != nil {
		query.Order = *order
	}
	query.Page, err = args.page(query.Order.name())
	return query, err
}

// ListCollaborations returns a page for each query.
func (r *Registry) ListCollaborations(ctx context.Context, queries []CollaborationQuery) ([]CollaborationConnection, error) {
	return listed(ctx, r, queries, Reader.ListCollaborations, func(list CollaborationList, query CollaborationQuery) CollaborationConnection {
		return CollaborationConnection{Paged: connect(list.List, query.Page, query.Order.key), Query: query, Partners: list.Partners, Included: list.Included}
	})
}

// The actions on collaborations.
const (
	actionStartCollaboration   Action = "startCollaboration"
	actionStartCollaborations  Action = "startCollaborations"
	actionChangeProfile        Action = "changeProfile"
	actionEndCollaboration     Action = "endCollaboration"
	actionCorrectCollaboration Action = "correctCollaboration"
	actionVoidCollaboration    Action = "voidCollaboration"
)

// StartCollaborationInput is a collaboration to start.
type StartCollaborationInput struct {
	RegionCode, PartnerKey string
	Profile                Profile
	Incidental             bool
	Since                  Date
	Until                  *Date
	Motivation             *string
	Provenance             *Provenance
	IdempotencyKey         *string
}

func (in StartCollaborationInput) collaboration() Collaboration {
	return Collaboration{
		RegionCode: in.RegionCode, PartnerKey: in.PartnerKey, Profile: in.Profile, Incidental: in.Incidental,
		Period: Period{Since: in.Since, Until: in.Until}, Motivation: in.Motivation, Provenance: in.Provenance,
		ContactPoints: []ContactPoint{},
	}
}

// StartCollaborationsInput is collaborations to start together; of each, the IdempotencyKey is nil.
type StartCollaborationsInput struct {
	Collaborations []StartCollaborationInput
	IdempotencyKey *string
}

// ChangeProfileInput is another profile from a day on.
type ChangeProfileInput struct {
	CollaborationID string
	Version         int
	Profile         Profile
	Incidental      bool
	On              Date
	Motivation      *string
	Provenance      *Provenance
	IdempotencyKey  *string
}

// EndCollaborationInput is the end of a collaboration.
type EndCollaborationInput struct {
	CollaborationID string
	Version         int
	On              Date
	Reason          string
	IdempotencyKey  *string
}

// CollaborationCorrection mends an error in a collaboration.
type CollaborationCorrection struct {
	CollaborationID string
	Version         int
	Since           Optional[Date]
	Until           Optional[Date]
	Profile         Optional[Profile]
	Incidental      Optional[bool]
	Motivation      Optional[string]
	Provenance      Optional[Provenance]
	Reason          string
	IdempotencyKey  *string
}

// VoidCollaborationInput takes back a collaboration that never was.
type VoidCollaborationInput struct {
	CollaborationID string
	Version         int
	Reason          string
	IdempotencyKey  *string
}

// CollaborationPayload is the collaboration as it is now, with no UUID when it was voided since, and what the mutation did.
type CollaborationPayload struct {
	Collaboration Collaboration
	Change        Change
}

// CollaborationsPayload is the collaborations as they are now, without those that were voided since, and what the mutation did.
type CollaborationsPayload struct {
	Collaborations []Collaboration
	Change         Change
}

// VoidPayload is what the mutation did.
type VoidPayload struct{ Change Change }

// VoidedID is that of the thing that was voided.
func (p VoidPayload) VoidedID() string { return p.Change.SubjectID }

// StartCollaboration starts one (R2, R3). BAD_USER_INPUT with PROFILE_NOT_SUITABLE, PERIOD_INVERTED or
// OUTSIDE_PERIOD; NOT_FOUND; CONFLICT with PERIOD_OVERLAPS or PROFILE_BY_AGREEMENT (R4).
func (r *Registry) StartCollaboration(ctx context.Context, in StartCollaborationInput) (CollaborationPayload, error) {
	cmd := command{action: actionStartCollaboration, input: in, key: in.IdempotencyKey}
	cmd.joins(in.collaboration().Pair())
	started, change, err := mutate(ctx, r, cmd, func(ctx context.Context, w *work) (Collaboration, error) {
		return w.startCollaboration(ctx, in.collaboration())
	})
	return CollaborationPayload{Collaboration: started, Change: change}, err
}

// StartCollaborations starts 1 to 100 in one Change, or none: all that is wrong with any of them is told at once, each problem with
// the place of its collaboration. It gives them in the order of the input. Its codes are those of StartCollaboration, and a
// collaboration may not overlap one before it either; TOO_LONG.
func (r *Registry) StartCollaborations(ctx context.Context, in StartCollaborationsInput) (payload CollaborationsPayload, err error) {
	cmd := command{action: actionStartCollaborations, input: in, key: in.IdempotencyKey}
	for _, each := range in.Collaborations[:min(len(in.Collaborations), maxStarted)] {
		cmd.joins(each.collaboration().Pair())
	}
	payload.Change, err = r.carryOut(ctx, cmd, func(ctx context.Context, w *work) (_ string, err error) {
		payload.Collaborations, err = w.startCollaborations(ctx, in.Collaborations)
		return "", err
	}, func(ctx context.Context, reader Reader, earlier Change) (err error) {
		payload.Collaborations, err = startedBy(ctx, reader, earlier)
		return err
	})
	return payload, err
}

// startedBy returns the collaborations that a change started, as they are now; without those that were voided since.
func startedBy(ctx context.Context, reader Reader, change Change) ([]Collaboration, error) {
	items, err := reader.ListChangeItems(ctx, []ChangeItemQuery{{Revision: change.Revision, Page: Page{Limit: maxStarted}}})
	if err != nil {
		return nil, fmt.Errorf("read what change %d started: %w", change.Revision, err)
	}
	ids := []string{}
	for _, item := range items[0].Items {
		ids = append(ids, item.SubjectID)
	}
	found, err := Nodes(ctx, reader, ids)
	started := []Collaboration{}
	for _, id := range ids {
		if collaboration, ok := found[id].(Collaboration); ok {
			started = append(started, collaboration)
		}
	}
	return started, err
}

// ChangeProfile closes the collaboration on a day inside its period and opens the next on that day, with the old end
// (R4). It gives the new one. BAD_USER_INPUT with OUTSIDE_PERIOD, PROFILE_UNCHANGED or PROFILE_NOT_SUITABLE; NOT_FOUND;
// CONFLICT with VERSION_MISMATCH.
func (r *Registry) ChangeProfile(ctx context.Context, in ChangeProfileInput) (CollaborationPayload, error) {
	cmd := command{action: actionChangeProfile, input: in, key: in.IdempotencyKey}
	return r.changeCollaboration(ctx, cmd, in.CollaborationID, in.Version, func(ctx context.Context, w *work, old Collaboration) (Collaboration, error) {
		if old.Profile == in.Profile {
			return old, Invalid(ReasonSameProfile, "profile", "it is %s already", in.Profile).rule("R4")
		}
		return w.changeProfile(ctx, old, in)
	})
}

// changeCollaboration is the frame of the mutations of one collaboration.
func (r *Registry) changeCollaboration(ctx context.Context, cmd command, id string, version int, do func(context.Context, *work, Collaboration) (Collaboration, error)) (CollaborationPayload, error) {
	cmd.reads = []string{id}
	collaboration, change, err := mutate(ctx, r, cmd, func(ctx context.Context, w *work) (Collaboration, error) {
		old, err := findVersion[Collaboration](ctx, w, "collaborationId", id, version)
		if err != nil {
			return old, err
		}
		return do(ctx, w, old)
	})
	return CollaborationPayload{Collaboration: collaboration, Change: change}, err
}

func (w *work) changeProfile(ctx context.Context, old Collaboration, in ChangeProfileInput) (Collaboration, error) {
	met, err := w.around(ctx, Dataset{Collaborations: []Collaboration{old}})
	if err != nil {
		return old, err
	}
	planned := old
	planned.Profile, planned.Since = in.Profile, in.On
	if err := planned.checkAgreed(met.set); err != nil {
		return old, err
	}
	closed, next, err := old.changedTo(in, met.partners[old.PartnerKey], met.ofPair[old.Pair()])
	if err != nil {
		return old, err
	}
	next.Stamp = w.stamp
	return next, w.putCollaborations(ctx, []collaborationChange{{before: &old, after: closed}, {after: next}})
}

// changedTo closes the collaboration on a day inside its period, and opens the next on that day, with the old end (R4).
func (c Collaboration) changedTo(in ChangeProfileInput, partner Partner, others []Collaboration) (closed, next Collaboration, err error) {
	closed, next = c, c
	if closed.Period, err = c.endOn("on", in.On); err != nil {
		return closed, next, err
	}
	closed.EndReason = new("profiel gewijzigd in " + string(in.Profile))
	next.Since, next.Profile, next.Incidental = in.On, in.Profile, in.Incidental
	next.Motivation, next.Provenance = in.Motivation, in.Provenance
	// Until it has an id of its own, what it replaces is no other that it could overlap.
	err = next.checkAgainst(partner, others)
	next.UUID = newUUID()
	return closed, next, err
}

// EndCollaboration ends one on a day inside its period (R4, R14). BAD_USER_INPUT with OUTSIDE_PERIOD or
// REASON_REQUIRED; NOT_FOUND; CONFLICT with VERSION_MISMATCH.
func (r *Registry) EndCollaboration(ctx context.Context, in EndCollaborationInput) (CollaborationPayload, error) {
	cmd := command{action: actionEndCollaboration, input: in, key: in.IdempotencyKey}
	return r.changeCollaboration(ctx, cmd, in.CollaborationID, in.Version, func(ctx context.Context, w *work, old Collaboration) (Collaboration, error) {
		reason, err := w.because(in.Reason)
		if err != nil {
			return old, err
		}
		return w.endCollaboration(ctx, old, in.On, reason)
	})
}

func (w *work) endCollaboration(ctx context.Context, old Collaboration, on Date, reason string) (Collaboration, error) {
	period, err := old.endOn("on", on)
	if err != nil {
		return old, err
	}
	ended := old
	ended.Period, ended.EndReason = period, &reason
	return w.putCollaboration(ctx, &old, ended)
}

// CorrectCollaboration mends an error (R4); the result has to meet R2 and R3. Its codes are those of
// StartCollaboration, and REASON_REQUIRED, VERSION_MISMATCH, NOTHING_TO_CHANGE.
func (r *Registry) CorrectCollaboration(ctx context.Context, in CollaborationCorrection) (CollaborationPayload, error) {
	cmd := command{action: actionCorrectCollaboration, input: in, key: in.IdempotencyKey}
	return r.changeCollaboration(ctx, cmd, in.CollaborationID, in.Version, func(ctx context.Context, w *work, old Collaboration) (Collaboration, error) {
		reason, err := w.because(in.Reason)
		if err != nil {
			return old, err
		}
		mended, err := in.apply(old)
		if err != nil {
			return old, err
		}
		in.settle(old, &mended, reason)
		met, err := w.around(ctx, Dataset{Collaborations: []Collaboration{mended}})
		if err != nil {
			return old, err
		}
		if err := mended.check(&old, met); err != nil {
			return old, err
		}
		return w.putCollaboration(ctx, &old, mended)
	})
}

func (in CollaborationCorrection) apply(c Collaboration) (Collaboration, error) {
	if err := in.Since.over("since", &c.Since); err != nil {
		return c, err
	}
	if err := in.Profile.over("profile", &c.Profile); err != nil {
		return c, err
	}
	if err := in.Incidental.over("incidental", &c.Incidental); err != nil {
		return c, err
	}
	in.Until.onto(&c.Until)
	in.Motivation.onto(&c.Motivation)
	in.Provenance.onto(&c.Provenance)
	return c, nil
}

// settle keeps what belongs to the old facts from standing beside the new: a motivation was for its profile, and an end
// reason for its end (R2, R14).
func (in CollaborationCorrection) settle(old Collaboration, mended *Collaboration, reason string) {
	if mended.Profile != old.Profile && !in.Motivation.Set {
		mended.Motivation = nil
	}
	switch {
	case mended.Until == nil:
		mended.EndReason = nil
	case old.Until == nil:
		mended.EndReason = &reason
	}
}

// VoidCollaboration takes back one that never was: gone from all reads at any date, kept in the feed (R4).
// REASON_REQUIRED, NOT_FOUND, VERSION_MISMATCH.
func (r *Registry) VoidCollaboration(ctx context.Context, in VoidCollaborationInput) (VoidPayload, error) {
	cmd := command{action: actionVoidCollaboration, input: in, key: in.IdempotencyKey}
	payload, err := r.changeCollaboration(ctx, cmd, in.CollaborationID, in.Version, func(ctx context.Context, w *work, old Collaboration) (Collaboration, error) {
		if _, err := w.because(in.Reason); err != nil {
			return old, err
		}
		return old, w.voidCollaboration(ctx, old)
	})
	return VoidPayload{Change: payload.Change}, err
}

func (w *work) voidCollaboration(ctx context.Context, old Collaboration) error {
	if err := w.forgetEvaluations(ctx, old); err != nil {
		return err
	}
	if err := w.writer.Remove(ctx, []string{old.ID()}); err != nil {
		return fmt.Errorf("void %s: %w", old.ID(), err)
	}
	return w.record(old, nil)
}

func (w *work) startCollaboration(ctx context.Context, c Collaboration) (Collaboration, error) {
	met, err := w.around(ctx, Dataset{Collaborations: []Collaboration{c}})
	if err != nil {
		return c, err
	}
	if err := c.check(nil, met); err != nil {
		return c, err
	}
	c.UUID = newUUID()
	return w.putCollaboration(ctx, nil, c)
}

// startCollaborations checks all before it writes any; each that is right stands beside the later ones.
func (w *work) startCollaborations(ctx context.Context, inputs []StartCollaborationInput) ([]Collaboration, error) {
	if len(inputs) == 0 {
		return nil, Invalid(ReasonInvalid, "collaborations", "name the collaborations to start").as(detailEmpty)
	}
	if err := checkLength("collaborations", inputs, maxStarted); err != nil {
		return nil, err
	}
	started := make([]Collaboration, len(inputs))
	for i, in := range inputs {
		started[i] = in.collaboration()
		started[i].UUID = newUUID()
	}
	met, err := w.around(ctx, Dataset{Collaborations: started})
	if err != nil {
		return nil, err
	}
	problems := []error{}
	changes := make([]collaborationChange, len(started))
	for i := range started {
		problems = append(problems, inItem(i, below("collaborations", met.checkNew(&started[i]))))
		started[i].Stamp = w.stamp
		changes[i].after = started[i]
	}
	if err := errors.Join(problems...); err != nil {
		return nil, err
	}
	return started, w.putCollaborations(ctx, changes)
}

// putCollaboration writes the collaboration and its item; before is nil when it is new.
func (w *work) putCollaboration(ctx context.Context, before *Collaboration, c Collaboration) (Collaboration, error) {
	c.Stamp = w.stamp
	return c, w.putCollaborations(ctx, []collaborationChange{{before: before, after: c}})
}

// collaborationChange is a collaboration as it was, nil when it is new, and as it becomes.
type collaborationChange struct {
	before *Collaboration
	after  Collaboration
}

// putCollaborations writes collaborations and their items.
func (w *work) putCollaborations(ctx context.Context, changes []collaborationChange) error {
	if len(changes) == 0 {
		return nil
	}
	collaborations := make([]Collaboration, len(changes))
	for i, change := range changes {
		collaborations[i] = change.after
		collaborations[i].Stamp = w.stamp
	}
	if err := w.writer.Put(ctx, BatchOf(collaborations...)); err != nil {
		return fmt.Errorf("write collaborations: %w", err)
	}
	for i, change := range changes {
		if err := recordOf(w, change.before, collaborations[i]); err != nil {
			return err
		}
	}
	return nil
}

// check cleans the collaboration and gives all that is wrong with it (R2, R3, R4); before is nil when it is new.
func (c *Collaboration) check(before *Collaboration, met surroundings) error {
	problems := []error{}
	wider := before != nil && (c.Since < before.Since || before.Until != nil && c.openAt(*before.Until))
	if before == nil || c.Profile != before.Profile || wider {
		problems = append(problems, c.checkAgreed(met.set))
	}
	if before == nil {
		problems = append(problems, met.refers("regionCode", KindRegion, c.RegionCode))
	} else {
		problems = append(problems, checkEnding(before.Until, c.Until, c.EndReason))
	}
	if err := met.refers("partnerKey", KindPartner, c.PartnerKey); err != nil {
		return errors.Join(append(problems, err, c.clean())...)
	}
	return errors.Join(append(problems, c.checkAgainst(met.partners[c.PartnerKey], met.ofPair[c.Pair()]))...)
}

// checkAmong checks one of several collaborations, of which those that are there stand beside it as they become.
func (c *Collaboration) checkAmong(before *Collaboration, met surroundings) error {
	if before == nil {
		return met.checkNew(c)
	}
	return c.check(before, met)
}

// checkNew checks one of several new collaborations, and has it stand beside the later ones when it is right.
func (s surroundings) checkNew(c *Collaboration) error {
	if err := c.check(nil, s); err != nil {
		return err
	}
	s.ofPair[c.Pair()] = append(s.ofPair[c.Pair()], *c)
	s.ofPartner[c.PartnerKey] = append(s.ofPartner[c.PartnerKey], *c)
	return nil
}

// checkAgainst cleans the collaboration and holds it against its partner and the others of its pair (R2, R3).
func (c *Collaboration) checkAgainst(partner Partner, others []Collaboration) error {
	return errors.Join(
		c.clean(), partner.contains(c.Period), checkProfile(c.Profile, partner.CoreTasks, c.Incidental, c.Motivation), c.checkOverlap(others),
	)
}

// clean trims and bounds its own facts.
func (c *Collaboration) clean() error {
	return errors.Join(
		c.Period.check(""), oneOf("profile", c.Profile, AllProfiles()), cleanOptionalText("motivation", &c.Motivation),
		cleanOptionalText("endReason", &c.EndReason), checkEndReason(c.EndReason, c.Until), cleanProvenance("provenance", &c.Provenance),
		cleanContactPoints(&c.ContactPoints),
	)
}

// checkOverlap refuses a second collaboration of the pair at any date (R3).
func (c *Collaboration) checkOverlap(others []Collaboration) error {
	i := slices.IndexFunc(others, func(other Collaboration) bool { return other.UUID != c.UUID && other.Overlaps(c.Period) })
	if i < 0 {
		return nil
	}
	other := others[i]
	refused := Conflict(ReasonOverlap, "%s and %s have a collaboration in that period already", c.RegionCode, c.PartnerKey).
		with("since", other.Since).with("until", other.Until).rule("R3")
	if other.isNew() { // it comes with the same input, and has no id that anybody knows
		return refused
	}
	return refused.with("id", other.ID())
}
