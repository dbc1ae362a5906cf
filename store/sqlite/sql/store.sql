-- name: State
SELECT coalesce((SELECT max(revision) FROM change), 0),
  EXISTS (SELECT 1 FROM partner WHERE illustrated = 1) OR EXISTS (SELECT 1 FROM collaboration WHERE illustrated = 1)
  OR EXISTS (SELECT 1 FROM adoption WHERE illustrated = 1) OR EXISTS (SELECT 1 FROM region WHERE illustrated = 1)
  OR EXISTS (SELECT 1 FROM municipality WHERE illustrated = 1)
  OR EXISTS (SELECT 1 FROM neighbour WHERE illustrated = 1) OR EXISTS (SELECT 1 FROM sector WHERE illustrated = 1)
  OR EXISTS (SELECT 1 FROM chain WHERE illustrated = 1) OR EXISTS (SELECT 1 FROM ministry WHERE illustrated = 1),
  EXISTS (SELECT 1 FROM agreement WHERE illustrated = 1),
  (SELECT count(*) FROM partner), (SELECT count(*) FROM collaboration), (SELECT count(*) FROM agreement),
  (SELECT mark FROM incomplete WHERE id = 1)

-- name: Filling
SELECT count(*) FROM incomplete WHERE mark IS NOT NULL

-- name: Commits
PRAGMA data_version

-- name: PutMark
INSERT INTO incomplete (id, mark) VALUES (1, :mark) ON CONFLICT (id) DO UPDATE SET mark = excluded.mark
