package sqlite

import (
	"context"
	"database/sql"

	"ketenkaart/registry"
)

// RemoveAgreements takes agreements out of all reads, with all that belongs to them.
func (w *writer) RemoveAgreements(ctx context.Context, uuids []string) error {
	for _, uuid := range uuids {
		own := &arguments{list: []any{sql.Named("uuid", uuid)}}
		for _, list := range []string{"pairs", "parties", "chains", "commitments", "partners", "entries"} {
			own.list = append(own.list, jsonArg(list, []string{}))
		}
		if err := w.putEach(ctx, own, "ClearAgreedPairs", "ClearAgreementParties", "ClearAgreementChains", "ClearCommitments", "ClearCoverage", "ClearAgenda", "RemoveAgreementText"); err != nil {
			return err
		}
	}
	return w.removeFound(ctx, registry.KindAgreement, "RemoveAgreements", uuids)
}

// RemovePartners takes partners out of all reads, with all that belongs to them.
func (w *writer) RemovePartners(ctx context.Context, keys []string) error {
	of := &arguments{list: []any{jsonArg("keys", keys)}}
	if err := w.putEach(ctx, of, "ClearCounts", "ClearPartnerIdentifiers", "ClearPartnerSectors", "ClearPartnerChains", "ClearPartnerRegions"); err != nil {
		return err
	}
	return w.removeFound(ctx, registry.KindPartner, "RemovePartners", keys)
}

// RemoveMunicipalities takes municipalities out of all reads.
func (w *writer) RemoveMunicipalities(ctx context.Context, codes []string) error {
	return w.removeFound(ctx, registry.KindMunicipality, "RemoveMunicipalities", codes)
}

// RemoveNeighbours has pairs of regions not be neighbours any more.
func (w *writer) RemoveNeighbours(ctx context.Context, pairs []registry.Neighbours) error {
	for _, pair := range pairs {
		ends := &arguments{list: []any{sql.Named("a", pair.A), sql.Named("b", pair.B)}}
		if err := w.put(ctx, "RemoveNeighbours", ends); err != nil {
			return err
		}
	}
	return nil
}

// RemoveChains takes chains out of all reads, with the ministries that they were under.
func (w *writer) RemoveChains(ctx context.Context, codes []string) error {
	for _, code := range codes {
		if err := w.put(ctx, "ClearChainMinistries", &arguments{list: []any{sql.Named("code", code)}}); err != nil {
			return err
		}
	}
	return w.removeFound(ctx, registry.KindChain, "RemoveChains", codes)
}

// RemoveSectors takes sectors out of all reads.
func (w *writer) RemoveSectors(ctx context.Context, codes []string) error {
	return w.removeFound(ctx, registry.KindSector, "RemoveSectors", codes)
}

// RemoveMinistries takes ministries out of all reads.
func (w *writer) RemoveMinistries(ctx context.Context, codes []string) error {
	return w.put(ctx, "RemoveMinistries", &arguments{list: []any{jsonArg("keys", codes)}})
}

// removeFound removes things that can be searched.
func (w *writer) removeFound(ctx context.Context, kind registry.Kind, statement string, keys []string) error {
	ids := make([]string, len(keys))
	for i, key := range keys {
		ids[i] = registry.MakeID(kind, key)
	}
	if err := w.putEach(ctx, &arguments{list: []any{jsonArg("ids", ids)}}, "RemoveFromSearchIndex", "RemoveSearchable"); err != nil {
		return err
	}
	return w.put(ctx, statement, &arguments{list: []any{jsonArg("keys", keys)}})
}

func (w *writer) putEach(ctx context.Context, args *arguments, statements ...string) error {
	for _, statement := range statements {
		if err := w.put(ctx, statement, args); err != nil {
			return err
		}
	}
	return nil
}
