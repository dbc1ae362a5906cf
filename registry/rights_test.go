package registry_test

import (
	"context"
	"errors"
	"slices"
	"strings"
	"testing"

	"ketenkaart/registry"
)

// as returns a context in which somebody acts for regions (VR01) and partners.
func as(t testing.TB, role registry.Role, of ...string) context.Context {
	rights := registry.Rights{Roles: []registry.Role{role}}
	for _, each := range of {
		if strings.HasPrefix(each, "VR") {
			rights.Regions = append(rights.Regions, each)
		} else {
			rights.Partners = append(rights.Partners, each)
		}
	}
	return registry.WithActor(t.Context(), registry.Actor{ID: string(role), Rights: rights})
}

// someone are the actors of the tests, by what they are called there.
func someone(t testing.TB) map[string]context.Context {
	return map[string]context.Context{
		"nobody":    t.Context(),
		"roleless":  registry.WithActor(t.Context(), registry.Actor{ID: "roleless"}),
		"reader":    as(t, registry.RoleReader, "VR02", "vitens"),
		"analyst":   as(t, registry.RoleAnalyst, "VR02", "vitens"),
		"VR02":      as(t, registry.RoleRegionEditor, "VR02", "vitens"),
		"VR04":      as(t, registry.RoleRegionEditor, "VR04"),
		"VR05":      as(t, registry.RoleRegionEditor, "VR05"),
		"vitens":    as(t, registry.RolePartnerEditor, "vitens", "VR02"),
		"enexis":    as(t, registry.RolePartnerEditor, "enexis"),
		"registrar": as(t, registry.RoleRegistrar),
	}
}

// rightsCase is an action in a register that the case made ready.
type rightsCase struct {
	action registry.Action
	party  string
	// ready makes the register ready and gives the id of the subject, and the mutation.
	ready func(w *world) (subject string, attempt func(context.Context) error)
	// may are those who may take it.
	may string
}

