package registry_test

import (
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"ketenkaart/registry"
)

func TestR16FeedIsInOrderOfCommit(t *testing.T) {
	w := newWorld(t)
	var all sync.WaitGroup
	revisions := make([]int, 20)
	for n := range revisions {
		all.Go(func() {
			payload, err := w.CreateSector(w.ctx, registry.CreateSectorInput{Code: fmt.Sprint("sector-", n), Name: "Sector"})
			if err != nil {
				t.Errorf("sector %d: %v", n, err)
			}
			revisions[n] = payload.Change.Revision
		})
	}
	all.Wait()
	feed := w.feed()
	if len(feed) != 21 {
		t.Fatalf("the feed holds %d changes", len(feed))
	}
	for i, change := range feed {
		if change.Revision != i+1 {
			t.Errorf("change %d stands in place %d", change.Revision, i+1)
		}
	}
	for n, revision := range revisions {
		if subject := feed[revision-1].SubjectID; subject != fmt.Sprint("Sector:sector-", n) {
			t.Errorf("revision %d is told to be of sector %d, and the feed says %s", revision, n, subject)
		}
	}
}

func TestR16MomentsAreInUTC(t *testing.T) {
	w := newWorld(t)
	w.clock.set(t, "2026-07-01T00:30:00.123456789+02:00")
	payload := does(w, w.CreateSector, registry.CreateSectorInput{Code: "zorg", Name: "Zorg"})
	want := time.Date(2026, time.June, 30, 22, 30, 0, 123_000_000, time.UTC)
	if !payload.Change.At.Equal(want) || payload.Change.At.Location() != time.UTC || !payload.Sector.UpdatedAt.Equal(want) {
		t.Errorf("the change is of %s, the sector of %s", payload.Change.At, payload.Sector.UpdatedAt)
	}
	if at := w.feed()[1].At; !at.Equal(want) || at.Location() != time.UTC {
		t.Errorf("the feed says %s", at)
	}
}

// feedWorld has eight changes.
func feedWorld(t *testing.T) *world {
	w := newWorld(t)
	edge := w.start("VR02", "vitens", "KERN", since("2020-01-01"))                                                                            // 2
	w.start("VR01", "enexis", "KERN", since("2020-01-01"))                                                                                    // 3
	w.adopt("VR04", "vitens", "2020-01-01", mandate("VR05", since("2020-01-01")))                                                             // 4
	does(w, w.UpdateSector, registry.SectorPatch{SectorID: "Sector:energie", Version: 1, Name: set("E")})                                     // 5
	does(w, w.UpdateRegion, registry.RegionPatch{RegionID: "Region:VR02", Version: 1, Inhabitants: set(1)})                                   // 6
	does(w, w.EndCollaboration, registry.EndCollaborationInput{CollaborationID: edge.ID(), Version: 2, On: "2027-01-01", Reason: "klaar"})    // 7
	does(w, w.EndPartner, registry.EndPartnerInput{PartnerID: "Partner:enexis", Version: 1, On: "2027-01-01", Reason: "weg", EndEdges: true}) // 8
	return w
}

// revisions reads a page of the feed.
func (w *world) revisions(filter *registry.ChangeFilter, after *int, args registry.PageArgs) string {
	w.t.Helper()
	page, err := w.Changes(w.ctx, filter, after, args)
	if err != nil {
		w.t.Fatal(err)
	}
	var text []string
	for _, change := range page.Nodes() {
		text = append(text, fmt.Sprint(change.Revision))
	}
	info := page.PageInfo()
	return strings.TrimSpace(either(info.HasPreviousPage, "… ", "") + strings.Join(text, " ") + either(info.HasNextPage, " …", ""))
}

