-- What the branch noted of a customer is sealed, and found again by keyed hashes (packages/storage/src/sealing/search-hashes.ts).
-- Rows from before are sealed by the .ts file of this number, which has the keys; then the next one takes the clear columns away.
ALTER TABLE customer ADD COLUMN sealed_profile BLOB;
ALTER TABLE customer ADD COLUMN branch_hash BLOB;
ALTER TABLE customer ADD COLUMN account_hash BLOB;
ALTER TABLE customer ADD COLUMN phone_hash BLOB;
ALTER TABLE customer ADD COLUMN kana_trail BLOB;
CREATE INDEX customer_by_kana_trail ON customer (institution_id, kana_trail);
CREATE INDEX customer_by_phone_hash ON customer (institution_id, phone_hash);
CREATE INDEX customer_by_branch_hash ON customer (institution_id, branch_hash, account_hash);
CREATE INDEX customer_by_account_hash ON customer (institution_id, account_hash);
