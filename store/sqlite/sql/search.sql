-- name: Search
SELECT s.node
FROM search_index CROSS JOIN searchable AS s ON s.id = search_index.rowid
WHERE search_index MATCH :words

-- name: SearchSize
SELECT coalesce(max(id), 0) FROM searchable

-- name: SearchFrequency
SELECT count(*) FROM (SELECT 1 FROM search_index WHERE search_index MATCH :words LIMIT :most)

-- What has a word that begins with each token, among the first by name.
-- name: SearchWalk
SELECT s.node
FROM (SELECT * FROM searchable ORDER BY sort_name, node LIMIT :walked) AS s
WHERE true

-- name: SearchToken
AND instr(' ' || s.words, :token) > 0

-- name: SearchAsOf
AND (s.since IS NULL OR s.since <= :asOf) AND (s.until IS NULL OR s.until > :asOf)

-- name: SearchWithout
AND NOT (s.kind = 'Agreement' AND s.key IN (SELECT value FROM json_each(:without)))

-- name: SearchOrder
ORDER BY s.sort_name, s.node LIMIT :limit

-- name: PutSearchable
INSERT INTO searchable (node, kind, key, sort_name, words, since, until)
SELECT value ->> 0 || ':' || (value ->> 1), value ->> 0, value ->> 1, value ->> 2, value ->> 3, value ->> 4, value ->> 5
FROM json_each(:rows)
WHERE true
ON CONFLICT (node) DO UPDATE SET sort_name = excluded.sort_name, words = excluded.words, since = excluded.since,
  until = excluded.until
