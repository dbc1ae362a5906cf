// The edges of the network, each with no more than analysis asks: what holds it and what it leads to, which make its id
// and its order, both ends, profile, period and certainty.

// The profiles are as many walks: of each comes a share of the page.
// name: CollaborationEdges
CALL () {
  MATCH ()-[e:KERNSAMENWERKING]->() USING INDEX SEEK e:KERNSAMENWERKING(id)
  WHERE e.id > $holder
    // at
  RETURN e
  ORDER BY e.id
  LIMIT $share
}
RETURN e.id AS holder, '' AS part, e.region AS source, e.partner AS target, e.since AS since, e.until AS until,
  e.certainty AS certainty, type(e) AS profile, e.incidental AS incidental

// name: AdoptionEdges
MATCH ()-[e:ADOPTS]->() USING INDEX SEEK e:ADOPTS(id)
WHERE e.id > $holder
  // at
RETURN e.id AS holder, '' AS part, e.region AS source, e.partner AS target, e.since AS since, e.until AS until,
  e.certainty AS certainty
ORDER BY e.id
LIMIT $limit

// name: MandateEdges
MATCH ()-[e:MANDATES]->() USING INDEX SEEK e:MANDATES(adoption)
WHERE e.adoption >= $holder AND (e.adoption > $holder OR e.region + '.' + toString(e.since) > $part)
  // at
WITH e, e.region + '.' + toString(e.since) AS part
ORDER BY e.adoption, part
LIMIT $limit
MATCH ()-[a:ADOPTS]->() USING INDEX SEEK a:ADOPTS(id)
WHERE a.id = e.adoption
RETURN e.adoption AS holder, part, e.region AS source, e.partner AS target, e.since AS since, e.until AS until,
  a.certainty AS certainty
ORDER BY holder, part

// name: AgreementEdges
MATCH (e:Agreement) USING INDEX SEEK e:Agreement(id)
WHERE e.id >= $holder AND e._coversSince IS NOT NULL
  // at
UNWIND e.regions AS region
UNWIND e.partners AS partner
WITH e, region, partner, region + '.' + partner AS part
WHERE e.id > $holder OR part > $part
RETURN e.id AS holder, part, region AS source, partner AS target, e._coversSince AS since, e.until AS until,
  e.certainty AS certainty
ORDER BY e.id, part
LIMIT $limit

// name: WorkingAreaEdges
MATCH (p:Partner) USING INDEX SEEK p:Partner(key)
WHERE p.key >= $holder
MATCH (p)-[e:WORKS_IN]->()
WHERE p.key > $holder OR e.region > $part
RETURN p.key AS holder, e.region AS part, p.key AS source, e.region AS target, null AS since, null AS until,
  e.certainty AS certainty
ORDER BY p.key, part
LIMIT $limit

// name: NeighbourEdges
MATCH (a:Region) USING INDEX SEEK a:Region(code)
WHERE a.code >= $holder
MATCH (a)-[e:NEIGHBOURS]-(b)
WHERE b.code > a.code AND (a.code > $holder OR b.code > $part)
RETURN a.code AS holder, b.code AS part, a.code AS source, b.code AS target, null AS since, null AS until,
  e.certainty AS certainty
ORDER BY a.code, part
LIMIT $limit

// name: PartOfEdges
MATCH (p:Partner) USING INDEX SEEK p:Partner(key)
WHERE p.key > $holder AND p.partOf IS NOT NULL
RETURN p.key AS holder, '' AS part, p.key AS source, p.partOf AS target, null AS since, null AS until,
  p.certainty AS certainty
ORDER BY p.key
LIMIT $limit

// name: InSectorEdges
MATCH (p:Partner) USING INDEX SEEK p:Partner(key)
WHERE p.key >= $holder
UNWIND p.sectors AS part
WITH p, part
WHERE p.key > $holder OR part > $part
RETURN p.key AS holder, part, p.key AS source, part AS target, null AS since, null AS until,
  p.classificationCertainty AS certainty
ORDER BY p.key, part
LIMIT $limit

// name: InChainEdges
MATCH (p:Partner) USING INDEX SEEK p:Partner(key)
WHERE p.key >= $holder
UNWIND p.chains AS part
WITH p, part
WHERE p.key > $holder OR part > $part
RETURN p.key AS holder, part, p.key AS source, part AS target, null AS since, null AS until,
  p.classificationCertainty AS certainty
ORDER BY p.key, part
LIMIT $limit

// name: ResponsibleEdges
MATCH (c:Chain)-[e:UNDER]->() USING INDEX SEEK c:Chain(code)
WHERE c.code >= $holder AND (c.code > $holder OR e.ministry + '.' + toString(e._place) > $part)
  // at
WITH c, e, e.ministry + '.' + toString(e._place) AS part
RETURN c.code AS holder, part, e.ministry AS source, c.code AS target, e.since AS since, e.until AS until,
  e.certainty AS certainty
ORDER BY c.code, part
LIMIT $limit

// name: HoldsOnDay
AND coalesce(e.since <= $asOf, true) AND coalesce(e.until > $asOf, true)

// What covers is known as precisely as the day that something was signed on.
// name: CoversOnDay
AND e._coversSince <= toString($asOf) AND coalesce(e.until > $asOf, true)
