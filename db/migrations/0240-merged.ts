import type { Migration } from '../migrate.ts';

/**
 * Two records of one person: one person proposes that they be one, another approves it. The record that goes stays as it
 * is and points to the one that stays; nothing is written to it any more. Records that look alike and are two people are
 * said to be so once.
 */
export const merged: Migration = {
  version: 240,
  name: '0240-merged',
  up: (database) =>
    void database.exec(`
CREATE TABLE patient_merge (
  id TEXT NOT NULL PRIMARY KEY,
  stays TEXT NOT NULL REFERENCES patient (id),
  stays_version INTEGER NOT NULL,
  goes TEXT NOT NULL REFERENCES patient (id),
  goes_version INTEGER NOT NULL,
  -- what the record that stays says where the two differ, and why they are one person's
  content TEXT NOT NULL CHECK (json_valid(content)),
  reason TEXT NOT NULL,
  by_user TEXT NOT NULL REFERENCES user (id),
  at TEXT NOT NULL,
  CHECK (stays <> goes)
) STRICT;
CREATE INDEX patient_merge_by_stays ON patient_merge (stays);
CREATE INDEX patient_merge_by_goes ON patient_merge (goes);
CREATE TRIGGER patient_merge_no_update BEFORE UPDATE ON patient_merge
BEGIN SELECT RAISE(ABORT, 'patient_merge-is-append-only'); END;
CREATE TRIGGER patient_merge_no_delete BEFORE DELETE ON patient_merge
BEGIN SELECT RAISE(ABORT, 'patient_merge-is-append-only'); END;

-- One decision for one proposal, by another person; a record goes once.
CREATE TABLE patient_merge_decision (
  merge_id TEXT NOT NULL PRIMARY KEY REFERENCES patient_merge (id),
  decision TEXT NOT NULL CHECK (decision IN ('approve', 'decline')),
  goes TEXT UNIQUE REFERENCES patient (id),
  stays TEXT REFERENCES patient (id),
  reason TEXT,
  by_user TEXT NOT NULL REFERENCES user (id),
  signature_id TEXT NOT NULL REFERENCES signature (id),
  at TEXT NOT NULL,
  CHECK ((decision = 'approve') = (goes IS NOT NULL) AND (goes IS NULL) = (stays IS NULL)),
  CHECK ((decision = 'decline') = (reason IS NOT NULL))
) STRICT;
CREATE INDEX patient_merge_decision_by_stays ON patient_merge_decision (stays);
CREATE TRIGGER merge_approver_is_another BEFORE INSERT ON patient_merge_decision
WHEN NEW.decision = 'approve'
  AND EXISTS (SELECT 1 FROM patient_merge m WHERE m.id = NEW.merge_id AND m.by_user = NEW.by_user)
BEGIN SELECT RAISE(ABORT, 'merge-approver-is-proposer'); END;
CREATE TRIGGER merge_is_what_was_proposed BEFORE INSERT ON patient_merge_decision
WHEN NEW.decision = 'approve' AND NOT EXISTS (
  SELECT 1 FROM patient_merge m WHERE m.id = NEW.merge_id AND m.goes = NEW.goes AND m.stays = NEW.stays
)
BEGIN SELECT RAISE(ABORT, 'merge-is-not-what-was-proposed'); END;
-- No circle, and no record that has gone takes another one in.
CREATE TRIGGER merge_into_one_that_stays BEFORE INSERT ON patient_merge_decision
WHEN NEW.decision = 'approve' AND EXISTS (SELECT 1 FROM patient_merge_decision d WHERE d.goes = NEW.stays)
BEGIN SELECT RAISE(ABORT, 'patient-merged'); END;
-- A label of a container that is being made names the record that would go.
CREATE TRIGGER merge_with_nothing_in_preparation BEFORE INSERT ON patient_merge_decision
WHEN NEW.decision = 'approve' AND EXISTS (
  SELECT 1 FROM orders o JOIN order_version v ON v.order_id = o.id AND v.version = o.version
  WHERE v.patient_id = NEW.goes AND coalesce(o.held_from, o.state) IN ('preparing', 'prepared', 'checked')
)
BEGIN SELECT RAISE(ABORT, 'merge-order-in-preparation'); END;
CREATE TRIGGER patient_merge_decision_no_update BEFORE UPDATE ON patient_merge_decision
BEGIN SELECT RAISE(ABORT, 'patient_merge_decision-is-append-only'); END;
CREATE TRIGGER patient_merge_decision_no_delete BEFORE DELETE ON patient_merge_decision
BEGIN SELECT RAISE(ABORT, 'patient_merge_decision-is-append-only'); END;

CREATE TRIGGER merged_patient_is_closed BEFORE INSERT ON patient_version
WHEN EXISTS (SELECT 1 FROM patient_merge_decision d WHERE d.goes = NEW.patient_id)
BEGIN SELECT RAISE(ABORT, 'patient-merged'); END;
CREATE TRIGGER merged_patient_gets_no_order BEFORE INSERT ON order_version
WHEN EXISTS (SELECT 1 FROM patient_merge_decision d WHERE d.goes = NEW.patient_id)
BEGIN SELECT RAISE(ABORT, 'patient-merged'); END;
CREATE TRIGGER merged_patient_gets_no_dose BEFORE INSERT ON administration
WHEN EXISTS (SELECT 1 FROM patient_merge_decision d WHERE d.goes = NEW.patient_id)
BEGIN SELECT RAISE(ABORT, 'patient-merged'); END;

-- Two records that look alike, and are two people: each pair once, the smaller id first.
CREATE TABLE patient_apart (
  one TEXT NOT NULL REFERENCES patient (id),
  other TEXT NOT NULL REFERENCES patient (id),
  reason TEXT,
  by_user TEXT NOT NULL REFERENCES user (id),
  at TEXT NOT NULL,
  PRIMARY KEY (one, other),
  CHECK (one < other)
) STRICT;
CREATE TRIGGER patient_apart_no_update BEFORE UPDATE ON patient_apart
BEGIN SELECT RAISE(ABORT, 'patient_apart-is-append-only'); END;
CREATE TRIGGER patient_apart_no_delete BEFORE DELETE ON patient_apart
BEGIN SELECT RAISE(ABORT, 'patient_apart-is-append-only'); END;
`),
};
