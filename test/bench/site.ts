import { execFile, fork, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { cpSync, existsSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { moveToDatabase } from '../../db/dialect/postgres/move.ts';
import { CHEAP, openOffice, START } from '../electron/office.ts';
import { addressOf, postgres } from '../postgres.ts';
import { keyBeside } from '../raw.ts';
import { bareDatabase, processorOf } from './bare-postgres.ts';
import { bareFile } from './command.ts';
import { quantile, type Bench } from './measure.ts';
import type { Ask, Measured, Person } from './hosts/of-a-site.ts';

const STATIONS = 50;
const PER_HOUR = 1_000;
const PACED_SECONDS = 40;
const FAST_SECONDS = 8;
const LOOKS_SECONDS = 6;
type Server = Awaited<ReturnType<typeof postgres>>;

/** A third prepares, the others check. */
const PEOPLE: readonly Person[] = Array.from({ length: STATIONS }, (_, i) => ({
  username: `person${i}`,
  role: i % 3 === 0 ? 'technician' : 'pharmacist',
}));

/** One host in a process of its own. */
async function hostOf(dir: string, address: string, from: number) {
  const child: ChildProcess = fork(
    join(import.meta.dirname, 'hosts/of-a-site.ts'),
    [dir, address, String(from)],
    { execArgv: [] },
  );
  const told = async (): Promise<Measured | null> => {
    const [said] = (await Promise.race([
      once(child, 'message'),
      once(child, 'exit').then(() => Promise.reject(new Error('a host ended by itself'))),
    ])) as [{ readonly measured: Measured | null }];
    return said.measured;
  };
  await told();
  return {
    ask: async (ask: Ask) => {
      child.send(ask);
      return await told();
    },
  };
}

const figures = (list: readonly number[]) =>
  list.length === 0
    ? { p50: '', p99: '' }
    : { p50: quantile(list, 0.5).toFixed(1), p99: quantile(list, 0.99).toFixed(1) };

interface Site {
  readonly name: string;
  readonly hosts: number;
  readonly server?: Server;
}

const started = performance.now();
/** It lasts minutes: what it is at, and since when. */
const say = (what: string) =>
  console.error(`${((performance.now() - started) / 1_000).toFixed(0)} s: ${what}`);

/** A folder of a pharmacy with all these people; nobody has it open. */
async function founded(): Promise<string> {
  const dataDir = folder();
  const office = await openOffice({ dataDir, passwordCost: CHEAP });
  for (const { username, role } of PEOPLE) await office.person(username, role);
  await office.context.store.close();
  return dataDir;
}
const folder = () => mkdtempSync(join(tmpdir(), 'meniscus-bench-site-'));

async function measure(pharmacy: string, { name, hosts: count, server }: Site) {
  say(name);
  const dirs = Array.from({ length: count }, folder);
  const [first = ''] = dirs;
  cpSync(pharmacy, first, { recursive: true });
  const login = await server?.database();
  const address = login === undefined ? '' : addressOf(login);
  const path = join(first, 'meniscus.db');
  // Later than all that was done there.
  const from = Date.now() - 3_600_000;
  if (server)
    await moveToDatabase({
      address,
      path,
      key: keyBeside(path),
      at: new Date(Date.parse(START)).toISOString(),
    });
  const hosts: Awaited<ReturnType<typeof hostOf>>[] = [];
  for (const dir of dirs) hosts.push(await hostOf(dir, address, from));
  for (const [i, host] of hosts.entries())
    await host.ask({ say: 'sit', people: PEOPLE.filter((_, n) => n % count === i) });
  const all = async (work: Omit<Extract<Ask, { say: 'work' }>, 'say'>) => {
    say(`${work.kind}${work.perHour === null ? '' : ', paced'}`);
    const before = server && processorOf(server.dir);
    const made = await Promise.all(hosts.map((host) => host.ask({ say: 'work', ...work })));
    const after = server && processorOf(server.dir);
    const told = made.filter((m) => m !== null);
    return {
      reads: told.flatMap((m) => m.reads),
      changes: told.flatMap((m) => m.changes),
      looks: told.flatMap((m) => m.looks),
      refused: told.reduce((sum, m) => sum + m.refused, 0),
      seconds: Math.max(...told.map((m) => m.seconds)),
      processor: told.reduce((sum, m) => sum + m.processor, 0),
      ofServer: typeof before === 'number' && typeof after === 'number' ? after - before : null,
    };
  };
  say('everybody sits');
  // The first of each kind warms the code up.
  await all({ kind: 'orders', seconds: 3, perHour: null, looks: false });
  const runs = [
    [
      '1,000 orders an hour',
      await all({ kind: 'orders', seconds: PACED_SECONDS, perHour: PER_HOUR / count, looks: true }),
    ],
    [
      'what is new, asked every 0.7 s, and nothing else',
      await all({ kind: 'looks', seconds: LOOKS_SECONDS, perHour: null, looks: true }),
    ],
    [
      'orders, as fast as they can',
      await all({ kind: 'orders', seconds: FAST_SECONDS, perHour: null, looks: true }),
    ],
    [
      'one row and its event, as fast as they can',
      await all({ kind: 'prescribers', seconds: FAST_SECONDS, perHour: null, looks: false }),
    ],
  ] as const;
  await Promise.all(hosts.map((host) => host.ask({ say: 'end' })));
  for (const dir of dirs) rmSync(dir, { recursive: true, force: true });
  const rows = runs.map(([work, { reads, changes, looks, refused, seconds, processor, ofServer }]) => {
    const commands = reads.length + changes.length + looks.length;
    const each = (ms: number) => (ms / commands).toFixed(1);
    return {
      site: name,
      work,
      'commands a second': (commands / seconds).toFixed(0),
      'changes a second': (changes.length / seconds).toFixed(1),
      'read p50, ms': figures(reads).p50,
      'read p99, ms': figures(reads).p99,
      'change p50, ms': figures(changes).p50,
      'change p99, ms': figures(changes).p99,
      'look p50, ms': figures(looks).p50,
      'look p99, ms': figures(looks).p99,
      'ms of processor a command, hosts': each(processor),
      'and PostgreSQL': ofServer === null ? '' : each(ofServer),
      'cores in use': ((processor + (ofServer ?? 0)) / seconds / 1_000).toFixed(2),
      refused: String(refused),
    };
  });
  console.error(rows);
  const [paced, , , rowsOnly] = runs;
  return {
    rows,
    pacedP99: quantile(paced[1].changes, 0.99),
    changesASecond: rowsOnly[1].changes.length / rowsOnly[1].seconds,
  };
}

/** Transactions a second of the library alone, one row and its event in each, with the same cipher. */
async function bare(): Promise<number> {
  const file = await bareFile(mkdtempSync(join(tmpdir(), 'meniscus-bare-')));
  const begun = performance.now();
  let i = 0;
  for (; performance.now() - begun < 6_000; i += 1) file.write(i);
  const each = i / ((performance.now() - begun) / 1_000);
  file.close();
  return each;
}

/** PostgreSQL's own bench, where its program is there: what its driver and disk do without the application. */
async function pgbench(server: Server): Promise<string | null> {
  const debian = '/usr/lib/postgresql';
  const found = existsSync(debian)
    ? readdirSync(debian)
        .map((v) => join(debian, v, 'bin/pgbench'))
        .find((path) => existsSync(path))
    : undefined;
  if (found === undefined) return null;
  const { host, port, user, password, database } = await server.database();
  const run = async (...args: string[]) =>
    (
      await promisify(execFile)(found, ['-h', host, '-p', String(port), '-U', user, ...args, database], {
        env: { ...process.env, PGPASSWORD: password },
      })
    ).stdout;
  await run('-i', '-q', '-s', '10');
  return /tps = ([\d.]+)/.exec(await run('-c', '10', '-j', '2', '-T', '6'))?.[1] ?? null;
}

/**
 * 50 stations at the work of 1,000 orders an hour, and as fast as they can, in the hosts' own processes (no HTTP; passwords hashed
 * cheaply), over both engines.
 */
export async function bench(): Promise<Bench[]> {
  const server = await postgres(['-c', 'fsync=on']);
  say('hire');
  const pharmacy = await founded();
  say('bare');
  const before = await bare();
  say(`${before.toFixed(0)} a second`);
  const sqlite = await measure(pharmacy, { name: 'SQLite, one host', hosts: 1 });
  const one = await measure(pharmacy, { name: 'PostgreSQL, one host', hosts: 1, server });
  const two = await measure(pharmacy, { name: 'PostgreSQL, two hosts', hosts: 2, server });
  say('bare again');
  const after = await bare();
  say('bare pg');
  const [alone, ten] = [await bareDatabase(server, 1), await bareDatabase(server, 10)];
  say('pgbench');
  const tps = await pgbench(server);
  await server.end();
  rmSync(pharmacy, { recursive: true, force: true });
  const library = (before + after) / 2;
  return [
    {
      name: `${STATIONS} stations of a site`,
      rows: [...sqlite.rows, ...one.rows, ...two.rows],
      budgets: [
        ...[sqlite, one, two].map(({ rows, pacedP99 }) => ({
          what: `${rows[0]?.site}: p99 of a change at 1,000 orders an hour, ms`,
          measured: pacedP99,
          most: 50,
        })),
        {
          what: 'SQLite: changes a second, of those of the library with the same cipher and rows',
          measured: sqlite.changesASecond / library,
          least: 0.5,
        },
      ],
    },
    {
      name: 'beside it, without the application',
      rows: [
        {
          what: 'better-sqlite3 with the same cipher, one row and its event: transactions a second, before and after',
          measured: `${before.toFixed(0)}, ${after.toFixed(0)}`,
        },
        {
          what: 'SQLite, one row and its event, of that',
          measured: (sqlite.changesASecond / library).toFixed(2),
        },
        {
          what: '`pg` with the same rows under the same lock, one connection and ten: transactions a second',
          measured: `${alone.toFixed(0)}, ${ten.toFixed(0)}`,
        },
        {
          what: 'PostgreSQL, one host, one row and its event, of one connection',
          measured: (one.changesASecond / alone).toFixed(2),
        },
        {
          what: 'pgbench of PostgreSQL 15 (TPC-B, scale 10, 10 clients), transactions a second',
          measured: tps ?? 'its program is not there',
        },
      ],
    },
  ];
}
