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
	// by are the roles that may take it besides registrars: editors, on what they are a party to (R21).
	by []Role
	// adds says that it adds something, and so may be asked without a subject.
	adds bool
	// from are the stages from which an agreement takes the step (R7); nil is what is no step of its life.
	from []AgreementStatus
	// life refuses what a partner is past, or has no part in, whoever asks; nil refuses nothing.
	life func(Partner, Date) error
	// check holds it against the rules of its subjects, as the mutation does, and returns the refusal of each; nil refuses none.
	check func(ctx context.Context, w *work, attempts []attempt[Node]) ([]error, error)
}

// attempt is an action on a thing, by a party when that is said, by id.
type attempt[T Node] struct {
	on T
	by *string
}

var (
	editorsOfRegions = []Role{RoleRegionEditor}
	editors          = []Role{RoleRegionEditor, RolePartnerEditor}
)

// actions is the one table of them: the mutations of the schema, steps of an agreement's life in its order.
var actions = []actionRow{
	{name: actionRegisterPartner, adds: true},
	{name: actionUpdatePartner, on: []Kind{KindPartner}},
	{name: actionEndPartner, on: []Kind{KindPartner}, life: Partner.checkNotEnded, check: checking((*work).checkEndsNow)},
	{name: actionReopenPartner, on: []Kind{KindPartner}, life: Partner.checkHasEnd, check: checking((*work).checkReopenings)},
	{name: actionStartCollaboration, on: []Kind{KindRegion, KindPartner}, by: editorsOfRegions, adds: true, life: Partner.checkNotOver, check: checking((*work).checkStarts)},
	{name: actionStartCollaborations, on: []Kind{KindRegion, KindPartner}, by: editorsOfRegions, adds: true, life: Partner.checkNotOver, check: checking((*work).checkStarts)},
	{name: actionChangeProfile, on: []Kind{KindCollaboration}, by: editorsOfRegions, check: checking((*work).checkProfilesFree)},
	{name: actionEndCollaboration, on: []Kind{KindCollaboration}, by: editorsOfRegions},
	{name: actionCorrectCollaboration, on: []Kind{KindCollaboration}, by: editorsOfRegions},
	{name: actionVoidCollaboration, on: []Kind{KindCollaboration}, by: editorsOfRegions},
	{name: actionAdoptPartner, on: []Kind{KindRegion, KindPartner}, by: editorsOfRegions, life: Partner.checkNotOver, check: checking((*work).checkAdoptions)},
	{name: actionSetMandates, on: []Kind{KindAdoption}, by: editorsOfRegions},
	{name: actionSetMilestones, on: []Kind{KindAdoption, KindAgreement}, by: editorsOfRegions},
	{name: actionTransferAdoption, on: []Kind{KindAdoption}, by: editorsOfRegions},
	{name: actionEndAdoption, on: []Kind{KindAdoption}, by: editorsOfRegions},
	{name: actionVoidAdoption, on: []Kind{KindAdoption}, by: editorsOfRegions},
	{name: actionUpdateRegion, on: []Kind{KindRegion}},
	{name: actionSetContactPoints, on: []Kind{KindRegion, KindPartner, KindCollaboration, KindAdoption}, by: editors},
	{name: actionCreateSector, adds: true},
	{name: actionUpdateSector, on: []Kind{KindSector}},
	{name: actionCreateChain, adds: true},
	{name: actionUpdateChain, on: []Kind{KindChain}},
	{name: actionExploreAgreement, on: []Kind{KindRegion, KindPartner}, by: editorsOfRegions, adds: true},
	{name: actionRecordAgreement, on: []Kind{KindRegion, KindPartner}, by: editorsOfRegions, adds: true},
	{name: actionUpdateAgreement, on: []Kind{KindAgreement}, by: editorsOfRegions, from: []AgreementStatus{Exploring, Draft, Proposed, Recorded, Active}},
	{name: actionDraftAgreement, on: []Kind{KindAgreement}, by: editorsOfRegions, from: []AgreementStatus{Exploring}},
	{name: actionSetCommitments, on: []Kind{KindAgreement}, by: editorsOfRegions, from: []AgreementStatus{Draft, Proposed, Recorded}},
	{name: actionProposeAgreement, on: []Kind{KindAgreement}, by: editors, from: []AgreementStatus{Draft}, check: checkingFor(inParts((*work).checkProposals))},
	{name: actionApproveAgreement, on: []Kind{KindAgreement}, by: editors, from: []AgreementStatus{Proposed}, check: checkingFor(ofNamed(inParts((*work).checkApprovals)))},
	{name: actionRefuseAgreement, on: []Kind{KindAgreement}, by: editors, from: []AgreementStatus{Proposed}, check: checkingFor((*work).checkRefusals)},
	{name: actionWithdrawAgreement, on: []Kind{KindAgreement}, by: editorsOfRegions, from: []AgreementStatus{Proposed}},
	{name: actionAbandonAgreement, on: []Kind{KindAgreement}, by: editorsOfRegions, from: []AgreementStatus{Exploring, Draft, Proposed}},
	{name: actionConfirmAgreement, on: []Kind{KindAgreement}, by: editorsOfRegions, from: []AgreementStatus{Recorded}, check: checkingFor(inParts((*work).checkConfirmations))},
	{name: actionAmendAgreement, on: []Kind{KindAgreement}, by: editorsOfRegions, from: []AgreementStatus{Active}, check: checking((*work).checkAmendments)},
	{name: actionEndAgreement, on: []Kind{KindAgreement}, by: editorsOfRegions, from: []AgreementStatus{Active, Recorded}},
	{name: actionCompleteCommitment, on: []Kind{KindCommitment, KindAgreement}, by: editors, from: []AgreementStatus{Active}},
	{name: actionRecordPeerReview, on: []Kind{KindAgreement}, by: editorsOfRegions, from: []AgreementStatus{Proposed, Active}},
	{name: actionRecordEvaluation, on: []Kind{KindCollaboration, KindAgreement}, by: editorsOfRegions, adds: true},
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

// checkLife refuses what the life of the subject leaves no room for, whoever asks.
func (row actionRow) checkLife(subject Node, today Date) error {
	switch thing := subject.(type) {
	case Agreement:
		return thing.allows(row.name)
	case Partner:
		if row.life != nil {
			return row.life(thing, today)
		}
	}
	return nil
}

// checking is the check of an action on one type of thing; what it is about besides, the rules do not hold it against.
func checking[T Node](check func(*work, context.Context, []T) ([]error, error)) func(context.Context, *work, []attempt[Node]) ([]error, error) {
	return checkingFor(func(w *work, ctx context.Context, attempts []attempt[T]) ([]error, error) {
		return check(w, ctx, subjectsOf(attempts))
	})
}

// checkingFor is checking of what goes by who would do it.
func checkingFor[T Node](check func(*work, context.Context, []attempt[T]) ([]error, error)) func(context.Context, *work, []attempt[Node]) ([]error, error) {
	return func(ctx context.Context, w *work, attempts []attempt[Node]) ([]error, error) {
		ofType := func(try attempt[Node]) (attempt[T], bool) {
			thing, ok := try.on.(T)
			return attempt[T]{thing, try.by}, ok
		}
		return checkSome(attempts, ofType, func(some []attempt[T]) ([]error, error) { return check(w, ctx, some) })
	}
}

// checkSome has a check look at the attempts that are taken; the others are refused nothing.
func checkSome[A, B any](attempts []A, taken func(A) (B, bool), check func([]B) ([]error, error)) ([]error, error) {
	refusals, some, places := make([]error, len(attempts)), []B{}, []int{}
	for i, try := range attempts {
		if one, ok := taken(try); ok {
			some, places = append(some, one), append(places, i)
		}
	}
	if len(some) == 0 {
		return refusals, nil
	}
	found, err := check(some)
	for i, refusal := range found {
		refusals[places[i]] = refusal
	}
	return refusals, err
}

func subjectsOf[T Node](attempts []attempt[T]) []T {
	subjects := make([]T, len(attempts))
	for i, try := range attempts {
		subjects[i] = try.on
	}
	return subjects
}

// refusalsOf returns the refusal of each thing, nil where there is none.
func refusalsOf[T any](things []T, check func(T) error) []error {
	refusals := make([]error, len(things))
	for i, thing := range things {
		refusals[i] = check(thing)
	}
	return refusals
}

// alone returns the refusal of the one thing that was checked.
func alone(refusals []error, err error) error {
	if err != nil {
		return err
	}
	return refusals[0]
}
