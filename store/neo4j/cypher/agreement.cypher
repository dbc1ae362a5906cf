// Agreements. _titleOrder gives way to the property of the order that was asked for, ASC to its direction. What is
// derived of an agreement (its empty dimensions, for whom it waits, the profiles of its pairs) is kept with it.

// name: AgreementsByID
MATCH (a:Agreement) USING INDEX SEEK a:Agreement(id)
WHERE a.id IN $ids
RETURN properties(a) AS agreement,
  COLLECT { MATCH (a)-[:HAS_COMMITMENT]->(c) RETURN properties(c) ORDER BY c._place } AS commitments,
  [] AS pairs // pairs

// name: AgreementsOfCommitments
MATCH (held:Commitment)<-[:HAS_COMMITMENT]-(a) USING INDEX SEEK held:Commitment(id)
WHERE held.id IN $ids
WITH DISTINCT a
RETURN properties(a) AS agreement,
  COLLECT { MATCH (a)-[:HAS_COMMITMENT]->(c) RETURN properties(c) ORDER BY c._place } AS commitments,
  [] AS pairs // pairs

// name: AgreementsOfPairs
UNWIND $pairs AS pair
MATCH (a)-[h:HAS_PARTY]->() USING INDEX SEEK h:HAS_PARTY(_party, _titleOrder)
WHERE h._party = 'Partner:' + pair.partner AND h._titleOrder > '' AND pair.region IN a.regions
WITH DISTINCT a
RETURN properties(a) AS agreement,
  COLLECT { MATCH (a)-[:HAS_COMMITMENT]->(c) RETURN properties(c) ORDER BY c._place } AS commitments,
  [] AS pairs // pairs

// name: AgreementsAmending
MATCH (old:Agreement)<-[:SUPERSEDES]-(a) USING INDEX SEEK old:Agreement(id)
WHERE old.id IN $ids
RETURN properties(a) AS agreement,
  COLLECT { MATCH (a)-[:HAS_COMMITMENT]->(c) RETURN properties(c) ORDER BY c._place } AS commitments,
  [] AS pairs // pairs

// name: ListAgreements
MATCH (a:Agreement) USING INDEX SEEK a:Agreement(_titleOrder) // source
WHERE a._titleOrder > $low AND a._titleOrder < $high
  // filter
WITH a
ORDER BY a._titleOrder ASC
LIMIT $limit
RETURN properties(a) AS agreement,
  COLLECT { MATCH (a)-[:HAS_COMMITMENT]->(c) RETURN properties(c) ORDER BY c._place } AS commitments,
  [] AS pairs
ORDER BY a._titleOrder ASC

// Several parties are as many walks, each bounded by the page, merged.
// name: ListAgreementsOf
UNWIND $parties AS party
CALL (party) {
  MATCH (a)-[h:HAS_PARTY]->() USING INDEX SEEK h:HAS_PARTY(_party, _titleOrder)
  WHERE h._party = party AND h._titleOrder > $low AND h._titleOrder < $high
    // filter
  RETURN a, h._titleOrder AS place
  ORDER BY h._party ASC, h._titleOrder ASC
  LIMIT $limit
}
WITH DISTINCT a, place
ORDER BY place ASC
LIMIT $limit
RETURN properties(a) AS agreement,
  COLLECT { MATCH (a)-[:HAS_COMMITMENT]->(c) RETURN properties(c) ORDER BY c._place } AS commitments,
  [] AS pairs
ORDER BY place ASC

// name: CountAgreements
MATCH (a:Agreement) // source
WHERE true
  // filter
RETURN count(a) AS count

// name: CountAgreementsOf
MATCH (a)-[h:HAS_PARTY]->() USING INDEX SEEK h:HAS_PARTY(_party, _titleOrder)
WHERE h._party IN $parties AND h._titleOrder > ''
WITH DISTINCT a
WHERE true
  // filter
RETURN count(a) AS count

// Where agreements come from when words are searched for: each word may be met by another name, of the agreement or of a party.
// name: AgreementsBySearch
UNWIND $search AS word
CALL db.index.fulltext.queryNodes('names', word) YIELD node
UNWIND CASE WHEN node:Agreement THEN [node] ELSE [(node)<-[:HAS_PARTY]-(bound:Agreement) | bound] END AS a
WITH a, count(DISTINCT word) AS met

// The fields of a filter, each a predicate on a.

// name: AgreementFound
met = size($search)

// name: AgreementFoundParty
EXISTS { MATCH (a)-[h:HAS_PARTY]->() WHERE h._party = $party }

// name: AgreementWithout
NOT a.id IN $without

// name: AgreementRegions
any(code IN a.regions WHERE code IN $regions)

// name: AgreementPartners
any(key IN a.partners WHERE key IN $partners)

// name: AgreementLedBy
a.ledBy IN $ledBy

// name: AgreementStatus
CASE WHEN a.status = 'ACTIVE' AND a.until <= $asOf THEN 'EXPIRED' ELSE a.status END IN $status

// name: AgreementInForce
(a.status IN ['ACTIVE', 'ENDED'] AND coalesce(a.since <= $asOf, false) AND coalesce(a.until > $asOf, true)) = $inForce

// name: AgreementSectors
EXISTS { MATCH (a)-[:HAS_PARTY]->(p:Partner) WHERE any(code IN p.sectors WHERE code IN $sectors) }

// name: AgreementChains
(any(code IN a.chains WHERE code IN $chains)
  OR EXISTS { MATCH (a)-[:HAS_PARTY]->(p:Partner) WHERE any(code IN p.chains WHERE code IN $chains) })

// name: AgreementProfiles
any(profile IN a.profiles WHERE profile IN $profiles)

