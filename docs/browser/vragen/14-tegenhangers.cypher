// 14 De tegenhangers van een regio: welke regio adopteerde de partners die haar aangaan
// Gebruikt $regio en $datum: partners die er werken, met wie zij samenwerkt of voor wie zij mandaat gaf.
MATCH (r:Region {code: $regio}), (tegenhanger:Region)-[a:ADOPTS]->(p:Partner)
WHERE tegenhanger <> r AND a.since <= $datum AND coalesce(a.until > $datum, true)
  AND (p.national OR EXISTS { (p)-[:WORKS_IN]->(r) }
    OR EXISTS {
      MATCH (r)-[m:MANDATES]->(p)
      WHERE m.adoption = a.id AND m.since <= $datum AND coalesce(m.until > $datum, true)
    }
    OR EXISTS {
      MATCH (r)-[s:KERNSAMENWERKING|STRUCTURELE_SAMENWERKING|KOPPELSAMENWERKING|ADHOC_SAMENWERKING|STANDBY_SAMENWERKING]->(p)
      WHERE s.since <= $datum AND coalesce(s.until > $datum, true)
    })
RETURN p.name AS partner, tegenhanger.name AS adoptieregio
ORDER BY partner
