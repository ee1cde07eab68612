import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import pg from 'pg';
import { inject } from 'vitest';

/*
 * On which engine a test's pharmacy stands. The project "postgres" hands in the address of a server (test/postgres-setup.ts):
 * then each folder has a database there, which is copied where the folder is copied. Otherwise each folder has its data file.
 */
declare module 'vitest' {
  interface ProvidedContext {
    readonly postgres?: string;
  }
}
const NAME = 'database';
/** Programs that are no tests, as the fuzz and the measurements, stand on a data file. */
const server = (): string | undefined =>
  process.env['VITEST_WORKER_ID'] === undefined ? undefined : inject('postgres');

async function admin(sql: string): Promise<void> {
  const client = new pg.Client(server());
  await client.connect();
  try {
    await client.query(sql);
  } finally {
    await client.end();
  }
}
let made = 0;
const named = (dir: string): string | null =>
  existsSync(join(dir, NAME)) ? readFileSync(join(dir, NAME), 'utf8') : null;

async function make(dir: string, from?: string): Promise<string> {
  const name = `w${process.pid}_${process.env['VITEST_WORKER_ID'] ?? 0}_${(made += 1)}`;
  await admin(`CREATE DATABASE ${name}${from === undefined ? '' : ` TEMPLATE ${from} STRATEGY FILE_COPY`}`);
  writeFileSync(join(dir, NAME), name);
  return name;
}

export async function onEngine(dir: string): Promise<{ readonly database?: string }> {
  const address = server();
  if (address === undefined) return {};
  const url = new URL(address);
  url.pathname = `/${named(dir) ?? (await make(dir))}`;
  return { database: url.href };
}

/** After a folder was copied: a copy of its database for the copy. */
export async function copyDatabase(dir: string): Promise<void> {
  const of = named(dir);
  if (of !== null) await make(dir, of);
}

export async function dropDatabase(dir: string): Promise<void> {
  const of = named(dir);
  if (of !== null) await admin(`DROP DATABASE ${of} WITH (FORCE)`);
}
