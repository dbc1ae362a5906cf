package neo4j

import (
	"strings"

	"ketenkaart/registry"
)

// partnerConditions are what the partners of the query's whole list meet.
func (r *reader) partnerConditions(query registry.PartnerQuery) *conditions {
	where := r.library.conditions(map[string]any{"asOf": date(query.AsOf)})
	filter := query.Filter
	if !query.AnyDay {
		where.add("PartnerBegan", nil)
		if !filter.IncludeEnded {
			where.add("PartnerNotEnded", nil)
		}
	}
	addList(where, "PartnerKeys", "keys", filter.Keys)
	addList(where, "PartnerIdentifiers", "identifiers", filter.Identifiers)
	addList(where, "PartnerSectors", "sectors", filter.Sectors)
	addList(where, "PartnerWorksIn", "worksIn", filter.WorksIn)
	addList(where, "PartnerAmbitions", "ambitions", filter.Ambitions)
	addList(where, "PartnerCertainty", "certainty", filter.Certainty)
	addFlag(where, "PartnerNational", "national", filter.National)
	addFlag(where, "PartnerAreaUnknown", "areaUnknown", filter.AreaUnknown)
	addFlag(where, "PartnerConnected", "connected", filter.Connected)
	r.addCoreTasks(where, filter.CoreTasks)
	addChains(where, filter.Chains, filter.ChainKind)
	r.addCollaboration(where, "PartnerCollaboration", "collaboration", filter.Collaboration)
	r.addCollaboration(where, "PartnerNoCollaboration", "noCollaboration", filter.NoCollaboration)
	r.addAdoption(where, filter)
	r.addCounterpart(where, filter.Counterpart)
	if filter.Shared != nil {
		where.params["sharedLeast"] = filter.Shared.AtLeast
		r.addCollaboration(where, "PartnerShared", "shared", &filter.Shared.Collaboration)
	}
	return where
}

func addList[T any](where *conditions, fragment, param string, list []T) {
	if list != nil {
		where.add(fragment, map[string]any{param: list})
	}
}

func addFlag(where *conditions, fragment, param string, flag *bool) {
	if flag != nil {
		where.add(fragment, map[string]any{param: *flag})
	}
}

// addCoreTasks asks for one of the labels that the kerntaken are.
func (r *reader) addCoreTasks(where *conditions, tasks []registry.CoreTask) {
	if tasks == nil {
		return
	}
	labels := make([]string, 0, len(tasks))
	for _, task := range tasks {
		labels = append(labels, r.coreTask(task))
	}
	where.text("("+strings.Join(labels, " OR ")+")", nil)
}

// coreTask gives p with the label that a kerntaak is.
func (r *reader) coreTask(task registry.CoreTask) string {
	switch task {
	case registry.Hulpdienst:
		return r.library.Text("PartnerHulpdienst")
	case registry.Beheerder:
		return r.library.Text("PartnerBeheerder")
	default:
		return r.library.Text("PartnerDienstverlener")
	}
}

func addChains(where *conditions, codes []string, kind *registry.ChainKind) {
	switch {
	case kind == nil:
		addList(where, "PartnerChains", "chains", codes)
	case codes == nil && *kind == registry.Algemeen:
		where.add("PartnerAlgemeen", nil)
	case codes == nil:
		where.add("PartnerFunctioneel", nil)
	case *kind == registry.Algemeen:
		addList(where, "PartnerChainsAlgemeen", "chains", codes)
	default:
		addList(where, "PartnerChainsFunctioneel", "chains", codes)
	}
}

// addCollaboration asks for a collaboration that there is, or is not, as the filter describes it.
func (r *reader) addCollaboration(where *conditions, fragment, param string, filter *registry.CollaborationFilter) {
	if filter == nil {
		return
	}
	inner := r.collaborationConditions(param, filter, where.params)
	where.text(ofProfiles(r.library.get(fragment, choices{"filter": inner.and()}), filter), nil)
}

// addAdoption asks whether the partner is adopted, and by whom, as far as the certainty goes.
func (r *reader) addAdoption(where *conditions, filter registry.PartnerFilter) {
	chosen := choices{}
	if filter.AdoptionCertainty != nil {
		chosen["certainty"] = r.library.Text("PartnerAdoptionCertainty")
		where.params["adoptionCertainty"] = filter.AdoptionCertainty
	}
	if filter.Adopted != nil {
		where.text(r.library.get("PartnerAdopted", chosen), map[string]any{"adopted": *filter.Adopted})
	}
	if filter.AdoptedBy != nil {
		where.text(r.library.get("PartnerAdoptedBy", chosen), map[string]any{"adoptedBy": filter.AdoptedBy})
	}
}

func (r *reader) addCounterpart(where *conditions, counterpart *registry.CounterpartFilter) {
	if counterpart == nil {
		return
	}
	params, adoption, both := map[string]any{"region": counterpart.Region}, choices{}, choices{}
	if counterpart.Certainty != nil {
		params["counterpartCertainty"] = counterpart.Certainty
		adoption["adoption"] = r.library.Text("CounterpartAdoptionCertainty")
		both["adoption"], both["collaboration"] = adoption["adoption"], r.library.Text("CounterpartCollaborationCertainty")
	}
	switch counterpart.List {
	case registry.OurAdoptionRegions:
		where.text(r.library.get("PartnerOurAdoptionRegions", both), params)
	case registry.PartnersWeAdopted:
		where.text(r.library.get("PartnerWeAdopted", adoption), params)
	case registry.SharedNotAdopted:
		where.text(r.library.get("PartnerSharedNotAdopted", both), params)
	}
}
