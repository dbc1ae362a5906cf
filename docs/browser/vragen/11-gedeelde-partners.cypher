// 11 De partners die drie regio's delen
// Gebruikt $regios en $datum.
MATCH (p:Partner)<-[s:KERNSAMENWERKING|STRUCTURELE_SAMENWERKING|KOPPELSAMENWERKING|ADHOC_SAMENWERKING|STANDBY_SAMENWERKING]-(r:Region)
WHERE r.code IN $regios AND s.since <= $datum AND coalesce(s.until > $datum, true)
WITH p, collect(s) AS samenwerkingen, collect(r) AS met
WHERE size(samenwerkingen) = size($regios)
UNWIND range(0, size(met) - 1) AS i
RETURN p, samenwerkingen[i] AS s, met[i] AS r
