// name: Sectors
MATCH (s:Sector) USING INDEX SEEK s:Sector(code)
WHERE s.code > ''
  // filter
RETURN properties(s) AS sector
ORDER BY s._sortName, s.code

// name: SectorCodes
s.code IN $codes

// name: PutSectors
UNWIND $rows AS row
MERGE (s:Sector {code: row.code})
SET s = row
