-- oldest program: 10
-- See the one before. Without the default, a node of the earlier version that is still at work can write none either.
LOCK TABLE institution, client, api_key, radius_client, staff IN ACCESS EXCLUSIVE MODE;
DO $$ BEGIN
  IF EXISTS (SELECT FROM institution WHERE mac = '') OR EXISTS (SELECT FROM client WHERE mac = '')
    OR EXISTS (SELECT FROM api_key WHERE mac = '') OR EXISTS (SELECT FROM radius_client WHERE mac = '')
    OR EXISTS (SELECT FROM staff WHERE mac = '')
  THEN RAISE EXCEPTION 'a node of the earlier version is still at work: stop it, and migrate again';
  END IF;
END $$;
ALTER TABLE institution ALTER COLUMN mac DROP DEFAULT;
ALTER TABLE client ALTER COLUMN mac DROP DEFAULT;
ALTER TABLE api_key ALTER COLUMN mac DROP DEFAULT;
ALTER TABLE radius_client ALTER COLUMN mac DROP DEFAULT;
ALTER TABLE staff ALTER COLUMN mac DROP DEFAULT;
