import type { Migration } from '../migrate.ts';

/**
 * A change of the library may be approved for a later instant: the decision then names no rule set, and its start, with
 * the rule set that it brought into force or why it could not, is written when the instant has come.
 */
export const effectiveFrom: Migration = {
  version: 90,
  name: '0090-effective-from',
  up: (database) =>
    void database.exec(`
CREATE TABLE library_decision_new (
  change_id TEXT NOT NULL PRIMARY KEY REFERENCES library_change (id),
  decision TEXT NOT NULL CHECK (decision IN ('approve', 'decline')),
  library_version TEXT REFERENCES library (version),
  effective_from TEXT,
  reason TEXT,
  by_user TEXT NOT NULL REFERENCES user (id),
  signature_id TEXT NOT NULL REFERENCES signature (id),
  at TEXT NOT NULL,
  CHECK (decision = 'approve' OR (library_version IS NULL AND effective_from IS NULL)),
  CHECK (decision = 'decline' OR (library_version IS NULL) <> (effective_from IS NULL))
) STRICT;
INSERT INTO library_decision_new
SELECT change_id, decision, library_version, NULL, reason, by_user, signature_id, at FROM library_decision;
DROP TABLE library_decision;
ALTER TABLE library_decision_new RENAME TO library_decision;
CREATE TRIGGER library_approver_is_another BEFORE INSERT ON library_decision
WHEN NEW.decision = 'approve'
  AND EXISTS (SELECT 1 FROM library_change c WHERE c.id = NEW.change_id AND c.by_user = NEW.by_user)
BEGIN SELECT RAISE(ABORT, 'library-approver-is-proposer'); END;
CREATE TRIGGER library_decision_no_update BEFORE UPDATE ON library_decision
BEGIN SELECT RAISE(ABORT, 'library-decision-is-append-only'); END;
CREATE TRIGGER library_decision_no_delete BEFORE DELETE ON library_decision
BEGIN SELECT RAISE(ABORT, 'library-decision-is-append-only'); END;

-- What became of a change that was approved for later: a rule set, or the code of why it was left out.
CREATE TABLE library_start (
  change_id TEXT NOT NULL PRIMARY KEY REFERENCES library_decision (change_id),
  library_version TEXT REFERENCES library (version),
  left_out TEXT,
  at TEXT NOT NULL,
  CHECK ((library_version IS NULL) <> (left_out IS NULL))
) STRICT;
CREATE TRIGGER library_start_is_scheduled BEFORE INSERT ON library_start
WHEN NOT EXISTS (
  SELECT 1 FROM library_decision d
  WHERE d.change_id = NEW.change_id AND d.effective_from IS NOT NULL AND d.effective_from <= NEW.at
)
BEGIN SELECT RAISE(ABORT, 'library-start-is-early'); END;
CREATE TRIGGER library_start_no_update BEFORE UPDATE ON library_start
BEGIN SELECT RAISE(ABORT, 'library-start-is-append-only'); END;
CREATE TRIGGER library_start_no_delete BEFORE DELETE ON library_start
BEGIN SELECT RAISE(ABORT, 'library-start-is-append-only'); END;
`),
};
