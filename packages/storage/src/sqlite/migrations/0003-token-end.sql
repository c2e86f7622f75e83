-- The job that writes down what time has done looks for tokens that ran out before 手順5. The few on their way only.
CREATE INDEX token_by_end ON token (expires_at_ms) WHERE life IN ('issued', 'activated');
