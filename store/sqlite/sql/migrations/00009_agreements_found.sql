-- +goose Up

-- Agreements are found by their titles: sort_title holds the words of one already.
INSERT INTO searchable (node, kind, key, sort_name, words)
SELECT 'Agreement:' || uuid, 'Agreement', uuid, sort_title, sort_title FROM agreement;
