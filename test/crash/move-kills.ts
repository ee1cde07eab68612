import { fork } from 'node:child_process';
import { once } from 'node:events';
import { cpSync, existsSync, mkdtempSync, renameSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { moveToDatabase, moveToFile } from '../../db/dialect/postgres/move.ts';
import { openPostgres } from '../../db/dialect/postgres/store.ts';
import { appendEvent, headOf } from '../../db/event-log.ts';
import { notePath } from '../../db/head-note.ts';
import { openStore, type Store } from '../../db/open.ts';
import { keyFile } from '../../electron/services/keys/keeper.ts';
import { openKeyed } from '../../electron/services/keys/keyed-store.ts';
import { verifyLive } from '../../electron/services/log-state.ts';
import { Refused } from '../../engine/number/result.ts';
import { OWN_KEY } from '../own-key.ts';
import { addressOf, type Login, type postgres } from '../postgres.ts';
import { keyBeside } from '../raw.ts';

type Server = Awaited<ReturnType<typeof postgres>>;
const at = '2026-11-24T08:00:00.000Z';

export interface MoveKills {
  /** killed before anything counted: the source was used on */
  readonly before: number;
  /** killed when the source had said that it is elsewhere, and the target was not whole yet */
  readonly between: number;
  /** killed when all was done, or not at all */
  readonly after: number;
  readonly problems: readonly string[];
}

const numberOfEvents = async (store: Store): Promise<number> => {
  const { seq } = await store.read(headOf);
  await store.close();
  return seq;
};

/** Takes one more event on a log that is whole; answers how many it held before. */
async function usedOn(store: Store): Promise<number> {
  const { broken, why } = await verifyLive(store);
  if (broken !== null || store.loss !== null) throw new Error(`event ${broken}: ${why}`);
  const about = { user: '-', station: '-', subject: 'log', subjectId: '-', change: {} };
  await store.write(async (db) => void (await appendEvent(db, { ...about, at, command: 'after.kill' })));
  return (await numberOfEvents(store)) - 1;
}
/** By which name a place is refused. */
async function refusal(open: () => Promise<unknown>): Promise<string> {
  try {
    await open();
    return 'not refused';
  } catch (error) {
    return error instanceof Refused ? (error.issues[0]?.code ?? '') : String(error);
  }
}

/** What a killed move had begun on the server ends before anybody looks. Answers the tables that stand there then. */
async function tablesLeft(server: Server, login: Login): Promise<number> {
  const client = await server.client(login);
  const begun = `SELECT 1 FROM pg_stat_activity WHERE application_name = 'meniscus move' AND datname = $1`;
  while ((await client.query(begun, [login.database])).rowCount !== 0)
    await new Promise((resolve) => setTimeout(resolve, 5));
  const { rowCount } = await client.query('SELECT 1 FROM pg_tables WHERE schemaname = current_schema()');
  await client.end();
  return rowCount ?? 0;
}

/**
 * Kills a move of the pharmacy in a folder so many times, once in between and then at random moments of the time that a whole one takes. Of both places one is used
 * on afterwards, with every event in it, and the other is refused by name; ended in between, nobody works at either, and nothing is lost.
 */
export async function moveKills(
  way: 'to' | 'back',
  times: number,
  pharmacy: string,
  server: Server,
  log: (line: string) => void = () => undefined,
): Promise<MoveKills> {
  const problems: string[] = [];
  const counts = { before: 0, between: 0, after: 0 };
  let longest = 0;
  for (let i = 0; i <= times; i += 1) {
    const dir = mkdtempSync(join(tmpdir(), 'meniscus-move-'));
    cpSync(pharmacy, dir, { recursive: true });
    const path = join(dir, 'meniscus.db');
    const key = keyBeside(path);
    const login = await server.database();
    const move = { address: addressOf(login), path, key, at };
    const site = () => openPostgres({ address: move.address, path: `${path}.site`, key });
    const file = () => openStore(path, { key });
    if (way === 'back') await moveToDatabase(move);
    const held = await numberOfEvents(await (way === 'to' ? file() : site()));
    const longestOf = await killed(way, move, whenOf(i, longest));
    if (i === 0) longest = longestOf;
    const tables = await tablesLeft(server, login);
    const expected = (what: string, found: unknown, wanted: unknown) => {
      if (found !== wanted) problems.push(`${way} ${i}: ${what}: ${String(found)}, not ${String(wanted)}`);
    };
    const folder = () => openKeyed(dir, [keyFile(OWN_KEY)]);
    const isAway =
      way === 'back' && (await refusal(async () => await (await site()).close())) === 'site-database-moved';
    if (way === 'to' ? existsSync(path) : !isAway && !existsSync(path)) {
      counts.before += 1;
      if (way === 'to') expected('tables in the target', tables, 0);
      else expected('the folder', await refusal(folder), 'data-file-moved');
      expected('events in the source', await usedOn(await (way === 'to' ? file() : site())), held);
    } else if (way === 'to' ? tables > 0 : existsSync(path)) {
      counts.after += 1;
      // That it was moved is told on the way there before it counts, and on the way back afterwards.
      expected('events in the target', await usedOn(await (way === 'to' ? site() : file())), held + 1);
      if (way === 'to') expected('the folder', await refusal(folder), 'data-file-moved');
      else expected('the database', await refusal(site), 'site-database-moved');
    } else {
      counts.between += 1;
      expected('the folder', await refusal(folder), 'data-file-moved');
      if (way === 'to') {
        // Its owner gives it back its name.
        renameSync(`${path}.moved`, path);
        if (existsSync(notePath(`${path}.moved`))) renameSync(notePath(`${path}.moved`), notePath(path));
      } else await moveToFile(move);
      const brought = await usedOn(await file());
      if (brought < held) problems.push(`${way} ${i}: ${brought} events of ${held}`);
    }
    log(`${way} ${i}: ${JSON.stringify(counts)}, ${problems.length} problems`);
    rmSync(dir, { recursive: true, force: true });
  }
  // The first is not killed.
  return { ...counts, after: counts.after - 1, problems };
}

type When = number | 'not' | 'in between';
/** The first ends; the second is killed where a random moment hardly ever is. */
const whenOf = (i: number, longest: number): When =>
  i === 0 ? 'not' : i === 1 ? 'in between' : Math.random() * longest;

/** A move in a process of its own, that is killed so many milliseconds after its beginning; answers how long it took. */
async function killed(
  way: string,
  { path, address }: { readonly path: string; readonly address: string },
  when: When,
): Promise<number> {
  const child = fork(join(import.meta.dirname, 'move-child.ts'), [way, path, address, String(when)], {
    execArgv: [],
  });
  const ended = once(child, 'exit') as Promise<[number | null, string | null]>;
  await once(child, 'message');
  const from = performance.now();
  const timer = typeof when === 'number' ? setTimeout(() => child.kill('SIGKILL'), when) : undefined;
  const [status, signal] = await ended;
  clearTimeout(timer);
  if (signal === null && status !== 0) throw new Error(`a move ended with ${status}`);
  return performance.now() - from;
}
