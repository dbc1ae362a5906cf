package registry

import (
	"cmp"
	"maps"
	"slices"
	"strings"
	"sync"
	"time"

	"github.com/google/uuid"
)

// keptNetwork is all nodes and edges of all periods, as they are at a revision. It is not changed once it is made.
type keptNetwork struct {
	revision int
	// nodes are in order of kind, then id; edges in that of compareEdges.
	nodes []keptNode
	edges []keptEdge
	// numbers has the place of each node by its id.
	numbers map[string]int32
	// inChain has the numbers of the partners in each chain, by its code, in order.
	inChain map[string][]int32
	// countIndex gives the collaborations for counting, and makes that when it is first asked.
	countIndex func() *countIndex
}

// regionCount is how many of the nodes are regions, which are the first.
func (k *keptNetwork) regionCount() int {
	count := 0
	for count < len(k.nodes) && k.nodes[count].kind == RegionNode {
		count++
	}
	return count
}

// keptNode is a node of the network, and what filters and questions ask of it.
type keptNode struct {
	kind  NetworkNodeKind
	id    string
	label string
	// since and until bound its existence.
	since, until dayNumber
	// location is that of a region.
	location *GeoPoint
	// partner is what is asked of partners alone.
	partner *keptPartner
}

// keptPartner is what questions about the network ask of a partner.
type keptPartner struct {
	coreTasks []CoreTask
	// tasks are the same as a set.
	tasks           taskSet
	sectors, chains []string
	partOf          *string
	// worksAt is where it works: no region is not known.
	worksAt regionSet
	// ambition and certainty are places in AllProfiles and AllCertainties, counted from 1; 0 is none.
	ambition, certainty uint8
	// identified and reachable say whether it has an identifier and a contact point.
	identified, reachable bool
	// updatedOn is the day of its last change, in UTC.
	updatedOn dayNumber
}

func (p *keptPartner) areaUnknown() bool { return p.worksAt == 0 }

// worksIn says whether the region is known to be in its working area.
func (p *keptPartner) worksIn(region string) bool { return p.worksAt&regionSetOf(region) != 0 }

func (n keptNode) exists(day dayNumber) bool { return n.since <= day && day < n.until }

// key is the code or key of the node's thing.
func (n keptNode) key() string {
	_, key := splitID(n.id)
	return key
}

// networkBuilder gathers the things of which a network is made, in any order.
type networkBuilder struct {
	nodes   []keptNode
	numbers map[string]int32
	edges   []keptEdge
	// regions are the codes of all, for partners that work in each.
	regions []string
}

func newNetworkBuilder(regions []Region) *networkBuilder {
	b := &networkBuilder{numbers: map[string]int32{}}
	b.addRegions(regions)
	return b
}

func (b *networkBuilder) addRegions(regions []Region) {
	for _, region := range regions {
		b.regions = append(b.regions, region.Code)
		b.node(keptNode{kind: RegionNode, id: region.ID(), label: region.Name, until: noUntil, location: &region.Location})
	}
}

// number is that of a node that is or will be there.
func (b *networkBuilder) number(id string) int32 {
	number, known := b.numbers[id]
	if !known {
		number = int32(len(b.nodes))
		b.numbers[id] = number
		b.nodes = append(b.nodes, keptNode{id: id})
	}
	return number
}

// numberOf is number, of the thing of a kind with the key.
func (b *networkBuilder) numberOf(kind Kind, key string) int32 {
	if number, known := b.numbers[MakeID(kind, key)]; known {
		return number // without its id having been made on the heap, as it is for number
	}
	return b.number(MakeID(kind, key))
}

func (b *networkBuilder) node(node keptNode) { b.nodes[b.number(node.id)] = node }

// edge adds one; of its thing the UUID, "" when it has none.
func (b *networkBuilder) edge(kind NetworkEdgeKind, source, target string, since, until dayNumber, provenance *Provenance, uuid string) *keptEdge {
	edge := keptEdge{
		source: b.number(source), target: b.number(target), since: since, until: until, kind: ordinal(AllNetworkEdgeKinds(), kind),
	}
	if provenance != nil {
		edge.certainty = ordinal(AllCertainties(), provenance.Certainty)
	}
	edge.thing = uuidBytes(uuid)
	b.edges = append(b.edges, edge)
	return &b.edges[len(b.edges)-1]
}

// ordinal is the place of a value, counted from 1; 0 when it is not there.
func ordinal[T comparable](all []T, value T) uint8 { return uint8(slices.Index(all, value) + 1) }

// uuidBytes are those of what is a UUID already; zeros of "".
func uuidBytes(text string) (bytes [16]byte) {
	if parsed, err := uuid.Parse(text); err == nil {
		return parsed
	}
	return bytes
}

func (b *networkBuilder) addPage(page networkPage) {
	for _, thing := range page.things {
		b.add(thing)
	}
	for _, edge := range page.edges {
		b.addLight(edge)
	}
}

