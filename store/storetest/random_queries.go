package storetest

import (
	"pgregory.net/rapid"

	"ketenkaart/registry"
)

// seldom draws a value one time in ten: with all fields as likely as not, a filter would meet nothing.
func seldom[T any](rt *rapid.T, label string, draw func(*rapid.T, string) T) *T {
	if rapid.IntRange(0, 9).Draw(rt, label+"?") != 9 {
		return nil
	}
	return new(draw(rt, label))
}

// anyOf seldom draws a list that is not empty.
func anyOf[T any](rt *rapid.T, label string, all ...T) []T {
	drawn := seldom(rt, label, func(rt *rapid.T, label string) []T {
		return rapid.Permutation(all).Draw(rt, label)[:rapid.IntRange(1, len(all)).Draw(rt, "how many "+label)]
	})
	if drawn == nil {
		return nil
	}
	return *drawn
}

func drawBool(rt *rapid.T, label string) bool { return rapid.Bool().Draw(rt, label) }

// drawLateDay draws a day on which much has begun.
func drawLateDay(rt *rapid.T) registry.Date { return rapid.SampledFrom(days()[2:]).Draw(rt, "as of") }

func drawPartnerQuery(rt *rapid.T, twin *model) registry.PartnerQuery {
	query := registry.PartnerQuery{
		Filter: drawPartnerFilter(rt),
		Order: registry.PartnerOrder{
			Field:     rapid.SampledFrom([]registry.PartnerOrderField{registry.ByName, registry.ByCollaborations, registry.ByLatestCollaboration}).Draw(rt, "order"),
			Direction: drawDirection(rt),
		},
		AsOf: drawLateDay(rt), AnyDay: drawBool(rt, "any day"), With: drawWith(rt),
	}
	query.Page = drawPage(rt, twin.partners(func(registry.Partner) bool { return true }), func(p registry.Partner) registry.Key {
		return partnerPlace(query.Order, twin.counted(p, query.Order, query.AsOf))
	})
	return query
}

func drawDirection(rt *rapid.T) registry.OrderDirection {
	return rapid.SampledFrom([]registry.OrderDirection{registry.Ascending, registry.Descending}).Draw(rt, "direction")
}

func drawWith(rt *rapid.T) registry.With {
	with := registry.With{Adoption: drawBool(rt, "with adoption"), Total: drawBool(rt, "with total"), Brief: drawBool(rt, "brief")}
	with.Parts, with.PartOf = drawBool(rt, "with parts"), drawBool(rt, "with wholes")
	with.Agreements = rapid.SampledFrom([]int{0, 1, 3}).Draw(rt, "with agreements")
	if drawBool(rt, "with collaborations") {
		with.Collaborations = &registry.WithCollaborations{Filter: maybe(rt, "with those", drawEdgeFilter)}
	}
	return with
}

// drawPage draws cursors from all things there are, whether the list has them or not.
func drawPage[T any](rt *rapid.T, things []T, place func(T) registry.Key) registry.Page {
	page := registry.Page{Limit: rapid.SampledFrom([]int{1, 2, 3, 100}).Draw(rt, "limit"), Backward: drawBool(rt, "backward")}
	if len(things) == 0 {
		return page
	}
	drawKey := func(rt *rapid.T, label string) registry.Key {
		return place(things[rapid.IntRange(0, len(things)-1).Draw(rt, label)])
	}
	if rapid.IntRange(0, 2).Draw(rt, "cursors") == 0 {
		page.After, page.Before = maybe(rt, "after", drawKey), maybe(rt, "before", drawKey)
	}
	return page
}

func drawPartnerFilter(rt *rapid.T) registry.PartnerFilter {
	filter := registry.PartnerFilter{
		Keys: anyOf(rt, "keys", partnerKeys()...), Identifiers: anyOf(rt, "identifiers", "1", "2", "3"), CoreTasks: anyOf(rt, "core tasks", registry.AllCoreTasks()...),
		Sectors: anyOf(rt, "sectors", sectorCodes()...), Chains: anyOf(rt, "chains", chainCodes()...),
		ChainKind: seldom(rt, "chain kind", drawFrom(registry.Algemeen, registry.Functioneel)),
		WorksIn:   anyOf(rt, "works in", regionCodes()...), Ambitions: anyOf(rt, "ambitions", registry.AllProfiles()...),
		Connected: seldom(rt, "connected", drawBool), Certainty: anyOf(rt, "certainties", registry.AllCertainties()...),
		Collaboration: seldom(rt, "collaboration", drawEdgeFilter), NoCollaboration: seldom(rt, "no collaboration", drawEdgeFilter),
		IncludeEnded: drawBool(rt, "include ended"), Adopted: seldom(rt, "adopted", drawBool), National: seldom(rt, "national", drawBool), AreaUnknown: seldom(rt, "area unknown", drawBool),
		AdoptionCertainty: anyOf(rt, "adoption certainties", registry.AllCertainties()...),
	}
	if filter.Adopted == nil || *filter.Adopted {
		filter.AdoptedBy = anyOf(rt, "adopted by", regionCodes()...)
	}
	if tokens := seldom(rt, "words", func(rt *rapid.T, _ string) []string { return drawTokens(rt) }); tokens != nil {
		filter.Tokens = *tokens
	}
	filter.Counterpart = seldom(rt, "counterpart", func(rt *rapid.T, label string) registry.CounterpartFilter {
		return registry.CounterpartFilter{
			Region:    rapid.SampledFrom(regionCodes()).Draw(rt, label+" region"),
			List:      rapid.SampledFrom([]registry.CounterpartList{registry.OurAdoptionRegions, registry.PartnersWeAdopted, registry.SharedNotAdopted}).Draw(rt, label),
			Certainty: anyOf(rt, label+" certainties", registry.AllCertainties()...),
		}
	})
	filter.Shared = seldom(rt, "shared", func(rt *rapid.T, label string) registry.SharedFilter {
		return registry.SharedFilter{AtLeast: rapid.IntRange(1, 3).Draw(rt, label+" by at least"), Collaboration: drawEdgeFilter(rt, label)}
	})
	return filter
}

