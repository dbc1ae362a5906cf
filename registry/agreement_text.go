package registry

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"regexp"
	"slices"
)

// The actions that make the text of an agreement.
const (
	actionExploreAgreement Action = "exploreAgreement"
	actionRecordAgreement  Action = "recordAgreement"
	actionUpdateAgreement  Action = "updateAgreement"
)

// ExploreAgreementInput is an agreement of which parties begin to talk.
type ExploreAgreementInput struct {
	Title                    string
	RegionCodes, PartnerKeys []string
	LedBy                    string
	Talks                    []Talk
	IdempotencyKey           *string
}

// RecordAgreementInput is a covenant that was made elsewhere (R7).
type RecordAgreementInput struct {
	Title                    string
	RegionCodes, PartnerKeys []string
	// LedBy may be unknown.
	LedBy          *string
	Signatories    []Signatory
	ChainCodes     []string
	SignedOn       *PartialDate
	Until          *Date
	Summary        *string
	Documents      []AgreementDocument
	Milestones     []Milestone
	Provenance     Provenance
	IdempotencyKey *string
}

// AgreementPatch changes what is given of an agreement.
type AgreementPatch struct {
	AgreementID    string
	Version        int
	Title          Optional[string]
	Summary        Optional[string]
	RegionCodes    Optional[[]string]
	PartnerKeys    Optional[[]string]
	LedBy          Optional[string]
	Signatories    Optional[[]Signatory]
	Pairs          Optional[[]AgreedPair]
	FillPairs      Optional[FillPairs]
	ChainCodes     Optional[[]string]
	SignedOn       Optional[PartialDate]
	Since          Optional[Date]
	Until          Optional[Date]
	Documents      Optional[[]AgreementDocument]
	Talks          Optional[[]Talk]
	Provenance     Optional[Provenance]
	IdempotencyKey *string
}

// FillPairs makes a pair of each region and each partner (R6).
type FillPairs struct {
	Profile    Profile
	Motivation *string
}

// AgreementPayload is the agreement as it is now, and what the mutation did.
type AgreementPayload struct {
	Agreement Agreement
	Change    Change
}

// ExploreAgreement begins an agreement (R6, R7). BAD_USER_INPUT, NOT_FOUND.
func (r *Registry) ExploreAgreement(ctx context.Context, in ExploreAgreementInput) (AgreementPayload, error) {
	cmd := command{action: actionExploreAgreement, input: in, key: in.IdempotencyKey}
	return r.addAgreement(ctx, cmd, Agreement{
		Title: in.Title, Stage: Exploring, RegionCodes: in.RegionCodes, PartnerKeys: in.PartnerKeys, LedBy: &in.LedBy, Talks: in.Talks,
	})
}

// RecordAgreement takes up a covenant that was made elsewhere, with its source (R7). BAD_USER_INPUT, NOT_FOUND.
func (r *Registry) RecordAgreement(ctx context.Context, in RecordAgreementInput) (AgreementPayload, error) {
	cmd := command{action: actionRecordAgreement, input: in, key: in.IdempotencyKey}
	return r.addAgreement(ctx, cmd, Agreement{
		Title: in.Title, Stage: Recorded, RegionCodes: in.RegionCodes, PartnerKeys: in.PartnerKeys, LedBy: in.LedBy,
		Signatories: in.Signatories, ChainCodes: in.ChainCodes, SignedOn: in.SignedOn, Until: in.Until, Summary: in.Summary,
		Documents: in.Documents, Milestones: in.Milestones, Provenance: &in.Provenance,
	})
}

func (r *Registry) addAgreement(ctx context.Context, cmd command, a Agreement) (AgreementPayload, error) {
	agreement, change, err := mutate(ctx, r, cmd, func(ctx context.Context, w *work) (Agreement, error) { return w.addAgreement(ctx, a) })
	return AgreementPayload{Agreement: agreement, Change: change}, err
}

