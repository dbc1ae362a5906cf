package exchange

import (
	"slices"

	"ketenkaart/registry"
)

// provenanceOf are the columns of where a thing comes from.
func provenanceOf[T any](provenance func(T) *registry.Provenance) []column[T] {
	return of(provenance, provenanceColumns(""))
}

func ministryFields() []column[registry.Ministry] {
	type m = registry.Ministry
	return slices.Concat([]column[m]{
		{"code", func(m m) any { return m.Code }},
		{"abbreviation", func(m m) any { return m.Abbreviation }},
		{"name", func(m m) any { return m.Name }},
		{"tooi", func(m m) any { return known(m.TOOI) }},
		{"until", func(m m) any { return known(m.Until) }},
	}, provenanceOf(func(m m) *registry.Provenance { return m.Provenance }))
}

func chainFields() []column[registry.Chain] {
	type c = registry.Chain
	return slices.Concat([]column[c]{
		{"code", func(c c) any { return c.Code }},
		{"name", func(c c) any { return c.Name }},
		{"kind", func(c c) any { return string(c.Kind) }},
	}, provenanceOf(func(c c) *registry.Provenance { return c.Provenance }))
}

func chainMinistryFields() []column[registry.ChainMinistry] {
	type m = registry.ChainMinistry
	return slices.Concat([]column[m]{
		{"ministry", func(m m) any { return m.MinistryCode }},
		{"since", func(m m) any { return known(m.Since) }},
		{"until", func(m m) any { return known(m.Until) }},
	}, provenanceOf(func(m m) *registry.Provenance { return m.Provenance }))
}

func sectorFields() []column[registry.Sector] {
	return []column[registry.Sector]{
		{"code", func(s registry.Sector) any { return s.Code }},
		{"name", func(s registry.Sector) any { return s.Name }},
	}
}

func municipalityFields() []column[registry.Municipality] {
	type m = registry.Municipality
	return slices.Concat([]column[m]{
		{"code", func(m m) any { return m.Code }},
		{"name", func(m m) any { return m.Name }},
		{"aliases", func(m m) any { return texts(m.Aliases) }},
		{"region", func(m m) any { return m.RegionCode }},
		{"inhabitants", func(m m) any { return knownNumber(m.Inhabitants) }},
		{"area_km2", func(m m) any { return knownNumber(m.AreaKm2) }},
		{"tooi", func(m m) any { return known(m.TOOI) }},
		{"since", func(m m) any { return known(m.Since) }},
		{"until", func(m m) any { return known(m.Until) }},
		{"successor", func(m m) any { return known(m.SuccessorCode) }},
	}, provenanceOf(func(m m) *registry.Provenance { return m.Provenance }))
}

func neighbourFields() []column[registry.Neighbours] {
	type n = registry.Neighbours
	return slices.Concat([]column[n]{
		{"region_a", func(n n) any { return n.A }},
		{"region_b", func(n n) any { return n.B }},
		{"kind", func(n n) any { return string(n.Kind) }},
	}, provenanceOf(func(n n) *registry.Provenance { return n.Provenance }))
}

func workingAreaFields() []column[registry.WorkingArea] {
	type a = registry.WorkingArea
	return slices.Concat([]column[a]{
		{"region", func(a a) any { return a.RegionCode }},
		{"municipalities", func(a a) any { return knownNumber(a.Municipalities) }},
	}, provenanceOf(func(a a) *registry.Provenance { return a.Provenance }))
}

func connectionFields() []column[registry.FacilityLink] {
	type l = registry.FacilityLink
	return slices.Concat([]column[l]{
		{"facility", func(l l) any { return l.Facility }},
		{"since", func(l l) any { return known(l.Since) }},
		{"until", func(l l) any { return known(l.Until) }},
	}, provenanceOf(func(l l) *registry.Provenance { return l.Provenance }))
}

func milestoneFields() []column[registry.Milestone] {
	type m = registry.Milestone
	return []column[m]{
		{"step", func(m m) any { return m.Step }},
		{"on", func(m m) any { return known(m.On) }},
		{"note", func(m m) any { return known(m.Note) }},
	}
}
