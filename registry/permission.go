package registry

import (
	"cmp"
	"context"
	"errors"
	"slices"
)

// Permission says whether an action is allowed now, and if not by which rule, why, and what would allow it.
type Permission struct {
	Allowed bool
	// Rule is the number of the rule, Reason the stable word of the refusal; Why and Remedy are for people, in Dutch.
	Rule, Reason, Why, Remedy *string
}

// Can answers before a mutation what its rules would say of its subject as it is now: the same checks, without a writer.
// What depends on the rest of the input, such as a day or a text, only the mutation can tell. BAD_USER_INPUT with
// UNKNOWN_ACTION, or without the subject that the action has; NOT_FOUND.
func (r *Registry) Can(ctx context.Context, action Action, subject, party *string) (Permission, error) {
	if !slices.Contains(allActions(), action) {
		return Permission{}, Invalid(ReasonUnknownAction, "action", "%q is no mutation", clip(string(action))).with("actions", allActions())
	}
	if _, err := authorise(ctx, action); err != nil {
		return refusedBy(err)
	}
	var permission Permission
	err := r.store.View(ctx, func(ctx context.Context, reader Reader) error {
		w := &work{Reader: reader, today: r.Today(), guide: r.guide}
		thing, err := w.subjectOf(ctx, action, subject)
		if err != nil {
			return err
		}
		permission, err = refusedBy(w.checkAction(ctx, action, thing, party))
		return err
	})
	return permission, err
}

// refusedBy makes a permission of what a check says; what is no refusal stays an error.
func refusedBy(err error) (Permission, error) {
	if err == nil {
		return Permission{Allowed: true}, nil
	}
	refusal, ok := errors.AsType[*Error](err)
	if !ok || refusal.Code == CodeUnavailable || refusal.Code == CodeInternal || refusal.Code == CodeNotFound || refusal.Reason == ReasonMalformedID {
		return Permission{}, err
	}
	why, remedy := refusal.Explanation()
	permission := Permission{Reason: new(string(refusal.Reason)), Why: &why, Remedy: &remedy}
	if rule, ok := refusal.Facts["rule"].(string); ok {
		permission.Rule = &rule
	}
	return permission, nil
}

// allActions are the mutations of the schema.
func allActions() []Action {
	return []Action{
		actionRegisterPartner, actionUpdatePartner, actionEndPartner, actionReopenPartner,
		actionStartCollaboration, actionChangeProfile, actionEndCollaboration, actionCorrectCollaboration, actionVoidCollaboration,
		actionAdoptPartner, actionSetMandates, actionSetMilestones, actionTransferAdoption, actionEndAdoption, actionVoidAdoption,
		actionUpdateRegion, actionSetContactPoints, actionCreateSector, actionUpdateSector, actionCreateChain, actionUpdateChain,
		actionExploreAgreement, actionRecordAgreement, actionUpdateAgreement, actionDraftAgreement, actionSetCommitments,
		actionProposeAgreement, actionApproveAgreement, actionRefuseAgreement, actionWithdrawAgreement, actionAbandonAgreement,
		actionConfirmAgreement, actionAmendAgreement, actionEndAgreement, actionCompleteCommitment, actionRecordPeerReview,
		actionRecordEvaluation,
	}
}

// adds says whether the action adds something, and so may be asked without a subject.
func (a Action) adds() bool {
	return slices.Contains([]Action{
		actionRegisterPartner, actionStartCollaboration, actionCreateSector, actionCreateChain, actionExploreAgreement,
		actionRecordAgreement, actionRecordEvaluation,
	}, a)
}

// subjectOf reads the thing that an action would be done to; nil when it adds one and none is named.
func (w *work) subjectOf(ctx context.Context, action Action, subject *string) (Node, error) {
	if subject == nil && action.adds() {
		return nil, nil
	}
	if subject == nil {
		return nil, Invalid(ReasonInvalid, "subject", "%s is done to something: give its id", action).as(detailSubject)
	}
	kind, _, err := ParseID(*subject)
	if err != nil {
		return nil, err
	}
	if !slices.Contains(action.subjects(), kind) {
		return nil, Invalid(ReasonMalformedID, "subject", "%s is not done to a %s", action, kind).with("kinds", action.subjects())
	}
	if kind == KindCommitment {
		return w.agreementOf(ctx, *subject)
	}
	return find[Node](ctx, w, *subject)
}

