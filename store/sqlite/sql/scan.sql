-- All things of a kind, in order of their keys. -----------------------------------------------------------------------

-- name: ScanCodes
AND code > :after ORDER BY code LIMIT :limit

-- name: ScanPartners
AND p.key > :after ORDER BY p.key LIMIT :limit

-- name: ScanUUIDs
AND uuid > :after ORDER BY uuid LIMIT :limit

-- name: ScanChangeItems
SELECT i.revision, i.place, i.subject_id, i.kind, i.regions, i.partners, i.before, i.after
FROM change_item AS i
WHERE i.revision > :lower AND i.revision <= :upper
ORDER BY i.revision, i.place LIMIT :limit
