/** A move in a process of its own, for a test to kill: says so when it begins. */
import { moveToDatabase, moveToFile } from '../../db/dialect/postgres/move.ts';
import { keyBeside } from '../raw.ts';

const [way = '', path = '', address = ''] = process.argv.slice(2);
const move = { address, path, key: keyBeside(path), at: '2026-11-24T08:00:00.000Z' };
process.send?.('begun');
await (way === 'to' ? moveToDatabase(move) : moveToFile(move));
process.disconnect();
