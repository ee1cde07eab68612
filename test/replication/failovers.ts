import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { eventsAfter, headOf } from '../../db/event-log.ts';
import { keyFile } from '../../electron/services/keys/keeper.ts';
import { openSite } from '../../electron/services/keys/keyed-store.ts';
import { Refused } from '../../engine/number/result.ts';
import { halves, missing, type Acknowledged } from '../crash/crash.ts';
import { OWN_KEY } from '../own-key.ts';
import { pair } from './pair.ts';

export interface FailoverFigures {
  readonly failovers: number;
  readonly acknowledged: number;
  readonly events: number;
  /** from the kill until the standby of before answers as the primary */
  readonly slowestMs: number;
  readonly problems: readonly string[];
}

/** Commands at once: some are between the primary's disk and the standby's whenever the primary dies. */
const AT_ONCE = 6;
/** Commands that are acknowledged between two kills, at least. */
const BETWEEN = 15;

const incidentsIn = (dir: string): string => {
  const path = join(dir, 'incidents.log');
  return existsSync(path) ? readFileSync(path, 'utf8').slice(0, 4_000) : '';
};

/** What answers by mistake at the address of a standby: it may be behind what was acknowledged. */
async function standbyAnswers(dir: string, address: string): Promise<string[]> {
  try {
    await (await openSite(dir, [keyFile(OWN_KEY)], address)).close();
    return ['a standby was taken for the database of the site'];
  } catch (error) {
    const code = error instanceof Refused ? error.issues[0]?.code : String(error);
    return code === 'site-database-standby' ? [] : [`a standby was refused as ${code}`];
  }
}

/**
 * One host at work over a primary that is killed so many times, each time with a standby that takes its place. The host goes on by itself.
 * Each time everything that it had acknowledged is looked for in what the standby holds, and all of that is held against the log.
 */
export async function failovers(times: number, log?: (line: string) => void): Promise<FailoverFigures> {
  const cluster = await pair();
  const dirs = [0, 1].map(() => mkdtempSync(join(tmpdir(), 'meniscus-failover-')));
  const host = spawn(
    process.execPath,
    [join(import.meta.dirname, '../crash/child.ts'), dirs[0] ?? '', '7', String(AT_ONCE)],
    {
      stdio: ['ignore', 'pipe', 'pipe'],
      env: { ...process.env, MENISCUS_CRASH_DATABASE: cluster.address },
    },
  );
  let [said, errors] = ['', ''];
  host.stdout.setEncoding('utf8').on('data', (text: string) => (said += text));
  host.stderr.setEncoding('utf8').on('data', (text: string) => (errors += text));
  const acknowledged = () =>
    said
      .split('\n')
      .slice(0, -1)
      .filter((l) => l.startsWith('{'))
      .map((l) => JSON.parse(l) as Acknowledged);
  const more = async (than: number) => {
    while (host.exitCode === null && acknowledged().length < than)
      await new Promise((resolve) => setTimeout(resolve, 20));
  };
  const problems: string[] = [];
  let [events, slowestMs] = [0, 0];
  for (let i = 1; i <= times; i += 1) {
    await more(acknowledged().length + BETWEEN);
    await new Promise((resolve) => setTimeout(resolve, Math.random() * 300));
    const from = performance.now();
    await cluster.failover();
    slowestMs = Math.max(slowestMs, performance.now() - from);
    const told = acknowledged();
    const store = await openSite(dirs[1] ?? '', [keyFile(OWN_KEY)], cluster.address);
    const head = (await store.read(headOf)).seq;
    const written = await store.read((db) => eventsAfter(db, {}, 0, head, 1_000_000));
    const found = [
      ...missing(told, written),
      ...(store.loss === null ? [] : [`the note promises more: ${JSON.stringify(store.loss)}`]),
      ...(await halves(store)),
    ];
    problems.push(...found.map((problem) => `failover ${i}: ${problem}`));
    events = head;
    await store.close();
    log?.(`failover ${i}: ${told.length} acknowledged, ${head} events, ${found.length} problems`);
    await cluster.standBy();
    problems.push(...(await standbyAnswers(dirs[1] ?? '', cluster.standby())));
  }
  if (host.exitCode !== null) problems.push('the host ended by itself');
  const ended = once(host, 'close');
  host.kill('SIGKILL');
  await ended;
  await cluster.end();
  if (errors !== '') problems.push(errors.slice(0, 2_000), incidentsIn(dirs[0] ?? ''));
  for (const dir of dirs) rmSync(dir, { recursive: true, force: true });
  return {
    failovers: times,
    acknowledged: acknowledged().length,
    events,
    slowestMs: Math.round(slowestMs),
    problems,
  };
}
