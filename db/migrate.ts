import type Database from 'better-sqlite3';
import { issue, Refused } from '../engine/number/result.ts';
import { boundStep } from './bind-rows.ts';

export interface Migration {
  /** multiples of 10, ever growing */
  readonly version: number;
  readonly name: string;
  readonly up: (database: Database) => void | Promise<void>;
}

export const versionOf = (database: Database): number =>
  database.pragma('user_version', { simple: true }) as number;

export const latest = (list: readonly Migration[]): number => list.at(-1)?.version ?? 0;

/** Refuses a list that was not only appended to. */
export function checkList(list: readonly Migration[]): void {
  let before = 0;
  for (const { version, name } of list) {
    if (version % 10 !== 0 || version <= before)
      throw new Error(`migration ${name} has version ${version} after ${before}`);
    if (!name.startsWith(String(version).padStart(4, '0')))
      throw new Error(`migration ${name} does not carry ${version}`);
    before = version;
  }
}

export function refuseNewer(database: Database, list: readonly Migration[]): void {
  const current = versionOf(database);
  if (current > latest(list))
    throw new Refused(
      issue(
        'data-file-newer',
        String(current),
        `a data file of version ${latest(list)} or older: install the newer application`,
      ),
    );
}

/**
 * Brings a file to the newest version. Each step and its number commit together, so a crash leaves the file before or
 * after a step. `copy` runs once, before the first change of a file that already holds something.
 */
export async function migrate(
  database: Database,
  list: readonly Migration[],
  copy: (version: number) => void,
): Promise<void> {
  checkList(list);
  refuseNewer(database, list);
  const current = versionOf(database);
  const pending = list.filter(({ version }) => version > current);
  if (pending.length > 0 && current > 0) copy(current);
  for (const { version, up } of pending) {
    database.exec('BEGIN IMMEDIATE');
    try {
      if (current === 0) await up(database);
      else await boundStep(database, version, () => up(database));
      const broken = database.pragma('foreign_key_check') as unknown[];
      if (broken.length > 0) throw new Error(`migration ${version} breaks ${broken.length} foreign keys`);
      database.pragma(`user_version = ${version}`);
      database.exec('COMMIT');
    } finally {
      if (database.inTransaction) database.exec('ROLLBACK');
    }
  }
}
