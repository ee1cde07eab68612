import type { Migration } from '../migrate.ts';

/**
 * Whose a sitting, a print job and a doubt about a clock are, where several hosts serve one database: what a host left behind is
 * told from what another one is at. Where there is one host its name is empty.
 */
export const hosts: Migration = {
  version: 320,
  name: '0320-hosts',
  up: (database) =>
    void database.exec(`
ALTER TABLE session ADD COLUMN host TEXT NOT NULL DEFAULT '';
ALTER TABLE print_job ADD COLUMN host TEXT NOT NULL DEFAULT '';
-- Empty where there is one host, so that what was written before keeps its digest.
ALTER TABLE clock_doubt ADD COLUMN host TEXT;
`),
};
