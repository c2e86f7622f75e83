-- The fence is a moment, not a step: tokens of 30 and of 60 seconds count their steps differently.
DROP TABLE fence;
CREATE TABLE fence (
  one INTEGER NOT NULL PRIMARY KEY CHECK (one = 1),
  raised_to_ms INTEGER NOT NULL
) STRICT;
INSERT INTO fence (one, raised_to_ms) VALUES (1, 0);
CREATE TRIGGER fence_rises BEFORE UPDATE ON fence WHEN NEW.raised_to_ms < OLD.raised_to_ms
BEGIN SELECT RAISE (ABORT, 'the fence never goes back'); END;

-- What was answered under an Idempotency-Key, kept for a day.
CREATE TABLE kept_answer (
  institution_id TEXT NOT NULL,
  once_key TEXT NOT NULL,
  fingerprint TEXT NOT NULL,
  outcome TEXT NOT NULL,  -- JSON
  expires_at_ms INTEGER NOT NULL,
  PRIMARY KEY (institution_id, once_key)
) STRICT, WITHOUT ROWID;
CREATE INDEX kept_answer_by_end ON kept_answer (expires_at_ms);

CREATE TABLE radius_client (
  institution_id TEXT NOT NULL,
  radius_client_id TEXT NOT NULL,
  name TEXT NOT NULL,
  address TEXT NOT NULL,
  sealed_secret BLOB NOT NULL,
  PRIMARY KEY (institution_id, radius_client_id)
) STRICT, WITHOUT ROWID;
CREATE UNIQUE INDEX radius_client_by_id ON radius_client (radius_client_id);
CREATE UNIQUE INDEX radius_client_by_address ON radius_client (address);
