// 22 Partners waarvan niet bekend is waar zij werken
// Gebruikt $datum. Zij kunnen een witte vlek zijn van iedere regio.
MATCH (p:Partner)
WHERE NOT p.national AND NOT EXISTS { (p)-[:WORKS_IN]->(:Region) }
  AND coalesce(p.since <= $datum, true) AND coalesce(p.until > $datum, true)
RETURN p.name AS partner, p.coreTasks AS kerntaken
ORDER BY partner
