package registry

import (
	"context"
	"errors"
	"fmt"
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
}

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
	}
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
		return change, Invalid(ReasonTooLong, "dataset", "at most %d rows in one import, not %d", maxImport, data.rows())
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

// importDataset writes what refers to nothing first, so that each later part can be held against the one before.
func (w *work) importDataset(ctx context.Context, data Dataset) error {
	for _, step := range []func(context.Context, Dataset) error{
		w.importMinistries, w.importSectors, w.importChains, w.importRegions, w.importMunicipalities, w.importPartners,
		w.importCollaborations, w.importAdoptions, w.importAgreements,
	} {
		if err := step(ctx, data); err != nil {
			return err
		}
	}
	return nil
}

// importBatch checks each thing, refuses the batch with all that is wrong, else stamps, writes and records it.
func importBatch[T Node](ctx context.Context, w *work, things []T, check func(*T) error, put func(context.Context, []T) error) error {
	if len(things) == 0 {
		return nil
	}
	things = slices.Clone(things)
	var refused []error
	for i := range things {
		if err := check(&things[i]); err != nil {
			if CodeOf(err) == CodeInternal || CodeOf(err) == CodeUnavailable {
				return err
			}
			refused = append(refused, fmt.Errorf("%s: %w", things[i].ID(), err))
		}
	}
	if len(refused) > 0 {
		return rejected(refused)
	}
	if err := refuseKnown(ctx, w, things); err != nil {
		return err
	}
	if err := put(ctx, things); err != nil {
		return fmt.Errorf("import: %w", err)
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

// refuseKnown refuses what stands in the dataset twice or in the register already.
func refuseKnown[T Node](ctx context.Context, w *work, things []T) error {
	seen := make(map[string]bool, len(things))
	ids := idsOf(things)
	for _, id := range ids {
		if seen[id] {
			return keyTaken(id)
		}
		seen[id] = true
	}
	known, err := Nodes(ctx, w, ids)
	if err != nil {
		return fmt.Errorf("look up what is imported: %w", err)
	}
	for _, id := range ids {
		if _, there := known[id]; there {
			return keyTaken(id)
		}
	}
	return nil
}

func (w *work) importMinistries(ctx context.Context, data Dataset) error {
	return importBatch(ctx, w, data.Ministries, func(m *Ministry) (err error) {
		m.Stamp = w.stamp
		if m.Name, err = cleanName("name", m.Name); err != nil {
			return err
		}
		return CheckKey("code", KindMinistry, m.Code)
	}, w.writer.PutMinistries)
}

func (w *work) importSectors(ctx context.Context, data Dataset) error {
	return importBatch(ctx, w, data.Sectors, func(s *Sector) (err error) {
		s.Stamp = w.stamp
		if s.Name, err = cleanName("name", s.Name); err != nil {
			return err
		}
		if s.Ambition, err = cleanAmbition(s.Ambition); err != nil {
			return err
		}
		return CheckKey("code", KindSector, s.Code)
	}, w.writer.PutSectors)
}

func (w *work) importChains(ctx context.Context, data Dataset) error {
	return importBatch(ctx, w, data.Chains, func(c *Chain) (err error) {
		c.Stamp = w.stamp
		if c.Name, err = cleanName("name", c.Name); err != nil {
			return err
		}
		if c.Provenance, err = cleanProvenance("provenance", c.Provenance); err != nil {
			return err
		}
		codes := []string{}
		for _, responsibility := range c.Ministries {
			codes = append(codes, responsibility.MinistryCode)
		}
		slices.Sort(codes)
		if err := w.checkMinistries(ctx, "ministries", slices.Compact(codes)); err != nil {
			return err
		}
		return CheckKey("code", KindChain, c.Code)
	}, w.writer.PutChains)
}

func (w *work) importRegions(ctx context.Context, data Dataset) error {
	err := importBatch(ctx, w, data.Regions, func(r *Region) (err error) {
		r.Stamp = w.stamp
		if r.ContactPoints, err = cleanContactPoints(r.ContactPoints); err != nil {
			return err
		}
		if err := r.clean(); err != nil {
			return err
		}
		return CheckKey("code", KindRegion, r.Code)
	}, w.writer.PutRegions)
	if err != nil || len(data.Neighbours) == 0 {
		return err
	}
	if err := w.writer.PutNeighbours(ctx, data.Neighbours); err != nil {
		return fmt.Errorf("import the neighbours: %w", err)
	}
	return nil
}

func (w *work) importMunicipalities(ctx context.Context, data Dataset) error {
	return importBatch(ctx, w, data.Municipalities, func(m *Municipality) (err error) {
		m.Stamp = w.stamp
		if m.Name, err = cleanName("name", m.Name); err != nil {
			return err
		}
		return CheckKey("code", KindMunicipality, m.Code)
	}, w.writer.PutMunicipalities)
}

func (w *work) importPartners(ctx context.Context, data Dataset) error {
	circular := inCircles(data.Partners)
	return importBatch(ctx, w, data.Partners, func(p *Partner) (err error) {
		p.Stamp = w.stamp
		if circular[p.Key] {
			return Invalid(ReasonPartOf, "partOfKey", "%s would be a part of itself", p.Key)
		}
		if p.ContactPoints, err = cleanContactPoints(p.ContactPoints); err != nil {
			return err
		}
		if err := CheckKey("key", KindPartner, p.Key); err != nil {
			return err
		}
		return p.clean()
	}, w.writer.PutPartners)
}

// inCircles tells which partners would be parts of themselves; one in the register cannot be a part of a new one.
func inCircles(partners []Partner) map[string]bool {
	whole := make(map[string]*string, len(partners))
	for _, partner := range partners {
		whole[partner.Key] = partner.PartOfKey
	}
	circular := map[string]bool{}
	for key := range whole {
		above := whole[key]
		for steps := 0; above != nil && steps < len(partners) && !circular[key]; steps++ {
			circular[key] = *above == key
			above = whole[*above]
		}
	}
	return circular
}

func (w *work) importCollaborations(ctx context.Context, data Dataset) error {
	var pairs []Pair
	for _, collaboration := range data.Collaborations {
		pairs = append(pairs, collaboration.Pair())
	}
	if len(pairs) == 0 {
		return nil
	}
	partners, err := w.partnersOf(ctx, pairs)
	if err != nil {
		return err
	}
	known, err := w.Collaborations(ctx, CollaborationSelect{Pairs: pairs})
	if err != nil {
		return fmt.Errorf("read the collaborations of the pairs: %w", err)
	}
	ofPair := map[Pair][]Collaboration{}
	for _, collaboration := range known {
		ofPair[collaboration.Pair()] = append(ofPair[collaboration.Pair()], collaboration)
	}
	return importBatch(ctx, w, identified(data.Collaborations), func(c *Collaboration) (err error) {
		c.Stamp = w.stamp
		if c.ContactPoints, err = cleanContactPoints(c.ContactPoints); err != nil {
			return err
		}
		partner, there := partners[c.PartnerKey]
		if !there {
			return NotFound(MakeID(KindPartner, c.PartnerKey))
		}
		if err := c.checkAgainst(partner, ofPair[c.Pair()]); err != nil {
			return err
		}
		ofPair[c.Pair()] = append(ofPair[c.Pair()], *c)
		return nil
	}, w.writer.PutCollaborations)
}

// identified gives each new collaboration an id, since the batch is looked up by id.
func identified(collaborations []Collaboration) []Collaboration {
	collaborations = slices.Clone(collaborations)
	for i := range collaborations {
		collaborations[i].UUID = newUUID()
	}
	return collaborations
}

func (w *work) partnersOf(ctx context.Context, pairs []Pair) (map[string]Partner, error) {
	var keys []string
	for _, pair := range pairs {
		keys = append(keys, pair.Partner)
	}
	slices.Sort(keys)
	partners, err := w.Partners(ctx, PartnerSelect{Keys: slices.Compact(keys)})
	if err != nil {
		return nil, fmt.Errorf("read the partners of the collaborations: %w", err)
	}
	byKey := make(map[string]Partner, len(partners))
	for _, partner := range partners {
		byKey[partner.Key] = partner
	}
	return byKey, nil
}

// importAdoptions goes one by one, for there are few and each is held against those before it.
func (w *work) importAdoptions(ctx context.Context, data Dataset) error {
	return importEach(data.Adoptions, func(adoption Adoption) string { return "adoption of " + adoption.PartnerKey }, func(adoption Adoption) (err error) {
		if adoption.ContactPoints, err = cleanContactPoints(adoption.ContactPoints); err != nil {
			return err
		}
		_, err = w.startAdoption(ctx, adoption)
		return err
	})
}

// importAgreements takes up covenants that were made elsewhere (R7).
func (w *work) importAgreements(ctx context.Context, data Dataset) error {
	return importEach(data.Agreements, func(a Agreement) string { return "agreement " + a.Title }, func(a Agreement) error {
		a.Stage = Recorded
		_, err := w.addAgreement(ctx, a)
		return err
	})
}

// importEach adds things one by one, and refuses with all that is wrong.
func importEach[T any](things []T, name func(T) string, add func(T) error) error {
	var refused []error
	for _, thing := range things {
		err := add(thing)
		if err != nil && (CodeOf(err) == CodeInternal || CodeOf(err) == CodeUnavailable) {
			return err
		}
		if err != nil {
			refused = append(refused, fmt.Errorf("%s: %w", name(thing), err))
		}
	}
	if len(refused) > 0 {
		return rejected(refused)
	}
	return nil
}
