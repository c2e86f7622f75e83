-- The first schema. A released migration is never edited: add the next number beside it.
-- institution_id leads every key, so that a sharded PostgreSQL can take the same shape later.
-- Columns named sealed_* hold AES-256-GCM values; mac columns hold HMAC-SHA-256 over the row (packages/storage/src/sealing).

CREATE TABLE institution (
  institution_id TEXT NOT NULL PRIMARY KEY,
  service_id TEXT NOT NULL,
  texts TEXT NOT NULL,  -- JSON
  policy TEXT NOT NULL  -- JSON
) STRICT, WITHOUT ROWID;
CREATE UNIQUE INDEX institution_by_service_id ON institution (service_id);

CREATE TABLE client (
  institution_id TEXT NOT NULL,
  client_id TEXT NOT NULL,
  name TEXT NOT NULL,
  redirect_uris TEXT NOT NULL,  -- JSON
  sealed_secret BLOB NOT NULL,
  PRIMARY KEY (institution_id, client_id)
) STRICT, WITHOUT ROWID;
CREATE UNIQUE INDEX client_by_id ON client (client_id);

CREATE TABLE api_key (
  institution_id TEXT NOT NULL,
  client_id TEXT NOT NULL,
  key_id TEXT NOT NULL,
  key_hash TEXT NOT NULL,  -- SHA-256, hex
  created_at_ms INTEGER NOT NULL,
  last_used_at_ms INTEGER,
  revoked_at_ms INTEGER,
  PRIMARY KEY (institution_id, client_id, key_id)
) STRICT, WITHOUT ROWID;
CREATE UNIQUE INDEX api_key_by_id ON api_key (key_id);
CREATE UNIQUE INDEX api_key_by_hash ON api_key (key_hash);
CREATE INDEX api_key_by_client ON api_key (client_id, created_at_ms);

CREATE TABLE staff (
  institution_id TEXT NOT NULL,
  staff_id TEXT NOT NULL,
  name TEXT NOT NULL,
  branch_name TEXT NOT NULL,
  role TEXT NOT NULL,
  passkeys TEXT NOT NULL,  -- JSON
  disabled_at_ms INTEGER,
  PRIMARY KEY (institution_id, staff_id)
) STRICT, WITHOUT ROWID;
CREATE UNIQUE INDEX staff_by_id ON staff (staff_id);

