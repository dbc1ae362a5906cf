package neo4j

import "strings"

// names are the statements and fragments that the code asks for, so that one that is not there is missed when the store
// opens, and not when a filter gets lost.
func names() []string {
	return strings.Fields(`
		AdoptionCertainty AdoptionCurrent AdoptionEdges AdoptionPast AdoptionPlanned AdoptionRegion AdoptionsByID
		AdoptionsOfPartners AgreedPairsOfAgreement AgreedPairsOfEnds AgreementCertainty AgreementChains AgreementEdges
		AgreementEmptyDimensions AgreementEndsBefore AgreementEvaluationDueBefore AgreementFound AgreementFoundParty
		AgreementInForce AgreementLedBy AgreementPartners AgreementProfiles AgreementRegions AgreementReviewed
		AgreementSectors AgreementStatus AgreementWaitingFor AgreementsAmending AgreementsByID AgreementsBySearch
		AgreementsOfCommitments AgreementsOfPairs AgreementsWithPairTexts AppendChange AppendChangeItems AppendTouches
		AwaitIndexes ChainCodes Chains ChangeByKey ChangeItemKinds ChangeItemMeets ChangeItemPartners ChangeItemRegions
		ChangeItemSubjects CollaborationCertainty CollaborationCounts CollaborationCurrent CollaborationEdges
		CollaborationIncidental CollaborationPartners CollaborationPast CollaborationPlanned CollaborationRegion
		CollaborationRegions CollaborationSinceBefore CollaborationSinceFrom CollaborationsAmong CollaborationsByID
		CollaborationsByPartner CollaborationsBySince CollaborationsOfPairs CollaborationsOfPartners CompleteAgreements
		ContactPointsOfEdges ContactPointsOfNodes CountAdoptions CountAgenda CountAgreedPairs CountAgreements
		CountAgreementsOf CountChangeItems CountChanges CountChangesOf CountChangesOfSubjects CountCollaborations
		CountCollaborationsOfAll CountPartners CounterpartAdoptionCertainty CounterpartCollaborationCertainty
		CoverageOfChain CoverageOfSector CoversOnDay DropConstraint DropIndex EvaluationsByID EvaluationsOfAgreements
		EvaluationsOfCollaborations FacetChains FacetCoreTasks FacetProfiles FacetRegions FacetSectors ForgetCounts
		HideLabels HidePropertiesOfEdges HidePropertiesOfNodes HideTypes HoldsOnDay InChainEdges InSectorEdges
		ItemsOfChange KeepCounts ListAdoptions ListAgenda ListAgreedPairs ListAgreements ListAgreementsOf ListChangeItems
		ListChanges ListChangesOf ListChangesOfSubjects ListCountedByDay ListCountedPartners ListFewCountedByDay
		ListPartners Lock MandateEdges Ministries MinistryCodes Missing MovePairs MunicipalitiesByCode
		MunicipalitiesByRegion MunicipalityExists NeighbourEdges Neighbours OrderAdoptedPartners OrderRegionAdoptions
		OrderRegionByPartner OrderRegionBySince PageAdoptions PageBriefCollaboration PageBriefPartner PageChains
		PageCollaborations PageCountedPartner PageNoEdges PageOfPartners PageRegions PageSectors PartOfEdges
		PartnerAdopted PartnerAdoptedBy PartnerAdoptionCertainty PartnerAlgemeen PartnerAmbitions PartnerAreaUnknown
		PartnerBegan PartnerBeheerder PartnerCertainty PartnerChains PartnerChainsAlgemeen PartnerChainsFunctioneel
		PartnerCollaboration PartnerConnected PartnerDienstverlener PartnerFound PartnerFunctioneel PartnerHulpdienst
		PartnerIdentifiers PartnerKeys PartnerNational PartnerNoCollaboration PartnerNotEnded PartnerOurAdoptionRegions
		PartnerSectors PartnerShared PartnerSharedNotAdopted PartnerWeAdopted PartnerWorksIn Partners PartnersByAdoption
		PartnersByIdentifier PartnersByKey PartnersBySearch PartnersCostly PartsOfPartners PeerReviewsByID
		PeerReviewsOfAgreements Ping PlaceRegions PutAdoptions PutAgreements PutChains PutCollaborations PutEvaluations
		PutMark PutMinistries PutMunicipalities PutNeighbours PutPartners PutPeerReviews PutRegions PutSectors Referring
		RegionCodes Regions RemoveAdoptions RemoveAgreements RemoveChains RemoveCollaborations RemoveMinistries
		RemoveMunicipalities RemoveNeighbours RemovePartners RemoveSectors ResponsibleEdges Revision ScanAdoptions ScanAgreements
		ScanChains ScanChangeItems ScanCodes ScanCollaborations ScanIDs ScanPartners Schema Search SectorCodes Sectors
		SetCaptions SetContactPointsOfEdges SetContactPointsOfNodes SetSchema State Uncaptioned UnhiddenIndexes
		WalkAdoptedPartners WalkRegionAdoptions WalkRegionByPartner WalkRegionBySince WorkingAreaEdges
`)
}

