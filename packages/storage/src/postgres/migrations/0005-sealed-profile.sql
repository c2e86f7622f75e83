-- oldest program: 5
-- What the branch noted of a customer is sealed, and found again by keyed hashes (packages/storage/src/sealing/search-hashes.ts).
-- Rows from before are sealed by the .ts file of this number, which has the keys; then the next one takes the clear columns away.
ALTER TABLE customer
  ADD COLUMN sealed_profile bytea,
  ADD COLUMN branch_hash bytea,
  ADD COLUMN account_hash bytea,
  ADD COLUMN phone_hash bytea,
  ADD COLUMN kana_trail bytea;
CREATE INDEX customer_by_kana_trail ON customer (institution_id COLLATE "POSIX", kana_trail);
CREATE INDEX customer_by_phone_hash ON customer (institution_id COLLATE "POSIX", phone_hash);
CREATE INDEX customer_by_branch_hash ON customer (institution_id COLLATE "POSIX", branch_hash, account_hash);
CREATE INDEX customer_by_account_hash ON customer (institution_id COLLATE "POSIX", account_hash);
