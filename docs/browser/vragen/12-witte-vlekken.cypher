// 12 De witte vlekken van een regio, als tabel
// Gebruikt $regio en $datum: partners die in de regio werken, en met wie de regio niet samenwerkt.
MATCH (r:Region {code: $regio}), (p:Partner)
WHERE (p.national OR EXISTS { (p)-[:WORKS_IN]->(r) })
  AND coalesce(p.since <= $datum, true) AND coalesce(p.until > $datum, true)
  AND NOT EXISTS {
    MATCH (r)-[s:KERNSAMENWERKING|STRUCTURELE_SAMENWERKING|KOPPELSAMENWERKING|ADHOC_SAMENWERKING|STANDBY_SAMENWERKING]->(p)
    WHERE s.since <= $datum AND coalesce(s.until > $datum, true)
  }
RETURN p.name AS partner, p.coreTasks AS kerntaken, p.national AS landelijk
ORDER BY partner
