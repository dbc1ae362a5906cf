-- name: PeerReviews
SELECT v.uuid, v.agreement_uuid, v.region_codes, v.partner_keys, v.on_day, v.reviewers, v.framework_code, v.findings,
  v.outcome, v.version, v.updated_at
FROM peer_review AS v
WHERE true

-- name: PeerReviewsByUUID
AND v.uuid IN (SELECT value FROM json_each(:uuids))

-- name: PeerReviewsOfAgreements
AND v.agreement_uuid IN (SELECT value FROM json_each(:agreements))

-- name: PutPeerReview
INSERT INTO peer_review (uuid, agreement_uuid, region_codes, partner_keys, on_day, reviewers, framework_code, findings,
  outcome, version, updated_at)
VALUES (:uuid, :agreementUUID, :regionCodes, :partnerKeys, :onDay, :reviewers, :frameworkCode, :findings,
  :outcome, :version, :updatedAt)
ON CONFLICT (uuid) DO UPDATE SET agreement_uuid = excluded.agreement_uuid, region_codes = excluded.region_codes,
  partner_keys = excluded.partner_keys, on_day = excluded.on_day, reviewers = excluded.reviewers,
  framework_code = excluded.framework_code, findings = excluded.findings, outcome = excluded.outcome,
  version = excluded.version, updated_at = excluded.updated_at
