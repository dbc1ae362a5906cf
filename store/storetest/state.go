package storetest

import (
	"context"
	"testing"

	"ketenkaart/registry"
)

func testState(t *testing.T, store registry.Store) {
	t.Run("empty", func(t *testing.T) { testEmpty(t, store) })
	t.Run("illustrations", func(t *testing.T) { testIllustrations(t, store) })
	t.Run("incomplete", func(t *testing.T) { testIncomplete(t, store) })
	t.Run("counts of what is filled", func(t *testing.T) { testCountsOfFilled(t, store) })
	t.Run("filled", func(t *testing.T) { testFilled(t, store) })
}

// testIncomplete marks a register, marks it anew along with a thing, and takes the mark away.
func testIncomplete(t *testing.T, store registry.Store) {
	mark := registry.Incomplete{By: registry.FilledByCopy, Of: "a \"source\"", Next: "Partner:vitens"}
	put := func(batch registry.Batch) func(context.Context, registry.Writer) error {
		return func(ctx context.Context, w registry.Writer) error { return w.Put(ctx, batch) }
	}
	write(t, store, put(registry.Batch{Mark: &mark}))
	wants(t, "marked", get(t, store, readState), registry.State{Incomplete: &mark})
	write(t, store, put(registry.BatchOf(sector("drinkwater", "Drinkwater"))))
	wants(t, "what says nothing of it", get(t, store, readState), registry.State{Incomplete: &mark})
	further := mark
	further.Next = ""
	undone(t, store, func(ctx context.Context, w registry.Writer) error { return w.Put(ctx, registry.Batch{Mark: &further}) })
	wants(t, "undone", get(t, store, readState), registry.State{Incomplete: &mark})
	write(t, store, put(registry.Batch{Sectors: []registry.Sector{sector("energie", "Energie")}, Mark: &further}))
	wants(t, "further", get(t, store, readState), registry.State{Incomplete: &further})
	write(t, store, put(registry.Batch{Mark: &registry.Incomplete{}}))
	wants(t, "whole", get(t, store, readState), registry.State{})
}

// testCountsOfFilled puts a collaboration twice in a register that is marked, takes another out of it, and counts when that is asked; all is
// taken away after.
func testCountsOfFilled(t *testing.T, store registry.Store) {
	none := registry.CollaborationCount{}
	met, left := edge(1, "VR01", "vitens", registry.Kern, period("2020-01-01")), edge(2, "VR02", "vitens", registry.Kern, period("2021-01-01"))
	count := func() registry.CollaborationCount { return get(t, store, readCounts([]string{"vitens"}))["vitens"] }
	put(t, store, registry.Dataset{Regions: regions("VR01", "VR02"), Collaborations: []registry.Collaboration{left}, Partners: []registry.Partner{partner("vitens", "Vitens")}})
	for _, batch := range []registry.Batch{
		{Mark: &registry.Incomplete{By: registry.FilledByCopy}}, registry.BatchOf(met), registry.BatchOf(met),
	} {
		write(t, store, func(ctx context.Context, w registry.Writer) error { return w.Put(ctx, batch) })
	}
	write(t, store, func(ctx context.Context, w registry.Writer) error { return w.Remove(ctx, []string{left.ID()}) })
	write(t, store, func(ctx context.Context, w registry.Writer) error {
		return w.Put(ctx, registry.Batch{Counted: []string{"vitens"}, Mark: &registry.Incomplete{}})
	})
	wants(t, "counted", count(), registry.CollaborationCount{InForce: 1, LatestSince: "2020-01-01"})
	write(t, store, func(ctx context.Context, w registry.Writer) error { return w.Remove(ctx, []string{met.ID()}) })
	wants(t, "of a register that is whole", count(), none)
	write(t, store, func(ctx context.Context, w registry.Writer) error { return w.Remove(ctx, []string{"Partner:vitens"}) })
}

func readState(ctx context.Context, r registry.Reader) (registry.State, error) { return r.State(ctx) }

func readRevision(ctx context.Context, r registry.Reader) (int, error) { return r.Revision(ctx) }

