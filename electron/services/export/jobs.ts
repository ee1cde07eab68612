import { closeSync, openSync, readSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import type { ExportFormat, ExportKind, ExportStatus, Identifiers } from '../../../bridge/export.ts';
import { appendEvent, headOf, type EventFilter, type Head } from '../../../db/event-log.ts';
import type { Store } from '../../../db/open.ts';
import type { Afterwards } from '../call.ts';
import type { Context } from '../context.ts';
import { failureOf } from '../incident.ts';
import { makeFolder } from '../paths.ts';
import { breathe } from '../log-state.ts';
import { dataDirOf } from '../backup/make.ts';
import { PassingKey } from './passing-key.ts';
import { digestOf, stepOf } from './pieces.ts';
import { privacyOf, pseudonymKey } from './privacy.ts';
import { tableOf, type Table } from './rows.ts';
import { readable } from './readable.ts';
import { Sink, type About, type Ending, type Format } from './sink.ts';
import { issue, Refused } from '../../../engine/number/result.ts';

/** House rules: so many exports under way in one pharmacy, and so long until a made one is removed. */
const MOST_RUNNING = 2;
const KEEP_MS = 3_600_000;
const PART = 384 * 1_024;
/** House rule: beyond this nobody reads a PDF, and the other formats carry a million rows. */
const MOST_PDF_ROWS = 20_000;

const TYPES: Readonly<Record<ExportFormat, string>> = {
  csv: 'text/csv; charset=utf-8',
  jsonl: 'application/jsonl',
  xlsx: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
  pdf: 'application/pdf',
};

export interface Asked {
  readonly kind: ExportKind;
  readonly format: ExportFormat;
  readonly filter: EventFilter;
  /** as it was asked for, for the reader */
  readonly filterText: string;
  readonly identifiers: Identifiers;
  readonly user: { readonly id: string; readonly username: string };
  readonly station: string;
  readonly now: string;
  /** of a damaged data file: made of what still reads, marked so, and told where it can be told */
  readonly damaged?: { readonly head: Head; readonly tell: (job: string) => void };
}

interface Job {
  status: ExportStatus;
  readonly owner: string;
  readonly path: string;
  readonly key: PassingKey;
  finished: Promise<void>;
  cancelled: boolean;
}

const jobs = new WeakMap<Store, Map<string, Job>>();
const jobsOf = (store: Store): Map<string, Job> => {
  const known = jobs.get(store) ?? new Map<string, Job>();
  jobs.set(store, known);
  return known;
};

export const exportFolder = (dataDir: string): string => join(dataDir, 'exports');

/** Loads the writers of a format when they are first asked for: the PDF library would slow every start. */
async function formatOf(
  format: ExportFormat,
  sink: Sink,
  columns: readonly string[],
  about: About,
): Promise<Format> {
  if (format === 'pdf') return (await import('./pdf-format.ts')).pdf(sink, columns, about);
  if (format === 'xlsx') return (await import('./xlsx.ts')).xlsx(sink, columns, about);
  const { csv, jsonl } = await import('./text-formats.ts');
  return format === 'csv' ? csv(sink, columns, about) : jsonl(sink, columns, about);
}

/** An export that begins afterwards; it goes on by itself, in pieces, and is answered at once. */
export async function startExport(
  context: Context,
  id: string,
  asked: Asked,
  afterwards: Afterwards = (begin) => begin(),
): Promise<ExportStatus> {
  const { store } = context;
  const dataDir = dataDirOf(context);
  const folder = exportFolder(dataDir);
  makeFolder(folder);
  // What is written meanwhile is not in it.
  const head = asked.damaged?.head ?? (await store.read(headOf));
  const privacy = privacyOf(asked.identifiers, () => pseudonymKey(dataDir, store.key));
  const whole = tableOf(asked.kind, asked.filter, head.seq, privacy);
  const table = asked.damaged ? readable(whole, asked.kind === 'audit' ? head.seq : null) : whole;
  const total = await store.read((db) => table.count(db));
  if (asked.format === 'pdf' && total > MOST_PDF_ROWS)
    throw new Refused(
      issue('pdf-too-long', String(total), `at most ${MOST_PDF_ROWS} rows, or another format`, 'format'),
    );
  const all = jobsOf(store);
  // Nothing is waited for between this count and the entry: of many at once no more run.
  if ([...all.values()].filter((j) => j.status.state === 'running').length >= MOST_RUNNING)
    throw new Refused(
      issue('export-running', String(MOST_RUNNING), 'another try when one of them has ended'),
    );
  const { kind, format, now } = asked;
  const about: About = {
    kind,
    title: asked.damaged ? `${table.title}, of a damaged data file` : table.title,
    at: now,
    user: asked.user.username,
    station: asked.damaged ? `${asked.station} (damaged data file)` : asked.station,
    filter: asked.filterText,
    identifiers: asked.identifiers,
    head,
  };
  const path = join(folder, `${id}.${format}`);
  const job: Job = {
    status: {
      job: id,
      kind,
      format,
      state: 'running',
      done: 0,
      total,
      bytes: 0,
      name: `meniscus-${asked.damaged ? 'damaged-' : ''}${kind}-${now.slice(0, 19).replaceAll(/[-:]/g, '')}Z.${format}`,
      type: TYPES[format],
      head: head.hash,
      why: null,
    },
    owner: asked.user.id,
    path,
    key: new PassingKey(),
    finished: Promise.resolve(),
    cancelled: false,
  };
  all.set(id, job);
  afterwards(
    () => void (job.finished = run(context, job, table, about, asked.damaged?.tell)),
    () => all.delete(id),
  );
  return job.status;
}

async function run(
  context: Context,
  job: Job,
  table: Table,
  about: About,
  tell: (job: string, ending: Told) => Promise<void> | void = (_, ending) =>
    tellLog(context, job, about, ending),
): Promise<void> {
  await breathe();
  const sink = new Sink(job.path, job.key);
  const set = (change: Partial<ExportStatus>) => (job.status = { ...job.status, ...change });
  try {
    const format = await formatOf(job.status.format, sink, table.columns, about);
    const digest = digestOf(about, table.columns);
    let rows = 0;
    const step = stepOf(context.store, table, format, digest);
    for (let at = 0; ;) {
      if (job.cancelled) throw new Cancelled();
      const piece = await step(at);
      if (piece === null) break;
      at = piece.at;
      rows += piece.rows;
      set({ done: rows, bytes: sink.bytes, total: Math.max(rows, job.status.total) });
      await breathe();
    }
    const ending = { rows, digest: digest.end(rows) };
    await format.end(ending);
    const sha256 = await sink.close();
    // Told first: an export that the log does not know is not handed out.
    await tell(job.status.job, { ...ending, sha256 });
    set({ state: 'done', done: rows, total: rows + (table.leftOut?.() ?? 0), bytes: sink.bytes });
    setTimeout(() => discardJob(context.store, job), KEEP_MS).unref();
  } catch (error) {
    await sink.abandon();
    rmSync(job.path, { force: true });
    if (error instanceof Cancelled) return void set({ state: 'cancelled', bytes: 0 });
    const failure = failureOf(context, 'export.start', error);
    const why =
      failure.code === 'refused'
        ? (failure.issues[0]?.code ?? 'refused')
        : failure.code === 'internal'
          ? `incident-${failure.incident}`
          : failure.code;
    set({ state: 'failed', why, bytes: 0 });
  }
}

/** The end of an export, with the digest of the file as it was made. */
type Told = Ending & { readonly sha256: string };

async function tellLog(context: Context, job: Job, about: About, ending: Told): Promise<void> {
  const { kind, user, station, identifiers, filter, head } = about;
  await context.store.write((db) =>
    appendEvent(db, {
      at: context.clock(),
      user,
      station,
      command: 'export.done',
      subject: 'log',
      subjectId: job.status.job,
      change: { kind, format: job.status.format, identifiers, filter, head, ...ending },
    }),
  );
}

class Cancelled extends Error {}

function discardJob(store: Store, job: Job): void {
  rmSync(job.path, { force: true });
  jobsOf(store).delete(job.status.job);
}

/** A job of the person who asks; another's is not there. */
export function jobOf(context: Context, id: string, userId: string): Job | undefined {
  const job = jobsOf(context.store).get(id);
  return job?.owner === userId ? job : undefined;
}

export function cancelJob(job: Job): ExportStatus {
  if (job.status.state === 'running') job.cancelled = true;
  return job.status;
}

/** A part of a made file, as base64. */
export function partOf(job: Job, offset: number): { data: string; next: number | null } {
  const file = openSync(job.path, 'r');
  try {
    const buffer = Buffer.alloc(PART);
    const n = readSync(file, buffer, 0, PART, offset);
    const next = offset + n;
    return {
      data: job.key.at(offset, buffer.subarray(0, n)).toString('base64'),
      next: next < job.status.bytes ? next : null,
    };
  } finally {
    closeSync(file);
  }
}
