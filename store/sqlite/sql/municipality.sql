-- name: Municipalities
SELECT code, name, region_code, inhabitants, area_km2, tooi, aliases, since, until, successor, provenance, version,
  updated_at
FROM municipality
WHERE true

-- name: MunicipalitiesByCode
AND code IN (SELECT value FROM json_each(:codes))

-- name: MunicipalitiesOfRegions
AND region_code IN (SELECT value FROM json_each(:codes))

-- name: MunicipalityExists
AND (since IS NULL OR since <= :asOf) AND (until IS NULL OR until > :asOf)

-- name: MunicipalityOrder
ORDER BY sort_name, code

-- name: PutMunicipality
INSERT INTO municipality (code, sort_name, name, region_code, inhabitants, area_km2, tooi, aliases, since, until,
  provenance, illustrated, version, updated_at)
VALUES (:code, :sortName, :name, :regionCode, :inhabitants, :areaKm2, :tooi, :aliases, :since, :until,
  :provenance, :illustrated, :version, :updatedAt)
ON CONFLICT (code) DO UPDATE SET sort_name = excluded.sort_name, name = excluded.name,
  region_code = excluded.region_code, inhabitants = excluded.inhabitants, area_km2 = excluded.area_km2,
  tooi = excluded.tooi, aliases = excluded.aliases, since = excluded.since, until = excluded.until, successor = NULL,
  provenance = excluded.provenance, illustrated = excluded.illustrated, version = excluded.version,
  updated_at = excluded.updated_at

-- The municipalities of one call may name each other, so the successor is set once all of them are there.
-- name: SetSuccessor
UPDATE municipality SET successor = :successor WHERE code = :code

-- name: MissingMunicipality
SELECT 'Municipality:' || value FROM json_each(:codes) WHERE value NOT IN (SELECT code FROM municipality)
