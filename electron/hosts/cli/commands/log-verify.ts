import { refusalsOf } from '../../../../words/refusal.ts';
import { closeSync, openSync, readSync } from 'node:fs';
import { createHash } from 'node:crypto';
import * as z from 'zod';
import type { Verdict } from '../../../../db/chain.ts';
import { fromDisk } from '../../../../db/disk-fault.ts';
import { eventsAfter, headOf } from '../../../../db/event-log.ts';
import { givesHashes } from '../../../../db/export-format.ts';
import { NotExported, textExport, type Exported } from '../../../../db/exported.ts';
import { kept } from '../../../../db/kept.ts';
import { verifyExport, type ExportVerdict } from '../../../../db/verify-export.ts';
import { Refused } from '../../../../engine/number/result.ts';
import { hostKeepers } from '../../../services/keys/host-keepers.ts';
import { openKeyedReadonly } from '../../../services/keys/keyed-store.ts';
import { dataFolder } from '../../../services/paths.ts';
import { verifyLive } from '../../../services/log-state.ts';
import { EXIT, Exit } from './exit.ts';
import { refusal } from './refusal.ts';

const PIECE = 1 << 20;

function* bytesOf(path: string): Generator<Buffer> {
  const file = path === '-' ? 0 : openSync(path, 'r');
  try {
    const buffer = Buffer.alloc(PIECE);
    for (let n = readSync(file, buffer); n > 0; n = readSync(file, buffer)) yield buffer.subarray(0, n);
  } finally {
    if (file !== 0) closeSync(file);
  }
}

/** A file in pieces, as UTF-8 that is refused where it is not whole. */
function* pieces(path: string): Generator<string> {
  const decoder = new TextDecoder('utf-8', { ignoreBOM: true });
  for (const bytes of bytesOf(path)) yield decoder.decode(bytes, { stream: true });
  yield decoder.decode();
}

const beginsWith = (path: string): string => {
  if (path === '-') return '';
  const [first] = bytesOf(path);
  return (first ?? Buffer.alloc(0)).toString('latin1', 0, 4);
};

const notRead = (why: string, accepted: string): Exit =>
  new Exit(EXIT.refused, `file-not-read: ${why}: ${accepted}`);

/**
 * `meniscus log verify FILE`: every kind of export, as CSV, JSON Lines or a workbook, from the file alone. Exit 1 names the
 * first event, or row, that is not as it was exported. With `--data` also whether the log of that folder knows the export,
 * which is all that can be told of a PDF.
 */
export async function verifyLogFile(path: string, data: string | undefined): Promise<string> {
  try {
    const begins = beginsWith(path);
    const isPdf = begins === '%PDF';
    if (isPdf && data === undefined)
      throw notRead('PDF', 'with --data, the data folder of the pharmacy whose log it was made of');
    const verdict = isPdf
      ? null
      : verifyExport(begins.startsWith('PK') ? await workbook(path) : textExport(pieces(path)));
    const said = verdict === null ? '' : verdictText(verdict);
    return data === undefined ? said : said + (await knownText(path, data, verdict?.ending?.digest ?? null));
  } catch (error) {
    if (error instanceof Exit) throw error;
    if (error instanceof NotExported) throw new Exit(EXIT.blocked, error.message);
    throw notRead((error as NodeJS.ErrnoException).code ?? 'unknown', 'an exported log');
  }
}

const workbook = async (path: string): Promise<Exported> =>
  (await import('../../../services/export/read-xlsx.ts')).xlsxExport(path);

const told = z.looseObject({ digest: z.string(), sha256: z.string().optional() });

/** Does the log say that this file, or one with the same rows, was made of it? */
async function knownText(path: string, data: string, digest: string | null): Promise<string> {
  const sum = createHash('sha256');
  if (path !== '-') for (const bytes of bytesOf(path)) sum.update(bytes);
  const sha256 = sum.digest('hex');
  const store = await fromDisk(() => openKeyedReadonly(dataFolder(data), hostKeepers()));
  try {
    const exports = await store.read(async (db) =>
      eventsAfter(db, { command: 'export.done' }, 0, (await headOf(db)).seq, MOST),
    );
    const of = exports.map((e) => ({ e, ...kept(told, e.change, 'event', e.seq) }));
    const same = of.find((x) => x.sha256 === sha256);
    const rows = of.find((x) => x.digest === digest);
    const known = same ?? rows;
    if (known === undefined) throw new Exit(EXIT.blocked, 'the log of this folder knows of no such export');
    const how = same ? 'as it was made' : 'with the rows that were exported';
    return `${how}: event ${known.e.seq} of the log, by ${known.e.user} at ${known.e.at}\n`;
  } finally {
    await store.close();
  }
}
/** House rule: nobody exports more often. */
const MOST = 1_000_000;

/** `meniscus log verify --data DIR`: the live log, and whether it still ends where the note beside it says. */
export async function verifyLiveLog(data: string): Promise<string> {
  try {
    const store = await fromDisk(() => openKeyedReadonly(dataFolder(data), hostKeepers()));
    try {
      return verdictText(await verifyLive(store));
    } finally {
      await store.close();
    }
  } catch (error) {
    if (error instanceof Refused) throw refusal({ code: 'refused', issues: refusalsOf(error.issues) });
    throw error;
  }
}

function verdictText({
  events,
  head,
  broken,
  why,
  ending = null,
  isLog = true,
}: Verdict & Partial<ExportVerdict>): string {
  const about = ending?.about;
  if (broken !== null)
    throw new Exit(EXIT.blocked, isLog ? `event ${broken}: ${why ?? 'broken'}` : (why ?? 'broken'));
  if (about === undefined || givesHashes(about)) return `${events} events, chain whole, head ${head}\n`;
  const rows = `${events} ${isLog ? 'events' : 'rows'}, as they were exported`;
  const redacted =
    about.identifiers === 'full'
      ? ''
      : `, redacted: patients ${about.identifiers === 'none' ? 'left out' : 'under pseudonyms'}${
          isLog ? '; the hashes are a chain, and can not be held against what was left out' : ''
        }`;
  return `${rows}${redacted}; digest ${ending?.digest ?? ''}\n`;
}
