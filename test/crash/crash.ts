import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Command } from '../../bridge/contract.ts';
import { eventsAfter, headOf } from '../../db/event-log.ts';
import { verifyLive } from '../../electron/services/log-state.ts';
import type { Store } from '../../db/open.ts';
import { keyFile } from '../../electron/services/keys/keeper.ts';
import { openSite } from '../../electron/services/keys/keyed-store.ts';
import { OWN_KEY } from '../own-key.ts';
import { addressOf, type Login, type postgres } from '../postgres.ts';
import { openRaw, rowsOf, storeAt } from '../raw.ts';

export interface Acknowledged {
  readonly name: string;
  readonly id: string | null;
  readonly version: number | null;
  readonly state: string | null;
}

interface Crash {
  readonly latestMs?: number;
  readonly log?: (line: string) => void;
  /** over PostgreSQL */
  readonly server?: Server;
  /** commands that are under way whenever it is killed */
  readonly atOnce?: number;
}

export interface CrashFigures {
  readonly kills: number;
  readonly duringStart: number;
  readonly acknowledged: number;
  readonly events: number;
  readonly problems: readonly string[];
}

/** Runs the child on the folder until it is killed at a random moment; answers what it had acknowledged. */
async function runAndKill(
  dataDir: string,
  seed: number,
  { latestMs = 1_200, atOnce = 1 }: Crash,
  address?: string,
) {
  const args = [join(import.meta.dirname, 'child.ts'), dataDir, String(seed), String(atOnce)];
  const child = spawn(process.execPath, args, {
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { ...process.env, ...(address !== undefined && { MENISCUS_CRASH_DATABASE: address }) },
  });
  let said = '';
  let errors = '';
  child.stdout.setEncoding('utf8').on('data', (text: string) => (said += text));
  child.stderr.setEncoding('utf8').on('data', (text: string) => (errors += text));
  // It is waited until people sit and commands come, or most kills would hit the start, which is long over a server; a tenth still do.
  const isAtWork = () => said.includes('ready\n') || child.exitCode !== null;
  if (seed % 10 !== 0) while (!isAtWork()) await new Promise((resolve) => setTimeout(resolve, 5));
  await new Promise((resolve) => setTimeout(resolve, Math.random() * latestMs));
  const ended = once(child, 'close');
  child.kill('SIGKILL');
  const [, signal] = (await ended) as [number | null, string | null];
  // A line without its end was being written: the parent never had it.
  const lines = said.split('\n').slice(0, -1);
  return {
    ready: lines.includes('ready'),
    list: lines.filter((l) => l.startsWith('{')).map((l) => JSON.parse(l) as Acknowledged),
    died: signal === 'SIGKILL' ? '' : `it ended by itself: ${errors.slice(0, 400)}`,
    errors: /internal /.test(errors) ? errors.slice(0, 400) : '',
  };
}

/** An export goes on beside the commands: its two events come between them. */
const EXPORTS = ['export.start', 'export.done'];

/** Is every acknowledged command there, in its order, none half, chain and foreign keys whole? */
async function inspect(store: Store, since: number, list: readonly Acknowledged[], atOnce: number) {
  const problems: string[] = [];
  const head = (await store.read(headOf)).seq;
  if (store.loss !== null) problems.push(`the note promises more: ${JSON.stringify(store.loss)}`);
  const written = (await store.read((db) => eventsAfter(db, {}, since, head, 1_000_000))).filter(
    (e) => e.user !== '-' && !EXPORTS.includes(e.command),
  );
  const told = list.filter((a) => !EXPORTS.includes(a.name));
  if (atOnce > 1) problems.push(...missing(told, written));
  else
    // Everything acknowledged, one after the other.
    for (const [i, a] of told.entries()) {
      const e = written[i];
      if (
        !e ||
        e.command !== a.name ||
        (e.subject === 'order' && (e.subjectId !== a.id || e.version !== a.version))
      )
        problems.push(`acknowledged ${a.name} ${a.id}, found ${e?.command} ${e?.subjectId}`);
    }
  // Of those under way each may be committed and not told any more.
  if (written.length > told.length + atOnce)
    problems.push(`${written.length} events for ${told.length} acknowledged commands`);
  problems.push(...(await halves(store, written.at(-1))));
  return { problems, head };
}

type Written = Pick<Awaited<ReturnType<typeof eventsAfter>>[number], 'command' | 'subjectId' | 'version'>;
const nameOf = (command: string, id: string | null, version: number | null) =>
  command.startsWith('order.') ? `${command} ${id} ${version}` : command;
/** How often each stands in a list. */
function counted(names: readonly string[]): Map<string, number> {
  const counts = new Map<string, number>();
  for (const name of names) counts.set(name, (counts.get(name) ?? 0) + 1);
  return counts;
}
/** What was acknowledged and is not there, where several commands come at once and are told in any order. */
export function missing(told: readonly Acknowledged[], written: readonly Written[]): string[] {
  const there = counted(written.map((e) => nameOf(e.command, e.subjectId, e.version)));
  return [...counted(told.map((a) => nameOf(a.name, a.id, a.version)))]
    .filter(([name, n]) => (there.get(name) ?? 0) < n)
    .map(([name, n]) => `acknowledged ${n} times ${name}, found ${there.get(name) ?? 0}`);
}

