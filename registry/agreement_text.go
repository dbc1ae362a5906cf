package registry

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"regexp"
	"slices"
	"unicode/utf8"
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
	met, err := w.around(ctx, Dataset{Agreements: []Agreement{a}})
	if err != nil {
		return a, err
	}
	if err := a.check(met); err != nil {
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
	cmd.reads = []string{id}
	agreement, change, err := mutate(ctx, r, cmd, func(ctx context.Context, w *work) (Agreement, error) {
		old, err := findVersion[Agreement](ctx, w, "agreementId", id, version)
		if err != nil {
			return old, err
		}
		if err := w.actor.mayOn(cmd.action, old); err != nil {
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
	if err := cmp.Or(checkLength("regionCodes", a.RegionCodes, maxRegions), checkLength("partnerKeys", a.PartnerKeys, maxPartners)); err != nil {
		return a, err
	}
	a.Pairs = patch.FillPairs.Value.of(a)
	return a, nil
}

// of returns the cross product of the regions and partners.
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
	met, err := w.around(ctx, Dataset{Agreements: []Agreement{a}})
	if err != nil {
		return old, err
	}
	if err := a.checkEdit(old, met, w.stamp.Version); err != nil {
		return old, err
	}
	return w.putAgreement(ctx, &old, a)
}

// checkEdit holds an agreement that was edited against the rules; another text is that of the revision, and has no approvals.
func (a *Agreement) checkEdit(old Agreement, met surroundings, revision int) error {
	if a.clean() == nil { // else it is told below, with all that is wrong
		same, err := sameText(old, *a)
		if err != nil {
			return err
		}
		if same {
			// What the text says was right when it was written: other facts may change though kerntaken or the guide did since.
			return nil
		}
		if old.Stage == Active {
			return Conflict(ReasonTextImmutable, "%s is active, and its text does not change: amend it", old.ID()).rule("R11")
		}
	}
	if err := a.check(met); err != nil {
		return err
	}
	a.TextVersion, a.Approvals = revision, []Approval{}
	if old.Stage == Proposed {
		a.Stage, a.ProposedOn = Draft, nil
	}
	return nil
}

// putAgreement writes the agreement and its item; before is nil when it is new.
func (w *work) putAgreement(ctx context.Context, before *Agreement, a Agreement) (Agreement, error) {
	a.Stamp, a.Pairs = w.stamp, sortedPairs(a.Pairs)
	if err := w.writer.Put(ctx, BatchOf(a)); err != nil {
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
		commitments[i].UUID, commitments[i].DoneOn, commitments[i].FindingKey = "", nil, nil
	}
	return Agreement{
		Title: a.Title, Summary: a.Summary, RegionCodes: a.RegionCodes, PartnerKeys: a.PartnerKeys, Pairs: sortedPairs(a.Pairs),
		Signatories: a.Signatories, ChainCodes: a.ChainCodes, Since: a.Since, Until: a.Until, Documents: a.Documents,
		Commitments: commitments, NotApplicable: a.NotApplicable,
	}
}

// check cleans an agreement and gives all that is wrong with it: its own facts and R6, what it refers to, R2 for each pair,
// and its commitments.
func (a *Agreement) check(met surroundings) error {
	return errors.Join(
		a.clean(), met.cleanKeys("regionCodes", KindRegion, &a.RegionCodes, maxRegions),
		met.cleanKeys("partnerKeys", KindPartner, &a.PartnerKeys, maxPartners), met.cleanKeys("chainCodes", KindChain, &a.ChainCodes, maxChainsOf),
		a.checkSignatories(met), a.checkPairs(met), a.checkCommitments(met.guide),
	)
}

// clean trims and bounds the agreement's own facts.
func (a *Agreement) clean() error {
	a.RegionCodes, a.PartnerKeys, a.ChainCodes = sortedCopy(a.RegionCodes), sortedCopy(a.PartnerKeys), sortedCopy(a.ChainCodes)
	a.Approvals, a.Signatories = orNone(a.Approvals), orNone(a.Signatories)
	a.NotApplicable, a.Commitments = slices.Clone(orNone(a.NotApplicable)), slices.Clone(orNone(a.Commitments))
	problems := []error{
		cleanName("title", &a.Title), cleanOptionalText("summary", &a.Summary), cleanOptionalText("endReason", &a.EndReason),
		cleanProvenance("provenance", &a.Provenance), cleanMilestones(&a.Milestones),
	}
	if err := checkOrder("", a.Since, a.Until); err != nil {
		problems = append(problems, err.rule("R6"))
	}
	return errors.Join(append(problems, a.checkSides(), a.checkRecorded(), a.checkLeader(), a.cleanTalks(), a.cleanDocuments(), a.cleanPairs())...)
}

func sortedCopy(keys []string) []string {
	sorted := slices.Clone(orNone(keys))
	slices.Sort(sorted)
	return sorted
}

func (a *Agreement) cleanTalks() error {
	return cleanItems("talks", &a.Talks, maxTalks, func(t *Talk) error {
		return errors.Join(cleanOptionalText("talks.forEachOther", &t.ForEachOther), cleanOptionalText("talks.goal", &t.Goal), cleanOptionalText("talks.how", &t.How))
	}, func(t Talk) [4]string {
		return [4]string{string(t.On), text(t.ForEachOther), text(t.Goal), text(t.How)}
	})
}

var checksum = regexp.MustCompile(`^[0-9a-f]{64}$`)

func (a *Agreement) cleanDocuments() error {
	return cleanItems("documents", &a.Documents, maxDocuments, func(d *AgreementDocument) error {
		problems := []error{cleanName("documents.title", &d.Title), checkURL("documents.url", &d.URL)}
		if d.SHA256 != nil && !checksum.MatchString(*d.SHA256) {
			problems = append(problems, Invalid(ReasonInvalid, "documents.sha256", "%q is not a SHA-256 of 64 hexadecimal digits", clip(*d.SHA256)).as(detailChecksum))
		}
		return errors.Join(problems...)
	}, func(d AgreementDocument) [2]string { return [2]string{d.Title, string(d.URL)} })
}

// cleanPairs bounds and trims the pairs and all their text together, and refuses doubles and what is no party (R6).
func (a *Agreement) cleanPairs() error {
	if err := checkLength("pairs", a.Pairs, maxPairs); err != nil {
		return err
	}
	pairs := slices.Clone(orNone(a.Pairs))
	seen, problems, text := map[Pair]bool{}, []error{}, 0
	for i, pair := range pairs {
		err := cleanOptionalText("pairs.motivation", &pairs[i].Motivation)
		if pairs[i].Motivation != nil {
			text += utf8.RuneCountInString(*pairs[i].Motivation)
		}
		switch {
		case !a.Binds(pair.Pair()):
			err = errors.Join(err, notParty("pairs", pair.RegionCode+" and "+pair.PartnerKey).rule("R6"))
		case seen[pair.Pair()]:
			err = errors.Join(err, Invalid(ReasonDuplicate, "pairs", "%s and %s stand there twice", pair.RegionCode, pair.PartnerKey).rule("R6"))
		}
		seen[pair.Pair()] = true
		problems = append(problems, inItem(i, err))
	}
	a.Pairs = pairs
	return errors.Join(append(problems, checkNumber("pairs.motivation", text, maxPairsText))...)
}

func notParty(field, who string) *Error {
	return Invalid(ReasonNotParty, field, "%s: not both are parties of the agreement", who)
}

// checkSides refuses an agreement without a region or a partner (R6).
func (a *Agreement) checkSides() error {
	problems := []error{}
	for _, side := range []struct {
		field string
		keys  []string
	}{{"regionCodes", a.RegionCodes}, {"partnerKeys", a.PartnerKeys}} {
		if len(side.keys) == 0 {
			problems = append(problems, Invalid(ReasonPartiesMissing, side.field, "an agreement binds at least one region and one partner").rule("R6"))
		}
	}
	return errors.Join(problems...)
}

// checkRecorded refuses a covenant made elsewhere without its source, or with a first day that nobody confirmed (R7).
func (a *Agreement) checkRecorded() error {
	if a.Stage != Recorded {
		return nil
	}
	if a.Provenance == nil {
		return Invalid(ReasonInvalid, "provenance", "a recorded agreement has a source").as(detailSource).rule("R7")
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
	if len(a.RegionCodes) == 0 {
		return nil // which is refused already
	}
	if a.LedBy == nil && a.Stage != Recorded && a.Stage != Ended {
		return Invalid(ReasonInvalid, "ledBy", "one of the regions leads").as(detailLeader).rule("R6")
	}
	if a.LedBy != nil && !slices.Contains(a.RegionCodes, *a.LedBy) {
		return Invalid(ReasonNotParty, "ledBy", "%s is none of the regions", clip(*a.LedBy)).rule("R6")
	}
	return nil
}

// checkSignatories refuses one that is not in the register, that stands there twice, or that signs for what is no party.
func (a *Agreement) checkSignatories(met surroundings) error {
	return cleanItems("signatories", &a.Signatories, maxSignatories, func(s *Signatory) error {
		problems := []error{met.refers("signatories.partnerKey", KindPartner, s.PartnerKey)}
		if len(s.SignsFor) == 0 {
			problems = append(problems, Invalid(ReasonInvalid, "signatories.signsFor", "%s signs for nobody", clip(s.PartnerKey)).as(detailSignsFor).rule("R6"))
		}
		err := cleanItems("signatories.signsFor", &s.SignsFor, maxPartners, func(key *string) error {
			if !slices.Contains(a.PartnerKeys, *key) {
				return Invalid(ReasonNotParty, "signatories.signsFor", "%s is none of the partners", clip(*key)).rule("R6")
			}
			return nil
		}, itself)
		return errors.Join(append(problems, err)...)
	}, func(s Signatory) string { return s.PartnerKey })
}

// checkPairs holds each pair against the kerntaken of its partner (R2).
func (a *Agreement) checkPairs(met surroundings) error {
	problems := []error{}
	for i, pair := range a.Pairs {
		if partner, there := met.partners[pair.PartnerKey]; there {
			err := checkProfile(pair.Profile, partner.CoreTasks, false, pair.Motivation)
			problems = append(problems, inItem(i, forPair(err, pair)))
		}
	}
	return errors.Join(problems...)
}

// forPair tells which pair a refusal is about.
func forPair(err error, pair AgreedPair) error {
	if refusal, ok := errors.AsType[*Error](err); ok {
		return refusal.with("field", "pairs").with("regionCode", pair.RegionCode).with("partnerKey", pair.PartnerKey)
	}
	return err
}
