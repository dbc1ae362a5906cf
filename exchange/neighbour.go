package exchange

import "ketenkaart/registry"

const (
	neighbourFile    = "neighbours.csv"
	neighbourColumns = "region_a,region_b,kind,source,certainty,note"
)

func (r *reader) neighbours() []registry.Neighbours {
	before := seen{}
	return each(r, neighbourFile, func(row row) registry.Neighbours {
		a, b := row.reference("region_a", registry.KindRegion), row.reference("region_b", registry.KindRegion)
		if a == b && a != "" {
			row.fault("region_b", "a region is not its own neighbour")
		}
		// The registry keeps a pair once, smallest code first, whichever way round the file has it.
		a, b = min(a, b), max(a, b)
		if a != "" {
			before.onceKey(row, "region_a", a+" "+b)
		}
		return registry.Neighbours{
			A: a, B: b,
			Kind:       oneOf(row, "kind", []registry.NeighbourKind{registry.SharedBoundary, registry.OpenWater}),
			Provenance: row.provenance(""),
		}
	})
}
