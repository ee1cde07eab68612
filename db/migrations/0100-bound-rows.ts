import type { Migration } from '../migrate.ts';

const appendOnly = (table: string) => `
CREATE TRIGGER ${table}_no_update BEFORE UPDATE ON ${table} BEGIN SELECT RAISE(ABORT, '${table}-is-append-only'); END;
CREATE TRIGGER ${table}_no_delete BEFORE DELETE ON ${table} BEGIN SELECT RAISE(ABORT, '${table}-is-append-only'); END;`;

const stays = (table: string) => `
CREATE TRIGGER ${table}_no_delete BEFORE DELETE ON ${table} BEGIN SELECT RAISE(ABORT, '${table}-stays'); END;`;

/**
 * The digest of each row beside the event that wrote it; the event holds the digest of all of its own. No row that an
 * event vouches for is ever deleted.
 */
export const boundRows: Migration = {
  version: 100,
  name: '0100-bound-rows',
  up: (database) =>
    void database.exec(`
CREATE TABLE row_digest (
  name TEXT NOT NULL,
  key TEXT NOT NULL,
  seq INTEGER NOT NULL REFERENCES event (seq),
  digest BLOB NOT NULL CHECK (length(digest) = 32),
  PRIMARY KEY (name, key, seq)
) STRICT, WITHOUT ROWID;
CREATE INDEX row_digest_by_event ON row_digest (seq);
${['row_digest', 'event_link'].map(appendOnly).join('')}
${['user', 'patient', 'prescriber', 'orders', 'printer'].map(stays).join('')}
`),
};