// addAgreement checks and writes a new one; its text begins with this revision.
func (w *work) addAgreement(ctx context.Context, a Agreement) (Agreement, error) {
	if err := w.checkAgreement(ctx, &a); err != nil {
		return a, err
	}
	return w.putNewAgreement(ctx, a)
}

func (w *work) putNewAgreement(ctx context.Context, a Agreement) (Agreement, error) {
	a.UUID, a.TextVersion = newUUID(), w.stamp.Version
	return w.putAgreement(ctx, nil, a)
}

// changeAgreement is the frame of the mutations of one agreement.
func (r *Registry) changeAgreement(ctx context.Context, cmd command, id string, version int, do func(context.Context, *work, Agreement) (Agreement, error)) (AgreementPayload, error) {
	agreement, change, err := mutate(ctx, r, cmd, func(ctx context.Context, w *work) (Agreement, error) {
		old, err := findVersion[Agreement](ctx, w, id, version)
		if err != nil {
			return old, err
		}
		if err := old.allows(cmd.action); err != nil {
			return old, err
		}
		return do(ctx, w, old)
	})
	return AgreementPayload{Agreement: agreement, Change: change}, err
}

// UpdateAgreement changes facts of an agreement. Another text withdraws all approvals, takes a proposal back to a draft
// (R7, R9), and is refused of an active agreement (R11). BAD_USER_INPUT; NOT_FOUND; CONFLICT with VERSION_MISMATCH,
// STEP_NOT_POSSIBLE or TEXT_IMMUTABLE.
func (r *Registry) UpdateAgreement(ctx context.Context, patch AgreementPatch) (AgreementPayload, error) {
	cmd := command{action: actionUpdateAgreement, input: patch, key: patch.IdempotencyKey}
	return r.changeAgreement(ctx, cmd, patch.AgreementID, patch.Version, func(ctx context.Context, w *work, old Agreement) (Agreement, error) {
		changed, err := patch.apply(old)
		if err != nil {
			return old, err
		}
		return w.editAgreement(ctx, old, changed)
	})
}

func (patch AgreementPatch) apply(a Agreement) (Agreement, error) {
	if err := patch.Title.over("title", &a.Title); err != nil {
		return a, err
	}
	patch.Summary.onto(&a.Summary)
	patch.LedBy.onto(&a.LedBy)
	patch.SignedOn.onto(&a.SignedOn)
	patch.Since.onto(&a.Since)
	patch.Until.onto(&a.Until)
	patch.Provenance.onto(&a.Provenance)
	listOver(patch.RegionCodes, &a.RegionCodes)
	listOver(patch.PartnerKeys, &a.PartnerKeys)
	listOver(patch.Signatories, &a.Signatories)
	listOver(patch.Pairs, &a.Pairs)
	listOver(patch.ChainCodes, &a.ChainCodes)
	listOver(patch.Documents, &a.Documents)
	listOver(patch.Talks, &a.Talks)
	if patch.FillPairs.Value == nil {
		return a, nil
	}
	if patch.Pairs.Set {
		return a, Invalid(ReasonContradiction, "fillPairs", "give pairs or fillPairs, not both")
	}
	// Before they are multiplied: the product of two long lists would not fit in memory.
	if err := cmp.Or(checkLength("regionCodes", a.RegionCodes), checkLength("partnerKeys", a.PartnerKeys)); err != nil {
		return a, err
	}
	a.Pairs = patch.FillPairs.Value.of(a)
	return a, nil
}

// of gives the cross product of the regions and partners.
func (f FillPairs) of(a Agreement) []AgreedPair {
	pairs := make([]AgreedPair, 0, len(a.RegionCodes)*len(a.PartnerKeys))
	for _, region := range a.RegionCodes {
		for _, partner := range a.PartnerKeys {
			pairs = append(pairs, AgreedPair{RegionCode: region, PartnerKey: partner, Profile: f.Profile, Motivation: f.Motivation})
		}
	}
	return pairs
}

