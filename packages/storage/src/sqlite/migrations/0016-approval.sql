-- What one staff member asked for and another decides about. The command is sealed, the row signed.
CREATE TABLE approval (
  institution_id TEXT NOT NULL,
  approval_id TEXT NOT NULL,
  customer_id TEXT NOT NULL,
  sealed_command BLOB NOT NULL,
  command_hash TEXT NOT NULL,
  asked_by TEXT NOT NULL,
  asked_at_ms INTEGER NOT NULL,
  expires_at_ms INTEGER NOT NULL,
  stage TEXT NOT NULL,
  decided_by TEXT,
  decided_at_ms INTEGER,
  mac BLOB NOT NULL,
  PRIMARY KEY (institution_id, approval_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX approval_waiting ON approval (institution_id, expires_at_ms, approval_id) WHERE stage = 'asked';
CREATE INDEX approval_by_end ON approval (expires_at_ms) WHERE stage = 'asked';
