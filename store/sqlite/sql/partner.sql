-- name: PartnerColumns
SELECT p.key, p.name, p.short_name, p.aliases, p.core_tasks, p.capacities, p.in_care_of, p.ambition, p.sectors, p.chains,
  p.classification, p.part_of, p.working_areas, p.national, p.connections, p.identifiers, p.website, p.contact_points,
  p.since, p.until, p.end_reason, p.provenance, p.version, p.updated_at

-- name: Partners
FROM partner AS p
WHERE true

-- In the orders by collaborations: each partner has one count for each day.
-- name: PartnersByCount
, n.in_force, n.latest_since
FROM collaboration_count AS n CROSS JOIN partner AS p ON p.key = n.partner_key
WHERE +n.since <= :asOf AND n.until > :asOf

-- The same where a filter names few of them, which are then put in order.
-- name: FewPartnersByCount
, n.in_force, n.latest_since
FROM partner AS p CROSS JOIN collaboration_count AS n ON n.partner_key = p.key
WHERE n.since <= :asOf AND n.until > :asOf

-- name: CountPartners
SELECT '', count(*)
FROM partner AS p
WHERE true

-- Which partners: of a short list, or all in the order of an index, from :lower to :upper. ---------------------------

-- name: PartnersByKey
AND p.key IN (SELECT value FROM json_each(:keys))

-- name: PartnersOfWhole
AND p.part_of IN (SELECT value FROM json_each(:wholes))

-- name: PartnersByIdentifier
AND p.key IN (SELECT partner_key FROM partner_identifier WHERE identifier IN (SELECT value FROM json_each(:identifiers)))

-- name: PartnersByWords
AND p.key IN (SELECT s.key FROM search_index CROSS JOIN searchable AS s ON s.id = search_index.rowid
  WHERE search_index MATCH :words AND s.kind = 'Partner')

-- name: PartnersFromName
AND p.sort_name >= :lower AND (p.sort_name > :lower OR p.key > :lowerTie)

-- name: PartnersToName
AND p.sort_name <= :upper AND (p.sort_name < :upper OR p.key < :upperTie)

-- name: PartnersFromCollaborations
AND n.in_force >= :lower AND (n.in_force > :lower OR n.partner_key > :lowerTie)

-- name: PartnersToCollaborations
AND n.in_force <= :upper AND (n.in_force < :upper OR n.partner_key < :upperTie)

-- name: PartnersFromLatest
AND n.latest_since >= :lower AND (n.latest_since > :lower OR n.partner_key > :lowerTie)

-- name: PartnersToLatest
AND n.latest_since <= :upper AND (n.latest_since < :upper OR n.partner_key < :upperTie)

-- Filters -----------------------------------------------------------------------------------------------------------

-- name: PartnerBegan
AND (p.since IS NULL OR p.since <= :asOf)

-- name: PartnerNotEnded
AND (p.until IS NULL OR p.until > :asOf)

-- name: PartnerCoreTasks
AND p.core_task_bits & :coreTasks <> 0

-- name: PartnerSectors
AND EXISTS (SELECT 1 FROM partner_sector AS s WHERE s.partner_key = p.key
  AND s.sector_code IN (SELECT value FROM json_each(:sectors)))

-- name: PartnerChains
AND EXISTS (SELECT 1 FROM partner_chain AS k WHERE k.partner_key = p.key
  AND k.chain_code IN (SELECT value FROM json_each(:chains)))

-- name: PartnerChainKind
AND p.chain_kind_bits & :chainKind <> 0

-- name: PartnerChainsOfKind
AND EXISTS (SELECT 1 FROM partner_chain AS k CROSS JOIN chain AS h ON h.code = k.chain_code
  WHERE k.partner_key = p.key AND h.kind = :chainKind AND k.chain_code IN (SELECT value FROM json_each(:chains)))

-- name: PartnerWorksIn
AND (p.national = 1 OR EXISTS (SELECT 1 FROM partner_region AS w WHERE w.partner_key = p.key
  AND w.region_code IN (SELECT value FROM json_each(:worksIn))))

-- name: PartnerNational
AND p.national = :national

-- name: PartnerAreaUnknown
AND :areaUnknown = (p.national = 0 AND NOT EXISTS (SELECT 1 FROM partner_region AS w WHERE w.partner_key = p.key))

-- name: PartnerAmbitions
AND p.ambition_profile IN (SELECT value FROM json_each(:ambitions))

