// Coverage: the agreements of the partners of a sector or a chain that were in force or on record at a day. _coversSince is
// as precise as it is known, and compares as text; what covers nothing on any day has none.

// name: CoverageOfSector
MATCH (s:Sector)<-[:IN_SECTOR]-(p)<-[:HAS_PARTY]-(a:Agreement) USING INDEX SEEK s:Sector(code)
WHERE s.code = $code AND a._coversSince <= $day AND coalesce(a.until > $asOf, true)
RETURN DISTINCT a.id AS agreement, a.regions AS regions, a._coversInForce AS inForce, nullIf(a._coversSince, '') AS since

// name: CoverageOfChain
MATCH (c:Chain)<-[:IN_CHAIN]-(p:Partner)<-[:HAS_PARTY]-(a:Agreement) USING INDEX SEEK c:Chain(code)
WHERE c.code = $code AND a._coversSince <= $day AND coalesce(a.until > $asOf, true)
RETURN DISTINCT a.id AS agreement, a.regions AS regions, a._coversInForce AS inForce, nullIf(a._coversSince, '') AS since
