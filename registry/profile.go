package registry

import (
	"errors"
	"fmt"
	"slices"
	"strings"
)

// CoreTask is a kerntaak: what a partner is to the region in a crisis (factsheet). A partner can have several.
type CoreTask string

// The kerntaken.
const (
	Hulpdienst     CoreTask = "HULPDIENST"
	Beheerder      CoreTask = "BEHEERDER"
	Dienstverlener CoreTask = "DIENSTVERLENER"
)

// AllCoreTasks lists the kerntaken in the factsheet's order.
func AllCoreTasks() []CoreTask { return []CoreTask{Hulpdienst, Beheerder, Dienstverlener} }

// Profile is a samenwerkingsprofiel: the way in which a region and a partner collaborate (factsheet).
type Profile string

// The five profiles.
const (
	Standby     Profile = "STANDBY"
	Adhoc       Profile = "ADHOC"
	Koppel      Profile = "KOPPEL"
	Structureel Profile = "STRUCTUREEL"
	Kern        Profile = "KERN"
)

// AllProfiles lists the profiles in the factsheet's order.
func AllProfiles() []Profile { return []Profile{Standby, Adhoc, Koppel, Structureel, Kern} }

// Label is the Dutch name of the profile.
func (p Profile) Label() string { return dutch("Profile", string(p)).Label }

// insidePartner is what the partner has inside its own organisation for the profile (factsheet).
func (p Profile) insidePartner() string {
	switch p {
	case Standby:
		return "Een informatiemanager die monitort of op te roepen is."
	case Adhoc:
		return "Tijdelijke steun: functionarissen van de veiligheidsregio helpen het informatieproces van de partner."
	case Koppel:
		return "Geen eigen netcentrisch informatieproces; er wordt wel samengewerkt."
	case Structureel:
		return "Een netcentrische informatiesectie met een operationeel leider."
	default:
		return "Het volledige netcentrische informatieproces."
	}
}

// suitsTasks lists the kerntaken that the profile suits (R2); ADHOC goes by the relation instead.
func (p Profile) suitsTasks() []CoreTask {
	switch p {
	case Standby:
		return []CoreTask{Dienstverlener}
	case Koppel, Structureel, Kern:
		return []CoreTask{Hulpdienst, Beheerder}
	}
	return nil
}

// Suits says whether the profile suits a partner with these kerntaken, or a relation that is incidental (R2).
func (p Profile) Suits(tasks []CoreTask, incidental bool) bool {
	if p == Adhoc {
		return incidental
	}
	return slices.ContainsFunc(p.suitsTasks(), func(task CoreTask) bool { return slices.Contains(tasks, task) })
}

// ProfileAdvice is one profile, and whether it suits.
type ProfileAdvice struct {
	Profile       Profile
	Label         string
	InsidePartner string
	Suits         bool
	Reason        string
	IsAmbition    bool
}

// Advise returns all five profiles, in the factsheet's order, with why each does or does not suit (R2).
func Advise(tasks []CoreTask, incidental bool, ambition *Profile) []ProfileAdvice {
	advice := make([]ProfileAdvice, 0, len(AllProfiles()))
	for _, p := range AllProfiles() {
		advice = append(advice, ProfileAdvice{
			Profile: p, Label: p.Label(), InsidePartner: p.insidePartner(),
			Suits: p.Suits(tasks, incidental), Reason: p.why(tasks, incidental),
			IsAmbition: ambition != nil && *ambition == p,
		})
	}
	return advice
}

func (p Profile) why(tasks []CoreTask, incidental bool) string {
	if p == Adhoc {
		if incidental {
			return "Past: de samenwerking is incidenteel."
		}
		return "Past niet: dit profiel is voor een incidentele samenwerking, die kort duurt."
	}
	wanted := strings.ToLower(joinTasks(p.suitsTasks(), " of "))
	switch {
	case p.Suits(tasks, incidental):
		return fmt.Sprintf("Past: de partner is %s.", strings.ToLower(joinTasks(tasks, " en ")))
	case len(tasks) == 0:
		return fmt.Sprintf("Past bij een %s; de kerntaken van de partner zijn niet bekend.", wanted)
	}
	return fmt.Sprintf("Past niet: dit profiel is voor een %s, en de partner is %s.", wanted, strings.ToLower(joinTasks(tasks, " en ")))
}

func joinTasks(tasks []CoreTask, word string) string {
	names := make([]string, len(tasks))
	for i, task := range tasks {
		names[i] = string(task)
	}
	return strings.Join(names, word)
}

// checkProfile refuses an unsuitable profile without a motivation, and names those that suit (R2).
func checkProfile(p Profile, tasks []CoreTask, incidental bool, motivation *string) error {
	if p.Suits(tasks, incidental) || motivation != nil {
		return nil
	}
	suitable := []Profile{}
	for _, other := range AllProfiles() {
		if other.Suits(tasks, incidental) {
			suitable = append(suitable, other)
		}
	}
	return Invalid(ReasonNotSuitable, "profile", "%s does not suit this partner: give a motivation, or choose a profile that suits", p).
		with("suitableProfiles", suitable).with("why", p.why(tasks, incidental)).rule("R2")
}

// Ambition is what a partner or a sector wants to reach (ambitieniveau).
type Ambition struct {
	Profile    *Profile     `json:"profile,omitempty"`
	Text       string       `json:"text"`
	StatedOn   *PartialDate `json:"statedOn,omitempty"`
	Provenance *Provenance  `json:"provenance,omitempty"`
}

func cleanAmbition(ambition **Ambition) error {
	if *ambition == nil {
		return nil
	}
	cleaned := **ambition
	*ambition = &cleaned
	problems := []error{cleanRequired("ambition.text", &cleaned.Text), cleanProvenance("ambition.provenance", &cleaned.Provenance)}
	if cleaned.Profile != nil {
		problems = append(problems, oneOf("ambition.profile", *cleaned.Profile, AllProfiles()))
	}
	return errors.Join(problems...)
}
