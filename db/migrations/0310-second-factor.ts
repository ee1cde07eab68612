import type { Migration } from '../migrate.ts';

/** A second factor at sign-in: of a person, sealed under their password, and whether a sitting waits for one to be set up. */
export const secondFactor: Migration = {
  version: 310,
  name: '0310-second-factor',
  up: (database) =>
    void database.exec(`
ALTER TABLE user ADD COLUMN factor TEXT CHECK (factor IS NULL OR json_valid(factor));
ALTER TABLE session ADD COLUMN enrols INTEGER NOT NULL DEFAULT 0 CHECK (enrols IN (0, 1));
`),
};
