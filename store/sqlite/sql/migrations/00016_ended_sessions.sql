-- +goose Up

-- Sessions of browsers that were ended before their time: beside the register, of which they are no part.
CREATE TABLE ended_session (
  name  TEXT PRIMARY KEY,
  at    TEXT NOT NULL,
  until TEXT NOT NULL
) STRICT, WITHOUT ROWID;
