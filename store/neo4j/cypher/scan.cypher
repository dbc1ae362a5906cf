// All things of a kind, in order of their keys. Region and PeerReview give way to the labels of kinds that are read alike.

// name: ScanCodes
MATCH (n:Region) USING INDEX SEEK n:Region(code)
WHERE n.code > $after
RETURN properties(n) AS thing
ORDER BY n.code
LIMIT $limit

// name: ScanIDs
MATCH (n:PeerReview) USING INDEX SEEK n:PeerReview(id)
WHERE n.id > $after
RETURN properties(n) AS thing
ORDER BY n.id
LIMIT $limit

// name: ScanChains
MATCH (c:Chain) USING INDEX SEEK c:Chain(code)
WHERE c.code > $after
WITH c
ORDER BY c.code
LIMIT $limit
RETURN properties(c) AS chain,
  COLLECT { MATCH (c)-[u:UNDER]->() RETURN properties(u) ORDER BY u._place } AS ministries
ORDER BY c.code

// name: ScanPartners
MATCH (p:Partner) USING INDEX SEEK p:Partner(key)
WHERE p.key > $after
WITH p
ORDER BY p.key
LIMIT $limit
RETURN properties(p) AS partner,
  [(p)-[e:WORKS_IN|CONNECTED_TO]->() | properties(e)] AS edges
ORDER BY p.key

// The profiles are as many walks: of each comes a share of the page.
// name: ScanCollaborations
CALL () {
  MATCH ()-[s:KERNSAMENWERKING]->() USING INDEX SEEK s:KERNSAMENWERKING(id)
  WHERE s.id > $after
  RETURN s
  ORDER BY s.id
  LIMIT $share
}
RETURN type(s) AS profile, properties(s) AS collaboration

// name: ScanAdoptions
MATCH ()-[a:ADOPTS]->() USING INDEX SEEK a:ADOPTS(id)
WHERE a.id > $after
WITH a
ORDER BY a.id
LIMIT $limit
RETURN properties(a) AS adoption,
  COLLECT {
    MATCH ()-[m:MANDATES]->() USING INDEX SEEK m:MANDATES(adoption)
    WHERE m.adoption = a.id
    RETURN properties(m)
  } AS mandates
ORDER BY a.id

// name: ScanAgreements
MATCH (a:Agreement) USING INDEX SEEK a:Agreement(id)
WHERE a.id > $after
WITH a
ORDER BY a.id
LIMIT $limit
RETURN properties(a) AS agreement,
  COLLECT { MATCH (a)-[:HAS_COMMITMENT]->(c) RETURN properties(c) ORDER BY c._place } AS commitments,
  COLLECT { MATCH (a)-[s:SETS]->() RETURN properties(s) ORDER BY s._pairOrder } AS pairs
ORDER BY a.id

// name: ScanChangeItems
MATCH (i:_ChangeItem) USING INDEX SEEK i:_ChangeItem(revision, place)
WHERE i.revision > $low AND i.revision <= $high AND i.place > -1
RETURN properties(i) AS item
ORDER BY i.revision ASC, i.place ASC
LIMIT $limit
