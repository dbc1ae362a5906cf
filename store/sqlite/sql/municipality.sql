-- name: MunicipalitiesByCode
SELECT code, name, region_code, inhabitants, area_km2, tooi, version, updated_at
FROM municipality
WHERE code IN (SELECT value FROM json_each(:codes))
ORDER BY sort_name, code

-- name: MunicipalitiesOfRegions
SELECT code, name, region_code, inhabitants, area_km2, tooi, version, updated_at
FROM municipality
WHERE region_code IN (SELECT value FROM json_each(:codes))
ORDER BY sort_name, code

-- name: PutMunicipality
INSERT INTO municipality (code, sort_name, name, region_code, inhabitants, area_km2, tooi, version, updated_at)
VALUES (:code, :sortName, :name, :regionCode, :inhabitants, :areaKm2, :tooi, :version, :updatedAt)
ON CONFLICT (code) DO UPDATE SET sort_name = excluded.sort_name, name = excluded.name,
  region_code = excluded.region_code, inhabitants = excluded.inhabitants, area_km2 = excluded.area_km2,
  tooi = excluded.tooi, version = excluded.version, updated_at = excluded.updated_at