func TestR21EditorsChangeWhatTheyAreAPartyTo(t *testing.T) {
	for _, c := range []rightsCase{
		{"registerPartner", "", func(w *world) (string, func(context.Context) error) {
			return "", doing(w.RegisterPartner, registry.RegisterPartnerInput{Key: new("nieuw"), Name: "Nieuw"})
		}, "registrar"},
		{"updatePartner", "", func(w *world) (string, func(context.Context) error) {
			vitens := w.partner("vitens")
			return vitens.ID(), doing(w.UpdatePartner, registry.PartnerPatch{PartnerID: "Partner:vitens", Version: vitens.Version, Name: set("Vitens NV")})
		}, "registrar"},
		{"startCollaboration", "", func(w *world) (string, func(context.Context) error) {
			return "Region:VR02", doing(w.StartCollaboration, registry.StartCollaborationInput{RegionCode: "VR02", PartnerKey: "vitens", Profile: "KERN", Since: today})
		}, "VR02 registrar"},
		{"changeProfile", "", func(w *world) (string, func(context.Context) error) {
			edge := w.start("VR02", "vitens", "KERN", since("2020-01-01"))
			return edge.ID(), doing(w.ChangeProfile, registry.ChangeProfileInput{CollaborationID: edge.ID(), Version: edge.Version, Profile: "KOPPEL", On: today})
		}, "VR02 registrar"},
		{"transferAdoption", "", func(w *world) (string, func(context.Context) error) {
			adoption := w.adopt("VR02", "vitens", "2020-01-01", mandate("VR05", since("2020-01-01")))
			return adoption.ID(), doing(w.TransferAdoption, registry.TransferAdoptionInput{AdoptionID: adoption.ID(), Version: adoption.Version, ToRegionCode: "VR04", On: today, Reason: "afspraak"})
		}, "VR02 registrar"},
		{"setMandates", "", func(w *world) (string, func(context.Context) error) {
			adoption := w.adopt("VR02", "vitens", "2020-01-01")
			return adoption.ID(), doing(w.SetMandates, registry.SetMandatesInput{AdoptionID: adoption.ID(), Version: adoption.Version, Mandates: []registry.Mandate{mandate("VR04", since("2021-01-01"))}})
		}, "VR02 registrar"},
		{"setContactPoints", "", func(w *world) (string, func(context.Context) error) {
			vitens := w.partner("vitens")
			return vitens.ID(), doing(w.SetContactPoints, registry.SetContactPointsInput{SubjectID: vitens.ID(), Version: vitens.Version, ContactPoints: []registry.ContactPoint{{Kind: "PIKET", Function: "Piket"}}})
		}, "registrar vitens"},
		{"exploreAgreement", "", func(w *world) (string, func(context.Context) error) {
			return "Region:VR02", doing(w.ExploreAgreement, registry.ExploreAgreementInput{Title: "Samen", RegionCodes: []string{"VR02"}, PartnerKeys: []string{"vitens"}, LedBy: "VR02"})
		}, "VR02 registrar"},
		{"proposeAgreement", "", func(w *world) (string, func(context.Context) error) {
			a := w.draft()
			return a.ID(), doing(w.ProposeAgreement, step(a))
		}, "VR02 VR04 registrar vitens"},
		{"approveAgreement", "Partner:vitens", func(w *world) (string, func(context.Context) error) {
			in := approval(w.proposed(), "Partner:vitens")
			in.Evidence = new("brief van de partner")
			return in.AgreementID, doing(w.ApproveAgreement, in)
		}, "VR02 registrar vitens"},
		{"approveAgreement", "Region:VR04", func(w *world) (string, func(context.Context) error) {
			a := w.proposed()
			for _, party := range []string{"Partner:vitens", "Region:VR02"} {
				a = w.approve(a, party)
			}
			return a.ID(), doing(w.ApproveAgreement, approval(a, "Region:VR04")) // the last, which starts what the others agreed on
		}, "VR04 registrar"},
		{"updateAgreement", "", func(w *world) (string, func(context.Context) error) {
			in := patch(w.draft())
			in.RegionCodes = set([]string{"VR02", "VR04", "VR05"})
			return in.AgreementID, doing(w.UpdateAgreement, in)
		}, "VR02 VR04 registrar"},
		{"confirmAgreement", "Partner:vitens", func(w *world) (string, func(context.Context) error) {
			a := w.recorded()
			return a.ID(), doing(w.ConfirmAgreement, registry.ConfirmAgreementInput{AgreementID: a.ID(), Version: a.Version, Party: "Partner:vitens", Since: "2020-01-01", Evidence: "brief"})
		}, "VR02 registrar"},
		{"completeCommitment", "", func(w *world) (string, func(context.Context) error) {
			a := w.active()
			return a.ID(), doing(w.CompleteCommitment, registry.CompleteCommitmentInput{CommitmentID: a.Commitments[0].ID(), Version: a.Version, DoneOn: new(today)})
		}, "VR02 VR04 registrar vitens"},
		{"createSector", "", func(w *world) (string, func(context.Context) error) {
			return "", doing(w.CreateSector, registry.CreateSectorInput{Code: "nieuw", Name: "Nieuw"})
		}, "registrar"},
	} {
		t.Run(string(c.action)+c.party, func(t *testing.T) {
			var may []string
			for name, ctx := range someone(t) {
				if c.takes(t, name, ctx) {
					may = append(may, name)
				}
			}
			slices.Sort(may)
			wants(t, "who may", strings.Join(may, " "), c.may)
		})
	}
}

// takes says whether somebody may take the action: the mutation and can say the same.
func (c rightsCase) takes(t *testing.T, name string, ctx context.Context) bool {
	t.Helper()
	w := newWorld(t)
	subject, attempt := c.ready(w)
	about := func(id string) *string {
		if id == "" {
			return nil
		}
		return &id
	}
	permission, err := w.Can(ctx, c.action, about(subject), about(c.party))
	if err != nil {
		t.Fatalf("can %s: %v", name, err)
	}
	err = attempt(ctx)
	if err == nil {
		if !permission.Allowed {
			t.Errorf("%s may, and can says %s", name, *permission.Reason)
		}
		return true
	}
	reason := registry.Reason("NOT_ALLOWED")
	if name == "nobody" {
		reason = "SIGN_IN_REQUIRED"
	}
	refused, _ := errors.AsType[*registry.Error](err)
	if refused == nil || refused.Reason != reason || permission.Reason == nil || *permission.Reason != reason {
		t.Errorf("%s is told %v, and by can %+v", name, err, permission)
	}
	return false
}

// doing is a mutation that waits for who takes it.
func doing[In, Out any](mutate func(context.Context, In) (Out, error), in In) func(context.Context) error {
	return func(ctx context.Context) error {
		_, err := mutate(ctx, in)
		return err
	}
}

