// What is taken out of all reads, with all that belongs to it. That nothing else refers to it is looked at before.

// name: RemoveAgreements
MATCH (a:Agreement) USING INDEX SEEK a:Agreement(id)
WHERE a.id IN $keys
OPTIONAL MATCH (a)-[:HAS_COMMITMENT]->(c)
DETACH DELETE c, a

// name: RemovePartners
MATCH (p:Partner) USING INDEX SEEK p:Partner(key)
WHERE p.key IN $keys
OPTIONAL MATCH (p)-->(n)
WHERE n.inForce IS NOT NULL
DETACH DELETE n, p

// name: RemoveMunicipalities
MATCH (m:Municipality) USING INDEX SEEK m:Municipality(code)
WHERE m.code IN $keys
DETACH DELETE m

// name: RemoveNeighbours
UNWIND $pairs AS pair
MATCH (a:Region)-[n:NEIGHBOURS]-(b:Region) USING INDEX SEEK a:Region(code)
WHERE a.code = pair.a AND b.code = pair.b
DELETE n

// name: RemoveChains
MATCH (c:Chain) USING INDEX SEEK c:Chain(code)
WHERE c.code IN $keys
DETACH DELETE c

// name: RemoveSectors
MATCH (s:Sector) USING INDEX SEEK s:Sector(code)
WHERE s.code IN $keys
DETACH DELETE s

// name: RemoveMinistries
MATCH (m:Ministry) USING INDEX SEEK m:Ministry(code)
WHERE m.code IN $keys
DETACH DELETE m
