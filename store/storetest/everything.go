package storetest

import (
	"cmp"
	"context"
	"slices"
	"strconv"
	"testing"

	"ketenkaart/registry"
)

// Everything is a whole register.
type Everything struct {
	Data   registry.Dataset
	Agreed Agreed
	// Changes are not those that made the rest.
	Changes []registry.Change
}

// OfEverything has things of every kind, whole and bare, past and planned, and each list in another order than its keys are.
func OfEverything() Everything {
	data := agreementSurroundings()
	general, functional := chain("ALGEMEEN", registry.Algemeen), fullChain()
	data.Ministries = []registry.Ministry{ministry("mnre1130"), ministry("mnre1034")}
	data.Chains = append(data.Chains, functional, general)
	data.Sectors = append(data.Sectors, sector("energie", "Energie"), registry.Sector{Code: "drinkwater", Name: "Drinkwater", Ambition: fullAmbition(), Stamp: stamp(2)})
	data.Regions = append(data.Regions, fullRegion())
	data.Neighbours = []registry.Neighbours{
		{A: "VR02", B: "VR03", Kind: registry.SharedBoundary}, {A: "VR01", B: "VR10", Kind: registry.OpenWater, Provenance: provenance(registry.Verified)}, {A: "VR01", B: "VR02", Kind: registry.SharedBoundary},
	}
	gone := municipality("GM0001", "Oud", "VR01")
	gone.Until, gone.SuccessorCode = new(registry.Date("2020-01-01")), new("GM0002")
	data.Municipalities = []registry.Municipality{gone, municipality("GM0003", "Nieuw", "VR02"), municipality("GM0002", "Samen", "VR01")}
	national := partner("vitens-water", "Landelijk") // the hyphen comes before the dot of an edge's ID
	national.National, national.PartOfKey, national.Provenance = true, new("vitens"), provenance(registry.Illustration)
	national.SectorCodes = []string{"energie"}
	data.Partners = append(data.Partners, national, partner("vewin", "Vewin"), fullPartner())
	data.Collaborations, data.Adoptions = everyEdge(), everyAdoption()
	return Everything{Data: data, Agreed: everythingAgreed(), Changes: fewChanges()}
}

func fullChain() registry.Chain {
	full := chain("BNK12", registry.Functioneel)
	full.Ministries = []registry.ChainMinistry{
		{MinistryCode: "mnre1130", Since: new(registry.Date("2010-10-14")), Until: new(registry.Date("2017-10-26")), Provenance: provenance(registry.Derived)},
		{MinistryCode: "mnre1034", Since: new(registry.Date("2017-10-26"))}, {MinistryCode: "mnre1130", Since: new(registry.Date("2031-01-01"))},
	}
	full.Provenance, full.Stamp = provenance(registry.Verified), stamp(4)
	return full
}

// everyEdge has one of each profile and more of one, in another order than their UUIDs are.
func everyEdge() []registry.Collaboration {
	edges := []registry.Collaboration{
		edge(28, "VR02", "a", registry.Kern, period("2031-01-01")), edge(21, "VR01", "a", registry.Kern, period("2018-01-01", "2020-01-01")),
		edge(22, "VR02", "a", registry.Kern, period("2019-01-01", "2031-01-01")), edge(23, "VR03", "a", registry.Kern, period("2020-01-01")),
		edge(24, "VR01", "b", registry.Standby, period("2018-01-01")), edge(25, "VR02", "b", registry.Adhoc, period("2018-01-01")),
		edge(26, "VR03", "b", registry.Structureel, period("2018-01-01")), edge(27, "VR10", "b", registry.Koppel, period("2020-01-01", "2020-01-02")),
		fullEdge(),
	}
	edges[4].Provenance = provenance(registry.Illustration)
	return edges
}

