package neo4j

import (
	"ketenkaart/registry"
)

// countable is how many partners a register may have for a list to be counted along with its page; in a larger one that
// would take long, and is left to whoever can stop it.
const countable = 5_000

// countsAlong says whether a page brings the total. The register is taken for a large one until a page told how many
// partners it has; should it have grown since, the next page tells.
func (r *reader) countsAlong(with registry.With) bool {
	if !with.Total || r.partners == nil {
		return false
	}
	known := r.partners.Load()
	return known > 0 && known <= countable
}

// include chooses the fragments of what comes along with a page, and adds their parameters.
func (r *reader) include(with registry.With, params map[string]any) choices {
	chosen := choices{}
	if with.Brief {
		chosen["partner"], chosen["edges"] = r.library.Text("PageBriefPartner"), r.library.Text("PageNoEdges")
	}
	if with.Collaborations != nil {
		r.includedCollaborations(with, chosen, params)
	}
	if with.Adoption {
		chosen["adoptions"] = r.library.Text("PageAdoptions")
	}
	return chosen
}

func (r *reader) includedCollaborations(with registry.With, chosen choices, params map[string]any) {
	filter := with.Collaborations.Filter
	inner := choices{"filter": r.collaborationConditions("along", filter, params).and()}
	if with.Brief {
		inner["collaboration"] = r.library.Text("PageBriefCollaboration")
	}
	chosen["collaborations"] = ofProfiles(r.library.get("PageCollaborations", inner), filter)
}

// partnerList reads the one record of a page: its partners and the total.
func partnerList(query registry.PartnerQuery, values []any) (registry.PartnerList, error) {
	items, _ := values[0].([]any)
	page := registry.Trim(items, query.Page)
	partners := make([]registry.Partner, 0, len(items))
	for _, item := range page.Items {
		item, _ := item.([]any)
		partner, err := partnerOf(item)
		if err != nil {
			return registry.PartnerList{}, err
		}
		partners = append(partners, partner)
	}
	list := registry.PartnerList{List: registry.List[registry.Partner]{Items: partners, More: page.More}}
	err := includedOf(&list.Included, query.With, page.Items, values)
	return list, err
}

func includedOf(included *registry.Included, with registry.With, items, values []any) (err error) {
	if total, ok := values[1].(int64); ok {
		included.Total = new(int(total))
	}
	switch {
	case with.Collaborations == nil:
	case with.Brief:
		includedBriefly(included, items)
	default:
		if included.Collaborations, err = includedCollaborations(items); err != nil {
			return err
		}
	}
	if with.Adoption {
		if included.Adoptions, err = includedAdoptions(items); err != nil {
			return err
		}
	}
	return nil
}

// keyOfItem returns the key of the partner of an item.
func keyOfItem(item []any) string { return propertiesOf(item[0]).text("key") }

func includedCollaborations(items []any) (map[string][]registry.Collaboration, error) {
	all := make(map[string][]registry.Collaboration, len(items))
	for _, item := range items {
		item, _ := item.([]any)
		found, _ := item[2].([]any)
		collaborations := make([]registry.Collaboration, 0, len(found))
		for _, value := range found {
			pair, _ := value.([]any)
			collaboration, err := collaborationOf(pair)
			if err != nil {
				return nil, err
			}
			collaborations = append(collaborations, collaboration)
		}
		sortCollaborations(collaborations)
		all[keyOfItem(item)] = collaborations
	}
	return all, nil
}

// includedBriefly reads collaborations that came as lists of what Brief has.
func includedBriefly(included *registry.Included, items []any) {
	included.Collaborations = make(map[string][]registry.Collaboration, len(items))
	for _, item := range items {
		item, _ := item.([]any)
		key := keyOfItem(item)
		found, _ := item[2].([]any)
		collaborations := make([]registry.Collaboration, 0, len(found))
		for _, value := range found {
			values, _ := value.([]any)
			collaborations = append(collaborations, briefOf(key, values))
		}
		sortCollaborations(collaborations)
		included.Collaborations[key] = collaborations
	}
}

// briefOf reads the values of PageBriefCollaboration.
func briefOf(partner string, values []any) registry.Collaboration {
	p := make(properties, len(values))
	for i, name := range [...]string{"type", "id", "since", "until", "certainty", "region"} {
		p[name] = values[i]
	}
	return registry.Collaboration{
		UUID: p.text("id"), RegionCode: p.text("region"), PartnerKey: partner, Profile: profileOf(p.text("type")),
		Period: p.period(), Provenance: p.ownProvenance(),
	}
}

func includedAdoptions(items []any) (map[string]*registry.Adoption, error) {
	all := make(map[string]*registry.Adoption, len(items))
	for _, item := range items {
		item, _ := item.([]any)
		found, _ := item[3].([]any)
		all[keyOfItem(item)] = nil
		for _, value := range found {
			pair, _ := value.([]any)
			adoption, err := adoptionOf(pair)
			if err != nil {
				return nil, err
			}
			all[keyOfItem(item)] = &adoption
		}
	}
	return all, nil
}
