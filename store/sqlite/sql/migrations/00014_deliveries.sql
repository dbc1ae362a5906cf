-- +goose Up

-- How far each webhook is, as JSON: beside the register, of which it is no part.
CREATE TABLE delivery (
  name    TEXT PRIMARY KEY,
  version INTEGER NOT NULL,
  state   TEXT NOT NULL
) STRICT, WITHOUT ROWID;
