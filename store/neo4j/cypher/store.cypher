// The register as a whole. `(:Registry {id: 'registry'})` is one node: the revision, and the lock of all who write.

// name: Schema
MATCH (g:Registry {id: 'registry'})
RETURN g.schema AS schema

// name: AwaitIndexes
CALL db.awaitIndexes(300)

// name: SetSchema
MERGE (g:Registry {id: 'registry'})
ON CREATE SET g.revision = 0
SET g.schema = $schema

// Writing takes the lock of the node, which serializes all writers until they commit; the revision is read after that, and
// whether the register is being filled.
// name: Lock
MATCH (g:Registry {id: 'registry'})
SET g._locked = true
REMOVE g._locked
RETURN g.revision AS revision, g.incompleteBy IS NOT NULL AS filling

// name: Ping
RETURN 1 AS one

// name: Revision
MATCH (g:Registry {id: 'registry'})
RETURN g.revision AS revision

// Each count stands alone, so that it comes from the count store; each EXISTS is one seek in an index.
// name: State
MATCH (g:Registry {id: 'registry'})
RETURN g.revision AS revision, g.incompleteBy AS incompleteBy, g.incompleteOf AS incompleteOf,
  g.incompleteNext AS incompleteNext,
  COUNT { (:Partner) } AS partners,
  COUNT { ()-[:KERNSAMENWERKING]->() } + COUNT { ()-[:STRUCTURELE_SAMENWERKING]->() }
    + COUNT { ()-[:KOPPELSAMENWERKING]->() } + COUNT { ()-[:ADHOC_SAMENWERKING]->() }
    + COUNT { ()-[:STANDBY_SAMENWERKING]->() } AS collaborations,
  COUNT { (:Agreement) } AS agreements,
  EXISTS { (:Partner {certainty: 'ILLUSTRATION'}) }
    OR EXISTS { (:Partner {classificationCertainty: 'ILLUSTRATION'}) }
    OR EXISTS { (:Partner {ambitionCertainty: 'ILLUSTRATION'}) }
    OR EXISTS { (:Region {certainty: 'ILLUSTRATION'}) }
    OR EXISTS { (:Municipality {certainty: 'ILLUSTRATION'}) }
    OR EXISTS { (:Sector {ambitionCertainty: 'ILLUSTRATION'}) }
    OR EXISTS { (:Chain {certainty: 'ILLUSTRATION'}) }
    OR EXISTS { (:Ministry {certainty: 'ILLUSTRATION'}) }
    OR EXISTS { ()-[:KERNSAMENWERKING {certainty: 'ILLUSTRATION'}]->() }
    OR EXISTS { ()-[:STRUCTURELE_SAMENWERKING {certainty: 'ILLUSTRATION'}]->() }
    OR EXISTS { ()-[:KOPPELSAMENWERKING {certainty: 'ILLUSTRATION'}]->() }
    OR EXISTS { ()-[:ADHOC_SAMENWERKING {certainty: 'ILLUSTRATION'}]->() }
    OR EXISTS { ()-[:STANDBY_SAMENWERKING {certainty: 'ILLUSTRATION'}]->() }
    OR EXISTS { ()-[:ADOPTS {certainty: 'ILLUSTRATION'}]->() }
    OR EXISTS { ()-[:WORKS_IN {certainty: 'ILLUSTRATION'}]->() }
    OR EXISTS { ()-[:CONNECTED_TO {certainty: 'ILLUSTRATION'}]->() }
    OR EXISTS { ()-[:UNDER {certainty: 'ILLUSTRATION'}]->() }
    OR EXISTS { ()-[:NEIGHBOURS {certainty: 'ILLUSTRATION'}]->() } AS otherIllustrations,
  EXISTS { (:Agreement {certainty: 'ILLUSTRATION'}) } AS illustratedAgreements

// What fills the register, as long as it is not whole.
// name: PutMark
MATCH (g:Registry {id: 'registry'})
SET g.incompleteBy = $by, g.incompleteOf = $of, g.incompleteNext = $next

// A Put of what refers to other things also tells of one that is not there, and takes the Change along that comes after
// it: each would be one answer more to wait for. What was put by then goes with the transaction.
// name: Referring
CALL () {
  // missing
}
CALL () {
  // put
}
  // clauses
RETURN missing

// An id, or null when all is there.
// name: Missing
CALL () {
  UNWIND $regions AS key
  WITH key WHERE NOT EXISTS { MATCH (n:Region) USING INDEX SEEK n:Region(code) WHERE n.code = key }
  RETURN 'Region:' + key AS id
UNION ALL
  UNWIND $municipalities AS key
  WITH key WHERE NOT EXISTS { MATCH (n:Municipality) USING INDEX SEEK n:Municipality(code) WHERE n.code = key }
  RETURN 'Municipality:' + key AS id
UNION ALL
  UNWIND $partners AS key
  WITH key WHERE NOT EXISTS { MATCH (n:Partner) USING INDEX SEEK n:Partner(key) WHERE n.key = key }
  RETURN 'Partner:' + key AS id
UNION ALL
  UNWIND $sectors AS key
  WITH key WHERE NOT EXISTS { MATCH (n:Sector) USING INDEX SEEK n:Sector(code) WHERE n.code = key }
  RETURN 'Sector:' + key AS id
UNION ALL
  UNWIND $chains AS key
  WITH key WHERE NOT EXISTS { MATCH (n:Chain) USING INDEX SEEK n:Chain(code) WHERE n.code = key }
  RETURN 'Chain:' + key AS id
UNION ALL
  UNWIND $ministries AS key
  WITH key WHERE NOT EXISTS { MATCH (n:Ministry) USING INDEX SEEK n:Ministry(code) WHERE n.code = key }
  RETURN 'Ministry:' + key AS id
UNION ALL
  UNWIND $agreements AS key
  WITH key WHERE NOT EXISTS { MATCH (n:Agreement) USING INDEX SEEK n:Agreement(id) WHERE n.id = key }
  RETURN 'Agreement:' + key AS id
}
RETURN head(collect(id)) AS missing

// Questions that differ in values alone, asked at once: each is answered in a CALL of its own, which takes what differs from its query.
// name: Together
UNWIND range(0, size($queries) - 1) AS place
WITH place, $queries[place] AS query
CALL (query) {
  // statement
}
  // columns
