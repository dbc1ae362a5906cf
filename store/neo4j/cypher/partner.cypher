// Partners. A line that ends in a one-word comment gives way to the fragments of that name which the code chose; where
// it chose none the line stays as it is. _nameOrder gives way to the property of the order that was asked for, ASC to
// its direction, and the list of all five profiles to those that a filter names. Mandates are always found by their
// adoption: with a choice, Neo4j read them all in a small register.

// name: Partners
MATCH (p:Partner) USING INDEX SEEK p:Partner(key)
WHERE p.key IN $keys
RETURN properties(p) AS partner,
  [(p)-[e:WORKS_IN|CONNECTED_TO]->() | properties(e)] AS edges
ORDER BY p._nameOrder

// name: PartsOfPartners
MATCH (p:Partner)-[:PART_OF]->(whole:Partner) USING INDEX SEEK whole:Partner(key)
WHERE whole.key IN $keys
RETURN properties(p) AS partner,
  [(p)-[e:WORKS_IN|CONNECTED_TO]->() | properties(e)] AS edges
ORDER BY p._nameOrder

// A page: a walk along the order's index, in which each partner is tested against the filter until the page is full.
// name: ListPartners
MATCH (p:Partner) USING INDEX SEEK p:Partner(_nameOrder) // source
WHERE p._nameOrder > $low AND p._nameOrder < $high
  // filter
  // costly
WITH p
ORDER BY p._nameOrder ASC // order
LIMIT $limit
  // page

// The same in an order by collaborations: each partner has one count for each day.
// name: ListCountedByDay
MATCH (n:_CollaborationCount) USING INDEX SEEK n:_CollaborationCount(_nameOrder)
WHERE n._nameOrder > $low AND n._nameOrder < $high AND n.since <= $asOf AND n.until > $asOf
WITH n, 1 AS barrier
MATCH (n)<-[:_COUNTED]-(p)
WHERE true
  // filter
  // costly
WITH p, n
ORDER BY n._nameOrder ASC
LIMIT $limit
  // page

// The same where a filter names few partners, which are then put in order.
// name: ListFewCountedByDay
MATCH (p:Partner) // source
WHERE true
  // filter
  // costly
WITH p, 1 AS barrier
MATCH (p)-[:_COUNTED]->(n)
WHERE n._nameOrder > $low AND n._nameOrder < $high AND n.since <= $asOf AND n.until > $asOf
WITH p, n
ORDER BY n._nameOrder ASC
LIMIT $limit
  // page

// name: CollaborationCounts
MATCH (p:Partner) USING INDEX SEEK p:Partner(key)
WHERE p.key IN $keys
MATCH (p)-[:_COUNTED]->(n)
WHERE n.since <= $asOf AND n.until > $asOf
RETURN p.key AS key, properties(n) AS counted

// name: PageOfPartners
WITH p,
  // around
WITH collect([partner, edges, collaborations, adoptions, parts, wholes, agreements]) AS page
RETURN page,
  null AS total,
  COUNT { (:Partner) } AS partners

// The same with the total, by one look at each partner: for a register that is known to be small.
// name: ListCountedPartners
MATCH (p:Partner) // source
WHERE true
  // filter
WITH p
ORDER BY p._nameOrder ASC
WITH collect(p) AS found
WITH size(found) AS total, [p IN found WHERE p._nameOrder > $low AND p._nameOrder < $high][0..$limit] AS found
WITH total, COLLECT {
  UNWIND found AS p
  WITH p,
    // around
  RETURN [partner, edges, collaborations, adoptions, parts, wholes, agreements]
} AS page
RETURN page,
  total,
  COUNT { (:Partner) } AS partners

// A partner with what a hint asks of it.
// name: AroundPartner
properties(p) AS partner, // partner
[(p)-[e:WORKS_IN|CONNECTED_TO]->() | properties(e)] AS edges, // edges
[] AS collaborations, // collaborations
[] AS adoptions, // adoptions
[] AS parts, // parts
[] AS wholes, // wholes
[] AS agreements // agreements

// name: PageCountedPartner
p {.*, inForce: n.inForce, latestSince: n.latestSince} AS partner,

// name: PageBriefPartner
p {.key, .name, .shortName} AS partner,

// name: PageNoEdges
[] AS edges,

