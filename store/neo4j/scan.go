package neo4j

import (
	"cmp"
	"context"
	"slices"
	"strings"

	"ketenkaart/registry"
)

// Scan implements registry.Reader.
func (r *reader) Scan(ctx context.Context, asked registry.ScanQuery) ([]registry.Node, error) {
	switch asked.Kind {
	case registry.KindRegion:
		return scanned(ctx, r, asked, r.library.Text("ScanCodes"), func(values []any) (registry.Region, error) {
			return regionOf(propertiesOf(values[0]))
		})
	case registry.KindMunicipality:
		return scanned(ctx, r, asked, r.scanOf("ScanCodes", "Municipality"), plainly(municipalityOf))
	case registry.KindSector:
		return scanned(ctx, r, asked, r.scanOf("ScanCodes", "Sector"), plainly(sectorOf))
	case registry.KindMinistry:
		return scanned(ctx, r, asked, r.scanOf("ScanCodes", "Ministry"), plainly(ministryOf))
	case registry.KindChain:
		return scanned(ctx, r, asked, r.library.Text("ScanChains"), func(values []any) (registry.Chain, error) { return chainOf(values), nil })
	case registry.KindPartner:
		return scanned(ctx, r, asked, r.library.Text("ScanPartners"), partnerOf)
	case registry.KindCollaboration:
		return r.scanCollaborations(ctx, asked)
	case registry.KindAdoption:
		return scanned(ctx, r, asked, r.library.Text("ScanAdoptions"), adoptionOf)
	case registry.KindAgreement:
		return scanned(ctx, r, asked, r.library.Text("ScanAgreements"), agreementOf)
	case registry.KindPeerReview:
		return scanned(ctx, r, asked, r.library.Text("ScanIDs"), func(values []any) (registry.PeerReview, error) {
			return peerReviewOf(propertiesOf(values[0]))
		})
	case registry.KindEvaluation:
		return scanned(ctx, r, asked, r.scanOf("ScanIDs", "InformalEvaluation"), func(values []any) (registry.InformalEvaluation, error) {
			return evaluationOf(propertiesOf(values[0]))
		})
	case registry.KindChange:
		return registry.ScanChanges(ctx, r, asked)
	}
	return nil, registry.NoScan(asked.Kind)
}

// scanOf returns the statement for things of another label.
func (r *reader) scanOf(name, label string) string {
	return strings.NewReplacer("Region", label, "PeerReview", label).Replace(r.library.Text(name))
}

// plainly reads what cannot fail.
func plainly[T any](of func(properties) T) func([]any) (T, error) {
	return func(values []any) (T, error) { return of(propertiesOf(values[0])), nil }
}

func scanned[T registry.Node](ctx context.Context, r *reader, asked registry.ScanQuery, statement string, read func([]any) (T, error)) ([]registry.Node, error) {
	records, err := r.rows(ctx, statement, map[string]any{"after": asked.After, "limit": asked.Limit})
	if err != nil {
		return nil, err
	}
	nodes := make([]registry.Node, len(records))
	for i, record := range records {
		if nodes[i], err = read(record.Values); err != nil {
			return nil, err
		}
	}
	return nodes, nil
}

func (r *reader) scanCollaborations(ctx context.Context, asked registry.ScanQuery) ([]registry.Node, error) {
	params := map[string]any{"after": asked.After, "share": shareOf(asked.Limit)}
	records, err := r.rows(ctx, eachProfile(r.library.Text("ScanCollaborations"), nil), params)
	if err != nil {
		return nil, err
	}
	collaborations, err := collaborationsOf(records)
	found := ofShares(collaborations, asked.Limit, func(c registry.Collaboration) (registry.Profile, string) { return c.Profile, c.UUID })
	return registry.NodesOf(found), err
}

// shareOf is how many of each profile are read for a page of all: to read a whole page of each would be five pages.
func shareOf(limit int) int {
	return (limit + len(registry.AllProfiles()) - 1) / len(registry.AllProfiles())
}

// ofShares merges what was read of each profile, by UUID, up to where one whose share was full may have more.
func ofShares[T any](things []T, limit int, of func(T) (registry.Profile, string)) []T {
	slices.SortFunc(things, func(a, b T) int {
		_, first := of(a)
		_, second := of(b)
		return cmp.Compare(first, second)
	})
	read := map[registry.Profile]int{}
	for i, thing := range things {
		profile, _ := of(thing)
		if read[profile]++; read[profile] == shareOf(limit) {
			things = things[:i+1]
			break
		}
	}
	return things[:min(len(things), limit)]
}

// NextChanges implements registry.FeedReader.
func (r *reader) NextChanges(ctx context.Context, after, limit int) ([]registry.Change, error) {
	list, err := r.listChanges(ctx, registry.ChangeQuery{After: after, Page: registry.Page{Limit: limit}})
	return list.Items, err
}

// NextItems implements registry.FeedReader.
func (r *reader) NextItems(ctx context.Context, after, last, limit int) (map[int][]registry.ChangeItem, error) {
	records, err := r.rows(ctx, r.library.Text("ScanChangeItems"), map[string]any{"low": after, "high": last, "limit": limit})
	items := map[int][]registry.ChangeItem{}
	for _, record := range records {
		revision := propertiesOf(record.Values[0]).number("revision")
		items[revision] = append(items[revision], itemOf(record.Values[0]))
	}
	return items, err
}
