// 25 Partners met wie maar één regio samenwerkt
// Gebruikt $datum.
MATCH (p:Partner)<-[s:KERNSAMENWERKING|STRUCTURELE_SAMENWERKING|KOPPELSAMENWERKING|ADHOC_SAMENWERKING|STANDBY_SAMENWERKING]-(r:Region)
WHERE s.since <= $datum AND coalesce(s.until > $datum, true)
WITH p, collect(s) AS samenwerkingen, collect(r) AS regios
WHERE size(regios) = 1
RETURN regios[0].name AS regio, type(samenwerkingen[0]) AS profiel, p.name AS partner
ORDER BY regio, partner
