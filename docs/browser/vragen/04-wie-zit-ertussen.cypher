// 04 Wie zit ertussen: partners die regio's met elkaar verbinden
// Gebruikt $datum. Van ieder paar regio's krijgt elke partner die zij delen een gelijk deel: een benadering van betweenness
// zonder GDS. `alleen` telt de paren die geen andere partner delen.
MATCH (a:Region)-[s:KERNSAMENWERKING|STRUCTURELE_SAMENWERKING|KOPPELSAMENWERKING|ADHOC_SAMENWERKING|STANDBY_SAMENWERKING]->(p:Partner)
  <-[t:KERNSAMENWERKING|STRUCTURELE_SAMENWERKING|KOPPELSAMENWERKING|ADHOC_SAMENWERKING|STANDBY_SAMENWERKING]-(b:Region)
WHERE a.code < b.code AND s.since <= $datum AND coalesce(s.until > $datum, true)
  AND t.since <= $datum AND coalesce(t.until > $datum, true)
WITH a, b, collect(DISTINCT p) AS gedeeld
UNWIND gedeeld AS p
WITH p, count(*) AS paren, sum(1.0 / size(gedeeld)) AS deel, sum(CASE size(gedeeld) WHEN 1 THEN 1 ELSE 0 END) AS alleen
RETURN p.name AS partner, round(deel, 4) AS deel, paren, alleen
ORDER BY deel DESC, partner
