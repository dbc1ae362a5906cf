-- name: Sectors
SELECT code, name, ambition, version, updated_at
FROM sector
WHERE true

-- name: SectorsByCode
AND code IN (SELECT value FROM json_each(:codes))

-- name: SectorOrder
ORDER BY sort_name, code

-- name: PutSector
INSERT INTO sector (code, sort_name, name, ambition, illustrated, version, updated_at)
VALUES (:code, :sortName, :name, :ambition, :illustrated, :version, :updatedAt)
ON CONFLICT (code) DO UPDATE SET sort_name = excluded.sort_name, name = excluded.name, ambition = excluded.ambition,
  illustrated = excluded.illustrated, version = excluded.version, updated_at = excluded.updated_at

-- name: MissingSector
SELECT 'Sector:' || value FROM json_each(:codes) WHERE value NOT IN (SELECT code FROM sector)
