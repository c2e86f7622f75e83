-- oldest program: 6
-- Nobody's profile lies in the clear any more: see the one before. An older node that is still at work might have written one since.
LOCK TABLE customer IN ACCESS EXCLUSIVE MODE;
DO $$ BEGIN
  IF EXISTS (SELECT FROM customer
    WHERE coalesce(name, name_kana, branch_code, account_number, phone) IS NOT NULL)
  THEN RAISE EXCEPTION 'a node of the earlier version is still at work: stop it, and migrate again';
  END IF;
END $$;
DROP INDEX customer_by_kana, customer_by_phone, customer_by_branch, customer_by_account;
ALTER TABLE customer
  DROP COLUMN name,
  DROP COLUMN name_kana,
  DROP COLUMN branch_code,
  DROP COLUMN account_number,
  DROP COLUMN phone,
  DROP COLUMN kana_form,
  DROP COLUMN phone_form;
