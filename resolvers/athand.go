package resolvers

// atHand says whether the resolver of a field waits for no other: it gives what its object holds, or something of the short
// lists, which are kept for the register's revision.
func atHand(object, field string) bool {
	switch object {
	case "Partner":
		return field == "sectors" || field == "chains" || field == "workingAreas" || field == "advice"
	case "Collaboration", "Adoption", "Mandate", "WorkingArea", "Neighbour", "Municipality", "AgreedPair", "AdoptionParticipant", "RegionCoverage", "RegionImpact", "Gaps":
		return field == "region"
	case "Agreement":
		return field == "regions" || field == "ledBy" || field == "chains" || field == "status" || field == "inForce"
	case "Chain":
		return field == "ministries"
	case "Responsibility":
		return field == "ministry"
	case "ChainGap", "ChainImpact":
		return field == "chain"
	}
	return false
}