// name: AgreementEmptyDimensions
any(dimension IN a.emptyDimensions WHERE dimension IN $emptyDimensions)

// name: AgreementEndsBefore
a.until < $endsBefore

// name: AgreementWaitingFor
any(party IN a.waitingFor WHERE party IN $waitingFor)

// name: AgreementEvaluationDueBefore
EXISTS { MATCH (a)<-[:EVALUATES]-(e) WHERE e.nextOn < $evaluationDueBefore AND e.followedOn IS NULL }

// name: AgreementReviewed
(a.reviewedOn IS NOT NULL) = $reviewed

// name: AgreementCertainty
a.certainty IN $certainty

// The node stays, for reviews, evaluations and amendments hold on to it; what it holds itself is made anew, its pairs only
// when they are others. MERGE of what it supersedes is for one that comes later in the call. An agenda entry for a party
// that the register does not have stands at the agreement itself.
// name: PutAgreements
UNWIND $rows AS row
MERGE (a:Agreement {id: row.properties.id})
WITH a, row, coalesce(a._pairsHash, '') <> row.properties._pairsHash AS otherPairs
SET a = row.properties
WITH a, row, otherPairs
CALL (a) {
  MATCH (a)-[:HAS_COMMITMENT]->(old)
  DETACH DELETE old
}
CALL (a) {
  MATCH (a)-[old:HAS_PARTY|LED_BY|SIGNED_BY|IN_CHAIN|SUPERSEDES]->()
  DELETE old
}
CALL (a) {
  MATCH (a)<-[old:AGENDA]-()
  DELETE old
}
CALL (a) {
  MATCH (r:Region) USING INDEX SEEK r:Region(code)
  WHERE r.code IN a.regions
  CREATE (a)-[:HAS_PARTY {_party: 'Region:' + r.code, _titleOrder: a._titleOrder, _sinceOrder: a._sinceOrder,
    _untilOrder: a._untilOrder, _signedUpOrder: a._signedUpOrder, _signedDownOrder: a._signedDownOrder,
    _updatedOrder: a._updatedOrder}]->(r)
}
CALL (a) {
  MATCH (p:Partner) USING INDEX SEEK p:Partner(key)
  WHERE p.key IN a.partners
  CREATE (a)-[:HAS_PARTY {_party: 'Partner:' + p.key, _titleOrder: a._titleOrder, _sinceOrder: a._sinceOrder,
    _untilOrder: a._untilOrder, _signedUpOrder: a._signedUpOrder, _signedDownOrder: a._signedDownOrder,
    _updatedOrder: a._updatedOrder}]->(p)
}
CALL (a) {
  MATCH (r:Region) USING INDEX SEEK r:Region(code)
  WHERE r.code = a.ledBy
  CREATE (a)-[:LED_BY]->(r)
}
CALL (a) {
  MATCH (c:Chain) USING INDEX SEEK c:Chain(code)
  WHERE c.code IN a.chains
  CREATE (a)-[:IN_CHAIN]->(c)
}
CALL (a, row) {
  UNWIND row.signatories AS signatory
  MATCH (p:Partner) USING INDEX SEEK p:Partner(key)
  WHERE p.key = signatory.partner
  CREATE (a)-[:SIGNED_BY {signsFor: signatory.signsFor}]->(p)
}
CALL (a, row) {
  UNWIND row.supersedes AS id
  MERGE (old:Agreement {id: id})
  CREATE (a)-[:SUPERSEDES]->(old)
}
CALL (a, row) {
  UNWIND row.commitments AS commitment
  CREATE (a)-[:HAS_COMMITMENT]->(c:Commitment)
  SET c = commitment
}
CALL (a, otherPairs) {
  MATCH (a)-[old:SETS]->()
  WHERE otherPairs
  DELETE old
}
CALL (a, row, otherPairs) {
  UNWIND CASE WHEN otherPairs THEN row.pairs ELSE [] END AS pair
  MATCH (p:Partner) USING INDEX SEEK p:Partner(key)
  WHERE p.key = pair.partner
  CREATE (a)-[s:SETS]->(p)
  SET s = pair
}
CALL (a, row) {
  UNWIND row.agenda AS entry
  OPTIONAL MATCH (r:Region) USING INDEX SEEK r:Region(code)
  WHERE r.code = entry.region
  OPTIONAL MATCH (p:Partner) USING INDEX SEEK p:Partner(key)
  WHERE p.key = entry.partner
  WITH a, entry, coalesce(r, p, a) AS party
  CREATE (party)-[e:AGENDA]->(a)
  SET e = entry.properties
}

// What agreements of an older schema lack; _titleOrder holds the words of the title already.
// name: CompleteAgreements
MATCH (a:Agreement)
WHERE a._searchText IS NULL OR a._signedUpOrder IS NULL OR a._coversInForce IS NULL
SET a._searchText = coalesce(a._searchText, split(a._titleOrder, '\t')[0]),
  a._signedUpOrder = coalesce(a.signedOn, '9999-12-31') + '\t' + a.id, a._signedDownOrder = coalesce(a.signedOn, '') + '\t' + a.id,
  a._coversInForce = CASE
    WHEN a.status IN ['ACTIVE', 'ENDED'] AND a.since IS NOT NULL THEN true
    WHEN a.status IN ['RECORDED', 'ENDED'] THEN false
  END,
  a._coversSince = CASE
    WHEN a.status IN ['ACTIVE', 'ENDED'] AND a.since IS NOT NULL THEN toString(a.since)
    WHEN a.status IN ['RECORDED', 'ENDED'] THEN coalesce(a.signedOn, '')
  END
WITH a
MATCH (a)-[h:HAS_PARTY]->()
SET h._signedUpOrder = a._signedUpOrder, h._signedDownOrder = a._signedDownOrder
