import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { moveToDatabase } from '../../db/dialect/postgres/move.ts';
import { exportLog } from '../../electron/hosts/cli/commands/log-export.ts';
import { move } from '../../electron/hosts/cli/commands/move.ts';
import { scanText } from '../../electron/hosts/cli/commands/scan.ts';
import { openOrRecover } from '../../electron/hosts/recovery.ts';
import { openKeyed } from '../../electron/services/keys/keyed-store.ts';
import { keyFile } from '../../electron/services/keys/keeper.ts';
import { rotateKey } from '../../electron/services/keys/rotate.ts';
import { refusals } from '../../words/en/refusals.ts';
import { postgres } from '../postgres.ts';
import { OWN_KEY } from '../own-key.ts';
import { keyBeside } from '../raw.ts';
import { begun, PASSWORD } from './office.ts';

/* What a folder answers whose data went to the database of a site: whoever put a backup there would make a second pharmacy. */
let server: Awaited<ReturnType<typeof postgres>>;
beforeAll(async () => {
  server = await postgres();
});
afterAll(() => server.end());
const at = '2026-11-24T08:40:00.000Z';
const office = begun(async () => null);
let dataDir: string;
beforeEach(async () => {
  const { office: worked } = await office();
  await worked.context.store.close();
  dataDir = worked.dir;
  const { host, port, user, password, database } = await server.database();
  const address = `postgres://${user}:${encodeURIComponent(password)}@${host}:${port}/${database}`;
  const path = join(dataDir, 'meniscus.db');
  await moveToDatabase({ address, path, key: keyBeside(path), at });
});
const keepers = [keyFile(OWN_KEY)];

test('a start without the database says when the data went, and takes no backup and no first supervisor', async () => {
  const host = await openOrRecover({ dataDir, keepers });
  const ask = (name: string, input: unknown = {}) => host.dispatch({ key: 'k', station: 's' }, name, input);
  expect(await ask('system.status')).toMatchObject({
    value: { firstRun: false, damaged: { code: 'data-file-moved', movedAt: at, readable: false } },
  });
  for (const name of ['recovery.restore', 'recovery.key', 'system.first-run', 'session.sign-in'])
    expect(await ask(name)).toMatchObject({
      failure: {
        issues: [{ code: 'data-file-moved', given: at, accepted: expect.stringMatching(/--db.*--from/) }],
      },
    });
  expect(await ask('session.me')).toMatchObject({ value: null });
  expect(existsSync(join(dataDir, 'meniscus.db'))).toBe(false);
});

test.each([
  ['log export', () => exportLog({ data: dataDir, user: 'ada', kind: 'events', identifiers: 'full' })],
  ['scan', () => scanText('AAAA-AAAA-AAA', { data: dataDir })],
  ['move --to', () => move({ data: dataDir, to: 'postgres://nobody@127.0.0.1:1/none' })],
  ['key rotate', () => Promise.resolve().then(() => rotateKey(dataDir, keepers))],
  ['an opening', () => openKeyed(dataDir, keepers)],
])('%s is refused by that name', async (_, work) => {
  process.env['MENISCUS_PASSWORD'] = PASSWORD;
  await expect(async () => {
    await work();
  }).rejects.toThrow('data-file-moved');
  delete process.env['MENISCUS_PASSWORD'];
});

const said = (given: string | null) =>
  refusals['data-file-moved']?.({ code: 'data-file-moved', given, accepted: '' });

test('the sentence on screen has the day and the time, and where nobody noted them it has none', () => {
  expect(said(at)).toContain('went to the database of a site on 2026-11-24 at 08:40 UTC.');
  expect(said(null)).toContain('went to the database of a site. Work');
});
