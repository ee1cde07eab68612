import { EventEmitter, once } from 'node:events';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { moveToDatabase } from '../../db/dialect/postgres/move.ts';
import { openHostOver } from '../../electron/hosts/open-host.ts';
import { serveSite } from '../../electron/hosts/site/serve.ts';
import { code } from '../db/refusal-of.ts';
import { postgres } from '../postgres.ts';
import { keyBeside } from '../raw.ts';
import { builtRoot } from './loopback-host.ts';
import { PASSWORD, staffed } from './office.ts';

let server: Awaited<ReturnType<typeof postgres>>;
beforeAll(async () => {
  server = await postgres();
});
afterAll(() => server.end());
const address = async () => {
  const { host, port, user, password, database } = await server.database();
  return `postgres://${user}:${encodeURIComponent(password)}@${host}:${port}/${database}`;
};

test('a site is served from the database that its data was moved to, and its people sign in there', async () => {
  const { office } = await staffed();
  await office.context.store.close();
  const path = join(office.dir, 'meniscus.db');
  const to = await address();
  await moveToDatabase({ address: to, path, key: keyBeside(path), at: '2026-11-24T08:00:00.000Z' });

  const host = await openHostOver(to)(office.dir);
  const seat = { key: 'window', station: 'Clean room 2' };
  expect(
    await host.dispatch(seat, 'session.sign-in', { username: 'tess', password: PASSWORD }),
  ).toMatchObject({ ok: true, value: { username: 'tess', active: true } });
  await host.close();

  const asks = new EventEmitter();
  const lines: string[] = [];
  const ended = serveSite(
    { listen: '127.0.0.1:0' },
    {
      openHost: openHostOver(to),
      folder: office.dir,
      root: builtRoot(),
      now: () => new Date(),
      print: (line) => {
        lines.push(line);
        asks.emit('line');
      },
      complain: (line) => lines.push(line),
      asked: once(asks, 'end').then(() => undefined),
    },
  );
  await Promise.race([once(asks, 'line'), ended]);
  const origin = /http:\/\/127\.0\.0\.1:\d+/.exec(lines.join('\n'))?.[0] ?? 'nowhere';
  const page = await fetch(origin);
  asks.emit('end');
  await ended;
  // A browser that no supervisor has let in is asked for its code.
  expect([page.status, await page.text()]).toEqual([expect.any(Number), expect.stringContaining('code')]);
});

test('a database that nobody has moved to has no supervisor, and is not served', async () => {
  const { office } = await staffed();
  await office.close();
  const ended = serveSite(
    { listen: '127.0.0.1:0' },
    {
      openHost: openHostOver(await address()),
      folder: office.dir,
      root: builtRoot(),
      now: () => new Date(),
      print: () => undefined,
      complain: () => undefined,
      asked: new Promise(() => undefined),
    },
  );
  expect(await code(ended)).toBe('site-without-supervisor');
});
