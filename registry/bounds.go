package registry

// The most that the lists of the register hold, whichever way a thing comes in. What a list has once for each region,
// party or profile is bounded by how many there are of those.
const (
	maxRegions        = 25
	maxMunicipalities = 100
	maxSectors        = 200
	maxChains         = 200
	maxMinistries     = 100

	maxAliases          = 50
	maxCapacities       = 50
	maxInCareOf         = 50
	maxSectorsOf        = 25
	maxChainsOf         = 50
	maxParts            = 100
	maxConnections      = 25
	maxContactPoints    = 25
	maxResponsibilities = 25
	maxMandates         = 100
	maxMilestones       = 50

	maxPartners    = 200
	maxParties     = maxRegions + maxPartners
	maxSignatories = 200
	maxPairs       = maxRegions * maxPartners
	// maxPairsText is how many characters the motivations of all pairs have together: each change of one keeps them all.
	maxPairsText    = 500_000
	maxTalks        = 50
	maxDocuments    = 50
	maxCommitments  = 200
	maxReviews      = 100
	maxReviewers    = 50
	maxFindings     = 200
	maxEvaluations  = 200
	maxEvaluated    = 200
	maxParticipants = 200

	// maxStarted is how many collaborations start together: as many as a page of their change shows.
	maxStarted = MaxPageSize

	maxTrack      = 50
	maxSubjects   = 100
	maxFrameworks = 25
	maxCriteria   = 200
	maxOutcomes   = 25

	// maxFields is how many fields a thing has in the feed.
	maxFields = 50
)

