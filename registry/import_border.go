package registry

import (
	"bytes"
	"cmp"
	"context"
	"fmt"
	"slices"
)

// bordered is a region with its neighbours, as the feed tells of it when an import changes them: a pair has no id of its own.
type bordered struct {
	Region
	Neighbours []Neighbour `json:"neighbours"`
}

// readBorders reads the neighbours of the regions that the data has pairs of, and those regions.
func (w *work) readBorders(ctx context.Context, pl *planning) error {
	regions := References{}
	for _, pair := range slices.Concat(pl.data.Neighbours, pl.parted) {
		pair.refer(regions)
	}
	codes := regions.formed(KindRegion)
	if len(codes) == 0 {
		return nil
	}
	if err := kinds[KindRegion].read(ctx, w, codes, pl.was); err != nil {
		return fmt.Errorf("read the regions of the neighbours: %w", err)
	}
	var err error
	if pl.borders, err = w.Neighbours(ctx, codes); err != nil {
		return fmt.Errorf("read the neighbours that are there: %w", err)
	}
	return nil
}

// holdNeighbours is holdEach for pairs, which are known by their regions. They have no version of their own, so that their regions
// change with them.
func (pl *planning) holdNeighbours() error {
	for i := range pl.data.Neighbours {
		pair := &pl.data.Neighbours[i]
		row := PlanRow{Name: pair.name(), Place: pl.data.place("neighbours", i, "", nil), Outcome: OutcomeNew}
		problems := Problems(pair.check(pl.met))
		if before := pl.beside(pair.A, pair.B); before != nil {
			row.Outcome = OutcomeChanged
			region := Region{Code: pair.A}
			if err := row.tell(bordered{region, []Neighbour{*before}}, bordered{region, []Neighbour{pair.from(pair.A)}}); err != nil {
				return err
			}
			if bytes.Equal(row.Item.Before, row.Item.After) {
				pl.plan.Counts[OutcomeUnchanged]++
				continue
			}
		}
		if row.refuse(pl.data, "neighbours", i, problems); row.Outcome != OutcomeRefused {
			pl.write.Neighbours = append(pl.write.Neighbours, *pair)
			pl.border(pair.A, pair.from(pair.A))
			pl.border(pair.B, pair.from(pair.B))
		}
		pl.plan.add(row)
	}
	for _, pair := range pl.parted {
		pl.separate(pair.A, pair.B)
		pl.separate(pair.B, pair.A)
		pl.plan.add(PlanRow{Name: pair.name(), Outcome: OutcomeRemoved})
	}
	return nil
}

// beside returns the neighbour that a region has in another; nil when they do not touch.
func (pl *planning) beside(region, other string) *Neighbour {
	i := slices.IndexFunc(pl.borders[region], func(n Neighbour) bool { return n.RegionCode == other })
	if i < 0 {
		return nil
	}
	return &pl.borders[region][i]
}

// border gives a region a neighbour, and has the region be written.
func (pl *planning) border(code string, neighbour Neighbour) {
	pl.separate(code, neighbour.RegionCode)
	next := append(pl.bordering[code], neighbour)
	slices.SortFunc(next, func(a, b Neighbour) int { return cmp.Compare(a.RegionCode, b.RegionCode) })
	pl.bordering[code] = next
}

// separate takes a neighbour from a region, and has the region be written.
func (pl *planning) separate(code, other string) {
	if pl.bordering[code] == nil {
		pl.bordering[code] = slices.Clone(pl.borders[code])
	}
	pl.bordering[code] = slices.DeleteFunc(pl.bordering[code], func(n Neighbour) bool { return n.RegionCode == other })
	written := slices.ContainsFunc(pl.write.Regions, func(r Region) bool { return r.Code == code })
	if region, there := pl.was[MakeID(KindRegion, code)].(Region); there && !written {
		pl.write.Regions = append(pl.write.Regions, region)
	}
}

// from is the pair as one of the two has it.
func (n Neighbours) from(code string) Neighbour {
	other := n.A
	if code == n.A {
		other = n.B
	}
	return Neighbour{RegionCode: other, Kind: n.Kind, Provenance: n.Provenance}
}

// states are those of a region that is written, before and after, with its neighbours when those change.
func (pl *planning) states(region Region) (before, after Node) {
	was := beforeOf(pl, region)
	neighbours, change := pl.bordering[region.Code]
	if !change {
		return nodeOf(was), region
	}
	if was != nil {
		before = bordered{*was, pl.borders[region.Code]}
	}
	return before, bordered{region, neighbours}
}

// nodeOf returns a thing as a node; nil when it is not there.
func nodeOf[T Node](thing *T) Node {
	if thing == nil {
		return nil
	}
	return *thing
}
