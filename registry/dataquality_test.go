package registry_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"ketenkaart/registry"
)

// quality reads a whole list as "raadsel": the keys of partners, "VR01 vitens" for what has two ends, the title of agreements; with the
// day since when it is so.
func (w *world) quality(query registry.DataQualityQuery) string {
	w.t.Helper()
	query.Args = registry.PageArgs{First: new(100)}
	page, err := w.DataQuality(w.ctx, query)
	if err != nil {
		w.t.Fatal(err)
	}
	if page.TotalCount != len(page.Nodes()) {
		w.t.Errorf("%d of %d", len(page.Nodes()), page.TotalCount)
	}
	told := []string{}
	for _, issue := range page.Nodes() {
		if issue.Why == "" {
			w.t.Errorf("%+v does not say why", issue)
		}
		told = append(told, w.subject(issue))
	}
	return strings.Join(told, ", ")
}

func (w *world) subject(issue registry.DataQualityIssue) string {
	w.t.Helper()
	told := ""
	switch thing := w.nodes(issue.SubjectID)[issue.SubjectID].(type) {
	case registry.Partner:
		told = thing.Key
	case registry.Collaboration:
		told = thing.RegionCode + " " + thing.PartnerKey
	case registry.Adoption:
		told = thing.RegionCode + " adopted " + thing.PartnerKey
	case registry.Agreement:
		told = thing.Title
	}
	if issue.Since != nil {
		told += " " + string(*issue.Since)
	}
	return told
}

// qualityWorld is that of the counterparts, and
//   - VR05 collaborates with politie, which is a hulpdienst, by STANDBY, though it does not suit; VR04 with politie by ADHOC, incidentally.
//   - vitens wants to reach KERN, as it does with VR02 and VR04; with VR05 it is KOPPEL.
//   - a covenant of VR03 with politie and vitens, signed in 2020, is on record.
//   - enexis has an identifier and a source that is common knowledge.
func qualityWorld(t *testing.T) *world {
	w := counterpartWorld(t)
	does(w, w.StartCollaboration, registry.StartCollaborationInput{RegionCode: "VR05", PartnerKey: "politie", Profile: "STANDBY", Since: "2024-05-01", Motivation: new("proef")})
	does(w, w.StartCollaboration, registry.StartCollaborationInput{RegionCode: "VR04", PartnerKey: "politie", Profile: "ADHOC", Incidental: true, Since: "2024-06-01"})
	does(w, w.UpdatePartner, registry.PartnerPatch{PartnerID: "Partner:vitens", Version: 1, Ambition: set(registry.Ambition{Profile: new(registry.Kern), Text: "Alles"})})
	w.start("VR05", "vitens", "KOPPEL", since("2024-07-01"))
	w.convenant("VR03")
	does(w, w.UpdatePartner, registry.PartnerPatch{
		PartnerID: "Partner:enexis", Version: 1, Identifiers: set(registry.Identifiers{KVK: new("17131139")}),
		Provenance: set(registry.Provenance{Source: "x", Certainty: registry.CommonKnowledge}),
	})
	return w
}

