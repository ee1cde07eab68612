import type { Migration } from '../migrate.ts';

/** What two people sign: wasted drug with its witness, and changes of the library that another person approves. */
export const secondPerson: Migration = {
  version: 30,
  name: '0030-second-person',
  up: (database) =>
    void database.exec(`
CREATE TABLE waste (
  id TEXT NOT NULL PRIMARY KEY,
  order_id TEXT NOT NULL,
  version INTEGER NOT NULL,
  preparation_id TEXT NOT NULL REFERENCES preparation (id),
  drug TEXT NOT NULL,
  lot TEXT NOT NULL,
  amount TEXT NOT NULL,
  reason TEXT NOT NULL,
  words TEXT,
  by_user TEXT NOT NULL REFERENCES user (id),
  witness TEXT NOT NULL REFERENCES user (id),
  signature_id TEXT NOT NULL REFERENCES signature (id),
  witness_signature_id TEXT NOT NULL REFERENCES signature (id),
  at TEXT NOT NULL,
  CONSTRAINT waste_witness_is_another CHECK (witness <> by_user),
  FOREIGN KEY (order_id, version) REFERENCES order_version (order_id, version)
) STRICT;
CREATE INDEX waste_by_order ON waste (order_id, version);
CREATE TRIGGER waste_witness_is_uninvolved BEFORE INSERT ON waste
WHEN EXISTS (
  SELECT 1 FROM preparation p LEFT JOIN preparation_record r ON r.preparation_id = p.id
  WHERE p.id = NEW.preparation_id AND (p.by_user = NEW.witness OR r.by_user = NEW.witness)
) OR EXISTS (
  SELECT 1 FROM signature s
  WHERE s.subject = 'order' AND s.subject_id = NEW.order_id AND s.version = NEW.version
    AND s.meaning = 'verify' AND s.by_user = NEW.witness
)
BEGIN SELECT RAISE(ABORT, 'waste-witness-is-involved'); END;
CREATE TRIGGER waste_no_update BEFORE UPDATE ON waste BEGIN SELECT RAISE(ABORT, 'waste-is-append-only'); END;
CREATE TRIGGER waste_no_delete BEFORE DELETE ON waste BEGIN SELECT RAISE(ABORT, 'waste-is-append-only'); END;

CREATE TABLE library_change (
  id TEXT NOT NULL PRIMARY KEY,
  content TEXT NOT NULL CHECK (json_valid(content)),
  base TEXT NOT NULL REFERENCES library (version),
  reason TEXT NOT NULL,
  by_user TEXT NOT NULL REFERENCES user (id),
  at TEXT NOT NULL
) STRICT;
CREATE TRIGGER library_change_no_update BEFORE UPDATE ON library_change
BEGIN SELECT RAISE(ABORT, 'library-change-is-append-only'); END;
CREATE TRIGGER library_change_no_delete BEFORE DELETE ON library_change
BEGIN SELECT RAISE(ABORT, 'library-change-is-append-only'); END;

-- One decision for one proposal, by another person.
CREATE TABLE library_decision (
  change_id TEXT NOT NULL PRIMARY KEY REFERENCES library_change (id),
  decision TEXT NOT NULL CHECK (decision IN ('approve', 'decline')),
  library_version TEXT REFERENCES library (version),
  reason TEXT,
  by_user TEXT NOT NULL REFERENCES user (id),
  signature_id TEXT NOT NULL REFERENCES signature (id),
  at TEXT NOT NULL,
  CHECK ((decision = 'approve') = (library_version IS NOT NULL))
) STRICT;
CREATE TRIGGER library_approver_is_another BEFORE INSERT ON library_decision
WHEN NEW.decision = 'approve'
  AND EXISTS (SELECT 1 FROM library_change c WHERE c.id = NEW.change_id AND c.by_user = NEW.by_user)
BEGIN SELECT RAISE(ABORT, 'library-approver-is-proposer'); END;
CREATE TRIGGER library_decision_no_update BEFORE UPDATE ON library_decision
BEGIN SELECT RAISE(ABORT, 'library-decision-is-append-only'); END;
CREATE TRIGGER library_decision_no_delete BEFORE DELETE ON library_decision
BEGIN SELECT RAISE(ABORT, 'library-decision-is-append-only'); END;
`),
};
