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
func (w *work) readBorders(ctx context.Context, im *importing) error {
	regions := References{}
	for _, pair := range im.data.Neighbours {
		pair.refer(regions)
	}
	codes := regions.formed(KindRegion)
	if len(codes) == 0 {
		return nil
	}
	if err := kinds[KindRegion].read(ctx, w, codes, im.was); err != nil {
		return fmt.Errorf("read the regions of the neighbours: %w", err)
	}
	borders, err := w.Neighbours(ctx, codes)
	if err != nil {
		return fmt.Errorf("read the neighbours that are there: %w", err)
	}
	im.borders = borders
	return nil
}

// holdNeighbours is holdEach for pairs, which are known by their regions. They have no version of their own, so that their regions
// change with them.
func (im *importing) holdNeighbours() error {
	for i := range im.data.Neighbours {
		pair := &im.data.Neighbours[i]
		row := ImportRow{Name: pair.name(), Place: im.data.place("neighbours", i, "", nil), Outcome: ImportNew}
		problems := Problems(pair.check(im.met))
		if before := im.beside(pair.A, pair.B); before != nil {
			row.Outcome = ImportChanged
			region := Region{Code: pair.A}
			if err := row.tell(bordered{region, []Neighbour{*before}}, bordered{region, []Neighbour{pair.from(pair.A)}}); err != nil {
				return err
			}
			if bytes.Equal(row.Item.Before, row.Item.After) {
				im.plan.Counts[ImportUnchanged]++
				continue
			}
		}
		if row.refuse(im.data, "neighbours", i, problems); row.Outcome != ImportRefused {
			im.write.Neighbours = append(im.write.Neighbours, *pair)
			im.border(pair.A, pair.from(pair.A))
			im.border(pair.B, pair.from(pair.B))
		}
		im.plan.add(row)
	}
	return nil
}

// beside returns the neighbour that a region has in another; nil when they do not touch.
func (im *importing) beside(region, other string) *Neighbour {
	i := slices.IndexFunc(im.borders[region], func(n Neighbour) bool { return n.RegionCode == other })
	if i < 0 {
		return nil
	}
	return &im.borders[region][i]
}

// border gives a region a neighbour, and has the region be written.
func (im *importing) border(code string, neighbour Neighbour) {
	if im.bordering[code] == nil {
		im.bordering[code] = slices.Clone(im.borders[code])
	}
	next := slices.DeleteFunc(im.bordering[code], func(n Neighbour) bool { return n.RegionCode == neighbour.RegionCode })
	next = append(next, neighbour)
	slices.SortFunc(next, func(a, b Neighbour) int { return cmp.Compare(a.RegionCode, b.RegionCode) })
	im.bordering[code] = next
	written := slices.ContainsFunc(im.write.Regions, func(r Region) bool { return r.Code == code })
	if region, there := im.was[MakeID(KindRegion, code)].(Region); there && !written {
		im.write.Regions = append(im.write.Regions, region)
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
func (im *importing) states(region Region) (before, after Node) {
	was := beforeOf(im, region)
	neighbours, change := im.bordering[region.Code]
	if !change {
		return nodeOf(was), region
	}
	if was != nil {
		before = bordered{*was, im.borders[region.Code]}
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
