package registry

import (
	"context"
	"fmt"
	"slices"
)

// Approval is a party's yes to the text that it read (R9).
type Approval struct {
	PartyID string `json:"party"`
	On      Date   `json:"on"`
	// OnBehalfOf are the ids of the parties for which it counts too.
	OnBehalfOf []string `json:"onBehalfOf"`
	// Evidence is by what the leading region knows it, when that recorded it.
	Evidence *string `json:"evidence,omitempty"`
}

// WaitingFor returns the ids of the parties whose approval a proposal still needs, in order of Parties.
func (a Agreement) WaitingFor() []string {
	if a.Stage != Proposed {
		return []string{}
	}
	return slices.DeleteFunc(a.Parties(), a.approved)
}

// asked returns the ids of who can give an approval that is waited for: parties, and signatories that are none.
func (a Agreement) asked() []string {
	waiting := a.WaitingFor()
	asked := slices.Clone(waiting)
	for _, signatory := range a.Signatories {
		id := MakeID(KindPartner, signatory.PartnerKey)
		forOne := slices.ContainsFunc(signatory.SignsFor, func(key string) bool { return slices.Contains(waiting, MakeID(KindPartner, key)) })
		if forOne && !slices.Contains(asked, id) {
			asked = append(asked, id)
		}
	}
	return asked
}

// approved says whether a party approved, or another did for it.
func (a Agreement) approved(id string) bool {
	return slices.ContainsFunc(a.Approvals, func(approval Approval) bool {
		return approval.PartyID == id || slices.Contains(approval.OnBehalfOf, id)
	})
}

// ApproveAgreementInput is a yes to a text.
type ApproveAgreementInput struct {
	AgreementID string
	// TextVersion is that of the text that the party read.
	TextVersion int
	// Party is the id of a party or a signatory.
	Party string
	// Evidence is by what the leading region knows of a partner's approval that it records.
	Evidence       *string
	IdempotencyKey *string
}

// RefuseAgreementInput is a no to a text.
type RefuseAgreementInput struct {
	AgreementID string
	TextVersion int
	Party       string
	Reason      string
	// Evidence is by what the leading region knows of a partner's refusal that it records. Without it an input has the hash that it had
	// before there was any (R15).
	Evidence       *string `json:",omitempty"`
	IdempotencyKey *string
}

// ApproveAgreement says yes to the text that the party read (R9); the last approval makes the agreement active (R10).
// BAD_USER_INPUT with NOT_A_PARTY or EVIDENCE_REQUIRED; NOT_FOUND; CONFLICT with TEXT_CHANGED, STEP_NOT_POSSIBLE,
// ALREADY_APPROVED, and those of ProposeAgreement.
func (r *Registry) ApproveAgreement(ctx context.Context, in ApproveAgreementInput) (AgreementPayload, error) {
	cmd := command{action: actionApproveAgreement, input: in, key: in.IdempotencyKey}
	return r.answerAgreement(ctx, cmd, in.AgreementID, in.Party, in.TextVersion, func(ctx context.Context, w *work, old Agreement) (Agreement, error) {
		approval, err := w.approvalOf(ctx, old, in)
		if err != nil {
			return old, err
		}
		approved := old
		approved.Approvals = append(slices.Clone(old.Approvals), approval)
		if len(approved.WaitingFor()) == 0 {
			if approved.SignedOn == nil {
				approved.SignedOn = new(PartialDate(w.today))
			}
			if err := w.activate(ctx, &approved); err != nil {
				return old, err
			}
		}
		return w.putAgreement(ctx, &old, approved)
	})
}

