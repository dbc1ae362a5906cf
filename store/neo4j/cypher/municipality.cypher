// name: MunicipalitiesByCode
MATCH (m:Municipality) USING INDEX SEEK m:Municipality(code)
WHERE m.code IN $codes
  // filter
RETURN properties(m) AS municipality
ORDER BY m._sortName, m.code

// name: MunicipalitiesByRegion
MATCH (m:Municipality) USING INDEX SEEK m:Municipality(region)
WHERE m.region IN $regions
  // filter
RETURN properties(m) AS municipality
ORDER BY m._sortName, m.code

// name: MunicipalityExists
coalesce(m.since <= $asOf, true) AND coalesce(m.until > $asOf, true)

// The successor may be of the same call.
// name: PutMunicipalities
UNWIND $rows AS row
MATCH (r:Region) USING INDEX SEEK r:Region(code)
WHERE r.code = row.properties.region
MERGE (m:Municipality {code: row.properties.code})
SET m = row.properties
WITH m, r, row
CALL (m) {
  MATCH (m)-[old:IN_REGION|SUCCEEDED_BY]->()
  DELETE old
}
CALL (m, row) {
  UNWIND row.successors AS code
  MERGE (successor:Municipality {code: code})
  CREATE (m)-[:SUCCEEDED_BY]->(successor)
}
CREATE (m)-[:IN_REGION]->(r)
