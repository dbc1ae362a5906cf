// 01 Het hele netwerk op een dag
// Gebruikt $datum. De dikte en de kleur van een lijn zeggen volgens welk profiel.
MATCH (r:Region)-[s:KERNSAMENWERKING|STRUCTURELE_SAMENWERKING|KOPPELSAMENWERKING|ADHOC_SAMENWERKING|STANDBY_SAMENWERKING]->(p:Partner)
WHERE s.since <= $datum AND coalesce(s.until > $datum, true)
RETURN r, s, p
