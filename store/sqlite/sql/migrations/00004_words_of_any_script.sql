-- +goose Up

-- Go folds words to letters and digits of any script before they come here, so the tokenizer only splits at spaces: that
-- of ASCII takes every other character for a letter, and knows no case of its own.
DROP TABLE search_index;
CREATE VIRTUAL TABLE search_index USING fts5 (
  words, content = 'searchable', content_rowid = 'id', detail = none, prefix = '1 2 3', tokenize = 'ascii'
);
INSERT INTO search_index (search_index) VALUES ('rebuild');
