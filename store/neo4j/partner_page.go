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

// around is a partner p with what a hint asks of it, whose values are among the parameters; partner is another fragment for its own, or "".
func (r *reader) around(with registry.With, partner string, params map[string]any) string {
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
	if with.Parts {
		chosen["parts"] = r.library.Text("PageParts")
	}
	if with.PartOf {
		chosen["wholes"] = r.library.Text("PageWholes")
	}
	if with.Agreements > 0 {
		// One more tells whether there are more.
		chosen["agreements"], params["agreements"] = r.library.Text("PageAgreements"), with.Agreements+1
	}
	if partner != "" {
		chosen["partner"] = r.library.Text(partner)
	}
	return r.library.get("AroundPartner", chosen)
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
func partnerList(query registry.PartnerQuery, values []any) (list registry.PartnerList, err error) {
	items, _ := values[0].([]any)
	page := registry.Trim(items, query.Page)
	list.More = page.More
	list.Items, list.Included, err = partnersAround(query.With, page.Items)
	if total, ok := values[1].(int64); ok {
		list.Included.Total = new(int(total))
	}
	return list, err
}

// partnersAround reads partners and what came along with them.
func partnersAround(with registry.With, items []any) (partners []registry.Partner, included registry.Included, err error) {
	partners = make([]registry.Partner, 0, len(items))
	for _, item := range items {
		item, _ := item.([]any)
		partner, err := partnerOf(item)
		if err != nil {
			return nil, included, err
		}
		partners = append(partners, partner)
	}
	switch {
	case with.Collaborations == nil:
	case with.Brief:
		includedBriefly(&included, items)
	default:
		if included.Collaborations, err = includedCollaborations(items); err != nil {
			return nil, included, err
		}
	}
	if with.Adoption {
		if included.Adoptions, err = includedAdoptions(items); err != nil {
			return nil, included, err
		}
	}
	return partners, included, includeOrganisations(with, items, &included)
}

// includeOrganisations reads parts, wholes and agreements.
func includeOrganisations(with registry.With, items []any, included *registry.Included) (err error) {
	if with.Parts {
		if included.Parts, err = includedBy(items, 4, partnerOf); err != nil {
			return err
		}
	}
	if with.PartOf {
		wholes, err := includedBy(items, 5, partnerOf)
		if err != nil {
			return err
		}
		included.Wholes = map[string]registry.Partner{}
		for _, of := range wholes {
			for _, whole := range of {
				included.Wholes[whole.Key] = whole
			}
		}
	}
	if with.Agreements > 0 {
		agreements, err := includedBy(items, 6, agreementOf)
		if err != nil {
			return err
		}
		included.Agreements = make(map[string]registry.List[registry.Agreement], len(agreements))
		for key, of := range agreements {
			included.Agreements[key] = registry.Trim(of, registry.Page{Limit: with.Agreements})
		}
	}
	return nil
}

// includedBy reads the things at a place of each item, by the key of its partner.
func includedBy[T any](items []any, place int, read func([]any) (T, error)) (map[string][]T, error) {
	all := make(map[string][]T, len(items))
	for _, item := range items {
		item, _ := item.([]any)
		found, _ := item[place].([]any)
		things := make([]T, 0, len(found))
		for _, value := range found {
			values, _ := value.([]any)
			thing, err := read(values)
			if err != nil {
				return nil, err
			}
			things = append(things, thing)
		}
		all[keyOfItem(item)] = things
	}
	return all, nil
}

// partnersAlong reads partners that came along with other things, by key, and what came along with them.
func partnersAlong(with registry.With, items []any) (byKey map[string]registry.Partner, included registry.Included, err error) {
	partners, included, err := partnersAround(with, items)
	byKey = make(map[string]registry.Partner, len(partners))
	for _, partner := range partners {
		byKey[partner.Key] = partner
	}
	return byKey, included, err
}

// keyOfItem returns the key of the partner of an item.
func keyOfItem(item []any) string { return propertiesOf(item[0]).text("key") }

func includedCollaborations(items []any) (map[string][]registry.Collaboration, error) {
	all := make(map[string][]registry.Collaboration, len(items))
	for _, item := range items {
		item, _ := item.([]any)
		found, _ := item[2].([]any)
		collaborations, err := collaborationsIn(found)
		if err != nil {
			return nil, err
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
