package registry_test

import (
	"os"
	"regexp"
	"strings"
	"testing"
	"unicode"

	"ketenkaart/registry"
)

// Every reason and every detail is explained in whole sentences, in both languages, which send nobody to the English message; the
// table has all details and no others. That it has all reasons is held against the schema, in e2e.
func TestEveryReasonIsExplained(t *testing.T) {
	w := newWorld(t)
	for _, language := range []registry.Language{registry.Dutch, registry.English} {
		details := []string{}
		for _, label := range w.Labels(language) {
			if !strings.HasPrefix(label.Type, "Refusal") {
				continue
			}
			if label.Type == "RefusalDetail" {
				details = append(details, label.Value)
			}
			for _, sentence := range []string{label.Label, *label.Help} {
				if !unicode.IsUpper([]rune(sentence)[0]) || !strings.HasSuffix(sentence, ".") || strings.Contains(sentence, "melding") {
					t.Errorf("%s is explained by %q", label.Value, sentence)
				}
			}
		}
		wants(t, "the details in "+string(language), details, declaredDetails(t))
	}
}

func declaredDetails(t *testing.T) (details []string) {
	t.Helper()
	source, err := os.ReadFile("refusal.go")
	if err != nil {
		t.Fatal(err)
	}
	for _, found := range regexp.MustCompile(`(?m)^\tdetail\w+ +Reason = "([A-Z_.]+)"`).FindAllStringSubmatch(string(source), -1) {
		details = append(details, found[1])
	}
	return details
}

// What one reason stands for is told apart.
func TestADetailIsExplained(t *testing.T) {
	w := newWorld(t)
	_, err := w.RegisterPartner(w.ctx, registry.RegisterPartnerInput{Name: "", Key: new("goed"), Identifiers: &registry.Identifiers{KVK: new("1")}})
	told := []string{}
	for _, problem := range registry.Problems(err) {
		why, remedy := problem.Explanation()
		told = append(told, why+" "+remedy)
	}
	wants(t, "the explanations", told, []string{
		"Dit veld is leeg. Vul het in.", "Een KVK-nummer heeft 8 cijfers. Geef het nummer zoals de Kamer van Koophandel het schrijft.",
	})
}