// places are what the code chooses in library: a line that ends in a comment of the name gives way to it. One that is
// not there is missed when the store opens, and not when a filter gets lost.
func places() map[string]string {
	return map[string]string{
		"AdoptionEdges":             "at",
		"AdoptionsByID":             "filter",
		"AdoptionsOfPartners":       "filter",
		"AgreementEdges":            "at",
		"AgreementsAmending":        "pairs",
		"AgreementsByID":            "pairs",
		"AgreementsOfCommitments":   "pairs",
		"AgreementsOfPairs":         "pairs",
		"Chains":                    "filter",
		"ChangeItemMeets":           "filter",
		"CollaborationEdges":        "at",
		"CollaborationsAmong":       "filter",
		"CollaborationsByID":        "filter",
		"CollaborationsByPartner":   "walk filter order",
		"CollaborationsBySince":     "walk filter order",
		"CollaborationsOfPairs":     "filter",
		"CollaborationsOfPartners":  "filter",
		"CountAdoptions":            "filter",
		"CountAgreements":           "source filter",
		"CountAgreementsOf":         "filter",
		"CountChangeItems":          "filter",
		"CountChangesOf":            "filter",
		"CountChangesOfSubjects":    "filter",
		"CountCollaborations":       "filter",
		"CountCollaborationsOfAll":  "orders",
		"CountPartners":             "source filter costly",
		"FacetChains":               "source filter costly",
		"FacetCoreTasks":            "source filter costly",
		"FacetProfiles":             "source filter costly collaboration",
		"FacetRegions":              "source filter costly collaboration",
		"FacetSectors":              "source filter costly",
		"ListAdoptions":             "walk filter order",
		"ListAgreements":            "source filter",
		"ListAgreementsOf":          "filter",
		"ListChangeItems":           "filter",
		"ListChanges":               "items",
		"ListChangesOf":             "filter items",
		"ListChangesOfSubjects":     "filter items",
		"ListCountedByDay":          "filter costly page",
		"ListCountedPartners":       "source filter partner edges collaborations adoptions regions sectors chains",
		"ListFewCountedByDay":       "source filter costly page",
		"ListPartners":              "source filter costly order page",
		"MandateEdges":              "at",
		"Ministries":                "filter",
		"MunicipalitiesByCode":      "filter",
		"MunicipalitiesByRegion":    "filter",
		"PageCollaborations":        "filter collaboration",
		"PageOfPartners":            "partner edges collaborations adoptions regions sectors chains",
		"PartnerAdopted":            "certainty",
		"PartnerAdoptedBy":          "certainty",
		"PartnerCollaboration":      "filter",
		"PartnerNoCollaboration":    "filter",
		"PartnerOurAdoptionRegions": "adoption collaboration",
		"PartnerShared":             "filter",
		"PartnerSharedNotAdopted":   "adoption collaboration collaboration",
		"PartnerWeAdopted":          "adoption",
		"PartnersCostly":            "filter",
		"PutCollaborations":         "orders",
		"Referring":                 "missing put clauses",
		"Regions":                   "filter",
		"RemoveCollaborations":      "orders",
		"ResponsibleEdges":          "at",
		"Sectors":                   "filter",
	}
}
