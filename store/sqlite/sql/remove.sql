-- What is taken out of all reads. What belongs to a thing alone is cleared before it; that nothing else refers to it, the foreign
-- keys see to.

-- name: RemoveFromSearchIndex
INSERT INTO search_index (search_index, rowid, words)
SELECT 'delete', id, words FROM searchable WHERE node IN (SELECT value FROM json_each(:ids))

-- name: RemoveSearchable
DELETE FROM searchable WHERE node IN (SELECT value FROM json_each(:ids))

-- name: RemovePartners
DELETE FROM partner WHERE key IN (SELECT value FROM json_each(:keys))

-- name: RemoveMunicipalities
DELETE FROM municipality WHERE code IN (SELECT value FROM json_each(:keys))

-- name: RemoveNeighbours
DELETE FROM neighbour WHERE (region_code, neighbour_code) IN (VALUES (:a, :b), (:b, :a))

-- name: RemoveChains
DELETE FROM chain WHERE code IN (SELECT value FROM json_each(:keys))

-- name: RemoveSectors
DELETE FROM sector WHERE code IN (SELECT value FROM json_each(:keys))

-- name: RemoveMinistries
DELETE FROM ministry WHERE code IN (SELECT value FROM json_each(:keys))

-- name: RemoveAgreementText
DELETE FROM agreement_text WHERE id = (SELECT id FROM agreement WHERE uuid = :uuid)

-- name: RemoveAgreements
DELETE FROM agreement WHERE uuid IN (SELECT value FROM json_each(:keys))
