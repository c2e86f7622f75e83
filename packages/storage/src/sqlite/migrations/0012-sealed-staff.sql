-- Names of staff are sealed. Rows from before are sealed by the sealed-staff.ts of this number; then the next one takes the clear columns away.
-- The empty default is what no row keeps.
ALTER TABLE staff ADD COLUMN sealed_name BLOB NOT NULL DEFAULT x'';
