// The feed. A Touch is one for each region, partner and kind that a change touched, whatever the number of its items, so
// that the feed of one of them is a walk along an index. ASC gives way to the direction of the walk.

// name: ListChanges
MATCH (c:_Change) USING INDEX SEEK c:_Change(revision)
WHERE c.revision > $low AND c.revision < $high
  // filter
WITH c
ORDER BY c.revision ASC
LIMIT $limit
RETURN properties(c) AS change,
  [] AS items // items
ORDER BY c.revision ASC

// Several ids are as many walks, each bounded by the page, merged; an id is met by a change once.
// name: ListChangesOf
UNWIND $ids AS id
CALL (id) {
  MATCH (t:_Touch) USING INDEX SEEK t:_Touch(id, revision)
  WHERE t.id = id AND t.revision > $low AND t.revision < $high
    // filter
  RETURN t.revision AS revision
  ORDER BY t.id ASC, t.revision ASC
  LIMIT $limit
}
WITH DISTINCT revision
ORDER BY revision ASC
LIMIT $limit
MATCH (c:_Change) USING INDEX SEEK c:_Change(revision)
WHERE c.revision = revision
RETURN properties(c) AS change,
  [] AS items // items
ORDER BY revision ASC

// name: ListChangesOfSubjects
UNWIND $ids AS id
CALL (id) {
  MATCH (i:_ChangeItem) USING INDEX SEEK i:_ChangeItem(subject, revision)
  WHERE i.subject = id AND i.revision > $low AND i.revision < $high
    // filter
  RETURN DISTINCT i.revision AS revision
  ORDER BY revision ASC
  LIMIT $limit
}
WITH DISTINCT revision
ORDER BY revision ASC
LIMIT $limit
MATCH (c:_Change) USING INDEX SEEK c:_Change(revision)
WHERE c.revision = revision
RETURN properties(c) AS change,
  [] AS items // items
ORDER BY revision ASC

// name: CountChanges
MATCH (c:_Change) USING INDEX SEEK c:_Change(revision)
WHERE c.revision > $low
  // filter
RETURN count(*) AS count

// name: CountChangesOf
MATCH (t:_Touch) USING INDEX SEEK t:_Touch(id, revision)
WHERE t.id IN $ids AND t.revision > $low
  // filter
RETURN count(DISTINCT t.revision) AS count

// name: CountChangesOfSubjects
MATCH (i:_ChangeItem) USING INDEX SEEK i:_ChangeItem(subject, revision)
WHERE i.subject IN $ids AND i.revision > $low
  // filter
RETURN count(DISTINCT i.revision) AS count

// What a filter asks of the items, without their states.
// name: ItemsOfChange
  COLLECT {
    MATCH (c)-[:_HAS]->(i:_ChangeItem)
    RETURN i {.place, .subject, .kind, .regions, .partners}
    ORDER BY i.place
  } AS items

// name: ListChangeItems
MATCH (i:_ChangeItem) USING INDEX SEEK i:_ChangeItem(revision, place)
WHERE i.revision = $revision AND i.place > $low AND i.place < $high
  // filter
RETURN properties(i) AS item
ORDER BY i.revision ASC, i.place ASC
LIMIT $limit

// name: CountChangeItems
MATCH (i:_ChangeItem) USING INDEX SEEK i:_ChangeItem(revision, place)
WHERE i.revision = $revision AND i.place > -1
  // filter
RETURN count(*) AS number

// name: ChangeItemSubjects
i.subject IN $subjects

// name: ChangeItemMeets
EXISTS {
  MATCH (c:_Change)-[:_HAS]->(i:_ChangeItem) USING INDEX SEEK c:_Change(revision)
  WHERE c.revision = t.revision
    // filter
}

// name: ChangeItemRegions
any(code IN i.regions WHERE code IN $regions)

// name: ChangeItemPartners
any(key IN i.partners WHERE key IN $partners)

// name: ChangeItemKinds
i.kind IN $kinds

// name: ChangeItemWithout
NOT i.subject IN $without

// A change that touched nothing is nobody's to hide.
// name: ChangesWithout
(NOT EXISTS { (c)-[:_HAS]->() } OR EXISTS { MATCH (c)-[:_HAS]->(i) WHERE NOT i.subject IN $without })

// A mutation is one statement here, and so are those that share a transaction, for each waits for its answer; the rest of an import
// follows in batches.
// name: AppendChanges
MATCH (g:Registry {id: 'registry'})
SET g.revision = $revision
WITH g
UNWIND $changes AS change
CREATE (c:_Change)
SET c = change.properties
WITH c, change
CALL (c, change) {
  UNWIND change.items AS row
  CREATE (c)-[:_HAS]->(i:_ChangeItem)
  SET i = row.properties
}
CALL (c, change) {
  UNWIND change.touches AS row
  CREATE (c)-[:_TOUCHES]->(t:_Touch)
  SET t = row
}

// name: AppendChangeItems
UNWIND $rows AS row
MATCH (c:_Change) USING INDEX SEEK c:_Change(revision)
WHERE c.revision = row.revision
CREATE (c)-[:_HAS]->(i:_ChangeItem)
SET i = row.properties

// name: AppendTouches
UNWIND $rows AS row
MATCH (c:_Change) USING INDEX SEEK c:_Change(revision)
WHERE c.revision = row.revision
CREATE (c)-[:_TOUCHES]->(t:_Touch)
SET t = row
