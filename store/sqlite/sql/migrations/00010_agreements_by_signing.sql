-- +goose Up

-- The order by signing has what is not signed last in either direction: signed_up is 9999-12-31 for none, signed_down ''.
ALTER TABLE agreement ADD COLUMN signed_up TEXT NOT NULL DEFAULT '9999-12-31';
ALTER TABLE agreement ADD COLUMN signed_down TEXT NOT NULL DEFAULT '';
ALTER TABLE agreement_party ADD COLUMN signed_up TEXT NOT NULL DEFAULT '9999-12-31';
ALTER TABLE agreement_party ADD COLUMN signed_down TEXT NOT NULL DEFAULT '';
UPDATE agreement SET signed_up = t.signed_on, signed_down = t.signed_on
FROM agreement_text AS t WHERE t.id = agreement.id AND t.signed_on IS NOT NULL;
UPDATE agreement_party SET signed_up = a.signed_up, signed_down = a.signed_down
FROM agreement AS a WHERE a.id = agreement_party.agreement AND a.signed_down <> '';
CREATE INDEX agreement_by_signed_up ON agreement (signed_up, uuid, stage, since, until, led_by, empty_bits, profile_bits);
CREATE INDEX agreement_by_signed_down ON agreement (signed_down, uuid, stage, since, until, led_by, empty_bits, profile_bits);
CREATE INDEX agreement_of_party_by_signed_up ON agreement_party (party, signed_up, uuid);
CREATE INDEX agreement_of_party_by_signed_down ON agreement_party (party, signed_down, uuid);
