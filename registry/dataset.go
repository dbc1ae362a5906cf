package registry

import (
	"fmt"
	"maps"
	"slices"
)

// Dataset is a register to import: what refers to another thing may refer to one of the dataset or of the store. A list of a
// thing that is nil is not told of: of a thing that is in the register already, it stays. Collaborations and adoptions get
// their UUIDs when they are imported.
type Dataset struct {
	Ministries     []Ministry
	Sectors        []Sector
	Chains         []Chain
	Regions        []Region
	Neighbours     []Neighbours
	Municipalities []Municipality
	Partners       []Partner
	Collaborations []Collaboration
	Adoptions      []Adoption
	// Agreements have no UUIDs, like edges; they were made elsewhere (R7), and those with an EndReason have ended.
	Agreements []Agreement
	// Origins tell where the things of each list were read, in their order, by the name of the list such as "partners"; a
	// list without them was made otherwise.
	Origins map[string][]Origin
}

// Place is where something stands in what was read; line and column (in bytes) count from 1.
type Place struct {
	File         string
	Line, Column int
}

// String returns the place as compilers do.
func (p Place) String() string { return fmt.Sprintf("%s:%d:%d", p.File, p.Line, p.Column) }

// Origin tells where a field of a thing was read; item is which one of a list, nil when the field is in none.
type Origin func(field string, item *int) Place

// With gives this dataset and the other as one.
func (d Dataset) With(other Dataset) Dataset {
	return Dataset{
		Ministries:     slices.Concat(d.Ministries, other.Ministries),
		Sectors:        slices.Concat(d.Sectors, other.Sectors),
		Chains:         slices.Concat(d.Chains, other.Chains),
		Regions:        slices.Concat(d.Regions, other.Regions),
		Neighbours:     slices.Concat(d.Neighbours, other.Neighbours),
		Municipalities: slices.Concat(d.Municipalities, other.Municipalities),
		Partners:       slices.Concat(d.Partners, other.Partners),
		Collaborations: slices.Concat(d.Collaborations, other.Collaborations),
		Adoptions:      slices.Concat(d.Adoptions, other.Adoptions),
		Agreements:     slices.Concat(d.Agreements, other.Agreements),
		Origins:        d.originsWith(other),
	}
}

func (d Dataset) originsWith(other Dataset) map[string][]Origin {
	both := maps.Clone(d.Origins)
	for list, origins := range other.Origins {
		if both == nil {
			both = map[string][]Origin{}
		}
		both[list] = slices.Concat(both[list], origins)
	}
	return both
}

func (d Dataset) rows() int {
	return len(d.Ministries) + len(d.Sectors) + len(d.Chains) + len(d.Regions) + len(d.Neighbours) +
		len(d.Municipalities) + len(d.Partners) + len(d.Collaborations) + len(d.Adoptions) + len(d.Agreements)
}

// place is where a thing of a list was read, or a field of it; nil when it was not read from a file.
func (d Dataset) place(list string, which int, field string, item *int) *Place {
	if which >= len(d.Origins[list]) {
		return nil
	}
	return new(d.Origins[list][which](field, item))
}

// renewed gives lists of its own, of things that have never been written; those without keys get their UUIDs.
func (d Dataset) renewed() Dataset {
	return Dataset{
		Ministries:     renew(d.Ministries, func(m *Ministry) { m.Stamp = Stamp{} }),
		Sectors:        renew(d.Sectors, func(s *Sector) { s.Stamp = Stamp{} }),
		Chains:         renew(d.Chains, func(c *Chain) { c.Stamp = Stamp{} }),
		Regions:        renew(d.Regions, func(r *Region) { r.Stamp = Stamp{} }),
		Neighbours:     slices.Clone(d.Neighbours),
		Municipalities: renew(d.Municipalities, func(m *Municipality) { m.Stamp = Stamp{} }),
		Partners:       renew(d.Partners, func(p *Partner) { p.Stamp = Stamp{} }),
		Collaborations: renew(d.Collaborations, func(c *Collaboration) { c.Stamp, c.UUID = Stamp{}, newUUID() }),
		Adoptions:      renew(d.Adoptions, func(a *Adoption) { a.Stamp, a.UUID = Stamp{}, newUUID() }),
		Agreements:     renew(d.Agreements, (*Agreement).renew),
		Origins:        d.Origins,
	}
}

// renew has it be one that was made elsewhere (R7).
func (a *Agreement) renew() {
	a.Stamp, a.UUID, a.Stage = Stamp{}, newUUID(), Recorded
	a.Commitments = renew(a.Commitments, func(c *Commitment) { c.UUID = newUUID() })
	if a.EndReason != nil {
		a.Stage = Ended
	}
}

func renew[T any](things []T, anew func(*T)) []T {
	own := slices.Clone(things)
	for i := range own {
		anew(&own[i])
	}
	return own
}

// The names by which an import tells of things that have no key of their own.
func (n Neighbours) name() string { return "neighbours " + n.A + " and " + n.B }
func (c Collaboration) name() string {
	return "collaboration of " + c.RegionCode + " and " + c.PartnerKey
}
func (a Adoption) name() string  { return "adoption of " + a.PartnerKey }
func (a Agreement) name() string { return "agreement " + a.Title }
