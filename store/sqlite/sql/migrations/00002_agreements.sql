-- +goose Up

-- Of an agreement: what it is asked by. What it is ordered by has a value always, so that a page can begin after it:
-- since_order is '' for none, until_order 9999-12-31. empty_bits: 1 PROCES, 2 ORGANISATIE, 4 MENS, 8 TECHNIEK;
-- profile_bits are of its pairs: 1 STANDBY, 2 ADHOC, 4 KOPPEL, 8 STRUCTUREEL, 16 KERN.
CREATE TABLE agreement (
  id           INTEGER PRIMARY KEY,
  uuid         TEXT NOT NULL,
  sort_title   TEXT NOT NULL,
  since_order  TEXT NOT NULL,
  until_order  TEXT NOT NULL,
  version      INTEGER NOT NULL,
  stage        TEXT NOT NULL,
  since        TEXT,
  until        TEXT,
  led_by       TEXT REFERENCES region (code),
  empty_bits   INTEGER NOT NULL,
  profile_bits INTEGER NOT NULL,
  reviewed_on  TEXT,
  certainty    TEXT,
  illustrated  INTEGER NOT NULL,
  supersedes   TEXT REFERENCES agreement (uuid)
) STRICT;
CREATE UNIQUE INDEX agreement_by_uuid ON agreement (uuid);
-- What is asked most lies in the index that gives the order, so that an agreement that is left out is never read.
CREATE INDEX agreement_by_title ON agreement (sort_title, uuid, stage, since, until, led_by, empty_bits, profile_bits);
CREATE INDEX agreement_by_since ON agreement (since_order, uuid, stage, since, until, led_by, empty_bits, profile_bits);
CREATE INDEX agreement_by_until ON agreement (until_order, uuid, stage, since, until, led_by, empty_bits, profile_bits);
CREATE INDEX agreement_by_version ON agreement (version, uuid, stage, since, until, led_by, empty_bits, profile_bits);
CREATE INDEX agreement_superseding ON agreement (supersedes) WHERE supersedes IS NOT NULL;
CREATE INDEX agreement_illustrated ON agreement (id) WHERE illustrated = 1;

-- What is only read with it lies apart: it is long, and a filter passes over many agreements to find a page of them.
CREATE TABLE agreement_text (
  id             INTEGER PRIMARY KEY REFERENCES agreement (id),
  title          TEXT NOT NULL,
  summary        TEXT,
  region_codes   TEXT,
  partner_keys   TEXT,
  signatories    TEXT,
  pairs          TEXT,
  chain_codes    TEXT,
  signed_on      TEXT,
  end_reason     TEXT,
  talks          TEXT,
  documents      TEXT,
  commitments    TEXT,
  not_applicable TEXT,
  milestones     TEXT,
  proposed_on    TEXT,
  approvals      TEXT,
  refusal        TEXT,
  provenance     TEXT,
  text_version   INTEGER NOT NULL,
  updated_at     TEXT NOT NULL
) STRICT;

-- The parties, each with its id; region_code or partner_key says that it is there. "waiting" is for its approval. Each
-- order of a party's agreements has an index.
CREATE TABLE agreement_party (
  agreement   INTEGER NOT NULL REFERENCES agreement (id),
  party       TEXT NOT NULL,
  region_code TEXT REFERENCES region (code),
  partner_key TEXT REFERENCES partner (key),
  waiting     INTEGER NOT NULL,
  uuid        TEXT NOT NULL,
  sort_title  TEXT NOT NULL,
  since_order TEXT NOT NULL,
  until_order TEXT NOT NULL,
  version     INTEGER NOT NULL,
  PRIMARY KEY (agreement, party)
) STRICT, WITHOUT ROWID;
CREATE INDEX agreement_of_party_by_title ON agreement_party (party, sort_title, uuid);
CREATE INDEX agreement_of_party_by_since ON agreement_party (party, since_order, uuid);
CREATE INDEX agreement_of_party_by_until ON agreement_party (party, until_order, uuid);
CREATE INDEX agreement_of_party_by_version ON agreement_party (party, version, uuid);
CREATE INDEX agreement_waiting ON agreement_party (party) WHERE waiting = 1;

