-- name: CollaborationColumns
SELECT concat_ws(char(31), c.uuid, c.region_code, c.partner_key, c.profile, c.incidental, c.since, coalesce(c.until, ''),
  coalesce(c.contact_points, ''), coalesce(c.provenance, ''), c.version, c.updated_at) AS packed, c.end_reason, c.motivation

-- Walks that are merged are in order of columns that they give.
-- name: CollaborationOrders
, c.since, c.uuid

-- name: Collaborations
FROM collaboration AS c
WHERE true

-- name: CountCollaborations
SELECT '', count(*)
FROM collaboration AS c
WHERE true

-- name: CollaborationsByUUID
AND c.uuid IN (SELECT value FROM json_each(:uuids))

-- name: CollaborationsOfPairs
AND (c.partner_key, c.region_code) IN (SELECT value ->> 1, value ->> 0 FROM json_each(:pairs))

-- name: CollaborationsOfPartners
AND c.partner_key IN (SELECT value FROM json_each(:partners))

-- Without statistics the planner takes whatever equals a value for rare. The likelihood of one of 25 regions, or of one
-- of five profiles, keeps it from beginning with all of those where partners or ids are named.
-- name: CollaborationsOfRegion
AND likelihood(c.region_code = :region, 0.04)

-- Keyset and orders -------------------------------------------------------------------------------------------------

-- name: CollaborationsFromSince
AND c.since >= :lower AND (c.since > :lower OR c.uuid > :lowerTie)

-- name: CollaborationsToSince
AND c.since <= :upper AND (c.since < :upper OR c.uuid < :upperTie)

-- name: CollaborationsFromPartner
AND c.partner_key >= :lower AND (c.partner_key > :lower OR c.uuid > :lowerTie)

-- name: CollaborationsToPartner
AND c.partner_key <= :upper AND (c.partner_key < :upper OR c.uuid < :upperTie)

-- SQLite takes from each of several walks only what the page needs, for they have one order.
-- name: CollaborationsAlso
UNION ALL

-- name: CollaborationsUpBySince
ORDER BY c.since, c.uuid LIMIT :limit

-- name: CollaborationsDownBySince
ORDER BY c.since DESC, c.uuid DESC LIMIT :limit

-- name: CollaborationsUpByPartner
ORDER BY c.partner_key, c.uuid LIMIT :limit

-- name: CollaborationsDownByPartner
ORDER BY c.partner_key DESC, c.uuid DESC LIMIT :limit

-- The fields of a CollaborationFilter, of an edge c -----------------------------------------------------------------

-- The + leaves the range of days to :lower and :upper, which hold the day as well: an index takes one bound a side.
-- name: EdgeCurrent
AND +c.since <= :asOf AND (c.until IS NULL OR c.until > :asOf)

-- name: EdgePast
AND c.until <= :asOf

-- name: EdgePlanned
AND +c.since > :asOf

-- The + keeps a list in its own order: no index has several regions together in it.
-- name: EdgeRegions
AND likelihood(+c.region_code IN (SELECT value FROM json_each(:edgeRegions)), 0.04)

-- name: EdgePartners
AND c.partner_key IN (SELECT value FROM json_each(:edgePartners))

-- name: EdgeProfiles
AND likelihood(c.profile IN (SELECT value FROM json_each(:edgeProfiles)), 0.2)

-- name: EdgeIncidental
AND c.incidental = :edgeIncidental

-- The same: a list by since has these in its bounds, and another keeps to its own order.
-- name: EdgeSinceFrom
AND +c.since >= :edgeSinceFrom

-- name: EdgeSinceBefore
AND +c.since < :edgeSinceBefore

-- name: EdgeCertainty
AND c.certainty IN (SELECT value FROM json_each(:edgeCertainty))

-- Writing -----------------------------------------------------------------------------------------------------------

-- name: PartnersOfEdges
SELECT uuid, partner_key FROM collaboration WHERE uuid IN (SELECT value FROM json_each(:uuids))

-- A statement that could do either would keep a journal of its own for each row.
-- name: AddCollaborations
INSERT INTO collaboration (uuid, region_code, partner_key, profile, incidental, since, until, end_reason, motivation,
  contact_points, certainty, provenance, illustrated, version, updated_at)
VALUES

-- name: NewCollaboration
(?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)

-- name: ReplaceCollaboration
UPDATE collaboration SET region_code = :regionCode, partner_key = :partnerKey, profile = :profile, incidental = :incidental,
  since = :since, until = :until, certainty = :certainty, illustrated = :illustrated, end_reason = :endReason,
  motivation = :motivation, contact_points = :contactPoints, provenance = :provenance, version = :version,
  updated_at = :updatedAt
WHERE uuid = :uuid

-- name: RemoveCollaborations
DELETE FROM collaboration WHERE uuid IN (SELECT value FROM json_each(:uuids))
