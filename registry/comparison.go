package registry

import "context"

// maxCompared is how many things each list of a comparison has at most.
const maxCompared = MaxPageSize

// Comparison is what came, went and changed between two days, of which the second is the later.
type Comparison struct {
	Before, After Date
	// Started, Ended, Adopted and AdoptionsEnded are in order of region, then partner.
	Started, Ended, Adopted, AdoptionsEnded Compared
	ProfilesChanged                         ProfilesCompared
	// PartnersCame and PartnersWent are in order of key.
	PartnersCame, PartnersWent Compared
}

// Compared is what there was on one of the two days alone.
type Compared struct {
	Count int
	// IDs are of the first maxCompared.
	IDs []string
}

// ProfilesCompared is the pairs of region and partner that collaborated on both days, by different profiles.
type ProfilesCompared struct {
	Count int
	// Nodes are the first maxCompared.
	Nodes []ProfileChange
}

// ProfileChange is the collaborations of a pair on the two days, by id.
type ProfileChange struct{ BeforeID, AfterID string }

func (c *Compared) add(id string) {
	c.Count++
	if len(c.IDs) < maxCompared {
		c.IDs = append(c.IDs, id)
	}
}

func (c *ProfilesCompared) add(change ProfileChange) {
	c.Count++
	if len(c.Nodes) < maxCompared {
		c.Nodes = append(c.Nodes, change)
	}
}

// Comparison tells what came, went and changed between two days: what is on one of them and not on the other, whatever was in between.
// BAD_USER_INPUT, with PERIOD_INVERTED when the second is not the later.
func (r *Registry) Comparison(ctx context.Context, before, after Date, filter CountFilter) (comparison Comparison, err error) {
	if after <= before {
		return comparison, Invalid(ReasonInverted, "after", "%s is not later than before (%s)", after, before)
	}
	if err := filter.check(); err != nil {
		return comparison, err
	}
	kept, err := r.keptAt(ctx)
	if err != nil {
		return comparison, err
	}
	comparison = Comparison{Before: before, After: after, ProfilesChanged: ProfilesCompared{Nodes: []ProfileChange{}}}
	part, days := kept.counted(filter), [2]dayNumber{dayNumberOf(&before, noSince), dayNumberOf(&after, noSince)}
	comparison.collaborations(part, days)
	comparison.adoptions(part, days)
	comparison.partners(part, days)
	return comparison, nil
}

// collaborations compares those of each pair: their profiles narrow what is told, so that one that changed is not told as ended.
func (c *Comparison) collaborations(part countedNetwork, days [2]dayNumber) {
	edges := part.edgesOf(EdgeCollaboration)
	for first := 0; first < len(edges); {
		last := first + 1
		for last < len(edges) && edges[last].source == edges[first].source && edges[last].target == edges[first].target {
			last++
		}
		c.pair(part, edges[first:last], days)
		first = last
	}
}

// pair compares the collaborations of a pair in force on the two days: by R3 one on each at most.
func (c *Comparison) pair(part countedNetwork, edges []keptEdge, days [2]dayNumber) {
	var on [2]*keptEdge
	meant := false
	for i := range edges {
		for day := range days {
			if edges[i].holds(days[day]) && part.has(&edges[i]) {
				on[day], meant = &edges[i], meant || part.profiles[edges[i].profile]
			}
		}
	}
	switch before, after := on[0], on[1]; {
	case !meant:
	case before == nil:
		c.Started.add(MakeID(KindCollaboration, after.uuid()))
	case after == nil:
		c.Ended.add(MakeID(KindCollaboration, before.uuid()))
	case before.profile != after.profile:
		c.ProfilesChanged.add(ProfileChange{BeforeID: MakeID(KindCollaboration, before.uuid()), AfterID: MakeID(KindCollaboration, after.uuid())})
	}
}

// adoptions compares them; one that moved to another region has ended and begun.
func (c *Comparison) adoptions(part countedNetwork, days [2]dayNumber) {
	for _, edge := range part.edgesOf(EdgeAdoption) {
		before, after := edge.holds(days[0]), edge.holds(days[1])
		switch {
		case before == after || !part.has(&edge):
		case after:
			c.Adopted.add(MakeID(KindAdoption, edge.uuid()))
		default:
			c.AdoptionsEnded.add(MakeID(KindAdoption, edge.uuid()))
		}
	}
}

// partners compares which of those that the filter means exist.
func (c *Comparison) partners(part countedNetwork, days [2]dayNumber) {
	for number, node := range part.nodes {
		before, after := node.exists(days[0]), node.exists(days[1])
		switch {
		case before == after || node.partner == nil || !part.ends[number]:
		case after:
			c.PartnersCame.add(node.id)
		default:
			c.PartnersWent.add(node.id)
		}
	}
}