// testEmpty reads everything of an empty store: nothing, and no error.
func testEmpty(t *testing.T, store registry.Store) {
	wants(t, "State", get(t, store, readState), registry.State{})
	wants(t, "Revision", get(t, store, readRevision), 0)
	wants(t, "Regions", get(t, store, readRegions(nil)), nil)
	wants(t, "Neighbours", len(get(t, store, readNeighbours("VR01"))["VR01"]), 0)
	wants(t, "Municipalities", get(t, store, readMunicipalities(registry.MunicipalitySelect{Regions: []string{"VR01"}})), nil)
	wants(t, "Sectors", get(t, store, readSectors(nil)), nil)
	wants(t, "Chains", get(t, store, readChains(nil)), nil)
	wants(t, "Ministries", get(t, store, readMinistries(nil)), nil)
	wants(t, "Partners", get(t, store, readPartners("vitens")), nil)
	wants(t, "Collaborations", get(t, store, readEdges(byUUID(1))), nil)
	wants(t, "Adoptions", get(t, store, readAdoptions(registry.AdoptionSelect{Partners: []string{"vitens"}})), nil)
	partners := registry.PartnerQuery{Order: byName(registry.Ascending), Page: whole(), AsOf: "2025-01-01"}
	wants(t, "ListPartners", listPartners(t, store, partners)[0].Items, nil)
	edges := registry.CollaborationQuery{Order: registry.CollaborationOrder{Field: registry.BySince, Direction: registry.Ascending}, Page: whole(), AsOf: "2025-01-01"}
	wants(t, "ListCollaborations", listEdges(t, store, edges)[0].Items, nil)
	wants(t, "ListAdoptions", listAdoptions(t, store, registry.AdoptionQuery{Page: whole(), AsOf: "2025-01-01"})[0].Items, nil)
	wants(t, "Agreements", get(t, store, readAgreements(agreementsByUUID(1))), nil)
	agreements := registry.AgreementQuery{Order: byUpdated(registry.Descending), Page: whole(), AsOf: "2025-01-01"}
	wants(t, "ListAgreements", listAgreements(t, store, agreements)[0].Items, nil)
	wants(t, "CountAgreements", get(t, store, countAgreements(agreements)), []int{0})
	wants(t, "PeerReviews", get(t, store, readReviews(registry.PeerReviewSelect{Agreements: []string{uuid(1)}})), nil)
	wants(t, "Evaluations", get(t, store, readEvaluations(registry.EvaluationSelect{Agreements: []string{uuid(1)}})), nil)
	wantsAgenda(t, store, "ListAgenda", "Region:VR01")
	wantsCoverage(t, store, registry.CoverageQuery{Sector: "drinkwater", AsOf: "2025-01-01"})
	wants(t, "ListChanges", listChanges(t, store, registry.ChangeFilter{}, whole()).Items, nil)
	wants(t, "Search", get(t, store, search("2025-01-01", 10, "vitens")), nil)
}

// testIllustrations marks one fact at a time, of every kind that has a provenance, and takes each mark back.
func testIllustrations(t *testing.T, store registry.Store) {
	undone(t, store, func(ctx context.Context, w registry.Writer) error {
		if err := putAll(ctx, w, oneOfEach()); err != nil {
			return err
		}
		for _, c := range illustrations() {
			if err := putAll(ctx, w, c.marked); err != nil {
				return err
			}
			state, err := w.State(ctx)
			if err != nil {
				return err
			}
			if !state.Illustrations {
				t.Errorf("the State knows nothing of %s that is an illustration", c.what)
			}
			if state.IllustratedByAgreements != (c.what == "an agreement") {
				t.Errorf("the State takes %s that is an illustration for one of agreements alone: %v", c.what, state.IllustratedByAgreements)
			}
			if err := putAll(ctx, w, c.plain); err != nil {
				return err
			}
		}
		answers(t, "after all marks were taken back", registry.State{Partners: 1, Collaborations: 1, Agreements: 1})(w.State(ctx))
		return nil
	})
	wants(t, "after all was undone", get(t, store, readState), registry.State{})
}

type illustration struct {
	what          string
	plain, marked registry.Dataset
}

func illustrations() []illustration {
	var all []illustration
	made := provenance(registry.Illustration)
	add := func(what string, only func(registry.Dataset) registry.Dataset, mark func(*registry.Dataset)) {
		marked := oneOfEach()
		mark(&marked)
		all = append(all, illustration{what, only(oneOfEach()), only(marked)})
	}
	ofPartner := func(what string, mark func(*registry.Partner)) {
		add(what, func(d registry.Dataset) registry.Dataset { return registry.Dataset{Partners: d.Partners} }, func(d *registry.Dataset) { mark(&d.Partners[0]) })
	}
	ofChain := func(what string, mark func(*registry.Chain)) {
		add(what, func(d registry.Dataset) registry.Dataset { return registry.Dataset{Chains: d.Chains} }, func(d *registry.Dataset) { mark(&d.Chains[0]) })
	}
	ofPartner("a partner", func(p *registry.Partner) { p.Provenance = made })
	ofPartner("a partner's classification", func(p *registry.Partner) { p.Classification = made })
	ofPartner("a partner's ambition", func(p *registry.Partner) { p.Ambition = &registry.Ambition{Text: "x", Provenance: made} })
	ofPartner("a working area", func(p *registry.Partner) { p.WorkingAreas[0].Provenance = made })
	ofPartner("a connection", func(p *registry.Partner) { p.Connections[0].Provenance = made })
	ofChain("a chain", func(c *registry.Chain) { c.Provenance = made })
	ofChain("a chain's ministry", func(c *registry.Chain) { c.Ministries[0].Provenance = made })
	add("a ministry", func(d registry.Dataset) registry.Dataset { return registry.Dataset{Ministries: d.Ministries} },
		func(d *registry.Dataset) { d.Ministries[0].Provenance = made })
	add("a sector's ambition", func(d registry.Dataset) registry.Dataset { return registry.Dataset{Sectors: d.Sectors} },
		func(d *registry.Dataset) { d.Sectors[0].Ambition = &registry.Ambition{Text: "x", Provenance: made} })
	add("a region", func(d registry.Dataset) registry.Dataset { return registry.Dataset{Regions: d.Regions} },
		func(d *registry.Dataset) { d.Regions[0].Provenance = made })
	add("a municipality", func(d registry.Dataset) registry.Dataset { return registry.Dataset{Municipalities: d.Municipalities} },
		func(d *registry.Dataset) { d.Municipalities[0].Provenance = made })
	add("neighbours", func(d registry.Dataset) registry.Dataset { return registry.Dataset{Neighbours: d.Neighbours} },
		func(d *registry.Dataset) { d.Neighbours[0].Provenance = made })
	add("a collaboration", func(d registry.Dataset) registry.Dataset { return registry.Dataset{Collaborations: d.Collaborations} },
		func(d *registry.Dataset) { d.Collaborations[0].Provenance = made })
	add("an adoption", func(d registry.Dataset) registry.Dataset { return registry.Dataset{Adoptions: d.Adoptions} },
		func(d *registry.Dataset) { d.Adoptions[0].Provenance = made })
	add("an agreement", func(d registry.Dataset) registry.Dataset { return registry.Dataset{Agreements: d.Agreements} },
		func(d *registry.Dataset) { d.Agreements[0].Provenance = made })
	return all
}