// name: PageCollaborations
COLLECT {
  MATCH (p)<-[s:KERNSAMENWERKING|STRUCTURELE_SAMENWERKING|KOPPELSAMENWERKING|ADHOC_SAMENWERKING|STANDBY_SAMENWERKING]-()
  WHERE true
    // filter
  RETURN [type(s), properties(s)] // collaboration
} AS collaborations,

// A list costs less than a map on both sides of the wire.
// name: PageBriefCollaboration
RETURN [type(s), s.id, s.since, s.until, s.certainty, s.region]

// name: PageAdoptions
COLLECT {
  MATCH (p)<-[a:ADOPTS]-()
  WHERE a.since <= $asOf AND coalesce(a.until > $asOf, true)
  RETURN [properties(a), COLLECT {
    MATCH ()-[m:MANDATES]->() USING INDEX SEEK m:MANDATES(adoption)
    WHERE m.adoption = a.id
    RETURN properties(m)
  }]
} AS adoptions,

// name: PageParts
COLLECT {
  MATCH (p)<-[:PART_OF]-(part)
  RETURN [properties(part), [(part)-[e:WORKS_IN|CONNECTED_TO]->() | properties(e)]]
  ORDER BY part._sortName, part.key
} AS parts,

// name: PageWholes
[(p)-[:PART_OF]->(whole) | [properties(whole), [(whole)-[e:WORKS_IN|CONNECTED_TO]->() | properties(e)]]] AS wholes,

// name: PageAgreements
COLLECT {
  MATCH (a)-[h:HAS_PARTY]->() USING INDEX SEEK h:HAS_PARTY(_party, _updatedOrder)
  WHERE h._party = 'Partner:' + p.key AND h._updatedOrder > ''
  WITH a, h
  ORDER BY h._party DESC, h._updatedOrder DESC
  LIMIT $agreements
  RETURN [properties(a), COLLECT { MATCH (a)-[:HAS_COMMITMENT]->(c) RETURN properties(c) ORDER BY c._place }, []]
  ORDER BY h._party DESC, h._updatedOrder DESC
} AS agreements

// name: CountPartners
MATCH (p:Partner) // source
WHERE true
  // filter
  // costly
RETURN count(p) AS count

// name: FacetCoreTasks
MATCH (p:Partner) // source
WHERE true
  // filter
  // costly
UNWIND p.coreTasks AS value
RETURN value, count(*) AS count

// name: FacetSectors
MATCH (p:Partner) // source
WHERE true
  // filter
  // costly
UNWIND p.sectors AS value
RETURN value, count(*) AS count

// name: FacetChains
MATCH (p:Partner) // source
WHERE true
  // filter
  // costly
UNWIND p.chains AS value
RETURN value, count(*) AS count

// name: FacetProfiles
MATCH (p:Partner) // source
WHERE true
  // filter
  // costly
MATCH (p)<-[s:KERNSAMENWERKING|STRUCTURELE_SAMENWERKING|KOPPELSAMENWERKING|ADHOC_SAMENWERKING|STANDBY_SAMENWERKING]-()
WHERE true
  // collaboration
RETURN type(s) AS value, count(DISTINCT p) AS count

// name: FacetRegions
MATCH (p:Partner) // source
WHERE true
  // filter
  // costly
MATCH (p)<-[s:KERNSAMENWERKING|STRUCTURELE_SAMENWERKING|KOPPELSAMENWERKING|ADHOC_SAMENWERKING|STANDBY_SAMENWERKING]-()
WHERE true
  // collaboration
RETURN s.region AS value, count(DISTINCT p) AS count

// Where partners come from when the filter names few of them, instead of the walk.

// name: PartnersBySearch
CALL db.index.fulltext.queryNodes('names', $search) YIELD node AS p

// name: PartnersByAdoption
MATCH ()-[a:ADOPTS]->(p:Partner) USING INDEX SEEK a:ADOPTS(region, _sinceOrder)
WHERE a.region = $adopter AND a._sinceOrder > '' AND a.since <= $asOf AND coalesce(a.until > $asOf, true)
WITH DISTINCT p

// The same as a walk by name, of which a page takes only its part. A partner has one adoption at a date (R5), so
// none comes twice. The order names the region too, for so it is that of the index.
// name: WalkAdoptedPartners
MATCH ()-[held:ADOPTS]->(p:Partner) USING INDEX SEEK held:ADOPTS(region, _nameOrder)
WHERE held.region = $adopter AND held._nameOrder > $low AND held._nameOrder < $high
  AND held.since <= $asOf AND coalesce(held.until > $asOf, true)
