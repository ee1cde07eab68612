import type { Migration } from '../migrate.ts';

const appendOnly = (table: string) => `
CREATE TRIGGER ${table}_no_update BEFORE UPDATE ON ${table} BEGIN SELECT RAISE(ABORT, '${table}-is-append-only'); END;
CREATE TRIGGER ${table}_no_delete BEFORE DELETE ON ${table} BEGIN SELECT RAISE(ABORT, '${table}-is-append-only'); END;`;

/** Blind second entries: which order versions ask for one, what the second person entered, and how both compare. */
export const blindCheck: Migration = {
  version: 40,
  name: '0040-blind-check',
  up: (database) =>
    void database.exec(`
CREATE TABLE double_check_asked (
  order_id TEXT NOT NULL,
  version INTEGER NOT NULL,
  at TEXT NOT NULL,
  PRIMARY KEY (order_id, version),
  FOREIGN KEY (order_id, version) REFERENCES order_version (order_id, version)
) STRICT;

CREATE TABLE double_check (
  order_id TEXT NOT NULL,
  version INTEGER NOT NULL,
  seq INTEGER NOT NULL CHECK (seq > 0),
  entry TEXT NOT NULL CHECK (json_valid(entry)),
  compared TEXT NOT NULL CHECK (json_valid(compared)),
  differs INTEGER NOT NULL CHECK (differs >= 0),
  by_user TEXT NOT NULL REFERENCES user (id),
  at TEXT NOT NULL,
  signature_id TEXT NOT NULL REFERENCES signature (id),
  PRIMARY KEY (order_id, version, seq),
  -- whoever has seen the comparison is no longer blind
  UNIQUE (order_id, version, by_user),
  FOREIGN KEY (order_id, version) REFERENCES order_version (order_id, version)
) STRICT;

CREATE TRIGGER double_checker_is_another BEFORE INSERT ON double_check
WHEN EXISTS (SELECT 1 FROM order_version v WHERE v.order_id = NEW.order_id AND v.by_user = NEW.by_user)
BEGIN SELECT RAISE(ABORT, 'blind-checker-entered-it'); END;

-- Verified only after the last one agreed, where one was asked for or made.
CREATE TRIGGER verified_after_double_check BEFORE INSERT ON signature
WHEN NEW.subject = 'order' AND NEW.meaning = 'verify' AND (
  EXISTS (SELECT 1 FROM double_check_asked a WHERE a.order_id = NEW.subject_id AND a.version = NEW.version)
  OR EXISTS (SELECT 1 FROM double_check c WHERE c.order_id = NEW.subject_id AND c.version = NEW.version)
) AND NOT EXISTS (
  SELECT 1 FROM double_check c WHERE c.order_id = NEW.subject_id AND c.version = NEW.version AND c.differs = 0
  AND c.seq = (SELECT max(l.seq) FROM double_check l WHERE l.order_id = NEW.subject_id AND l.version = NEW.version)
)
BEGIN SELECT RAISE(ABORT, 'blind-check-missing-or-differs'); END;
${['double_check_asked', 'double_check'].map(appendOnly).join('')}`),
};