// oneOfEach has a thing of every kind, each with a provenance that is none of an illustration.
func oneOfEach() registry.Dataset {
	sure := provenance(registry.Verified)
	p := partner("vitens", "Vitens")
	p.Provenance, p.Classification = sure, sure
	p.WorkingAreas = []registry.WorkingArea{{RegionCode: "VR01", Provenance: sure}}
	p.Connections = []registry.FacilityLink{{Facility: "LCMS", Provenance: sure}}
	c := chain("BNK12", registry.Functioneel)
	c.Ministries = []registry.ChainMinistry{{MinistryCode: "mnre1130", Provenance: sure}}
	g := municipality("GM0014", "Groningen", "VR01")
	g.Provenance = sure
	agreed := agreement(3, "Convenant", registry.Recorded, []string{"VR01"}, []string{"vitens"})
	agreed.Provenance = sure
	return registry.Dataset{
		Ministries: []registry.Ministry{ministry("mnre1130")}, Sectors: []registry.Sector{sector("drinkwater", "Drinkwater")},
		Chains: []registry.Chain{c}, Regions: regions("VR01", "VR02"),
		Neighbours:     []registry.Neighbours{{A: "VR01", B: "VR02", Kind: registry.OpenWater, Provenance: sure}},
		Municipalities: []registry.Municipality{g},
		Partners:       []registry.Partner{p},
		Collaborations: []registry.Collaboration{edge(1, "VR01", "vitens", registry.Kern, period("2020-01-01"))},
		Adoptions:      []registry.Adoption{adoption(2, "VR01", "vitens", period("2020-01-01"))},
		Agreements:     []registry.Agreement{agreed},
	}
}

// testFilled leaves the store filled, so it is the last.
func testFilled(t *testing.T, store registry.Store) {
	put(t, store, oneOfEach())
	wants(t, "one of each", get(t, store, readState), registry.State{Partners: 1, Collaborations: 1, Agreements: 1})

	ended := partner("ended", "Ended")
	ended.Since, ended.Until = new(registry.Date("1990-01-01")), new(registry.Date("1991-01-01"))
	made := edge(4, "VR02", "ended", registry.Kern, period("1990-02-01", "1990-03-01"))
	made.Provenance = provenance(registry.Illustration)
	put(t, store, registry.Dataset{Partners: []registry.Partner{ended}, Collaborations: []registry.Collaboration{made}})
	write(t, store, func(ctx context.Context, w registry.Writer) error { return w.AppendChange(ctx, changeNumber(5)) })
	wants(t, "with an ended partner", get(t, store, readState), registry.State{Revision: 5, Illustrations: true, Partners: 2, Collaborations: 2, Agreements: 1})

	write(t, store, removeEdges(uuid(4)))
	wants(t, "without its collaboration", get(t, store, readState), registry.State{Revision: 5, Partners: 2, Collaborations: 1, Agreements: 1})

	abandoned := agreement(5, "Afgezien", registry.Abandoned, []string{"VR01"}, []string{"ended"})
	abandoned.Provenance = provenance(registry.Illustration)
	put(t, store, putAgreements(abandoned))
	wants(t, "with an abandoned agreement", get(t, store, readState), registry.State{Revision: 5, Illustrations: true, IllustratedByAgreements: true, Partners: 2, Collaborations: 1, Agreements: 2})
	abandoned.Provenance = provenance(registry.Derived)
	put(t, store, putAgreements(abandoned))
	wants(t, "that is no illustration", get(t, store, readState), registry.State{Revision: 5, Partners: 2, Collaborations: 1, Agreements: 2})
}