WITH held, p

// name: OrderAdoptedPartners
ORDER BY held.region ASC, held._nameOrder ASC

// name: PartnersByKey
MATCH (p:Partner) USING INDEX SEEK p:Partner(key)

// name: PartnersByIdentifier
MATCH (p:Partner) USING INDEX SEEK p:Partner(tooi) USING INDEX SEEK p:Partner(kvk) USING INDEX SEEK p:Partner(oin)

// What follows relationships comes after what does not; the barrier keeps the planner from trying it first.
// name: PartnersCostly
WITH *, 1 AS barrier
WHERE true
  // filter

// The fields of a filter, each a predicate on p.

// name: PartnerBegan
coalesce(p.since <= $asOf, true)

// name: PartnerNotEnded
coalesce(p.until > $asOf, true)

// name: PartnerFound
p:Partner

// name: PartnerKeys
p.key IN $keys

// name: PartnerIdentifiers
(p.tooi IN $identifiers OR p.kvk IN $identifiers OR p.oin IN $identifiers)

// name: PartnerHulpdienst
p:Hulpdienst

// name: PartnerBeheerder
p:Beheerder

// name: PartnerDienstverlener
p:Dienstverlener

// name: PartnerSectors
any(code IN p.sectors WHERE code IN $sectors)

// name: PartnerChains
any(code IN p.chains WHERE code IN $chains)

// name: PartnerAlgemeen
EXISTS { (p)-[:IN_CHAIN]->(:Algemeen) }

// name: PartnerFunctioneel
EXISTS { (p)-[:IN_CHAIN]->(:Functioneel) }

// name: PartnerChainsAlgemeen
EXISTS { MATCH (p)-[:IN_CHAIN]->(c:Algemeen) WHERE c.code IN $chains }

// name: PartnerChainsFunctioneel
EXISTS { MATCH (p)-[:IN_CHAIN]->(c:Functioneel) WHERE c.code IN $chains }

// name: PartnerWorksIn
(p.national OR EXISTS { MATCH (p)-[w:WORKS_IN]->() WHERE w.region IN $worksIn })

// name: PartnerNational
p.national = $national

// name: PartnerAreaUnknown
(NOT p.national AND NOT EXISTS { MATCH (p)-[:WORKS_IN]->() }) = $areaUnknown

// name: PartnerAmbitions
p.ambitionProfile IN $ambitions

// name: PartnerConnected
EXISTS {
  MATCH (p)-[c:CONNECTED_TO]->()
  WHERE coalesce(c.since <= toString($asOf), true) AND coalesce(c.until > toString($asOf), true)
} = $connected

// name: PartnerAdopted
EXISTS {
  MATCH (p)<-[a:ADOPTS]-()
  WHERE a.since <= $asOf AND coalesce(a.until > $asOf, true)
    // certainty
} = $adopted

// name: PartnerAdoptedBy
EXISTS {
  MATCH (p)<-[a:ADOPTS]-()
  WHERE a.region IN $adoptedBy AND a.since <= $asOf AND coalesce(a.until > $asOf, true)
    // certainty
}

// name: PartnerAdoptionCertainty
AND a.certainty IN $adoptionCertainty

// name: PartnerCertainty
p.certainty IN $certainty

// name: PartnerCollaboration
EXISTS {
  MATCH (p)<-[s:KERNSAMENWERKING|STRUCTURELE_SAMENWERKING|KOPPELSAMENWERKING|ADHOC_SAMENWERKING|STANDBY_SAMENWERKING]-()
  WHERE true
    // filter
}

// name: PartnerNoCollaboration
NOT EXISTS {
  MATCH (p)<-[s:KERNSAMENWERKING|STRUCTURELE_SAMENWERKING|KOPPELSAMENWERKING|ADHOC_SAMENWERKING|STANDBY_SAMENWERKING]-()
  WHERE true
    // filter
}

// name: PartnerShared
$sharedLeast <= COUNT {
  MATCH (p)<-[s:KERNSAMENWERKING|STRUCTURELE_SAMENWERKING|KOPPELSAMENWERKING|ADHOC_SAMENWERKING|STANDBY_SAMENWERKING]-()
  WHERE true
    // filter
}

