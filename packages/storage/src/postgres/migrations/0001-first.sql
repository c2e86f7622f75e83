-- oldest program: 1
-- The first schema of PostgreSQL. A released migration is never edited: add the next number beside it, and only add: an older
-- node goes on beside it. The line above says which schema a program must know at least to do so (migrate.ts).
-- institution_id leads every key, so that the tables can be spread by institution.
-- Columns named sealed_* hold AES-256-GCM values; mac columns hold HMAC-SHA-256 over the row (packages/storage/src/sealing).
-- Text is compared byte by byte: the same order on every node, whatever the locale, and no index breaks when glibc changes.
-- "C" and "POSIX" are two names of that comparison, and an index serves only who asks by its name. Every further index on
-- institution_id has "POSIX": otherwise a plan made while a table is empty could take it for the primary key's, and walk
-- through all of an institution for each customer later.

CREATE TABLE institution (
  institution_id text COLLATE "C" NOT NULL PRIMARY KEY,
  service_id text COLLATE "C" NOT NULL,
  texts text COLLATE "C" NOT NULL,  -- JSON
  policy text COLLATE "C" NOT NULL  -- JSON
);
CREATE UNIQUE INDEX institution_by_service_id ON institution (service_id);

CREATE TABLE client (
  institution_id text COLLATE "C" NOT NULL,
  client_id text COLLATE "C" NOT NULL,
  name text COLLATE "C" NOT NULL,
  redirect_uris text COLLATE "C" NOT NULL,  -- JSON
  sealed_secret bytea NOT NULL,
  PRIMARY KEY (institution_id, client_id)
);
CREATE UNIQUE INDEX client_by_id ON client (client_id);

CREATE TABLE api_key (
  institution_id text COLLATE "C" NOT NULL,
  client_id text COLLATE "C" NOT NULL,
  key_id text COLLATE "C" NOT NULL,
  key_hash text COLLATE "C" NOT NULL,  -- SHA-256, hex
  created_at_ms bigint NOT NULL,
  last_used_at_ms bigint,
  revoked_at_ms bigint,
  PRIMARY KEY (institution_id, client_id, key_id)
);
CREATE UNIQUE INDEX api_key_by_id ON api_key (key_id);
CREATE UNIQUE INDEX api_key_by_hash ON api_key (key_hash);
CREATE INDEX api_key_by_client ON api_key (client_id, created_at_ms);

CREATE TABLE radius_client (
  institution_id text COLLATE "C" NOT NULL,
  radius_client_id text COLLATE "C" NOT NULL,
  name text COLLATE "C" NOT NULL,
  address text COLLATE "C" NOT NULL,
  sealed_secret bytea NOT NULL,
  PRIMARY KEY (institution_id, radius_client_id)
);
CREATE UNIQUE INDEX radius_client_by_id ON radius_client (radius_client_id);
CREATE UNIQUE INDEX radius_client_by_address ON radius_client (address);

CREATE TABLE staff (
  institution_id text COLLATE "C" NOT NULL,
  staff_id text COLLATE "C" NOT NULL,
  name text COLLATE "C" NOT NULL,
  branch_name text COLLATE "C" NOT NULL,
  role text COLLATE "C" NOT NULL,
  passkeys text COLLATE "C" NOT NULL,  -- JSON
  disabled_at_ms bigint,
  PRIMARY KEY (institution_id, staff_id)
);
CREATE UNIQUE INDEX staff_by_id ON staff (staff_id);

CREATE TABLE customer (
  institution_id text COLLATE "C" NOT NULL,
  customer_id text COLLATE "C" NOT NULL,
  otp_use text COLLATE "C" NOT NULL,
  applied_at_ms bigint,
  revoked_at_ms bigint,
  issuances_at_ms text COLLATE "C" NOT NULL,  -- JSON
  name text COLLATE "C",
  name_kana text COLLATE "C",
  branch_code text COLLATE "C",
  account_number text COLLATE "C",
  phone text COLLATE "C",
  kana_form text COLLATE "C",
  phone_form text COLLATE "C",
  mac bytea NOT NULL,
  PRIMARY KEY (institution_id, customer_id)
);
CREATE INDEX customer_by_kana ON customer (institution_id COLLATE "POSIX", kana_form);
CREATE INDEX customer_by_phone ON customer (institution_id COLLATE "POSIX", phone_form);
CREATE INDEX customer_by_branch ON customer (institution_id COLLATE "POSIX", branch_code, account_number);
CREATE INDEX customer_by_account ON customer (institution_id COLLATE "POSIX", account_number);