const ofCommand = (name: string): string => `SELECT count(*) AS n FROM event WHERE command = '${name}'`;

/** What a person signs: one signature with each event. */
const SIGNED = [
  'order.verify',
  'order.resolve',
  'order.final-check',
  'order.release',
  'order.hold',
  'order.resume',
  'order.discontinue',
  'order.void',
] satisfies Command[];

/** The log against everything, and the tables against the log: a command writes its record and its event, or neither. */
export async function halves(
  store: Store,
  last?: { command: string; subjectId: string; change: string },
): Promise<string[]> {
  const value = async (text: string) => (await rowsOf<{ n: number }>(store, text))[0]?.n ?? 0;
  const same = async (what: string, a: string, b: string) => {
    const [one, other] = [await value(a), await value(b)];
    return one === other ? [] : [`${what}: ${one} against ${other} events`];
  };
  const verdict = await verifyLive(store);
  const found = [
    ...(verdict.broken === null ? [] : [`event ${verdict.broken}: ${verdict.why}`]),
    ...(store.address === null ? pages(store) : []),
    ...(await same('order versions', 'SELECT count(*) AS n FROM order_version', ofCommand('order.save'))),
    ...(await same(
      'patient versions',
      'SELECT count(*) AS n FROM patient_version',
      ofCommand('patient.save'),
    )),
    ...(await same('programs', 'SELECT count(*) AS n FROM program', ofCommand('order.verify'))),
    ...(await same('preparations', 'SELECT count(*) AS n FROM preparation', ofCommand('preparation.start'))),
    ...(await same(
      'records',
      'SELECT count(*) AS n FROM preparation_record',
      ofCommand('preparation.record'),
    )),
    ...(await same('resolutions', 'SELECT count(*) AS n FROM resolution', ofCommand('order.resolve'))),
    ...(await same(
      'signatures',
      'SELECT count(*) AS n FROM signature',
      `SELECT count(*) AS n FROM event WHERE command IN ('${SIGNED.join("', '")}')`,
    )),
  ];
  const to = last && (JSON.parse(last.change) as { state?: { to?: string } }).state?.to;
  if (last && to !== undefined) {
    const [row] = await rowsOf<{ state: string }>(
      store,
      `SELECT state FROM orders WHERE id = '${last.subjectId}'`,
    );
    if (row?.state !== to) found.push(`order ${last.subjectId} is ${row?.state}, the log says ${to}`);
  }
  return found;
}

/** Of a data file: does it hold together? */
function pages({ path }: Store): string[] {
  const raw = openRaw(path, { readonly: true });
  const whole = (raw.pragma('integrity_check') as { integrity_check: string }[])[0]?.integrity_check === 'ok';
  const keys = (raw.pragma('foreign_key_check') as unknown[]).length === 0;
  raw.close();
  return [...(whole ? [] : ['integrity check']), ...(keys ? [] : ['foreign keys'])];
}

type Server = Awaited<ReturnType<typeof postgres>>;

/** The store that a killed child leaves. What it had begun on a server ends, one way or the other, before anybody looks. */
async function left(dataDir: string, server: Server | undefined, login: Login | undefined): Promise<Store> {
  if (server === undefined || login === undefined) return await storeAt(join(dataDir, 'meniscus.db'));
  const client = await server.client(server.login);
  const begun = `SELECT count(*) AS n FROM pg_stat_activity WHERE application_name = 'meniscus' AND datname = $1`;
  while ((await client.query<{ n: string }>(begun, [login.database])).rows[0]?.n !== '0')
    await new Promise((resolve) => setTimeout(resolve, 5));
  await client.end();
  return await openSite(dataDir, [keyFile(OWN_KEY)], addressOf(login));
}

/**
 * Kills the child this many times, on the same data file, or the same database of a server; begins a new one now and then so that it stays
 * small.
 */
export async function crash(kills: number, options: Crash = {}): Promise<CrashFigures> {
  const { log, server, atOnce = 1 } = options;
  const problems: string[] = [];
  let [acknowledged, events, duringStart] = [0, 0, 0];
  let dataDir = '';
  let login: Login | undefined;
  let since = 0;
  for (let i = 0; i < kills; i += 1) {
    if (i % 25 === 0) {
      if (dataDir !== '') rmSync(dataDir, { recursive: true, force: true });
      dataDir = mkdtempSync(join(tmpdir(), 'meniscus-crash-'));
      login = await server?.database();
      since = 0;
    }
    const run = await runAndKill(dataDir, i, options, login && addressOf(login));
    if (!run.ready) duringStart += 1;
    const store = await left(dataDir, server, login);
    const seen = await inspect(store, since, run.list, atOnce);
    await store.close();
    problems.push(
      ...[run.died, run.errors, ...seen.problems].filter((p) => p !== '').map((p) => `kill ${i}: ${p}`),
    );
    acknowledged += run.list.length;
    events += seen.head - since;
    since = seen.head;
    log?.(`kill ${i + 1}: ${run.list.length} acknowledged, ${seen.problems.length} problems`);
  }
  rmSync(dataDir, { recursive: true, force: true });
  return { kills, duringStart, acknowledged, events, problems };
}
