import type { Migration } from '../migrate.ts';

/** PIN, badge and one-time passwords; sessions that lock instead of ending; the site's policy, version by version. */
export const people: Migration = {
  version: 20,
  name: '0020-people',
  up: (database) =>
    void database.exec(`
ALTER TABLE user ADD COLUMN badge TEXT;
ALTER TABLE user ADD COLUMN pin TEXT;
-- set: the password is a one-time one, and signs in until then
ALTER TABLE user ADD COLUMN password_until TEXT;
CREATE UNIQUE INDEX user_badge ON user (badge) WHERE badge IS NOT NULL;

ALTER TABLE session ADD COLUMN active_at TEXT NOT NULL DEFAULT '';
ALTER TABLE session ADD COLUMN locked_at TEXT;
ALTER TABLE session ADD COLUMN pin_tries INTEGER NOT NULL DEFAULT 0 CHECK (pin_tries BETWEEN 0 AND 3);
UPDATE session SET active_at = at;
CREATE INDEX session_by_user ON session (user_id) WHERE ended_at IS NULL;

CREATE TABLE policy (
  version INTEGER NOT NULL PRIMARY KEY CHECK (version > 0),
  content TEXT NOT NULL CHECK (json_valid(content)),
  by_user TEXT NOT NULL REFERENCES user (id),
  at TEXT NOT NULL
) STRICT;
CREATE TRIGGER policy_no_update BEFORE UPDATE ON policy BEGIN SELECT RAISE(ABORT, 'policy-is-append-only'); END;
CREATE TRIGGER policy_no_delete BEFORE DELETE ON policy BEGIN SELECT RAISE(ABORT, 'policy-is-append-only'); END;
`),
};
