// Agreements. titleOrder gives way to the property of the order that was asked for, ASC to its direction. What is
// derived of an agreement (its empty dimensions, for whom it waits, the profiles of its pairs) is kept with it.

// name: AgreementsByID
MATCH (a:Agreement) USING INDEX SEEK a:Agreement(id)
WHERE a.id IN $ids
RETURN properties(a) AS agreement,
  COLLECT { MATCH (a)-[:HAS_COMMITMENT]->(c) RETURN properties(c) ORDER BY c.place } AS commitments,
  [] AS pairs // pairs

// name: AgreementsOfCommitments
MATCH (held:Commitment)<-[:HAS_COMMITMENT]-(a) USING INDEX SEEK held:Commitment(id)
WHERE held.id IN $ids
WITH DISTINCT a
RETURN properties(a) AS agreement,
  COLLECT { MATCH (a)-[:HAS_COMMITMENT]->(c) RETURN properties(c) ORDER BY c.place } AS commitments,
  [] AS pairs // pairs

// name: AgreementsOfPairs
UNWIND $pairs AS pair
MATCH (a)-[h:HAS_PARTY]->() USING INDEX SEEK h:HAS_PARTY(party, titleOrder)
WHERE h.party = 'Partner:' + pair.partner AND h.titleOrder > '' AND pair.region IN a.regions
WITH DISTINCT a
RETURN properties(a) AS agreement,
  COLLECT { MATCH (a)-[:HAS_COMMITMENT]->(c) RETURN properties(c) ORDER BY c.place } AS commitments,
  [] AS pairs // pairs

// name: AgreementsAmending
MATCH (old:Agreement)<-[:SUPERSEDES]-(a) USING INDEX SEEK old:Agreement(id)
WHERE old.id IN $ids
RETURN properties(a) AS agreement,
  COLLECT { MATCH (a)-[:HAS_COMMITMENT]->(c) RETURN properties(c) ORDER BY c.place } AS commitments,
  [] AS pairs // pairs

// name: ListAgreements
MATCH (a:Agreement) USING INDEX SEEK a:Agreement(titleOrder) // source
WHERE a.titleOrder > $low AND a.titleOrder < $high
  // filter
WITH a
ORDER BY a.titleOrder ASC
LIMIT $limit
RETURN properties(a) AS agreement,
  COLLECT { MATCH (a)-[:HAS_COMMITMENT]->(c) RETURN properties(c) ORDER BY c.place } AS commitments,
  [] AS pairs
ORDER BY a.titleOrder ASC

// Several parties are as many walks, each bounded by the page, merged.
// name: ListAgreementsOf
UNWIND $parties AS party
CALL (party) {
  MATCH (a)-[h:HAS_PARTY]->() USING INDEX SEEK h:HAS_PARTY(party, titleOrder)
  WHERE h.party = party AND h.titleOrder > $low AND h.titleOrder < $high
    // filter
  RETURN a, h.titleOrder AS place
  ORDER BY h.party ASC, h.titleOrder ASC
  LIMIT $limit
}
WITH DISTINCT a, place
ORDER BY place ASC
LIMIT $limit
RETURN properties(a) AS agreement,
  COLLECT { MATCH (a)-[:HAS_COMMITMENT]->(c) RETURN properties(c) ORDER BY c.place } AS commitments,
  [] AS pairs
ORDER BY place ASC

// name: CountAgreements
MATCH (a:Agreement) // source
WHERE true
  // filter
RETURN count(a) AS count

// name: CountAgreementsOf
MATCH (a)-[h:HAS_PARTY]->() USING INDEX SEEK h:HAS_PARTY(party, titleOrder)
WHERE h.party IN $parties AND h.titleOrder > ''
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
EXISTS { MATCH (a)-[h:HAS_PARTY]->() WHERE h.party = $party }

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
WITH a, row, coalesce(a.pairsHash, '') <> row.properties.pairsHash AS otherPairs
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
  CREATE (a)-[:HAS_PARTY {party: 'Region:' + r.code, titleOrder: a.titleOrder, sinceOrder: a.sinceOrder,
    untilOrder: a.untilOrder, signedUpOrder: a.signedUpOrder, signedDownOrder: a.signedDownOrder,
    updatedOrder: a.updatedOrder}]->(r)
}
CALL (a) {
  MATCH (p:Partner) USING INDEX SEEK p:Partner(key)
  WHERE p.key IN a.partners
  CREATE (a)-[:HAS_PARTY {party: 'Partner:' + p.key, titleOrder: a.titleOrder, sinceOrder: a.sinceOrder,
    untilOrder: a.untilOrder, signedUpOrder: a.signedUpOrder, signedDownOrder: a.signedDownOrder,
    updatedOrder: a.updatedOrder}]->(p)
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

// What agreements of an older schema lack; titleOrder holds the words of the title already.
// name: CompleteAgreements
MATCH (a:Agreement)
WHERE a.searchText IS NULL OR a.signedUpOrder IS NULL OR a.coversInForce IS NULL
SET a.searchText = coalesce(a.searchText, split(a.titleOrder, '\t')[0]),
  a.signedUpOrder = coalesce(a.signedOn, '9999-12-31') + '\t' + a.id, a.signedDownOrder = coalesce(a.signedOn, '') + '\t' + a.id,
  a.coversInForce = a.status IN ['ACTIVE', 'ENDED'] AND a.since IS NOT NULL,
  a.coversSince = CASE
    WHEN a.status IN ['ACTIVE', 'ENDED'] AND a.since IS NOT NULL THEN toString(a.since)
    WHEN a.status IN ['RECORDED', 'ENDED'] THEN coalesce(a.signedOn, '')
  END
WITH a
MATCH (a)-[h:HAS_PARTY]->()
SET h.signedUpOrder = a.signedUpOrder, h.signedDownOrder = a.signedDownOrder
