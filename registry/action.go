package registry

import (
	"context"
	"slices"
)

// Action names a mutation; it is stored on the Change.
type Action string

// actionRow is what the register knows of an action.
type actionRow struct {
	name Action
	// on are the kinds of things that it is done to, or that it is about.
	on []Kind
	// adds says that it adds something, and so may be asked without a subject.
	adds bool
	// from are the stages from which an agreement takes the step (R7); nil is what is no step of its life.
	from []AgreementStatus
	// check holds it against the rules of its subject, as the mutation does; nil refuses nothing.
	check func(ctx context.Context, w *work, subject Node, party *string) error
}

// actions is the one table of them: the mutations of the schema, steps of an agreement's life in its order.
var actions = []actionRow{
	{name: actionRegisterPartner, adds: true},
	{name: actionUpdatePartner, on: []Kind{KindPartner}},
	{name: actionEndPartner, on: []Kind{KindPartner}, check: checking((*work).checkEndableNow)},
	{name: actionReopenPartner, on: []Kind{KindPartner}, check: checking((*work).checkReopenable)},
	{name: actionStartCollaboration, on: []Kind{KindPartner}, adds: true, check: checking((*work).checkExists)},
	{name: actionChangeProfile, on: []Kind{KindCollaboration}, check: checking((*work).checkProfileFree)},
	{name: actionEndCollaboration, on: []Kind{KindCollaboration}},
	{name: actionCorrectCollaboration, on: []Kind{KindCollaboration}},
	{name: actionVoidCollaboration, on: []Kind{KindCollaboration}},
	{name: actionAdoptPartner, on: []Kind{KindPartner}, check: checking((*work).checkAdoptable)},
	{name: actionSetMandates, on: []Kind{KindAdoption}},
	{name: actionSetMilestones, on: []Kind{KindAdoption, KindAgreement}},
	{name: actionTransferAdoption, on: []Kind{KindAdoption}},
	{name: actionEndAdoption, on: []Kind{KindAdoption}},
	{name: actionVoidAdoption, on: []Kind{KindAdoption}},
	{name: actionUpdateRegion, on: []Kind{KindRegion}},
	{name: actionSetContactPoints, on: []Kind{KindRegion, KindPartner, KindCollaboration, KindAdoption}},
	{name: actionCreateSector, adds: true},
	{name: actionUpdateSector, on: []Kind{KindSector}},
	{name: actionCreateChain, adds: true},
	{name: actionUpdateChain, on: []Kind{KindChain}},
	{name: actionExploreAgreement, on: []Kind{KindRegion, KindPartner}, adds: true},
	{name: actionRecordAgreement, on: []Kind{KindRegion, KindPartner}, adds: true},
	{name: actionUpdateAgreement, on: []Kind{KindAgreement}, from: []AgreementStatus{Exploring, Draft, Proposed, Recorded, Active}},
	{name: actionDraftAgreement, on: []Kind{KindAgreement}, from: []AgreementStatus{Exploring}},
	{name: actionSetCommitments, on: []Kind{KindAgreement}, from: []AgreementStatus{Draft, Proposed, Recorded}},
	{name: actionProposeAgreement, on: []Kind{KindAgreement}, from: []AgreementStatus{Draft}, check: checking((*work).checkProposal)},
	{name: actionApproveAgreement, on: []Kind{KindAgreement}, from: []AgreementStatus{Proposed}, check: checkingFor((*work).checkApproval)},
	{name: actionRefuseAgreement, on: []Kind{KindAgreement}, from: []AgreementStatus{Proposed}, check: checkingFor((*work).checkRefusal)},
	{name: actionWithdrawAgreement, on: []Kind{KindAgreement}, from: []AgreementStatus{Proposed}},
	{name: actionAbandonAgreement, on: []Kind{KindAgreement}, from: []AgreementStatus{Exploring, Draft, Proposed}},
	{name: actionConfirmAgreement, on: []Kind{KindAgreement}, from: []AgreementStatus{Recorded}, check: checking((*work).checkActivation)},
	{name: actionAmendAgreement, on: []Kind{KindAgreement}, from: []AgreementStatus{Active}, check: checking((*work).checkAmendable)},
	{name: actionEndAgreement, on: []Kind{KindAgreement}, from: []AgreementStatus{Active, Recorded}},
	{name: actionCompleteCommitment, on: []Kind{KindCommitment, KindAgreement}, from: []AgreementStatus{Active}},
	{name: actionRecordPeerReview, on: []Kind{KindAgreement}, from: []AgreementStatus{Proposed, Active}},
	{name: actionRecordEvaluation, on: []Kind{KindCollaboration, KindAgreement}, adds: true},
}

// row returns that of the action; UNKNOWN_ACTION when it is no mutation.
func (a Action) row() (actionRow, error) {
	i := slices.IndexFunc(actions, func(row actionRow) bool { return row.name == a })
	if i < 0 {
		names := make([]Action, len(actions))
		for i, row := range actions {
			names[i] = row.name
		}
		return actionRow{}, Invalid(ReasonUnknownAction, "action", "%q is no mutation", clip(string(a))).with("actions", names)
	}
	return actions[i], nil
}

// checking is the check of an action on one type of thing; what it is about besides, the rules do not hold it against.
func checking[T Node](check func(*work, context.Context, T) error) func(context.Context, *work, Node, *string) error {
	return checkingFor(func(w *work, ctx context.Context, thing T, _ *string) error { return check(w, ctx, thing) })
}

// checkingFor is checking of what goes by who would do it.
func checkingFor[T Node](check func(*work, context.Context, T, *string) error) func(context.Context, *work, Node, *string) error {
	return func(ctx context.Context, w *work, subject Node, party *string) error {
		thing, ok := subject.(T)
		if !ok {
			return nil
		}
		return check(w, ctx, thing, party)
	}
}