// RefuseAgreement says no to the text that the party read, and takes the proposal back to a draft (R7). BAD_USER_INPUT
// with NOT_A_PARTY, REASON_REQUIRED or EVIDENCE_REQUIRED; NOT_FOUND; CONFLICT with TEXT_CHANGED or STEP_NOT_POSSIBLE.
func (r *Registry) RefuseAgreement(ctx context.Context, in RefuseAgreementInput) (AgreementPayload, error) {
	cmd := command{action: actionRefuseAgreement, input: in, key: in.IdempotencyKey}
	return r.answerAgreement(ctx, cmd, in.AgreementID, in.Party, in.TextVersion, func(ctx context.Context, w *work, old Agreement) (Agreement, error) {
		reason, err := w.because(in.Reason)
		if err != nil {
			return old, err
		}
		if err := old.checkSigner(in.Party); err != nil {
			return old, err
		}
		evidence, err := w.evidenceFor(in.Party, in.Evidence)
		if err != nil {
			return old, err
		}
		refused := old
		refused.backToDraft()
		refused.Refusal = &Refusal{PartyID: in.Party, On: w.today, Reason: reason, Evidence: evidence}
		return w.putAgreement(ctx, &old, refused)
	})
}

// answerAgreement is the frame of what parties say of a text: they name the text and not the version, so that their
// answers do not collide (R9).
func (r *Registry) answerAgreement(ctx context.Context, cmd command, id, party string, textVersion int, do func(context.Context, *work, Agreement) (Agreement, error)) (AgreementPayload, error) {
	cmd.reads = []string{id}
	agreement, change, err := mutate(ctx, r, cmd, func(ctx context.Context, w *work) (Agreement, error) {
		old, err := find[Agreement](ctx, w, "agreementId", id)
		if err != nil {
			return old, err
		}
		if old.TextVersion != textVersion {
			return old, Conflict(ReasonTextChanged, "the text of %s changed since you read it: its version is %d, not %d", old.ID(), old.TextVersion, textVersion).
				with("id", old.ID()).with("textVersion", old.TextVersion).with("version", old.Version).rule("R9")
		}
		if err := old.allows(cmd.action); err != nil {
			return old, err
		}
		if err := w.actor.mayAnswer(cmd.action, old, party); err != nil {
			return old, err
		}
		return do(ctx, w, old)
	})
	return AgreementPayload{Agreement: agreement, Change: change}, err
}

// approvalOf checks who approves, and tells for whom that counts (R9).
func (w *work) approvalOf(ctx context.Context, a Agreement, in ApproveAgreementInput) (approval Approval, err error) {
	if err := a.checkApprover(in.Party); err != nil {
		return approval, err
	}
	evidence, err := w.evidenceFor(in.Party, in.Evidence)
	if err != nil {
		return approval, err
	}
	approval = Approval{PartyID: in.Party, On: w.today, Evidence: evidence}
	adopted, err := w.adoptedNow(ctx, []Agreement{a})
	if err != nil {
		return approval, err
	}
	approval.OnBehalfOf = a.onBehalfOf(in.Party, adopted, w.today)
	return approval, nil
}

// evidenceFor checks by what it is known what a party says of a text: a party says it itself, and whoever records it for a partner says
// by what it is known (R9).
func (w *work) evidenceFor(party string, given *string) (*string, error) {
	evidence := given
	if err := cleanOptionalText("evidence", &evidence); err != nil {
		return nil, err
	}
	if kind, _ := splitID(party); given != nil && kind == KindRegion {
		return nil, Invalid(ReasonContradiction, "evidence", "the leading region records the answer of a partner; a region answers itself").rule("R9")
	}
	if evidence == nil && !w.actor.Rights.speaksFor(party) {
		return nil, Invalid(ReasonEvidence, "evidence", "say by what the answer of %s is known", party).rule("R9")
	}
	return evidence, nil
}

