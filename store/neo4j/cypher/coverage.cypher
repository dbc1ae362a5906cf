// Coverage: the agreements of the partners of a sector or a chain that were in force or on record at a day. A day of
// signing is as precise as it is known, and compares as text.

// name: CoverageOfSector
MATCH (s:Sector)<-[:IN_SECTOR]-(p)<-[:HAS_PARTY]-(a:Agreement) USING INDEX SEEK s:Sector(code)
WHERE s.code = $code AND a.status IN ['ACTIVE', 'ENDED', 'RECORDED'] AND coalesce(a.until > $asOf, true)
WITH DISTINCT a, a.status <> 'RECORDED' AND a.since IS NOT NULL AS inForce
WHERE CASE
  WHEN inForce THEN a.since <= $asOf
  ELSE a.status <> 'ACTIVE' AND coalesce(a.signedOn <= $day, true)
END
RETURN a.id AS agreement, a.regions AS regions, inForce,
  CASE WHEN inForce THEN toString(a.since) ELSE a.signedOn END AS since

// name: CoverageOfChain
MATCH (c:Chain)<-[:IN_CHAIN]-(p:Partner)<-[:HAS_PARTY]-(a:Agreement) USING INDEX SEEK c:Chain(code)
WHERE c.code = $code AND a.status IN ['ACTIVE', 'ENDED', 'RECORDED'] AND coalesce(a.until > $asOf, true)
WITH DISTINCT a, a.status <> 'RECORDED' AND a.since IS NOT NULL AS inForce
WHERE CASE
  WHEN inForce THEN a.since <= $asOf
  ELSE a.status <> 'ACTIVE' AND coalesce(a.signedOn <= $day, true)
END
RETURN a.id AS agreement, a.regions AS regions, inForce,
  CASE WHEN inForce THEN toString(a.since) ELSE a.signedOn END AS since