CREATE TABLE customer (
  institution_id TEXT NOT NULL,
  customer_id TEXT NOT NULL,
  otp_use TEXT NOT NULL,
  applied_at_ms INTEGER,
  revoked_at_ms INTEGER,
  issuances_at_ms TEXT NOT NULL,  -- JSON
  name TEXT,
  name_kana TEXT,
  branch_code TEXT,
  account_number TEXT,
  phone TEXT,
  kana_form TEXT,
  phone_form TEXT,
  mac BLOB NOT NULL,
  PRIMARY KEY (institution_id, customer_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX customer_by_kana ON customer (institution_id, kana_form);
CREATE INDEX customer_by_phone ON customer (institution_id, phone_form);
CREATE INDEX customer_by_branch ON customer (institution_id, branch_code, account_number);
CREATE INDEX customer_by_account ON customer (institution_id, account_number);

-- The customer's tokens lie together: loading a customer is one search.
CREATE TABLE token (
  institution_id TEXT NOT NULL,
  customer_id TEXT NOT NULL,
  ordinal INTEGER NOT NULL,
  token_id TEXT NOT NULL,
  user_id TEXT,
  life TEXT NOT NULL,
  algorithm TEXT NOT NULL,
  digits INTEGER NOT NULL,
  period_seconds INTEGER NOT NULL,
  issued_at_ms INTEGER NOT NULL,
  expires_at_ms INTEGER NOT NULL,
  activated_at_ms INTEGER,
  confirmed_at_ms INTEGER,
  ended_at_ms INTEGER,
  locale TEXT NOT NULL,
  mail_sent_at_ms INTEGER,
  mail_resends INTEGER NOT NULL,
  activation_tries_left INTEGER NOT NULL,
  last_step INTEGER NOT NULL,
  drift_steps INTEGER NOT NULL,
  wrong_in_a_row INTEGER NOT NULL,
  pauses_in_a_row INTEGER NOT NULL,
  wrong_since_confirm INTEGER NOT NULL,
  replays_in_a_row INTEGER NOT NULL,
  paused_until_ms INTEGER,
  locked_at_ms INTEGER,
  suspended_at_ms INTEGER,
  replaces_token_id TEXT,
  sealed_mobile_email BLOB,
  sealed_registration_record BLOB,
  sealed_key BLOB,
  mac BLOB NOT NULL,
  PRIMARY KEY (institution_id, customer_id, ordinal)
) STRICT, WITHOUT ROWID;
CREATE UNIQUE INDEX token_by_id ON token (institution_id, token_id);
CREATE UNIQUE INDEX token_by_user_id ON token (institution_id, user_id) WHERE user_id IS NOT NULL;

-- The newest step accepted never goes back, and revoked stays revoked, whatever the program believes.
CREATE TRIGGER token_last_step_rises BEFORE UPDATE ON token WHEN NEW.last_step < OLD.last_step
BEGIN SELECT RAISE (ABORT, 'last_step never goes back'); END;
CREATE TRIGGER token_revoked_stays BEFORE UPDATE ON token WHEN OLD.life = 'revoked' AND NEW.life <> 'revoked'
BEGIN SELECT RAISE (ABORT, 'revoked stays revoked'); END;

-- institution_id is '' where the event concerns the whole service.
CREATE TABLE event (
  institution_id TEXT NOT NULL,
  cursor INTEGER NOT NULL,
  type TEXT NOT NULL,
  at_ms INTEGER NOT NULL,
  actor_kind TEXT NOT NULL,
  actor_id TEXT,
  actor_channel TEXT NOT NULL,
  customer_id TEXT,
  token_id TEXT,
  detail TEXT NOT NULL,  -- JSON
  PRIMARY KEY (institution_id, cursor)
) STRICT, WITHOUT ROWID;
CREATE INDEX event_by_customer ON event (institution_id, customer_id, cursor) WHERE customer_id IS NOT NULL;

CREATE TRIGGER event_is_never_changed BEFORE UPDATE ON event
BEGIN SELECT RAISE (ABORT, 'events are never changed'); END;
CREATE TRIGGER event_is_never_removed BEFORE DELETE ON event
BEGIN SELECT RAISE (ABORT, 'events are never removed'); END;

CREATE TABLE mail (
  institution_id TEXT NOT NULL,
  mail_id TEXT NOT NULL,
  customer_id TEXT NOT NULL,
  token_id TEXT NOT NULL,
  kind TEXT NOT NULL,
  locale TEXT NOT NULL,
  sealed_to BLOB NOT NULL,
  delivery TEXT NOT NULL,
  queued_at_ms INTEGER NOT NULL,
  attempts INTEGER NOT NULL,
  next_attempt_at_ms INTEGER NOT NULL,
  leased_until_ms INTEGER NOT NULL,
  sent_at_ms INTEGER,
  last_error TEXT,
  PRIMARY KEY (institution_id, mail_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX mail_by_id ON mail (mail_id);
CREATE INDEX mail_by_token ON mail (token_id);
CREATE INDEX mail_due ON mail (next_attempt_at_ms) WHERE delivery = 'queued';

-- Records end by themselves. IDs and groups are kept as SHA-256: a session ID read here opens no session.
CREATE TABLE record (
  kind TEXT NOT NULL,
  id_hash BLOB NOT NULL,
  sealed BLOB,
  counter INTEGER NOT NULL,
  expires_at_ms INTEGER NOT NULL,
  PRIMARY KEY (kind, id_hash)
) STRICT, WITHOUT ROWID;
CREATE INDEX record_by_end ON record (expires_at_ms);

CREATE TABLE record_group (
  group_hash BLOB NOT NULL,
  kind TEXT NOT NULL,
  id_hash BLOB NOT NULL,
  PRIMARY KEY (group_hash, kind, id_hash),
  FOREIGN KEY (kind, id_hash) REFERENCES record (kind, id_hash) ON DELETE CASCADE
) STRICT, WITHOUT ROWID;
CREATE INDEX record_group_by_record ON record_group (kind, id_hash);

-- Data keys, wrapped under a key-encryption key of the key ring; institution_id is '' for the service's own.
CREATE TABLE data_key (
  institution_id TEXT NOT NULL,
  version INTEGER NOT NULL,
  kek_id TEXT NOT NULL,
  wrapped BLOB NOT NULL,
  made_at_ms INTEGER NOT NULL,
  PRIMARY KEY (institution_id, version)
) STRICT, WITHOUT ROWID;

CREATE TABLE secret (
  name TEXT NOT NULL PRIMARY KEY,
  sealed BLOB NOT NULL
) STRICT, WITHOUT ROWID;

-- One row: no code at or below this step is accepted.
CREATE TABLE fence (
  one INTEGER NOT NULL PRIMARY KEY CHECK (one = 1),
  step INTEGER NOT NULL
) STRICT;
INSERT INTO fence (one, step) VALUES (1, -1);
CREATE TRIGGER fence_rises BEFORE UPDATE ON fence WHEN NEW.step < OLD.step
BEGIN SELECT RAISE (ABORT, 'the fence never goes back'); END;
