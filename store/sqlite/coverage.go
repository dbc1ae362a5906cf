package sqlite

import (
	"context"
	"database/sql"
	"maps"
	"slices"
	"strconv"
	"strings"

	"ketenkaart/registry"
)

// Coverage returns what binds each region to a partner of the sector or the chain, in order of region, then UUID.
func (r *reader) Coverage(ctx context.Context, queries []registry.CoverageQuery) ([][]registry.Covering, error) {
	lists := make([][]registry.Covering, 0, len(queries))
	for _, asked := range queries {
		q := r.library.query("CoverageOfSector", sql.Named("sector", asked.Sector), dateArg("asOf", asked.AsOf))
		if asked.Chain != "" {
			q = r.library.query("CoverageOfChain", sql.Named("chain", asked.Chain), dateArg("asOf", asked.AsOf))
		}
		partners, err := collect(ctx, r, q, coveringsOf)
		if err != nil {
			return nil, err
		}
		lists = append(lists, byRegion(slices.Concat(partners...)))
	}
	return lists, nil
}

// covered is what an agreement of some partner covers.
type covered struct {
	uuid    string
	inForce bool
	since   *registry.PartialDate
	regions string
}

// coveringsOf reads all of one partner.
func coveringsOf(r *row) []covered {
	text := r.text(0)
	all := make([]covered, 0, strings.Count(text, ";")+1)
	for agreement := range strings.SplitSeq(text, ";") {
		all = append(all, coveredOf(agreement))
	}
	return all
}

func coveredOf(text string) (b covered) {
	var inForce, since string
	b.uuid, text, _ = strings.Cut(text, " ")
	inForce, text, _ = strings.Cut(text, " ")
	b.regions, since, _ = strings.Cut(text, " ")
	b.inForce = inForce == "1"
	if since != "" {
		b.since = new(registry.PartialDate(since))
	}
	return b
}

// tells writes what coveredOf reads after the UUID.
func tells(agreement registry.Agreement, cover registry.Cover) string {
	return strconv.FormatInt(bit(cover.InForce), 10) + " " + strings.Join(agreement.RegionCodes, ",") + " " + string(cover.Since)
}

// byRegion puts what the partners gave in order of region, then UUID, each once.
func byRegion(agreements []covered) []registry.Covering {
	slices.SortFunc(agreements, func(a, b covered) int { return strings.Compare(a.uuid, b.uuid) })
	agreements = slices.CompactFunc(agreements, func(a, b covered) bool { return a.uuid == b.uuid })
	regions, size := map[string][]registry.Covering{}, 0
	for _, a := range agreements {
		for code := range strings.SplitSeq(a.regions, ",") {
			regions[code] = append(regions[code], registry.Covering{RegionCode: code, AgreementUUID: a.uuid, InForce: a.inForce, Since: a.since})
			size++
		}
	}
	all := make([]registry.Covering, 0, size)
	for _, code := range slices.Sorted(maps.Keys(regions)) {
		all = append(all, regions[code]...)
	}
	return all
}

// putCoverage keeps what an agreement covers on some day. What it covers on none has no row.
func (w *writer) putCoverage(ctx context.Context, agreement registry.Agreement) error {
	cover := agreement.Cover()
	if cover == nil || len(agreement.RegionCodes) == 0 {
		cover, agreement.PartnerKeys = &registry.Cover{}, nil
	}
	a := &arguments{}
	a.set("uuid", agreement.UUID)
	a.set("since", string(cover.Since))
	setOptional(a, "until", agreement.Until)
	a.set("tells", tells(agreement, *cover))
	a.list = append(a.list, jsonArg("partners", agreement.PartnerKeys))
	return w.replace(ctx, "ClearCoverage", "PutCoverage", a)
}
