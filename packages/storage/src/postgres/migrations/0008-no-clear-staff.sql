-- oldest program: 8
-- See the one before.
LOCK TABLE staff IN ACCESS EXCLUSIVE MODE;
DO $$ BEGIN
  IF EXISTS (SELECT FROM staff WHERE sealed_name = '')
  THEN RAISE EXCEPTION 'a node of the earlier version is still at work: stop it, and migrate again';
  END IF;
END $$;
ALTER TABLE staff
  DROP COLUMN name,
  DROP COLUMN branch_name,
  ALTER COLUMN sealed_name DROP DEFAULT;
