import type { Migration } from '../migrate.ts';
import { packed } from '../packed.ts';

/**
 * A report is kept packed: it was nine tenths of the file. Its digest stays that of its text, so that every event goes on
 * vouching for it. How many findings block stands before the report, where a list finds it without opening that.
 */
export const packedReports: Migration = {
  version: 250,
  name: '0250-packed-reports',
  up: (database) => {
    database.exec(`
DROP TRIGGER finding_no_update;
ALTER TABLE finding ADD COLUMN stands INTEGER NOT NULL DEFAULT 0;
ALTER TABLE finding ADD COLUMN bytes BLOB NOT NULL DEFAULT x'';`);
    const rows = database.prepare('SELECT rowid AS n FROM finding').all() as { n: number }[];
    const text = database.prepare('SELECT report FROM finding WHERE rowid = ?');
    const keep = database.prepare('UPDATE finding SET stands = blocking, bytes = ? WHERE rowid = ?');
    for (const { n } of rows) keep.run(packed((text.get(n) as { report: string }).report), n);
    database.exec(`
ALTER TABLE finding DROP COLUMN blocking;
ALTER TABLE finding DROP COLUMN report;
ALTER TABLE finding RENAME COLUMN stands TO blocking;
ALTER TABLE finding RENAME COLUMN bytes TO report;
CREATE TRIGGER finding_no_update BEFORE UPDATE ON finding BEGIN SELECT RAISE(ABORT, 'finding-is-append-only'); END;`);
  },
};
