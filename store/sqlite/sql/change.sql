-- name: Changes
SELECT g.revision, g.at, g.actor_id, g.action, g.reason, g.subject_id, g.idempotency_key, g.input_hash
FROM change AS g
WHERE true

-- name: ChangesByRevision
AND g.revision IN (SELECT value FROM json_each(:revisions))

-- name: ChangesFromRevision
AND g.revision > :lower

-- name: ChangesToRevision
AND g.revision < :upper

-- A change that touched nothing is nobody's to hide.
-- name: ChangesWithout
AND (NOT EXISTS (SELECT 1 FROM change_item AS i WHERE i.revision = g.revision)
  OR EXISTS (SELECT 1 FROM change_item AS i WHERE i.revision = g.revision
    AND NOT i.subject_id IN (SELECT value FROM json_each(:without))))

-- name: ChangesUp
ORDER BY g.revision LIMIT :limit

-- name: ChangesDown
ORDER BY g.revision DESC LIMIT :limit

-- name: ItemsOfChanges
SELECT revision, place, subject_id, kind, regions, partners
FROM change_item
WHERE revision IN (SELECT value FROM json_each(:revisions))
ORDER BY revision, place

-- Items of one change. -----------------------------------------------------------------------------------------------

-- name: ChangeItems
SELECT i.revision, i.place, i.subject_id, i.kind, i.regions, i.partners, i.before, i.after
FROM change_item AS i
WHERE i.revision = :revision

-- name: ItemsFromPlace
AND i.place > :lower

-- name: ItemsToPlace
AND i.place < :upper

-- name: ItemsUp
ORDER BY i.place LIMIT :limit

-- name: ItemsDown
ORDER BY i.place DESC LIMIT :limit

-- name: CountChangeItems
SELECT count(*) FROM change_item AS i WHERE i.revision = :revision

-- Revisions that touched one thing. The fragments below follow; they speak of one item together. --------------------

-- name: Touches
SELECT t.revision
FROM change_touch AS t
WHERE t.touch = :touch AND EXISTS (SELECT 1 FROM change_item AS i WHERE i.revision = t.revision

-- name: ItemSubjects
AND i.subject_id IN (SELECT value FROM json_each(:subjects))

-- name: ItemKinds
AND i.kind IN (SELECT value FROM json_each(:kinds))

-- name: ItemRegions
AND EXISTS (SELECT 1 FROM json_each(i.regions) AS r WHERE r.value IN (SELECT value FROM json_each(:regions)))

-- name: ItemPartners
AND EXISTS (SELECT 1 FROM json_each(i.partners) AS r WHERE r.value IN (SELECT value FROM json_each(:partners)))

-- name: ItemsWithout
AND NOT i.subject_id IN (SELECT value FROM json_each(:without))

-- name: TouchesEnd
)

-- name: TouchesFromRevision
AND t.revision > :lower

-- name: TouchesToRevision
AND t.revision < :upper

-- name: TouchesUp
ORDER BY t.revision LIMIT :limit

-- name: TouchesDown
ORDER BY t.revision DESC LIMIT :limit

-- How many changes there are, and how many of them touched anything: what touched is found once, and the fragments of an
-- item follow. -------------------------------------------------------------------------------------------------------

-- name: CountChanges
SELECT '', count(*) FROM change AS g WHERE g.revision > :lower

-- name: ChangesTouched
AND g.revision IN (SELECT t.revision FROM change_touch AS t WHERE t.touch IN (SELECT value FROM json_each(:touches)))

-- name: ChangesWithItem
AND EXISTS (SELECT 1 FROM change_item AS i WHERE i.revision = g.revision

-- name: Revision
SELECT coalesce(max(revision), 0) FROM change

-- Writing -----------------------------------------------------------------------------------------------------------

-- name: PutChange
INSERT INTO change (revision, at, actor_id, action, reason, subject_id, idempotency_key, input_hash)
VALUES (:revision, :at, :actorID, :action, :reason, :subjectID, :idempotencyKey, :inputHash)

-- name: PutChangeItem
INSERT INTO change_item (revision, place, subject_id, kind, regions, partners, before, after)
VALUES (:revision, :place, :subjectID, :kind, :regions, :partners, :before, :after)

-- name: PutTouches
INSERT OR IGNORE INTO change_touch (touch, revision) SELECT value, :revision FROM json_each(:touches)

-- name: ChangeByKey
AND g.actor_id = :actorID AND g.idempotency_key = :key
