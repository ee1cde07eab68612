import { createHmac } from 'node:crypto';
import { deflateSync, inflateSync } from 'node:zlib';
import type { Command } from '../../bridge/contract.ts';
import { answerFor, insertAnswer } from '../../db/answers.ts';
import { sha256 } from '../../db/canonical.ts';
import type { Read, Write } from '../../db/handle.ts';
import { refuse } from './call.ts';

/** A call that is done once, however often it is sent: its key, and its input as the key sees it. */
export interface Once {
  readonly command: Command;
  readonly keyHash: string;
  readonly inputMac: string;
}

const KEPT_MS = 24 * 60 * 60 * 1000;
/** The answer holds a report of tens of kilobytes; more effort saves little and is paid within the transaction. */
const EFFORT = 1;

export const onceOf = (command: Command, key: string, input: unknown): Once => ({
  command,
  keyHash: sha256(key),
  inputMac: createHmac('sha256', key).update(JSON.stringify(input)).digest('hex'),
});

/** What was answered to this call before. Another person, command or input with the same key is refused. */
export function answeredBefore(
  db: Read,
  once: Once,
  userId: string | undefined,
): { readonly answer: unknown } | undefined {
  const row = answerFor(db, once.keyHash);
  if (row === undefined) return undefined;
  if (row.user_id !== userId || row.command !== once.command || row.input_mac !== once.inputMac)
    refuse('key-used', null, 'a key of its own for each act: ask again', 'once');
  return { answer: JSON.parse(inflateSync(row.content).toString('utf8')) as unknown };
}

export function keepAnswer(
  db: Write,
  once: Once,
  kept: { readonly userId: string; readonly event: number; readonly answer: unknown; readonly at: string },
): void {
  insertAnswer(
    db,
    {
      key_hash: once.keyHash,
      command: once.command,
      user_id: kept.userId,
      input_mac: once.inputMac,
      event: kept.event,
      content: deflateSync(JSON.stringify(kept.answer), { level: EFFORT }),
      at: kept.at,
    },
    new Date(Date.parse(kept.at) - KEPT_MS).toISOString(),
  );
}