-- What every code changes stands at the end, side by side, and in no index: such an update stays in its page (HOT), for which
-- the fill factor leaves room, and its log record holds those few bytes.
CREATE TABLE token (
  institution_id text COLLATE "C" NOT NULL,
  customer_id text COLLATE "C" NOT NULL,
  ordinal integer NOT NULL,
  token_id text COLLATE "C" NOT NULL,
  user_id text COLLATE "C",
  life text COLLATE "C" NOT NULL,
  algorithm text COLLATE "C" NOT NULL,
  digits integer NOT NULL,
  period_seconds integer NOT NULL,
  issued_at_ms bigint NOT NULL,
  expires_at_ms bigint NOT NULL,
  activated_at_ms bigint,
  confirmed_at_ms bigint,
  ended_at_ms bigint,
  locale text COLLATE "C" NOT NULL,
  mail_sent_at_ms bigint,
  mail_resends integer NOT NULL,
  activation_tries_left integer NOT NULL,
  suspended_at_ms bigint,
  replaces_token_id text COLLATE "C",
  sealed_mobile_email bytea,
  sealed_registration_record bytea,
  sealed_key bytea,
  last_step integer NOT NULL,
  drift_steps integer NOT NULL,
  wrong_in_a_row integer NOT NULL,
  pauses_in_a_row integer NOT NULL,
  wrong_since_confirm integer NOT NULL,
  replays_in_a_row integer NOT NULL,
  paused_until_ms bigint,
  locked_at_ms bigint,
  mac bytea NOT NULL,
  PRIMARY KEY (institution_id, customer_id, ordinal)
) WITH (fillfactor = 70, autovacuum_vacuum_scale_factor = 0.02);
CREATE UNIQUE INDEX token_by_id ON token (institution_id COLLATE "POSIX", token_id);
CREATE UNIQUE INDEX token_by_user_id ON token (institution_id COLLATE "POSIX", user_id) WHERE user_id IS NOT NULL;
-- The few on their way to 手順5 only.
CREATE INDEX token_by_end ON token (expires_at_ms) WHERE life IN ('issued', 'activated');

-- institution_id is '' where the event concerns the whole service.
CREATE TABLE event (
  institution_id text COLLATE "C" NOT NULL,
  cursor bigint NOT NULL,
  type text COLLATE "C" NOT NULL,
  at_ms bigint NOT NULL,
  actor_kind text COLLATE "C" NOT NULL,
  actor_id text COLLATE "C",
  actor_channel text COLLATE "C" NOT NULL,
  customer_id text COLLATE "C",
  token_id text COLLATE "C",
  detail text COLLATE "C" NOT NULL,  -- JSON
  PRIMARY KEY (institution_id, cursor)
);
CREATE INDEX event_by_customer ON event (institution_id COLLATE "POSIX", customer_id, cursor) WHERE customer_id IS NOT NULL;

-- The newest cursor of each institution. Its row is the last that a transaction locks before its commit: so the cursors rise in
-- the order of commits, over all nodes, and no reader finds a gap that is filled later.
CREATE TABLE event_cursor (
  institution_id text COLLATE "C" NOT NULL PRIMARY KEY,
  newest bigint NOT NULL
) WITH (fillfactor = 10);

CREATE TABLE mail (
  institution_id text COLLATE "C" NOT NULL,
  mail_id text COLLATE "C" NOT NULL,
  customer_id text COLLATE "C" NOT NULL,
  token_id text COLLATE "C" NOT NULL,
  -- Two mails of one token may be queued in the same millisecond.
  ordinal bigint GENERATED ALWAYS AS IDENTITY,
  kind text COLLATE "C" NOT NULL,
  locale text COLLATE "C" NOT NULL,
  sealed_to bytea NOT NULL,
  delivery text COLLATE "C" NOT NULL,
  queued_at_ms bigint NOT NULL,
  attempts integer NOT NULL,
  next_attempt_at_ms bigint NOT NULL,
  leased_until_ms bigint NOT NULL,
  sent_at_ms bigint,
  last_error text COLLATE "C",
  PRIMARY KEY (institution_id, mail_id)
);
CREATE INDEX mail_by_id ON mail (mail_id);
CREATE INDEX mail_by_token ON mail (token_id);
CREATE INDEX mail_due ON mail (next_attempt_at_ms) WHERE delivery = 'queued';

