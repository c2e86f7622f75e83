-- oldest program: 1
-- Rows of customers and tokens are changed and never removed: whoever puts older ones back has to take the tables down, which the fence
-- notices by their numbers (fence.ts).
CREATE TRIGGER token_is_never_removed BEFORE DELETE OR TRUNCATE ON token
  FOR EACH STATEMENT EXECUTE FUNCTION warifu_refuse('tokens are never removed');
CREATE TRIGGER customer_is_never_removed BEFORE DELETE OR TRUNCATE ON customer
  FOR EACH STATEMENT EXECUTE FUNCTION warifu_refuse('customers are never removed');
