import { createHmac, timingSafeEqual } from 'node:crypto';
import { deflateSync, inflateSync } from 'node:zlib';
import type { Command } from '../../bridge/contract.ts';
import { answerFor, insertAnswer } from '../../db/answers.ts';
import type { BoundTable } from '../../db/bound-rows.ts';
import { sha256 } from '../../db/canonical.ts';
import { eventAt } from '../../db/event-log.ts';
import type { Read, Write } from '../../db/handle.ts';
import { ALTERED, RESTORE } from '../../db/kept.ts';
import { latestDigest } from '../../db/row-digests.ts';
import { refuse } from './call.ts';
import { Failed } from './failed.ts';

/** A call that is done once, however often it is sent: its key, and its input as the key sees it. */
export interface Once {
  readonly command: Command;
  readonly keyHash: string;
  readonly inputMac: string;
  /** of bytes, under the key, which stands nowhere: nobody else can make an answer to this call */
  readonly mac: (bytes: Uint8Array) => Buffer;
}

const KEPT_MS = 24 * 60 * 60 * 1000;
/** The answer holds a report of tens of kilobytes; more effort saves little and is paid within the transaction. */
const EFFORT = 1;

export const onceOf = (command: Command, key: string, input: unknown): Once => ({
  command,
  keyHash: sha256(key),
  inputMac: createHmac('sha256', key).update(JSON.stringify(input)).digest('hex'),
  mac: (bytes) => createHmac('sha256', key).update('answer').update(bytes).digest(),
});

const MAC_BYTES = 32;

/** The row that a record is told by: written anew since an answer, the record moved on. */
const RECORD: Readonly<Record<string, BoundTable>> = {
  order: 'orders',
  patient: 'patient',
  prescriber: 'prescriber',
  printer: 'printer',
};

/**
 * What was answered to this call before. Another person, command or input with the same key is refused, and so is an answer
 * that is not the one that was kept, or that speaks of a record as it is no more.
 */
export async function answeredBefore(
  db: Read,
  once: Once,
  userId: string | undefined,
): Promise<{ readonly answer: unknown } | undefined> {
  const row = await answerFor(db, once.keyHash);
  if (row === undefined) return undefined;
  if (row.user_id !== userId || row.command !== once.command || row.input_mac !== once.inputMac)
    refuse('key-used', null, 'a key of its own for each act: ask again', 'once');
  const [mac, content] = [row.content.subarray(0, MAC_BYTES), row.content.subarray(MAC_BYTES)];
  if (mac.length !== MAC_BYTES || !timingSafeEqual(mac, once.mac(content)))
    refuse(ALTERED, 'answer: differs', RESTORE);
  await refuseStale(db, row.event);
  return { answer: JSON.parse(inflateSync(content).toString('utf8')) as unknown };
}

async function refuseStale(db: Read, event: number): Promise<void> {
  const { subject = '', subjectId = '' } = (await eventAt(db, event)) ?? {};
  const table = RECORD[subject];
  const latest = table && (await latestDigest(db, table, JSON.stringify([subjectId])));
  if (latest !== undefined && latest.seq > event)
    throw new Failed({ code: 'conflict', what: subject, detail: 'it was changed since this was answered' });
}

export async function keepAnswer(
  db: Write,
  once: Once,
  kept: { readonly userId: string; readonly event: number; readonly answer: unknown; readonly at: string },
): Promise<void> {
  const content = deflateSync(JSON.stringify(kept.answer), { level: EFFORT });
  await insertAnswer(
    db,
    {
      key_hash: once.keyHash,
      command: once.command,
      user_id: kept.userId,
      input_mac: once.inputMac,
      event: kept.event,
      content: Buffer.concat([once.mac(content), content]),
      at: kept.at,
    },
    new Date(Date.parse(kept.at) - KEPT_MS).toISOString(),
  );
}
