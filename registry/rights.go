package registry

import "slices"

// Role is what somebody is to the register (R21).
type Role string

// The roles. Whoever has one may read; a registrar may do all.
const (
	RoleReader        Role = "READER"
	RoleAnalyst       Role = "ANALYST"
	RoleRegionEditor  Role = "REGION_EDITOR"
	RolePartnerEditor Role = "PARTNER_EDITOR"
	RoleRegistrar     Role = "REGISTRAR"
)

// AllRoles are the roles, each with more to do than the one before.
func AllRoles() []Role {
	return []Role{RoleReader, RoleAnalyst, RolePartnerEditor, RoleRegionEditor, RoleRegistrar}
}

// Rights are what somebody may do and see (R21); without a role, no more than everybody.
type Rights struct {
	Roles []Role
	// Regions and Partners are those that an editor speaks for, by code and key.
	Regions, Partners []string
}

// MaxEditedRegions and MaxEditedPartners are as many as one editor is of, for more are the registrar's work.
const (
	MaxEditedRegions  = 25
	MaxEditedPartners = 100
)

// has says whether any of the roles is held.
func (r Rights) has(roles ...Role) bool {
	return slices.ContainsFunc(roles, func(role Role) bool { return slices.Contains(r.Roles, role) })
}

// MayExport says whether whole tables may be taken out: readers look things up.
func (r Rights) MayExport() bool {
	return r.has(RoleAnalyst, RolePartnerEditor, RoleRegionEditor, RoleRegistrar)
}

// speaksFor says whether what is done is done by the region or partner with this id.
func (r Rights) speaksFor(party string) bool {
	kind, key := splitID(party)
	switch kind {
	case KindRegion:
		return r.has(RoleRegistrar) || r.has(RoleRegionEditor) && slices.Contains(r.Regions, key)
	case KindPartner:
		return r.has(RoleRegistrar) || r.has(RolePartnerEditor) && slices.Contains(r.Partners, key)
	default:
		return false
	}
}

// ActionRights is a line of the table of rights.
type ActionRights struct {
	Action Action
	// Roles may take the action; editors, on what their region or partner is a party to.
	Roles []Role
}

// AllActionRights is the table of rights: the mutations in their order, then what only the programs do (R21).
func AllActionRights() []ActionRights {
	table := []ActionRights{}
	for _, row := range actions {
		table = append(table, ActionRights{row.name, row.name.roles()})
	}
	for _, action := range []Action{actionImport, actionRevert} {
		table = append(table, ActionRights{action, action.roles()})
	}
	return table
}

// roles are those that may take the action.
func (a Action) roles() []Role {
	roles := []Role{}
	if row, err := a.row(); err == nil {
		roles = append(roles, row.by...)
	}
	return append(roles, RoleRegistrar)
}

// partiesOf returns who a thing is of: whose editors may change it. A mandate makes no region a party to an adoption.
func partiesOf(thing Node) (regions, partners []string) {
	switch thing := thing.(type) {
	case nil:
		return nil, nil
	case Adoption:
		return []string{thing.RegionCode}, []string{thing.PartnerKey}
	case Agreement:
		partners = slices.Clone(thing.PartnerKeys)
		for _, signatory := range thing.Signatories {
			partners = append(partners, signatory.PartnerKey)
		}
		return thing.RegionCodes, partners
	}
	kind, _ := splitID(thing.ID())
	return kind.touches(thing)
}

// mayOn refuses an action on a thing that is nothing of the actor's: FORBIDDEN with NOT_ALLOWED, the roles that may, and
// the parties whose editors may.
func (actor Actor) mayOn(action Action, thing Node) error {
	roles := action.roles()
	regions, partners := partiesOf(thing)
	allowed := actor.Rights.has(RoleRegistrar) ||
		slices.Contains(roles, RoleRegionEditor) && slices.ContainsFunc(regions, func(code string) bool { return actor.Rights.speaksFor(MakeID(KindRegion, code)) }) ||
		slices.Contains(roles, RolePartnerEditor) && slices.ContainsFunc(partners, func(key string) bool { return actor.Rights.speaksFor(MakeID(KindPartner, key)) })
	if allowed {
		return nil
	}
	return notAllowed(action).with("id", thing.ID()).with("parties", partyIDs(regions, partners))
}

// mayBegin is mayOn for what somebody asks about beforehand. What a region begins with a partner is the region's to begin.
func (actor Actor) mayBegin(action Action, subject Node, party *string) error {
	if err := actor.mayAsA(action); err != nil {
		return err
	}
	if _, partner := subject.(Partner); subject != nil && (!partner || slices.Contains(action.roles(), RolePartnerEditor)) {
		if err := actor.mayOn(action, subject); err != nil {
			return err
		}
	}
	if agreement, ok := subject.(Agreement); ok && party != nil && action.isAnswer() {
		return actor.mayAnswer(action, agreement, *party)
	}
	return nil
}

// mayAsA refuses an action that none of the actor's roles may take at all.
func (actor Actor) mayAsA(action Action) error {
	if actor.Rights.has(action.roles()...) {
		return nil
	}
	return notAllowed(action)
}

// mayAnswer refuses to speak for a party that the actor is not of. The editors of the region that leads an agreement record what
// partners say (R9).
func (actor Actor) mayAnswer(action Action, a Agreement, party string) error {
	kind, _ := splitID(party)
	if actor.Rights.has(RoleRegistrar) {
		return nil // of whom the rules say whether they are a party
	}
	records := kind == KindPartner && a.LedBy != nil && actor.Rights.speaksFor(MakeID(KindRegion, *a.LedBy))
	if records || actor.Rights.speaksFor(party) {
		return nil
	}
	return notAllowed(action).with("id", a.ID()).with("parties", []string{party})
}

// isAnswer says whether a party says it.
func (a Action) isAnswer() bool {
	return a == actionApproveAgreement || a == actionRefuseAgreement || a == actionConfirmAgreement
}

func notAllowed(action Action) *Error {
	return (&Error{Code: CodeForbidden, Reason: ReasonNotAllowed, Message: "you may not " + string(action) + " here"}).
		with("action", action).with("roles", action.roles()).rule("R21")
}

// checkRights holds what a mutation touched against the rights of who did it, each thing as it was before, or as it is
// when it is new (R21).
func (w *work) checkRights(action Action, subject string) error {
	for i, item := range w.items {
		if action.follows(item, subject) {
			continue
		}
		if err := w.actor.mayOn(action, w.touched[i]); err != nil {
			return err
		}
	}
	return nil
}

// follows says whether an item needs no right of its own: what a step of an agreement brings about was agreed by its parties,
// and who transfers an adoption begins that of the next region.
func (a Action) follows(item ChangeItem, subject string) bool {
	if row, err := a.row(); err == nil && row.from != nil {
		return item.SubjectID != subject
	}
	return a == actionTransferAdoption && len(item.Before) == 0
}
