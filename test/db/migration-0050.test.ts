import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { expect, test } from 'vitest';
import { migrations } from '../../db/migrations/index.ts';
import { openStore } from '../../db/open.ts';

/** One order with its preparation, code and a label of before there were printers. */
const BEFORE = `
BEGIN;
INSERT INTO user (id, username, name, credentials, role, pharmacist, password, active_from)
  VALUES ('u1', 'ada', 'Ada', 'RPh', 'supervisor', 1, 'x', '2026');
INSERT INTO patient VALUES ('p1', 1);
INSERT INTO patient_version (patient_id, version, content, by_user, at)
  VALUES ('p1', 1, '{"family":"Doe","given":"Jane","mrn":"1","birthDate":"1960-02-14"}', 'u1', '2026');
INSERT INTO prescriber VALUES ('d1', 1);
INSERT INTO prescriber_version (prescriber_id, version, content, by_user, at) VALUES ('d1', 1, '{}', 'u1', '2026');
INSERT INTO orders (id, seq, number, version, state, updated_at) VALUES ('o1', 1, 'M1', 1, 'prepared', '2026');
INSERT INTO order_version (order_id, version, rx, patient_id, prescriber_id, content, by_user, at)
  VALUES ('o1', 1, 'r', 'p1', 'd1', '{"drug":"morphine"}', 'u1', '2026');
INSERT INTO preparation VALUES ('x', 'o1', 1, 'L1', 'u1', '2026');
INSERT INTO release_code (code, order_id, version, preparation_id, by_user, at)
  VALUES ('AAAA-BBBB-CCCC', 'o1', 1, 'x', 'u1', '2026');
INSERT INTO print_out
  VALUES ('x1', 'o1', 1, 'label', '4x2', 'label-4x2/1', 'a', 1, 0, NULL, 'AAAA-BBBB-CCCC', 'u1', '2026');
COMMIT;`;

test('printers, jobs and fates join what was printed before; what is written down stays', async () => {
  const dir = mkdtempSync(join(tmpdir(), 'meniscus-0050-'));
  try {
    const path = join(dir, 'meniscus.db');
    await (await openStore(path, { migrations: migrations.filter((m) => m.version < 50) })).close();
    const before = new Database(path);
    before.exec(BEFORE);
    const [kept] = before.prepare('SELECT * FROM print_out').all();
    before.close();
    await (await openStore(path, { migrations: migrations.filter((m) => m.version <= 50) })).close();
    const after = new Database(path);
    after.pragma('foreign_keys = ON');
    expect(after.prepare('SELECT * FROM print_out').all()).toEqual([kept]);
    after.exec(`BEGIN; INSERT INTO printer VALUES ('z', 1);
      INSERT INTO printer_version VALUES ('z', 1, '{}', 'u1', '2026'); COMMIT;
      INSERT INTO print_job VALUES ('j', 'x1', 'z', 1, 'queued', 0, NULL, '2026', '2026');
      INSERT INTO print_out_fate VALUES ('f', 'x1', 'returned', 1, 'Jane', NULL, 'u1', '2026');`);
    // One job for each print-out, and steps in one direction only.
    expect(() =>
      after.exec("INSERT INTO print_job VALUES ('k', 'x1', 'z', 1, 'queued', 0, NULL, '2026', '2026')"),
    ).toThrow('UNIQUE');
    expect(() => after.exec("UPDATE print_job SET state = 'sent'")).toThrow('print-job-step');
    expect(() => after.exec('DELETE FROM print_job')).toThrow('print_job-stays');
    expect(() => after.exec('UPDATE print_out_fate SET copies = 2')).toThrow('append-only');
    expect(() => after.exec("UPDATE printer_version SET content = '[]'")).toThrow('append-only');
    after.close();
  } finally {
    rmSync(dir, { recursive: true, force: true });
  }
});