// checkApprovals refuses who, in attempts that all say who, has nothing to sign or signed already; the last approval that
// is waited for is also held against what it would activate.
func (w *work) checkApprovals(ctx context.Context, attempts []attempt[Agreement]) ([]error, error) {
	agreements := subjectsOf(attempts)
	adopted, err := w.adoptedNow(ctx, agreements)
	if err != nil {
		return nil, err
	}
	met, err := w.activationOf(ctx, agreements)
	if err != nil {
		return nil, err
	}
	return refusalsOf(attempts, func(try attempt[Agreement]) error {
		if err := try.on.checkApprover(*try.by); err != nil {
			return err
		}
		approved := try.on
		approved.Approvals = append(slices.Clone(approved.Approvals), Approval{PartyID: *try.by, OnBehalfOf: try.on.onBehalfOf(*try.by, adopted, w.today)})
		if len(approved.WaitingFor()) > 0 {
			return nil
		}
		return met.check(approved, w.activationDay(approved))
	}), nil
}

// checkRefusals refuses the no of who has nothing to sign.
func (w *work) checkRefusals(_ context.Context, attempts []attempt[Agreement]) ([]error, error) {
	return refusalsOf(attempts, func(try attempt[Agreement]) error {
		if try.by == nil {
			return nil
		}
		return try.on.checkSigner(*try.by)
	}), nil
}

// checkApprover refuses who has nothing to sign, and who signed already.
func (a Agreement) checkApprover(id string) error {
	if err := a.checkSigner(id); err != nil {
		return err
	}
	if slices.ContainsFunc(a.Approvals, func(approval Approval) bool { return approval.PartyID == id }) {
		return Conflict(ReasonApproved, "%s approved this text already", id).with("waitingFor", a.WaitingFor()).rule("R9")
	}
	return nil
}

// checkSigner refuses who is neither a party nor a signatory (R9).
func (a Agreement) checkSigner(id string) error {
	signs := slices.ContainsFunc(a.Signatories, func(s Signatory) bool { return MakeID(KindPartner, s.PartnerKey) == id })
	if signs || slices.Contains(a.Parties(), id) {
		return nil
	}
	return Invalid(ReasonNotParty, "party", "%s is neither a party nor a signatory of %s", clip(id), a.ID()).with("parties", a.Parties()).rule("R9")
}

// signedForBy returns the ids of the partners for which a signatory signs, other than itself.
func (a Agreement) signedForBy(key string) []string {
	ids := []string{}
	for _, signatory := range a.Signatories {
		if signatory.PartnerKey != key {
			continue
		}
		for _, member := range signatory.SignsFor {
			if member != key {
				ids = append(ids, MakeID(KindPartner, member))
			}
		}
	}
	return ids
}

// onBehalfOf returns the ids of the parties for which the approval of one counts too: those for which a partner signs, or
// that gave a region their mandate (R9).
func (a Agreement) onBehalfOf(party string, adopted map[string]Adoption, today Date) []string {
	kind, key := splitID(party)
	if kind == KindPartner {
		return a.signedForBy(key)
	}
	return a.mandatedTo(key, adopted, today)
}

// mandatedTo returns the ids of the regions that gave the region their mandate, today and for every bound partner (R9).
func (a Agreement) mandatedTo(region string, adopted map[string]Adoption, today Date) []string {
	ids := []string{}
	for _, other := range a.RegionCodes {
		without := slices.ContainsFunc(a.PartnerKeys, func(key string) bool {
			adoption := adopted[key]
			return adoption.RegionCode != region || !adoption.mandated(other, today)
		})
		if !without {
			ids = append(ids, MakeID(KindRegion, other))
		}
	}
	return ids
}

// adoptedNow reads the adoptions of today of the partners of agreements, by partner.
func (w *work) adoptedNow(ctx context.Context, agreements []Agreement) (map[string]Adoption, error) {
	refs := References{}
	for _, a := range agreements {
		refs.add(KindPartner, a.PartnerKeys...)
	}
	adoptions, err := w.Adoptions(ctx, AdoptionSelect{Partners: refs.formed(KindPartner), AsOf: &w.today})
	if err != nil {
		return nil, fmt.Errorf("read the adoptions of the partners of agreements: %w", err)
	}
	adopted := make(map[string]Adoption, len(adoptions))
	for _, adoption := range adoptions {
		adopted[adoption.PartnerKey] = adoption
	}
	return adopted, nil
}
