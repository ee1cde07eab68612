import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Command } from '../../bridge/contract.ts';
import { eventsAfter, headOf } from '../../db/event-log.ts';
import { verifyLive } from '../../electron/services/log-state.ts';
import { openRaw, storeAt } from '../raw.ts';

interface Acknowledged {
  readonly name: string;
  readonly id: string | null;
  readonly version: number | null;
  readonly state: string | null;
}

export interface CrashFigures {
  readonly kills: number;
  readonly duringStart: number;
  readonly acknowledged: number;
  readonly events: number;
  readonly problems: readonly string[];
}

/** Runs the child on the folder until it is killed at a random moment; answers what it had acknowledged. */
async function runAndKill(dataDir: string, seed: number, latestMs: number) {
  const child = spawn(process.execPath, [join(import.meta.dirname, 'child.ts'), dataDir, String(seed)], {
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let said = '';
  let errors = '';
  child.stdout.setEncoding('utf8').on('data', (text: string) => (said += text));
  child.stderr.setEncoding('utf8').on('data', (text: string) => (errors += text));
  // The first word is waited for, or most kills would hit Node's own start; a tenth still hit ours.
  if (seed % 10 !== 0) await Promise.race([once(child.stdout, 'data'), once(child, 'exit')]);
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
async function inspect(dataDir: string, since: number, list: readonly Acknowledged[]) {
  const problems: string[] = [];
  const store = await storeAt(join(dataDir, 'meniscus.db'));
  const head = (await store.read(headOf)).seq;
  if (store.loss !== null) problems.push(`the note promises more: ${JSON.stringify(store.loss)}`);
  const verdict = await verifyLive(store);
  if (verdict.broken !== null) problems.push(`event ${verdict.broken}: ${verdict.why}`);
  const written = (await store.read((db) => eventsAfter(db, {}, since, head, 1_000_000))).filter(
    (e) => e.user !== '-' && !EXPORTS.includes(e.command),
  );
  const told = list.filter((a) => !EXPORTS.includes(a.name));
  // Everything acknowledged, one after the other; at most one more was committed and not told any more.
  for (const [i, a] of told.entries()) {
    const e = written[i];
    if (
      !e ||
      e.command !== a.name ||
      (e.subject === 'order' && (e.subjectId !== a.id || e.version !== a.version))
    )
      problems.push(`acknowledged ${a.name} ${a.id}, found ${e?.command} ${e?.subjectId}`);
  }
  if (written.length > told.length + 1)
    problems.push(`${written.length} events for ${told.length} acknowledged commands`);
  await store.close();
  problems.push(...halves(join(dataDir, 'meniscus.db'), written.at(-1)));
  return { problems, head };
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

/** A command writes its record and its event, or neither: the tables against the log. */
function halves(
  path: string,
  last: { command: string; subjectId: string; change: string } | undefined,
): string[] {
  const raw = openRaw(path, { readonly: true });
  const value = (sql: string): number => (raw.prepare(sql).get() as { n: number }).n;
  const same = (what: string, a: string, b: string) =>
    value(a) === value(b) ? [] : [`${what}: ${value(a)} against ${value(b)} events`];
  const found = [
    ...((raw.pragma('integrity_check') as { integrity_check: string }[])[0]?.integrity_check === 'ok'
      ? []
      : ['integrity check']),
    ...((raw.pragma('foreign_key_check') as unknown[]).length === 0 ? [] : ['foreign keys']),
    ...same('order versions', 'SELECT count(*) AS n FROM order_version', ofCommand('order.save')),
    ...same('patient versions', 'SELECT count(*) AS n FROM patient_version', ofCommand('patient.save')),
    ...same('programs', 'SELECT count(*) AS n FROM program', ofCommand('order.verify')),
    ...same('preparations', 'SELECT count(*) AS n FROM preparation', ofCommand('preparation.start')),
    ...same('records', 'SELECT count(*) AS n FROM preparation_record', ofCommand('preparation.record')),
    ...same('resolutions', 'SELECT count(*) AS n FROM resolution', ofCommand('order.resolve')),
    ...same(
      'signatures',
      'SELECT count(*) AS n FROM signature',
      `SELECT count(*) AS n FROM event WHERE command IN ('${SIGNED.join("', '")}')`,
    ),
  ];
  const to = last && (JSON.parse(last.change) as { state?: { to?: string } }).state?.to;
  if (last && to !== undefined) {
    const row = raw.prepare('SELECT state FROM orders WHERE id = ?').get(last.subjectId) as { state: string };
    if (row.state !== to) found.push(`order ${last.subjectId} is ${row.state}, the log says ${to}`);
  }
  raw.close();
  return found;
}

/** Kills the child this many times, on the same data file; begins a new one now and then so that it stays small. */
export async function crash(
  kills: number,
  latestMs = 1_200,
  log?: (line: string) => void,
): Promise<CrashFigures> {
  const problems: string[] = [];
  let [acknowledged, events, duringStart] = [0, 0, 0];
  let dataDir = '';
  let since = 0;
  for (let i = 0; i < kills; i += 1) {
    if (i % 25 === 0) {
      if (dataDir !== '') rmSync(dataDir, { recursive: true, force: true });
      dataDir = mkdtempSync(join(tmpdir(), 'meniscus-crash-'));
      since = 0;
    }
    const run = await runAndKill(dataDir, i, latestMs);
    if (!run.ready) duringStart += 1;
    const seen = await inspect(dataDir, since, run.list);
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
