-- +goose Up

-- One row: what fills the register, as long as it is not whole; mark is JSON, null when it is whole.
CREATE TABLE incomplete (
  id   INTEGER PRIMARY KEY CHECK (id = 1),
  mark TEXT
) STRICT;
