// 08 Twee dagen vergeleken: wat begon, eindigde of een ander profiel kreeg
// Gebruikt $eerder en $datum.
MATCH (r:Region)-[s:KERNSAMENWERKING|STRUCTURELE_SAMENWERKING|KOPPELSAMENWERKING|ADHOC_SAMENWERKING|STANDBY_SAMENWERKING]->(p:Partner)
WITH r, p,
  [x IN collect(s) WHERE x.since <= $eerder AND coalesce(x.until > $eerder, true)][0] AS toen,
  [x IN collect(s) WHERE x.since <= $datum AND coalesce(x.until > $datum, true)][0] AS nu
WHERE coalesce(type(toen) <> type(nu), NOT (toen IS NULL AND nu IS NULL))
RETURN r.name AS regio, p.name AS partner, type(toen) AS toen, type(nu) AS nu
ORDER BY regio, partner