func TestR16FeedIsFiltered(t *testing.T) {
	w := feedWorld(t)
	for _, test := range []struct {
		name   string
		filter registry.ChangeFilter
		want   string
	}{
		{"all", registry.ChangeFilter{}, "1 2 3 4 5 6 7 8"},
		{"a region", registry.ChangeFilter{Regions: []string{"VR02"}}, "1 2 6 7"},
		{"a region that gave a mandate", registry.ChangeFilter{Regions: []string{"VR05"}}, "1 4"},
		{"a partner", registry.ChangeFilter{Partners: []string{"enexis"}}, "1 3 8"},
		{"a subject", registry.ChangeFilter{Subjects: []string{"Sector:energie"}}, "1 5"},
		{"two subjects", registry.ChangeFilter{Subjects: []string{"Sector:energie", "Region:VR02"}}, "1 5 6"},
		{"a kind", registry.ChangeFilter{Kinds: []registry.Kind{"Adoption", "Collaboration"}}, "2 3 4 7 8"},
		{"one item meets all", registry.ChangeFilter{Kinds: []registry.Kind{"Partner"}, Regions: []string{"VR01"}}, ""},
		{"region and partner", registry.ChangeFilter{Regions: []string{"VR02", "VR04"}, Partners: []string{"vitens"}}, "2 4 7"},
		{"nothing", registry.ChangeFilter{Subjects: []string{nowhere}}, ""},
	} {
		if got := w.revisions(&test.filter, nil, registry.PageArgs{}); got != test.want {
			t.Errorf("%s: got %q, want %q", test.name, got, test.want)
		}
	}
	for name, test := range map[string]struct {
		filter registry.ChangeFilter
		want   refusal
	}{
		"no subjects":          {registry.ChangeFilter{Subjects: []string{}}, invalid("EMPTY_LIST", facts{"field": "filter.subjects"})},
		"a malformed subject":  {registry.ChangeFilter{Subjects: []string{"vitens"}}, invalid("MALFORMED_ID", facts{"field": "filter.subjects", "id": "vitens"})},
		"no regions":           {registry.ChangeFilter{Regions: []string{}}, invalid("EMPTY_LIST", facts{"field": "filter.regions"})},
		"a malformed region":   {registry.ChangeFilter{Regions: []string{"VR0"}}, invalid("MALFORMED_CODE", facts{"field": "filter.regions"})},
		"no partners":          {registry.ChangeFilter{Partners: []string{}}, invalid("EMPTY_LIST", facts{"field": "filter.partners"})},
		"a malformed partner":  {registry.ChangeFilter{Partners: []string{""}}, invalid("MALFORMED_CODE", facts{"field": "filter.partners"})},
		"no kinds":             {registry.ChangeFilter{Kinds: []registry.Kind{}}, invalid("EMPTY_LIST", facts{"field": "filter.kinds"})},
		"a kind of nothing":    {registry.ChangeFilter{Kinds: []registry.Kind{"Agreement", "partner"}}, invalid("INVALID", facts{"field": "filter.kinds"})},
		"too many subjects":    {registry.ChangeFilter{Subjects: strings.Fields(strings.Repeat("Chain:ALG ", 201))}, invalid("TOO_LONG", facts{"field": "filter.subjects", "most": 200})},
		"a subject's own word": {registry.ChangeFilter{Subjects: []string{"Partner:" + strings.Repeat("a", 81)}}, invalid("MALFORMED_ID", facts{"field": "filter.subjects", "id": "Partner:" + strings.Repeat("a", 32) + "…"})},
	} {
		t.Run(name, func(t *testing.T) {
			_, err := w.Changes(w.ctx, &test.filter, nil, registry.PageArgs{})
			test.want.is(t, err)
		})
	}
}

func TestR16FeedIsReadAfterARevision(t *testing.T) {
	w := feedWorld(t)
	page, err := w.Changes(w.ctx, nil, nil, registry.PageArgs{First: new(4)})
	if err != nil {
		t.Fatal(err)
	}
	fourth := page.PageInfo().EndCursor
	for _, test := range []struct {
		name  string
		after *int
		args  registry.PageArgs
		want  string
	}{
		{"from the beginning", new(0), registry.PageArgs{}, "1 2 3 4 5 6 7 8"},
		{"after the sixth", new(6), registry.PageArgs{}, "7 8"},
		{"the first two after the third", new(3), registry.PageArgs{First: new(2)}, "4 5 …"},
		{"the last two after the third", new(3), registry.PageArgs{Last: new(2)}, "… 7 8"},
		{"a cursor goes further", new(2), registry.PageArgs{First: new(2), After: fourth}, "… 5 6 …"},
		{"the revision goes further", new(6), registry.PageArgs{After: fourth}, "… 7 8"},
		{"before a cursor", new(1), registry.PageArgs{Last: new(1), Before: fourth}, "… 3 …"},
		{"after all", new(8), registry.PageArgs{}, ""},
		{"after what is to come", new(1_000_000), registry.PageArgs{}, ""},
	} {
		if got := w.revisions(nil, test.after, test.args); got != test.want {
			t.Errorf("%s: got %q, want %q", test.name, got, test.want)
		}
	}
	_, err = w.Changes(w.ctx, nil, new(-1), registry.PageArgs{})
	invalid("INVALID", facts{"field": "afterRevision"}).is(t, err)
	_, err = w.Changes(w.ctx, nil, nil, registry.PageArgs{First: new(101)})
	invalid("PAGE_SIZE", facts{"field": "first", "most": 100}).is(t, err)
}

