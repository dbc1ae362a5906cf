package neo4j

import "ketenkaart/registry"

// agreementConditions are what the agreements of the query's whole list meet.
func (r *reader) agreementConditions(query registry.AgreementQuery) *conditions {
	where := r.library.conditions(map[string]any{"asOf": date(query.AsOf)})
	filter := query.Filter
	addList(where, "AgreementRegions", "regions", filter.Regions)
	addList(where, "AgreementPartners", "partners", filter.Partners)
	addList(where, "AgreementLedBy", "ledBy", filter.LedBy)
	addList(where, "AgreementStatus", "status", filter.Status)
	addFlag(where, "AgreementInForce", "inForce", filter.InForce)
	addList(where, "AgreementSectors", "sectors", filter.Sectors)
	addList(where, "AgreementChains", "chains", filter.Chains)
	addList(where, "AgreementProfiles", "profiles", filter.Profiles)
	addList(where, "AgreementEmptyDimensions", "emptyDimensions", filter.EmptyDimensions)
	addDay(where, "AgreementEndsBefore", "endsBefore", filter.EndsBefore)
	addList(where, "AgreementWaitingFor", "waitingFor", filter.WaitingFor)
	addDay(where, "AgreementEvaluationDueBefore", "evaluationDueBefore", filter.EvaluationDueBefore)
	addFlag(where, "AgreementReviewed", "reviewed", filter.Reviewed)
	addList(where, "AgreementCertainty", "certainty", filter.Certainty)
	addList(where, "AgreementWithout", "without", filter.Without)
	if bySearch(query) {
		where.add("AgreementFound", map[string]any{"search": prefixes(filter.Tokens)})
	}
	if bySearch(query) && query.Party != "" {
		where.add("AgreementFoundParty", map[string]any{"party": query.Party})
	}
	return where
}

// bySearch says whether the list is found by words, and not by a walk.
func bySearch(query registry.AgreementQuery) bool { return len(query.Filter.Tokens) > 0 }

// agreementsFrom chooses the conditions, and words as the source when they are searched for.
func (r *reader) agreementsFrom(query registry.AgreementQuery, where *conditions) choices {
	chosen := choices{"filter": where.and()}
	if bySearch(query) {
		chosen["source"] = r.library.Text("AgreementsBySearch")
	}
	return chosen
}

func addDay(where *conditions, fragment, param string, day *registry.Date) {
	if day != nil {
		where.add(fragment, map[string]any{param: date(*day)})
	}
}

// partiesOf returns the parties among whose agreements the list is found; nil when the query names none, or words. It takes the
// field whose parties have the fewest agreements each: partners before regions.
func partiesOf(query registry.AgreementQuery) []string {
	filter := query.Filter
	switch {
	case bySearch(query):
		return nil
	case query.Party != "":
		return []string{query.Party}
	case filter.Partners != nil:
		return touches(registry.KindPartner, filter.Partners)
	case filter.WaitingFor != nil:
		return distinct(filter.WaitingFor)
	case filter.Regions != nil:
		return touches(registry.KindRegion, filter.Regions)
	}
	return nil
}

// agreementOrder returns the property of an order, and how a place in it is written.
func agreementOrder(order registry.AgreementOrder) (string, func(registry.Key) string) {
	switch {
	case order.Field == registry.ByTitle:
		return "_titleOrder", textPlace
	case order.Field == registry.ByBeginning:
		return "_sinceOrder", textPlace
	case order.Field == registry.ByEnd:
		return "_untilOrder", textPlace
	case order.Field == registry.BySigning && order.Direction == registry.Descending:
		return "_signedDownOrder", textPlace
	case order.Field == registry.BySigning:
		return "_signedUpOrder", textPlace
	default:
		return "_updatedOrder", numberPlace
	}
}
