package exchange_test

import (
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"
	"testing"

	"ketenkaart/data"
	"ketenkaart/exchange"
	"ketenkaart/registry"
)

// smallGuide is the text of a guide that is right.
func smallGuide() map[string]string {
	return map[string]string{
		"subjects.csv":   "code,name,dimension,source,certainty,note\nalarmering,Alarmering,PROCES,krant,INTERPRETATION,\nrest,Rest,,,,\n",
		"track.csv":      "code,name,dimension,question,source,certainty,note\nstart,Begin,,,,,\nmens,Mens,MENS,Wie?,krant,VERIFIED,kort\n",
		"frameworks.csv": "code,title,edition,source,certainty,note\nkader,Kader,2015,,,\nander,Ander,1,,,\n",
		"criteria.csv":   "framework,code,dimension,text\nkader,b,,Beeld\nkader,a,MENS,Mensen\n",
		"outcomes.csv":   "framework,outcome\nkader,goed\nkader,beter\n",
	}
}

func TestAGuideIsRead(t *testing.T) {
	guide, err := exchange.ReadGuide(files(smallGuide()))
	if err != nil {
		t.Fatal(err)
	}
	subject, start, mens := guide.Subjects[0], guide.Track[0], guide.Track[1]
	if subject.Code != "alarmering" || subject.Name != "Alarmering" || *subject.Dimension != registry.Proces || subject.Provenance.Source != "krant" {
		t.Errorf("the subject is %+v", subject)
	}
	if rest := guide.Subjects[1]; rest.Dimension != nil || rest.Provenance != nil {
		t.Errorf("the other subject is %+v", rest)
	}
	if start.Dimension != nil || start.Question != "" || start.Provenance != nil || *mens.Dimension != registry.Mens || mens.Question != "Wie?" || *mens.Provenance.Note != "kort" {
		t.Errorf("the track is %+v", guide.Track)
	}
	kader, there := guide.Framework("kader")
	if !there || kader.Title != "Kader" || kader.Edition != "2015" || !slices.Equal(kader.Outcomes, []string{"goed", "beter"}) {
		t.Errorf("the framework is %+v", kader)
	}
	if len(kader.Criteria) != 2 || kader.Criteria[0].Code != "b" || kader.Criteria[0].Dimension != nil || *kader.Criteria[1].Dimension != registry.Mens || kader.Criteria[1].Text != "Mensen" {
		t.Errorf("the criteria are %+v", kader.Criteria)
	}
	if other, _ := guide.Framework("ander"); other.Criteria == nil || other.Outcomes == nil || len(other.Criteria)+len(other.Outcomes) > 0 {
		t.Errorf("the other framework is %+v", other)
	}
}

func TestEveryErrorOfAGuideIsReportedAtOnce(t *testing.T) {
	texts := smallGuide()
	texts["subjects.csv"] += "alarmering,,MACHINE,,VERIFIED,\n,Leeg,,,,\n"
	texts["track.csv"] += "mens,Weer,MENS,,,,\n,,OVERAL,Wat?,,,\n"
	texts["frameworks.csv"] += "kader,,,,,los\n"
	texts["criteria.csv"] += "weg,a,,Tekst\nkader,a,DIER,\nkader\n"
	texts["outcomes.csv"] += "weg,goed\nkader,goed\n,\n"
	texts["outcome.csv"] = "framework,outcome\n"
	_, err := exchange.ReadGuide(files(texts))
	wantRows(t, err, []string{
		"outcome.csv:1:1: is no file of a guide",
		"subjects.csv:4:1: code: the same as on line 2",
		"subjects.csv:4:12: name: is empty",
		`subjects.csv:4:13: dimension: "MACHINE" is not one of [PROCES ORGANISATIE MENS TECHNIEK]`,
		"subjects.csv:4:21: source: is empty",
		"subjects.csv:5:1: code: is empty",
		"track.csv:4:1: code: the same as on line 3",
		"track.csv:4:11: dimension: the same as on line 3",
		"track.csv:4:16: question: is empty",
		"track.csv:5:1: code: is empty",
		"track.csv:5:2: name: is empty",
		`track.csv:5:3: dimension: "OVERAL" is not one of [PROCES ORGANISATIE MENS TECHNIEK]`,
		"frameworks.csv:4:1: code: the same as on line 2",
		"frameworks.csv:4:7: title: is empty",
		"frameworks.csv:4:8: edition: is empty",
		"frameworks.csv:4:9: source: is empty",
		`frameworks.csv:4:10: certainty: "" is not one of [VERIFIED DERIVED COMMON_KNOWLEDGE INTERPRETATION ILLUSTRATION]`,
		"criteria.csv:4:1: framework: weg is not in frameworks.csv",
		"criteria.csv:5:7: code: the same as on line 3",
		`criteria.csv:5:9: dimension: "DIER" is not one of [PROCES ORGANISATIE MENS TECHNIEK]`,
		"criteria.csv:5:14: text: is empty",
		"criteria.csv:6:1: the row has 1 cells, and the header 4",
		"outcomes.csv:4:1: framework: weg is not in frameworks.csv",
		"outcomes.csv:5:7: outcome: the same as on line 2",
		"outcomes.csv:6:1: framework: is empty",
		"outcomes.csv:6:2: outcome: is empty",
	})
	if registry.ReasonOf(err) != registry.ReasonDatasetRejected || !strings.HasPrefix(err.Error(), "the guide has 26 errors\n") {
		t.Errorf("%s: %v", registry.ReasonOf(err), err)
	}
}

