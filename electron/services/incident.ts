import { appendFileSync } from 'node:fs';
import { join } from 'node:path';
import { refusalsOf } from '../../words/refusal.ts';
import type { Command } from '../../bridge/contract.ts';
import type { Failure } from '../../bridge/failure.ts';
import { diskFault } from '../../db/disk-fault.ts';
import { Refused } from '../../engine/number/result.ts';
import { Failed } from './failed.ts';

/** What an incident is written with: never a message or an input, which may name a patient. */
export interface Incident {
  readonly id: string;
  readonly at: string;
  readonly command: string;
  readonly kind: string;
  readonly stack: readonly string[];
}

/** Writes incidents into the log of them beside the data file. */
export const reportBeside =
  (dataDir: string) =>
  (incident: Incident): void => {
    const line = `${JSON.stringify(incident)}\n`;
    try {
      appendFileSync(join(dataDir, 'incidents.log'), line, { mode: 0o600 });
    } catch {
      // A full or lost disk is often the incident itself: what reports it may not end the host.
      process.stderr.write(line);
    }
  };

/** What an incident stands on. */
interface Reporting {
  readonly clock: () => string;
  readonly random: (bytes: number) => Uint8Array;
  readonly report: (incident: Incident) => void;
}

/** Whatever was thrown, as the one shape of failure. What is not known becomes an incident without any data in it. */
export function failureOf(context: Reporting, command: Command, error: unknown): Failure {
  if (error instanceof Refused) return { code: 'refused', issues: refusalsOf(error.issues) };
  if (error instanceof Failed) return error.failure;
  const code = error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : '';
  const fault = diskFault(error);
  if (fault) return { code: 'refused', issues: refusalsOf([fault]) };
  const id = Buffer.from(context.random(6)).toString('hex');
  context.report({
    id,
    at: context.clock(),
    command,
    kind: [error instanceof Error ? error.name : typeof error, code, isOurs(error) ? error.message : '']
      .filter((t) => t !== '')
      .join(' '),
    stack:
      error instanceof Error ? (error.stack ?? '').split('\n').filter((line) => /^\s+at /.test(line)) : [],
  });
  return { code: 'internal', incident: id };
}

/** Messages that name fields and codes only; any other message may carry what was typed. */
const isOurs = (error: unknown): error is Error => error instanceof Error && error.name === 'OutputFault';
