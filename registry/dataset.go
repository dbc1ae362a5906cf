package registry

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"slices"
)

// Dataset is a register to import: what refers to another thing may refer to one of the dataset or of the store.
// Collaborations and adoptions get their UUIDs when they are imported.
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
	// Agreements have no UUIDs, like edges; they are recorded ones (R7).
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

const actionImport Action = "importRegister"

// maxImport is how many rows go into one transaction.
const maxImport = 50_000

func (d Dataset) rows() int {
	return len(d.Ministries) + len(d.Sectors) + len(d.Chains) + len(d.Regions) + len(d.Neighbours) +
		len(d.Municipalities) + len(d.Partners) + len(d.Collaborations) + len(d.Adoptions) + len(d.Agreements)
}

// Import adds all of the dataset in one Change, or nothing: every thing that a rule refuses is told at once, as
// BAD_USER_INPUT with DATASET_REJECTED and the facts of each. What is in the register already is refused.
func (r *Registry) Import(ctx context.Context, data Dataset) (change Change, err error) {
	actor, err := authorise(ctx, actionImport)
	if err != nil {
		return change, err
	}
	if data.rows() > maxImport {
		return change, Invalid(ReasonTooLong, "dataset", "at most %d rows in one import, not %d", maxImport, data.rows()).with("most", maxImport)
	}
	err = r.update(ctx, func(ctx context.Context, writer Writer) error {
		w, err := r.begin(ctx, writer)
		if err != nil {
			return err
		}
		if err := w.importDataset(ctx, data); err != nil {
			return err
		}
		change = Change{Revision: w.stamp.Version, At: w.now, ActorID: actor.ID, Action: actionImport, Items: w.items}
		return writer.AppendChange(ctx, change)
	})
	return change, err
}

// importDataset holds all things against the rules, as mutations do, before it writes any of them.
func (w *work) importDataset(ctx context.Context, data Dataset) error {
	data = data.renewed()
	met, err := w.around(ctx, data)
	if err != nil {
		return err
	}
	if refused := data.check(met); len(refused) > 0 {
		return rejected(refused)
	}
	return w.putDataset(ctx, data)
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
		Agreements:     renew(d.Agreements, func(a *Agreement) { a.Stamp, a.UUID, a.Stage = Stamp{}, newUUID(), Recorded }),
		Origins:        d.Origins,
	}
}

func renew[T any](things []T, anew func(*T)) []T {
	own := slices.Clone(things)
	for i := range own {
		anew(&own[i])
	}
	return own
}

// check cleans all things and gives what is wrong with any of them. Edges stand beside the later ones once they are right.
func (d Dataset) check(met surroundings) []error {
	return slices.Concat(
		checkEach(d.Origins["ministries"], d.Ministries, Ministry.ID, func(m *Ministry) error { return m.check(met) }),
		checkEach(d.Origins["sectors"], d.Sectors, Sector.ID, func(s *Sector) error { return s.check(nil, met) }),
		checkEach(d.Origins["chains"], d.Chains, Chain.ID, func(c *Chain) error { return c.check(nil, met) }),
		checkEach(d.Origins["regions"], d.Regions, Region.ID, func(r *Region) error { return r.check(nil, met) }),
		checkEach(d.Origins["neighbours"], d.Neighbours, Neighbours.name, func(n *Neighbours) error { return n.check(met) }),
		checkEach(d.Origins["municipalities"], d.Municipalities, Municipality.ID, func(m *Municipality) error { return m.check(met) }),
		checkEach(d.Origins["partners"], d.Partners, Partner.ID, func(p *Partner) error { return p.check(nil, met) }),
		checkEach(d.Origins["collaborations"], d.Collaborations, Collaboration.name, met.checkNew),
		checkEach(d.Origins["adoptions"], d.Adoptions, Adoption.name, func(a *Adoption) error {
			err := a.check(nil, met)
			if err == nil {
				met.adoptions[a.PartnerKey] = append(met.adoptions[a.PartnerKey], *a)
			}
			return err
		}),
		checkEach(d.Origins["agreements"], d.Agreements, Agreement.name, func(a *Agreement) error { return a.check(met) }),
	)
}

