package registry

import (
	"context"
	"errors"
	"fmt"
)

// Sector is a field of work, such as drinkwater; it may state a shared ambition.
type Sector struct {
	Code     string    `json:"code"`
	Name     string    `json:"name"`
	Ambition *Ambition `json:"ambition,omitempty"`
	Stamp
}

// ID gives Sector:drinkwater.
func (s Sector) ID() string { return MakeID(KindSector, s.Code) }

// over gives the sector as a dataset tells of it, with what it does not tell as it was.
func (s Sector) over(before Sector) Sector {
	s.Stamp = before.Stamp
	if s.Ambition == nil {
		s.Ambition = before.Ambition
	}
	return s
}

// IsNode marks a Node.
func (Sector) IsNode() {}

// IsEntity marks what other subgraphs of a federation may extend.
func (Sector) IsEntity() {}

// IsActionable marks an Actionable.
func (Sector) IsActionable() {}

// IsNamed marks a Named.
func (Sector) IsNamed() {}

// SearchText is what the sector can be found by.
func (s Sector) SearchText() string { return searchText(s.Code, s.Name) }

// The actions on sectors.
const (
	actionCreateSector Action = "createSector"
	actionUpdateSector Action = "updateSector"
)

// CreateSectorInput is a sector to describe.
type CreateSectorInput struct {
	Code, Name     string
	Ambition       *Ambition
	IdempotencyKey *string
}

// SectorPatch is new facts about a sector.
type SectorPatch struct {
	SectorID       string
	Version        int
	Name           Optional[string]
	Ambition       Optional[Ambition]
	IdempotencyKey *string
}

// SectorPayload is the sector as it is now, and what the mutation did.
type SectorPayload struct {
	Sector Sector
	Change Change
}

// CreateSector describes a sector. BAD_USER_INPUT; CONFLICT with KEY_TAKEN.
func (r *Registry) CreateSector(ctx context.Context, in CreateSectorInput) (SectorPayload, error) {
	cmd := command{action: actionCreateSector, input: in, key: in.IdempotencyKey}
	sector, change, err := mutate(ctx, r, cmd, func(ctx context.Context, w *work) (Sector, error) {
		return w.putSector(ctx, nil, Sector{Code: in.Code, Name: in.Name, Ambition: in.Ambition})
	})
	return SectorPayload{Sector: sector, Change: change}, err
}

// UpdateSector changes facts about a sector. BAD_USER_INPUT, NOT_FOUND, VERSION_MISMATCH.
func (r *Registry) UpdateSector(ctx context.Context, patch SectorPatch) (SectorPayload, error) {
	cmd := command{action: actionUpdateSector, input: patch, key: patch.IdempotencyKey}
	sector, change, err := mutate(ctx, r, cmd, func(ctx context.Context, w *work) (Sector, error) {
		old, err := findVersion[Sector](ctx, w, "sectorId", patch.SectorID, patch.Version)
		if err != nil {
			return old, err
		}
		sector := old
		if err := patch.Name.over("name", &sector.Name); err != nil {
			return old, err
		}
		patch.Ambition.onto(&sector.Ambition)
		return w.putSector(ctx, &old, sector)
	})
	return SectorPayload{Sector: sector, Change: change}, err
}

func (w *work) putSector(ctx context.Context, before *Sector, sector Sector) (Sector, error) {
	met, err := w.around(ctx, Dataset{Sectors: []Sector{sector}})
	if err != nil {
		return sector, err
	}
	if err := sector.check(before, met); err != nil {
		return sector, err
	}
	sector.Stamp = w.stamp
	if err := w.writer.Put(ctx, BatchOf(sector)); err != nil {
		return sector, fmt.Errorf("write %s: %w", sector.ID(), err)
	}
	return sector, recordOf(w, before, sector)
}

// check cleans the sector and gives all that is wrong with it; before is nil when it is new.
func (s *Sector) check(before *Sector, met surroundings) error {
	problems := []error{CheckKey("code", KindSector, s.Code)}
	if before == nil {
		problems = append(problems, met.take(s.ID()), met.oneMore("code", list{kind: KindSector}, maxSectors))
	}
	return errors.Join(append(problems, cleanName("name", &s.Name), cleanAmbition(&s.Ambition))...)
}
