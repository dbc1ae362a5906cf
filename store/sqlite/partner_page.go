package sqlite

import (
	"context"

	"ketenkaart/registry"
)

// include reads what the hint asks for of partners, by a statement for each kind of thing: here it saves the fields below from
// waiting for each other.
func (r *reader) include(ctx context.Context, with registry.With, asOf registry.Date, partners []registry.Partner) (included registry.Included, err error) {
	if with.Collaborations != nil {
		of := registry.CollaborationSelect{Partners: keysOf(partners), AsOf: &asOf, Filter: with.Collaborations.Filter}
		if included.Collaborations, err = r.includedCollaborations(ctx, of); err != nil {
			return included, err
		}
	}
	if with.Adoption {
		if included.Adoptions, err = r.includedAdoptions(ctx, asOf, partners); err != nil {
			return included, err
		}
	}
	if with.Parts {
		if included.Parts, err = r.includedParts(ctx, partners); err != nil {
			return included, err
		}
	}
	if with.PartOf {
		if included.Wholes, err = r.includedWholes(ctx, partners); err != nil {
			return included, err
		}
	}
	if with.Agreements > 0 {
		included.Agreements, err = r.includedAgreements(ctx, with.Agreements, asOf, partners)
	}
	return included, err
}

func (r *reader) includedParts(ctx context.Context, partners []registry.Partner) (map[string][]registry.Partner, error) {
	byWhole := make(map[string][]registry.Partner, len(partners))
	for i := range partners {
		byWhole[partners[i].Key] = nil
	}
	parts, err := r.Partners(ctx, registry.PartnerSelect{PartOf: keysOf(partners)})
	for _, part := range parts {
		byWhole[*part.PartOfKey] = append(byWhole[*part.PartOfKey], part)
	}
	return byWhole, err
}

func (r *reader) includedWholes(ctx context.Context, partners []registry.Partner) (map[string]registry.Partner, error) {
	var keys []string
	for i := range partners {
		if whole := partners[i].PartOfKey; whole != nil {
			keys = append(keys, *whole)
		}
	}
	if keys == nil {
		return map[string]registry.Partner{}, nil
	}
	wholes, err := r.Partners(ctx, registry.PartnerSelect{Keys: keys})
	byKey := make(map[string]registry.Partner, len(wholes))
	for _, whole := range wholes {
		byKey[whole.Key] = whole
	}
	return byKey, err
}

func (r *reader) includedAgreements(ctx context.Context, first int, asOf registry.Date, partners []registry.Partner) (map[string]registry.List[registry.Agreement], error) {
	queries := make([]registry.AgreementQuery, len(partners))
	for i := range partners {
		queries[i] = registry.AgreementQueryOfParty(partners[i].ID(), first, asOf)
	}
	lists, err := r.ListAgreements(ctx, queries)
	byPartner := make(map[string]registry.List[registry.Agreement], len(lists))
	for i, list := range lists {
		byPartner[partners[i].Key] = list
	}
	return byPartner, err
}

func (r *reader) includedCollaborations(ctx context.Context, of registry.CollaborationSelect) (map[string][]registry.Collaboration, error) {
	found, err := r.Collaborations(ctx, of)
	byPartner := make(map[string][]registry.Collaboration, len(of.Partners))
	for _, key := range of.Partners {
		byPartner[key] = nil
	}
	for start, end := 0, 0; start < len(found); start = end {
		// They come in order of partner.
		for end < len(found) && found[end].PartnerKey == found[start].PartnerKey {
			end++
		}
		byPartner[found[start].PartnerKey] = found[start:end:end]
	}
	return byPartner, err
}

func (r *reader) includedAdoptions(ctx context.Context, asOf registry.Date, partners []registry.Partner) (map[string]*registry.Adoption, error) {
	found, err := r.Adoptions(ctx, registry.AdoptionSelect{Partners: keysOf(partners), AsOf: &asOf})
	byPartner := make(map[string]*registry.Adoption, len(partners))
	for i := range partners {
		byPartner[partners[i].Key] = nil
	}
	for i := range found {
		byPartner[found[i].PartnerKey] = &found[i]
	}
	return byPartner, err
}

func keysOf(partners []registry.Partner) []string {
	keys := make([]string, len(partners))
	for i := range partners {
		keys[i] = partners[i].Key
	}
	return keys
}
