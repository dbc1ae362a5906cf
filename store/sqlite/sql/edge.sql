-- The edges of the network, each with no more than analysis asks: what holds it and what it leads to, which make its id
-- and its order, both ends, profile, period and certainty.

-- name: CollaborationEdges
SELECT e.uuid, '', e.region_code, e.partner_key, e.profile, e.since, e.until, e.certainty, e.incidental
FROM collaboration AS e
WHERE e.uuid > :holder

-- name: AdoptionEdges
SELECT e.uuid, '', e.region_code, e.partner_key, '', e.since, e.until, e.certainty
FROM adoption AS e
WHERE e.uuid > :holder

-- Of one pair of places the rest of the order is worked out, since it is made of several columns.
-- name: MandateEdges
SELECT e.adoption_uuid, e.region_code || '.' || e.since AS part, e.region_code, a.partner_key, '', e.since, e.until, a.certainty
FROM mandate AS e CROSS JOIN adoption AS a ON a.uuid = e.adoption_uuid
WHERE e.adoption_uuid >= :holder AND (e.adoption_uuid > :holder OR part > :part)

-- name: AgreementEdges
SELECT e.uuid, r.region_code || '.' || p.partner_key AS part, r.region_code, p.partner_key, '', e.since, e.until, e.certainty
FROM (SELECT id, uuid, until, certainty, CASE WHEN stage IN ('ACTIVE', 'ENDED') AND since IS NOT NULL THEN since
    WHEN stage IN ('RECORDED', 'ENDED') THEN signed_down END AS since FROM agreement) AS e
  CROSS JOIN agreement_party AS r ON r.agreement = e.id AND r.party < 'Region;' AND r.party > 'Region:'
  CROSS JOIN agreement_party AS p ON p.agreement = e.id AND p.party < 'Partner;' AND p.party > 'Partner:'
WHERE e.uuid >= :holder AND (e.uuid > :holder OR part > :part) AND e.since IS NOT NULL

-- name: WorkingAreaEdges
SELECT e.key, w.value ->> 'regionCode' AS part, e.key, w.value ->> 'regionCode', '', '', '', w.value ->> '$.provenance.certainty'
FROM partner AS e CROSS JOIN json_each(e.working_areas) AS w
WHERE e.key >= :holder AND (e.key > :holder OR part > :part)

-- name: NeighbourEdges
SELECT e.region_code, e.neighbour_code AS part, e.region_code, e.neighbour_code, '', '', '', e.provenance ->> 'certainty'
FROM neighbour AS e
WHERE e.region_code < e.neighbour_code
AND e.region_code >= :holder AND (e.region_code > :holder OR part > :part)

-- name: PartOfEdges
SELECT e.key, '', e.key, e.part_of, '', '', '', e.certainty
FROM partner AS e
WHERE e.key > :holder AND e.part_of IS NOT NULL

-- name: InSectorEdges
SELECT e.partner_key, e.sector_code AS part, e.partner_key, e.sector_code, '', '', '', p.classification ->> 'certainty'
FROM partner_sector AS e CROSS JOIN partner AS p ON p.key = e.partner_key
WHERE e.partner_key >= :holder AND (e.partner_key > :holder OR part > :part)

-- name: InChainEdges
SELECT e.partner_key, e.chain_code AS part, e.partner_key, e.chain_code, '', '', '', p.classification ->> 'certainty'
FROM partner_chain AS e CROSS JOIN partner AS p ON p.key = e.partner_key
WHERE e.partner_key >= :holder AND (e.partner_key > :holder OR part > :part)

-- name: ResponsibleEdges
SELECT e.chain_code, e.ministry_code || '.' || e.place AS part, e.ministry_code, e.chain_code, '', e.since, e.until,
  c.ministries ->> ('$[' || e.place || '].provenance.certainty')
FROM chain_ministry AS e CROSS JOIN chain AS c ON c.code = e.chain_code
WHERE e.chain_code >= :holder AND (e.chain_code > :holder OR part > :part)

-- name: HoldsOnDay
AND coalesce(e.since <= :asOf, true) AND coalesce(e.until > :asOf, true)

-- name: InOrderOfHolder
ORDER BY 1, 2 LIMIT :limit
