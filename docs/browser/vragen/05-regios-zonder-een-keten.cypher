// 05 Regio's die met niemand in een keten samenwerken
// Gebruikt $keten en $datum.
MATCH (k:Chain {code: $keten}), (r:Region)
WHERE NOT EXISTS {
  MATCH (r)-[s:KERNSAMENWERKING|STRUCTURELE_SAMENWERKING|KOPPELSAMENWERKING|ADHOC_SAMENWERKING|STANDBY_SAMENWERKING]->(:Partner)-[:IN_CHAIN]->(k)
  WHERE s.since <= $datum AND coalesce(s.until > $datum, true)
}
RETURN r.code AS code, r.name AS regio
ORDER BY code
