// Regions and their neighbours. NEIGHBOURS is stored once a pair and read from both ends.

// name: Regions
MATCH (r:Region) USING INDEX SEEK r:Region(code)
WHERE r.code > ''
  // filter
RETURN properties(r) AS region
ORDER BY r.code

// name: RegionCodes
r.code IN $codes

// name: Neighbours
MATCH (r:Region)-[n:NEIGHBOURS]-(o:Region) USING INDEX SEEK r:Region(code)
WHERE r.code IN $codes
RETURN r.code AS region, o.code AS neighbour, properties(n) AS properties
ORDER BY region, neighbour

// name: PutRegions
UNWIND $rows AS row
MERGE (r:Region {code: row.code})
SET r = row

// name: PutNeighbours
UNWIND $rows AS row
MATCH (a:Region), (b:Region) USING INDEX SEEK a:Region(code) USING INDEX SEEK b:Region(code)
WHERE a.code = row.a AND b.code = row.b
MERGE (a)-[n:NEIGHBOURS]-(b)
SET n = row.properties

// For a store of an older schema.
// name: PlaceRegions
MATCH (r:Region)
WHERE r.latitude IS NOT NULL
SET r.location = point({latitude: r.latitude, longitude: r.longitude})
REMOVE r.latitude, r.longitude
