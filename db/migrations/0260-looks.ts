import type { Migration } from '../migrate.ts';

/**
 * Who looked: a line for each opening of a patient, an order, a page of the log or a preview. It is no part of the chain,
 * which tells of changes, and is bounded: the oldest lines go.
 */
export const looks: Migration = {
  version: 260,
  name: '0260-looks',
  up: (database) =>
    void database.exec(`
CREATE TABLE look (
  seq INTEGER NOT NULL PRIMARY KEY,
  at TEXT NOT NULL,
  user TEXT NOT NULL,
  station TEXT NOT NULL,
  command TEXT NOT NULL,
  subject TEXT NOT NULL,
  subject_id TEXT NOT NULL
) STRICT;
CREATE TRIGGER look_no_update BEFORE UPDATE ON look BEGIN SELECT RAISE(ABORT, 'look-is-append-only'); END;`),
};
