// What the graph rests on: a unique key for whatever has an identity, a range index behind each filter and order, and
// the full-text index behind search. All of it is done, in this order, for a store of an older schema.

// name: SchemaRegistryKey
CREATE CONSTRAINT registry_id IF NOT EXISTS FOR (n:Registry) REQUIRE n.id IS UNIQUE

// name: SchemaRegionKey
CREATE CONSTRAINT region_code IF NOT EXISTS FOR (n:Region) REQUIRE n.code IS UNIQUE

// name: SchemaMunicipalityKey
CREATE CONSTRAINT municipality_code IF NOT EXISTS FOR (n:Municipality) REQUIRE n.code IS UNIQUE

// name: SchemaPartnerKey
CREATE CONSTRAINT partner_key IF NOT EXISTS FOR (n:Partner) REQUIRE n.key IS UNIQUE

// name: SchemaSectorKey
CREATE CONSTRAINT sector_code IF NOT EXISTS FOR (n:Sector) REQUIRE n.code IS UNIQUE

// name: SchemaChainKey
CREATE CONSTRAINT chain_code IF NOT EXISTS FOR (n:Chain) REQUIRE n.code IS UNIQUE

// name: SchemaMinistryKey
CREATE CONSTRAINT ministry_code IF NOT EXISTS FOR (n:Ministry) REQUIRE n.code IS UNIQUE

// name: SchemaFacilityKey
CREATE CONSTRAINT facility_name IF NOT EXISTS FOR (n:Facility) REQUIRE n.name IS UNIQUE

// name: SchemaDeliveryKey
CREATE CONSTRAINT delivery_name IF NOT EXISTS FOR (n:_Delivery) REQUIRE n.name IS UNIQUE

// name: SchemaEndedSessionKey
CREATE CONSTRAINT ended_session_name IF NOT EXISTS FOR (n:_EndedSession) REQUIRE n.name IS UNIQUE

// name: SchemaChangeKey
CREATE CONSTRAINT change_revision IF NOT EXISTS FOR (n:_Change) REQUIRE n.revision IS UNIQUE

// name: SchemaChangeIdempotency
CREATE CONSTRAINT change_idempotency IF NOT EXISTS FOR (n:_Change) REQUIRE (n.actor, n.idempotencyKey) IS UNIQUE

// name: SchemaKernsamenwerkingId
CREATE CONSTRAINT kernsamenwerking_id IF NOT EXISTS FOR ()-[s:KERNSAMENWERKING]-() REQUIRE s.id IS UNIQUE

// name: SchemaStructureleSamenwerkingId
CREATE CONSTRAINT structurele_samenwerking_id IF NOT EXISTS FOR ()-[s:STRUCTURELE_SAMENWERKING]-() REQUIRE s.id IS UNIQUE

// name: SchemaKoppelsamenwerkingId
CREATE CONSTRAINT koppelsamenwerking_id IF NOT EXISTS FOR ()-[s:KOPPELSAMENWERKING]-() REQUIRE s.id IS UNIQUE

// name: SchemaAdhocSamenwerkingId
CREATE CONSTRAINT adhoc_samenwerking_id IF NOT EXISTS FOR ()-[s:ADHOC_SAMENWERKING]-() REQUIRE s.id IS UNIQUE

// name: SchemaStandbySamenwerkingId
CREATE CONSTRAINT standby_samenwerking_id IF NOT EXISTS FOR ()-[s:STANDBY_SAMENWERKING]-() REQUIRE s.id IS UNIQUE

// name: SchemaAdoptsId
CREATE CONSTRAINT adopts_id IF NOT EXISTS FOR ()-[s:ADOPTS]-() REQUIRE s.id IS UNIQUE

// name: SchemaAgreementId
CREATE CONSTRAINT agreement_id IF NOT EXISTS FOR (n:Agreement) REQUIRE n.id IS UNIQUE

// name: SchemaCommitmentId
CREATE CONSTRAINT commitment_id IF NOT EXISTS FOR (n:Commitment) REQUIRE n.id IS UNIQUE

// name: SchemaPeerReviewId
CREATE CONSTRAINT peerreview_id IF NOT EXISTS FOR (n:PeerReview) REQUIRE n.id IS UNIQUE

// name: SchemaInformalEvaluationId
CREATE CONSTRAINT informalevaluation_id IF NOT EXISTS FOR (n:InformalEvaluation) REQUIRE n.id IS UNIQUE

// name: SchemaEvaluatedCollaborationId
CREATE CONSTRAINT evaluatedcollaboration_id IF NOT EXISTS FOR (n:_EvaluatedCollaboration) REQUIRE n.id IS UNIQUE

// name: SchemaPartnerTooi
CREATE INDEX partner_tooi IF NOT EXISTS FOR (n:Partner) ON (n.tooi)

