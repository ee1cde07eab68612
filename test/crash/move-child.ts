/** A move in a process of its own, for a test to kill: says so when it begins, or kills itself at the word that makes it count. */
import pg from 'pg';
import { moveToDatabase, moveToFile } from '../../db/dialect/postgres/move.ts';
import { keyBeside } from '../raw.ts';

const [way = '', path = '', address = '', when = ''] = process.argv.slice(2);
if (when === 'in between') {
  const query = Object.getOwnPropertyDescriptor(pg.Client.prototype, 'query')?.value as (
    ...all: unknown[]
  ) => Promise<unknown>;
  pg.Client.prototype.query = async function (this: pg.Client, ...all: unknown[]) {
    // On the way there the file is away already, and the database holds nothing; on the way back it has said that it is elsewhere.
    if (all[0] === 'COMMIT' && way === 'to') process.kill(process.pid, 'SIGKILL');
    const answer = await query.apply(this, all);
    if (all[0] === 'COMMIT' && way === 'back') process.kill(process.pid, 'SIGKILL');
    return answer;
  } as typeof pg.Client.prototype.query;
}
const move = { address, path, key: keyBeside(path), at: '2026-11-24T08:00:00.000Z' };
process.send?.('begun');
await (way === 'to' ? moveToDatabase(move) : moveToFile(move));
process.disconnect();