// A guide takes the place of the whole of another, so that what it leaves out would be missed.
func TestEachFileOfAGuideHasToBeThere(t *testing.T) {
	for file := range smallGuide() {
		texts := smallGuide()
		delete(texts, file)
		_, err := exchange.ReadGuide(files(texts))
		if faults, ok := errors.AsType[*exchange.RowErrors](err); !ok || !strings.HasPrefix(faults.Rows[0].Error(), file+":1:1: is not there; ") {
			t.Errorf("without %s: %v", file, err)
		}
	}
	headers := map[string]string{}
	for file, text := range smallGuide() {
		headers[file], _, _ = strings.Cut(text, "\n")
	}
	if guide, err := exchange.ReadGuide(files(headers)); err != nil || len(guide.Subjects)+len(guide.Track)+len(guide.Frameworks) > 0 {
		t.Errorf("headers alone give %+v, %v", guide, err)
	}
}

// The schema says how long the lists of a guide are, so that a question is priced by that.
func TestTheListsOfAGuideAreBounded(t *testing.T) {
	texts := smallGuide()
	for n := range 101 {
		texts["subjects.csv"] += fmt.Sprintf("onderwerp-%d,Onderwerp,,boek,VERIFIED,\n", n)
	}
	if _, err := exchange.ReadGuide(files(texts)); registry.ReasonOf(err) != registry.ReasonTooLong {
		t.Errorf("more than 100 subjects: %v", err)
	}
	texts = smallGuide()
	for n := range 26 {
		texts["outcomes.csv"] += fmt.Sprintf("kader,uitkomst %d\n", n)
	}
	if _, err := exchange.ReadGuide(files(texts)); registry.ReasonOf(err) != registry.ReasonTooLong {
		t.Errorf("more than 25 outcomes: %v", err)
	}
}

func TestAGuideThatCannotBeReadIsNoRowError(t *testing.T) {
	if _, err := exchange.ReadGuide(broken{files(smallGuide())}); !errors.Is(err, errDisk) {
		t.Errorf("the error is %v", err)
	}
}

// bundledGuide reads the guide that is built into the program.
func bundledGuide(t *testing.T) registry.Guide {
	t.Helper()
	guide, err := exchange.ReadGuide(bundled(t, data.Guide))
	if err != nil {
		t.Fatal(err)
	}
	return guide
}

// The four questions are the factsheet's own.
func TestTheBundledGuideAsksTheFourQuestions(t *testing.T) {
	want := map[registry.Dimension]string{
		registry.Proces:      "Welke procesafspraken maken we?",
		registry.Organisatie: "Hoe organiseren we de samenwerking?",
		registry.Mens:        "Wat vraagt de samenwerking van onze functionarissen?",
		registry.Techniek:    "Hoe richten we de technische ondersteuning voor samenwerking in?",
	}
	got, steps := map[registry.Dimension]string{}, []string{}
	for _, step := range bundledGuide(t).Track {
		if step.Dimension != nil {
			got[*step.Dimension] = step.Question
		} else {
			steps = append(steps, step.Code)
		}
		if step.Provenance == nil || step.Provenance.Certainty != registry.Verified {
			t.Errorf("%s comes from %+v", step.Code, step.Provenance)
		}
	}
	if !maps.Equal(got, want) {
		t.Errorf("it asks %v", got)
	}
	way := []string{
		"gesprek-netwerkpartners", "gesprek-sector", "verzoek-adoptieregio", "samenwerkingsafspraken", "medewerkers-opleiden",
		"go-live-oefening", "bekrachtiging", "convenant", "aansluiting",
	}
	if !slices.Equal(steps, way) {
		t.Errorf("the steps are %v", steps)
	}
}

func TestTheBundledGuideHasSubjectsInEachDimension(t *testing.T) {
	got := map[string]int{}
	for _, subject := range bundledGuide(t).Subjects {
		got[known(subject.Dimension)]++
		if subject.Provenance == nil || subject.Provenance.Certainty != registry.Interpretation {
			t.Errorf("where %s belongs comes from %+v", subject.Code, subject.Provenance)
		}
	}
	want := map[string]int{"PROCES": 5, "ORGANISATIE": 4, "MENS": 2, "TECHNIEK": 4, "-": 1}
	if !maps.Equal(got, want) {
		t.Errorf("it has %v", got)
	}
}

func TestTheBundledGuideHasBothEditions(t *testing.T) {
	guide := bundledGuide(t)
	for code, criteria := range map[string]int{"rnc-2015": 0, "rnc-2023": 3} {
		framework, _ := guide.Framework(code)
		if framework.Title != "Referentiekader Netcentrische Crisisbeheersing" || framework.Edition != code[4:] || len(framework.Criteria) != criteria {
			t.Errorf("%s is %+v", code, framework)
		}
		if len(framework.Outcomes) != 3 || framework.Provenance == nil || framework.Provenance.Note == nil {
			t.Errorf("%s is %+v", code, framework)
		}
	}
	if len(guide.Frameworks) != 2 {
		t.Errorf("it has %d frameworks", len(guide.Frameworks))
	}
}
