package registry

import (
	"context"
	"fmt"
	"slices"
	"strings"
)

// Batch is things to write together, which may refer to one another.
type Batch struct {
	Ministries     []Ministry
	Sectors        []Sector
	Chains         []Chain
	Regions        []Region
	Neighbours     []Neighbours
	Municipalities []Municipality
	Partners       []Partner
	Collaborations []Collaboration
	Adoptions      []Adoption
	Agreements     []Agreement
	PeerReviews    []PeerReview
	Evaluations    []InformalEvaluation
	// Counted are the keys of partners whose collaborations are counted anew, for the orders that go by them: who fills a register
	// that is marked Incomplete has that done once for each partner, for those of one come in many batches.
	Counted []string
	// Mark is what the State says of Incomplete from now on; nil leaves it as it is.
	Mark *Incomplete
}

// Thing is what a Batch holds.
type Thing interface {
	Ministry | Sector | Chain | Region | Neighbours | Municipality | Partner | Collaboration | Adoption | Agreement | PeerReview | InformalEvaluation
}

// BatchOf returns the batch of things of one kind.
func BatchOf[T Thing](things ...T) (b Batch) {
	switch list := any(things).(type) {
	case []Ministry:
		b.Ministries = list
	case []Sector:
		b.Sectors = list
	case []Chain:
		b.Chains = list
	case []Region:
		b.Regions = list
	case []Neighbours:
		b.Neighbours = list
	case []Municipality:
		b.Municipalities = list
	case []Partner:
		b.Partners = list
	case []Collaboration:
		b.Collaborations = list
	case []Adoption:
		b.Adoptions = list
	case []Agreement:
		b.Agreements = list
	case []PeerReview:
		b.PeerReviews = list
	case []InformalEvaluation:
		b.Evaluations = list
	}
	return b
}

// Batch returns the things of the dataset.
func (d Dataset) Batch() Batch {
	return Batch{
		Ministries: d.Ministries, Sectors: d.Sectors, Chains: d.Chains, Regions: d.Regions, Neighbours: d.Neighbours,
		Municipalities: d.Municipalities, Partners: d.Partners, Collaborations: d.Collaborations, Adoptions: d.Adoptions, Agreements: d.Agreements,
	}
}

// BatchWriter is how a store writes each list of a batch.
type BatchWriter interface {
	PutMinistries(ctx context.Context, ministries []Ministry) error
	PutSectors(ctx context.Context, sectors []Sector) error
	PutChains(ctx context.Context, chains []Chain) error
	PutRegions(ctx context.Context, regions []Region) error
	PutNeighbours(ctx context.Context, pairs []Neighbours) error
	PutMunicipalities(ctx context.Context, municipalities []Municipality) error
	PutPartners(ctx context.Context, partners []Partner) error
	PutCollaborations(ctx context.Context, collaborations []Collaboration) error
	PutAdoptions(ctx context.Context, adoptions []Adoption) error
	PutAgreements(ctx context.Context, agreements []Agreement) error
	PutPeerReviews(ctx context.Context, reviews []PeerReview) error
	PutEvaluations(ctx context.Context, evaluations []InformalEvaluation) error
	PutCounts(ctx context.Context, partners []string) error
	PutMarks(ctx context.Context, marks []Incomplete) error
}

// WriteTo has each list written after those that it may refer to.
func (b Batch) WriteTo(ctx context.Context, to BatchWriter) error {
	return firstOf(
		writing(ctx, b.Ministries, to.PutMinistries), writing(ctx, b.Sectors, to.PutSectors), writing(ctx, b.Chains, to.PutChains),
		writing(ctx, b.Regions, to.PutRegions), writing(ctx, b.Neighbours, to.PutNeighbours),
		writing(ctx, b.Municipalities, to.PutMunicipalities), writing(ctx, b.Partners, to.PutPartners),
		writing(ctx, b.Collaborations, to.PutCollaborations), writing(ctx, b.Adoptions, to.PutAdoptions),
		writing(ctx, b.Agreements, to.PutAgreements), writing(ctx, b.PeerReviews, to.PutPeerReviews), writing(ctx, b.Evaluations, to.PutEvaluations),
		writing(ctx, b.Counted, to.PutCounts), writing(ctx, b.marks(), to.PutMarks),
	)
}

// marks gives the mark as a list, which holds one at most.
func (b Batch) marks() []Incomplete {
	if b.Mark == nil {
		return nil
	}
	return []Incomplete{*b.Mark}
}

func writing[T any](ctx context.Context, things []T, put func(context.Context, []T) error) func() error {
	return func() error {
		if len(things) == 0 {
			return nil
		}
		return put(ctx, things)
	}
}

// Remover is how a store takes things away, by their keys, with what belongs to them alone.
type Remover interface {
	RemoveAgreements(ctx context.Context, uuids []string) error
	RemoveAdoptions(ctx context.Context, uuids []string) error
	RemoveCollaborations(ctx context.Context, uuids []string) error
	RemovePartners(ctx context.Context, keys []string) error
	RemoveMunicipalities(ctx context.Context, codes []string) error
	RemoveNeighbours(ctx context.Context, pairs []Neighbours) error
	RemoveChains(ctx context.Context, codes []string) error
	RemoveSectors(ctx context.Context, codes []string) error
	RemoveMinistries(ctx context.Context, codes []string) error
}

// kindNeighbours is that of a pair of regions, which is no node: its id says only what to remove.
const kindNeighbours Kind = "Neighbours"

// id tells the pair from others, whichever of the two comes first.
func (n Neighbours) id() string { return MakeID(kindNeighbours, min(n.A, n.B)+"-"+max(n.A, n.B)) }

// removable are the kinds of what is ever removed.
func removable() []Kind {
	return []Kind{KindAgreement, KindAdoption, KindCollaboration, KindPartner, KindMunicipality, kindNeighbours, KindChain, KindSector, KindMinistry}
}

// Remove has things taken away by their ids, what refers to others first. BAD_USER_INPUT for an id of what is never removed.
func Remove(ctx context.Context, from Remover, ids []string) error {
	keys, pairs := map[Kind][]string{}, []Neighbours{}
	for _, id := range ids {
		kind, key := splitID(id)
		if !slices.Contains(removable(), kind) {
			return fmt.Errorf("remove: %w", Invalid(ReasonInvalid, "ids", "%q is of what is never removed", clip(id)))
		}
		if a, b, pair := strings.Cut(key, "-"); kind == kindNeighbours && pair {
			pairs = append(pairs, Neighbours{A: a, B: b})
		}
		keys[kind] = append(keys[kind], key)
	}
	return firstOf(
		writing(ctx, keys[KindAgreement], from.RemoveAgreements), writing(ctx, keys[KindAdoption], from.RemoveAdoptions),
		writing(ctx, keys[KindCollaboration], from.RemoveCollaborations), writing(ctx, keys[KindPartner], from.RemovePartners),
		writing(ctx, keys[KindMunicipality], from.RemoveMunicipalities), writing(ctx, pairs, from.RemoveNeighbours),
		writing(ctx, keys[KindChain], from.RemoveChains), writing(ctx, keys[KindSector], from.RemoveSectors),
		writing(ctx, keys[KindMinistry], from.RemoveMinistries),
	)
}
