-- Two mails of one token may be queued in the same millisecond: their order needs a number of its own.
ALTER TABLE mail ADD COLUMN ordinal INTEGER NOT NULL DEFAULT 0;
