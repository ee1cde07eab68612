import type { Migration } from '../migrate.ts';
import { ALWAYS, Statements } from '../handle.ts';
import { writeHandle } from '../write-handle.ts';
import { indexAll } from '../search.ts';

const words = (subject: 'patient' | 'order') => `
CREATE TABLE ${subject}_word (
  word TEXT NOT NULL,
  n INTEGER NOT NULL REFERENCES ${subject}_search (n),
  PRIMARY KEY (word, n)
) STRICT, WITHOUT ROWID;
CREATE INDEX ${subject}_word_of ON ${subject}_word (n);`;

/** What the lists of orders and patients are chosen, sorted and searched by, without opening a record. */
export const lists: Migration = {
  version: 130,
  name: '0130-lists',
  up: async (database) => {
    database.exec(`
CREATE INDEX orders_by_change ON orders (updated_at, seq);
DROP INDEX orders_by_state;
CREATE INDEX orders_by_state ON orders (state, updated_at, seq);
CREATE INDEX patient_version_by_mrn ON patient_version (mrn);

CREATE TABLE patient_search (
  n INTEGER NOT NULL PRIMARY KEY,
  id TEXT NOT NULL UNIQUE REFERENCES patient (id),
  sort TEXT NOT NULL,
  words TEXT NOT NULL
) STRICT;
CREATE INDEX patient_search_by_name ON patient_search (sort, n, id, words);
CREATE TABLE order_search (
  n INTEGER NOT NULL PRIMARY KEY REFERENCES orders (seq),
  words TEXT NOT NULL
) STRICT;
${words('patient')}
${words('order')}`);
    await indexAll(writeHandle(new Statements(database), ALWAYS));
  },
};
