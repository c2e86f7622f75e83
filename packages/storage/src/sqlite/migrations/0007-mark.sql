-- Names this database: its mark lies beside the file (mark.ts), so that an older copy of the file is noticed.
CREATE TABLE mark (
  one INTEGER NOT NULL PRIMARY KEY CHECK (one = 1),
  id TEXT NOT NULL
) STRICT;
