-- What codes change of a token lies in a table of its own, in rows as narrow as they can be, found by a number: sixty of them
-- share a page where nine whole tokens did, and settling in the order of the numbers brings many home with one page.
-- The journal names tokens by that number too, so what an earlier program left in it must be settled first.
CREATE TABLE journal_left (
  records INTEGER NOT NULL
    CONSTRAINT "the journal holds what is not settled yet: start and stop the earlier program once" CHECK (records = 0)
) STRICT;
INSERT INTO journal_left (records) SELECT count(*) FROM journal;
DROP TABLE journal_left;

CREATE TABLE token_numbered (
  institution_id TEXT NOT NULL,
  customer_id TEXT NOT NULL,
  ordinal INTEGER NOT NULL,
  number INTEGER NOT NULL,  -- of its row in token_state
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
  suspended_at_ms INTEGER,
  replaces_token_id TEXT,
  sealed_mobile_email BLOB,
  sealed_registration_record BLOB,
  sealed_key BLOB,
  PRIMARY KEY (institution_id, customer_id, ordinal)
) STRICT, WITHOUT ROWID;
INSERT INTO token_numbered
  SELECT institution_id, customer_id, ordinal, row_number() OVER (ORDER BY institution_id, customer_id, ordinal),
    token_id, user_id, life, algorithm, digits, period_seconds, issued_at_ms, expires_at_ms, activated_at_ms, confirmed_at_ms,
    ended_at_ms, locale, mail_sent_at_ms, mail_resends, activation_tries_left, suspended_at_ms, replaces_token_id,
    sealed_mobile_email, sealed_registration_record, sealed_key
  FROM token;

-- The MAC covers both rows of a token.
CREATE TABLE token_state (
  number INTEGER NOT NULL PRIMARY KEY,
  last_step INTEGER NOT NULL,
  drift_steps INTEGER NOT NULL,
  wrong_in_a_row INTEGER NOT NULL,
  pauses_in_a_row INTEGER NOT NULL,
  wrong_since_confirm INTEGER NOT NULL,
  replays_in_a_row INTEGER NOT NULL,
  paused_until_ms INTEGER,
  locked_at_ms INTEGER,
  newest_event INTEGER,  -- cursor of the newest event about this token
  mac BLOB NOT NULL
) STRICT;
INSERT INTO token_state
  SELECT number, last_step, drift_steps, wrong_in_a_row, pauses_in_a_row, wrong_since_confirm, replays_in_a_row,
    paused_until_ms, locked_at_ms, NULL, mac
  FROM token_numbered JOIN token USING (institution_id, customer_id, ordinal)
  ORDER BY number;

DROP TABLE token;
ALTER TABLE token_numbered RENAME TO token;
CREATE UNIQUE INDEX token_by_id ON token (institution_id, token_id);
CREATE UNIQUE INDEX token_by_user_id ON token (institution_id, user_id) WHERE user_id IS NOT NULL;
CREATE INDEX token_by_end ON token (expires_at_ms) WHERE life IN ('issued', 'activated');
CREATE TRIGGER token_last_step_rises BEFORE UPDATE ON token_state WHEN NEW.last_step < OLD.last_step
BEGIN SELECT RAISE (ABORT, 'last_step never goes back'); END;
CREATE TRIGGER token_revoked_stays BEFORE UPDATE ON token WHEN OLD.life = 'revoked' AND NEW.life <> 'revoked'
BEGIN SELECT RAISE (ABORT, 'revoked stays revoked'); END;

-- Events about a token form a chain from its newest one back: nothing is written at a random place for them. The other events
-- of a customer, which are rare, and all from before the chains stand in event_of_customer.
ALTER TABLE event ADD COLUMN previous INTEGER;  -- cursor of the event before it about the same token
INSERT INTO event_of_customer (institution_id, customer_id, cursor)
  SELECT event.institution_id, event.customer_id, event.cursor
  FROM event LEFT JOIN event_settled AS settled USING (institution_id)
  WHERE event.customer_id IS NOT NULL AND event.cursor > coalesce(settled.cursor, 0);
DROP TABLE event_settled;
