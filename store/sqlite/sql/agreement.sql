-- name: Agreements
SELECT a.uuid, t.title, t.summary, a.stage, t.region_codes, t.partner_keys, a.led_by, t.signatories, t.chain_codes,
  t.signed_on, a.since, a.until, t.end_reason, t.talks, t.documents, t.commitments, t.not_applicable, t.milestones,
  t.proposed_on, t.approvals, t.refusal, a.supersedes, a.reviewed_on, t.provenance, t.text_version, a.version, t.updated_at
FROM agreement AS a CROSS JOIN agreement_text AS t ON t.id = a.id
WHERE true

-- name: AgreementsByUUID
AND a.uuid IN (SELECT value FROM json_each(:uuids))

-- name: AgreementsByCommitment
AND a.id IN (SELECT m.agreement FROM commitment AS m WHERE m.uuid IN (SELECT value FROM json_each(:commitments)))

-- name: AgreementsOfPairs
AND a.id IN (SELECT q.agreement FROM json_each(:pairs) AS j CROSS JOIN agreement_party AS q ON q.party = j.value ->> 1
  CROSS JOIN agreement_party AS o ON o.agreement = q.agreement AND o.party = j.value ->> 0)

-- name: AgreementsAmending
AND a.supersedes IN (SELECT value FROM json_each(:amending))

-- Which agreements a page holds: in the order of an index, from :lower to :upper. -----------------------------------

-- name: AgreementPage
SELECT a.uuid
FROM agreement AS a
WHERE true

-- name: AgreementPageOfParty
SELECT a.uuid
FROM agreement_party AS o CROSS JOIN agreement AS a ON a.id = o.agreement
WHERE o.party = :party

-- name: CountAgreements
SELECT '', count(*)
FROM agreement AS a
WHERE true

-- name: CountAgreementsOfParty
SELECT '', count(*)
FROM agreement_party AS o CROSS JOIN agreement AS a ON a.id = o.agreement
WHERE o.party = :party

-- sort_title gives way to the column of the order that was asked for.

-- name: AgreementsFromTitle
AND a.sort_title >= :lower AND (a.sort_title > :lower OR a.uuid > :lowerTie)

-- name: AgreementsToTitle
AND a.sort_title <= :upper AND (a.sort_title < :upper OR a.uuid < :upperTie)

-- name: AgreementsOfPartyFromTitle
AND o.sort_title >= :lower AND (o.sort_title > :lower OR o.uuid > :lowerTie)

-- name: AgreementsOfPartyToTitle
AND o.sort_title <= :upper AND (o.sort_title < :upper OR o.uuid < :upperTie)

-- Filters -----------------------------------------------------------------------------------------------------------

-- Each word may be met by another name: by the title or by a party.
-- name: AgreementSearch
AND a.id IN (SELECT f.agreement FROM (
    SELECT j.key AS word, t.id AS agreement
    FROM json_each(:words) AS j CROSS JOIN search_index CROSS JOIN searchable AS s ON s.id = search_index.rowid
      CROSS JOIN agreement AS t ON t.uuid = s.key
    WHERE search_index MATCH j.value AND s.kind = 'Agreement'
    UNION
    SELECT j.key, q.agreement
    FROM json_each(:words) AS j CROSS JOIN search_index CROSS JOIN searchable AS s ON s.id = search_index.rowid
      CROSS JOIN agreement_party AS q ON q.party = s.node
    WHERE search_index MATCH j.value
  ) AS f GROUP BY f.agreement HAVING count(*) = json_array_length(:words))

-- name: AgreementRegions
AND EXISTS (SELECT 1 FROM agreement_party AS q WHERE q.agreement = a.id AND q.party IN (SELECT value FROM json_each(:regions)))

-- name: AgreementPartners
AND a.id IN (SELECT q.agreement FROM agreement_party AS q WHERE q.party IN (SELECT value FROM json_each(:partners)))

-- name: AgreementLedBy
AND a.led_by IN (SELECT value FROM json_each(:ledBy))

-- name: AgreementStatus
AND iif(a.stage = 'ACTIVE' AND a.until <= :asOf, 'EXPIRED', a.stage) IN (SELECT value FROM json_each(:status))

-- name: AgreementInForce
AND (a.stage IN ('ACTIVE', 'ENDED') AND a.since IS NOT NULL AND a.since <= :asOf AND (a.until IS NULL OR a.until > :asOf)) = :inForce

-- name: AgreementSectors
AND EXISTS (SELECT 1 FROM agreement_party AS q CROSS JOIN partner_sector AS s ON s.partner_key = q.partner_key
  WHERE q.agreement = a.id AND s.sector_code IN (SELECT value FROM json_each(:sectors)))

-- name: AgreementChains
AND (EXISTS (SELECT 1 FROM agreement_chain AS k WHERE k.agreement = a.id
    AND k.chain_code IN (SELECT value FROM json_each(:chains)))
  OR EXISTS (SELECT 1 FROM agreement_party AS q CROSS JOIN partner_chain AS k ON k.partner_key = q.partner_key
    WHERE q.agreement = a.id AND k.chain_code IN (SELECT value FROM json_each(:chains))))

-- name: AgreementProfiles
AND a.profile_bits & :profiles <> 0

-- name: AgreementEmptyDimensions
AND a.empty_bits & :emptyDimensions <> 0

-- The + leaves the range of ends to :lower and :upper, which hold the day as well: an index takes one bound a side.
-- name: AgreementEndsBefore
AND +a.until < :endsBefore

-- name: AgreementWaitingFor
AND a.id IN (SELECT q.agreement FROM agreement_party AS q WHERE q.waiting = 1
  AND q.party IN (SELECT value FROM json_each(:waitingFor)))

