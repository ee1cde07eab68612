import type { Command } from '../../bridge/contract.ts';
import type { Failure } from '../../bridge/failure.ts';
import { diskFault } from '../../db/disk-fault.ts';
import { Refused } from '../../engine/result.ts';
import type { Context } from '../context.ts';
import { Failed } from '../handlers/handler.ts';

/** Whatever was thrown, as the one shape of failure. What is not known becomes an incident without any data in it. */
export function failureOf(
  context: Pick<Context, 'clock' | 'random' | 'report'>,
  command: Command,
  error: unknown,
): Failure {
  if (error instanceof Refused) return { code: 'refused', issues: error.issues.map((i) => ({ ...i })) };
  if (error instanceof Failed) return error.failure;
  const code = error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : '';
  const fault = diskFault(error);
  if (fault) return { code: 'refused', issues: [{ ...fault }] };
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