func TestDataQuality(t *testing.T) {
	w := qualityWorld(t)
	all := "enexis, politie, raadsel, rode-kruis, vitens, waterbedrijf-groningen"
	for _, c := range []struct {
		kind   registry.DataQualityKind
		region string
		day    registry.Date
		want   string
	}{
		{"AREA_UNKNOWN", "", today, "raadsel, rode-kruis"},
		{"AREA_UNKNOWN", "VR01", today, "rode-kruis"},
		{"AREA_UNKNOWN", "VR03", "2029-12-31", ""},
		{"AREA_UNKNOWN", "VR03", "2030-01-01", "rode-kruis"},
		{"NO_CORE_TASK", "", today, "raadsel"},
		{"NO_CHAIN", "", today, "enexis, raadsel, rode-kruis"},
		{"NO_CHAIN", "VR03", today, "enexis"},
		{"NO_CONTACT", "", today, all},
		{"IDENTIFIER_MISSING", "", today, strings.TrimPrefix(all, "enexis, ")},
		{"IDENTIFIER_MISSING", "", "2019-12-31", "opgeheven, politie, raadsel, rode-kruis, vitens, waterbedrijf-groningen"},
		{"ALONE", "", today, "raadsel"},
		{"ALONE", "", "2023-12-31", "enexis, raadsel, rode-kruis, waterbedrijf-groningen"},
		{"SHARED_NOT_ADOPTED", "", today, "enexis 2024-01-01"},
		{"SHARED_NOT_ADOPTED", "", "2030-01-01", "enexis 2024-01-01, rode-kruis 2030-01-01, vitens 2024-03-01"},
		{"SHARED_NOT_ADOPTED", "VR01", "2030-01-01", "enexis 2024-01-01, rode-kruis 2030-01-01"},
		{"PROFILE_NOT_SUITABLE", "", today, "VR05 politie 2024-05-01"},
		{"PROFILE_NOT_SUITABLE", "", "2024-04-30", ""},
		{"PROFILE_NOT_SUITABLE", "VR04", today, ""},
		{"BELOW_AMBITION", "", today, "VR05 vitens 2024-07-01"},
		{"BELOW_AMBITION", "VR02", today, ""},
		{"RECORDED_NOT_CONFIRMED", "", today, "Convenant"},
		{"RECORDED_NOT_CONFIRMED", "VR01", today, ""},
		{"RECORDED_NOT_CONFIRMED", "", "2019-12-31", ""},
		{"NOT_VERIFIED", "", today, "enexis"},
		{"NO_SOURCE", "VR05", today, "VR05 politie 2024-05-01, VR05 vitens 2024-07-01, politie, vitens"},
		{"NO_SOURCE", "VR02", today, "VR02 adopted politie 2025-01-01, VR02 enexis 2024-01-01, VR02 vitens 2024-03-01, politie, vitens"},
		{"OLD", "", "2029-11-22", ""},
		{"OLD", "", "2029-11-23", "enexis 2026-11-23, politie 2026-11-23, raadsel 2026-11-23, rode-kruis 2026-11-23, vitens 2026-11-23, waterbedrijf-groningen 2026-11-23"},
	} {
		query := registry.DataQualityQuery{Kinds: []registry.DataQualityKind{c.kind}, AsOf: c.day}
		if c.region != "" {
			query.RegionCode = &c.region
		}
		if got := w.quality(query); got != c.want {
			t.Errorf("%s of %q on %s: got %q, want %q", c.kind, c.region, c.day, got, c.want)
		}
	}
}

// What is made up makes nobody shared, when facts are asked for.
func TestDataQualityByCertainty(t *testing.T) {
	w := qualityWorld(t)
	facts := registry.DataQualityQuery{Kinds: []registry.DataQualityKind{"SHARED_NOT_ADOPTED"}, Certainty: []registry.Certainty{"VERIFIED"}, AsOf: today}
	if got := w.quality(facts); got != "" {
		t.Errorf("shared: %s", got)
	}
	facts.Kinds = []registry.DataQualityKind{"ALONE"}
	if got := w.quality(facts); got != "enexis, raadsel, rode-kruis, waterbedrijf-groningen" {
		t.Errorf("alone: %s", got)
	}
}

func TestDataQualitySaysWhy(t *testing.T) {
	w := qualityWorld(t)
	for kind, want := range map[registry.DataQualityKind]string{
		"PROFILE_NOT_SUITABLE": "Past niet: dit profiel is voor een dienstverlener, en de partner is hulpdienst.",
		"BELOW_AMBITION":       "De partner wil naar kernsamenwerking, en het is koppelsamenwerking.",
		"NO_CORE_TASK":         "Van de partner is geen kerntaak bekend.",
	} {
		page, err := w.DataQuality(w.ctx, registry.DataQualityQuery{Kinds: []registry.DataQualityKind{kind}, AsOf: today})
		if err != nil {
			t.Fatal(err)
		}
		wants(t, string(kind), page.Nodes()[0].Why, want)
	}
}