// name: PartnerOurAdoptionRegions
EXISTS {
  MATCH (p)<-[a:ADOPTS]-()
  WHERE a.region <> $region AND a.since <= $asOf AND coalesce(a.until > $asOf, true)
    // adoption
    AND (p.national
      OR EXISTS { MATCH (p)-[w:WORKS_IN]->() WHERE w.region = $region }
      OR EXISTS {
        MATCH ()-[m:MANDATES]->() USING INDEX SEEK m:MANDATES(adoption)
        WHERE m.adoption = a.id AND m.region = $region AND m.since <= $asOf AND coalesce(m.until > $asOf, true)
      }
      OR EXISTS {
        MATCH (p)<-[s:KERNSAMENWERKING|STRUCTURELE_SAMENWERKING|KOPPELSAMENWERKING|ADHOC_SAMENWERKING|STANDBY_SAMENWERKING]-()
        WHERE s.region = $region AND s.since <= $asOf AND coalesce(s.until > $asOf, true)
          // collaboration
      })
}

// name: PartnerWeAdopted
EXISTS {
  MATCH (p)<-[a:ADOPTS]-()
  WHERE a.region = $region AND a.since <= $asOf AND coalesce(a.until > $asOf, true)
    // adoption
}

// name: PartnerSharedNotAdopted
NOT EXISTS {
  MATCH (p)<-[a:ADOPTS]-()
  WHERE a.since <= $asOf AND coalesce(a.until > $asOf, true)
    // adoption
}
AND EXISTS {
  MATCH (p)<-[s:KERNSAMENWERKING|STRUCTURELE_SAMENWERKING|KOPPELSAMENWERKING|ADHOC_SAMENWERKING|STANDBY_SAMENWERKING]-()
  WHERE s.region = $region AND s.since <= $asOf AND coalesce(s.until > $asOf, true)
    // collaboration
}
AND EXISTS {
  MATCH (p)<-[s:KERNSAMENWERKING|STRUCTURELE_SAMENWERKING|KOPPELSAMENWERKING|ADHOC_SAMENWERKING|STANDBY_SAMENWERKING]-()
  WHERE s.region <> $region AND s.since <= $asOf AND coalesce(s.until > $asOf, true)
    // collaboration
}

// name: CounterpartAdoptionCertainty
AND a.certainty IN $counterpartCertainty

// name: CounterpartCollaborationCertainty
AND s.certainty IN $counterpartCertainty

// Adoptions keep the place by name as well.
// MERGE of what a partner is part of is for one that comes later in the call.
// name: PutPartners
UNWIND $rows AS row
MERGE (p:Partner {key: row.properties.key})
SET p = row.properties
REMOVE p:Hulpdienst:Beheerder:Dienstverlener
SET p:$(row.labels)
FOREACH (a IN [(p)<-[a:ADOPTS]-() | a] | SET a._nameOrder = p._nameOrder)
WITH p, row
CALL (p) {
  MATCH (p)-[old:IN_SECTOR|IN_CHAIN|PART_OF|WORKS_IN|CONNECTED_TO]->()
  DELETE old
}
CALL (p) {
  WITH p
  WHERE NOT EXISTS { (p)-[:_COUNTED]->() }
  CREATE (p)-[:_COUNTED]->(:_CollaborationCount {
    since: date('0001-01-01'), until: date('9999-12-31'), inForce: 0,
    _collaborationsOrder: '000000000\t' + p.key, _latestOrder: '\t' + p.key
  })
}
CALL (p) {
  MATCH (s:Sector) USING INDEX SEEK s:Sector(code)
  WHERE s.code IN p.sectors
  CREATE (p)-[:IN_SECTOR]->(s)
}
CALL (p) {
  MATCH (c:Chain) USING INDEX SEEK c:Chain(code)
  WHERE c.code IN p.chains
  CREATE (p)-[:IN_CHAIN]->(c)
}
CALL (p, row) {
  UNWIND row.wholes AS key
  MERGE (whole:Partner {key: key})
  CREATE (p)-[:PART_OF]->(whole)
}
CALL (p, row) {
  UNWIND row.areas AS area
  MATCH (r:Region) USING INDEX SEEK r:Region(code)
  WHERE r.code = area.region
  CREATE (p)-[w:WORKS_IN]->(r)
  SET w = area
}
CALL (p, row) {
  UNWIND row.connections AS connection
  MERGE (f:Facility {name: connection.facility})
  CREATE (p)-[c:CONNECTED_TO]->(f)
  SET c = connection
}
