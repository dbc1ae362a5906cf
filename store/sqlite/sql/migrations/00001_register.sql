-- +goose Up

-- A thing is a row: what is asked by is a column, what is only read with it is JSON. A JSON column is null when empty.
-- "illustrated" says whether any provenance in the row is ILLUSTRATION; "certainty" is that of the row's own.

CREATE TABLE ministry (
  id           INTEGER PRIMARY KEY,
  code         TEXT NOT NULL,
  abbreviation TEXT NOT NULL,
  name         TEXT NOT NULL,
  tooi         TEXT,
  until        TEXT,
  provenance   TEXT,
  illustrated  INTEGER NOT NULL,
  version      INTEGER NOT NULL,
  updated_at   TEXT NOT NULL
) STRICT;
CREATE UNIQUE INDEX ministry_by_code ON ministry (code);
CREATE INDEX ministry_illustrated ON ministry (id) WHERE illustrated = 1;

CREATE TABLE sector (
  id          INTEGER PRIMARY KEY,
  code        TEXT NOT NULL,
  sort_name   TEXT NOT NULL,
  name        TEXT NOT NULL,
  ambition    TEXT,
  illustrated INTEGER NOT NULL,
  version     INTEGER NOT NULL,
  updated_at  TEXT NOT NULL
) STRICT;
CREATE UNIQUE INDEX sector_by_code ON sector (code);
CREATE INDEX sector_by_name ON sector (sort_name, code);
CREATE INDEX sector_illustrated ON sector (id) WHERE illustrated = 1;

CREATE TABLE chain (
  id          INTEGER PRIMARY KEY,
  code        TEXT NOT NULL,
  name        TEXT NOT NULL,
  kind        TEXT NOT NULL,
  ministries  TEXT,
  provenance  TEXT,
  illustrated INTEGER NOT NULL,
  version     INTEGER NOT NULL,
  updated_at  TEXT NOT NULL
) STRICT;
CREATE UNIQUE INDEX chain_by_code ON chain (code);
CREATE INDEX chain_illustrated ON chain (id) WHERE illustrated = 1;

CREATE TABLE chain_ministry (
  chain_code    TEXT NOT NULL REFERENCES chain (code),
  place         INTEGER NOT NULL,
  ministry_code TEXT NOT NULL REFERENCES ministry (code),
  since         TEXT,
  until         TEXT,
  PRIMARY KEY (chain_code, place)
) STRICT, WITHOUT ROWID;

CREATE TABLE region (
  id               INTEGER PRIMARY KEY,
  code             TEXT NOT NULL,
  name             TEXT NOT NULL,
  official_name    TEXT NOT NULL,
  short_name       TEXT,
  aliases          TEXT,
  province         TEXT NOT NULL,
  visiting_address TEXT,
  latitude         REAL NOT NULL,
  longitude        REAL NOT NULL,
  inhabitants      INTEGER,
  area_km2         REAL,
  identifiers      TEXT,
  website          TEXT,
  contact_points   TEXT,
  provenance       TEXT,
  illustrated      INTEGER NOT NULL,
  version          INTEGER NOT NULL,
  updated_at       TEXT NOT NULL
) STRICT;
CREATE UNIQUE INDEX region_by_code ON region (code);
CREATE INDEX region_illustrated ON region (id) WHERE illustrated = 1;

-- Each pair lies here in both directions, so that a region's neighbours are one range.
CREATE TABLE neighbour (
  region_code    TEXT NOT NULL REFERENCES region (code),
  neighbour_code TEXT NOT NULL REFERENCES region (code),
  kind           TEXT NOT NULL,
  provenance     TEXT,
  illustrated    INTEGER NOT NULL,
  PRIMARY KEY (region_code, neighbour_code)
) STRICT, WITHOUT ROWID;
CREATE INDEX neighbour_illustrated ON neighbour (region_code) WHERE illustrated = 1;

CREATE TABLE municipality (
  id          INTEGER PRIMARY KEY,
  code        TEXT NOT NULL,
  sort_name   TEXT NOT NULL,
  name        TEXT NOT NULL,
  region_code TEXT NOT NULL REFERENCES region (code),
  inhabitants INTEGER,
  area_km2    REAL,
  tooi        TEXT,
  version     INTEGER NOT NULL,
  updated_at  TEXT NOT NULL
) STRICT;
CREATE UNIQUE INDEX municipality_by_code ON municipality (code);
CREATE INDEX municipality_of_region ON municipality (region_code, sort_name, code);

