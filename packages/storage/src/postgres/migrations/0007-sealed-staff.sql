-- oldest program: 7
-- Names of staff are sealed. Rows from before are sealed by the sealed-staff.ts of this number; then the next one takes the clear columns away.
ALTER TABLE staff ADD COLUMN sealed_name bytea NOT NULL DEFAULT '';
