import type { Migration } from '../migrate.ts';

/** What was given to a patient outside the pumps of the orders. An entry is never changed: a correction names it. */
export const administration: Migration = {
  version: 60,
  name: '0060-administration',
  up: (database) =>
    void database.exec(`
CREATE TABLE administration (
  id TEXT NOT NULL PRIMARY KEY,
  patient_id TEXT NOT NULL REFERENCES patient (id),
  -- the entry that this one takes the place of; an entry is corrected once, its correction again
  corrects TEXT UNIQUE REFERENCES administration (id),
  -- null: what the corrected entry says was not given at all
  content TEXT CHECK (content IS NULL OR json_valid(content)),
  reason TEXT,
  by_user TEXT NOT NULL REFERENCES user (id),
  at TEXT NOT NULL,
  CHECK (corrects IS NOT NULL OR content IS NOT NULL),
  CHECK ((corrects IS NULL) = (reason IS NULL))
) STRICT;
CREATE INDEX administration_by_patient ON administration (patient_id);
CREATE TRIGGER administration_no_update BEFORE UPDATE ON administration
  BEGIN SELECT RAISE(ABORT, 'administration-is-append-only'); END;
CREATE TRIGGER administration_no_delete BEFORE DELETE ON administration
  BEGIN SELECT RAISE(ABORT, 'administration-is-append-only'); END;
`),
};
