// What follows is for a store of an older schema, in which the kind of a contact point was a free text.

// name: ContactPointsOfNodes
MATCH (n:Region|Partner)
WHERE size(n.contactPoints) > 0
RETURN elementId(n) AS id, n.contactPoints AS contactPoints

// name: ContactPointsOfEdges
MATCH ()-[e:KERNSAMENWERKING|STRUCTURELE_SAMENWERKING|KOPPELSAMENWERKING|ADHOC_SAMENWERKING|STANDBY_SAMENWERKING|ADOPTS]->()
WHERE size(e.contactPoints) > 0
RETURN elementId(e) AS id, e.contactPoints AS contactPoints

// name: SetContactPointsOfNodes
UNWIND $rows AS row
MATCH (n)
WHERE elementId(n) = row.id
SET n.contactPoints = row.contactPoints

// name: SetContactPointsOfEdges
UNWIND $rows AS row
MATCH ()-[e]->()
WHERE elementId(e) = row.id
SET e.contactPoints = row.contactPoints
