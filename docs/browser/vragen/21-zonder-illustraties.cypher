// 21 Het netwerk zonder illustraties, door alle jaren heen
// Alleen wat een bron heeft. Draai het om met: s.certainty = 'ILLUSTRATION'
MATCH (r:Region)-[s:KERNSAMENWERKING|STRUCTURELE_SAMENWERKING|KOPPELSAMENWERKING|ADHOC_SAMENWERKING|STANDBY_SAMENWERKING|ADOPTS]->(p:Partner)
WHERE s.certainty <> 'ILLUSTRATION'
RETURN r, s, p
