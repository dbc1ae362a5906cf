// Peer reviews of agreements.

// name: PeerReviewsByID
MATCH (v:PeerReview) USING INDEX SEEK v:PeerReview(id)
WHERE v.id IN $ids
RETURN properties(v) AS review

// name: PeerReviewsOfAgreements
MATCH (a:Agreement)<-[:REVIEWS]-(v) USING INDEX SEEK a:Agreement(id)
WHERE a.id IN $ids
RETURN properties(v) AS review

// name: PutPeerReviews
UNWIND $rows AS row
MERGE (v:PeerReview {id: row.id})
SET v = row
WITH v
CALL (v) {
  MATCH (v)-[old:REVIEWS]->()
  DELETE old
}
MATCH (a:Agreement) USING INDEX SEEK a:Agreement(id)
WHERE a.id = v.agreement
CREATE (v)-[:REVIEWS]->(a)
