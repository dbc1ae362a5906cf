// What follows is for a store of an older schema, in which the store's own labels, types and properties did not begin
// with `_`. Each may be begun again where it was cut off.

// name: UnhiddenIndexes
SHOW INDEXES YIELD name, labelsOrTypes, properties, owningConstraint
WHERE any(label IN labelsOrTypes WHERE label IN $labels) OR any(key IN properties WHERE key IN $properties)
RETURN name, owningConstraint IS NOT NULL AS constrained

// name: DropIndex
DROP INDEX $name IF EXISTS

// name: DropConstraint
DROP CONSTRAINT $name IF EXISTS

// name: HideLabels
MATCH (n:Change|ChangeItem|Touch|EvaluatedCollaboration)
CALL (n) {
  WITH n, labels(n)[0] AS label
  SET n:$('_' + label)
  REMOVE n:$(label)
} IN TRANSACTIONS OF 5000 ROWS

// MERGE, for another program may do the same at the same time.
// name: HideTypes
MATCH (a)-[old:HAS|TOUCHES|EVALUATES]->(b:_ChangeItem|_Touch|_EvaluatedCollaboration)
CALL (a, old, b) {
  MERGE (a)-[:$('_' + type(old))]->(b)
  DELETE old
} IN TRANSACTIONS OF 5000 ROWS

// They are counted anew.
// name: ForgetCounts
MATCH (n:CollaborationCount)
CALL (n) {
  DETACH DELETE n
} IN TRANSACTIONS OF 5000 ROWS

// name: HidePropertiesOfNodes
MATCH (n:Region|Municipality|Partner|Sector|Chain|Agreement|Commitment)
WHERE any(key IN keys(n) WHERE key IN $properties OR labels(n)[0] + '.' + key IN $properties)
CALL (n) {
  UNWIND [key IN keys(n) WHERE key IN $properties OR labels(n)[0] + '.' + key IN $properties] AS key
  SET n['_' + key] = n[key]
  REMOVE n[key]
} IN TRANSACTIONS OF 5000 ROWS

// name: HidePropertiesOfEdges
MATCH ()-[e]->()
WHERE any(key IN keys(e) WHERE key IN $properties OR type(e) + '.' + key IN $properties)
CALL (e) {
  UNWIND [key IN keys(e) WHERE key IN $properties OR type(e) + '.' + key IN $properties] AS key
  SET e['_' + key] = e[key]
  REMOVE e[key]
} IN TRANSACTIONS OF 5000 ROWS
