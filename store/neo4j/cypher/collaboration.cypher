// Collaborations: the type of the relationship is the profile. What they say of their ends is theirs too, so that they
// are read without touching the ends. The list of all five profiles gives way to those that a filter names, and a CALL
// with one profile is written out for each of those, which are merged.

// name: CollaborationsByID
UNWIND $ids AS id
CALL (id) {
  MATCH ()-[s:KERNSAMENWERKING]->() USING INDEX SEEK s:KERNSAMENWERKING(id)
  WHERE s.id = id
  RETURN s
}
WITH s
WHERE true
  // filter
RETURN type(s) AS profile, properties(s) AS collaboration

// name: CollaborationsOfPairs
UNWIND $pairs AS pair
MATCH (p:Partner)<-[s:KERNSAMENWERKING|STRUCTURELE_SAMENWERKING|KOPPELSAMENWERKING|ADHOC_SAMENWERKING|STANDBY_SAMENWERKING]-() USING INDEX SEEK p:Partner(key)
WHERE p.key = pair.partner AND s.region = pair.region
  // filter
RETURN type(s) AS profile, properties(s) AS collaboration

// name: CollaborationsOfPartners
UNWIND $partners AS key
MATCH (p:Partner)<-[s:KERNSAMENWERKING|STRUCTURELE_SAMENWERKING|KOPPELSAMENWERKING|ADHOC_SAMENWERKING|STANDBY_SAMENWERKING]-() USING INDEX SEEK p:Partner(key)
WHERE p.key = key
  // filter
RETURN type(s) AS profile, properties(s) AS collaboration

// A page: one ordered walk for each profile, merged. ASC gives way to the direction of the walk.
// name: CollaborationsBySince
CALL () {
  MATCH ()-[s:KERNSAMENWERKING]->() USING INDEX SEEK s:KERNSAMENWERKING(_sinceOrder) // walk
  WHERE s._sinceOrder > $low AND s._sinceOrder < $high
    // filter
  RETURN s
  ORDER BY s._sinceOrder ASC // order
  LIMIT $limit
}
WITH s
ORDER BY s._sinceOrder ASC
LIMIT $limit
  // page

// name: CollaborationsByPartner
CALL () {
  MATCH ()-[s:KERNSAMENWERKING]->() USING INDEX SEEK s:KERNSAMENWERKING(_partnerOrder) // walk
  WHERE s._partnerOrder > $low AND s._partnerOrder < $high
    // filter
  RETURN s
  ORDER BY s._partnerOrder ASC // order
  LIMIT $limit
}
WITH s
ORDER BY s._partnerOrder ASC
LIMIT $limit
  // page

// Where the filter names partners, which have few collaborations each; _sinceOrder gives way to _partnerOrder.
// name: CollaborationsAmong
MATCH (p:Partner)<-[s:KERNSAMENWERKING|STRUCTURELE_SAMENWERKING|KOPPELSAMENWERKING|ADHOC_SAMENWERKING|STANDBY_SAMENWERKING]-() USING INDEX SEEK p:Partner(key)
WHERE p.key IN $filter.partners AND s._sinceOrder > $low AND s._sinceOrder < $high
  // filter
WITH s
ORDER BY s._sinceOrder ASC
LIMIT $limit
  // page

// name: PageOfCollaborations
WITH collect([type(s), properties(s)]) AS page
RETURN page, [] AS partners

// name: PageOfCollaborationsWithPartners
WITH collect([type(s), properties(s)]) AS page, collect(DISTINCT endNode(s)) AS found
RETURN page, COLLECT {
  UNWIND found AS p
  WITH p,
    // around
  RETURN [partner, edges, collaborations, adoptions, parts, wholes, agreements]
} AS partners

// name: CountCollaborations
MATCH ()-[s:KERNSAMENWERKING|STRUCTURELE_SAMENWERKING|KOPPELSAMENWERKING|ADHOC_SAMENWERKING|STANDBY_SAMENWERKING]->()
WHERE true
  // filter
RETURN count(s) AS count

// The fields of a filter, each a predicate on s.

// name: CollaborationCurrent
s.since <= $asOf AND coalesce(s.until > $asOf, true)

// name: CollaborationPast
s.until <= $asOf

// name: CollaborationPlanned
s.since > $asOf

// The walks of one region. The order names the region too, for so it is that of the index.
// name: WalkRegionBySince
  MATCH ()-[s:KERNSAMENWERKING]->() USING INDEX SEEK s:KERNSAMENWERKING(region, _sinceOrder)

// name: OrderRegionBySince
  ORDER BY s.region ASC, s._sinceOrder ASC

