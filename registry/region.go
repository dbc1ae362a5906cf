package registry

import (
	"context"
	"errors"
	"fmt"
)

// Region is a veiligheidsregio: it coordinates public order and safety in its area.
type Region struct {
	Code            string         `json:"code"`
	Name            string         `json:"name"`
	OfficialName    string         `json:"officialName"`
	ShortName       *string        `json:"shortName,omitempty"`
	Aliases         []string       `json:"aliases"`
	Province        string         `json:"province"`
	VisitingAddress *string        `json:"visitingAddress,omitempty"`
	Location        GeoPoint       `json:"location"`
	Inhabitants     *int           `json:"inhabitants,omitempty"`
	AreaKm2         *float64       `json:"areaKm2,omitempty"`
	Identifiers     Identifiers    `json:"identifiers"`
	Website         *URL           `json:"website,omitempty"`
	ContactPoints   []ContactPoint `json:"contactPoints"`
	Provenance      *Provenance    `json:"provenance,omitempty"`
	Stamp
}

// GeoPoint is a point on the earth, in degrees (WGS 84).
type GeoPoint struct {
	Latitude  float64 `json:"latitude"`
	Longitude float64 `json:"longitude"`
}

// ID gives Region:VR08.
func (r Region) ID() string { return MakeID(KindRegion, r.Code) }

// Brief returns what a list shows of a region.
func (r Region) Brief() Region {
	return Region{Code: r.Code, Name: r.Name, ShortName: r.ShortName}
}

// over gives the region as a dataset tells of it, with what it does not tell as it was.
func (r Region) over(before Region) Region {
	r.Stamp, r.Aliases, r.ContactPoints = before.Stamp, kept(r.Aliases, before.Aliases), kept(r.ContactPoints, before.ContactPoints)
	return r
}

// IsNode marks a Node.
func (Region) IsNode() {}

// IsEntity marks what other subgraphs of a federation may extend.
func (Region) IsEntity() {}

// IsActionable marks an Actionable.
func (Region) IsActionable() {}

// IsOrganisation marks an Organisation.
func (Region) IsOrganisation() {}

// IsNamed marks a Named.
func (Region) IsNamed() {}

// SearchText is what the region can be found by.
func (r Region) SearchText() string {
	return searchText(append([]string{r.Code, r.Name, r.OfficialName, text(r.ShortName)}, r.Aliases...)...)
}

// text returns what is there, or nothing.
func text[T ~string](optional *T) string {
	if optional == nil {
		return ""
	}
	return string(*optional)
}

// NeighbourKind says what lies between two neighbours.
type NeighbourKind string

// The kinds of neighbours.
const (
	SharedBoundary NeighbourKind = "SHARED_BOUNDARY"
	OpenWater      NeighbourKind = "OPEN_WATER"
)

// Neighbour is the region beside another, seen from that other.
type Neighbour struct {
	RegionCode string        `json:"regionCode"`
	Kind       NeighbourKind `json:"kind"`
	Provenance *Provenance   `json:"provenance,omitempty"`
}

// Neighbours is a pair of regions that touch; A < B.
type Neighbours struct {
	A, B       string
	Kind       NeighbourKind
	Provenance *Provenance
}

const actionUpdateRegion Action = "updateRegion"

// RegionPatch is new descriptive facts about a region.
type RegionPatch struct {
	RegionID        string
	Version         int
	OfficialName    Optional[string]
	ShortName       Optional[string]
	Aliases         Optional[[]string]
	VisitingAddress Optional[string]
	Website         Optional[URL]
	Identifiers     Optional[Identifiers]
	Inhabitants     Optional[int]
	Provenance      Optional[Provenance]
	IdempotencyKey  *string
}

// RegionPayload is the region as it is now, and what the mutation did.
type RegionPayload struct {
	Region Region
	Change Change
}

// UpdateRegion changes descriptive facts about a region. BAD_USER_INPUT, NOT_FOUND, VERSION_MISMATCH.
func (r *Registry) UpdateRegion(ctx context.Context, patch RegionPatch) (RegionPayload, error) {
	cmd := command{action: actionUpdateRegion, input: patch, key: patch.IdempotencyKey}
	region, change, err := mutate(ctx, r, cmd, func(ctx context.Context, w *work) (Region, error) {
		old, err := findVersion[Region](ctx, w, "regionId", patch.RegionID, patch.Version)
		if err != nil {
			return old, err
		}
		region, err := patch.apply(old)
		if err != nil {
			return old, err
		}
		return w.putRegion(ctx, &old, region)
	})
	return RegionPayload{Region: region, Change: change}, err
}

func (patch RegionPatch) apply(region Region) (Region, error) {
	if err := patch.OfficialName.over("officialName", &region.OfficialName); err != nil {
		return region, err
	}
	patch.ShortName.onto(&region.ShortName)
	patch.VisitingAddress.onto(&region.VisitingAddress)
	patch.Website.onto(&region.Website)
	patch.Inhabitants.onto(&region.Inhabitants)
	patch.Provenance.onto(&region.Provenance)
	listOver(patch.Aliases, &region.Aliases)
	region.Identifiers = patch.Identifiers.orEmpty(region.Identifiers)
	return region, nil
}

func (w *work) putRegion(ctx context.Context, before *Region, region Region) (Region, error) {
	met, err := w.around(ctx, Dataset{Regions: []Region{region}})
	if err != nil {
		return region, err
	}
	if err := region.check(before, met); err != nil {
		return region, err
	}
	region.Stamp = w.stamp
	if err := w.writer.Put(ctx, BatchOf(region)); err != nil {
		return region, fmt.Errorf("write %s: %w", region.ID(), err)
	}
	return region, recordOf(w, before, region)
}

// check cleans the region and gives all that is wrong with it; before is nil when it is new.
func (r *Region) check(before *Region, met surroundings) error {
	problems := []error{CheckKey("code", KindRegion, r.Code)}
	if before == nil {
		problems = append(problems, met.take(r.ID()))
	}
	return errors.Join(append(problems,
		cleanName("name", &r.Name), cleanName("officialName", &r.OfficialName), cleanOptional("shortName", &r.ShortName),
		cleanOptional("visitingAddress", &r.VisitingAddress), cleanNames("aliases", &r.Aliases, maxAliases), notNegative("inhabitants", r.Inhabitants),
		notNegative("areaKm2", r.AreaKm2), cleanProvenance("provenance", &r.Provenance), checkURL("website", r.Website),
		CheckIdentifiers(r.Identifiers), cleanContactPoints(&r.ContactPoints),
	)...)
}

// check returns all that is wrong with a pair of neighbours, and puts the smaller code first.
func (n *Neighbours) check(met surroundings) error {
	n.A, n.B = min(n.A, n.B), max(n.A, n.B)
	problems := []error{
		met.refers("regionA", KindRegion, n.A), met.refers("regionB", KindRegion, n.B), cleanProvenance("provenance", &n.Provenance),
		oneOf("kind", n.Kind, []NeighbourKind{SharedBoundary, OpenWater}), met.take(n.id()),
	}
	if n.A == n.B {
		problems = append(problems, Invalid(ReasonContradiction, "regionB", "a region is not its own neighbour"))
	}
	return errors.Join(problems...)
}

// notNegative refuses a quantity below zero.
func notNegative[T int | float64](field string, quantity *T) error {
	if quantity != nil && *quantity < 0 {
		return Invalid(ReasonInvalid, field, "%v is negative", *quantity).as(detailNegative)
	}
	return nil
}
