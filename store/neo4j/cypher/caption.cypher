// Captions of regions and partners, for a store of an older schema, which had none.

// name: Uncaptioned
MATCH (n:Region|Partner)
WHERE n.caption IS NULL
RETURN elementId(n) AS id, n:Region AS region, n.name AS name, n.shortName AS shortName
LIMIT $limit

// name: SetCaptions
UNWIND $rows AS row
MATCH (n)
WHERE elementId(n) = row.id
SET n.caption = row.caption