// add adds a thing: its node, if it is one, and the edges that it is the source of the facts of.
func (b *networkBuilder) add(thing Node) {
	switch t := thing.(type) {
	case Partner:
		b.addPartner(t)
	case Sector:
		b.node(keptNode{kind: SectorNode, id: t.ID(), label: t.Name, until: noUntil})
	case Chain:
		b.addChain(t)
	case Ministry:
		b.node(keptNode{kind: MinistryNode, id: t.ID(), label: t.Abbreviation, until: dayNumberOf(t.Until, noUntil)})
	case Collaboration:
		edge := b.edge(EdgeCollaboration, MakeID(KindRegion, t.RegionCode), MakeID(KindPartner, t.PartnerKey),
			dayNumberOf(&t.Since, noSince), dayNumberOf(t.Until, noUntil), t.Provenance, t.UUID)
		edge.profile, edge.incidental = ordinal(AllProfiles(), t.Profile), t.Incidental
	case Adoption:
		b.addAdoption(t)
	case Agreement:
		b.addAgreement(t)
	}
}

// addLight adds a collaboration of which a store read no more than is asked of it.
func (b *networkBuilder) addLight(e LightEdge) {
	edge := keptEdge{
		source: b.numberOf(KindRegion, e.RegionCode), target: b.numberOf(KindPartner, e.PartnerKey),
		since: dayNumberOf(&e.Since, noSince), until: dayNumberOf(e.Until, noUntil),
		kind: ordinal(AllNetworkEdgeKinds(), EdgeCollaboration), profile: ordinal(AllProfiles(), e.Profile), certainty: ordinal(AllCertainties(), e.Certainty),
		thing: uuidBytes(e.UUID), incidental: e.Incidental,
	}
	b.edges = append(b.edges, edge)
}

func (b *networkBuilder) addPartner(p Partner) {
	kept := &keptPartner{coreTasks: p.CoreTasks, tasks: taskSetOf(p.CoreTasks), sectors: p.SectorCodes, chains: p.ChainCodes, partOf: p.PartOfKey}
	kept.addFacts(p)
	since, until := dayNumberOf(p.Since, noSince), dayNumberOf(p.Until, noUntil)
	for _, sector := range p.SectorCodes {
		b.edge(EdgeInSector, p.ID(), MakeID(KindSector, sector), since, until, p.Classification, "")
	}
	for _, chain := range p.ChainCodes {
		b.edge(EdgeInChain, p.ID(), MakeID(KindChain, chain), since, until, p.Classification, "")
	}
	if p.PartOfKey != nil {
		b.edge(EdgePartOf, p.ID(), MakeID(KindPartner, *p.PartOfKey), since, until, p.Provenance, "")
	}
	for _, area := range p.WorkingAreas {
		kept.worksAt |= regionSetOf(area.RegionCode)
		b.edge(EdgeWorkingArea, p.ID(), MakeID(KindRegion, area.RegionCode), since, until, area.Provenance, "")
	}
	if p.National {
		kept.worksAt = allRegions
		for _, region := range b.regions {
			b.edge(EdgeWorkingArea, p.ID(), MakeID(KindRegion, region), since, until, p.Provenance, "")
		}
	}
	b.node(keptNode{kind: PartnerNode, id: p.ID(), label: cmp.Or(text(p.ShortName), p.Name), since: since, until: until, partner: kept})
}

// addFacts keeps what the quality of data goes by.
func (p *keptPartner) addFacts(of Partner) {
	if of.Ambition != nil && of.Ambition.Profile != nil {
		p.ambition = ordinal(AllProfiles(), *of.Ambition.Profile)
	}
	if of.Provenance != nil {
		p.certainty = ordinal(AllCertainties(), of.Provenance.Certainty)
	}
	p.identified, p.reachable = len(of.Identifiers.List()) > 0, len(of.ContactPoints) > 0
	updated := DateOf(of.UpdatedAt, time.UTC)
	p.updatedOn = dayNumberOf(&updated, noSince)
}

func (b *networkBuilder) addChain(c Chain) {
	b.node(keptNode{kind: ChainNode, id: c.ID(), label: c.Name, until: noUntil})
	for _, m := range c.Ministries {
		b.edge(EdgeResponsible, MakeID(KindMinistry, m.MinistryCode), c.ID(), dayNumberOf(m.Since, noSince), dayNumberOf(m.Until, noUntil), m.Provenance, "")
	}
}

func (b *networkBuilder) addAdoption(a Adoption) {
	adopter := MakeID(KindRegion, a.RegionCode)
	since, until := dayNumberOf(&a.Since, noSince), dayNumberOf(a.Until, noUntil)
	b.edge(EdgeAdoption, adopter, MakeID(KindPartner, a.PartnerKey), since, until, a.Provenance, a.UUID)
	for _, m := range a.Mandates {
		b.edge(EdgeMandate, MakeID(KindRegion, m.RegionCode), adopter, dayNumberOf(&m.Since, noSince), min(until, dayNumberOf(m.Until, noUntil)), a.Provenance, a.UUID)
	}
}