func TestR21WhoMayNotIsToldWhoMay(t *testing.T) {
	w := newWorld(t)
	edge := w.start("VR02", "vitens", "KERN", since("2020-01-01"))
	in := registry.EndCollaborationInput{CollaborationID: edge.ID(), Version: edge.Version, On: today, Reason: "klaar"}
	refusesAs(w, as(t, registry.RoleRegionEditor, "VR05"), w.EndCollaboration, in, refusal{"FORBIDDEN", "NOT_ALLOWED", facts{
		"action": "endCollaboration", "roles": []string{"REGION_EDITOR", "REGISTRAR"}, "id": edge.ID(), "parties": []string{"Region:VR02", "Partner:vitens"}, "rule": "R21",
	}})
	refusesAs(w, as(t, registry.RoleReader), w.EndCollaboration, in, refusal{"FORBIDDEN", "NOT_ALLOWED", facts{
		"action": "endCollaboration", "roles": []string{"REGION_EDITOR", "REGISTRAR"}, "rule": "R21",
	}})
}

func TestR21ImportsAndRevertsAreTheRegistrars(t *testing.T) {
	w := newWorld(t)
	_, err := w.Import(as(t, registry.RoleRegionEditor, "VR02"), smallRegister())
	refusal{"FORBIDDEN", "NOT_ALLOWED", facts{"action": "importRegister", "roles": []string{"REGISTRAR"}, "rule": "R21"}}.is(t, err)
	_, err = w.Revert(as(t, registry.RoleAnalyst), registry.RevertInput{Revision: 1, Reason: "fout"})
	refusal{"FORBIDDEN", "NOT_ALLOWED", facts{"action": "revertChange", "roles": []string{"REGISTRAR"}, "rule": "R21"}}.is(t, err)
}

func TestR21ContactPointsAreForThoseWithARole(t *testing.T) {
	for name, ctx := range someone(t) {
		if sees := registry.MaySeeContacts(ctx); sees == (name == "nobody" || name == "roleless") {
			t.Errorf("%s sees contact points: %v", name, sees)
		}
	}
}

func TestR9ALeadingRegionSaysByWhatAPartnersApprovalIsKnown(t *testing.T) {
	w := newWorld(t)
	in := approval(w.proposed(), "Partner:vitens")
	leader := as(t, registry.RoleRegionEditor, "VR02")
	refusesAs(w, leader, w.ApproveAgreement, in, invalid("EVIDENCE_REQUIRED", facts{"field": "evidence", "rule": "R9"}))
	in.Evidence = new("brief van de partner")
	if _, err := w.ApproveAgreement(leader, in); err != nil {
		t.Error(err)
	}
}

func TestR9ALeadingRegionSaysByWhatAPartnersRefusalIsKnown(t *testing.T) {
	w := newWorld(t)
	a := w.proposed()
	in := registry.RefuseAgreementInput{AgreementID: a.ID(), TextVersion: a.TextVersion, Party: "Partner:vitens", Reason: "te vaag", Evidence: new("  ")}
	leader := as(t, registry.RoleRegionEditor, "VR02")
	refusesAs(w, leader, w.RefuseAgreement, in, invalid("EVIDENCE_REQUIRED", facts{"field": "evidence", "rule": "R9"}))
	itself := in
	itself.Party, itself.Evidence = "Region:VR02", new("mail")
	refusesAs(w, leader, w.RefuseAgreement, itself, invalid("CONTRADICTION", facts{"field": "evidence", "rule": "R9"}))
	in.Evidence = new(" verslag van 3 november ")
	refused, err := w.RefuseAgreement(leader, in)
	if err != nil {
		t.Fatal(err)
	}
	wants(t, "the refusal", *refused.Agreement.Refusal, registry.Refusal{PartyID: "Partner:vitens", On: today, Reason: "te vaag", Evidence: new("verslag van 3 november")})
}

func TestR9APartnerRefusesWithoutEvidence(t *testing.T) {
	w := newWorld(t)
	a := w.proposed()
	in := registry.RefuseAgreementInput{AgreementID: a.ID(), TextVersion: a.TextVersion, Party: "Partner:vitens", Reason: "te vaag"}
	if _, err := w.RefuseAgreement(as(t, registry.RolePartnerEditor, "vitens"), in); err != nil {
		t.Error(err)
	}
}

func TestR21ARefusalTellsNothingOfWhatIsSomebodyElses(t *testing.T) {
	w := newWorld(t)
	active := w.active()
	does(w, w.AmendAgreement, step(active))
	refusesAs(w, as(t, registry.RoleRegionEditor, "VR05"), w.AmendAgreement, step(active), refusal{"FORBIDDEN", "NOT_ALLOWED", facts{
		"action": "amendAgreement", "roles": []string{"REGION_EDITOR", "REGISTRAR"}, "id": active.ID(), "parties": active.Parties(), "rule": "R21",
	}})
}
