-- name: Adoptions
SELECT a.uuid, a.region_code, a.partner_key, a.requested_on, a.since, a.until, a.end_reason, a.mandates, a.milestones,
  a.contact_points, a.provenance, a.version, a.updated_at
FROM adoption AS a
WHERE true

-- name: CountAdoptions
SELECT '', count(*)
FROM adoption AS a
WHERE true

-- name: AdoptionsByUUID
AND a.uuid IN (SELECT value FROM json_each(:uuids))

-- name: AdoptionsOfPartners
AND a.partner_key IN (SELECT value FROM json_each(:partners))

-- name: AdoptionsOfRegion
AND a.region_code = :region

-- The + leaves the range of days to :lower and :upper, which hold the day as well: an index takes one bound a side.
-- name: AdoptionCurrent
AND +a.since <= :asOf AND (a.until IS NULL OR a.until > :asOf)

-- name: AdoptionPast
AND a.until <= :asOf

-- name: AdoptionPlanned
AND +a.since > :asOf

-- name: AdoptionCertainty
AND a.certainty IN (SELECT value FROM json_each(:adoptionCertainty))

-- name: AdoptionsFromSince
AND a.since >= :lower AND (a.since > :lower OR a.uuid > :lowerTie)

-- name: AdoptionsToSince
AND a.since <= :upper AND (a.since < :upper OR a.uuid < :upperTie)

-- name: AdoptionsUpBySince
ORDER BY a.since, a.uuid LIMIT :limit

-- name: AdoptionsDownBySince
ORDER BY a.since DESC, a.uuid DESC LIMIT :limit

-- name: PutAdoption
INSERT INTO adoption (uuid, region_code, partner_key, requested_on, since, until, certainty, illustrated, end_reason,
  mandates, milestones, contact_points, provenance, version, updated_at)
VALUES (:uuid, :regionCode, :partnerKey, :requestedOn, :since, :until, :certainty, :illustrated, :endReason,
  :mandates, :milestones, :contactPoints, :provenance, :version, :updatedAt)
ON CONFLICT (uuid) DO UPDATE SET region_code = excluded.region_code, partner_key = excluded.partner_key,
  requested_on = excluded.requested_on, since = excluded.since, until = excluded.until,
  certainty = excluded.certainty, illustrated = excluded.illustrated, end_reason = excluded.end_reason, mandates = excluded.mandates,
  milestones = excluded.milestones, contact_points = excluded.contact_points, provenance = excluded.provenance,
  version = excluded.version, updated_at = excluded.updated_at

-- name: ClearMandates
DELETE FROM mandate WHERE adoption_uuid = :uuid

-- name: PutMandates
INSERT INTO mandate (adoption_uuid, place, region_code, since, until)
SELECT :uuid, key, value ->> 'regionCode', value ->> 'since', value ->> 'until' FROM json_each(:mandates)

-- name: RemoveMandates
DELETE FROM mandate WHERE adoption_uuid IN (SELECT value FROM json_each(:uuids))

-- name: RemoveAdoptions
DELETE FROM adoption WHERE uuid IN (SELECT value FROM json_each(:uuids))