func everyAdoption() []registry.Adoption {
	full := adoption(32, "VR10", "a", period("2019-03-06"), mandate("VR01", period("2019-03-06", "2020-01-01")), mandate("VR01", period("2020-03-06")), mandate("VR03", period("2018-03-06")))
	full.RequestedOn, full.Milestones = new(registry.PartialDate("2018")), []registry.Milestone{{Step: "Verkenning", On: new(registry.PartialDate("2018-09"))}}
	full.ContactPoints, full.Provenance, full.Stamp = fullContactPoints(), provenance(registry.Derived), stamp(6)
	return []registry.Adoption{full, adoption(31, "VR02", "b", period("2018-01-01", "2020-01-01"), mandate("VR10", period("2018-01-01", "2019-01-01")))}
}

func everythingAgreed() Agreed {
	recorded := agreement(3, "Convenant", registry.Recorded, []string{"VR03"}, []string{"c"})
	recorded.SignedOn, recorded.Until = new(registry.PartialDate("2014")), new(registry.Date("2030-01-01"))
	full := fullAgreement()
	full.ChainCodes = []string{"A1", "F2"}
	return Agreed{
		Agreements:  []registry.Agreement{full, recorded, bareAgreement()},
		Reviews:     []registry.PeerReview{fullReview(), review(10, 1, "2021-01-01")},
		Evaluations: []registry.InformalEvaluation{evaluation(12, "2020-03-01", []string{"VR10"}, []string{"c"}), fullEvaluation()},
	}
}

// Put writes all of it in one Update.
func (e Everything) Put(t testing.TB, store registry.Store) {
	t.Helper()
	write(t, store, func(ctx context.Context, w registry.Writer) error {
		if err := putAll(ctx, w, e.Data); err != nil {
			return err
		}
		if err := e.Agreed.put(ctx, w); err != nil {
			return err
		}
		for _, change := range e.Changes {
			if err := w.AppendChange(ctx, change); err != nil {
				return err
			}
		}
		return nil
	})
}

// nodes are the things of a kind, in order of key.
func (e Everything) nodes(kind registry.Kind) []registry.Node {
	var all []registry.Node
	switch kind {
	case registry.KindRegion:
		all = registry.NodesOf(e.Data.Regions)
	case registry.KindMunicipality:
		all = registry.NodesOf(e.Data.Municipalities)
	case registry.KindSector:
		all = registry.NodesOf(e.Data.Sectors)
	case registry.KindChain:
		all = registry.NodesOf(e.Data.Chains)
	case registry.KindMinistry:
		all = registry.NodesOf(e.Data.Ministries)
	case registry.KindPartner:
		all = registry.NodesOf(e.Data.Partners)
	case registry.KindCollaboration:
		all = registry.NodesOf(e.Data.Collaborations)
	case registry.KindAdoption:
		all = registry.NodesOf(e.Data.Adoptions)
	case registry.KindAgreement:
		all = registry.NodesOf(e.Agreed.Agreements)
	case registry.KindPeerReview:
		all = registry.NodesOf(e.Agreed.Reviews)
	case registry.KindEvaluation:
		all = registry.NodesOf(e.Agreed.Evaluations)
	case registry.KindChange:
		return registry.NodesOf(e.Changes)
	}
	slices.SortFunc(all, func(a, b registry.Node) int { return cmp.Compare(a.ID(), b.ID()) })
	return all
}

// scanKinds are those that a Scan reads.
func scanKinds() []registry.Kind {
	return []registry.Kind{
		registry.KindRegion, registry.KindMunicipality, registry.KindSector, registry.KindChain, registry.KindMinistry, registry.KindPartner,
		registry.KindCollaboration, registry.KindAdoption, registry.KindAgreement, registry.KindPeerReview, registry.KindEvaluation, registry.KindChange,
	}
}

// keyOf is the place of a thing in a Scan.
func keyOf(node registry.Node) string {
	if change, ok := node.(registry.Change); ok {
		return strconv.Itoa(change.Revision)
	}
	return node.ID()[len(kindOf(node))+1:]
}

func kindOf(node registry.Node) registry.Kind {
	for _, kind := range scanKinds() {
		if len(node.ID()) > len(kind) && node.ID()[:len(kind)+1] == string(kind)+":" {
			return kind
		}
	}
	return ""
}
