-- Nobody's profile lies in the clear any more: see the one before.
DROP INDEX customer_by_kana;
DROP INDEX customer_by_phone;
DROP INDEX customer_by_branch;
DROP INDEX customer_by_account;
ALTER TABLE customer DROP COLUMN name;
ALTER TABLE customer DROP COLUMN name_kana;
ALTER TABLE customer DROP COLUMN branch_code;
ALTER TABLE customer DROP COLUMN account_number;
ALTER TABLE customer DROP COLUMN phone;
ALTER TABLE customer DROP COLUMN kana_form;
ALTER TABLE customer DROP COLUMN phone_form;
