// 06 De zwakste ketens eerst: in hoeveel regio's, met hoeveel partners
// Gebruikt $datum.
MATCH (k:Chain)
OPTIONAL MATCH (k)<-[:IN_CHAIN]-(p:Partner)<-[s:KERNSAMENWERKING|STRUCTURELE_SAMENWERKING|KOPPELSAMENWERKING|ADHOC_SAMENWERKING|STANDBY_SAMENWERKING]-(r:Region)
WHERE s.since <= $datum AND coalesce(s.until > $datum, true)
RETURN k.code AS code, k.name AS keten, count(DISTINCT r) AS regios, count(DISTINCT p) AS partners, count(s) AS samenwerkingen
ORDER BY regios, samenwerkingen, code