// name: SchemaPartnerKvk
CREATE INDEX partner_kvk IF NOT EXISTS FOR (n:Partner) ON (n.kvk)

// name: SchemaPartnerOin
CREATE INDEX partner_oin IF NOT EXISTS FOR (n:Partner) ON (n.oin)

// name: SchemaPartnerCertainty
CREATE INDEX partner_certainty IF NOT EXISTS FOR (n:Partner) ON (n.certainty)

// name: SchemaPartnerClassificationCertainty
CREATE INDEX partner_classificationcertainty IF NOT EXISTS FOR (n:Partner) ON (n.classificationCertainty)

// name: SchemaPartnerAmbitionCertainty
CREATE INDEX partner_ambitioncertainty IF NOT EXISTS FOR (n:Partner) ON (n.ambitionCertainty)

// name: SchemaMunicipalityRegion
CREATE INDEX municipality_region IF NOT EXISTS FOR (n:Municipality) ON (n.region)

// name: SchemaMunicipalityCertainty
CREATE INDEX municipality_certainty IF NOT EXISTS FOR (n:Municipality) ON (n.certainty)

// name: SchemaRegionCertainty
CREATE INDEX region_certainty IF NOT EXISTS FOR (n:Region) ON (n.certainty)

// name: SchemaChainCertainty
CREATE INDEX chain_certainty IF NOT EXISTS FOR (n:Chain) ON (n.certainty)

// name: SchemaMinistryCertainty
CREATE INDEX ministry_certainty IF NOT EXISTS FOR (n:Ministry) ON (n.certainty)

// name: SchemaSectorAmbitionCertainty
CREATE INDEX sector_ambitioncertainty IF NOT EXISTS FOR (n:Sector) ON (n.ambitionCertainty)

// name: SchemaChangeItemSubjectRevision
CREATE INDEX changeitem_subject_revision IF NOT EXISTS FOR (n:_ChangeItem) ON (n.subject, n.revision)

// name: SchemaChangeItemRevisionPlace
CREATE INDEX changeitem_revision_place IF NOT EXISTS FOR (n:_ChangeItem) ON (n.revision, n.place)

// name: SchemaTouchIdRevision
CREATE INDEX touch_id_revision IF NOT EXISTS FOR (n:_Touch) ON (n.id, n.revision)

// name: SchemaKernsamenwerkingCertainty
CREATE INDEX kernsamenwerking_certainty IF NOT EXISTS FOR ()-[s:KERNSAMENWERKING]-() ON (s.certainty)

// name: SchemaStructureleSamenwerkingCertainty
CREATE INDEX structurele_samenwerking_certainty IF NOT EXISTS FOR ()-[s:STRUCTURELE_SAMENWERKING]-() ON (s.certainty)

// name: SchemaKoppelsamenwerkingCertainty
CREATE INDEX koppelsamenwerking_certainty IF NOT EXISTS FOR ()-[s:KOPPELSAMENWERKING]-() ON (s.certainty)

// name: SchemaAdhocSamenwerkingCertainty
CREATE INDEX adhoc_samenwerking_certainty IF NOT EXISTS FOR ()-[s:ADHOC_SAMENWERKING]-() ON (s.certainty)

// name: SchemaStandbySamenwerkingCertainty
CREATE INDEX standby_samenwerking_certainty IF NOT EXISTS FOR ()-[s:STANDBY_SAMENWERKING]-() ON (s.certainty)

// name: SchemaAdoptsCertainty
CREATE INDEX adopts_certainty IF NOT EXISTS FOR ()-[s:ADOPTS]-() ON (s.certainty)

// name: SchemaMandatesAdoption
CREATE INDEX mandates_adoption IF NOT EXISTS FOR ()-[s:MANDATES]-() ON (s.adoption)

// name: SchemaNeighboursCertainty
CREATE INDEX neighbours_certainty IF NOT EXISTS FOR ()-[s:NEIGHBOURS]-() ON (s.certainty)

// name: SchemaUnderCertainty
CREATE INDEX under_certainty IF NOT EXISTS FOR ()-[s:UNDER]-() ON (s.certainty)

// name: SchemaWorksInCertainty
CREATE INDEX works_in_certainty IF NOT EXISTS FOR ()-[s:WORKS_IN]-() ON (s.certainty)

// name: SchemaConnectedToCertainty
CREATE INDEX connected_to_certainty IF NOT EXISTS FOR ()-[s:CONNECTED_TO]-() ON (s.certainty)

// name: SchemaPartnerNameOrder
CREATE INDEX partner_nameorder IF NOT EXISTS FOR (n:Partner) ON (n._nameOrder)

// name: SchemaNoPartnerCollaborationsOrder
DROP INDEX partner_collaborationsorder IF EXISTS

