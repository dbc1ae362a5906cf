package registry_test

import (
	"os"
	"regexp"
	"strings"
	"testing"
	"unicode"

	"ketenkaart/registry"
)

// Every reason, and every detail of one, is explained in whole sentences, which send nobody to the English message.
func TestEveryReasonIsExplained(t *testing.T) {
	declared := regexp.MustCompile(`(?m)^\t(?:Reason|detail)\w+ +Reason = "([A-Z_.]+)"`)
	count := 0
	for _, file := range []string{"errors.go", "refusal.go"} {
		source, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		for _, found := range declared.FindAllStringSubmatch(string(source), -1) {
			count++
			why, remedy := (&registry.Error{Reason: registry.Reason(found[1])}).Explanation()
			for _, sentence := range []string{why, remedy} {
				if sentence == "" || !unicode.IsUpper([]rune(sentence)[0]) || !strings.HasSuffix(sentence, ".") || strings.Contains(sentence, "melding") {
					t.Errorf("%s is explained by %q", found[1], sentence)
				}
			}
		}
	}
	if count < 70 {
		t.Errorf("%d reasons and details were found", count)
	}
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
