// 16 Hoeveel partners iedere regio adopteerde
// Gebruikt $datum.
MATCH (r:Region)
OPTIONAL MATCH (r)-[a:ADOPTS]->(p:Partner)
WHERE a.since <= $datum AND coalesce(a.until > $datum, true)
RETURN r.code AS code, r.name AS regio, count(a) AS aantal
ORDER BY aantal DESC, code
