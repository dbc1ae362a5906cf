package storetest

import (
	"slices"
	"strconv"

	"ketenkaart/registry"
)

func byName(direction registry.OrderDirection) registry.PartnerOrder {
	return registry.PartnerOrder{Field: registry.ByName, Direction: direction}
}

// partnerPlace is the key of a partner in an order, as the registry makes it for a cursor.
func partnerPlace(order registry.PartnerOrder, p registry.Partner) registry.Key {
	key := registry.Key{Order: string(order.Field) + "." + string(order.Direction), Tie: p.Key}
	switch order.Field {
	case registry.ByCollaborations:
		key.Number = p.Counted.InForce
	case registry.ByLatestCollaboration:
		key.Text = string(p.Counted.LatestSince)
	default:
		key.Text = registry.SortName(p.Name)
	}
	return key
}

func edgePlace(order registry.CollaborationOrder, c registry.Collaboration) registry.Key {
	key := registry.Key{Order: string(order.Field) + "." + string(order.Direction), Text: string(c.Since), Tie: c.UUID}
	if order.Field == registry.ByPartner {
		key.Text = c.PartnerKey
	}
	return key
}

func adoptionPlace(a registry.Adoption) registry.Key {
	return registry.Key{Order: "SINCE.ASC", Text: string(a.Since), Tie: a.UUID}
}

func agreementPlace(order registry.AgreementOrder, a registry.Agreement) registry.Key {
	key := registry.Key{Order: "AGREEMENT_" + string(order.Field) + "." + string(order.Direction), Tie: a.UUID}
	switch order.Field {
	case registry.ByTitle:
		key.Text = registry.SortName(a.Title)
	case registry.ByBeginning:
		if a.Since != nil {
			key.Text = string(*a.Since)
		}
	case registry.ByEnd:
		key.Text = "9999-12-31"
		if a.Until != nil {
			key.Text = string(*a.Until)
		}
	case registry.BySigning:
		if order.Direction == registry.Ascending {
			key.Text = "9999-12-31"
		}
		if a.SignedOn != nil {
			key.Text = string(*a.SignedOn)
		}
	default:
		key.Number = a.Version
	}
	return key
}

func pairPlace(p registry.AgreedPair) registry.Key {
	return registry.Key{Order: "PAIR", Text: p.RegionCode, Tie: p.PartnerKey}
}

func agendaPlace(e registry.AgendaEntry) registry.Key {
	return registry.Key{Order: "AGENDA.ASC", Text: string(e.On), Tie: e.Tie()}
}

func changePlace(c registry.Change) registry.Key {
	return registry.Key{Order: "REVISION.ASC", Number: c.Revision, Tie: strconv.Itoa(c.Revision)}
}

// whole is a page that holds every list of these tests.
func whole() registry.Page { return registry.Page{Limit: 100} }

// pages are those of one item and of two, from either end, after each place and before each place of a list; and what
// lies between any two places.
func pages(places []registry.Key) []registry.Page {
	all := fromEitherEnd(registry.Page{})
	for i := range places {
		all = append(all, fromEitherEnd(registry.Page{After: &places[i]})...)
		all = append(all, fromEitherEnd(registry.Page{Before: &places[i]})...)
		for j := i + 1; j < len(places); j++ {
			backward := (i+j)%2 == 0
			all = append(all, registry.Page{After: &places[i], Before: &places[j], Limit: 1, Backward: backward})
			all = append(all, registry.Page{After: &places[i], Before: &places[j], Limit: len(places), Backward: !backward})
		}
	}
	return all
}

func fromEitherEnd(page registry.Page) []registry.Page {
	var all []registry.Page
	for _, page.Limit = range []int{1, 2} {
		for _, page.Backward = range []bool{false, true} {
			all = append(all, page)
		}
	}
	return all
}

// pageOf cuts from a whole list what a page of it holds; places are the keys of its items.
func pageOf[T any](items []T, places []registry.Key, page registry.Page) registry.List[T] {
	from, to := 0, len(items)
	if page.After != nil {
		from = slices.Index(places, *page.After) + 1
	}
	if page.Before != nil {
		to = slices.Index(places, *page.Before)
	}
	items = slices.Clone(items[from:max(from, to)])
	more := len(items) > page.Limit
	if more && page.Backward {
		items = items[len(items)-page.Limit:]
	} else if more {
		items = items[:page.Limit]
	}
	return registry.List[T]{Items: items, More: more}
}

// walks asks for every page of a list in one call, and compares each with what the whole list has there.
func walks[T any](t tester, what string, items []T, place func(T) registry.Key, name func(T) string,
	ask func(pages []registry.Page) ([]registry.List[T], error),
) {
	t.Helper()
	places := make([]registry.Key, len(items))
	for i, item := range items {
		places[i] = place(item)
	}
	asked := pages(places)
	got, err := ask(asked)
	if err != nil || len(got) != len(asked) {
		t.Errorf("%s: %d pages for %d queries, error %v", what, len(got), len(asked), err)
		return
	}
	for i, page := range asked {
		want := pageOf(items, places, page)
		if !slices.Equal(names(got[i].Items, name), names(want.Items, name)) || got[i].More != want.More {
			t.Errorf("%s, %s: got %q, more %t; want %q, more %t", what, tell(page),
				names(got[i].Items, name), got[i].More, names(want.Items, name), want.More)
			return
		}
	}
}

func tell(page registry.Page) string {
	text := strconv.Itoa(page.Limit) + " forward"
	if page.Backward {
		text = strconv.Itoa(page.Limit) + " backward"
	}
	for _, end := range []struct {
		name string
		key  *registry.Key
	}{{"after", page.After}, {"before", page.Before}} {
		if end.key != nil {
			text += " " + end.name + " (" + end.key.Text + " " + strconv.Itoa(end.key.Number) + " " + end.key.Tie + ")"
		}
	}
	return text
}