CREATE TABLE agreement_chain (
  agreement  INTEGER NOT NULL REFERENCES agreement (id),
  chain_code TEXT NOT NULL REFERENCES chain (code),
  PRIMARY KEY (agreement, chain_code)
) STRICT, WITHOUT ROWID;

-- An amendment may hold a commitment of what it amends.
CREATE TABLE commitment (
  uuid      TEXT NOT NULL,
  agreement INTEGER NOT NULL REFERENCES agreement (id),
  PRIMARY KEY (uuid, agreement)
) STRICT, WITHOUT ROWID;
CREATE INDEX commitment_of_agreement ON commitment (agreement);

-- What binds a partner to regions on some day, in force or on record: "since" is '' when that is not known. "tells" is
-- whether it is in force, the codes of the regions with commas, and since: one row however many regions there are.
CREATE TABLE coverage (
  partner_key TEXT NOT NULL,
  uuid        TEXT NOT NULL,
  since       TEXT NOT NULL,
  until       TEXT,
  tells       TEXT NOT NULL,
  PRIMARY KEY (partner_key, uuid)
) STRICT, WITHOUT ROWID;
CREATE INDEX coverage_of_agreement ON coverage (uuid);
CREATE INDEX partner_sector_of_sector ON partner_sector (sector_code, partner_key);

CREATE TABLE peer_review (
  id             INTEGER PRIMARY KEY,
  uuid           TEXT NOT NULL,
  agreement_uuid TEXT NOT NULL REFERENCES agreement (uuid),
  region_codes   TEXT,
  partner_keys   TEXT,
  on_day         TEXT NOT NULL,
  reviewers      TEXT,
  framework_code TEXT NOT NULL,
  findings       TEXT,
  outcome        TEXT,
  version        INTEGER NOT NULL,
  updated_at     TEXT NOT NULL
) STRICT;
CREATE UNIQUE INDEX peer_review_by_uuid ON peer_review (uuid);
CREATE INDEX peer_review_of_agreement ON peer_review (agreement_uuid);

CREATE TABLE evaluation (
  id             INTEGER PRIMARY KEY,
  uuid           TEXT NOT NULL,
  agreement_uuid TEXT REFERENCES agreement (uuid),
  collaborations TEXT,
  region_codes   TEXT,
  partner_keys   TEXT,
  on_day         TEXT NOT NULL,
  participants   TEXT,
  good           TEXT,
  better         TEXT,
  next_on        TEXT,
  followed_on    TEXT,
  version        INTEGER NOT NULL,
  updated_at     TEXT NOT NULL
) STRICT;
CREATE UNIQUE INDEX evaluation_by_uuid ON evaluation (uuid);
CREATE INDEX evaluation_of_agreement ON evaluation (agreement_uuid) WHERE agreement_uuid IS NOT NULL;
CREATE INDEX evaluation_due ON evaluation (next_on, agreement_uuid, followed_on) WHERE followed_on IS NULL AND next_on IS NOT NULL;

CREATE TABLE evaluation_collaboration (
  collaboration_uuid TEXT NOT NULL,
  evaluation_uuid    TEXT NOT NULL REFERENCES evaluation (uuid),
  PRIMARY KEY (collaboration_uuid, evaluation_uuid)
) STRICT, WITHOUT ROWID;
CREATE INDEX evaluation_collaboration_of_evaluation ON evaluation_collaboration (evaluation_uuid);

-- The entries of an agreement or an evaluation, whose UUID is the owner; the tie holds the kind and all UUIDs.
CREATE TABLE agenda (
  party  TEXT NOT NULL,
  on_day TEXT NOT NULL,
  tie    TEXT NOT NULL,
  owner  TEXT NOT NULL,
  PRIMARY KEY (party, on_day, tie)
) STRICT, WITHOUT ROWID;
CREATE INDEX agenda_of_owner ON agenda (owner);
