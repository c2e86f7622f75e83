-- A secret that was replaced is taken until its end, beside the new one.
ALTER TABLE client ADD COLUMN sealed_earlier_secret BLOB;
ALTER TABLE client ADD COLUMN earlier_secret_ends_at_ms INTEGER;
ALTER TABLE radius_client ADD COLUMN sealed_earlier_secret BLOB;
ALTER TABLE radius_client ADD COLUMN earlier_secret_ends_at_ms INTEGER;
