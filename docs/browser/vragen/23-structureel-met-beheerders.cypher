// 23 Beheerders in een functionele keten met structurele samenwerking
// Gebruikt $datum.
MATCH (r:Region)-[s:STRUCTURELE_SAMENWERKING]->(p:Beheerder)
WHERE EXISTS { (p)-[:IN_CHAIN]->(:Functioneel) } AND s.since <= $datum AND coalesce(s.until > $datum, true)
RETURN r, s, p