// name: SchemaNoPartnerLatestOrder
DROP INDEX partner_latestorder IF EXISTS

// name: SchemaCollaborationCountCollaborationsOrder
CREATE INDEX collaborationcount_collaborationsorder IF NOT EXISTS FOR (n:_CollaborationCount) ON (n._collaborationsOrder)

// name: SchemaCollaborationCountLatestOrder
CREATE INDEX collaborationcount_latestorder IF NOT EXISTS FOR (n:_CollaborationCount) ON (n._latestOrder)

// name: SchemaKernsamenwerkingSinceOrder
CREATE INDEX kernsamenwerking_sinceorder IF NOT EXISTS FOR ()-[s:KERNSAMENWERKING]-() ON (s._sinceOrder)

// name: SchemaKernsamenwerkingPartnerOrder
CREATE INDEX kernsamenwerking_partnerorder IF NOT EXISTS FOR ()-[s:KERNSAMENWERKING]-() ON (s._partnerOrder)

// name: SchemaKernsamenwerkingRegionSinceOrder
CREATE INDEX kernsamenwerking_region_sinceorder IF NOT EXISTS FOR ()-[s:KERNSAMENWERKING]-() ON (s.region, s._sinceOrder)

// name: SchemaKernsamenwerkingRegionPartnerOrder
CREATE INDEX kernsamenwerking_region_partnerorder IF NOT EXISTS FOR ()-[s:KERNSAMENWERKING]-() ON (s.region, s._partnerOrder)

// name: SchemaStructureleSamenwerkingSinceOrder
CREATE INDEX structurele_samenwerking_sinceorder IF NOT EXISTS FOR ()-[s:STRUCTURELE_SAMENWERKING]-() ON (s._sinceOrder)

// name: SchemaStructureleSamenwerkingPartnerOrder
CREATE INDEX structurele_samenwerking_partnerorder IF NOT EXISTS FOR ()-[s:STRUCTURELE_SAMENWERKING]-() ON (s._partnerOrder)

// name: SchemaStructureleSamenwerkingRegionSinceOrder
CREATE INDEX structurele_samenwerking_region_sinceorder IF NOT EXISTS FOR ()-[s:STRUCTURELE_SAMENWERKING]-() ON (s.region, s._sinceOrder)

// name: SchemaStructureleSamenwerkingRegionPartnerOrder
CREATE INDEX structurele_samenwerking_region_partnerorder IF NOT EXISTS FOR ()-[s:STRUCTURELE_SAMENWERKING]-() ON (s.region, s._partnerOrder)

// name: SchemaKoppelsamenwerkingSinceOrder
CREATE INDEX koppelsamenwerking_sinceorder IF NOT EXISTS FOR ()-[s:KOPPELSAMENWERKING]-() ON (s._sinceOrder)

// name: SchemaKoppelsamenwerkingPartnerOrder
CREATE INDEX koppelsamenwerking_partnerorder IF NOT EXISTS FOR ()-[s:KOPPELSAMENWERKING]-() ON (s._partnerOrder)

// name: SchemaKoppelsamenwerkingRegionSinceOrder
CREATE INDEX koppelsamenwerking_region_sinceorder IF NOT EXISTS FOR ()-[s:KOPPELSAMENWERKING]-() ON (s.region, s._sinceOrder)

// name: SchemaKoppelsamenwerkingRegionPartnerOrder
CREATE INDEX koppelsamenwerking_region_partnerorder IF NOT EXISTS FOR ()-[s:KOPPELSAMENWERKING]-() ON (s.region, s._partnerOrder)

// name: SchemaAdhocSamenwerkingSinceOrder
CREATE INDEX adhoc_samenwerking_sinceorder IF NOT EXISTS FOR ()-[s:ADHOC_SAMENWERKING]-() ON (s._sinceOrder)

// name: SchemaAdhocSamenwerkingPartnerOrder
CREATE INDEX adhoc_samenwerking_partnerorder IF NOT EXISTS FOR ()-[s:ADHOC_SAMENWERKING]-() ON (s._partnerOrder)

// name: SchemaAdhocSamenwerkingRegionSinceOrder
CREATE INDEX adhoc_samenwerking_region_sinceorder IF NOT EXISTS FOR ()-[s:ADHOC_SAMENWERKING]-() ON (s.region, s._sinceOrder)

// name: SchemaAdhocSamenwerkingRegionPartnerOrder
CREATE INDEX adhoc_samenwerking_region_partnerorder IF NOT EXISTS FOR ()-[s:ADHOC_SAMENWERKING]-() ON (s.region, s._partnerOrder)

// name: SchemaStandbySamenwerkingSinceOrder
CREATE INDEX standby_samenwerking_sinceorder IF NOT EXISTS FOR ()-[s:STANDBY_SAMENWERKING]-() ON (s._sinceOrder)

