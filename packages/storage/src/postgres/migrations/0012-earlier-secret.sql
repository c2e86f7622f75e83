-- oldest program: 10
-- A secret that was replaced is taken until its end, beside the new one. A node of the earlier version goes on; it takes no client that a
-- newer one wrote since, because the row says more than it can judge.
ALTER TABLE client ADD COLUMN sealed_earlier_secret bytea, ADD COLUMN earlier_secret_ends_at_ms bigint;
ALTER TABLE radius_client ADD COLUMN sealed_earlier_secret bytea, ADD COLUMN earlier_secret_ends_at_ms bigint;
