package exchange

import (
	"archive/zip"
	"context"
	"fmt"
	"io"
	"slices"

	"ketenkaart/registry"
)

// registerZip is the whole register as the files that ReadRegister reads, of all periods.
type registerZip struct{ registry *registry.Registry }

// export has no arguments: a part of the register would refer to what it does not hold.
func (z registerZip) export() Export {
	return Export{What: "register", Format: "zip", MediaType: "application/zip", Write: z.write}
}

// registerFile is a file of the register, with how its rows are written.
type registerFile struct {
	name  string
	write func(ctx context.Context, out rowWriter, asked Asked) error
}

func (z registerZip) write(ctx context.Context, to io.Writer, asked Asked) error {
	archive := zip.NewWriter(to)
	for _, file := range z.files() {
		entry, err := archive.Create(file.name)
		if err != nil {
			return fmt.Errorf("begin %s: %w", file.name, err)
		}
		if err := file.write(ctx, newCSVWriter(entry, Form{}), asked); err != nil {
			return fmt.Errorf("write %s: %w", file.name, err)
		}
	}
	return archive.Close()
}

// files are those of the form, in its order. A zip is written from its beginning to its end, so that what has files for its
// parts is read again for each.
func (z registerZip) files() []registerFile {
	return slices.Concat(z.wordFiles(), z.regionFiles(), z.partnerFiles(), []registerFile{z.ambitionFile()}, z.edgeFiles(), z.agreementFiles())
}

// fileOf is one that has a row for each thing of a kind.
func fileOf[T registry.Node](z registerZip, name string, kind registry.Kind, columns []column[T]) registerFile {
	return registerFile{name, func(ctx context.Context, out rowWriter, asked Asked) error {
		return write(out, asked, columns, registry.ScanPages[T](ctx, z.registry, kind))
	}}
}

// owned is a part of a thing, with the thing.
type owned[T, P any] struct {
	owner T
	part  P
}

func partOf[T, P any](row owned[T, P]) P { return row.part }

// partsFile is one that has a row for each part of the things of a kind; columns begins with those that name the thing.
func partsFile[T registry.Node, P any](z registerZip, name string, kind registry.Kind, parts func(T) []P, columns []column[owned[T, P]]) registerFile {
	return registerFile{name, func(ctx context.Context, out rowWriter, asked Asked) error {
		return write(out, asked, columns, mapped(registry.ScanPages[T](ctx, z.registry, kind), func(page []T) (rows []owned[T, P], _ error) {
			for _, thing := range page {
				for _, part := range parts(thing) {
					rows = append(rows, owned[T, P]{thing, part})
				}
			}
			return rows, nil
		}))
	}}
}

// wordFiles are of what partners and agreements are sorted by.
func (z registerZip) wordFiles() []registerFile {
	type under = owned[registry.Chain, registry.ChainMinistry]
	return []registerFile{
		fileOf(z, ministryFile, registry.KindMinistry, ministryFields()),
		fileOf(z, chainFile, registry.KindChain, chainFields()),
		partsFile(z, chainMinistryFile, registry.KindChain, func(c registry.Chain) []registry.ChainMinistry { return c.Ministries },
			slices.Concat([]column[under]{{"chain", func(u under) any { return u.owner.Code }}}, of(partOf[registry.Chain, registry.ChainMinistry], chainMinistryFields()))),
		fileOf(z, sectorFile, registry.KindSector, sectorFields()),
	}
}

// regionFiles are of the country.
func (z registerZip) regionFiles() []registerFile {
	return []registerFile{
		fileOf(z, regionFile, registry.KindRegion, regionFields()),
		fileOf(z, municipalityFile, registry.KindMunicipality, municipalityFields()),
		{neighbourFile, func(ctx context.Context, out rowWriter, asked Asked) error {
			pairs, err := z.registry.AllNeighbours(ctx)
			return write(out, asked, neighbourFields(), func(yield func([]registry.Neighbours, error) bool) { yield(pairs, err) })
		}},
	}
}

// partnerFiles are of partners and their parts.
func (z registerZip) partnerFiles() []registerFile {
	type (
		area = owned[registry.Partner, registry.WorkingArea]
		link = owned[registry.Partner, registry.FacilityLink]
	)
	return []registerFile{
		fileOf(z, partnerFile, registry.KindPartner, partnerFields()),
		partsFile(z, workingAreaFile, registry.KindPartner, func(p registry.Partner) []registry.WorkingArea { return p.WorkingAreas },
			slices.Concat([]column[area]{{"partner", func(a area) any { return a.owner.Key }}}, of(partOf[registry.Partner, registry.WorkingArea], workingAreaFields()))),
		partsFile(z, connectionFile, registry.KindPartner, func(p registry.Partner) []registry.FacilityLink { return p.Connections },
			slices.Concat([]column[link]{{"partner", func(l link) any { return l.owner.Key }}}, of(partOf[registry.Partner, registry.FacilityLink], connectionFields()))),
	}
}

// edgeFiles are of collaborations and adoptions.
func (z registerZip) edgeFiles() []registerFile {
	type (
		mandate = owned[registry.Adoption, registry.Mandate]
		step    = owned[registry.Adoption, registry.Milestone]
	)
	return []registerFile{
		fileOf(z, collaborationFile, registry.KindCollaboration, collaborationFields()),
		fileOf(z, adoptionFile, registry.KindAdoption, adoptionFields()),
		partsFile(z, mandateFile, registry.KindAdoption, func(a registry.Adoption) []registry.Mandate { return a.Mandates },
			slices.Concat(adoptedFields[registry.Mandate](), []column[mandate]{
				{"region", func(m mandate) any { return m.part.RegionCode }},
				{"since", func(m mandate) any { return string(m.part.Since) }},
				{"until", func(m mandate) any { return known(m.part.Until) }},
			})),
		partsFile(z, milestoneFile, registry.KindAdoption, func(a registry.Adoption) []registry.Milestone { return a.Milestones },
			slices.Concat(adoptedFields[registry.Milestone](), of(func(s step) registry.Milestone { return s.part }, milestoneFields()))),
	}
}

// adoptedFields name the adoption that something is a part of.
func adoptedFields[P any]() []column[owned[registry.Adoption, P]] {
	type row = owned[registry.Adoption, P]
	return []column[row]{
		{"partner", func(r row) any { return r.owner.PartnerKey }},
		{"adopted_since", func(r row) any { return string(r.owner.Since) }},
	}
}
