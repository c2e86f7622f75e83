-- oldest program: 10
-- What one staff member asked for and another decides about. The command is sealed, the row signed.
CREATE TABLE approval (
  institution_id text COLLATE "C" NOT NULL,
  approval_id text COLLATE "C" NOT NULL,
  customer_id text COLLATE "C" NOT NULL,
  sealed_command bytea NOT NULL,
  command_hash text COLLATE "C" NOT NULL,
  asked_by text COLLATE "C" NOT NULL,
  asked_at_ms bigint NOT NULL,
  expires_at_ms bigint NOT NULL,
  stage text COLLATE "C" NOT NULL,
  decided_by text COLLATE "C",
  decided_at_ms bigint,
  mac bytea NOT NULL,
  PRIMARY KEY (institution_id, approval_id)
);
CREATE INDEX approval_waiting ON approval (institution_id, expires_at_ms, approval_id) WHERE stage = 'asked';
CREATE INDEX approval_by_end ON approval (expires_at_ms) WHERE stage = 'asked';
