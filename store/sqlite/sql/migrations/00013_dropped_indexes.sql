-- +goose Up

-- The indexes that a register does without while it is filled, for to make one at the end costs less than to keep it meanwhile:
-- each by its name, with the statement that makes it again. A migration that drops one of those has to take it from here too.
CREATE TABLE dropped_index (
  name TEXT PRIMARY KEY,
  sql  TEXT NOT NULL
) STRICT, WITHOUT ROWID;