// Bounds returns the most items of each list that the schema has and that is no page, by type and field.
func Bounds() map[string]int {
	profiles, coreTasks, dimensions := len(AllProfiles()), len(AllCoreTasks()), len(AllDimensions())
	bounds := map[string]int{
		"Query.regions": maxRegions, "Query.sectors": maxSectors, "Query.chains": maxChains, "Query.ministries": maxMinistries,
		"Query.labels":        500,
		"Query.profileAdvice": profiles, "Query.track": maxTrack, "Query.subjects": maxSubjects, "Query.frameworks": maxFrameworks,

		"Organisation.aliases": maxAliases, "Organisation.contactPoints": maxContactPoints,

		"Region.aliases": maxAliases, "Region.municipalities": maxMunicipalities, "Region.neighbours": maxRegions,
		"Region.contactPoints": maxContactPoints,

		"Municipality.aliases": maxAliases,

		"Chain.ministries": maxResponsibilities, "Chain.responsibilities": maxResponsibilities,

		"Partner.aliases": maxAliases, "Partner.coreTasks": coreTasks, "Partner.capacities": maxCapacities,
		"Partner.inCareOf": maxInCareOf, "Partner.sectors": maxSectorsOf, "Partner.chains": maxChainsOf, "Partner.parts": maxParts,
		"Partner.workingAreas": maxRegions, "Partner.connections": maxConnections, "Partner.collaborations": maxRegions,
		"Partner.adoptions": maxRegions,
		"Partner.advice":    profiles, "Partner.contactPoints": maxContactPoints,

		"PartnerFacets.coreTasks": coreTasks, "PartnerFacets.profiles": profiles, "PartnerFacets.sectors": maxSectors,
		"PartnerFacets.chains": maxChains, "PartnerFacets.regions": maxRegions, "PartnerFacets.adopted": 2,

		"CollaborationsPayload.collaborations": maxStarted,

		"Viewer.roles": len(AllRoles()), "Viewer.regionCodes": MaxEditedRegions, "Viewer.partnerKeys": MaxEditedPartners,
		"Collaboration.evaluations": maxEvaluations, "Collaboration.contactPoints": maxContactPoints,

		"Adoption.mandates": maxMandates, "Adoption.milestones": maxMilestones, "Adoption.contactPoints": maxContactPoints,
		"Counterpart.basis": 3, "AdoptedPartner.counterparts": maxRegions,

		"Agreement.regions": maxRegions, "Agreement.partners": maxPartners, "Agreement.signatories": maxSignatories,
		"Agreement.chains": maxChainsOf, "Agreement.talks": maxTalks, "Agreement.documents": maxDocuments,
		"Agreement.dimensions": dimensions, "Agreement.milestones": maxMilestones, "Agreement.approvals": maxParties + maxSignatories,
		"Agreement.waitingFor": maxParties + maxSignatories, "Agreement.reviews": maxReviews, "Agreement.evaluations": maxEvaluations,
		"Signatory.signsFor": maxPartners, "DimensionState.commitments": maxCommitments, "Commitment.by": maxParties,
		"Approval.onBehalfOf": maxParties,

		"PeerReview.reviewers": maxReviewers, "PeerReview.findings": maxFindings,
		"InformalEvaluation.collaborations": maxEvaluated, "InformalEvaluation.participants": maxParticipants,
		"Framework.criteria": maxCriteria, "Framework.outcomes": maxOutcomes,

		"Coverage.regions": maxRegions, "RegionCoverage.agreements": maxCovering,
		"NetworkPath.nodes": maxSteps + 1, "NetworkPath.edges": maxSteps, "Community.leaders": maxLeaders,
		"Impact.regions": maxRegions, "Impact.chains": maxChainsOf * coreTasks, "Impact.cutOff": maxCutOff, "RegionImpact.remaining": maxRemaining,
		"Substitute.regions": maxRegions, "Substitute.collaboratesWith": maxRegions, "Substitute.sharedCoreTasks": coreTasks, "Substitute.sharedChains": maxChainsOf,
		"SharedPartner.collaborations": maxRegions,
		"Gaps.chains":                  maxChains,
		"Matrix.rows":                  maxMatrixSide, "Matrix.columns": maxMatrixSide,
		"Query.trend": maxTrend, "TrendPoint.byProfile": profiles, "TrendPoint.byCoreTask": coreTasks,
		"CollaborationsCompared.nodes": maxCompared, "ProfilesCompared.nodes": maxCompared,
		"AdoptionsCompared.nodes": maxCompared, "PartnersCompared.nodes": maxCompared,
		"ChangeItem.fields": maxFields,
	}
	for _, action := range actions {
		for _, kind := range action.on {
			actionsOf := string(kind) + ".actions"
			bounds[actionsOf]++
			bounds["Actionable.actions"] = max(bounds["Actionable.actions"], bounds[actionsOf])
		}
	}
	return bounds
}

// CheckHistory refuses a list that is not of one date alone, and holds more than its bound, which is that of one date.
// BAD_USER_INPUT, TOO_LONG.
func CheckHistory[T any](list []T) error {
	if len(list) <= maxRegions {
		return nil
	}
	return Invalid(ReasonTooLong, "period", "%d are more than this list holds (%d): the root field with a filter has pages", len(list), maxRegions).with("most", maxRegions)
}

// CheckCount refuses a number that is not from 1 to most; BAD_USER_INPUT with INVALID.
func CheckCount(field string, number, most int) error {
	return checkCount(ReasonInvalid, field, number, most)
}

// checkCount is CheckCount with a reason of its own.
func checkCount(reason Reason, field string, number, most int) error {
	if number >= 1 && number <= most {
		return nil
	}
	return Invalid(reason, field, "1 to %d, not %d", most, number).with("most", most)
}

// checkLength refuses a list that holds more than most.
func checkLength[T any](field string, list []T, most int) error {
	return checkNumber(field, len(list), most)
}

// checkNumber is checkLength for what is counted elsewhere.
func checkNumber(field string, number, most int) error {
	if number <= most {
		return nil
	}
	return Invalid(ReasonTooLong, field, "at most %d, not %d", most, number).with("most", most)
}
