package registry_test

import (
	"encoding/base64"
	"fmt"
	"strings"
	"testing"

	"ketenkaart/registry"
)

// numbered registers partners 00, 01, …, some of the same name, so that ties are met.
func numbered(t testing.TB, n int) *world {
	t.Helper()
	w := bareWorld(t)
	var data registry.Dataset
	for i := range n {
		data.Partners = append(data.Partners, registry.Partner{Key: fmt.Sprintf("p%03d", i), Name: fmt.Sprintf("Naam %d", i/3)})
	}
	if _, err := w.Import(w.ctx, data); err != nil {
		t.Fatal(err)
	}
	return w
}

// page reads a page of partners.
func (w *world) page(args registry.PageArgs, order *registry.PartnerOrder) registry.PartnerConnection {
	w.t.Helper()
	query, err := registry.PartnerQueryOf(nil, order, args, today)
	if err != nil {
		w.t.Fatal(err)
	}
	pages, err := w.ListPartners(w.ctx, []registry.PartnerQuery{query})
	if err != nil {
		w.t.Fatal(err)
	}
	return pages[0]
}

func TestPagesWalkTheListBothWays(t *testing.T) {
	w := numbered(t, 10)
	// Naam 0: p000 p001 p002, Naam 1: p003 p004 p005, …
	for _, order := range []registry.PartnerOrder{{Field: "NAME", Direction: "ASC"}, {Field: "NAME", Direction: "DESC"}, {Field: "COLLABORATIONS", Direction: "ASC"}, {Field: "LATEST_COLLABORATION", Direction: "DESC"}} {
		want := []string{}
		for i := range 10 {
			want = append(want, fmt.Sprintf("p%03d", either(order.Direction == "DESC", 9-i, i)))
		}
		for _, size := range []int{1, 3, 4, 10, 100} {
			var forward []string
			args := registry.PageArgs{First: &size}
			for {
				page := w.page(args, &order)
				info := page.PageInfo()
				if info.HasPreviousPage != (args.After != nil) || info.HasNextPage != (len(forward)+len(page.Nodes()) < 10) {
					t.Errorf("%v, %d: the page after %v says %+v", order, size, forward, info)
				}
				forward = append(forward, keysOf(page.Nodes())...)
				if !info.HasNextPage {
					break
				}
				args.After = info.EndCursor
			}
			wants(t, fmt.Sprint(order, " by ", size), forward, want)
			var backward []string
			args = registry.PageArgs{Last: &size}
			for {
				page := w.page(args, &order)
				info := page.PageInfo()
				if info.HasNextPage != (args.Before != nil) || info.HasPreviousPage != (len(backward)+len(page.Nodes()) < 10) {
					t.Errorf("%v, %d: the page before %v says %+v", order, size, backward, info)
				}
				backward = append(keysOf(page.Nodes()), backward...)
				if !info.HasPreviousPage {
					break
				}
				args.Before = info.StartCursor
			}
			wants(t, fmt.Sprint(order, " backwards by ", size), backward, want)
		}
	}
}

func TestPageBetweenTwoCursors(t *testing.T) {
	w := numbered(t, 10)
	edges := w.page(registry.PageArgs{}, nil).Edges()
	after, before := &edges[2].Cursor, &edges[7].Cursor
	for _, test := range []struct {
		args registry.PageArgs
		want string
	}{
		{registry.PageArgs{After: after, Before: before}, "p003 p004 p005 p006"},
		{registry.PageArgs{After: after, Before: before, First: new(2)}, "p003 p004"},
		{registry.PageArgs{After: after, Before: before, Last: new(2)}, "p005 p006"},
		{registry.PageArgs{After: before, Before: after}, ""},
		{registry.PageArgs{After: &edges[9].Cursor}, ""},
		{registry.PageArgs{Before: &edges[0].Cursor, Last: new(5)}, ""},
	} {
		if got := strings.Join(keysOf(w.page(test.args, nil).Nodes()), " "); got != test.want {
			t.Errorf("got %q, want %q", got, test.want)
		}
	}
}

func TestCursorsAreStableUnderWrites(t *testing.T) {
	w := numbered(t, 10)
	cursor := w.page(registry.PageArgs{First: new(4)}, nil).PageInfo().EndCursor
	does(w, w.RegisterPartner, registry.RegisterPartnerInput{Key: new("before"), Name: "Naam 0"})
	does(w, w.RegisterPartner, registry.RegisterPartnerInput{Key: new("p003a"), Name: "Naam 1"})
	does(w, w.EndPartner, registry.EndPartnerInput{PartnerID: "Partner:p003", Version: 1, On: "2020-01-01", Reason: "weg"})
	if got := strings.Join(keysOf(w.page(registry.PageArgs{First: new(2), After: cursor}, nil).Nodes()), " "); got != "p003a p004" {
		t.Errorf("after p003 come %s", got)
	}
}

