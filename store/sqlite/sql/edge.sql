-- The edges of the network that are collaborations, each with no more than analysis asks.

-- name: NetworkEdges
SELECT concat_ws(char(31), e.uuid, e.region_code, e.partner_key, e.profile, e.incidental, e.since, coalesce(e.until, ''),
  coalesce(e.certainty, '')) AS packed
FROM collaboration AS e
WHERE e.uuid > :after
ORDER BY e.uuid LIMIT :limit
