-- A verification appends and changes nothing in place: what it changed of a token stands in the journal until it is settled
-- into the token's row in bulk. The newest entry of a token is its truth; its MAC is the row's own.
CREATE TABLE journal (
  seq INTEGER NOT NULL PRIMARY KEY,
  entries TEXT NOT NULL,  -- JSON, packages/storage/src/sqlite/journal.ts
  mac BLOB NOT NULL
) STRICT;

-- Which events are a customer's. Filled in bulk too: an index would be written at a random place for every event.
CREATE TABLE event_of_customer (
  institution_id TEXT NOT NULL,
  customer_id TEXT NOT NULL,
  cursor INTEGER NOT NULL,
  PRIMARY KEY (institution_id, customer_id, cursor)
) STRICT, WITHOUT ROWID;
INSERT INTO event_of_customer (institution_id, customer_id, cursor)
  SELECT institution_id, customer_id, cursor FROM event WHERE customer_id IS NOT NULL;
DROP INDEX event_by_customer;

-- How far event_of_customer goes.
CREATE TABLE event_settled (
  institution_id TEXT NOT NULL PRIMARY KEY,
  cursor INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
INSERT INTO event_settled (institution_id, cursor) SELECT institution_id, max(cursor) FROM event GROUP BY institution_id;
