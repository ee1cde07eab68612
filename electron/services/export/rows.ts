import { findingWords } from '../../../words/finding.ts';
import type { ExportKind } from '../../../bridge/export.ts';
import type { ChainEvent } from '../../../db/chain.ts';
import { eventLines, type EventLines } from '../../../db/event-lines.ts';
import { countEvents, eventsAfter, type EventFilter } from '../../../db/event-log.ts';
import { COLUMNS } from '../../../db/export-format.ts';
import type { Read } from '../../../db/handle.ts';
import { countLooks, looksAfter } from '../../../db/looks.ts';
import { kept } from '../../../db/kept.ts';
import type { Store } from '../../../db/open.ts';
import { subjectNames } from '../../../db/subject-names.ts';
import { countOverrides, countPreparations, overridesAfter, preparationsAfter } from '../../../db/reports.ts';
import { orderReport } from '../../../engine/checks/report.ts';
import { countedSignals, signalCells } from '../signals.ts';
import { wholeRows } from '../whole/gate.ts';
import { compounded, controlled } from './bag-rows.ts';
import type { Privacy } from './privacy.ts';

/** A table of any length: its columns, and its rows piece by piece. */
export interface Table {
  readonly title: string;
  readonly columns: readonly string[];
  count(db: Read): number | Promise<number>;
  /** The rows after a place, and the place after them; null at the end. */
  next(
    store: Store,
    after: number,
    most?: number,
  ): Promise<{ rows: readonly (readonly string[])[]; at: number } | null>;
  /** The same rows as CSV from the store itself, where nothing of them is left out. */
  lines?(store: Store, after: number): Promise<EventLines | null>;
  /** how many rows did not read and are not in it, so far */
  leftOut?(): number;
}

/** Rows at a time: few enough that they die young; and where each order is held against the log, a few milliseconds each. */
const PIECE = 500;
const LOOKED_AT = 5;
/** Lines at a time that the store has made: about a megabyte, and a few milliseconds in which nobody else is served. */
const LINES = 2000;
const PATIENT = ['patient', 'mrn', 'birth_date'];

export const tableOf = (kind: ExportKind, filter: EventFilter, upTo: number, privacy: Privacy): Table =>
  TABLES[kind](filter, upTo, privacy);