// editAgreement checks and writes an agreement that was edited.
func (w *work) editAgreement(ctx context.Context, old, a Agreement) (Agreement, error) {
	if err := a.clean(); err != nil {
		return old, err
	}
	same, err := sameText(old, a)
	if err != nil {
		return old, err
	}
	if same {
		// What the text says was right when it was written: other facts may change though kerntaken or the guide did since.
		return w.putAgreement(ctx, &old, a)
	}
	if old.Stage == Active {
		return old, Conflict(ReasonTextImmutable, "%s is active, and its text does not change: amend it", old.ID()).rule("R11")
	}
	if err := w.checkAgreement(ctx, &a); err != nil {
		return old, err
	}
	a.TextVersion, a.Approvals = w.stamp.Version, []Approval{}
	if old.Stage == Proposed {
		a.Stage, a.ProposedOn = Draft, nil
	}
	return w.putAgreement(ctx, &old, a)
}

// putAgreement writes the agreement and its item; before is nil when it is new.
func (w *work) putAgreement(ctx context.Context, before *Agreement, a Agreement) (Agreement, error) {
	a.Stamp = w.stamp
	if err := w.writer.PutAgreements(ctx, []Agreement{a}); err != nil {
		return a, fmt.Errorf("write %s: %w", a.ID(), err)
	}
	return a, recordOf(w, before, a)
}

// sameText compares what parties approve (R9): all but done-dates, milestones, talks, provenance and what reviews say.
func sameText(a, b Agreement) (bool, error) { return alike(a.text(), b.text()) }

// text keeps of an agreement what is its text.
func (a Agreement) text() Agreement {
	commitments := slices.Clone(a.Commitments)
	for i := range commitments {
		commitments[i].UUID, commitments[i].DoneOn, commitments[i].FindingID = "", nil, nil
	}
	return Agreement{
		Title: a.Title, Summary: a.Summary, RegionCodes: a.RegionCodes, PartnerKeys: a.PartnerKeys, Pairs: a.Pairs,
		Signatories: a.Signatories, ChainCodes: a.ChainCodes, Since: a.Since, Until: a.Until, Documents: a.Documents,
		Commitments: commitments, NotApplicable: a.NotApplicable,
	}
}

// checkAgreement trims and bounds an agreement, and holds it against R6 and against R2 for each pair.
func (w *work) checkAgreement(ctx context.Context, a *Agreement) error {
	if err := a.clean(); err != nil {
		return err
	}
	if err := w.checkAgreementParties(ctx, a); err != nil {
		return err
	}
	if err := w.checkChains(ctx, "chainCodes", a.ChainCodes); err != nil {
		return err
	}
	if err := w.checkSignatories(ctx, *a); err != nil {
		return err
	}
	if err := w.checkPairs(ctx, *a); err != nil {
		return err
	}
	return w.checkCommitments(*a)
}

// clean trims and bounds the agreement's own facts.
func (a *Agreement) clean() (err error) {
	if a.Title, err = cleanName("title", a.Title); err != nil {
		return err
	}
	if a.Summary, err = cleanOptionalText("summary", a.Summary); err != nil {
		return err
	}
	if a.EndReason, err = cleanOptionalText("endReason", a.EndReason); err != nil {
		return err
	}
	if a.Provenance, err = cleanProvenance("provenance", a.Provenance); err != nil {
		return err
	}
	if a.Milestones, err = cleanMilestones(a.Milestones); err != nil {
		return err
	}
	if a.Since != nil && a.Until != nil && *a.Until <= *a.Since {
		return Invalid(ReasonInverted, "until", "%s is not after since (%s)", *a.Until, *a.Since).rule("R6")
	}
	a.RegionCodes, a.PartnerKeys, a.ChainCodes = sortedCopy(a.RegionCodes), sortedCopy(a.PartnerKeys), sortedCopy(a.ChainCodes)
	if err := a.checkSides(); err != nil {
		return err
	}
	if err := a.checkRecorded(); err != nil {
		return err
	}
	if err := a.checkLeader(); err != nil {
		return err
	}
	a.Approvals, a.Signatories = orNone(a.Approvals), orNone(a.Signatories)
	a.NotApplicable, a.Commitments = slices.Clone(orNone(a.NotApplicable)), slices.Clone(orNone(a.Commitments))
	if err := a.cleanTalks(); err != nil {
		return err
	}
	if err := a.cleanDocuments(); err != nil {
		return err
	}
	return a.cleanPairs()
}