// The names by which an import tells of things that have no key of their own.
func (n Neighbours) name() string { return "neighbours " + n.A + " and " + n.B }
func (c Collaboration) name() string {
	return "collaboration of " + c.RegionCode + " and " + c.PartnerKey
}
func (a Adoption) name() string  { return "adoption of " + a.PartnerKey }
func (a Agreement) name() string { return "agreement " + a.Title }

// checkEach returns what is wrong with the things of a list, with where they stand in what was read.
func checkEach[T any](origins []Origin, things []T, name func(T) string, check func(*T) error) []error {
	var refused []error
	for i := range things {
		called := name(things[i])
		for _, problem := range Problems(check(&things[i])) {
			err := fmt.Errorf("%s: %w", called, problem)
			if i < len(origins) {
				err = fmt.Errorf("%s: %w", origins[i](problem.Field(), problem.Item), err)
			}
			refused = append(refused, err)
		}
	}
	return refused
}

// putDataset writes what refers to nothing first.
func (w *work) putDataset(ctx context.Context, d Dataset) error {
	for _, put := range []func() error{
		func() error {
			return putAll(ctx, w, d.Ministries, func(m *Ministry) { m.Stamp = w.stamp }, w.writer.PutMinistries)
		},
		func() error {
			return putAll(ctx, w, d.Sectors, func(s *Sector) { s.Stamp = w.stamp }, w.writer.PutSectors)
		},
		func() error {
			return putAll(ctx, w, d.Chains, func(c *Chain) { c.Stamp = w.stamp }, w.writer.PutChains)
		},
		func() error {
			return putAll(ctx, w, d.Regions, func(r *Region) { r.Stamp = w.stamp }, w.writer.PutRegions)
		},
		func() error { return w.putNeighbours(ctx, d.Neighbours) },
		func() error {
			return putAll(ctx, w, d.Municipalities, func(m *Municipality) { m.Stamp = w.stamp }, w.writer.PutMunicipalities)
		},
		func() error {
			return putAll(ctx, w, d.Partners, func(p *Partner) { p.Stamp = w.stamp }, w.writer.PutPartners)
		},
		func() error {
			return putAll(ctx, w, d.Collaborations, func(c *Collaboration) { c.Stamp = w.stamp }, w.writer.PutCollaborations)
		},
		func() error {
			return putAll(ctx, w, d.Adoptions, func(a *Adoption) { a.Stamp = w.stamp }, w.writer.PutAdoptions)
		},
		func() error {
			return putAll(ctx, w, d.Agreements, func(a *Agreement) { a.Stamp, a.TextVersion = w.stamp, w.stamp.Version }, w.writer.PutAgreements)
		},
	} {
		if err := put(); err != nil {
			return fmt.Errorf("import: %w", err)
		}
	}
	return nil
}

func (w *work) putNeighbours(ctx context.Context, pairs []Neighbours) error {
	if len(pairs) == 0 {
		return nil
	}
	return w.writer.PutNeighbours(ctx, pairs)
}

// putAll stamps, writes and records new things.
func putAll[T Node](ctx context.Context, w *work, things []T, stamp func(*T), put func(context.Context, []T) error) error {
	if len(things) == 0 {
		return nil
	}
	for i := range things {
		stamp(&things[i])
	}
	if err := put(ctx, things); err != nil {
		return err
	}
	for _, thing := range things {
		if err := w.record(nil, thing); err != nil {
			return err
		}
	}
	return nil
}

func rejected(refused []error) error {
	messages := make([]string, len(refused))
	for i, err := range refused {
		messages[i] = err.Error()
	}
	return &Error{
		Code: CodeBadInput, Reason: ReasonDatasetRejected, Message: fmt.Sprintf("the import is refused for %d reasons", len(refused)),
		Facts: map[string]any{"refused": messages}, Cause: errors.Join(refused...),
	}
}
