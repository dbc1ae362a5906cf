// The edges of the network that are collaborations, each with no more than analysis asks.

// The profiles are as many walks: of each comes a share of the page.
// name: NetworkEdges
CALL () {
  MATCH ()-[e:KERNSAMENWERKING]->() USING INDEX SEEK e:KERNSAMENWERKING(id)
  WHERE e.id > $after
  RETURN e
  ORDER BY e.id
  LIMIT $share
}
RETURN e.id AS id, e.region AS region, e.partner AS partner, type(e) AS profile, e.incidental AS incidental,
  e.since AS since, e.until AS until, e.certainty AS certainty