// subjects are the kinds of things that an action is done to, or of those that it is about.
func (a Action) subjects() []Kind {
	switch a {
	case actionUpdatePartner, actionEndPartner, actionReopenPartner, actionStartCollaboration, actionAdoptPartner:
		return []Kind{KindPartner}
	case actionChangeProfile, actionEndCollaboration, actionCorrectCollaboration, actionVoidCollaboration:
		return []Kind{KindCollaboration}
	case actionSetMandates, actionTransferAdoption, actionEndAdoption, actionVoidAdoption:
		return []Kind{KindAdoption}
	case actionSetMilestones:
		return []Kind{KindAdoption, KindAgreement}
	case actionSetContactPoints:
		return []Kind{KindRegion, KindPartner, KindCollaboration, KindAdoption}
	case actionUpdateRegion:
		return []Kind{KindRegion}
	case actionUpdateSector:
		return []Kind{KindSector}
	case actionUpdateChain:
		return []Kind{KindChain}
	case actionCompleteCommitment:
		return []Kind{KindCommitment, KindAgreement}
	case actionRecordEvaluation:
		return []Kind{KindCollaboration, KindAgreement}
	case actionExploreAgreement, actionRecordAgreement:
		return []Kind{KindRegion, KindPartner}
	case actionRegisterPartner, actionCreateSector, actionCreateChain:
		return []Kind{}
	}
	return []Kind{KindAgreement}
}

// checkAction holds an action against the rules of its subject.
func (w *work) checkAction(ctx context.Context, action Action, subject Node, party *string) error {
	switch thing := subject.(type) {
	case Agreement:
		return w.checkAgreementAction(ctx, action, thing, party)
	case Partner:
		return w.checkPartnerAction(ctx, action, thing)
	case Collaboration:
		if action == actionChangeProfile {
			return w.checkProfileFree(ctx, thing)
		}
	}
	return nil
}

func (w *work) checkAgreementAction(ctx context.Context, action Action, a Agreement, party *string) error {
	if err := a.allows(action); err != nil {
		return err
	}
	switch action {
	case actionProposeAgreement:
		return w.checkProposal(ctx, a)
	case actionAmendAgreement:
		return w.checkAmendable(ctx, a)
	case actionConfirmAgreement:
		return w.checkActivation(ctx, a)
	case actionApproveAgreement:
		return w.checkApproval(ctx, a, party)
	case actionRefuseAgreement:
		if party != nil {
			return a.checkSigner(*party)
		}
	}
	return nil
}

// checkApproval also holds the last approval that is waited for against what it would activate.
func (w *work) checkApproval(ctx context.Context, a Agreement, party *string) error {
	if party == nil {
		return nil
	}
	if err := a.checkApprover(*party); err != nil {
		return err
	}
	if waiting := a.WaitingFor(); len(waiting) == 1 && waiting[0] == *party {
		return w.checkActivation(ctx, a)
	}
	return nil
}

func (w *work) checkPartnerAction(ctx context.Context, action Action, partner Partner) error {
	switch action {
	case actionEndPartner:
		return w.checkEndable(ctx, partner, w.today)
	case actionReopenPartner:
		return checkReopenable(partner)
	case actionAdoptPartner:
		return w.checkAdoptable(ctx, partner)
	case actionStartCollaboration:
		return partner.contains(Period{Since: w.today, Until: partner.Until})
	}
	return nil
}

// checkAdoptable refuses the adoption of a partner from today on by any region (R5).
func (w *work) checkAdoptable(ctx context.Context, partner Partner) error {
	planned := Adoption{PartnerKey: partner.Key, Period: Period{Since: w.today}}
	met, err := w.around(ctx, Dataset{Adoptions: []Adoption{planned}})
	if err != nil {
		return err
	}
	return cmp.Or(checkShared(partner, met.ofPartner[partner.Key], w.today), planned.checkOnly(met.adoptions[partner.Key]))
}