-- core_task_bits: 1 HULPDIENST, 2 BEHEERDER, 4 DIENSTVERLENER; chain_kind_bits: 1 ALGEMEEN, 2 FUNCTIONEEL.
CREATE TABLE partner (
  id                  INTEGER PRIMARY KEY,
  key                 TEXT NOT NULL,
  sort_name           TEXT NOT NULL,
  open_collaborations INTEGER NOT NULL DEFAULT 0,
  latest_since        TEXT NOT NULL DEFAULT '',
  since               TEXT,
  until               TEXT,
  national            INTEGER NOT NULL,
  core_task_bits      INTEGER NOT NULL,
  chain_kind_bits     INTEGER NOT NULL DEFAULT 0,
  connected           INTEGER NOT NULL,
  ambition_profile    TEXT,
  certainty           TEXT,
  illustrated         INTEGER NOT NULL,
  part_of             TEXT REFERENCES partner (key),
  name                TEXT NOT NULL,
  short_name          TEXT,
  aliases             TEXT,
  core_tasks          TEXT,
  capacities          TEXT,
  in_care_of          TEXT,
  ambition            TEXT,
  sectors             TEXT,
  chains              TEXT,
  classification      TEXT,
  working_areas       TEXT,
  connections         TEXT,
  identifiers         TEXT,
  website             TEXT,
  contact_points      TEXT,
  end_reason          TEXT,
  provenance          TEXT,
  version             INTEGER NOT NULL,
  updated_at          TEXT NOT NULL
) STRICT;
CREATE UNIQUE INDEX partner_by_key ON partner (key);
-- What is asked most lies in the index that gives the order, so that a partner that is left out is never read.
CREATE INDEX partner_by_name ON partner (sort_name, key, since, until, national, core_task_bits, chain_kind_bits);
CREATE INDEX partner_by_collaborations ON partner (open_collaborations, key, since, until, national, core_task_bits, chain_kind_bits);
CREATE INDEX partner_by_latest ON partner (latest_since, key, since, until, national, core_task_bits, chain_kind_bits);
CREATE INDEX partner_by_whole ON partner (part_of, sort_name, key) WHERE part_of IS NOT NULL;
CREATE INDEX partner_illustrated ON partner (id) WHERE illustrated = 1;

CREATE TABLE partner_identifier (
  identifier  TEXT NOT NULL,
  partner_key TEXT NOT NULL REFERENCES partner (key),
  PRIMARY KEY (identifier, partner_key)
) STRICT, WITHOUT ROWID;
CREATE INDEX partner_identifier_of_partner ON partner_identifier (partner_key);

CREATE TABLE partner_sector (
  partner_key TEXT NOT NULL REFERENCES partner (key),
  sector_code TEXT NOT NULL REFERENCES sector (code),
  PRIMARY KEY (partner_key, sector_code)
) STRICT, WITHOUT ROWID;

CREATE TABLE partner_chain (
  partner_key TEXT NOT NULL REFERENCES partner (key),
  chain_code  TEXT NOT NULL REFERENCES chain (code),
  PRIMARY KEY (partner_key, chain_code)
) STRICT, WITHOUT ROWID;
CREATE INDEX partner_chain_of_chain ON partner_chain (chain_code, partner_key);

CREATE TABLE partner_region (
  partner_key TEXT NOT NULL REFERENCES partner (key),
  region_code TEXT NOT NULL REFERENCES region (code),
  PRIMARY KEY (partner_key, region_code)
) STRICT, WITHOUT ROWID;

CREATE TABLE collaboration (
  id             INTEGER PRIMARY KEY,
  uuid           TEXT NOT NULL,
  region_code    TEXT NOT NULL REFERENCES region (code),
  partner_key    TEXT NOT NULL REFERENCES partner (key),
  profile        TEXT NOT NULL,
  incidental     INTEGER NOT NULL,
  since          TEXT NOT NULL,
  until          TEXT,
  certainty      TEXT,
  illustrated    INTEGER NOT NULL,
  end_reason     TEXT,
  motivation     TEXT,
  contact_points TEXT,
  provenance     TEXT,
  version        INTEGER NOT NULL,
  updated_at     TEXT NOT NULL
) STRICT;
CREATE UNIQUE INDEX collaboration_by_uuid ON collaboration (uuid);
CREATE INDEX collaboration_by_since ON collaboration (since, uuid, until);
CREATE INDEX collaboration_of_profile_by_since ON collaboration (profile, since, uuid, until);
CREATE INDEX collaboration_by_partner ON collaboration (partner_key, uuid, since, until);
CREATE INDEX collaboration_of_region_by_since ON collaboration (region_code, since, uuid, until);
CREATE INDEX collaboration_of_region_and_profile_by_since ON collaboration (region_code, profile, since, uuid, until);
CREATE INDEX collaboration_of_region_by_partner ON collaboration (region_code, partner_key, uuid, since, until);
CREATE INDEX collaboration_of_partner ON collaboration (partner_key, region_code, since, until, profile);
CREATE INDEX collaboration_of_partner_by_profile ON collaboration (partner_key, profile, since, until, region_code);
CREATE INDEX collaboration_illustrated ON collaboration (id) WHERE illustrated = 1;

