// Informal evaluations, of agreements and of collaborations. A relationship ends at no relationship, so an evaluated
// collaboration has a node that stands for it, whether the collaboration is still there or not.

// name: EvaluationsByID
MATCH (e:InformalEvaluation) USING INDEX SEEK e:InformalEvaluation(id)
WHERE e.id IN $ids
RETURN properties(e) AS evaluation

// name: EvaluationsOfAgreements
MATCH (a:Agreement)<-[:EVALUATES]-(e) USING INDEX SEEK a:Agreement(id)
WHERE a.id IN $ids
RETURN properties(e) AS evaluation

// name: EvaluationsOfCollaborations
MATCH (c:_EvaluatedCollaboration)<-[:_EVALUATES]-(e) USING INDEX SEEK c:_EvaluatedCollaboration(id)
WHERE c.id IN $ids
WITH DISTINCT e
RETURN properties(e) AS evaluation

// An agenda entry for a party that the register does not have stands at the evaluation itself.
// name: PutEvaluations
UNWIND $rows AS row
MERGE (e:InformalEvaluation {id: row.properties.id})
SET e = row.properties
WITH e, row
CALL (e) {
  MATCH (e)-[old:EVALUATES|_EVALUATES|HAS_PARTY]->()
  DELETE old
}
CALL (e) {
  MATCH (e)<-[old:AGENDA]-()
  DELETE old
}
CALL (e) {
  MATCH (a:Agreement) USING INDEX SEEK a:Agreement(id)
  WHERE a.id = e.agreement
  CREATE (e)-[:EVALUATES]->(a)
}
CALL (e, row) {
  UNWIND row.collaborations AS id
  MERGE (c:_EvaluatedCollaboration {id: id})
  CREATE (e)-[:_EVALUATES]->(c)
}
CALL (e) {
  MATCH (r:Region) USING INDEX SEEK r:Region(code)
  WHERE r.code IN e.regions
  CREATE (e)-[:HAS_PARTY]->(r)
}
CALL (e) {
  MATCH (p:Partner) USING INDEX SEEK p:Partner(key)
  WHERE p.key IN e.partners
  CREATE (e)-[:HAS_PARTY]->(p)
}
CALL (e, row) {
  UNWIND row.agenda AS entry
  OPTIONAL MATCH (r:Region) USING INDEX SEEK r:Region(code)
  WHERE r.code = entry.region
  OPTIONAL MATCH (p:Partner) USING INDEX SEEK p:Partner(key)
  WHERE p.key = entry.partner
  WITH e, entry, coalesce(r, p, e) AS party
  CREATE (party)-[due:AGENDA]->(e)
  SET due = entry.properties
}
