-- oldest program: 1
-- How an institution's pages look. A table of its own: the institution's row is read for every code, a logo for pages only.

CREATE TABLE brand (
  institution_id text COLLATE "C" NOT NULL PRIMARY KEY,
  accent text NOT NULL,
  accent_dark text,
  logo_type text,
  logo bytea,
  CHECK ((logo IS NULL) = (logo_type IS NULL))
);
