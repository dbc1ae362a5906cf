-- +goose Up

-- The pairs of an agreement have rows of their own, so that a page of them does not read them all.
CREATE TABLE agreed_pair (
  agreement   INTEGER NOT NULL REFERENCES agreement (id),
  region_code TEXT NOT NULL REFERENCES region (code),
  partner_key TEXT NOT NULL REFERENCES partner (key),
  profile     TEXT NOT NULL,
  motivation  TEXT,
  PRIMARY KEY (agreement, region_code, partner_key)
) STRICT, WITHOUT ROWID;

INSERT INTO agreed_pair (agreement, region_code, partner_key, profile, motivation)
SELECT t.id, j.value ->> 'regionCode', j.value ->> 'partnerKey', j.value ->> 'profile', j.value ->> 'motivation'
FROM agreement_text AS t CROSS JOIN json_each(t.pairs) AS j;

ALTER TABLE agreement_text DROP COLUMN pairs;
