-- name: Chains
SELECT code, name, kind, ministries, provenance, version, updated_at
FROM chain
WHERE true

-- name: ChainsByCode
AND code IN (SELECT value FROM json_each(:codes))

-- name: ChainOrder
ORDER BY code

-- name: PutChain
INSERT INTO chain (code, name, kind, ministries, provenance, illustrated, version, updated_at)
VALUES (:code, :name, :kind, :ministries, :provenance, :illustrated, :version, :updatedAt)
ON CONFLICT (code) DO UPDATE SET name = excluded.name, kind = excluded.kind, ministries = excluded.ministries,
  provenance = excluded.provenance, illustrated = excluded.illustrated, version = excluded.version,
  updated_at = excluded.updated_at

-- name: SetKindOfChain
UPDATE partner AS p
SET chain_kind_bits = (SELECT coalesce(sum(DISTINCT CASE h.kind WHEN 'ALGEMEEN' THEN 1 ELSE 2 END), 0)
  FROM partner_chain AS k CROSS JOIN chain AS h ON h.code = k.chain_code WHERE k.partner_key = p.key)
WHERE p.key IN (SELECT partner_key FROM partner_chain WHERE chain_code = :code)

-- name: ClearChainMinistries
DELETE FROM chain_ministry WHERE chain_code = :code

-- name: PutChainMinistries
INSERT INTO chain_ministry (chain_code, place, ministry_code, since, until)
SELECT :code, key, value ->> 'ministryCode', value ->> 'since', value ->> 'until' FROM json_each(:ministries)

-- name: MissingChain
SELECT 'Chain:' || value FROM json_each(:codes) WHERE value NOT IN (SELECT code FROM chain)

-- name: Ministries
SELECT code, abbreviation, name, tooi, until, provenance, version, updated_at
FROM ministry
WHERE true

-- name: MinistriesByCode
AND code IN (SELECT value FROM json_each(:codes))

-- name: MinistryOrder
ORDER BY code

-- name: PutMinistry
INSERT INTO ministry (code, abbreviation, name, tooi, until, provenance, illustrated, version, updated_at)
VALUES (:code, :abbreviation, :name, :tooi, :until, :provenance, :illustrated, :version, :updatedAt)
ON CONFLICT (code) DO UPDATE SET abbreviation = excluded.abbreviation, name = excluded.name, tooi = excluded.tooi,
  until = excluded.until, provenance = excluded.provenance, illustrated = excluded.illustrated,
  version = excluded.version, updated_at = excluded.updated_at

-- name: MissingMinistry
SELECT 'Ministry:' || value FROM json_each(:codes) WHERE value NOT IN (SELECT code FROM ministry)
