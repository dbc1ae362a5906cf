package neo4j

import (
	"ketenkaart/registry"
)

// countable is how many partners a register may have for a list to be counted along with its page.
const countable = 5_000

// along chooses the fragments of what comes along with a page, and adds their parameters.
func (r *reader) along(with registry.With, chosen choices, params map[string]any) {
	region := choices{}
	if with.Brief {
		chosen["partner"], chosen["edges"] = r.statements["PageBriefPartner"], r.statements["PageNoEdges"]
		region["region"] = r.statements["PageBriefRegion"]
	}
	if with.Total {
		chosen["total"] = r.statements.get("PageTotal", chosen)
		params["countable"] = countable
	}
	if with.Collaborations != nil {
		filter := with.Collaborations.Filter
		where := r.collaborationConditions("along", filter, params)
		chosen["collaborations"] = ofProfiles(r.statements.get("PageCollaborations", choices{"filter": where.and()}), filter)
		if with.Collaborations.Regions {
			chosen["regions"] = r.statements.get("PageRegions", region)
		}
	}
	if with.Adoption {
		chosen["adoptions"] = r.statements["PageAdoptions"]
	}
	if with.Sectors {
		chosen["sectors"] = r.statements["PageSectors"]
	}
	if with.Chains {
		chosen["chains"] = r.statements["PageChains"]
	}
}

// partnerList reads the one record of a page: its partners, then the total, regions, sectors and chains that came along.
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
	err := cameAlong(&list.Along, query.With, page.Items, values)
	return list, err
}

func cameAlong(along *registry.Along, with registry.With, items, values []any) (err error) {
	if total, ok := values[1].(int64); ok {
		along.Total = new(int(total))
	}
	if with.Collaborations != nil {
		if along.Collaborations, err = collaborationsAlong(items); err != nil {
			return err
		}
		if with.Collaborations.Regions {
			if along.Regions, err = regionsAlong(values[2]); err != nil {
				return err
			}
		}
	}
	if with.Adoption {
		if along.Adoptions, err = adoptionsAlong(items); err != nil {
			return err
		}
	}
	if with.Sectors {
		along.Sectors = sectorsAlong(values[3])
	}
	if with.Chains {
		along.Chains = chainsAlong(values[4])
	}
	return nil
}

// keyOfItem gives the key of the partner of an item.
func keyOfItem(item []any) string { return propertiesOf(item[0]).text("key") }

func collaborationsAlong(items []any) (map[string][]registry.Collaboration, error) {
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

func adoptionsAlong(items []any) (map[string]*registry.Adoption, error) {
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

func regionsAlong(value any) (map[string]registry.Region, error) {
	found, _ := value.([]any)
	regions := make(map[string]registry.Region, len(found))
	for _, value := range found {
		region, err := regionOf(propertiesOf(value))
		if err != nil {
			return nil, err
		}
		regions[region.Code] = region
	}
	return regions, nil
}

func sectorsAlong(value any) map[string]registry.Sector {
	found, _ := value.([]any)
	sectors := make(map[string]registry.Sector, len(found))
	for _, value := range found {
		sector := sectorOf(propertiesOf(value))
		sectors[sector.Code] = sector
	}
	return sectors
}

func chainsAlong(value any) map[string]registry.Chain {
	found, _ := value.([]any)
	chains := make(map[string]registry.Chain, len(found))
	for _, value := range found {
		pair, _ := value.([]any)
		chain := chainOf(pair)
		chains[chain.Code] = chain
	}
	return chains
}
