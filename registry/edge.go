package registry

// EdgeQuery asks for the next edges of the network that are collaborations, of all periods.
type EdgeQuery struct {
	// After is the UUID of the collaboration behind which they begin; "" is the first of all.
	After string
	// Limit is the most edges that come.
	Limit int
}

// LightEdge is a collaboration with no more than analysis of the network asks of it.
type LightEdge struct {
	UUID, RegionCode, PartnerKey string
	Profile                      Profile
	Incidental                   bool
	Period
	// Certainty is that of its provenance; "" is not known.
	Certainty Certainty
}
