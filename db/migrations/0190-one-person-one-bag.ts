import type { Migration } from '../migrate.ts';
import { ALWAYS, Statements } from '../handle.ts';
import { writeHandle } from '../write-handle.ts';
import { keepAllLikeness } from '../likeness.ts';

/** What was said to pass a finding that came up once a container was made. */
const MADE = `
CREATE TABLE made_resolution (
  order_id TEXT NOT NULL,
  version INTEGER NOT NULL,
  key TEXT NOT NULL,
  position INTEGER NOT NULL,
  needed INTEGER NOT NULL CHECK (needed IN (1, 2)),
  kind TEXT NOT NULL CHECK (kind IN ('override', 'acknowledge')),
  reason TEXT NOT NULL,
  words TEXT NOT NULL,
  prescriber_contact TEXT,
  by_user TEXT NOT NULL REFERENCES user (id),
  at TEXT NOT NULL,
  signature_id TEXT NOT NULL REFERENCES signature (id),
  PRIMARY KEY (order_id, version, key, position),
  -- the second signer of an override is another person
  UNIQUE (order_id, version, key, by_user),
  CHECK (position BETWEEN 1 AND needed),
  FOREIGN KEY (order_id, version) REFERENCES preparation (order_id, version)
) STRICT;
CREATE TRIGGER made_resolution_no_update BEFORE UPDATE ON made_resolution
BEGIN SELECT RAISE(ABORT, 'made_resolution-is-append-only'); END;
CREATE TRIGGER made_resolution_no_delete BEFORE DELETE ON made_resolution
BEGIN SELECT RAISE(ABORT, 'made_resolution-is-append-only'); END;
`;

/**
 * By what a person is found to be there already; and a record number, and a prescription number, that is in use stays one
 * record's. What a file holds twice already is named, and left as it is.
 */
const ONE_PERSON = `
CREATE TABLE patient_likeness (
  patient_id TEXT NOT NULL PRIMARY KEY REFERENCES patient (id),
  person_key TEXT NOT NULL,
  mrn_key TEXT NOT NULL
) STRICT;
CREATE INDEX patient_likeness_by_person ON patient_likeness (person_key);
CREATE INDEX patient_likeness_by_mrn ON patient_likeness (mrn_key);
CREATE INDEX order_version_by_rx ON order_version (rx);

CREATE TABLE found_twice (
  kind TEXT NOT NULL CHECK (kind IN ('mrn', 'rx')),
  value TEXT NOT NULL,
  subject_id TEXT NOT NULL,
  PRIMARY KEY (kind, value, subject_id)
) STRICT;
INSERT INTO found_twice
SELECT 'mrn', v.mrn, v.patient_id
FROM patient_version v JOIN patient p ON p.id = v.patient_id AND p.version = v.version
WHERE v.mrn IN (
  SELECT w.mrn FROM patient_version w JOIN patient q ON q.id = w.patient_id AND q.version = w.version
  GROUP BY w.mrn HAVING count(*) > 1
);
INSERT INTO found_twice
SELECT 'rx', v.rx, v.order_id
FROM order_version v JOIN orders o ON o.id = v.order_id AND o.version = v.version
WHERE o.state <> 'void' AND v.rx IN (
  SELECT w.rx FROM order_version w JOIN orders q ON q.id = w.order_id AND q.version = w.version
  WHERE q.state <> 'void' GROUP BY w.rx HAVING count(*) > 1
);

CREATE TRIGGER mrn_is_one_persons BEFORE INSERT ON patient_version
WHEN EXISTS (
  SELECT 1 FROM patient_version v JOIN patient p ON p.id = v.patient_id AND p.version = v.version
  WHERE v.mrn = json_extract(NEW.content, '$.mrn') AND v.patient_id <> NEW.patient_id
) AND NOT EXISTS (
  SELECT 1 FROM patient_version b WHERE b.patient_id = NEW.patient_id AND b.version = NEW.version - 1
    AND b.mrn = json_extract(NEW.content, '$.mrn')
)
BEGIN SELECT RAISE(ABORT, 'mrn-taken'); END;
CREATE TRIGGER rx_is_one_orders BEFORE INSERT ON order_version
WHEN EXISTS (
  SELECT 1 FROM order_version v JOIN orders o ON o.id = v.order_id AND o.version = v.version
  WHERE v.rx = NEW.rx AND v.order_id <> NEW.order_id AND o.state <> 'void'
) AND NOT EXISTS (
  SELECT 1 FROM order_version b WHERE b.order_id = NEW.order_id AND b.version = NEW.version - 1 AND b.rx = NEW.rx
)
BEGIN SELECT RAISE(ABORT, 'rx-taken'); END;
`;

/** One person has one record, and a container is checked again once it is made. */
export const onePersonOneBag: Migration = {
  version: 190,
  name: '0190-one-person-one-bag',
  up: async (database) => {
    database.exec(MADE + ONE_PERSON);
    await keepAllLikeness(writeHandle(new Statements(database), ALWAYS));
  },
};
