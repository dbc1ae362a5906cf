// 19 Wat er voor een regio te doen is
// Gebruikt $regio. Zet een grens met AND wat.on < date('2030-01-01').
MATCH (r:Region {code: $regio})-[wat:AGENDA]->(bij)
RETURN wat.on AS dag, wat.kind AS wat, coalesce(bij.title, toString(bij.on)) AS waarvan
ORDER BY dag, wat, waarvan
