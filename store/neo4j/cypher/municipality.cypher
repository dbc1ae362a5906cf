// name: MunicipalitiesByCode
MATCH (m:Municipality) USING INDEX SEEK m:Municipality(code)
WHERE m.code IN $codes
RETURN properties(m) AS municipality
ORDER BY m.sortName, m.code

// name: MunicipalitiesByRegion
MATCH (m:Municipality) USING INDEX SEEK m:Municipality(region)
WHERE m.region IN $regions
RETURN properties(m) AS municipality
ORDER BY m.sortName, m.code

// name: PutMunicipalities
UNWIND $rows AS row
MATCH (r:Region) USING INDEX SEEK r:Region(code)
WHERE r.code = row.region
MERGE (m:Municipality {code: row.code})
SET m = row
WITH m, r
CALL (m) {
  MATCH (m)-[old:IN_REGION]->()
  DELETE old
}
CREATE (m)-[:IN_REGION]->(r)
