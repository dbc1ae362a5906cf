// The pairs of an agreement: each is a relationship from the agreement to the partner that names the region.

// Pages of many agreements that differ in where they begin and end are read at once.
// name: ListAgreedPairs
UNWIND $pages AS page
CALL (page) {
  MATCH ()-[s:SETS]->() USING INDEX SEEK s:SETS(_agreement, _pairOrder)
  WHERE s._agreement = page.agreement AND s._pairOrder > page.low AND s._pairOrder < page.high
  RETURN s
  ORDER BY s._agreement ASC, s._pairOrder ASC
  LIMIT $limit
}
RETURN page.place AS place, properties(s) AS pair

// name: CountAgreedPairs
MATCH (a:Agreement) USING INDEX SEEK a:Agreement(id)
WHERE a.id IN $agreements
RETURN a.id AS agreement, COUNT { (a)-[:SETS]->() } AS count

// All pairs of an agreement, in place of none.
// name: AgreedPairsOfAgreement
  COLLECT { MATCH (a)-[s:SETS]->() RETURN properties(s) ORDER BY s._pairOrder } AS pairs

// Only those of some ends, each sought in the agreements that bind the partner. The separator is that of placeOf.
// name: AgreedPairsOfEnds
UNWIND $pairs AS pair
MATCH (a)-[h:HAS_PARTY]->() USING INDEX SEEK h:HAS_PARTY(_party, _titleOrder)
WHERE h._party = 'Partner:' + pair.partner AND h._titleOrder > '' AND a.id IN $agreements
MATCH ()-[s:SETS]->() USING INDEX SEEK s:SETS(_agreement, _pairOrder)
WHERE s._agreement = a.id AND s._pairOrder = pair.region + '\t' + pair.partner
RETURN s._agreement AS agreement, properties(s) AS pair
ORDER BY s._agreement, s._pairOrder

// A store of an older schema has them as texts.
// name: AgreementsWithPairTexts
MATCH (a:Agreement)
WHERE a.pairs IS NOT NULL
RETURN a.id AS agreement, a.pairs AS pairs

// Only texts that are still there are moved, for another program may move them at the same time.
// name: MovePairs
MATCH (a:Agreement) USING INDEX SEEK a:Agreement(id)
WHERE a.id = $agreement
SET a._locked = true
REMOVE a._locked
WITH a WHERE a.pairs IS NOT NULL
SET a._pairsHash = $hash
REMOVE a.pairs
WITH a
UNWIND $pairs AS pair
MATCH (p:Partner) USING INDEX SEEK p:Partner(key)
WHERE p.key = pair.partner
CREATE (a)-[s:SETS]->(p)
SET s = pair
