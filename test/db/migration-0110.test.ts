import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { expect, test } from 'vitest';
import { boundStep } from '../../db/bind-rows.ts';
import { appendEvent } from '../../db/event-log.ts';
import { migrations } from '../../db/migrations/index.ts';
import { openStore } from '../../db/open.ts';
import { nameAt, setUser } from '../../db/people.ts';

const BEFORE = `
INSERT INTO user (id, username, name, credentials, role, pharmacist, password, active_from)
  VALUES ('u1', 'ada', 'Ada', 'RPh', 'supervisor', 1, 'x', '2026');
INSERT INTO signature VALUES ('s1', 'order', 'o1', 1, 'verify', 'u1', '2026', 's', 'h');`;

test('who is there has a first name since ever; signatures of before stay, without what was shown', async () => {
  const dir = mkdtempSync(join(tmpdir(), 'meniscus-0110-'));
  try {
    const path = join(dir, 'meniscus.db');
    await (await openStore(path, { migrations: migrations.filter((m) => m.version < 110) })).close();
    const before = new Database(path);
    // As the program of that time left them: each row vouched for.
    await boundStep(before, 100, () => void before.exec(BEFORE));
    before.close();
    const store = await openStore(path);
    await store.write(async (db) => {
      await setUser(db, 'u1', { name: 'Ada Stone' }, '2027');
      await appendEvent(db, {
        at: '2027',
        user: 'ada',
        station: '-',
        command: 'user.update',
        subject: 'user',
        subjectId: 'u1',
        change: {},
      });
    });
    const names = await Array.fromAsync(['2000', '2026-12-31', '2027', '2028'], (at) =>
      store.read((db) => nameAt(db, 'u1', at)),
    );
    expect(names).toEqual(['Ada', 'Ada', 'Ada Stone', 'Ada Stone']);
    await store.close();
    const after = new Database(path);
    expect(after.prepare('SELECT id, hash, shown FROM signature').all()).toEqual([
      { id: 's1', hash: 'h', shown: null },
    ]);
    for (const change of ["UPDATE user_version SET name = 'x'", 'DELETE FROM user_version'])
      expect(() => after.exec(change)).toThrow('append-only');
    after.close();
  } finally {
    rmSync(dir, { recursive: true, force: true });
  }
});