// orNone gives the empty list for nil, so that the feed tells them apart from nothing.
func orNone[T any](list []T) []T {
	if list == nil {
		return []T{}
	}
	return list
}

func (a *Agreement) cleanTalks() (err error) {
	if err := checkLength("talks", a.Talks); err != nil {
		return err
	}
	talks := slices.Clone(orNone(a.Talks))
	for i := range talks {
		for _, part := range []struct {
			field string
			text  **string
		}{{"talks.forEachOther", &talks[i].ForEachOther}, {"talks.goal", &talks[i].Goal}, {"talks.how", &talks[i].How}} {
			if *part.text, err = cleanOptionalText(part.field, *part.text); err != nil {
				return err
			}
		}
	}
	a.Talks = talks
	return nil
}

// checkLength refuses an over-long list; unlike that of a filter it may be empty.
func checkLength[T any](field string, list []T) error {
	if len(list) > maxList {
		return Invalid(ReasonTooLong, field, "at most %d, not %d", maxList, len(list))
	}
	return nil
}

var checksum = regexp.MustCompile(`^[0-9a-f]{64}$`)

func (a *Agreement) cleanDocuments() (err error) {
	if err := checkLength("documents", a.Documents); err != nil {
		return err
	}
	documents := slices.Clone(orNone(a.Documents))
	for i, document := range documents {
		if documents[i].Title, err = cleanName("documents.title", document.Title); err != nil {
			return err
		}
		if document.SHA256 != nil && !checksum.MatchString(*document.SHA256) {
			return Invalid(ReasonInvalid, "documents.sha256", "%q is not a SHA-256 of 64 hexadecimal digits", clip(*document.SHA256))
		}
	}
	a.Documents = documents
	return nil
}

// cleanPairs bounds and trims the pairs, and refuses doubles and what is no party (R6).
func (a *Agreement) cleanPairs() (err error) {
	pairs := slices.Clone(orNone(a.Pairs))
	if len(pairs) > 25*maxList {
		return Invalid(ReasonTooLong, "pairs", "at most %d, not %d", 25*maxList, len(pairs))
	}
	seen := map[Pair]bool{}
	for i, pair := range pairs {
		if pairs[i].Motivation, err = cleanOptionalText("pairs.motivation", pair.Motivation); err != nil {
			return err
		}
		if !a.Binds(pair.Pair()) {
			return notParty("pairs", pair.RegionCode+" and "+pair.PartnerKey).rule("R6")
		}
		if seen[pair.Pair()] {
			return Invalid(ReasonContradiction, "pairs", "%s and %s stand there twice", pair.RegionCode, pair.PartnerKey).rule("R6")
		}
		seen[pair.Pair()] = true
	}
	a.Pairs = pairs
	return nil
}

func notParty(field, who string) *Error {
	return Invalid(ReasonNotParty, field, "%s: not both are parties of the agreement", who)
}

// checkAgreementParties refuses parties that are not in the register, or stand there twice.
func (w *work) checkAgreementParties(ctx context.Context, a *Agreement) error {
	if err := w.checkRegions(ctx, "regionCodes", a.RegionCodes); err != nil {
		return err
	}
	return checkThere(ctx, "partnerKeys", KindPartner, a.PartnerKeys, w.partnersByKey)
}

// checkSides refuses an agreement without a region or a partner (R6).
func (a *Agreement) checkSides() error {
	for _, side := range []struct {
		field string
		keys  []string
	}{{"regionCodes", a.RegionCodes}, {"partnerKeys", a.PartnerKeys}} {
		if len(side.keys) == 0 {
			return Invalid(ReasonPartiesMissing, side.field, "an agreement binds at least one region and one partner").rule("R6")
		}
	}
	return nil
}

