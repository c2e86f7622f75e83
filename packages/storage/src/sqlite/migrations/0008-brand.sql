-- How an institution's pages look. A table of its own: the institution's row is read for every code, a logo for pages only.
CREATE TABLE brand (
  institution_id TEXT NOT NULL PRIMARY KEY,
  accent TEXT NOT NULL,
  accent_dark TEXT,
  logo_type TEXT,
  logo BLOB,
  CHECK ((logo IS NULL) = (logo_type IS NULL))
) STRICT, WITHOUT ROWID;
