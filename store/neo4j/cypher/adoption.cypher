// Adoptions, and the mandates of other regions, which name the adoption that they are for and are found by it.

// name: AdoptionsByID
MATCH ()-[a:ADOPTS]->() USING INDEX SEEK a:ADOPTS(id)
WHERE a.id IN $ids
  // filter
RETURN properties(a) AS adoption,
  COLLECT {
    MATCH ()-[m:MANDATES]->() USING INDEX SEEK m:MANDATES(adoption)
    WHERE m.adoption = a.id
    RETURN properties(m)
  } AS mandates

// name: AdoptionsOfPartners
UNWIND $partners AS key
MATCH (p:Partner)<-[a:ADOPTS]-() USING INDEX SEEK p:Partner(key)
WHERE p.key = key
  // filter
RETURN properties(a) AS adoption,
  COLLECT {
    MATCH ()-[m:MANDATES]->() USING INDEX SEEK m:MANDATES(adoption)
    WHERE m.adoption = a.id
    RETURN properties(m)
  } AS mandates

// name: ListAdoptions
MATCH ()-[a:ADOPTS]->() USING INDEX SEEK a:ADOPTS(_sinceOrder) // walk
WHERE a._sinceOrder > $low AND a._sinceOrder < $high
  // filter
WITH a
ORDER BY a._sinceOrder ASC // order
LIMIT $limit
RETURN properties(a) AS adoption,
  COLLECT {
    MATCH ()-[m:MANDATES]->() USING INDEX SEEK m:MANDATES(adoption)
    WHERE m.adoption = a.id
    RETURN properties(m)
  } AS mandates
ORDER BY a._sinceOrder ASC

// name: CountAdoptions
MATCH ()-[a:ADOPTS]->()
WHERE true
  // filter
RETURN count(a) AS count

// name: AdoptionCurrent
a.since <= $asOf AND coalesce(a.until > $asOf, true)

// name: AdoptionPast
a.until <= $asOf

// name: AdoptionPlanned
a.since > $asOf

// name: WalkRegionAdoptions
MATCH ()-[a:ADOPTS]->() USING INDEX SEEK a:ADOPTS(region, _sinceOrder)

// name: OrderRegionAdoptions
ORDER BY a.region ASC, a._sinceOrder ASC

// name: AdoptionRegion
a.region = $region

// name: AdoptionCertainty
a.certainty IN $certainty

// name: RemoveAdoptions
UNWIND $ids AS id
OPTIONAL MATCH ()-[m:MANDATES]->() USING INDEX SEEK m:MANDATES(adoption)
WHERE m.adoption = id
DELETE m
WITH DISTINCT id
MATCH ()-[a:ADOPTS]->() USING INDEX SEEK a:ADOPTS(id)
WHERE a.id = id
DELETE a

// name: PutAdoptions
UNWIND $rows AS row
CALL (row) {
  MATCH ()-[m:MANDATES]->() USING INDEX SEEK m:MANDATES(adoption)
  WHERE m.adoption = row.properties.id
  DELETE m
}
CALL (row) {
  MATCH ()-[a:ADOPTS]->() USING INDEX SEEK a:ADOPTS(id)
  WHERE a.id = row.properties.id
  DELETE a
}
MATCH (r:Region), (p:Partner) USING INDEX SEEK r:Region(code) USING INDEX SEEK p:Partner(key)
WHERE r.code = row.properties.region AND p.key = row.properties.partner
CREATE (r)-[a:ADOPTS]->(p)
SET a = row.properties, a._nameOrder = p._nameOrder
WITH p, row
UNWIND row.mandates AS mandate
MATCH (r:Region) USING INDEX SEEK r:Region(code)
WHERE r.code = mandate.region
CREATE (r)-[m:MANDATES]->(p)
SET m = mandate
