import type { Migration } from '../migrate.ts';

/** What was answered to whom for which key of a window, so that the same call sent twice is done once. */
export const answers: Migration = {
  version: 140,
  name: '0140-answers',
  up: (database) =>
    void database.exec(`
CREATE TABLE answer (
  key_hash TEXT NOT NULL PRIMARY KEY,
  command TEXT NOT NULL,
  user_id TEXT NOT NULL REFERENCES user (id),
  -- of the input, under the key itself, which is kept nowhere: a password in it can not be guessed from here
  input_mac TEXT NOT NULL,
  -- the event that the call wrote, which names its subject
  event INTEGER NOT NULL REFERENCES event (seq),
  content BLOB NOT NULL,
  at TEXT NOT NULL
) STRICT;
CREATE INDEX answer_by_time ON answer (at);
CREATE TRIGGER answer_no_update BEFORE UPDATE ON answer BEGIN SELECT RAISE(ABORT, 'answer-stays'); END;
`),
};
