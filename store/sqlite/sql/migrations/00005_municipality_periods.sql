-- +goose Up

-- A municipality has a period, and may go up in another.
ALTER TABLE municipality ADD COLUMN aliases TEXT;
ALTER TABLE municipality ADD COLUMN since TEXT;
ALTER TABLE municipality ADD COLUMN until TEXT;
ALTER TABLE municipality ADD COLUMN successor TEXT REFERENCES municipality (code);
ALTER TABLE municipality ADD COLUMN provenance TEXT;
ALTER TABLE municipality ADD COLUMN illustrated INTEGER NOT NULL DEFAULT 0;
CREATE INDEX municipality_illustrated ON municipality (id) WHERE illustrated = 1;