-- name: AgreementEvaluationDue
AND a.uuid IN (SELECT v.agreement_uuid FROM evaluation AS v WHERE v.followed_on IS NULL AND v.next_on < :evaluationDueBefore)

-- name: AgreementReviewed
AND (a.reviewed_on IS NOT NULL) = :reviewed

-- name: AgreementCertainty
AND a.certainty IN (SELECT value FROM json_each(:certainty))

-- name: AgreementWithout
AND NOT a.uuid IN (SELECT value FROM json_each(:without))

-- Orders ------------------------------------------------------------------------------------------------------------

-- name: AgreementsUpByTitle
ORDER BY a.sort_title, a.uuid LIMIT :limit

-- name: AgreementsDownByTitle
ORDER BY a.sort_title DESC, a.uuid DESC LIMIT :limit

-- name: AgreementsOfPartyUpByTitle
ORDER BY o.sort_title, o.uuid LIMIT :limit

-- name: AgreementsOfPartyDownByTitle
ORDER BY o.sort_title DESC, o.uuid DESC LIMIT :limit

-- Writing -----------------------------------------------------------------------------------------------------------

-- name: PutAgreement
INSERT INTO agreement (uuid, sort_title, since_order, until_order, signed_up, signed_down, version, stage, since, until, led_by,
  empty_bits, profile_bits, reviewed_on, certainty, illustrated)
VALUES (:uuid, :sortTitle, :sinceOrder, :untilOrder, :signedUp, :signedDown, :version, :stage, :since, :until, :ledBy,
  :emptyBits, :profileBits, :reviewedOn, :certainty, :illustrated)
ON CONFLICT (uuid) DO UPDATE SET sort_title = excluded.sort_title, since_order = excluded.since_order,
  until_order = excluded.until_order, signed_up = excluded.signed_up, signed_down = excluded.signed_down,
  version = excluded.version, stage = excluded.stage, since = excluded.since, until = excluded.until,
  led_by = excluded.led_by, empty_bits = excluded.empty_bits, profile_bits = excluded.profile_bits,
  reviewed_on = excluded.reviewed_on, certainty = excluded.certainty, illustrated = excluded.illustrated, supersedes = NULL

-- name: PutAgreementText
REPLACE INTO agreement_text (id, title, summary, region_codes, partner_keys, signatories, chain_codes, signed_on,
  end_reason, talks, documents, commitments, not_applicable, milestones, proposed_on, approvals, refusal, provenance,
  text_version, updated_at)
SELECT id, :title, :summary, :regionCodes, :partnerKeys, :signatories, :chainCodes, :signedOn,
  :endReason, :talks, :documents, :commitments, :notApplicable, :milestones, :proposedOn, :approvals, :refusal, :provenance,
  :textVersion, :updatedAt
FROM agreement WHERE uuid = :uuid

-- name: SetSuperseded
UPDATE agreement SET supersedes = :superseded WHERE uuid = :uuid

-- What stays as it is, is not written again: most changes of an agreement leave its lists alone.

-- name: ClearAgreementParties
DELETE FROM agreement_party WHERE agreement = (SELECT id FROM agreement WHERE uuid = :uuid)
AND party NOT IN (SELECT value ->> 'party' FROM json_each(:parties))

-- name: PutAgreementParties
INSERT INTO agreement_party (agreement, party, region_code, partner_key, waiting, uuid, sort_title, since_order, until_order,
  signed_up, signed_down, version)
SELECT a.id, j.value ->> 'party', j.value ->> 'region', j.value ->> 'partner', j.value ->> 'waiting',
  a.uuid, a.sort_title, a.since_order, a.until_order, a.signed_up, a.signed_down, a.version
FROM agreement AS a CROSS JOIN json_each(:parties) AS j
WHERE a.uuid = :uuid
ON CONFLICT (agreement, party) DO UPDATE SET waiting = excluded.waiting, version = excluded.version

-- name: PutOrdersOfParties
UPDATE agreement_party SET sort_title = a.sort_title, since_order = a.since_order, until_order = a.until_order,
  signed_up = a.signed_up, signed_down = a.signed_down
FROM agreement AS a
WHERE a.uuid = :uuid AND agreement_party.agreement = a.id
AND (agreement_party.sort_title, agreement_party.since_order, agreement_party.until_order, agreement_party.signed_up,
  agreement_party.signed_down)
  <> (a.sort_title, a.since_order, a.until_order, a.signed_up, a.signed_down)

-- name: ClearAgreementChains
DELETE FROM agreement_chain WHERE agreement = (SELECT id FROM agreement WHERE uuid = :uuid)
AND chain_code NOT IN (SELECT value FROM json_each(:chains))

-- name: PutAgreementChains
INSERT OR IGNORE INTO agreement_chain (agreement, chain_code)
SELECT a.id, j.value FROM agreement AS a CROSS JOIN json_each(:chains) AS j WHERE a.uuid = :uuid

-- name: ClearCommitments
DELETE FROM commitment WHERE agreement = (SELECT id FROM agreement WHERE uuid = :uuid)
AND uuid NOT IN (SELECT value FROM json_each(:commitments))

-- name: PutCommitments
INSERT OR IGNORE INTO commitment (uuid, agreement)
SELECT j.value, a.id FROM agreement AS a CROSS JOIN json_each(:commitments) AS j WHERE a.uuid = :uuid

-- name: MissingAgreement
SELECT 'Agreement:' || value FROM json_each(:codes) WHERE value NOT IN (SELECT uuid FROM agreement)
