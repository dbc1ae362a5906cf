// 10 Wie adopteerde welke partner, en wie gaf daarvoor mandaat
// Gebruikt $datum.
MATCH (r:Region)-[a:ADOPTS]->(p:Partner)<-[m:MANDATES]-(gever:Region)
WHERE m.adoption = a.id AND a.since <= $datum AND coalesce(a.until > $datum, true)
RETURN r, a, p, m, gever
