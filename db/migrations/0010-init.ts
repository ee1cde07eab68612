import type { Migration } from '../migrate.ts';

const versioned = (subject: string, extra = '') => `
CREATE TABLE ${subject} (
  id TEXT NOT NULL PRIMARY KEY,
  version INTEGER NOT NULL,
  FOREIGN KEY (id, version) REFERENCES ${subject}_version (${subject}_id, version) DEFERRABLE INITIALLY DEFERRED
) STRICT;
CREATE TABLE ${subject}_version (
  ${subject}_id TEXT NOT NULL REFERENCES ${subject} (id),
  version INTEGER NOT NULL CHECK (version > 0),
  content TEXT NOT NULL CHECK (json_valid(content)),
  by_user TEXT NOT NULL REFERENCES user (id),
  at TEXT NOT NULL,
  reason TEXT,${extra}
  PRIMARY KEY (${subject}_id, version)
) STRICT;`;

/** The triggers that keep a table append-only. The chain of the log finds what goes round them. */
const appendOnly = (table: string) => `
CREATE TRIGGER ${table}_no_update BEFORE UPDATE ON ${table} BEGIN SELECT RAISE(ABORT, '${table}-is-append-only'); END;
CREATE TRIGGER ${table}_no_delete BEFORE DELETE ON ${table} BEGIN SELECT RAISE(ABORT, '${table}-is-append-only'); END;`;

const IMMUTABLE = [
  'patient_version',
  'prescriber_version',
  'library',
  'order_version',
  'finding',
  'resolution',
  'signature',
  'program',
  'preparation',
  'preparation_record',
  'print_out',
  'event',
];

