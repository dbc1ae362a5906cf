package sqlite

import (
	"context"

	"ketenkaart/registry"
)

// include reads what the hint asks for of the partners of a page, by a statement for each kind of thing: here it saves the
// fields below from waiting for each other.
func (r *reader) include(ctx context.Context, asked registry.PartnerQuery, partners []registry.Partner) (included registry.Included, err error) {
	if asked.With.Collaborations != nil {
		if err := r.includedCollaborations(ctx, asked, partners, &included); err != nil {
			return included, err
		}
	}
	if asked.With.Adoption {
		if included.Adoptions, err = r.includedAdoptions(ctx, asked.AsOf, partners); err != nil {
			return included, err
		}
	}
	return included, nil
}

func (r *reader) includedCollaborations(ctx context.Context, asked registry.PartnerQuery, partners []registry.Partner, included *registry.Included) error {
	with := asked.With.Collaborations
	found, err := r.Collaborations(ctx, registry.CollaborationSelect{Partners: keysOf(partners), AsOf: &asked.AsOf, Filter: with.Filter})
	if err != nil {
		return err
	}
	included.Collaborations = make(map[string][]registry.Collaboration, len(partners))
	for i := range partners {
		included.Collaborations[partners[i].Key] = nil
	}
	for start, end := 0, 0; start < len(found); start = end {
		// They come in order of partner.
		for end < len(found) && found[end].PartnerKey == found[start].PartnerKey {
			end++
		}
		included.Collaborations[found[start].PartnerKey] = found[start:end:end]
	}
	return nil
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
