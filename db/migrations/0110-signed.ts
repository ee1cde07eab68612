import type { Migration } from '../migrate.ts';

/**
 * What is kept is computed and compared again: a report says what it was computed from besides its order, a signature
 * what was shown to the person who signed, and of each person every name, credential and role that they ever had.
 * `shown` and `grounds` are null in rows of before.
 */
export const signed: Migration = {
  version: 110,
  name: '0110-signed',
  up: (database) =>
    void database.exec(`
ALTER TABLE finding ADD COLUMN grounds TEXT CHECK (grounds IS NULL OR json_valid(grounds));
ALTER TABLE signature ADD COLUMN shown TEXT CHECK (shown IS NULL OR json_valid(shown));

CREATE TABLE user_version (
  user_id TEXT NOT NULL REFERENCES user (id),
  version INTEGER NOT NULL CHECK (version > 0),
  -- empty: since ever
  at TEXT NOT NULL,
  name TEXT NOT NULL,
  credentials TEXT NOT NULL,
  role TEXT NOT NULL,
  pharmacist INTEGER NOT NULL CHECK (pharmacist IN (0, 1)),
  PRIMARY KEY (user_id, version)
) STRICT;
INSERT INTO user_version SELECT id, 1, '', name, credentials, role, pharmacist FROM user;
CREATE TRIGGER user_version_no_update BEFORE UPDATE ON user_version
BEGIN SELECT RAISE(ABORT, 'user_version-is-append-only'); END;
CREATE TRIGGER user_version_no_delete BEFORE DELETE ON user_version
BEGIN SELECT RAISE(ABORT, 'user_version-is-append-only'); END;
`),
};