// name: WalkRegionByPartner
  MATCH ()-[s:KERNSAMENWERKING]->() USING INDEX SEEK s:KERNSAMENWERKING(region, _partnerOrder)

// name: OrderRegionByPartner
  ORDER BY s.region ASC, s._partnerOrder ASC

// name: CollaborationRegion
s.region = $region

// name: CollaborationRegions
s.region IN $filter.regions

// name: CollaborationPartners
s.partner IN $filter.partners

// name: CollaborationIncidental
s.incidental = $filter.incidental

// name: CollaborationSinceFrom
s.since >= $filter.sinceFrom

// name: CollaborationSinceBefore
s.since < $filter.sinceBefore

// name: CollaborationCertainty
s.certainty IN $filter.certainty

// A Put makes the relationship anew, because its type is the profile and a correction may change it.
// name: PutCollaborations
CALL () {
  MATCH ()-[s:KERNSAMENWERKING]->() USING INDEX SEEK s:KERNSAMENWERKING(id)
  WHERE s.id IN [row IN $rows | row.properties.id]
  RETURN s
}
WITH s, s.partner AS key
DELETE s
WITH collect(key) AS keys
UNWIND $rows AS row
MATCH (r:Region), (p:Partner) USING INDEX SEEK r:Region(code) USING INDEX SEEK p:Partner(key)
WHERE r.code = row.properties.region AND p.key = row.properties.partner
CREATE (r)-[s:$(row.profile)]->(p)
SET s = row.properties
  // counts

// name: CountPut
WITH keys, collect(p.key) AS put
UNWIND keys + put AS key
  // orders

// name: RemoveCollaborations
UNWIND $ids AS id
CALL (id) {
  MATCH ()-[s:KERNSAMENWERKING]->() USING INDEX SEEK s:KERNSAMENWERKING(id)
  WHERE s.id = id
  RETURN s
}
WITH s, s.partner AS key
DELETE s
  // counts

// name: CountRemoved
WITH key
  // orders

// name: PutCounts
UNWIND $keys AS key
  // orders

// Counts anew what partners are ordered by: it stays the same from a day on which a collaboration begins or ends until
// the next such day, so that it is right on any day without a write. What stays as it is is not written.
// name: KeepCounts
WITH DISTINCT key
MATCH (p:Partner) USING INDEX SEEK p:Partner(key)
WHERE p.key = key
WITH p, [(p)<-[s:KERNSAMENWERKING|STRUCTURELE_SAMENWERKING|KOPPELSAMENWERKING|ADHOC_SAMENWERKING|STANDBY_SAMENWERKING]-() | [s.since, s.until]] AS periods
CALL (periods) {
  UNWIND [date('0001-01-01')] + [x IN periods | x[0]] + [x IN periods WHERE x[1] IS NOT NULL | x[1]] AS day
  WITH DISTINCT day
  ORDER BY day
  WITH collect(day) AS days
  UNWIND range(0, size(days) - 1) AS i
  WITH days[i] AS since, coalesce(days[i + 1], date('9999-12-31')) AS until,
    [x IN periods WHERE x[0] <= days[i] AND coalesce(x[1] > days[i], true) | x[0]] AS begun
  WITH since, until, size(begun) AS inForce,
    reduce(latest = null, day IN begun | CASE WHEN latest > day THEN latest ELSE day END) AS latest
  RETURN collect({since: since, until: until, inForce: inForce, latest: latest,
    text: toString(since) + ' ' + toString(until) + ' ' + toString(inForce) + ' ' + coalesce(toString(latest), '')}) AS counts
}
CALL (p) {
  MATCH (p)-[:_COUNTED]->(n)
  RETURN collect([n, coalesce(toString(n.since) + ' ' + toString(n.until) + ' ' + toString(n.inForce) + ' ' + coalesce(toString(n.latestSince), ''), '')]) AS kept
}
WITH p, counts, kept, [c IN counts | c.text] AS texts, [old IN kept | old[1]] AS keptTexts
FOREACH (old IN [old IN kept WHERE NOT old[1] IN texts | old[0]] | DETACH DELETE old)
FOREACH (c IN [c IN counts WHERE NOT c.text IN keptTexts] |
  CREATE (p)-[:_COUNTED]->(:_CollaborationCount {
    since: c.since, until: c.until, inForce: c.inForce, latestSince: c.latest,
    _collaborationsOrder: right('00000000' + toString(c.inForce), 9) + '\t' + p.key,
    _latestOrder: coalesce(toString(c.latest), '') + '\t' + p.key
  })
)

// For a store of an older schema.
// name: CountCollaborationsOfAll
MATCH (partner:Partner)
REMOVE partner.openCollaborations, partner.latestSince, partner.collaborationsOrder, partner.latestOrder
WITH partner.key AS key
  // orders
