-- name: Regions
SELECT code, name, official_name, short_name, aliases, province, visiting_address, latitude, longitude, inhabitants,
  area_km2, identifiers, website, contact_points, provenance, version, updated_at
FROM region
WHERE true

-- name: RegionsByCode
AND code IN (SELECT value FROM json_each(:codes))

-- name: RegionOrder
ORDER BY code

-- name: PutRegion
INSERT INTO region (code, name, official_name, short_name, aliases, province, visiting_address, latitude, longitude,
  inhabitants, area_km2, identifiers, website, contact_points, provenance, illustrated, version, updated_at)
VALUES (:code, :name, :officialName, :shortName, :aliases, :province, :visitingAddress, :latitude, :longitude,
  :inhabitants, :areaKm2, :identifiers, :website, :contactPoints, :provenance, :illustrated, :version, :updatedAt)
ON CONFLICT (code) DO UPDATE SET name = excluded.name, official_name = excluded.official_name,
  short_name = excluded.short_name, aliases = excluded.aliases, province = excluded.province,
  visiting_address = excluded.visiting_address, latitude = excluded.latitude, longitude = excluded.longitude,
  inhabitants = excluded.inhabitants, area_km2 = excluded.area_km2, identifiers = excluded.identifiers,
  website = excluded.website, contact_points = excluded.contact_points, provenance = excluded.provenance,
  illustrated = excluded.illustrated, version = excluded.version, updated_at = excluded.updated_at

-- name: Neighbours
SELECT region_code, neighbour_code, kind, provenance
FROM neighbour
WHERE region_code IN (SELECT value FROM json_each(:codes))
ORDER BY region_code, neighbour_code

-- name: PutNeighbours
INSERT INTO neighbour (region_code, neighbour_code, kind, provenance, illustrated)
VALUES (:a, :b, :kind, :provenance, :illustrated), (:b, :a, :kind, :provenance, :illustrated)
ON CONFLICT (region_code, neighbour_code) DO UPDATE
SET kind = excluded.kind, provenance = excluded.provenance, illustrated = excluded.illustrated

-- name: MissingRegion
SELECT 'Region:' || value FROM json_each(:codes) WHERE value NOT IN (SELECT code FROM region)
