import type { Migration } from '../migrate.ts';

/**
 * The stations of a site, from the code that a supervisor makes: enrolled with it once, and withdrawn once. Of the code and of
 * what the station carries only digests are kept.
 */
export const stations: Migration = {
  version: 280,
  name: '0280-stations',
  up: (database) =>
    void database.exec(`
CREATE TABLE station (
  id TEXT NOT NULL PRIMARY KEY,
  code_hash TEXT NOT NULL UNIQUE,
  -- the code is good before this
  until TEXT NOT NULL,
  by_user TEXT NOT NULL REFERENCES user (id),
  at TEXT NOT NULL,
  name TEXT,
  key_hash TEXT UNIQUE,
  enrolled_at TEXT,
  withdrawn_by TEXT REFERENCES user (id),
  withdrawn_at TEXT,
  reason TEXT,
  CHECK ((name IS NULL) = (enrolled_at IS NULL) AND (key_hash IS NULL) = (enrolled_at IS NULL)),
  CHECK ((withdrawn_by IS NULL) = (withdrawn_at IS NULL))
) STRICT;
CREATE UNIQUE INDEX station_name ON station (name) WHERE withdrawn_at IS NULL;
CREATE TRIGGER station_no_delete BEFORE DELETE ON station BEGIN SELECT RAISE(ABORT, 'station-stays'); END;
CREATE TRIGGER station_goes_one_way BEFORE UPDATE ON station
WHEN OLD.withdrawn_at IS NOT NULL OR NEW.id <> OLD.id OR NEW.code_hash <> OLD.code_hash OR NEW.until <> OLD.until
  OR NEW.by_user <> OLD.by_user OR NEW.at <> OLD.at
  OR (OLD.enrolled_at IS NOT NULL
    AND (NEW.name <> OLD.name OR NEW.key_hash <> OLD.key_hash OR NEW.enrolled_at <> OLD.enrolled_at OR NEW.enrolled_at IS NULL))
BEGIN SELECT RAISE(ABORT, 'station-goes-one-way'); END;
`),
};
