// 20 Hoe zeker wij het weten: samenwerkingen per regio
// Gebruikt $datum. Wat ILLUSTRATION is, is verzonnen om te laten zien hoe het eruitziet.
MATCH (r:Region)-[s:KERNSAMENWERKING|STRUCTURELE_SAMENWERKING|KOPPELSAMENWERKING|ADHOC_SAMENWERKING|STANDBY_SAMENWERKING]->(:Partner)
WHERE s.since <= $datum AND coalesce(s.until > $datum, true)
RETURN r.name AS regio, s.certainty AS zekerheid, count(s) AS samenwerkingen
ORDER BY regio, zekerheid
