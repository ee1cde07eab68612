import { hash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { contract, type Command } from '../../bridge/contract.ts';
import type { Reply } from '../../bridge/failure.ts';
import { failure } from '../../bridge/failure.ts';
import type { Incident } from '../../electron/services/incident.ts';
import pg from 'pg';
import { openOffice, type Office } from '../electron/office.ts';
import { randomFrom, wrongInput } from './wrong.ts';

export interface FuzzFigures {
  readonly commands: number;
  readonly inputs: number;
  readonly refused: number;
  /** inputs that happened to be right ones */
  readonly accepted: number;
  readonly problems: readonly string[];
  readonly slowestMs: number;
  readonly grownMB: number;
}

/** Commands of which a right input is harmless or needs a password that the fuzz does not know; signing out ends it. */
const LEFT_ALONE: readonly Command[] = ['session.sign-out', 'session.lock'];
const CODES = new Set(['invalid-input', 'refused', 'not-found', 'conflict']);

/** What a refusal must leave alone: the data file's own bytes, or every row of a database, but for the count of failed passwords. */
async function stateOf({ dir, context: { store } }: Office): Promise<string> {
  if (store.address !== null) return await rowsIn(store.address);
  const file = join(dir, 'meniscus.db');
  return `data file ${hash('sha256', readFileSync(file))}${hash('sha256', readFileSync(`${file}-wal`))}`;
}

async function rowsIn(address: string): Promise<string> {
  const client = new pg.Client(address);
  await client.connect();
  try {
    const { rows } = await client.query<{ name: string }>(
      'SELECT tablename AS name FROM pg_tables WHERE schemaname = current_schema() ORDER BY 1',
    );
    const words = rows.map(
      ({ name }) =>
        `SELECT '${name}', coalesce(string_agg(t::text, '' ORDER BY t::text), '') FROM "${name}" t`,
    );
    const { rows: all } = await client.query<[string, string]>({
      text: words.join(' UNION ALL '),
      rowMode: 'array',
    });
    // One line for each table, so that what changed is named; they come in any order.
    return all
      .map(([name, text]) => `${name} ${hash('sha256', text)}`)
      .toSorted()
      .join('\n');
  } finally {
    await client.end();
  }
}

/** What is not as it was, or nothing. */
function difference(before: string, after: string): string | null {
  if (before === after) return null;
  const known = new Set(before.split('\n'));
  const changed = after.split('\n').filter((line) => !known.has(line));
  return changed.map((line) => line.replace(/ \w+$/, '')).join(', ');
}

/** Each command with this many wrong inputs, by a supervisor who is a pharmacist: access never hides a fault. */
export async function fuzz(
  perCommand: number,
  seed: number,
  log?: (line: string) => void,
  /** an empty database, and a folder for its host; otherwise a data file */
  site?: { readonly database: string; readonly dataDir: string },
): Promise<FuzzFigures> {
  const incidents: Incident[] = [];
  const office = await openOffice({ ...site, report: (i) => incidents.push(i) });
  const who = await office.person('sp', 'supervisor', true);
  const problems: string[] = [];
  let [inputs, refused, accepted, slowestMs] = [0, 0, 0, 0];
  const before = memory();
  for (const name of Object.keys(contract) as Command[]) {
    if (LEFT_ALONE.includes(name)) continue;
    for (let i = 0; i < perCommand; i += 1) {
      const random = randomFrom(seed + i * 7_919 + name.length * 104_729);
      const input = wrongInput(contract[name].input, random);
      const state = i % 10 === 0 ? await stateOf(office) : null;
      const from = performance.now();
      const reply = (await who.ask(name, input as never).catch((error: unknown) => {
        problems.push(`${name} #${i} threw ${String(error).slice(0, 80)}`);
        return null;
      })) as Reply<unknown> | null;
      slowestMs = Math.max(slowestMs, performance.now() - from);
      inputs += 1;
      if (reply === null) continue;
      if (reply.ok) accepted += 1;
      else {
        refused += 1;
        const { code } = reply.failure;
        if (!CODES.has(code) || !failure.safeParse(reply.failure).success)
          problems.push(`${name} #${i}: ${JSON.stringify(reply.failure).slice(0, 120)}`);
        // A refused password is counted and is in the log: those alone may change the file.
        const isPassword = JSON.stringify(reply.failure).includes('"path":"password"');
        if (state !== null && code === 'invalid-input' && !isPassword) {
          const changed = difference(state, await stateOf(office));
          if (changed !== null) problems.push(`${name} #${i}: refused, and changed: ${changed}`);
        }
      }
    }
    log?.(name);
  }
  for (const i of incidents) problems.push(`${i.command}: ${i.kind} ${i.stack[0] ?? ''}`);
  if (({} as { role?: string }).role !== undefined) problems.push('a prototype was changed');
  const verdict = await office.supervisor.do('log.verify', {});
  if (verdict.broken !== null) problems.push(`log: ${verdict.why}`);
  const grownMB = Math.round((memory() - before) / 1e6);
  await office.close();
  const commands = Object.keys(contract).length - LEFT_ALONE.length;
  return { commands, inputs, refused, accepted, problems, slowestMs: Math.round(slowestMs), grownMB };
}

function memory(): number {
  globalThis.gc?.();
  return process.memoryUsage().heapUsed;
}
