// 07 Wat valt weg als een partner uitvalt
// Gebruikt $partner en $datum. Van iedere regio en iedere keten van de partner: hoeveel andere partners de regio daar houdt.
MATCH (r:Region)-[s:KERNSAMENWERKING|STRUCTURELE_SAMENWERKING|KOPPELSAMENWERKING|ADHOC_SAMENWERKING|STANDBY_SAMENWERKING]->(p:Partner {key: $partner})
WHERE s.since <= $datum AND coalesce(s.until > $datum, true)
MATCH (p)-[:IN_CHAIN]->(k:Chain)
RETURN r.name AS regio, type(s) AS profiel, k.name AS keten, COUNT {
  MATCH (r)-[t:KERNSAMENWERKING|STRUCTURELE_SAMENWERKING|KOPPELSAMENWERKING|ADHOC_SAMENWERKING|STANDBY_SAMENWERKING]->(ander:Partner)-[:IN_CHAIN]->(k)
  WHERE ander <> p AND t.since <= $datum AND coalesce(t.until > $datum, true)
} AS blijft
ORDER BY blijft, regio, keten
