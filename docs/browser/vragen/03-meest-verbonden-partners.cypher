// 03 De 25 partners met de meeste samenwerkingen
// Gebruikt $datum.
MATCH (p:Partner)<-[s:KERNSAMENWERKING|STRUCTURELE_SAMENWERKING|KOPPELSAMENWERKING|ADHOC_SAMENWERKING|STANDBY_SAMENWERKING]-(:Region)
WHERE s.since <= $datum AND coalesce(s.until > $datum, true)
WITH p, count(s) AS samenwerkingen
ORDER BY samenwerkingen DESC, p.key DESC
LIMIT 25
RETURN p.name AS partner, p.coreTasks AS kerntaken, samenwerkingen