CREATE TABLE adoption (
  id             INTEGER PRIMARY KEY,
  uuid           TEXT NOT NULL,
  region_code    TEXT NOT NULL REFERENCES region (code),
  partner_key    TEXT NOT NULL REFERENCES partner (key),
  requested_on   TEXT,
  since          TEXT NOT NULL,
  until          TEXT,
  certainty      TEXT,
  illustrated    INTEGER NOT NULL,
  end_reason     TEXT,
  mandates       TEXT,
  milestones     TEXT,
  contact_points TEXT,
  provenance     TEXT,
  version        INTEGER NOT NULL,
  updated_at     TEXT NOT NULL
) STRICT;
CREATE UNIQUE INDEX adoption_by_uuid ON adoption (uuid);
CREATE INDEX adoption_by_since ON adoption (since, uuid, until);
CREATE INDEX adoption_of_region ON adoption (region_code, since, uuid, until);
CREATE INDEX adoption_of_partner ON adoption (partner_key, since, until, region_code, uuid);
CREATE INDEX adoption_illustrated ON adoption (id) WHERE illustrated = 1;

CREATE TABLE mandate (
  adoption_uuid TEXT NOT NULL REFERENCES adoption (uuid),
  region_code   TEXT NOT NULL REFERENCES region (code),
  since         TEXT NOT NULL,
  until         TEXT,
  place         INTEGER NOT NULL,
  PRIMARY KEY (adoption_uuid, region_code, since, place)
) STRICT, WITHOUT ROWID;

-- What can be found by its words; since and until are those of a partner.
CREATE TABLE searchable (
  id        INTEGER PRIMARY KEY,
  node      TEXT NOT NULL,
  kind      TEXT NOT NULL,
  key       TEXT NOT NULL,
  sort_name TEXT NOT NULL,
  words     TEXT NOT NULL,
  since     TEXT,
  until     TEXT
) STRICT;
CREATE UNIQUE INDEX searchable_by_node ON searchable (node);

-- Go folds words to [a-z0-9]+ before they come here, so the tokenizer only splits at spaces.
CREATE VIRTUAL TABLE search_index USING fts5 (
  words, content = 'searchable', content_rowid = 'id', detail = none, prefix = '2 3',
  tokenize = 'unicode61 remove_diacritics 0'
);
-- +goose StatementBegin
CREATE TRIGGER searchable_added AFTER INSERT ON searchable BEGIN
  INSERT INTO search_index (rowid, words) VALUES (new.id, new.words);
END;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE TRIGGER searchable_changed AFTER UPDATE OF words ON searchable WHEN old.words <> new.words BEGIN
  INSERT INTO search_index (search_index, rowid, words) VALUES ('delete', old.id, old.words);
  INSERT INTO search_index (rowid, words) VALUES (new.id, new.words);
END;
-- +goose StatementEnd

CREATE TABLE change (
  revision        INTEGER PRIMARY KEY,
  at              TEXT NOT NULL,
  actor_id        TEXT NOT NULL,
  action          TEXT NOT NULL,
  reason          TEXT,
  subject_id      TEXT NOT NULL,
  idempotency_key TEXT,
  input_hash      TEXT NOT NULL
) STRICT;
CREATE UNIQUE INDEX change_by_key ON change (actor_id, idempotency_key) WHERE idempotency_key IS NOT NULL;

CREATE TABLE change_item (
  id         INTEGER PRIMARY KEY,
  revision   INTEGER NOT NULL REFERENCES change (revision),
  place      INTEGER NOT NULL,
  subject_id TEXT NOT NULL,
  kind       TEXT NOT NULL,
  regions    TEXT,
  partners   TEXT,
  before     TEXT,
  after      TEXT
) STRICT;
CREATE UNIQUE INDEX change_item_of_change ON change_item (revision, place);

-- What a change touched, each once: an id ("Partner:vitens"), "region VR08", "partner vitens" or "kind Partner".
CREATE TABLE change_touch (
  touch    TEXT NOT NULL,
  revision INTEGER NOT NULL REFERENCES change (revision),
  PRIMARY KEY (touch, revision)
) STRICT, WITHOUT ROWID;