// name: SchemaStandbySamenwerkingPartnerOrder
CREATE INDEX standby_samenwerking_partnerorder IF NOT EXISTS FOR ()-[s:STANDBY_SAMENWERKING]-() ON (s._partnerOrder)

// name: SchemaStandbySamenwerkingRegionSinceOrder
CREATE INDEX standby_samenwerking_region_sinceorder IF NOT EXISTS FOR ()-[s:STANDBY_SAMENWERKING]-() ON (s.region, s._sinceOrder)

// name: SchemaStandbySamenwerkingRegionPartnerOrder
CREATE INDEX standby_samenwerking_region_partnerorder IF NOT EXISTS FOR ()-[s:STANDBY_SAMENWERKING]-() ON (s.region, s._partnerOrder)

// name: SchemaAdoptsSinceOrder
CREATE INDEX adopts_sinceorder IF NOT EXISTS FOR ()-[s:ADOPTS]-() ON (s._sinceOrder)

// name: SchemaAdoptsRegionSinceOrder
CREATE INDEX adopts_region_sinceorder IF NOT EXISTS FOR ()-[s:ADOPTS]-() ON (s.region, s._sinceOrder)

// name: SchemaAdoptsRegionNameOrder
CREATE INDEX adopts_region_nameorder IF NOT EXISTS FOR ()-[s:ADOPTS]-() ON (s.region, s._nameOrder)

// name: SchemaAgreementCertainty
CREATE INDEX agreement_certainty IF NOT EXISTS FOR (n:Agreement) ON (n.certainty)

// name: SchemaAgreementTitleOrder
CREATE INDEX agreement_titleorder IF NOT EXISTS FOR (n:Agreement) ON (n._titleOrder)

// name: SchemaAgreementSinceOrder
CREATE INDEX agreement_sinceorder IF NOT EXISTS FOR (n:Agreement) ON (n._sinceOrder)

// name: SchemaAgreementUntilOrder
CREATE INDEX agreement_untilorder IF NOT EXISTS FOR (n:Agreement) ON (n._untilOrder)

// name: SchemaAgreementSignedUpOrder
CREATE INDEX agreement_signeduporder IF NOT EXISTS FOR (n:Agreement) ON (n._signedUpOrder)

// name: SchemaAgreementSignedDownOrder
CREATE INDEX agreement_signeddownorder IF NOT EXISTS FOR (n:Agreement) ON (n._signedDownOrder)

// name: SchemaAgreementUpdatedOrder
CREATE INDEX agreement_updatedorder IF NOT EXISTS FOR (n:Agreement) ON (n._updatedOrder)

// name: SchemaHasPartyPartyTitleOrder
CREATE INDEX has_party_party_titleorder IF NOT EXISTS FOR ()-[s:HAS_PARTY]-() ON (s._party, s._titleOrder)

// name: SchemaHasPartyPartySinceOrder
CREATE INDEX has_party_party_sinceorder IF NOT EXISTS FOR ()-[s:HAS_PARTY]-() ON (s._party, s._sinceOrder)

// name: SchemaHasPartyPartyUntilOrder
CREATE INDEX has_party_party_untilorder IF NOT EXISTS FOR ()-[s:HAS_PARTY]-() ON (s._party, s._untilOrder)

// name: SchemaHasPartyPartySignedUpOrder
CREATE INDEX has_party_party_signeduporder IF NOT EXISTS FOR ()-[s:HAS_PARTY]-() ON (s._party, s._signedUpOrder)

// name: SchemaHasPartyPartySignedDownOrder
CREATE INDEX has_party_party_signeddownorder IF NOT EXISTS FOR ()-[s:HAS_PARTY]-() ON (s._party, s._signedDownOrder)

// name: SchemaHasPartyPartyUpdatedOrder
CREATE INDEX has_party_party_updatedorder IF NOT EXISTS FOR ()-[s:HAS_PARTY]-() ON (s._party, s._updatedOrder)

// name: SchemaSetsAgreementPairOrder
CREATE INDEX sets_agreement_pairorder IF NOT EXISTS FOR ()-[s:SETS]-() ON (s._agreement, s._pairOrder)

// name: SchemaAgendaPartyAgendaOrder
CREATE INDEX agenda_party_agendaorder IF NOT EXISTS FOR ()-[s:AGENDA]-() ON (s._party, s._agendaOrder)

// name: SchemaNoSearch
DROP INDEX search IF EXISTS

// name: SchemaNames
CREATE FULLTEXT INDEX names IF NOT EXISTS FOR (n:Region|Municipality|Partner|Sector|Chain|Agreement) ON EACH [n._searchText]
OPTIONS {indexConfig: {`fulltext.analyzer`: 'whitespace', `fulltext.eventually_consistent`: false}}
