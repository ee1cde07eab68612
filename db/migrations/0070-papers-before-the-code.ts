import type { Migration } from '../migrate.ts';

/** A worksheet is printed before there is a release code, and must be called back all the same: `code` may be absent. */
export const papersBeforeTheCode: Migration = {
  version: 70,
  name: '0070-papers-before-the-code',
  up: (database) => void database.exec('ALTER TABLE print_out ALTER COLUMN code DROP NOT NULL'),
};