// addAgreement joins each region to each partner that it binds, from the first day on which it covers until its end.
func (b *networkBuilder) addAgreement(a Agreement) {
	cover := a.Cover()
	if cover == nil {
		return
	}
	since := noSince
	if cover.Since != "" {
		first := Date(cover.Since.firstDay())
		since = dayNumberOf(&first, noSince)
	}
	for _, region := range a.RegionCodes {
		for _, partner := range a.PartnerKeys {
			edge := b.edge(EdgeAgreement, MakeID(KindRegion, region), MakeID(KindPartner, partner), since, dayNumberOf(a.Until, noUntil), a.Provenance, a.UUID)
			edge.onRecord = !cover.InForce
			edge.vague = len(cover.Since) < len("2006-01-02")
		}
	}
}

func (b *networkBuilder) addNeighbours(of string, neighbours []Neighbour) {
	for _, neighbour := range neighbours {
		if of < neighbour.RegionCode {
			b.edge(EdgeNeighbour, MakeID(KindRegion, of), MakeID(KindRegion, neighbour.RegionCode), noSince, noUntil, neighbour.Provenance, "")
		}
	}
}

// network puts all in order. An edge to what was not added, for it went while the rest was read, is left out.
func (b *networkBuilder) network(revision int) *keptNetwork {
	kept := &keptNetwork{revision: revision, numbers: make(map[string]int32, len(b.nodes)), inChain: map[string][]int32{}}
	kept.nodes = slices.DeleteFunc(slices.Clone(b.nodes), func(node keptNode) bool { return node.kind == "" })
	slices.SortFunc(kept.nodes, func(a, b keptNode) int {
		return cmp.Or(cmp.Compare(ordinal(AllNetworkNodeKinds(), a.kind), ordinal(AllNetworkNodeKinds(), b.kind)), strings.Compare(a.id, b.id))
	})
	for number, node := range kept.nodes {
		kept.numbers[node.id] = int32(number)
		if node.partner != nil {
			for _, chain := range node.partner.chains {
				kept.inChain[chain] = append(kept.inChain[chain], int32(number))
			}
		}
	}
	placed := make([]int32, len(b.nodes))
	for number, node := range b.nodes {
		placed[number] = -1
		if there, known := kept.numbers[node.id]; known {
			placed[number] = there
		}
	}
	kept.edges = make([]keptEdge, 0, len(b.edges))
	for _, edge := range b.edges {
		edge.source, edge.target = placed[edge.source], placed[edge.target]
		if edge.source >= 0 && edge.target >= 0 {
			kept.edges = append(kept.edges, edge)
		}
	}
	kept.sortEdges()
	kept.countIndex = sync.OnceValue(kept.newCountIndex)
	return kept
}

// sortEdges puts edges in the order of compareEdges: stably by what is compared last first, by counting, for a million edges are
// then sorted five times faster. Those that are alike so far are few.
func (k *keptNetwork) sortEdges() {
	edges, sorted := k.edges, make([]keptEdge, len(k.edges))
	for _, pass := range []struct {
		values int
		of     func(keptEdge) int
	}{
		{len(k.nodes), func(e keptEdge) int { return int(e.target) }},
		{len(k.nodes), func(e keptEdge) int { return int(e.source) }},
		{len(AllNetworkEdgeKinds()) + 1, func(e keptEdge) int { return int(e.kind) }},
	} {
		next := make([]int, pass.values+1)
		for _, edge := range edges {
			next[pass.of(edge)+1]++
		}
		for value := range pass.values {
			next[value+1] += next[value]
		}
		for _, edge := range edges {
			sorted[next[pass.of(edge)]] = edge
			next[pass.of(edge)]++
		}
		edges, sorted = sorted, edges
	}
	for from := 0; from < len(edges); {
		until := from + 1
		for until < len(edges) && edges[until].joins(edges[from]) {
			until++
		}
		slices.SortFunc(edges[from:until], compareEdges)
		from = until
	}
	k.edges = edges
}

// without begins a builder with what stays of a network when these things, by id, and all that is read whole are taken out.
func (k *keptNetwork) without(ids map[string]bool, regions []Region) *networkBuilder {
	b := &networkBuilder{nodes: slices.Clone(k.nodes), numbers: maps.Clone(k.numbers), edges: make([]keptEdge, 0, len(k.edges))}
	things := map[[16]byte]bool{}
	for id := range ids {
		if kind, key := splitID(id); kind != KindPartner {
			things[uuidBytes(key)] = true
		}
	}
	for number, node := range k.nodes {
		if node.partner == nil || ids[node.id] {
			b.nodes[number] = keptNode{id: node.id}
		}
	}
	for _, edge := range k.edges {
		if !k.from(edge, ids, things) {
			b.edges = append(b.edges, edge)
		}
	}
	b.addRegions(regions)
	return b
}

// from says whether the facts of an edge are read again: with its thing, with its partner, or with what is read whole.
func (k *keptNetwork) from(edge keptEdge, ids map[string]bool, things map[[16]byte]bool) bool {
	switch AllNetworkEdgeKinds()[edge.kind-1] {
	case EdgeNeighbour, EdgeResponsible:
		return true
	case EdgeWorkingArea, EdgePartOf, EdgeInSector, EdgeInChain:
		return ids[k.nodes[edge.source].id]
	}
	return things[edge.thing]
}
