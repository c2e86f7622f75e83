-- See the one before.
ALTER TABLE staff DROP COLUMN name;
ALTER TABLE staff DROP COLUMN branch_name;
