// 26 De buren van een regio, en hoe ver hun middelpunten uit elkaar liggen
// Gebruikt $regio.
MATCH (r:Region {code: $regio})-[:NEIGHBOURS]-(buur:Region)
RETURN buur.name AS buur, toInteger(round(point.distance(r.location, buur.location) / 1000)) AS km
ORDER BY km, buur
