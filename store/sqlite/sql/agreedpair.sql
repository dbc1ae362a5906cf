-- name: AgreedPairs
SELECT p.region_code, p.partner_key, p.profile, p.motivation
FROM agreed_pair AS p
WHERE p.agreement = (SELECT id FROM agreement WHERE uuid = :agreement)

-- name: AgreedPairsFromRegion
AND p.region_code >= :lower AND (p.region_code > :lower OR p.partner_key > :lowerTie)

-- name: AgreedPairsToRegion
AND p.region_code <= :upper AND (p.region_code < :upper OR p.partner_key < :upperTie)

-- name: AgreedPairsUpByRegion
ORDER BY p.region_code, p.partner_key LIMIT :limit

-- name: AgreedPairsDownByRegion
ORDER BY p.region_code DESC, p.partner_key DESC LIMIT :limit

-- name: CountAgreedPairs
SELECT '', count(*)
FROM agreed_pair AS p
WHERE p.agreement = (SELECT id FROM agreement WHERE uuid = :agreement)

-- All pairs of each agreement.
-- name: AgreedPairsOfAgreements
SELECT p.region_code, p.partner_key, p.profile, p.motivation, a.uuid
FROM agreement AS a CROSS JOIN agreed_pair AS p ON p.agreement = a.id
WHERE a.uuid IN (SELECT value FROM json_each(:uuids))
ORDER BY a.uuid, p.region_code, p.partner_key

-- Only those of some ends, each sought in the agreements that bind the partner.
-- name: AgreedPairsOfEnds
SELECT p.region_code, p.partner_key, p.profile, p.motivation, a.uuid
FROM (SELECT DISTINCT value ->> 0 AS region, value ->> 1 AS partner FROM json_each(:pairs)) AS j
CROSS JOIN agreement_party AS q ON q.party = 'Partner:' || j.partner
CROSS JOIN agreed_pair AS p ON p.agreement = q.agreement AND p.region_code = j.region AND p.partner_key = j.partner
CROSS JOIN agreement AS a ON a.id = p.agreement
WHERE a.uuid IN (SELECT value FROM json_each(:uuids))
ORDER BY a.uuid, p.region_code, p.partner_key

-- What stays as it is, is not written again: an agreement can have thousands, and most of its changes leave them alone.

-- name: ClearAgreedPairs
DELETE FROM agreed_pair WHERE agreement = (SELECT id FROM agreement WHERE uuid = :uuid)
AND (region_code, partner_key) NOT IN (SELECT value ->> 'regionCode', value ->> 'partnerKey' FROM json_each(:pairs))

-- name: PutAgreedPairs
INSERT INTO agreed_pair (agreement, region_code, partner_key, profile, motivation)
SELECT a.id, j.value ->> 'regionCode', j.value ->> 'partnerKey', j.value ->> 'profile', j.value ->> 'motivation'
FROM agreement AS a CROSS JOIN json_each(:pairs) AS j
WHERE a.uuid = :uuid
ON CONFLICT (agreement, region_code, partner_key) DO UPDATE SET profile = excluded.profile, motivation = excluded.motivation
WHERE agreed_pair.profile <> excluded.profile OR agreed_pair.motivation IS NOT excluded.motivation
