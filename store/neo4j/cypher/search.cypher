// Search reads all that the words find, because no engine's ranking is used: it orders them by name.

// name: Search
CALL db.index.fulltext.queryNodes('names', $search) YIELD node
WHERE (node:Agreement OR coalesce(node.since <= $asOf, true) AND coalesce(node.until > $asOf, true))
  // filter
WITH node,
  coalesce(node._sortName, split(node._titleOrder, '\t')[0]) AS _sortName,
  CASE
    WHEN node:Partner THEN 'Partner:' + node.key
    WHEN node:Region THEN 'Region:' + node.code
    WHEN node:Municipality THEN 'Municipality:' + node.code
    WHEN node:Sector THEN 'Sector:' + node.code
    WHEN node:Chain THEN 'Chain:' + node.code
    ELSE 'Agreement:' + node.id
  END AS id
ORDER BY _sortName, id
LIMIT $limit
WITH collect(id) AS ids, collect(CASE WHEN node:Partner THEN node END) AS found
RETURN ids, COLLECT {
  UNWIND found AS p
  WITH p,
    // around
  RETURN [partner, edges, collaborations, adoptions, parts, wholes, agreements]
} AS partners

// name: SearchWithout
(NOT node:Agreement OR NOT node.id IN $without)