func TestPageSizeIs1To100And25(t *testing.T) {
	w := numbered(t, 120)
	for size, args := range map[int]registry.PageArgs{25: {}, 1: {First: new(1)}, 100: {First: new(100)}} {
		if got := len(w.page(args, nil).Nodes()); got != size {
			t.Errorf("the page holds %d, want %d", got, size)
		}
	}
	if got := len(w.page(registry.PageArgs{Last: new(100)}, nil).Nodes()); got != 100 {
		t.Errorf("the last page holds %d", got)
	}
	for _, size := range []int{0, -1, 101, 1 << 40} {
		_, err := registry.PartnerQueryOf(nil, nil, registry.PageArgs{First: &size}, today)
		invalid("PAGE_SIZE", facts{"field": "first", "most": 100}).is(t, err)
		_, err = registry.PartnerQueryOf(nil, nil, registry.PageArgs{Last: &size}, today)
		invalid("PAGE_SIZE", facts{"field": "last", "most": 100}).is(t, err)
		_, err = registry.CollaborationQueryOf("", nil, nil, registry.PageArgs{First: &size}, today)
		invalid("PAGE_SIZE", facts{"field": "first", "most": 100}).is(t, err)
		_, err = registry.AdoptionQueryOf("VR01", nil, "", registry.PageArgs{Last: &size}, today)
		invalid("PAGE_SIZE", facts{"field": "last", "most": 100}).is(t, err)
	}
	_, err := registry.PartnerQueryOf(nil, nil, registry.PageArgs{First: new(10), Last: new(10)}, today)
	invalid("PAGE_SIZE", facts{"field": "last"}).is(t, err)
}

func TestMalformedCursorsAreRefused(t *testing.T) {
	w := numbered(t, 3)
	good := w.page(registry.PageArgs{First: new(1)}, nil).PageInfo().EndCursor
	written := func(text string) string { return base64.RawURLEncoding.EncodeToString([]byte(text)) }
	for name, cursor := range map[string]string{
		"nothing":             "",
		"no base64":           "!!!",
		"padded":              *good + "==",
		"cut":                 (*good)[:len(*good)-3],
		"no JSON":             written("vitens"),
		"a list":              written(`["NAME.ASC"]`),
		"an empty object":     written(`{}`),
		"no tie":              written(`{"o":"NAME.ASC","t":"naam 0"}`),
		"a number for a text": written(`{"o":"NAME.ASC","t":1,"k":"p000"}`),
		"a fraction":          written(`{"o":"NAME.ASC","n":1.5,"k":"p000"}`),
		"a control character": written(`{"o":"NAME.ASC","t":"a\u0000b","k":"p000"}`),
		"an over-long tie":    written(`{"o":"NAME.ASC","t":"a","k":"` + strings.Repeat("p", 201) + `"}`),
		"over-long":           written(`{"o":"NAME.ASC","t":"` + strings.Repeat("a", 4001) + `","k":"p000"}`),
		"two values":          written(`{"o":"NAME.ASC","k":"p000"}{"o":"NAME.ASC","k":"p000"}`),
		"of another order":    written(`{"o":"NAME.DESC","t":"naam 0","k":"p000"}`),
		"of collaborations":   written(`{"o":"SINCE.ASC","t":"2024-01-01","k":"019a0000-0000-7000-8000-000000000001"}`),
		"of the feed":         written(`{"o":"REVISION","n":1,"k":"Change:1"}`),
	} {
		t.Run(name, func(t *testing.T) {
			_, err := registry.PartnerQueryOf(nil, nil, registry.PageArgs{After: &cursor}, today)
			invalid("MALFORMED_CURSOR", facts{"field": "after"}).is(t, err)
			_, err = registry.PartnerQueryOf(nil, nil, registry.PageArgs{Before: &cursor}, today)
			invalid("MALFORMED_CURSOR", facts{"field": "before"}).is(t, err)
		})
	}
	_, err := registry.PartnerQueryOf(nil, &registry.PartnerOrder{Field: "NAME", Direction: "DESC"}, registry.PageArgs{After: good}, today)
	invalid("MALFORMED_CURSOR", facts{"field": "after"}).is(t, err)
	_, err = registry.CollaborationQueryOf("", nil, nil, registry.PageArgs{After: good}, today)
	invalid("MALFORMED_CURSOR", facts{"field": "after"}).is(t, err)
	_, err = registry.AdoptionQueryOf("", nil, "", registry.PageArgs{Before: good}, today)
	invalid("MALFORMED_CURSOR", facts{"field": "before"}).is(t, err)
	noDay := base64.RawURLEncoding.EncodeToString([]byte(`{"o":"SINCE.ASC","t":"gisteren","k":"x"}`))
	_, err = registry.CollaborationQueryOf("", nil, nil, registry.PageArgs{After: &noDay}, today)
	invalid("MALFORMED_CURSOR", facts{"field": "after"}).is(t, err)
	_, err = w.Changes(w.ctx, nil, nil, registry.PageArgs{After: good})
	invalid("MALFORMED_CURSOR", facts{"field": "after"}).is(t, err)
}

