import { createHash } from 'node:crypto';
import type { BatchKind, BatchStatus } from '../../bridge/batch.ts';
import type { Paper } from '../../bridge/forms.ts';
import type { Language } from '../../bridge/printing.ts';
import { appendEvent } from '../../db/event-log.ts';
import type { Store } from '../../db/open.ts';
import { issue, Refused } from '../../engine/number/result.ts';
import { refusalWords } from '../../words/refusal.ts';
import { serialOf } from '../print/label-code.ts';
import { tellAltered } from './alteration.ts';
import type { Afterwards } from './call.ts';
import { failureOf } from './incident.ts';
import { leaving, type Asking } from './leaving.ts';
import { breathe } from './log-state.ts';
import { oneFile } from './one-file.ts';
import { madeFor } from './parcel.ts';
import { printable, recordPrint, type Asked, type Drawn } from './print-out.ts';
import { wholeOrder, wholeRows } from './whole/gate.ts';

/** House rules: one batch under way in a pharmacy, and so long until a made file is forgotten. */
const MOST_RUNNING = 1;
const KEEP_MS = 3_600_000;
/** House rule: a roll. */
const MOST_LABELS = 1_000;

export interface Wanted {
  readonly orders: readonly { readonly id: string; readonly version: number }[];
  readonly kind: BatchKind;
  readonly paper: Paper;
  readonly language: Language;
  readonly reprintReason: string | null;
}

interface Item {
  readonly input: Asked;
  readonly drawn: Drawn;
  readonly labels: number;
}

interface Job {
  status: BatchStatus;
  readonly owner: string;
  file: Uint8Array | null;
  cancelled: boolean;
}

const jobs = new WeakMap<Store, Map<string, Job>>();
const jobsOf = (store: Store): Map<string, Job> => {
  const known = jobs.get(store) ?? new Map<string, Job>();
  jobs.set(store, known);
  return known;
};

/** What a batch would print, order by order; refuses whole if one of them may not be printed, or stands in it twice. */
export async function itemsOf(asking: Asking, wanted: Wanted): Promise<Item[]> {
  const { kind, paper, reprintReason } = wanted;
  const items = await asking.context.store.read(
    async (db) =>
      await Array.fromAsync(wanted.orders, async (order): Promise<Item> => {
        const input = { ...order, kind, paper, copies: 1, reprintReason };
        const drawn = await printable(db, input);
        // count: containers of an order
        return { input, drawn, labels: parseInt(drawn.view.content.preparation.containers, 10) };
      }),
  );
  const serials = items.flatMap(({ drawn: { view }, labels }) =>
    Array.from({ length: labels }, (_, i) => serialOf(view.number, String(view.version), i + 1)),
  );
  const seen = new Set<string>();
  const twice = serials.find((s) => seen.size === seen.add(s).size);
  if (twice !== undefined)
    throw new Refused(issue('serial-twice', twice, 'each order once in a batch', 'orders'));
  if (serials.length > MOST_LABELS)
    throw new Refused(
      issue('batch-too-large', String(serials.length), `at most ${MOST_LABELS} labels in one file`, 'orders'),
    );
  return items;
}

/** A batch that begins afterwards; it goes on by itself, order by order, and is answered at once. */
export function startBatch(
  asking: Asking,
  id: string,
  wanted: Wanted,
  items: readonly Item[],
  afterwards: Afterwards,
): BatchStatus {
  const all = jobsOf(asking.context.store);
  if ([...all.values()].filter((j) => j.status.state === 'running').length >= MOST_RUNNING)
    throw new Refused(issue('batch-running', String(MOST_RUNNING), 'another try when it has ended'));
  const { kind, paper, language } = wanted;
  const status: BatchStatus = {
    job: id,
    kind,
    paper,
    language,
    state: 'running',
    done: 0,
    total: items.reduce((sum, i) => sum + i.labels, 0),
    name: `meniscus-${kind}-${asking.now.slice(0, 19).replaceAll(/[-:]/g, '')}Z.${language === 'pdf' ? 'pdf' : 'zpl'}`,
    number: null,
    why: null,
  };
  const job: Job = { status, owner: asking.user.id, file: null, cancelled: false };
  all.set(id, job);
  afterwards(
    () => void run(asking, job, items),
    () => all.delete(id),
  );
  return status;
}

async function run(asking: Asking, job: Job, items: readonly Item[]): Promise<void> {
  const { context } = asking;
  const set = (change: Partial<BatchStatus>) => (job.status = { ...job.status, ...change });
  const { language, kind, paper } = job.status;
  const made: { bytes: Uint8Array; template: string; sha256: string }[] = [];
  let number: string | null = null;
  try {
    for (const { input, drawn, labels } of items) {
      await breathe();
      if (job.cancelled) return void set({ state: 'cancelled' });
      number = drawn.view.number;
      const form = { kind, paper, copies: 1, reprint: drawn.reprint };
      made.push(await leaving(asking, drawn.view, input, await madeFor(context, drawn.view, form, language)));
      set({ done: job.status.done + labels });
    }
    number = null;
    const parts = made.map((m) => m.bytes);
    const file = language === 'pdf' ? await oneFile(parts) : Buffer.concat(parts);
    // Computed again one by one, so that nobody waits for all of them; what is written then holds their rows once more.
    for (const { input } of items) {
      await breathe();
      await context.store.read((db) => wholeOrder(context, db, input.id));
    }
    if (job.cancelled) return void set({ state: 'cancelled' });
    // Written down first, all of it or nothing: a label that the log does not know is not handed out.
    await writeDown(asking, job, items, made, createHash('sha256').update(file).digest('hex'));
    job.file = file;
    set({ state: 'done' });
    setTimeout(() => jobsOf(context.store).delete(job.status.job), KEEP_MS).unref();
  } catch (error) {
    await tellAltered(context, askedBy(asking, context.clock()), error);
    const failure = failureOf(context, 'batch.start', error);
    const first = failure.code === 'refused' ? failure.issues[0] : undefined;
    const why = first ? refusalWords(first) : failure.code;
    set({ state: 'failed', number, why });
  }
}

const askedBy = ({ user, session }: Asking, at: string) => ({
  at,
  user: user.username,
  station: session.station,
  command: 'batch.start',
});

async function writeDown(
  asking: Asking,
  job: Job,
  items: readonly Item[],
  made: readonly { readonly template: string; readonly sha256: string }[],
  sha256: string,
): Promise<void> {
  const { context, user } = asking;
  const at = context.clock();
  // It may have been set since the batch was asked for, and no command have looked at it.
  await context.watch(at, 'write');
  const { job: batch, total: labels } = job.status;
  const origin = { ...askedBy(asking, at), command: 'batch.done' };
  await context.store.write(async (db) => {
    const event = (e: Parameters<Parameters<typeof recordPrint>[0]['event']>[0]) =>
      appendEvent(db, { ...e, ...origin });
    for (const [i, item] of items.entries()) {
      const one = made[i];
      if (!one) throw new Error('an order of a batch without its labels');
      await wholeRows(context.store, db, item.input.id);
      await recordPrint({ db, user, now: at, context, event }, item.input, item.drawn, one, { batch });
    }
    await event({ subject: 'batch', subjectId: batch, change: { orders: items.length, labels, sha256 } });
  });
}

/** A batch of the person who asks; another's is not there. */
export function batchOf(store: Store, id: string, userId: string): Job | undefined {
  const job = jobsOf(store).get(id);
  return job?.owner === userId ? job : undefined;
}

export function cancelBatch(job: Job): BatchStatus {
  if (job.status.state === 'running') job.cancelled = true;
  return job.status;
}