const TABLES: Readonly<Record<ExportKind, (f: EventFilter, upTo: number, p: Privacy) => Table>> = {
  audit: (filter, upTo, privacy) => ({
    title: 'Audit log',
    columns: COLUMNS,
    count: async (db) =>
      Object.values(filter).every((v) => v === undefined) ? upTo : await countEvents(db, filter),
    next: async (store, after, most = PIECE) => {
      const events = await store.read((db) => eventsAfter(db, filter, after, upTo, most));
      const at = events.at(-1)?.seq;
      return at === undefined ? null : { rows: events.map((e) => cellsOf(privacy.event(e))), at };
    },
    ...(privacy.identifiers === 'full' && { lines: linesOf(filter, upTo) }),
  }),

  compounding: (filter, _, privacy) => ({
    title: 'Compounding log',
    columns: [
      'lot',
      'order',
      'version',
      'rx',
      ...PATIENT,
      'drug',
      'drug_amount',
      'final_volume',
      'diluent',
      'container',
      'containers',
      'ingredients',
      'deviations',
      'beyond_use',
      'beyond_use_reason',
      'started_by',
      'started_at',
      'compounded_by',
      'compounded_at',
      'verified_by',
      'verified_at',
      'checked_by',
      'checked_at',
      'released_by',
      'released_at',
      'release_code',
      'state',
    ],
    count: (db) => countPreparations(db, filter),
    next: pages(
      (db, after) => preparationsAfter(db, filter, after, LOOKED_AT),
      async (row, db) => [await compounded(row, db, privacy)],
    ),
  }),

  controlled: (filter, _, privacy) => ({
    title: 'Controlled-substance log',
    columns: [
      'date',
      'schedule',
      'drug',
      'strength',
      'ndc',
      'manufacturer',
      'ingredient_lot',
      'expiry',
      'amount_in_bag',
      'containers',
      'bag_lot',
      'order',
      'version',
      'rx',
      ...PATIENT,
      'compounded_by',
      'checked_by',
      'released_by',
      'wasted',
      'state',
    ],
    count: (db) => countPreparations(db, filter),
    next: pages(
      (db, after) => preparationsAfter(db, filter, after, LOOKED_AT),
      (row, db) => controlled(row, db, privacy),
    ),
  }),

  override: (filter, _, privacy) => ({
    title: 'Override report',
    columns: [
      'at',
      'order',
      'version',
      'rx',
      ...PATIENT,
      'drug',
      'rule',
      'finding',
      'outcome',
      'severity',
      'observed',
      'limit',
      'kind',
      'reason',
      'words',
      'prescriber_contact',
      'signer',
      'credentials',
      'signature',
      'of',
      'station',
      'signature_hash',
      'rule_set',
      'worst_24_h',
    ],
    count: (db) => countOverrides(db, filter),
    next: pages(
      (db, after) => overridesAfter(db, filter, after, LOOKED_AT),
      (o) => {
        const report = kept(orderReport, o.report, 'finding', o.finding_id);
        const finding = report.findings.find((f) => f.key === o.key);
        const words = finding && findingWords(finding);
        return [
          [
            o.at,
            o.number,
            String(o.version),
            o.rx,
            ...privacy.person(o),
            [o.drug, ...report.preparation.also.map((x) => x.id)].join('; '),
            finding?.id ?? o.key,
            words?.message ?? '',
            finding?.outcome ?? '',
            finding?.severity ?? '',
            words?.observed ?? '',
            words?.limit ?? '',
            o.kind,
            o.reason,
            privacy.words(o.words),
            privacy.words(o.prescriber_contact),
            o.by,
            o.credentials,
            String(o.position),
            String(o.needed),
            o.station,
            o.hash,
            report.ruleSet,
            report.exposure.windows.find((w) => w.window === '24 h')?.worst ?? '',
          ],
        ];
      },
    ),
  }),

  look: (filter, _, privacy) => ({
    title: 'Who looked',
    columns: ['at', 'user', 'station', 'command', 'subject', 'name', 'subject_id'],
    count: (db) => countLooks(db, filter),
    next: (store, after, most = PIECE) =>
      store.read(async (db) => {
        const found = await looksAfter(db, filter, after, most);
        const at = found.at(-1)?.seq;
        const lines = found.map((l) => ({ ...l, subjectId: l.subject_id }));
        const nameOf = await subjectNames(db, lines);
        return at === undefined ? null : { rows: lines.map((l) => looked(l, nameOf(l), privacy)), at };
      }),
  }),

  signal: (filter) => {
    const counted = countedSignals(filter);
    let isTold = false;
    return {
      title: 'Signals per rule',
      columns: [
        'rule',
        'message',
        'alerts',
        'orders',
        'overridden',
        'acknowledged',
        'useless_reasons',
        'passed_share',
        'useless_share',
      ],
      // As many rows as there are rules: known when every report was read.
      count: () => 0,
      next: async (store, after) => {
        if (isTold) return null;
        if (await store.read(counted.step)) return { rows: [], at: after + 1 };
        isTold = true;
        return { rows: (await store.read(counted.rows)).map(signalCells), at: after + 1 };
      },
    };
  },
};

/** A number names an order and nobody; the name of a patient, and what was searched for in the log, may name anybody. */
function looked(
  { at, user, station, command, subject, subjectId }: Looked,
  name: string | null,
  privacy: Privacy,
): string[] {
  const shown = subject === 'patient' ? privacy.words(name) : (name ?? '');
  const id =
    subject === 'patient'
      ? privacy.patient(subjectId)
      : subject === 'log'
        ? privacy.words(subjectId)
        : subjectId;
  return [at, user, station, command, subject, shown, id];
}
type Looked = Omit<Awaited<ReturnType<typeof looksAfter>>[number], 'seq' | 'subject_id'> & {
  readonly subjectId: string;
};

function linesOf(filter: EventFilter, upTo: number): NonNullable<Table['lines']> {
  const read = eventLines(filter);
  return (store, after) => store.read((db) => read(db, { after, upTo, limit: LINES }));
}

/** Rows from records: their orders are what the log says, or nothing is exported. Of a damaged file what still reads is. */
function pages<R extends { n: number; order_id: string }>(
  read: (db: Read, after: number) => Promise<R[]>,
  cells: (row: R, db: Read) => string[][] | Promise<string[][]>,
): Table['next'] {
  return (store, after) =>
    store.read(async (db) => {
      const found = await read(db, after);
      // Of a damaged file what still reads is exported, and says of itself that it is of one.
      if (!store.readonly)
        for (const id of new Set(found.map((row) => row.order_id))) await wholeRows(store, db, id);
      const at = found.at(-1)?.n;
      if (at === undefined) return null;
      const rows = await Array.fromAsync(found, (row) => cells(row, db));
      return { rows: rows.flat(), at };
    });
}

export const cellsOf = (e: ChainEvent): string[] => [
  String(e.seq),
  e.at,
  e.user,
  e.station,
  e.command,
  e.subject,
  e.subjectId,
  e.version === null ? '' : String(e.version),
  e.change,
  e.reason ?? '',
  e.previous,
  e.hash,
];