func drawPeriodFilter(rt *rapid.T) registry.PeriodFilter {
	return rapid.SampledFrom([]registry.PeriodFilter{"", registry.CurrentPeriods, registry.PastPeriods, registry.PlannedPeriods, registry.AllPeriods}).Draw(rt, "period")
}

func drawEdgeFilter(rt *rapid.T, _ string) registry.CollaborationFilter {
	filter := registry.CollaborationFilter{
		Regions: anyOf(rt, "edge regions", regionCodes()...), Partners: anyOf(rt, "edge partners", partnerKeys()...), Profiles: anyOf(rt, "edge profiles", registry.AllProfiles()...),
		Incidental: seldom(rt, "edge incidental", drawBool), Certainty: anyOf(rt, "edge certainties", registry.AllCertainties()...),
		SinceFrom: seldom(rt, "since from", drawDay), SinceBefore: seldom(rt, "since before", drawDay), Period: drawPeriodFilter(rt),
	}
	if filter.SinceFrom != nil && filter.SinceBefore != nil && *filter.SinceFrom >= *filter.SinceBefore {
		filter.SinceBefore = nil
	}
	return filter
}

func drawEdgeQuery(rt *rapid.T, twin *model) registry.CollaborationQuery {
	query := registry.CollaborationQuery{
		Filter: drawEdgeFilter(rt, "filter"), AsOf: drawLateDay(rt),
		Order: registry.CollaborationOrder{
			Field:     rapid.SampledFrom([]registry.CollaborationOrderField{registry.BySince, registry.ByPartner}).Draw(rt, "order"),
			Direction: drawDirection(rt),
		},
		Region: rapid.SampledFrom(append(regionCodes(), "")).Draw(rt, "of region"),
	}
	if drawBool(rt, "with partners") {
		query.With.Partner = new(drawWith(rt))
	}
	query.Page = drawPage(rt, twin.data.Collaborations, func(c registry.Collaboration) registry.Key { return edgePlace(query.Order, c) })
	return query
}

func drawAdoptionQuery(rt *rapid.T, twin *model) registry.AdoptionQuery {
	return registry.AdoptionQuery{
		Period: drawPeriodFilter(rt),
		Region: rapid.SampledFrom(append(regionCodes(), "")).Draw(rt, "of region"), AsOf: drawLateDay(rt),
		Page: drawPage(rt, twin.data.Adoptions, adoptionPlace), Certainty: anyOf(rt, "certainties", registry.AllCertainties()...),
	}
}

func drawEdgeSelect(rt *rapid.T) registry.CollaborationSelect {
	of := registry.CollaborationSelect{AsOf: maybe(rt, "select as of", drawDay), Filter: maybe(rt, "select filter", drawEdgeFilter)}
	switch rapid.IntRange(0, 2).Draw(rt, "select by") {
	case 0:
		of.UUIDs = someOrNone(rt, "ids", edgeIDs())
	case 1:
		of.Partners = someOrNone(rt, "partners", partnerKeys())
	default:
		of.Pairs = []registry.Pair{}
		for _, key := range someOrNone(rt, "pairs", partnerKeys()) {
			of.Pairs = append(of.Pairs, registry.Pair{Region: rapid.SampledFrom(regionCodes()).Draw(rt, "region"), Partner: key})
		}
	}
	return of
}

// drawTokens draws beginnings of words that there may be.
func drawTokens(rt *rapid.T) []string {
	draw := rapid.Custom(func(rt *rapid.T) string {
		token := rapid.SampledFrom([]string{
			"wa", "wat", "water", "waters", "waterschap", "owater", "vi", "vitens", "co", "sst", "sstraat", "ijs", "20", "112", "vr0", "vr01", "gm", "s1", "a1", "regio", "aa", "oe", "日", "日本", "вода", "в", "w", "1",
		}).Draw(rt, "token")
		return token
	})
	return rapid.SliceOfN(draw, 1, 3).Draw(rt, "tokens")
}