// Whatever cursor is handed out is taken back, and goes on.
func TestCursorsAreTakenBack(t *testing.T) {
	w := bareWorld(t)
	if _, err := w.Import(w.ctx, registry.Dataset{Regions: []registry.Region{{Code: "VR01", Name: "Noord", OfficialName: "Veiligheidsregio Noord", Province: "Groningen"}}}); err != nil {
		t.Fatal(err)
	}
	for i, name := range []string{strings.Repeat("<", 200), strings.Repeat("\U000F0000", 200), strings.Repeat("½", 200), strings.Repeat("ﬃ", 200), "\uE000\u2028\"\\", strings.Repeat("w", 200)} {
		does(w, w.RegisterPartner, registry.RegisterPartnerInput{Key: new(fmt.Sprintf("p%d", i)), Name: name})
		does(w, w.ExploreAgreement, registry.ExploreAgreementInput{Title: name, RegionCodes: []string{"VR01"}, PartnerKeys: []string{"p0"}, LedBy: "VR01"})
	}
	for _, direction := range []registry.OrderDirection{registry.Ascending, registry.Descending} {
		for _, field := range []registry.PartnerOrderField{registry.ByName, registry.ByCollaborations, registry.ByLatestCollaboration} {
			args, seen := registry.PageArgs{First: new(1)}, 0
			for more := true; more; seen++ {
				info := w.page(args, &registry.PartnerOrder{Field: field, Direction: direction}).PageInfo()
				args.After, more = info.EndCursor, info.HasNextPage
			}
			wants(t, fmt.Sprint(field, direction), seen, 6)
		}
		for _, field := range []registry.AgreementOrderField{registry.ByTitle, registry.ByBeginning, registry.ByEnd, registry.BySigning, registry.ByUpdated} {
			args, seen := registry.PageArgs{First: new(1)}, 0
			for more := true; more; seen++ {
				query, err := registry.AgreementQueryOf("", nil, &registry.AgreementOrder{Field: field, Direction: direction}, args, today)
				if err != nil {
					t.Fatal(err)
				}
				pages, err := w.ListAgreements(w.ctx, []registry.AgreementQuery{query})
				if err != nil {
					t.Fatal(err)
				}
				args.After, more = pages[0].PageInfo().EndCursor, pages[0].PageInfo().HasNextPage
			}
			wants(t, fmt.Sprint(field, direction), seen, 6)
		}
	}
}

// A cursor is opaque, so whatever a client makes up is refused or is a place in the list: never a failure inside.
func FuzzCursor(f *testing.F) {
	w := numbered(f, 5)
	for _, edge := range w.page(registry.PageArgs{}, nil).Edges() {
		f.Add(edge.Cursor)
	}
	for _, text := range []string{`{"o":"NAME.ASC","t":"\ud800","k":"x"}`, `{"o":"NAME.ASC","n":-9,"k":"'; drop"}`, `{}`, `null`} {
		f.Add(base64.RawURLEncoding.EncodeToString([]byte(text)))
	}
	f.Add("")
	f.Fuzz(func(t *testing.T, cursor string) {
		query, err := registry.PartnerQueryOf(nil, nil, registry.PageArgs{After: &cursor}, today)
		if err != nil {
			invalid("MALFORMED_CURSOR", facts{"field": "after"}).is(t, err)
			return
		}
		if query.Page.After == nil || query.Page.After.Order != "NAME.ASC" || query.Page.After.Tie == "" {
			t.Errorf("%q is taken as %+v", cursor, query.Page.After)
		}
		pages, err := w.ListPartners(w.ctx, []registry.PartnerQuery{query})
		if err != nil || len(pages) != 1 || len(pages[0].Nodes()) > 5 {
			t.Errorf("%q gives %v, %v", cursor, pages, err)
		}
	})
}
