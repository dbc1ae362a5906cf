-- All of a partner comes in one text, since a sector has thousands of agreements, and each row costs more to hand over
-- than to read.

-- name: CoverageOfSector
SELECT group_concat(k.uuid || ' ' || k.tells, ';')
FROM partner_sector AS s CROSS JOIN coverage AS k ON k.partner_key = s.partner_key
WHERE s.sector_code = :sector AND k.since <= :asOf AND (k.until IS NULL OR k.until > :asOf)
GROUP BY s.partner_key

-- name: CoverageOfChain
SELECT group_concat(k.uuid || ' ' || k.tells, ';')
FROM partner_chain AS s CROSS JOIN coverage AS k ON k.partner_key = s.partner_key
WHERE s.chain_code = :chain AND k.since <= :asOf AND (k.until IS NULL OR k.until > :asOf)
GROUP BY s.partner_key

-- name: ClearCoverage
DELETE FROM coverage WHERE uuid = :uuid AND partner_key NOT IN (SELECT value FROM json_each(:partners))

-- name: PutCoverage
INSERT INTO coverage (partner_key, uuid, since, until, tells)
SELECT value, :uuid, :since, :until, :tells FROM json_each(:partners) WHERE true
ON CONFLICT (partner_key, uuid) DO UPDATE SET since = excluded.since, until = excluded.until, tells = excluded.tells
WHERE (coverage.since, coverage.until, coverage.tells) IS NOT (excluded.since, excluded.until, excluded.tells)