func TestR16ChangeTellsOnlyWhatDiffers(t *testing.T) {
	w := newWorld(t)
	payload := does(w, w.UpdatePartner, registry.PartnerPatch{PartnerID: "Partner:vitens", Version: 1, Name: set("Vitens"), SectorCodes: set([]string{"energie", "drinkwater"})})
	w.wrote(payload.Change, change{revision: 2, action: "updatePartner", subject: "Partner:vitens", items: []item{{
		subject: "Partner:vitens", partners: []string{"vitens"}, fields: []string{`sectorCodes: ["drinkwater"] → ["drinkwater","energie"]`},
	}}})
}

// TestR16ChangeTellsOfAListWhatDiffers: a commitment that was done is told, and stored, without the others.
func TestR16ChangeTellsOfAListWhatDiffers(t *testing.T) {
	w := newWorld(t)
	a := w.active()
	kept := a.Commitments[1]
	done := does(w, w.CompleteCommitment, registry.CompleteCommitmentInput{CommitmentID: kept.ID(), Version: a.Version, DoneOn: new(registry.Date("2026-11-01"))})
	text := fmt.Sprintf(`"id":%q,"subject":"opleiden-en-oefenen","text":"Een oefening per jaar"}]`, kept.UUID)
	want := `commitments: [{"by":["Region:VR02"],"dimension":"MENS",` + text + ` → [{"by":["Region:VR02"],"dimension":"MENS","doneOn":"2026-11-01",` + text
	if told := w.fields(done.Change.Items[0]); !slices.Contains(told, want) {
		t.Errorf("told %q, want %s", told, want)
	}
}

// TestR16ChangeTellsOfAListThatGotAnotherOrder all of it, and of one that holds words too.
func TestR16ChangeTellsOfAListThatGotAnotherOrder(t *testing.T) {
	w := newWorld(t)
	a := w.draft()
	turned := commitments(a)
	for i, commitment := range a.Commitments {
		turned.Commitments[i].ID = new(commitment.ID())
	}
	slices.Reverse(turned.Commitments)
	payload := does(w, w.SetCommitments, turned)
	for _, line := range w.fields(payload.Change.Items[0]) {
		if strings.HasPrefix(line, "commitments: ") && strings.Count(line, `"dimension"`) == 6 {
			return
		}
	}
	t.Errorf("told %q", w.fields(payload.Change.Items[0]))
}

// TestChangesThatWereWrittenWholeAreRead: earlier versions stored both lists whole, or the whole thing.
func TestChangesThatWereWrittenWholeAreRead(t *testing.T) {
	w := newWorld(t)
	item := registry.ChangeItem{
		SubjectID: "Agreement:a", Kind: registry.KindAgreement,
		Before: json.RawMessage(`{"title":"T","commitments":[{"id":"a"},{"id":"b"}]}`), After: json.RawMessage(`{"title":"T","commitments":[{"id":"a"},{"id":"b","doneOn":"2026-11-01"}]}`),
	}
	want := `commitments: [{"id":"a"},{"id":"b"}] → [{"id":"a"},{"doneOn":"2026-11-01","id":"b"}]`
	if told := w.fields(item); len(told) != 1 || told[0] != want {
		t.Errorf("told %q, want %s", told, want)
	}
}

func TestWhatAChangeTouchedIsToldOnce(t *testing.T) {
	change := registry.Change{Items: []registry.ChangeItem{
		{SubjectID: "Collaboration:2", Kind: "Collaboration", Regions: []string{"VR02"}, Partners: []string{"b"}},
		{SubjectID: "Collaboration:1", Kind: "Collaboration", Regions: []string{"VR01", "VR02"}, Partners: []string{"a", "b"}},
		{SubjectID: "Partner:a", Kind: "Partner", Partners: []string{"a"}},
	}}
	wants(t, "touched", change.Touched(), registry.Touched{
		Subjects: []string{"Collaboration:1", "Collaboration:2", "Partner:a"}, Regions: []string{"VR01", "VR02"}, Partners: []string{"a", "b"},
		Kinds: []registry.Kind{"Collaboration", "Partner"},
	})
}