const TABLES = `
CREATE TABLE user (
  id TEXT NOT NULL PRIMARY KEY,
  username TEXT NOT NULL UNIQUE,
  name TEXT NOT NULL,
  credentials TEXT NOT NULL,
  licence TEXT,
  role TEXT NOT NULL,
  pharmacist INTEGER NOT NULL CHECK (pharmacist IN (0, 1)),
  password TEXT NOT NULL,
  active_from TEXT NOT NULL,
  active_to TEXT
) STRICT;

-- By the hash of what was typed: a password typed into the wrong field must not be kept.
CREATE TABLE sign_in_failure (
  name_hash TEXT NOT NULL PRIMARY KEY,
  failures INTEGER NOT NULL,
  locked_until TEXT,
  last_at TEXT NOT NULL
) STRICT;

CREATE TABLE session (
  id TEXT NOT NULL PRIMARY KEY,
  key_hash TEXT NOT NULL,
  user_id TEXT NOT NULL REFERENCES user (id),
  station TEXT NOT NULL,
  at TEXT NOT NULL,
  ended_at TEXT
) STRICT;
CREATE UNIQUE INDEX session_open ON session (key_hash) WHERE ended_at IS NULL;
${versioned(
  'patient',
  `
  family TEXT NOT NULL GENERATED ALWAYS AS (json_extract(content, '$.family')) STORED,
  given TEXT NOT NULL GENERATED ALWAYS AS (json_extract(content, '$.given')) STORED,
  mrn TEXT NOT NULL GENERATED ALWAYS AS (json_extract(content, '$.mrn')) STORED,
  birth_date TEXT NOT NULL GENERATED ALWAYS AS (json_extract(content, '$.birthDate')) STORED,`,
)}
${versioned('prescriber')}

CREATE TABLE library (
  version TEXT NOT NULL PRIMARY KEY,
  seq INTEGER NOT NULL UNIQUE,
  hash TEXT NOT NULL,
  content TEXT NOT NULL CHECK (json_valid(content)),
  origin TEXT NOT NULL,
  at TEXT NOT NULL
) STRICT;

CREATE TABLE orders (
  id TEXT NOT NULL PRIMARY KEY,
  seq INTEGER NOT NULL UNIQUE,
  number TEXT NOT NULL UNIQUE,
  version INTEGER NOT NULL,
  state TEXT NOT NULL CHECK (state IN ('draft', 'submitted', 'verified', 'preparing', 'prepared', 'checked', 'released', 'completed',
    'on-hold', 'discontinued', 'void')),
  held_from TEXT,
  updated_at TEXT NOT NULL,
  CHECK ((state = 'on-hold') = (held_from IS NOT NULL)),
  FOREIGN KEY (id, version) REFERENCES order_version (order_id, version) DEFERRABLE INITIALLY DEFERRED
) STRICT;
CREATE INDEX orders_by_state ON orders (state, updated_at);
CREATE TABLE order_version (
  order_id TEXT NOT NULL REFERENCES orders (id),
  version INTEGER NOT NULL CHECK (version > 0),
  rx TEXT NOT NULL,
  patient_id TEXT NOT NULL REFERENCES patient (id),
  prescriber_id TEXT NOT NULL REFERENCES prescriber (id),
  content TEXT NOT NULL CHECK (json_valid(content)),
  by_user TEXT NOT NULL REFERENCES user (id),
  at TEXT NOT NULL,
  reason TEXT,
  drug TEXT NOT NULL GENERATED ALWAYS AS (json_extract(content, '$.drug')) STORED,
  PRIMARY KEY (order_id, version)
) STRICT;
CREATE INDEX order_version_by_patient ON order_version (patient_id);

-- One row for each time an order version was checked and the answer kept; the last one counts.
CREATE TABLE finding (
  id TEXT NOT NULL PRIMARY KEY,
  order_id TEXT NOT NULL,
  version INTEGER NOT NULL,
  seq INTEGER NOT NULL,
  purpose TEXT NOT NULL CHECK (purpose IN ('save', 'submit')),
  at TEXT NOT NULL,
  by_user TEXT NOT NULL REFERENCES user (id),
  patient_version INTEGER NOT NULL,
  prescriber_version INTEGER NOT NULL,
  report TEXT NOT NULL CHECK (json_valid(report)),
  blocking INTEGER NOT NULL GENERATED ALWAYS AS (json_extract(report, '$.blocking')) STORED,
  UNIQUE (order_id, version, seq),
  FOREIGN KEY (order_id, version) REFERENCES order_version (order_id, version)
) STRICT;

CREATE TABLE signature (
  id TEXT NOT NULL PRIMARY KEY,
  subject TEXT NOT NULL,
  subject_id TEXT NOT NULL,
  version INTEGER NOT NULL,
  meaning TEXT NOT NULL,
  by_user TEXT NOT NULL REFERENCES user (id),
  at TEXT NOT NULL,
  station TEXT NOT NULL,
  hash TEXT NOT NULL
) STRICT;
CREATE INDEX signature_by_subject ON signature (subject, subject_id, version);

CREATE TABLE resolution (
  finding_id TEXT NOT NULL REFERENCES finding (id),
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
  PRIMARY KEY (finding_id, key, position),
  -- the second signer of an override is another person
  UNIQUE (finding_id, key, by_user),
  CHECK (position BETWEEN 1 AND needed)
) STRICT;

CREATE TABLE program (
  order_id TEXT NOT NULL,
  version INTEGER NOT NULL,
  content TEXT NOT NULL CHECK (json_valid(content)),
  at TEXT NOT NULL,
  PRIMARY KEY (order_id, version),
  FOREIGN KEY (order_id, version) REFERENCES order_version (order_id, version)
) STRICT;

CREATE TABLE preparation (
  id TEXT NOT NULL PRIMARY KEY,
  order_id TEXT NOT NULL,
  version INTEGER NOT NULL,
  lot TEXT NOT NULL UNIQUE,
  by_user TEXT NOT NULL REFERENCES user (id),
  at TEXT NOT NULL,
  UNIQUE (order_id, version),
  FOREIGN KEY (order_id, version) REFERENCES order_version (order_id, version)
) STRICT;
CREATE TABLE preparation_record (
  preparation_id TEXT NOT NULL PRIMARY KEY REFERENCES preparation (id),
  content TEXT NOT NULL CHECK (json_valid(content)),
  by_user TEXT NOT NULL REFERENCES user (id),
  at TEXT NOT NULL
) STRICT;

CREATE TRIGGER final_checker_is_another BEFORE INSERT ON signature
WHEN NEW.meaning = 'final-check' AND EXISTS (
  SELECT 1 FROM preparation p LEFT JOIN preparation_record r ON r.preparation_id = p.id
  WHERE p.order_id = NEW.subject_id AND p.version = NEW.version AND (p.by_user = NEW.by_user OR r.by_user = NEW.by_user)
)
BEGIN SELECT RAISE(ABORT, 'final-checker-is-preparer'); END;

CREATE TABLE release_code (
  code TEXT NOT NULL PRIMARY KEY,
  order_id TEXT NOT NULL,
  version INTEGER NOT NULL,
  preparation_id TEXT NOT NULL REFERENCES preparation (id),
  by_user TEXT NOT NULL REFERENCES user (id),
  at TEXT NOT NULL,
  superseded_at TEXT,
  FOREIGN KEY (order_id, version) REFERENCES order_version (order_id, version)
) STRICT;
-- stricter than one a version: an order has one current code
CREATE UNIQUE INDEX release_code_current ON release_code (order_id) WHERE superseded_at IS NULL;
CREATE TRIGGER release_code_no_delete BEFORE DELETE ON release_code BEGIN SELECT RAISE(ABORT, 'release-code-stays'); END;
CREATE TRIGGER release_code_once BEFORE UPDATE ON release_code
WHEN OLD.superseded_at IS NOT NULL OR NEW.code <> OLD.code OR NEW.order_id <> OLD.order_id OR NEW.version <> OLD.version
BEGIN SELECT RAISE(ABORT, 'release-code-stays'); END;

CREATE TABLE print_out (
  id TEXT NOT NULL PRIMARY KEY,
  order_id TEXT NOT NULL,
  version INTEGER NOT NULL,
  kind TEXT NOT NULL,
  paper TEXT NOT NULL,
  template TEXT NOT NULL,
  sha256 TEXT NOT NULL,
  copies INTEGER NOT NULL CHECK (copies > 0),
  reprint INTEGER NOT NULL CHECK (reprint >= 0),
  reason TEXT,
  code TEXT NOT NULL REFERENCES release_code (code),
  by_user TEXT NOT NULL REFERENCES user (id),
  at TEXT NOT NULL,
  UNIQUE (order_id, version, kind, reprint),
  CHECK (reprint = 0 OR reason IS NOT NULL)
) STRICT;

CREATE TABLE event (
  seq INTEGER NOT NULL PRIMARY KEY,
  at TEXT NOT NULL,
  user TEXT NOT NULL,
  station TEXT NOT NULL,
  command TEXT NOT NULL,
  subject TEXT NOT NULL,
  subject_id TEXT NOT NULL,
  version INTEGER,
  change TEXT NOT NULL CHECK (json_valid(change)),
  reason TEXT,
  previous TEXT NOT NULL,
  hash TEXT NOT NULL UNIQUE
) STRICT;
CREATE INDEX event_by_user ON event (user, seq);
CREATE INDEX event_by_command ON event (command, seq);
CREATE INDEX event_by_time ON event (at, seq);
-- What an event is about, for finding it fast; the same facts stand, hashed, in the event's own change.
CREATE TABLE event_link (
  kind TEXT NOT NULL,
  value TEXT NOT NULL,
  seq INTEGER NOT NULL REFERENCES event (seq),
  PRIMARY KEY (kind, value, seq)
) STRICT, WITHOUT ROWID;
`;

export const init: Migration = {
  version: 10,
  name: '0010-init',
  up: (database) => void database.exec(TABLES + IMMUTABLE.map((table) => appendOnly(table)).join('')),
};
