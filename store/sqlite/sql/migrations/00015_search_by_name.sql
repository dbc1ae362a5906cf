-- +goose Up

-- The order of what is found, for words that find so many things that a walk in this order looks at fewer.
CREATE INDEX IF NOT EXISTS searchable_by_name ON searchable (sort_name, node);
