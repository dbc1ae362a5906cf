// Search reads all that the words find, because no engine's ranking is used: it orders them by name.

// name: Search
CALL db.index.fulltext.queryNodes('search', $search) YIELD node
WHERE coalesce(node.since <= $asOf, true) AND coalesce(node.until > $asOf, true)
WITH node.sortName AS sortName,
  CASE
    WHEN node:Partner THEN 'Partner:' + node.key
    WHEN node:Region THEN 'Region:' + node.code
    WHEN node:Municipality THEN 'Municipality:' + node.code
    WHEN node:Sector THEN 'Sector:' + node.code
    ELSE 'Chain:' + node.code
  END AS id
RETURN id
ORDER BY sortName, id
LIMIT $limit