// checkRecorded refuses a covenant made elsewhere without its source, or with a first day that nobody confirmed (R7).
func (a *Agreement) checkRecorded() error {
	if a.Stage != Recorded {
		return nil
	}
	if a.Provenance == nil {
		return Invalid(ReasonInvalid, "provenance", "a recorded agreement has a source").rule("R7")
	}
	if a.Since != nil {
		return Invalid(ReasonContradiction, "since", "a recorded agreement begins on the day that a party confirms").rule("R7")
	}
	return nil
}

// checkLeader refuses a leader that is none of the regions (R6); the only region leads, and of a covenant made elsewhere
// the leader may be unknown.
func (a *Agreement) checkLeader() error {
	if a.LedBy == nil && len(a.RegionCodes) == 1 {
		a.LedBy = &a.RegionCodes[0]
	}
	if a.LedBy == nil && a.Stage != Recorded && a.Stage != Ended {
		return Invalid(ReasonInvalid, "ledBy", "one of the regions leads").rule("R6")
	}
	if a.LedBy != nil && !slices.Contains(a.RegionCodes, *a.LedBy) {
		return Invalid(ReasonNotParty, "ledBy", "%s is none of the regions", clip(*a.LedBy)).rule("R6")
	}
	return nil
}

func (w *work) partnersByKey(ctx context.Context, keys []string) ([]Partner, error) {
	return w.Partners(ctx, PartnerSelect{Keys: keys})
}

// checkSignatories refuses one that is not in the register, that stands there twice, or that signs for what is no party.
func (w *work) checkSignatories(ctx context.Context, a Agreement) error {
	if err := checkLength("signatories", a.Signatories); err != nil {
		return err
	}
	keys := []string{}
	for _, signatory := range a.Signatories {
		if err := checkLength("signatories.signsFor", signatory.SignsFor); err != nil {
			return err
		}
		if len(signatory.SignsFor) == 0 {
			return Invalid(ReasonInvalid, "signatories.signsFor", "%s signs for nobody", clip(signatory.PartnerKey)).rule("R6")
		}
		for _, key := range signatory.SignsFor {
			if !slices.Contains(a.PartnerKeys, key) {
				return Invalid(ReasonNotParty, "signatories.signsFor", "%s is none of the partners", clip(key)).rule("R6")
			}
		}
		keys = append(keys, signatory.PartnerKey)
	}
	return checkThere(ctx, "signatories.partnerKey", KindPartner, keys, w.partnersByKey)
}

// checkPairs holds each pair against the kerntaken of its partner (R2).
func (w *work) checkPairs(ctx context.Context, a Agreement) error {
	if len(a.Pairs) == 0 {
		return nil
	}
	partners, err := w.bound(ctx, a)
	if err != nil {
		return err
	}
	for _, pair := range a.Pairs {
		if err := checkProfile(pair.Profile, partners[pair.PartnerKey].CoreTasks, false, pair.Motivation); err != nil {
			return forPair(err, pair)
		}
	}
	return nil
}

// bound reads the partners of an agreement by their key.
func (w *work) bound(ctx context.Context, a Agreement) (map[string]Partner, error) {
	partners, err := w.Partners(ctx, PartnerSelect{Keys: a.PartnerKeys})
	if err != nil {
		return nil, fmt.Errorf("read the partners of %s: %w", a.ID(), err)
	}
	byKey := make(map[string]Partner, len(partners))
	for _, partner := range partners {
		byKey[partner.Key] = partner
	}
	return byKey, nil
}

// forPair tells which pair a refusal is about.
func forPair(err error, pair AgreedPair) error {
	if refusal, ok := errors.AsType[*Error](err); ok {
		return refusal.with("field", "pairs").with("regionCode", pair.RegionCode).with("partnerKey", pair.PartnerKey)
	}
	return err
}