-- name: PartnerConnected
AND :connected = EXISTS (SELECT 1 FROM json_each(p.connections) AS f
  WHERE coalesce(f.value ->> 'since' <= :asOf, true) AND coalesce(f.value ->> 'until' > :asOf, true))

-- name: PartnerCertainty
AND p.certainty IN (SELECT value FROM json_each(:certainty))

-- Each of the next begins something that there is, or is not; its fragments follow, and then End.

-- name: PartnerHasAdoption
AND EXISTS (SELECT 1 FROM adoption AS a WHERE a.partner_key = p.key
  AND a.since <= :asOf AND (a.until IS NULL OR a.until > :asOf)

-- name: PartnerHasNoAdoption
AND NOT EXISTS (SELECT 1 FROM adoption AS a WHERE a.partner_key = p.key
  AND a.since <= :asOf AND (a.until IS NULL OR a.until > :asOf)

-- name: PartnerHasEdge
AND EXISTS (SELECT 1 FROM collaboration AS c WHERE c.partner_key = p.key

-- name: PartnerHasNoEdge
AND NOT EXISTS (SELECT 1 FROM collaboration AS c WHERE c.partner_key = p.key

-- name: PartnerHasEdges
AND :sharedLeast <= (SELECT count(*) FROM collaboration AS c WHERE c.partner_key = p.key

-- name: End
)

-- name: AdoptedBy
AND a.region_code IN (SELECT value FROM json_each(:adoptedBy))

-- A region's counterparts: what is of the region itself, and what is of others. -----------------------------------

-- name: AdoptedHere
AND a.region_code = :counterpart

-- name: AdoptedElsewhere
AND a.region_code <> :counterpart

-- name: AdoptionOfCertainty
AND a.certainty IN (SELECT value FROM json_each(:counterpartCertainty))

-- name: CollaborationHere
AND c.region_code = :counterpart

-- name: CollaborationElsewhere
AND c.region_code <> :counterpart

-- name: CollaborationOfCertainty
AND c.certainty IN (SELECT value FROM json_each(:counterpartCertainty))

-- What concerns the region, inside of PartnerHasAdoption; CollaborationOfCertainty and then three Ends follow.
-- name: PartnerConcerns
AND (p.national = 1
  OR EXISTS (SELECT 1 FROM partner_region AS w WHERE w.partner_key = p.key AND w.region_code = :counterpart)
  OR EXISTS (SELECT 1 FROM mandate AS m WHERE m.adoption_uuid = a.uuid AND m.region_code = :counterpart
    AND m.since <= :asOf AND (m.until IS NULL OR m.until > :asOf))
  OR EXISTS (SELECT 1 FROM collaboration AS c WHERE c.partner_key = p.key AND c.region_code = :counterpart
    AND c.since <= :asOf AND (c.until IS NULL OR c.until > :asOf)

-- Orders ------------------------------------------------------------------------------------------------------------

-- name: PartnersUpByName
ORDER BY p.sort_name, p.key LIMIT :limit

-- name: PartnersDownByName
ORDER BY p.sort_name DESC, p.key DESC LIMIT :limit

-- name: PartnersUpByCollaborations
ORDER BY n.in_force, n.partner_key LIMIT :limit

-- name: PartnersDownByCollaborations
ORDER BY n.in_force DESC, n.partner_key DESC LIMIT :limit

-- name: PartnersUpByLatest
ORDER BY n.latest_since, n.partner_key LIMIT :limit

-- name: PartnersDownByLatest
ORDER BY n.latest_since DESC, n.partner_key DESC LIMIT :limit

-- Facets: what a list's partners have, counted. The list's fragments and the facet's group follow. ---------------------

-- name: FacetCoreTasks
SELECT f.value, count(*)
FROM partner AS p CROSS JOIN json_each(p.core_tasks) AS f
WHERE true

-- name: FacetSectors
SELECT f.sector_code, count(*)
FROM partner AS p CROSS JOIN partner_sector AS f ON f.partner_key = p.key
WHERE true

-- name: FacetChains
SELECT f.chain_code, count(*)
FROM partner AS p CROSS JOIN partner_chain AS f ON f.partner_key = p.key
WHERE true

-- name: FacetProfiles
SELECT f.profile, count(DISTINCT f.partner_key)
FROM partner AS p CROSS JOIN collaboration AS f ON f.partner_key = p.key
WHERE true

-- name: FacetRegions
SELECT f.region_code, count(DISTINCT f.partner_key)
FROM partner AS p CROSS JOIN collaboration AS f ON f.partner_key = p.key
WHERE true

-- name: FacetGroup
GROUP BY 1

-- Writing -----------------------------------------------------------------------------------------------------------

-- name: PutPartner
INSERT INTO partner (key, sort_name, since, until, national, core_task_bits, chain_kind_bits,
  ambition_profile, certainty, illustrated, name, short_name, aliases, core_tasks, capacities, in_care_of, ambition, sectors, chains, classification, working_areas,
  connections, identifiers, website, contact_points, end_reason, provenance, version, updated_at)
VALUES (:key, :sortName, :since, :until, :national, :coreTaskBits,
  (SELECT coalesce(sum(DISTINCT CASE h.kind WHEN 'ALGEMEEN' THEN 1 ELSE 2 END), 0)
    FROM json_each(:chains) AS k CROSS JOIN chain AS h ON h.code = k.value),
  :ambitionProfile, :certainty, :illustrated, :name, :shortName, :aliases, :coreTasks, :capacities, :inCareOf, :ambition, :sectors, :chains, :classification, :workingAreas,
  :connections, :identifiers, :website, :contactPoints, :endReason, :provenance, :version, :updatedAt)
ON CONFLICT (key) DO UPDATE SET sort_name = excluded.sort_name, since = excluded.since, until = excluded.until,
  national = excluded.national, core_task_bits = excluded.core_task_bits, chain_kind_bits = excluded.chain_kind_bits,
  ambition_profile = excluded.ambition_profile,
  certainty = excluded.certainty, illustrated = excluded.illustrated, part_of = NULL, name = excluded.name,
  short_name = excluded.short_name, aliases = excluded.aliases, core_tasks = excluded.core_tasks,
  capacities = excluded.capacities, in_care_of = excluded.in_care_of, ambition = excluded.ambition,
  sectors = excluded.sectors, chains = excluded.chains, classification = excluded.classification,
  working_areas = excluded.working_areas, connections = excluded.connections, identifiers = excluded.identifiers,
  website = excluded.website, contact_points = excluded.contact_points, end_reason = excluded.end_reason,
  provenance = excluded.provenance, version = excluded.version, updated_at = excluded.updated_at

-- name: SetWhole
UPDATE partner SET part_of = :whole WHERE key = :key

-- name: ClearPartnerIdentifiers
DELETE FROM partner_identifier WHERE partner_key IN (SELECT value FROM json_each(:keys))

-- name: PutPartnerIdentifiers
INSERT OR IGNORE INTO partner_identifier (partner_key, identifier) SELECT value ->> 0, value ->> 1 FROM json_each(:rows)

-- name: ClearPartnerSectors
DELETE FROM partner_sector WHERE partner_key IN (SELECT value FROM json_each(:keys))

-- name: PutPartnerSectors
INSERT OR IGNORE INTO partner_sector (partner_key, sector_code) SELECT value ->> 0, value ->> 1 FROM json_each(:rows)

-- name: ClearPartnerChains
DELETE FROM partner_chain WHERE partner_key IN (SELECT value FROM json_each(:keys))

-- name: PutPartnerChains
INSERT OR IGNORE INTO partner_chain (partner_key, chain_code) SELECT value ->> 0, value ->> 1 FROM json_each(:rows)

-- name: ClearPartnerRegions
DELETE FROM partner_region WHERE partner_key IN (SELECT value FROM json_each(:keys))

-- name: PutPartnerRegions
INSERT OR IGNORE INTO partner_region (partner_key, region_code) SELECT value ->> 0, value ->> 1 FROM json_each(:rows)

-- name: CollaborationCounts
SELECT n.partner_key, n.in_force, n.latest_since
FROM collaboration_count AS n
WHERE n.partner_key IN (SELECT value FROM json_each(:partners)) AND n.since <= :asOf AND n.until > :asOf

-- name: PutFirstCounts
INSERT OR IGNORE INTO collaboration_count (partner_key, since, until, in_force, latest_since)
SELECT value, '', '9999-12-31', 0, '' FROM json_each(:keys)

-- name: ClearCounts
DELETE FROM collaboration_count WHERE partner_key IN (SELECT value FROM json_each(:keys))

-- name: AddCounts
INSERT INTO collaboration_count (partner_key, since, until, in_force, latest_since)
VALUES

-- name: NewCount
(?, ?, ?, ?, ?)

-- name: PeriodsOfPartners
SELECT c.partner_key, c.since, c.until
FROM collaboration AS c
WHERE c.partner_key IN (SELECT value FROM json_each(:keys))

-- name: MissingPartner
SELECT 'Partner:' || value FROM json_each(:codes) WHERE value NOT IN (SELECT key FROM partner)
