import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { expect, test } from 'vitest';
import { appendEvent, headOf } from '../../db/event-log.ts';
import { migrations } from '../../db/migrations/index.ts';
import { openStore } from '../../db/open.ts';
import { verifyLog } from './log-file.ts';
import { findingById } from '../../db/orders.ts';
import { packed } from '../../db/packed.ts';
import { alteredAt } from '../../db/row-digests.ts';
import { k } from '../../db/schema.ts';
import { seedLibrary } from '../../db/seed/library.ts';
import { keptReport } from '../../engine/checks/check-order.ts';
import { instantOf, orderFile } from '../../engine/order/order.ts';
import type { Minute } from '../../engine/time/calendar.ts';
import { orderCases } from '../engine/order-cases.ts';

/** Every published order that can be checked, as its report was kept: text. */
const reports = orderCases().flatMap(({ file, refused }) => {
  if (refused) return [];
  const question = orderFile.parse(file);
  return [JSON.stringify(keptReport({ ...question, at: instantOf(question, 0 as Minute) }, seedLibrary()))];
});

const BEFORE = `
BEGIN;
INSERT INTO user (id, username, name, credentials, role, pharmacist, password, active_from)
  VALUES ('u1', 'ada', 'Ada', 'RPh', 'supervisor', 1, 'x', '2026');
INSERT INTO patient VALUES ('p1', 1);
INSERT INTO patient_version (patient_id, version, content, by_user, at)
  VALUES ('p1', 1, '{"family":"A","given":"B","mrn":"M","birthDate":"1961-04-02"}', 'u1', '2026');
INSERT INTO prescriber VALUES ('d1', 1);
INSERT INTO prescriber_version (prescriber_id, version, content, by_user, at) VALUES ('d1', 1, '{}', 'u1', '2026');
INSERT INTO orders VALUES ('o1', 1, 'M000001', 1, 'draft', NULL, '2026');
INSERT INTO order_version (order_id, version, rx, patient_id, prescriber_id, content, by_user, at)
  VALUES ('o1', 1, 'RX-1', 'p1', 'd1', '{"drug":"morphine"}', 'u1', '2026');
COMMIT;`;

test('reports are the same texts under the same digests, in less than 12,000 bytes each', async () => {
  const dir = mkdtempSync(join(tmpdir(), 'meniscus-0250-'));
  try {
    const path = join(dir, 'meniscus.db');
    const old = await openStore(path, { migrations: migrations.filter((m) => m.version < 250) });
    await old.close();
    const raw = new Database(path);
    raw.exec(BEFORE);
    raw.close();
    const writes = await openStore(path, { migrations: migrations.filter((m) => m.version < 250) });
    await writes.write(async (db) => {
      for (const [i, report] of reports.entries())
        await db.run(
          k.insertInto('finding').values({
            id: `f${i}`,
            order_id: 'o1',
            version: 1,
            seq: i + 1,
            purpose: 'save',
            at: '2026',
            by_user: 'u1',
            patient_version: 1,
            prescriber_version: 1,
            grounds: null,
            // A text, as the column was then.
            report,
          } as never),
        );
      await appendEvent(db, {
        at: '2026',
        user: 'ada',
        station: '-',
        command: 'order.save',
        subject: 'order',
        subjectId: 'o1',
        change: {},
      });
    });
    const head = await writes.read(headOf);
    await writes.close();

    const store = await openStore(path);
    for (const [i, report] of reports.entries()) {
      const row = await store.read((db) => findingById(db, `f${i}`));
      expect(row?.report).toBe(report);
      expect(row?.blocking).toBe((JSON.parse(report) as { blocking: number }).blocking);
      expect(await store.read((db) => alteredAt(db, 'finding', `["f${i}"]`))).toBe(null);
    }
    // No event was needed to vouch for them anew.
    expect(await store.read(headOf)).toEqual(head);
    expect(await store.read(verifyLog)).toMatchObject({ broken: null });
    await store.close();

    const after = new Database(path);
    const sizes = after.prepare('SELECT length(report) AS n FROM finding').all() as { n: number }[];
    expect(sizes.length).toBeGreaterThan(50);
    expect(Math.max(...sizes.map((s) => s.n))).toBeLessThan(12_000);
    for (const change of ["UPDATE finding SET purpose = 'submit'", 'DELETE FROM finding'])
      expect(() => after.exec(change)).toThrow('append-only');
    expect(() => after.exec('INSERT INTO finding SELECT * FROM finding')).toThrow('UNIQUE');
    // One bit of the bytes, another text, and no text at all: each is another record.
    after.exec('DROP TRIGGER finding_no_update');
    const put = after.prepare("UPDATE finding SET report = ? WHERE id = 'f0'");
    const flipped = Buffer.from(packed(reports[0] ?? ''));
    flipped[flipped.length >> 1]! ^= 1;
    const found = await Array.fromAsync(
      [flipped, packed('{"blocking":0}'), Buffer.alloc(0)],
      async (bytes) => {
        put.run(bytes);
        const looked = await openStore(path);
        const altered = await looked.read((db) => alteredAt(db, 'finding', '["f0"]'));
        await looked.close();
        return altered?.why;
      },
    );
    expect(found).toEqual(['differs', 'differs', 'differs']);
    after.close();
  } finally {
    rmSync(dir, { recursive: true, force: true });
  }
});