// Pages of any size, either way, have together what the whole list has.
func TestDataQualityByThePage(t *testing.T) {
	w := qualityWorld(t)
	whole, err := w.DataQuality(w.ctx, registry.DataQualityQuery{AsOf: today, Args: registry.PageArgs{First: new(100)}})
	if err != nil || len(whole.Nodes()) < 30 {
		t.Fatalf("%d, %v", len(whole.Nodes()), err)
	}
	want := []string{}
	for _, issue := range whole.Nodes() {
		want = append(want, fmt.Sprint(issue.Kind, " ", issue.SubjectID))
	}
	for _, size := range []int{1, 3, 100} {
		forward, backward := []string{}, []string{}
		args := registry.PageArgs{First: &size}
		for more := true; more; {
			page, err := w.DataQuality(w.ctx, registry.DataQualityQuery{AsOf: today, Args: args})
			if err != nil {
				t.Fatal(err)
			}
			for _, issue := range page.Nodes() {
				forward = append(forward, fmt.Sprint(issue.Kind, " ", issue.SubjectID))
			}
			args.After, more = page.PageInfo().EndCursor, page.PageInfo().HasNextPage
		}
		args = registry.PageArgs{Last: &size}
		for more := true; more; {
			page, err := w.DataQuality(w.ctx, registry.DataQualityQuery{AsOf: today, Args: args})
			if err != nil {
				t.Fatal(err)
			}
			for _, issue := range slices.Backward(page.Nodes()) {
				backward = append(backward, fmt.Sprint(issue.Kind, " ", issue.SubjectID))
			}
			args.Before, more = page.PageInfo().StartCursor, page.PageInfo().HasPreviousPage
		}
		slices.Reverse(backward)
		wants(t, fmt.Sprint("forward by ", size), forward, want)
		wants(t, fmt.Sprint("backward by ", size), backward, want)
	}
}

func TestRefusedQuestionsOfDataQuality(t *testing.T) {
	w := newWorld(t)
	for _, c := range []struct {
		query registry.DataQualityQuery
		want  refusal
	}{
		{registry.DataQualityQuery{Kinds: []registry.DataQualityKind{}}, invalid("EMPTY_LIST", facts{"field": "kinds"})},
		{registry.DataQualityQuery{RegionCode: new("VR26")}, invalid("MALFORMED_CODE", facts{"field": "regionCode"})},
		{registry.DataQualityQuery{RegionCode: new("VR20")}, notFoundIn("regionCode", "Region:VR20")},
		{registry.DataQualityQuery{Args: registry.PageArgs{After: new("x")}}, invalid("MALFORMED_CURSOR", facts{"field": "after"})},
	} {
		c.query.AsOf = today
		_, err := w.DataQuality(w.ctx, c.query)
		c.want.is(t, err)
	}
}

// Who may not see contact points does not learn who has none (R18).
func TestR18ContactPointsAreNoDataQualityOfOthers(t *testing.T) {
	w := newWorld(t)
	_, err := w.DataQuality(t.Context(), registry.DataQualityQuery{Kinds: []registry.DataQualityKind{"NO_CONTACT"}, AsOf: today})
	refusal{registry.CodeUnauthenticated, registry.ReasonSignIn, facts{"field": "kinds", "rule": "R18"}}.is(t, err)
	page, err := w.DataQuality(t.Context(), registry.DataQualityQuery{AsOf: today, Args: registry.PageArgs{First: new(100)}})
	if err != nil || len(page.Nodes()) == 0 {
		t.Fatalf("%d, %v", len(page.Nodes()), err)
	}
	for _, issue := range page.Nodes() {
		if issue.Kind == "NO_CONTACT" {
			t.Errorf("%s shows", issue.SubjectID)
		}
	}
}
