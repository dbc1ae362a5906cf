// 02 Iedere samenwerking van een regio
// Gebruikt $regio en $datum. Iedere samenwerking is er een van vijf soorten: zo vraag je naar alle vijf.
MATCH (r:Region {code: $regio})-[s:KERNSAMENWERKING|STRUCTURELE_SAMENWERKING|KOPPELSAMENWERKING|ADHOC_SAMENWERKING|STANDBY_SAMENWERKING]->(p:Partner)
WHERE s.since <= $datum AND coalesce(s.until > $datum, true)
RETURN r, s, p
