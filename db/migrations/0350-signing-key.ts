import type { Migration } from '../migrate.ts';

/** The key with which a site signs its library: made once, and never another. */
export const signingKey: Migration = {
  version: 350,
  name: '0350-signing-key',
  up: (database) =>
    void database.exec(`
CREATE TABLE signing_key (
  -- there is one
  id TEXT NOT NULL PRIMARY KEY CHECK (id = 'own'),
  public_key TEXT NOT NULL,
  seed TEXT NOT NULL,
  by_user TEXT NOT NULL REFERENCES user (id),
  at TEXT NOT NULL
) STRICT;
CREATE TRIGGER signing_key_no_update BEFORE UPDATE ON signing_key BEGIN SELECT RAISE(ABORT, 'signing-key-is-append-only'); END;
CREATE TRIGGER signing_key_no_delete BEFORE DELETE ON signing_key BEGIN SELECT RAISE(ABORT, 'signing-key-is-append-only'); END;
`),
};
