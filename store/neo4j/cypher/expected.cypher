// What mutations are expected to read comes with the lock, in one answer to wait for. A collaboration comes with all that there is of its
// pair, its partner and the agreements that bind both.

// name: Expect
MATCH (g:Registry {id: 'registry'})
SET g._locked = true
REMOVE g._locked
WITH g.revision AS revision, g.incompleteBy IS NOT NULL AS filling
CALL () {
  // named
}
WITH revision, filling, $pairs + named AS pairs
WITH revision, filling, pairs, $partners + [pair IN pairs | pair.partner] AS keys
RETURN revision, filling, pairs, keys,
  COLLECT {
    UNWIND $keys AS key
    MATCH (c:_Change) USING INDEX SEEK c:_Change(actor, idempotencyKey)
    WHERE c.actor = key.actor AND c.idempotencyKey = key.key
    RETURN properties(c)
  } AS changes,
  COLLECT {
    MATCH (r:Region) USING INDEX SEEK r:Region(code)
    WHERE r.code IN $regions
    RETURN properties(r)
  } AS regions,
  COLLECT {
    MATCH (p:Partner) USING INDEX SEEK p:Partner(key)
    WHERE p.key IN keys
    RETURN [properties(p), [(p)-[e:WORKS_IN|CONNECTED_TO]->() | properties(e)]]
  } AS partners,
  COLLECT {
    UNWIND pairs AS pair
    WITH DISTINCT pair
    MATCH (p:Partner)<-[s:KERNSAMENWERKING|STRUCTURELE_SAMENWERKING|KOPPELSAMENWERKING|ADHOC_SAMENWERKING|STANDBY_SAMENWERKING]-() USING INDEX SEEK p:Partner(key)
    WHERE p.key = pair.partner AND s.region = pair.region
    RETURN [type(s), properties(s)]
  } AS collaborations,
  COLLECT {
    UNWIND pairs AS pair
    MATCH (a)-[h:HAS_PARTY]->() USING INDEX SEEK h:HAS_PARTY(_party, _titleOrder)
    WHERE h._party = 'Partner:' + pair.partner AND h._titleOrder > '' AND pair.region IN a.regions
    WITH DISTINCT a
    RETURN [properties(a), COLLECT { MATCH (a)-[:HAS_COMMITMENT]->(c) RETURN properties(c) ORDER BY c._place }, []]
  } AS binding,
  COLLECT {
    MATCH (a:Agreement) USING INDEX SEEK a:Agreement(id)
    WHERE a.id IN $agreements
    RETURN [properties(a), COLLECT { MATCH (a)-[:HAS_COMMITMENT]->(c) RETURN properties(c) ORDER BY c._place },
      COLLECT { MATCH (a)-[s:SETS]->() RETURN properties(s) ORDER BY s._pairOrder }]
  } AS agreements

// The pairs of collaborations, of whichever profile.
// name: ExpectedPairs
UNWIND $collaborations AS id
CALL (id) {
  MATCH ()-[s:KERNSAMENWERKING]->() USING INDEX SEEK s:KERNSAMENWERKING(id)
  WHERE s.id = id
  RETURN s
}
RETURN collect({region: s.region, partner: s.partner}) AS named