-- What was answered under an Idempotency-Key, kept for a day.
CREATE TABLE kept_answer (
  institution_id text COLLATE "C" NOT NULL,
  once_key text COLLATE "C" NOT NULL,
  fingerprint text COLLATE "C" NOT NULL,
  outcome text COLLATE "C" NOT NULL,  -- JSON
  expires_at_ms bigint NOT NULL,
  PRIMARY KEY (institution_id, once_key)
);
CREATE INDEX kept_answer_by_end ON kept_answer (expires_at_ms);

-- Records end by themselves. IDs and groups are kept as SHA-256: a session ID read here opens no session.
CREATE TABLE record (
  kind text COLLATE "C" NOT NULL,
  id_hash bytea NOT NULL,
  sealed bytea,
  counter integer NOT NULL,
  expires_at_ms bigint NOT NULL,
  PRIMARY KEY (kind, id_hash)
);
CREATE INDEX record_by_end ON record (expires_at_ms);

CREATE TABLE record_group (
  group_hash bytea NOT NULL,
  kind text COLLATE "C" NOT NULL,
  id_hash bytea NOT NULL,
  PRIMARY KEY (group_hash, kind, id_hash),
  FOREIGN KEY (kind, id_hash) REFERENCES record (kind, id_hash) ON DELETE CASCADE
);
CREATE INDEX record_group_by_record ON record_group (kind, id_hash);

-- Data keys, wrapped under a key-encryption key of the key ring; institution_id is '' for the service's own.
CREATE TABLE data_key (
  institution_id text COLLATE "C" NOT NULL,
  version integer NOT NULL,
  kek_id text COLLATE "C" NOT NULL,
  wrapped bytea NOT NULL,
  made_at_ms bigint NOT NULL,
  PRIMARY KEY (institution_id, version)
);

CREATE TABLE secret (
  name text COLLATE "C" NOT NULL PRIMARY KEY,
  sealed bytea NOT NULL
);

-- One row: no code that could have been shown by then is accepted. history: the cluster and timeline in which the newest act
-- was decided (fence.ts); in another one, acknowledged acts may be missing.
CREATE TABLE fence (
  one integer NOT NULL PRIMARY KEY CHECK (one = 1),
  raised_to_ms bigint NOT NULL,
  history text COLLATE "C"
);
INSERT INTO fence (one, raised_to_ms) VALUES (1, 0);

-- What must never go back does not, whatever the program believes.
CREATE FUNCTION warifu_refuse() RETURNS trigger LANGUAGE plpgsql AS
$$ BEGIN RAISE EXCEPTION '%', TG_ARGV[0] USING ERRCODE = 'restrict_violation'; END $$;
CREATE TRIGGER token_last_step_rises BEFORE UPDATE ON token FOR EACH ROW
  WHEN (NEW.last_step < OLD.last_step) EXECUTE FUNCTION warifu_refuse('last_step never goes back');
CREATE TRIGGER token_revoked_stays BEFORE UPDATE ON token FOR EACH ROW
  WHEN (OLD.life = 'revoked' AND NEW.life <> 'revoked') EXECUTE FUNCTION warifu_refuse('revoked stays revoked');
CREATE TRIGGER fence_rises BEFORE UPDATE ON fence FOR EACH ROW
  WHEN (NEW.raised_to_ms < OLD.raised_to_ms) EXECUTE FUNCTION warifu_refuse('the fence never goes back');
CREATE TRIGGER event_is_never_changed BEFORE UPDATE OR TRUNCATE ON event
  FOR EACH STATEMENT EXECUTE FUNCTION warifu_refuse('events are never changed');
CREATE TRIGGER event_is_never_removed BEFORE DELETE ON event
  FOR EACH STATEMENT EXECUTE FUNCTION warifu_refuse('events are never removed');

-- A row that is not as it was when it was read was changed by somebody who did not wait for the locks: everything is undone
-- and decided anew.
CREATE FUNCTION warifu_must_be(written bigint, wanted bigint) RETURNS void LANGUAGE plpgsql AS
$$ BEGIN
  IF written <> wanted THEN RAISE EXCEPTION 'a row was changed meanwhile' USING ERRCODE = 'serialization_failure'; END IF;
END $$;
