import type { Migration } from '../migrate.ts';

/**
 * Printers as versioned site data; one job for each print-out that a printer of ours was sent; what became of print-outs
 * that are no longer true. The steps of a job are held by a trigger: nothing is sent a second time unless somebody who
 * knows that it was not printed says so.
 */
export const printing: Migration = {
  version: 50,
  name: '0050-printing',
  up: (database) =>
    void database.exec(`
CREATE TABLE printer (
  id TEXT NOT NULL PRIMARY KEY,
  version INTEGER NOT NULL,
  FOREIGN KEY (id, version) REFERENCES printer_version (printer_id, version) DEFERRABLE INITIALLY DEFERRED
) STRICT;
CREATE TABLE printer_version (
  printer_id TEXT NOT NULL REFERENCES printer (id),
  version INTEGER NOT NULL CHECK (version > 0),
  content TEXT NOT NULL CHECK (json_valid(content)),
  by_user TEXT NOT NULL REFERENCES user (id),
  at TEXT NOT NULL,
  PRIMARY KEY (printer_id, version)
) STRICT;
CREATE TRIGGER printer_version_no_update BEFORE UPDATE ON printer_version
BEGIN SELECT RAISE(ABORT, 'printer_version-is-append-only'); END;
CREATE TRIGGER printer_version_no_delete BEFORE DELETE ON printer_version
BEGIN SELECT RAISE(ABORT, 'printer_version-is-append-only'); END;

CREATE TABLE print_job (
  id TEXT NOT NULL PRIMARY KEY,
  print_out_id TEXT NOT NULL UNIQUE REFERENCES print_out (id),
  printer_id TEXT NOT NULL,
  printer_version INTEGER NOT NULL,
  state TEXT NOT NULL CHECK (state IN ('queued', 'sending', 'sent', 'failed', 'unknown')),
  attempts INTEGER NOT NULL CHECK (attempts >= 0),
  why TEXT,
  at TEXT NOT NULL,
  changed_at TEXT NOT NULL,
  FOREIGN KEY (printer_id, printer_version) REFERENCES printer_version (printer_id, version)
) STRICT;
CREATE INDEX print_job_by_state ON print_job (state, at);
CREATE TRIGGER print_job_no_delete BEFORE DELETE ON print_job BEGIN SELECT RAISE(ABORT, 'print_job-stays'); END;
CREATE TRIGGER print_job_steps BEFORE UPDATE OF state ON print_job
WHEN NOT (
  (OLD.state = 'queued' AND NEW.state IN ('sending', 'failed'))
  OR (OLD.state = 'sending' AND NEW.state IN ('sent', 'failed', 'unknown'))
  OR (OLD.state = 'failed' AND NEW.state = 'queued')
  -- somebody looked at the printer
  OR (OLD.state = 'unknown' AND NEW.state IN ('sent', 'failed'))
)
BEGIN SELECT RAISE(ABORT, 'print-job-step'); END;

CREATE TABLE print_out_fate (
  id TEXT NOT NULL PRIMARY KEY,
  print_out_id TEXT NOT NULL REFERENCES print_out (id),
  fate TEXT NOT NULL CHECK (fate IN ('returned', 'destroyed')),
  copies INTEGER NOT NULL CHECK (copies > 0),
  held_by TEXT NOT NULL,
  note TEXT,
  by_user TEXT NOT NULL REFERENCES user (id),
  at TEXT NOT NULL
) STRICT;
CREATE INDEX print_out_fate_of ON print_out_fate (print_out_id);
CREATE TRIGGER print_out_fate_no_update BEFORE UPDATE ON print_out_fate
BEGIN SELECT RAISE(ABORT, 'print_out_fate-is-append-only'); END;
CREATE TRIGGER print_out_fate_no_delete BEFORE DELETE ON print_out_fate
BEGIN SELECT RAISE(ABORT, 'print_out_fate-is-append-only'); END;
`),
};
