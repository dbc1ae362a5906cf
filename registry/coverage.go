package registry

import (
	"context"
	"fmt"
)

// CoverageState says how a region stands to a sector or a chain.
type CoverageState string

// The states.
const (
	CoveredInForce  CoverageState = "IN_FORCE"
	CoveredOnRecord CoverageState = "ON_RECORD"
	CoveredNone     CoverageState = "NONE_KNOWN"
)

// Coverage tells of each region whether it has an agreement with a partner of a sector or a chain at a day.
type Coverage struct {
	AsOf                         Date
	InForce, OnRecord, NoneKnown int
	Regions                      []RegionCoverage
}

// Cover tells how an agreement covers its regions, from a first day until its own end.
type Cover struct {
	// InForce is whether it does by being in force; otherwise it does by being on record.
	InForce bool
	// Since is its first day, or when it was signed as precisely as known; "" is not known, so that it does at any date.
	Since PartialDate
}

// Cover returns nil when the agreement covers nothing on any day.
func (a Agreement) Cover() *Cover {
	if a.Since != nil && a.InForce(*a.Since) {
		return &Cover{InForce: true, Since: PartialDate(*a.Since)}
	}
	signed := PartialDate(text(a.SignedOn))
	if !a.OnRecord(Date(signed)) {
		return nil
	}
	return &Cover{Since: signed}
}

// RegionCoverage is the state of one region.
type RegionCoverage struct {
	RegionCode string
	State      CoverageState
	// Since is the earliest day of those that give the state, as precisely as known; nil is not known.
	Since *PartialDate
	// AgreementUUIDs are the first maxCovering that give the state, in order of their ids; AgreementCount is how many do.
	AgreementUUIDs []string
	AgreementCount int
}

// maxCovering bounds the agreements that are named for a region.
const maxCovering = 25

// Coverage tells of every region of the register at a day. BAD_USER_INPUT when it names none or both; NOT_FOUND.
func (r *Registry) Coverage(ctx context.Context, sector, chain *string, asOf Date) (coverage Coverage, err error) {
	query := CoverageQuery{AsOf: asOf}
	field, kind, code := "sectorCode", KindSector, sector
	switch {
	case (sector == nil) == (chain == nil):
		return coverage, Invalid(ReasonContradiction, "sectorCode", "give a sector or a chain: coverage is of one of them")
	case sector != nil:
		query.Sector = *sector
	default:
		field, kind, code = "chainCode", KindChain, chain
		query.Chain = *chain
	}
	if err := CheckKey(field, kind, *code); err != nil {
		return coverage, err
	}
	id := MakeID(kind, *code)
	err = r.guard.view(ctx, func(ctx context.Context, reader Reader) error {
		if _, err := find[Node](ctx, reader, field, id); err != nil {
			return err
		}
		regions, err := reader.Regions(ctx, nil)
		if err != nil {
			return fmt.Errorf("read the regions: %w", err)
		}
		found, err := reader.Coverage(ctx, []CoverageQuery{query})
		if err != nil {
			return fmt.Errorf("read the agreements of %s: %w", id, err)
		}
		coverage = coverageOf(regions, found[0], asOf)
		return nil
	})
	return coverage, err
}

func coverageOf(regions []Region, found []Covering, asOf Date) Coverage {
	ofRegion := map[string][]Covering{}
	for _, covering := range found {
		ofRegion[covering.RegionCode] = append(ofRegion[covering.RegionCode], covering)
	}
	coverage := Coverage{AsOf: asOf, Regions: make([]RegionCoverage, 0, len(regions))}
	for _, region := range regions {
		state := regionCoverage(region.Code, ofRegion[region.Code])
		switch state.State {
		case CoveredInForce:
			coverage.InForce++
		case CoveredOnRecord:
			coverage.OnRecord++
		default:
			coverage.NoneKnown++
		}
		coverage.Regions = append(coverage.Regions, state)
	}
	return coverage
}

// regionCoverage takes the best state that any agreement gives, and names the agreements that give it.
func regionCoverage(code string, found []Covering) RegionCoverage {
	region := RegionCoverage{RegionCode: code, State: CoveredNone, AgreementUUIDs: []string{}}
	inForce := false
	for _, covering := range found {
		inForce = inForce || covering.InForce
	}
	for _, covering := range found {
		if covering.InForce != inForce {
			continue
		}
		region.AgreementCount++
		if len(region.AgreementUUIDs) < maxCovering {
			region.AgreementUUIDs = append(region.AgreementUUIDs, covering.AgreementUUID)
		}
		if covering.Since != nil && (region.Since == nil || *covering.Since < *region.Since) {
			region.Since = covering.Since
		}
	}
	switch {
	case inForce:
		region.State = CoveredInForce
	case len(found) > 0:
		region.State = CoveredOnRecord
	}
	return region
}
