package neo4j

import "strings"

// names are the statements and fragments that the code asks for, so that one that is not there is missed when the store
// opens, and not when a filter gets lost.
func names() []string {
	return strings.Fields(`
		AdoptionCertainty AdoptionCurrent AdoptionPast AdoptionPlanned AdoptionRegion AdoptionsByID AdoptionsOfPartners
		AgendaWithout AgreedPairsOfAgreement AgreedPairsOfEnds AgreementCertainty AgreementChains AgreementEmptyDimensions
		AgreementEndsBefore AgreementEvaluationDueBefore AgreementFound AgreementFoundParty AgreementInForce
		AgreementLedBy AgreementPartners AgreementProfiles AgreementRegions AgreementReviewed AgreementSectors
		AgreementStatus AgreementWaitingFor AgreementWithout AgreementsAmending AgreementsByID AgreementsBySearch AgreementsOfCommitments
		AgreementsOfPairs AgreementsWithPairTexts AppendChangeItems AppendChanges AppendTouches AroundPartner AwaitIndexes ChainCodes
		Chains ChangeItemKinds ChangeItemMeets ChangeItemPartners ChangeItemRegions ChangeItemSubjects ChangeItemWithout ChangesWithout
		CollaborationCertainty CollaborationCounts CollaborationCurrent CollaborationIncidental CollaborationPartners
		CollaborationPast CollaborationPlanned CollaborationRegion CollaborationRegions CollaborationSinceBefore
		CollaborationSinceFrom CollaborationsAmong CollaborationsByID CollaborationsByPartner CollaborationsBySince
		CollaborationsOfPairs CollaborationsOfPartners CompleteAgreements ContactPointsOfEdges ContactPointsOfNodes
		CountAdoptions CountAgenda CountAgreedPairs CountAgreements CountAgreementsOf CountChangeItems CountChanges
		CountChangesOf CountChangesOfSubjects CountCollaborations CountCollaborationsOfAll CountPartners CountPut CountRemoved
		CounterpartAdoptionCertainty CounterpartCollaborationCertainty CoverageOfChain CoverageOfSector Deliveries DeliveryVersion DropConstraint
		DropIndex EndedSessions EvaluationsByID EvaluationsOfAgreements EvaluationsOfCollaborations Expect ExpectedPairs FacetChains FacetCoreTasks
		FacetProfiles FacetRegions FacetSectors ForgetCounts ForgetEndedSessions HideLabels HidePropertiesOfEdges HidePropertiesOfNodes
		HideTypes ItemsOfChange KeepCounts ListAdoptions ListAgenda ListAgreedPairs ListAgreements ListAgreementsOf
		ListChangeItems ListChanges ListChangesOf ListChangesOfSubjects ListCountedByDay ListCountedPartners
		ListFewCountedByDay ListPartners Lock Ministries MinistryCodes Missing MovePairs MunicipalitiesByCode
		MunicipalitiesByRegion MunicipalityExists Neighbours NetworkEdges OrderAdoptedPartners OrderRegionAdoptions
		OrderRegionByPartner OrderRegionBySince PageAdoptions PageAgreements PageBriefCollaboration PageBriefPartner
		PageCollaborations PageCountedPartner PageNoEdges PageOfCollaborations PageOfCollaborationsWithPartners PageOfPartners PageParts PageWholes PartnerAdopted
		PartnerAdoptedBy PartnerAdoptionCertainty PartnerAlgemeen PartnerAmbitions PartnerAreaUnknown PartnerBegan
		PartnerBeheerder PartnerCertainty PartnerChains PartnerChainsAlgemeen PartnerChainsFunctioneel
		PartnerCollaboration PartnerConnected PartnerDienstverlener PartnerFound PartnerFunctioneel PartnerHulpdienst
		PartnerIdentifiers PartnerKeys PartnerNational PartnerNoCollaboration PartnerNotEnded PartnerOurAdoptionRegions
		PartnerSectors PartnerShared PartnerSharedNotAdopted PartnerWeAdopted PartnerWorksIn Partners PartnersByAdoption
		PartnersByIdentifier PartnersByKey PartnersBySearch PartnersCostly PartsOfPartners PeerReviewsByID
		PeerReviewsOfAgreements Ping PlaceRegions PutAdoptions PutAgreements PutChains PutCollaborations PutCounts PutDelivery PutEndedSession PutEvaluations
		PutMark PutMinistries PutMunicipalities PutNeighbours PutPartners PutPeerReviews PutRegions PutSectors Referring
		RegionCodes Regions RemoveAdoptions RemoveAgreements RemoveChains RemoveCollaborations RemoveMinistries
		RemoveMunicipalities RemoveNeighbours RemovePartners RemoveSectors Revision ScanAdoptions ScanAgreements
		ScanChains ScanChangeItems ScanCodes ScanCollaborations ScanIDs ScanPartners Schema Search SearchExists SearchFirst SearchMeets SearchWalk SearchWithout SectorCodes Sectors
		SetCaptions SetContactPointsOfEdges SetContactPointsOfNodes SetSchema State Together Uncaptioned UnhiddenIndexes
		WalkAdoptedPartners WalkRegionAdoptions WalkRegionByPartner WalkRegionBySince
`)
}

