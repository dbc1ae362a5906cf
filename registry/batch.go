package registry

import (
	"context"
	"fmt"
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
		writing(ctx, b.marks(), to.PutMarks),
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

// EdgeRemover is how a store takes away what can be voided.
type EdgeRemover interface {
	RemoveCollaborations(ctx context.Context, uuids []string) error
	RemoveAdoptions(ctx context.Context, uuids []string) error
}

// Remove has things of each kind taken away by their ids. BAD_USER_INPUT for an id of what is never removed.
func Remove(ctx context.Context, from EdgeRemover, ids []string) error {
	var collaborations, adoptions []string
	for _, id := range ids {
		switch kind, key := splitID(id); kind {
		case KindCollaboration:
			collaborations = append(collaborations, key)
		case KindAdoption:
			adoptions = append(adoptions, key)
		default:
			return fmt.Errorf("remove: %w", Invalid(ReasonInvalid, "ids", "%q is of what is never removed", clip(id)))
		}
	}
	return firstOf(writing(ctx, collaborations, from.RemoveCollaborations), writing(ctx, adoptions, from.RemoveAdoptions))
}
