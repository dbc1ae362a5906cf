-- +goose Up

-- How many collaborations of a partner are in force, and when the latest of those began, from one day until another: one
-- row for each day on which that changes, so that it is right on any day without a write. The first begins at ''.
CREATE TABLE collaboration_count (
  partner_key  TEXT NOT NULL REFERENCES partner (key),
  since        TEXT NOT NULL,
  until        TEXT NOT NULL,
  in_force     INTEGER NOT NULL,
  latest_since TEXT NOT NULL,
  PRIMARY KEY (partner_key, since)
) STRICT, WITHOUT ROWID;
CREATE INDEX collaboration_count_by_number ON collaboration_count (in_force, partner_key, since, until);
CREATE INDEX collaboration_count_by_latest ON collaboration_count (latest_since, partner_key, since, until);

INSERT INTO collaboration_count (partner_key, since, until, in_force, latest_since)
SELECT d.key, d.since, lead(d.since, 1, '9999-12-31') OVER (PARTITION BY d.key ORDER BY d.since),
  (SELECT count(*) FROM collaboration AS c
    WHERE c.partner_key = d.key AND c.since <= d.since AND (c.until IS NULL OR c.until > d.since)),
  (SELECT coalesce(max(c.since), '') FROM collaboration AS c
    WHERE c.partner_key = d.key AND c.since <= d.since AND (c.until IS NULL OR c.until > d.since))
FROM (SELECT key, '' AS since FROM partner
  UNION SELECT partner_key, since FROM collaboration
  UNION SELECT partner_key, until FROM collaboration WHERE until IS NOT NULL) AS d;

DROP INDEX partner_by_collaborations;
DROP INDEX partner_by_latest;
ALTER TABLE partner DROP COLUMN open_collaborations;
ALTER TABLE partner DROP COLUMN latest_since;
ALTER TABLE partner DROP COLUMN connected;
