-- name: Evaluations
SELECT v.uuid, v.collaborations, v.agreement_uuid, v.region_codes, v.partner_keys, v.on_day, v.participants, v.good, v.better,
  v.next_on, v.followed_on, v.version, v.updated_at
FROM evaluation AS v
WHERE true

-- name: EvaluationsByUUID
AND v.uuid IN (SELECT value FROM json_each(:uuids))

-- name: EvaluationsOfAgreements
AND v.agreement_uuid IN (SELECT value FROM json_each(:agreements))

-- name: EvaluationsOfCollaborations
AND v.uuid IN (SELECT k.evaluation_uuid FROM evaluation_collaboration AS k
  WHERE k.collaboration_uuid IN (SELECT value FROM json_each(:collaborations)))

-- name: PutEvaluation
INSERT INTO evaluation (uuid, collaborations, agreement_uuid, region_codes, partner_keys, on_day, participants, good, better,
  next_on, followed_on, version, updated_at)
VALUES (:uuid, :collaborations, :agreementUUID, :regionCodes, :partnerKeys, :onDay, :participants, :good, :better,
  :nextOn, :followedOn, :version, :updatedAt)
ON CONFLICT (uuid) DO UPDATE SET collaborations = excluded.collaborations, agreement_uuid = excluded.agreement_uuid,
  region_codes = excluded.region_codes, partner_keys = excluded.partner_keys, on_day = excluded.on_day,
  participants = excluded.participants, good = excluded.good, better = excluded.better, next_on = excluded.next_on,
  followed_on = excluded.followed_on, version = excluded.version, updated_at = excluded.updated_at

-- name: ClearEvaluationCollaborations
DELETE FROM evaluation_collaboration WHERE evaluation_uuid = :uuid
AND collaboration_uuid NOT IN (SELECT value FROM json_each(:collaborations))

-- name: PutEvaluationCollaborations
INSERT OR IGNORE INTO evaluation_collaboration (collaboration_uuid, evaluation_uuid) SELECT value, :uuid FROM json_each(:collaborations)