// places are what the code chooses in library: a line that ends in a comment of the name gives way to it. One that is
// not there is missed when the store opens, and not when a filter gets lost.
func places() map[string]string {
	return map[string]string{
		"AdoptionsByID":                    "filter",
		"AdoptionsOfPartners":              "filter",
		"AgreementsAmending":               "pairs",
		"AgreementsByID":                   "pairs",
		"AgreementsOfCommitments":          "pairs",
		"AgreementsOfPairs":                "pairs",
		"Chains":                           "filter",
		"ChangeItemMeets":                  "filter",
		"AroundPartner":                    "partner edges collaborations adoptions parts wholes agreements",
		"CollaborationsAmong":              "filter page",
		"CollaborationsByID":               "filter",
		"CollaborationsByPartner":          "walk filter order page",
		"CollaborationsBySince":            "walk filter order page",
		"CollaborationsOfPairs":            "filter",
		"CollaborationsOfPartners":         "filter",
		"CountAdoptions":                   "filter",
		"CountAgenda":                      "filter",
		"CountAgreements":                  "source filter",
		"CountAgreementsOf":                "filter",
		"CountChangeItems":                 "filter",
		"CountChanges":                     "filter",
		"CountChangesOf":                   "filter",
		"CountChangesOfSubjects":           "filter",
		"CountCollaborations":              "filter",
		"CountCollaborationsOfAll":         "orders",
		"CountPartners":                    "source filter costly",
		"CountPut":                         "orders",
		"CountRemoved":                     "orders",
		"Expect":                           "named",
		"FacetChains":                      "source filter costly",
		"FacetCoreTasks":                   "source filter costly",
		"FacetProfiles":                    "source filter costly collaboration",
		"FacetRegions":                     "source filter costly collaboration",
		"FacetSectors":                     "source filter costly",
		"ListAdoptions":                    "walk filter order",
		"ListAgenda":                       "filter",
		"ListAgreements":                   "source filter",
		"ListAgreementsOf":                 "filter",
		"ListChangeItems":                  "filter",
		"ListChanges":                      "filter items",
		"ListChangesOf":                    "filter items",
		"ListChangesOfSubjects":            "filter items",
		"ListCountedByDay":                 "filter costly page",
		"ListCountedPartners":              "source filter around",
		"ListFewCountedByDay":              "source filter costly page",
		"ListPartners":                     "source filter costly order page",
		"Ministries":                       "filter",
		"MunicipalitiesByCode":             "filter",
		"MunicipalitiesByRegion":           "filter",
		"PageCollaborations":               "filter collaboration",
		"PageOfCollaborationsWithPartners": "around",
		"PageOfPartners":                   "around",
		"PartnerAdopted":                   "certainty",
		"PartnerAdoptedBy":                 "certainty",
		"PartnerCollaboration":             "filter",
		"PartnerNoCollaboration":           "filter",
		"PartnerOurAdoptionRegions":        "adoption collaboration",
		"PartnerShared":                    "filter",
		"PartnerSharedNotAdopted":          "adoption collaboration collaboration",
		"PartnerWeAdopted":                 "adoption",
		"PartnersCostly":                   "filter",
		"PutCollaborations":                "counts",
		"PutCounts":                        "orders",
		"Referring":                        "missing put clauses",
		"Regions":                          "filter",
		"RemoveCollaborations":             "counts",
		"Search":                           "filter first around",
		"SearchWalk":                       "filter filter filter filter filter filter first around",
		"Sectors":                          "filter",
		"Together":                         "statement columns",
	}
}
