import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { expect, test } from 'vitest';
import { migrations } from '../../db/migrations/index.ts';
import { openStore } from '../../db/open.ts';

const row = (id: string, kind: string, code: string | null) =>
  `INSERT INTO print_out VALUES ('${id}', 'o1', 1, '${kind}', '4x2', 'label-4x2/1', 'a', 1, 0, NULL, ${code === null ? 'NULL' : `'${code}'`}, 'u1', '2026')`;

/** One order with its preparation and code, in the columns that the first migrations made. */
const ORDER = `
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
COMMIT;`;

test('a print-out may be older than its release code; the rows that are there stay, and stay unchangeable', async () => {
  const dir = mkdtempSync(join(tmpdir(), 'meniscus-0070-'));
  try {
    const path = join(dir, 'meniscus.db');
    await (await openStore(path, { migrations: migrations.filter((m) => m.version < 50) })).close();
    const before = new Database(path);
    before.exec(ORDER);
    before.exec(row('x1', 'label', 'AAAA-BBBB-CCCC'));
    const [kept] = before.prepare('SELECT * FROM print_out').all();
    expect(() => before.exec(row('x2', 'worksheet', null))).toThrow('NOT NULL');
    before.close();
    await (
      await openStore(path, { migrations: migrations.filter((m) => m.version < 50 || m.version === 70) })
    ).close();
    const after = new Database(path);
    expect(after.prepare('SELECT * FROM print_out').all()).toEqual([kept]);
    after.exec(row('x2', 'worksheet', null));
    expect(() => after.exec("UPDATE print_out SET code = 'x'")).toThrow('append-only');
    expect(() => after.exec('DELETE FROM print_out')).toThrow('append-only');
    after.close();
  } finally {
    rmSync(dir, { recursive: true, force: true });
  }
});
