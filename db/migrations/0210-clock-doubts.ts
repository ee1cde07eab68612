import type { Migration } from '../migrate.ts';

/** When this machine's clock did not fit the log, what time could be trusted then, and who said that it was right. */
export const clockDoubts: Migration = {
  version: 210,
  name: '0210-clock-doubts',
  up: (database) =>
    void database.exec(`
CREATE TABLE clock_doubt (
  id TEXT NOT NULL PRIMARY KEY,
  why TEXT NOT NULL CHECK (why IN ('behind', 'ahead')),
  -- the last instant that the log was sure of
  trusted TEXT NOT NULL,
  -- what the clock said
  found TEXT NOT NULL,
  settled_at TEXT,
  -- the supervisor who confirmed it; none: the clock was put right
  settled_by TEXT REFERENCES user (id),
  CHECK (settled_by IS NULL OR settled_at IS NOT NULL)
) STRICT;
CREATE UNIQUE INDEX clock_doubt_open ON clock_doubt ((settled_at IS NULL)) WHERE settled_at IS NULL;
CREATE TRIGGER clock_doubt_no_update BEFORE UPDATE ON clock_doubt
WHEN OLD.settled_at IS NOT NULL OR NEW.why <> OLD.why OR NEW.trusted <> OLD.trusted OR NEW.found <> OLD.found
BEGIN SELECT RAISE(ABORT, 'clock_doubt-is-settled-once'); END;
CREATE TRIGGER clock_doubt_no_delete BEFORE DELETE ON clock_doubt
BEGIN SELECT RAISE(ABORT, 'clock_doubt-stays'); END;
`),
};
