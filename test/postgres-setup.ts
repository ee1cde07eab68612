import type { TestProject } from 'vitest/node';
import { postgres } from './postgres.ts';

/** One server for the whole project; each pharmacy of a test has a database of its own on it. */
export async function setup(project: TestProject): Promise<() => Promise<void>> {
  const server = await postgres();
  const { host, port, user, password } = server.login;
  project.provide('postgres', `postgres://${user}:${encodeURIComponent(password)}@${host}:${port}/postgres`);
  return () => server.end();
}
