import type { ExportKind } from '../../../bridge/export.ts';
import type { ChainEvent } from '../../../db/chain.ts';
import { eventLines, type EventLines } from '../../../db/event-lines.ts';
import { countEvents, eventsAfter, headOf, type EventFilter } from '../../../db/event-log.ts';
import { COLUMNS } from '../../../db/export-format.ts';
import type { Read } from '../../../db/handle.ts';
import type { Store } from '../../../db/open.ts';
import { signaturesOf } from '../../../db/orders.ts';
import { countOverrides, countPreparations, overridesAfter, preparationsAfter } from '../../../db/reports.ts';
import { wasteOf } from '../../../db/waste.ts';
import { seedLibrary } from '../../../db/seed/library.ts';
import { drugName, findDrug } from '../../../engine/formulary.ts';
import { once } from '../../../engine/lazy.ts';
import type { OrderContent } from '../../../engine/order.ts';
import type { OrderReport } from '../../../engine/report.ts';
import { ruleSignals } from '../signals.ts';
import type { PreparationContent } from '../preparation-content.ts';
import type { Privacy } from './privacy.ts';

/** A table of any length: its columns, and its rows piece by piece. */
export interface Table {
  readonly title: string;
  readonly columns: readonly string[];
  count(db: Read): number;
  /** The rows after a place, and the place after them; null at the end. */
  next(
    store: Store,
    after: number,
    most?: number,
  ): { rows: readonly (readonly string[])[]; at: number } | null;
  /** The same rows as CSV from the store itself, where nothing of them is left out. */
  lines?(store: Store, after: number): EventLines | null;
  /** how many rows did not read and are not in it, so far */
  leftOut?(): number;
}

/** Rows at a time: few enough that they die young, which is most of an export's time. */
const PIECE = 500;
/** Lines at a time that the store has made: about a megabyte, and a few milliseconds in which nobody else is served. */
const LINES = 2000;
const PATIENT = ['patient', 'mrn', 'birth_date'];
type Made = ReturnType<typeof preparationsAfter>[number];

export const tableOf = (kind: ExportKind, filter: EventFilter, upTo: number, privacy: Privacy): Table =>
  TABLES[kind](filter, upTo, privacy);

