// Chains and the ministries that they are under. `place` keeps the order in which a chain's ministries were given.

// name: Chains
MATCH (c:Chain) USING INDEX SEEK c:Chain(code)
WHERE c.code > ''
  // filter
RETURN properties(c) AS chain,
  COLLECT { MATCH (c)-[u:UNDER]->() RETURN properties(u) ORDER BY u._place } AS ministries
ORDER BY c.code

// name: ChainCodes
c.code IN $codes

// name: Ministries
MATCH (m:Ministry) USING INDEX SEEK m:Ministry(code)
WHERE m.code > ''
  // filter
RETURN properties(m) AS ministry
ORDER BY m.code

// name: MinistryCodes
m.code IN $codes

// name: PutMinistries
UNWIND $rows AS row
MERGE (m:Ministry {code: row.code})
SET m = row

// name: PutChains
UNWIND $rows AS row
MERGE (c:Chain {code: row.properties.code})
SET c = row.properties
REMOVE c:Algemeen:Functioneel
SET c:$(row.labels)
WITH c, row
CALL (c) {
  MATCH (c)-[old:UNDER]->()
  DELETE old
}
CALL (c, row) {
  UNWIND row.ministries AS under
  MATCH (m:Ministry) USING INDEX SEEK m:Ministry(code)
  WHERE m.code = under.ministry
  CREATE (c)-[u:UNDER]->(m)
  SET u = under
}
