// No engine's ranking is used: what the words find comes in order of name.

// Of words that find fewer things than $options.limit, which is none at first: all that they find, put in order.
// name: Search
CALL db.index.fulltext.queryNodes('names', $search, $options) YIELD node
WITH collect(node) AS met
WITH met, coalesce(size(met) < $options.limit, true) AS enough
CALL (met, enough) {
  UNWIND CASE WHEN enough THEN met ELSE [] END AS node
  WITH node
  WHERE true
    // filter
    // first
  RETURN ids, found
}
RETURN enough, ids, COLLECT {
  UNWIND found AS p
  WITH p,
    // around
  RETURN [partner, edges, collaborations, adoptions, parts, wholes, agreements]
} AS partners,
  COUNT { (:Partner) } AS size

// Of words that find many: those among the first partners and agreements by name, and among all of the few other things. It is enough
// when the last that was found lies before the first that was not looked at.
// name: SearchWalk
CALL () {
  MATCH (node:Partner) USING INDEX SEEK node:Partner(_nameOrder)
  WHERE node._nameOrder > ''
  WITH node
  ORDER BY node._nameOrder ASC
  LIMIT $walked
  WITH node
  WHERE true
    // filter
  RETURN node
  ORDER BY node._nameOrder ASC
  LIMIT $limit
UNION ALL
  MATCH (node:Agreement) USING INDEX SEEK node:Agreement(_titleOrder)
  WHERE node._titleOrder > ''
  WITH node
  ORDER BY node._titleOrder ASC
  LIMIT $walked
  WITH node
  WHERE true
    // filter
  RETURN node
  ORDER BY node._titleOrder ASC
  LIMIT $limit
UNION ALL
  MATCH (node:Region) USING INDEX SEEK node:Region(code)
  WHERE node.code > ''
    // filter
  RETURN node
UNION ALL
  MATCH (node:Municipality) USING INDEX SEEK node:Municipality(code)
  WHERE node.code > ''
    // filter
  RETURN node
UNION ALL
  MATCH (node:Sector) USING INDEX SEEK node:Sector(code)
  WHERE node.code > ''
    // filter
  RETURN node
UNION ALL
  MATCH (node:Chain) USING INDEX SEEK node:Chain(code)
  WHERE node.code > ''
    // filter
  RETURN node
}
WITH collect(node) AS met
WITH met, size([node IN met WHERE node:Partner]) < $limit AS fewPartners, size([node IN met WHERE node:Agreement]) < $limit AS fewAgreements
CALL (fewPartners) {
  WITH fewPartners
  WHERE fewPartners
  MATCH (next:Partner) USING INDEX SEEK next:Partner(_nameOrder)
  WHERE next._nameOrder > ''
  WITH next
  ORDER BY next._nameOrder ASC
  SKIP $walked
  LIMIT 1
  RETURN head(collect(next._sortName)) AS nextPartner
}
CALL (fewAgreements) {
  WITH fewAgreements
  WHERE fewAgreements
  MATCH (next:Agreement) USING INDEX SEEK next:Agreement(_titleOrder)
  WHERE next._titleOrder > ''
  WITH next
  ORDER BY next._titleOrder ASC
  SKIP $walked
  LIMIT 1
  RETURN head(collect(split(next._titleOrder, '\t')[0])) AS nextAgreement
}
CALL (met) {
  UNWIND met AS node
    // first
  RETURN ids, found, _last
}
RETURN size(ids) = $limit AND coalesce(_last < nextPartner, true) AND coalesce(_last < nextAgreement, true) AS enough, ids, COLLECT {
  UNWIND found AS p
  WITH p,
    // around
  RETURN [partner, edges, collaborations, adoptions, parts, wholes, agreements]
} AS partners,
  COUNT { (:Partner) } AS size

// name: SearchFirst
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
WITH collect(id) AS ids, collect(CASE WHEN node:Partner THEN node END) AS found, max(_sortName) AS _last

// name: SearchExists
(node:Agreement OR coalesce(node.since <= $asOf, true) AND coalesce(node.until > $asOf, true))

// name: SearchWithout
(NOT node:Agreement OR NOT node.id IN $without)

// name: SearchMeets
all(token IN $tokens WHERE ' ' + node._searchText CONTAINS token)