const TABLES: Readonly<Record<ExportKind, (f: EventFilter, upTo: number, p: Privacy) => Table>> = {
  audit: (filter, upTo, privacy) => ({
    title: 'Audit log',
    columns: COLUMNS,
    count: (db) => (Object.values(filter).every((v) => v === undefined) ? upTo : countEvents(db, filter)),
    next: (store, after, most = PIECE) => {
      const events = store.read((db) => eventsAfter(db, filter, after, upTo, most));
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
      (db, after) => preparationsAfter(db, filter, after, PIECE),
      (row, db) => [compounded(row, db, privacy)],
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
      (db, after) => preparationsAfter(db, filter, after, PIECE),
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
      (db, after) => overridesAfter(db, filter, after, PIECE),
      (o) => {
        const report = JSON.parse(o.report) as OrderReport;
        const finding = report.findings.find((f) => f.key === o.key);
        return [
          [
            o.at,
            o.number,
            String(o.version),
            o.rx,
            ...privacy.person(o),
            o.drug,
            finding?.id ?? o.key,
            finding?.message ?? '',
            finding?.outcome ?? '',
            finding?.severity ?? '',
            finding?.observed ?? '',
            finding?.limit ?? '',
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

  signal: (filter) => ({
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
    count: (db) => ruleSignals(db, filter).length,
    // as many rows as there are rules: one piece
    next: (store, after) =>
      after > 0
        ? null
        : {
            at: 1,
            rows: store
              .read((db) => ruleSignals(db, filter))
              .map((r) => [
                r.rule,
                r.message,
                ...[r.alerts, r.orders, r.overridden, r.acknowledged, r.useless].map(String),
                r.passedShare ?? '',
                r.uselessShare ?? '',
              ]),
          },
  }),
};

function linesOf(filter: EventFilter, upTo: number): NonNullable<Table['lines']> {
  const read = eventLines(filter);
  return (store, after) => store.read((db) => read(db, { after, upTo, limit: LINES }));
}

function pages<R extends { n: number }>(
  read: (db: Read, after: number) => R[],
  cells: (row: R, db: Read) => string[][],
): Table['next'] {
  return (store, after) =>
    store.read((db) => {
      const found = read(db, after);
      const at = found.at(-1)?.n;
      return at === undefined ? null : { rows: found.flatMap((row) => cells(row, db)), at };
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

const signer = (signatures: ReturnType<typeof signaturesOf>, meaning: string): [string, string] => {
  const s = signatures.find((x) => x.meaning === meaning);
  return s ? [`${s.user}, ${s.credentials}`, s.at] : ['', ''];
};

const parsed = (row: Made) => ({
  content: JSON.parse(row.content) as OrderContent,
  report: JSON.parse(row.report) as OrderReport,
  record: row.record === null ? null : (JSON.parse(row.record) as PreparationContent),
  state: row.version === row.currentVersion ? row.state : 'superseded',
});

function compounded(row: Made, db: Read, privacy: Privacy): string[] {
  const bag = parsed(row);
  const { content, record, state } = bag;
  const drugs = componentsOf(bag);
  const p: Readonly<Record<string, unknown>> = content.preparation;
  const text = (name: string) => (typeof p[name] === 'string' ? p[name] : '');
  const signatures = signaturesOf(db, 'order', row.order_id, row.version);
  const ingredients = (record?.ingredients ?? []).map(
    (i) => `${i.role}: ${i.name}, lot ${i.lot}, expires ${i.expiry}${i.ndc === null ? '' : `, NDC ${i.ndc}`}`,
  );
  return [
    row.lot,
    row.number,
    String(row.version),
    row.rx,
    ...privacy.person(row),
    drugs.map((c) => c.name).join('; '),
    drugs.map((c) => c.amount).join('; '),
    text('finalVolume'),
    text('diluent'),
    text('container'),
    text('containers'),

    ingredients.join('; '),
    privacy.words(record?.deviations ?? null),
    record?.bud ?? '',
    record?.budBinds ?? '',
    row.startedBy,
    row.at,
    row.compoundedBy ?? '',
    row.compoundedAt ?? '',

    ...signer(signatures, 'verify'),
    ...signer(signatures, 'final-check'),
    ...signer(signatures, 'release'),
    row.code ?? '',
    state,
  ];
}

const published = once(seedLibrary);

interface Component {
  readonly id: string;
  readonly name: string;
  readonly schedule: string | null;
  readonly strength: string;
  readonly amount: string;
}

/** Every drug of a container: the one that was ordered, and those mixed in. */
function componentsOf({
  content,
  report,
}: Pick<ReturnType<typeof parsed>, 'content' | 'report'>): Component[] {
  const p = content.preparation;
  return [
    {
      id: content.drug,
      name: report.drug.name,
      schedule: report.drug.schedule,
      strength: p.vial.strength,
      amount: p.drugAmount,
    },
    ...(p.also ?? []).map((x) => {
      const drug = findDrug(published(), x.drug);
      return {
        id: x.drug,
        name: drug ? drugName(drug) : x.drug,
        // what the library does not know may be scheduled: it is never left out of this log
        schedule: drug ? drug.dea_schedule : 'not known',
        strength: x.vial.strength,
        amount: x.amount,
      };
    }),
  ];
}

/** One row for each vial of a scheduled drug in a bag; one without a vial while the bag is not recorded yet. */
function controlled(row: Made, db: Read, privacy: Privacy): string[][] {
  const bag = parsed(row);
  const { content, record, state } = bag;
  const signatures = signaturesOf(db, 'order', row.order_id, row.version);
  const wasted = wasteOf(db, row.order_id).filter((w) => w.version === row.version);
  const vials = (record?.ingredients ?? []).filter((i) => i.role === 'drug');
  const lines = componentsOf(bag)
    .filter((c) => c.schedule !== null)
    .flatMap((c) => {
      const own = vials.filter((i) => (i.drug ?? content.drug) === c.id);
      return (own.length > 0 ? own : [null]).map((i) => ({ c, i }));
    });
  return lines.map(({ c, i }, n) => [
    row.compoundedAt ?? row.at,
    c.schedule ?? '',
    c.name,
    c.strength,

    i?.ndc ?? '',
    i?.manufacturer ?? '',
    i?.lot ?? '',
    i?.expiry ?? '',
    c.amount,
    content.preparation.containers,
    row.lot,
    row.number,
    String(row.version),
    row.rx,
    ...privacy.person(row),
    row.compoundedBy ?? '',
    signer(signatures, 'final-check')[0],
    signer(signatures, 'release')[0],
    wasted
      // What was wasted of a lot that did not go in stands in the first line: nothing is left out.
      .filter((w) => w.lot === i?.lot || (n === 0 && !vials.some((d) => d.lot === w.lot)))
      .map((w) => `${w.amount} (${w.reason}) by ${w.by}, witness ${w.witnessName}, ${w.at}`)
      .join('; '),
    state,
  ]);
}

/** Up to which event an export goes: what is written meanwhile is not in it. */
export const headNow = (store: Store) => store.read(headOf);
