-- The indexes that a register does without while it is filled.

-- Those by UUID stay, for what fills it reads by them.
-- name: KeepDroppedIndexes
INSERT OR REPLACE INTO dropped_index (name, sql)
SELECT name, sql FROM sqlite_schema
WHERE type = 'index' AND tbl_name IN ('partner', 'collaboration', 'collaboration_count', 'adoption', 'searchable')
  AND sql LIKE 'CREATE INDEX %' AND name NOT IN (:kept, 'adoption_of_partner')

-- name: DropsOfIndexes
SELECT format('DROP INDEX "%w"', d.name) FROM dropped_index AS d JOIN sqlite_schema AS s ON s.type = 'index' AND s.name = d.name

-- name: DroppedIndexes
SELECT sql FROM dropped_index ORDER BY name

-- name: DroppedIndex
SELECT sql FROM dropped_index WHERE name = :name

-- name: ForgetDroppedIndex
DELETE FROM dropped_index WHERE name = :name

-- name: ForgetDroppedIndexes
DELETE FROM dropped_index
