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
		included.Adoptions, err = r.includedAdoptions(ctx, asOf, partners)
	}
	return included, err
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
