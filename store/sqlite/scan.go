package sqlite

import (
	"context"
	"database/sql"

	"ketenkaart/registry"
)

// Scan returns the next things of a kind, in order of key.
func (r *reader) Scan(ctx context.Context, asked registry.ScanQuery) ([]registry.Node, error) {
	switch asked.Kind {
	case registry.KindRegion:
		return scanned(ctx, r, asked, r.library.query("Regions"), "ScanCodes", regionOf)
	case registry.KindMunicipality:
		return scanned(ctx, r, asked, r.library.query("Municipalities"), "ScanCodes", municipalityOf)
	case registry.KindSector:
		return scanned(ctx, r, asked, r.library.query("Sectors"), "ScanCodes", sectorOf)
	case registry.KindChain:
		return scanned(ctx, r, asked, r.library.query("Chains"), "ScanCodes", chainOf)
	case registry.KindMinistry:
		return scanned(ctx, r, asked, r.library.query("Ministries"), "ScanCodes", ministryOf)
	case registry.KindPartner:
		return scanned(ctx, r, asked, r.library.query("PartnerColumns").add("Partners"), "ScanPartners", partnerOf)
	case registry.KindCollaboration:
		return scanned(ctx, r, asked, r.library.query("CollaborationColumns").add("Collaborations"), "ScanUUIDs", collaborationOf)
	case registry.KindAdoption:
		return scanned(ctx, r, asked, r.library.query("Adoptions"), "ScanUUIDs", adoptionOf)
	case registry.KindAgreement:
		return r.scanAgreements(ctx, asked)
	case registry.KindPeerReview:
		return scanned(ctx, r, asked, r.library.query("PeerReviews"), "ScanUUIDs", peerReviewOf)
	case registry.KindEvaluation:
		return scanned(ctx, r, asked, r.library.query("Evaluations"), "ScanUUIDs", evaluationOf)
	case registry.KindChange:
		return registry.ScanChanges(ctx, r, asked)
	}
	return nil, registry.NoScan(asked.Kind)
}

// scanPage reads the next things of a statement about all of them.
func scanPage[T any](ctx context.Context, r *reader, asked registry.ScanQuery, q *query, order string, record func(*row) T) ([]T, error) {
	q.add(order, sql.Named("after", asked.After), sql.Named("limit", int64(asked.Limit)))
	return collect(ctx, r, q, record)
}

func scanned[T registry.Node](ctx context.Context, r *reader, asked registry.ScanQuery, q *query, order string, record func(*row) T) ([]registry.Node, error) {
	things, err := scanPage(ctx, r, asked, q, order, record)
	return registry.NodesOf(things), err
}

func (r *reader) scanAgreements(ctx context.Context, asked registry.ScanQuery) ([]registry.Node, error) {
	agreements, err := scanPage(ctx, r, asked, r.library.query("Agreements"), "ScanUUIDs", agreementOf)
	if err == nil {
		err = r.addPairs(ctx, agreements, nil)
	}
	return registry.NodesOf(agreements), err
}

// NextChanges implements registry.FeedReader.
func (r *reader) NextChanges(ctx context.Context, after, limit int) ([]registry.Change, error) {
	list, err := r.listChanges(ctx, registry.ChangeQuery{After: after, Page: registry.Page{Limit: limit}})
	return list.Items, err
}

// NextItems implements registry.FeedReader.
func (r *reader) NextItems(ctx context.Context, after, last, limit int) (map[int][]registry.ChangeItem, error) {
	items := map[int][]registry.ChangeItem{}
	q := r.library.query("ScanChangeItems", sql.Named("lower", int64(after)), sql.Named("upper", int64(last)), sql.Named("limit", int64(limit)))
	err := r.session.rows(ctx, q.text.String(), q.args, func(row *row) error {
		revision := row.number(0)
		items[revision] = append(items[revision], itemOf(row))
		return nil
	})
	return items, translated(err)
}
